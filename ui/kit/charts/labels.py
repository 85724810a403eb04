"""Names that stand in the plot, at the lines themselves instead of in a legend."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from mutualmodel.arrays import FloatArray
from ui.kit.charts.figure import Figure, annotate, annotated

# Pixels from one line of text to the next.
LINE_OF_TEXT = 15.0

XAnchor = Literal["left", "center", "right"]
YAnchor = Literal["top", "middle", "bottom"]


def label(
    figure: Figure,
    x: float | str,
    y: float | str,
    text: str,
    colour: str,
    *,
    xanchor: XAnchor = "right",
    yanchor: YAnchor = "bottom",
    xshift: float | None = None,
    yshift: float | None = 4,
    align: XAnchor | None = None,
    opacity: float | None = None,
    of_height: bool = False,
) -> None:
    """Write a text at a place, by default above it and to its left.

    Parameters
    ----------
    figure
        Drawn into.
    x, y
        Values of the axes, days, or names or numbers of categories.
    text, colour
        What is written; "<br>" begins a new line.
    xanchor, yanchor
        Which part of the text stands at the place.
    xshift, yshift
        Pixels by which the text is moved to the right and upwards.
    align
        Of several lines.
    opacity
        How much of the text and its ground is seen, from 0 to 1.
    of_height
        Whether ``y`` is a share of the plot's height.
    """
    fields = {
        "x": annotated(figure, "x", x),
        "y": y if of_height else annotated(figure, "y", y),
        "yref": "paper" if of_height else None,
        "xanchor": xanchor,
        "yanchor": yanchor,
        "xshift": xshift,
        "yshift": yshift,
        "align": align,
        "opacity": opacity,
    }
    annotate(figure, text, colour, fields)


def end_label(
    figure: Figure,
    x: float,
    y: float | str,
    text: str,
    colour: str,
    *,
    gap: float = 6,
    yshift: float = 0,
) -> None:
    """Write a text to the right of where something ends, ``gap`` pixels away."""
    label(figure, x, y, text, colour, xanchor="left", yanchor="middle", xshift=gap, yshift=yshift)


def corner_label(
    figure: Figure,
    place: tuple[float, float],
    text: str,
    colour: str,
    *,
    yshift: float = 4,
) -> None:
    """Write a text in a corner of the plot.

    ``place`` is how far to the right and how far up, in shares of the plot; the text runs from
    there towards the middle.
    """
    across, up = place
    side: XAnchor = "left" if across < 0.5 else "right"
    fields = {
        "x": across,
        "y": up,
        "xref": "paper",
        "yref": "paper",
        "xanchor": side,
        "yanchor": "bottom" if up < 0.5 else "top",
        "yshift": yshift,
        "align": side,
    }
    annotate(figure, text, colour, fields)


def key_line(figure: Figure, text: str, colour: str) -> None:
    """Say what a mark, a dash or a shade of this colour is; the text begins with it.

    Keys stand below the plot, where no mark of theirs can be taken for data: whoever draws the
    figure writes them there.
    """
    nowhere = {"x": 0.0, "y": 0.0, "xref": "paper", "yref": "paper", "visible": False}
    annotate(figure, text, colour, {"name": "key", **nowhere})


class End(NamedTuple):
    """Where a line ends, what it is called and its colour."""

    x: float
    y: float
    text: str
    colour: str


def label_ends(figure: Figure, ends: Sequence[End], *, highest: float, pixels: float) -> None:
    """Name lines to the right of their ends, moved apart where these lie close together.

    ``highest`` is the end of the vertical axis, which begins at 0 and is ``pixels`` high.
    """
    ordered = sorted(ends, key=lambda end: end.y)
    at = np.array([end.y / highest * pixels if highest else 0.0 for end in ordered])
    for end, place, shift in zip(ordered, at, apart(at, LINE_OF_TEXT), strict=True):
        end_label(figure, end.x, end.y, end.text, end.colour, gap=8, yshift=float(shift - place))


def apart(heights: FloatArray, least: float) -> FloatArray:
    """Return (n,) heights, moved up where they would lie closer than ``least``; same unit."""
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, dtype=float)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    return placed
