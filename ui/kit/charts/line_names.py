"""Places for the names of lines: where a name touches no line and no other name."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mutualmodel.arrays import FloatArray
from ui.kit.charts.figure import Figure, annotate, annotated

Side = Literal["above", "below"]

# Pixels: of a letter, of a line of text, and between a name and its line.
_LETTER, _HEIGHT, _OFF = 6.4, 15.0, 3.0
# So near to a line others are as good as on it; further away they would part it from its name.
_TOUCHING = 1.5
# Widths of a chart: a name had rather fit on a phone, or else it fits on a screen.
_PHONE, _SCREEN = 290.0, 480.0
# Further than this from the middle of its line a name seems to belong to another line.
_FAR = 16.0
# So much of the width away a name may be moved before it goes to the other side of its line, or
# where it fits on a screen only.
_OTHER_SIDE, _SCREEN_ONLY = 0.25, 0.12


@dataclass(frozen=True)
class Place:
    """Where a name stands: its middle, and the edge of its line above or below which it begins.

    ``x`` and ``y`` are values of the axes.
    """

    x: float
    y: float
    side: Side

    @property
    def anchors(self) -> dict[str, str | float]:
        """How an annotation stands at this place."""
        if self.side == "below":
            return {"xanchor": "center", "yanchor": "top", "yshift": -_OFF}
        return {"xanchor": "center", "yanchor": "bottom", "yshift": _OFF}


@dataclass(frozen=True)
class _Box:
    left: float
    right: float
    low: float
    high: float


class NamePlaces:
    """The free room of a chart; every name that is given a place takes it from the next.

    Parameters
    ----------
    x
        (n,) evenly spaced values of the horizontal axis.
    span
        First and last value of the vertical axis.
    height
        Pixels of the vertical axis.
    log
        Whether the vertical axis is logarithmic; values that it has no place for are nowhere.
    """

    def __init__(
        self, x: FloatArray, span: tuple[float, float], height: float, *, log: bool = False
    ) -> None:
        self._x = x
        self._width = float(np.ptp(x))
        self._log = log
        self._low, self._high = (math.log10(end) if log else end for end in span)
        self._pixel = (self._high - self._low) / height
        self._lines: list[FloatArray] = []
        self._taken: list[_Box] = []

    def keep_clear(self, line: FloatArray) -> None:
        """Let no name touch a line: (n,) values for each x, nan where there is none."""
        self._lines.append(self._shown(line))

    def take(self, left: float, y: float, text: str) -> None:
        """Let no name touch a text that stands to the right of a point."""
        y = math.log10(y) if self._log else y
        right = left + _LETTER * len(text) / _SCREEN * self._width
        half = _HEIGHT / 2 * self._pixel
        self._taken.append(_Box(left, right, y - half, y + half))

    def find(self, line: FloatArray, text: str, near: float, side: Side) -> Place | None:
        """Return the free place beside a line that is nearest to ``near``, None for no line.

        ``line`` has (n,) values. Where no place is free it is the one where least is covered: a
        name needs a ground of its own.
        """
        line = self._shown(line)
        best: tuple[float, Place, _Box] | None = None
        sides: tuple[Side, Side] = ("above", "below")
        for width, late in ((_PHONE, 0.0), (_SCREEN, _SCREEN_ONLY)):
            share = min(_LETTER * len(text) / width, 1.0)
            for this in sides:
                x, edge, room = self._rooms(line, share, this)
                cost = np.abs(x - near) / self._width + late + _OTHER_SIDE * (this != side)
                # What is not free comes after all that is, the most crowded last.
                cost = np.where(room < 0, 1e3 + cost - np.round(room / self._pixel), cost)
                at = int(np.argmin(cost))
                if math.isfinite(cost[at]) and (best is None or cost[at] < best[0]):
                    box = self._box(float(x[at]), float(edge[at]), share, this)
                    y = 10 ** float(edge[at]) if self._log else float(edge[at])
                    best = float(cost[at]), Place(float(x[at]), y, this), box
        if best is None:
            return None
        self._taken.append(best[2])
        return best[1]

    def _shown(self, line: FloatArray) -> FloatArray:
        """Return where a line runs: in powers of ten on a logarithmic axis, not below the plot."""
        if self._log:
            line = np.log10(np.where(line > 0, line, np.nan))
        return np.maximum(line, self._low)

    def _box(self, x: float, edge: float, share: float, side: Side) -> _Box:
        half = share * self._width / 2
        near, far = _TOUCHING * self._pixel, (_OFF + _HEIGHT) * self._pixel
        if side == "above":
            return _Box(x - half, x + half, edge + near, edge + far)
        return _Box(x - half, x + half, edge - far, edge - near)

    def _rooms(
        self, line: FloatArray, share: float, side: Side
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return every place for a name as wide as this share: x, edge of its line, and its room.

        Room is the way to what is nearest above or below, negative where a name would touch it.
        """
        points = math.ceil(share * (len(self._x) - 1)) + 1
        x = (self._x[: len(self._x) - points + 1] + self._x[points - 1 :]) / 2
        high, low = _extremes(line[None, :], points)
        edge = (high if side == "above" else low)[0]
        near, far = _TOUCHING * self._pixel, (_OFF + _HEIGHT) * self._pixel
        bottom = edge + near if side == "above" else edge - far
        top = edge + far if side == "above" else edge - near
        highs, lows = _extremes(np.array(self._lines or [line]), points)
        with np.errstate(invalid="ignore"):  # Where a line is nowhere.
            room = np.maximum(lows - top, bottom - highs).min(axis=0)
        half = share * self._width / 2
        for box in self._taken:
            beside = (x + half < box.left) | (x - half > box.right)
            gap = np.maximum(box.low - top, bottom - box.high)
            room = np.minimum(room, np.where(beside, np.inf, gap))
        room = np.minimum(room, self._nearness(line, edge, points, side))
        inside = np.isfinite(edge) & (bottom >= self._low) & (top <= self._high)
        return x, edge, np.where(inside, room, -np.inf)

    def _nearness(self, line: FloatArray, edge: FloatArray, points: int, side: Side) -> FloatArray:
        """Return a negative room where a name would seem to belong to another line."""
        middle = line[points // 2 :][: len(edge)]
        too_far = np.abs(edge - middle) - _FAR * self._pixel
        # In the middle no other line may part a name from its own: worse than to cover some of it.
        others = np.array(self._lines or [line])[:, points // 2 :][:, : len(edge)]
        near, off = _TOUCHING * self._pixel, (_OFF + _HEIGHT / 2) * self._pixel
        first, last = middle + near, edge + off
        if side == "below":
            first, last = edge - off, middle - near
        parted = ((others > first) & (others < last)).any(axis=0)
        return np.where(parted, -_HEIGHT * self._pixel, np.where(too_far > 0, -too_far, np.inf))


def name_at(figure: Figure, place: Place | None, text: str, colour: str) -> None:
    """Write a name at its place, if it has one."""
    if place is None:
        return
    fields = {
        "x": annotated(figure, "x", place.x),
        "y": annotated(figure, "y", place.y),
        **place.anchors,
    }
    annotate(figure, text, colour, fields)


def _extremes(lines: FloatArray, points: int) -> tuple[FloatArray, FloatArray]:
    """Return the highest and the lowest of so many neighbours on each line; infinite for none."""
    highest = sliding_window_view(np.where(np.isnan(lines), -np.inf, lines), points, axis=1)
    lowest = sliding_window_view(np.where(np.isnan(lines), np.inf, lines), points, axis=1)
    return highest.max(axis=2), lowest.min(axis=2)
