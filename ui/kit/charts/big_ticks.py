"""Ticks of large numbers in languages that count in ten thousands.

Plotly writes 200k and 2M beside an axis and knows no other units. Where the language has others an
axis without ticks of its own gets round ones here, by the reach of what is drawn.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from ui.kit.charts.figure import COUNTED, Figure, taken_note
from ui.kit.charts.pool import short
from ui.kit.charts.scales import round_step
from ui.kit.language import exact, language
from ui.kit.magnitudes import counts_by_ten_thousands

# From about here on Plotly writes thousands as k.
_LARGE = 9.5e3
# Ticks along an axis, about.
_TICKS = 6.0
# The room that Plotly may keep beyond what is drawn; a tick without a place is left out by it.
_ROOM = 0.05
Side = Literal["x", "y"]
Drawn = dict[str, Any]


def with_big_ticks(figure: Figure) -> None:
    """Give a figure's axes of large numbers ticks in the language's own units."""
    if not counts_by_ten_thousands(language()):
        return
    counted = taken_note(figure, COUNTED) or ()
    sides: tuple[Side, ...] = ("x", "y")
    for side in sides:
        axis = figure["layout"][f"{side}axis"]
        reach = _reach(figure, side) if _is_left_to_plotly(axis) else None
        if reach is not None and max(map(abs, reach)) >= _LARGE:
            axis["tickvals"] = _places(*reach, axis)
            told = exact if side in counted else short
            axis["ticktext"] = [_signed(place, told) for place in axis["tickvals"]]


def _is_left_to_plotly(axis: Drawn) -> bool:
    own = ("tickvals", "tickformat", "categoryarray")
    return axis.get("type", "linear") == "linear" and not any(name in axis for name in own)


def _places(low: float, high: float, axis: Drawn) -> list[float]:
    most = min(_TICKS, float(axis.get("nticks", _TICKS)))
    step = float(axis.get("dtick") or round_step((high - low) / most))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def _signed(value: float, told: Callable[[float], str]) -> str:
    return f"−{told(-value)}" if value < 0 else told(value)


def _reach(figure: Figure, side: Side) -> tuple[float, float] | None:
    """Return about the first and last number along an axis; None where none stand on it."""
    axis = figure["layout"][f"{side}axis"]
    if "range" in axis:
        ends = _numbers(axis["range"])
        return None if ends is None else (float(ends.min()), float(ends.max()))
    ends = _drawn(figure, side)
    if ends is None or not ends.size or ends.min() == ends.max():
        return None
    low, high = float(ends.min()), float(ends.max())
    if axis.get("rangemode") == "tozero":
        low, high = min(low, 0.0), max(high, 0.0)
    room = _ROOM * (high - low)
    return low - room if low else low, high + room if high else high


def _drawn(figure: Figure, side: Side) -> FloatArray | None:
    """Return the places along an axis at which something is drawn; None for days and names."""
    traces = [one for one in figure["data"] if one.get(f"{side}axis", side) == side and side in one]
    found = [_numbers(trace[side]) for trace in traces]
    lying = [trace["type"] == "bar" and _along(trace) == side for trace in traces]
    if any(values is None for values in found):
        return None
    places = [values for values, is_bar in zip(found, lying, strict=True) if not is_bar]
    bars = [trace for trace, is_bar in zip(traces, lying, strict=True) if is_bar]
    stacked = figure["layout"].get("barmode") in ("stack", "relative")
    ends = np.array([*_ends_of_bars(bars, side, stacked=stacked)])
    every = np.concatenate([ends, *(one for one in places if one is not None)])
    finite: FloatArray = every[np.isfinite(every)]
    return finite


def _along(bar: Drawn) -> Side:
    return "x" if bar.get("orientation") == "h" else "y"


def _ends_of_bars(bars: Sequence[Drawn], side: Side, *, stacked: bool) -> Iterator[float]:
    """Give where bars end, those on top of one another together, and where they begin."""
    heights: defaultdict[tuple[object, ...], float] = defaultdict(float)
    for number, bar in enumerate(bars):
        lengths = np.asarray(bar[side], dtype=float)
        yield 0.0
        if bar.get("base") is not None:
            yield from np.asarray(bar["base"], dtype=float) + lengths
        else:
            pile = bar.get("offsetgroup") if stacked else number
            rows = bar["y" if side == "x" else "x"]
            for row, length in zip(rows, lengths, strict=True):
                heights[pile, str(row), bool(length < 0)] += length
    yield from heights.values()


def _numbers(values: Any) -> FloatArray | None:
    """Return values as numbers, None where they are days or names."""
    held = np.asarray(values)
    if held.dtype.kind not in "biufO" or any(isinstance(one, str) for one in held.ravel().tolist()):
        return None
    try:
        return held.astype(float).ravel()
    except (TypeError, ValueError):
        return None
