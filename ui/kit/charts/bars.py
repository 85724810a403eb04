"""Bars: parts of rows, amounts of settlements, spans of time, steps from one total to another."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from ui.kit.charts import hover as hovering
from ui.kit.charts.dates import days
from ui.kit.charts.figure import Figure, draw, outline
from ui.kit.charts.lines import DIGITS, Numbers


class Slot(NamedTuple):
    """Where in their row bars lie, in shares of a row.

    ``start`` counts from the row's middle; without it they lie around the middle. Bars of another
    ``group`` are not stacked on these.
    """

    width: float
    start: float | None = None
    group: str | None = None


class Whiskers(NamedTuple):
    """How far below and above the end of each bar its range reaches, in units of the axis."""

    below: FloatArray
    above: FloatArray
    colour: str
    thickness: float = 1.4
    width: float = 4


def horizontal_bars(
    figure: Figure,
    rows: Sequence[str],
    values: Numbers,
    name: str,
    colour: str | Sequence[str],
    *,
    edge: str | None = None,
    hover: str | None = None,
    texts: Sequence[str] | None = None,
    slot: Slot | None = None,
    base: FloatArray | None = None,
    whiskers: Whiskers | None = None,
    opacity: float | None = None,
    listed: bool = True,
) -> None:
    """Draw one part of some horizontal bars.

    Parameters
    ----------
    figure
        Drawn into; its ``bars`` says whether a further part goes on top.
    rows
        (n,) names of the rows.
    values
        (n,) lengths, in units of the horizontal axis.
    name
        Of the part, "" where the rows say all.
    colour
        Of the part, or one a row.
    edge
        Colour of the line that parts them from others: the ground's.
    hover
        How a part is told, by default as its name and yuan.
    texts
        (n,) texts that stand inside, in the edge's colour.
    slot
        Where in their rows they lie, by default as Plotly shares these out.
    base
        (n,) where each begins, by default where the part before it ends.
    whiskers
        The range at their ends.
    opacity
        Of the bars, from 0 to 1.
    listed
        Whether a legend names them.
    """
    line = None if edge is None else {"color": edge, "width": 2}
    marker = {"color": colour, "line": line, "opacity": opacity}
    fields: dict[str, Any] = {
        "orientation": "h",
        "y": list(rows),
        "x": np.round(np.asarray(values, dtype=float), DIGITS),
        "base": base,
        "name": name or None,
        "marker": {key: value for key, value in marker.items() if value is not None},
        "error_x": None if whiskers is None else _error(whiskers),
        "showlegend": None if listed else False,
        "hovertemplate": hover or hovering.named(name, hovering.money("x")),
    }
    if slot is not None:
        fields |= {"width": slot.width, "offset": slot.start, "offsetgroup": slot.group}
    if texts is not None:
        fields |= _inside(texts, edge)
    draw(figure, "bar", fields)


def _inside(texts: Sequence[str], colour: str | None) -> dict[str, Any]:
    place = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
    return {"text": list(texts), **place, "insidetextfont": {"color": colour, "size": 12}}


def _error(whiskers: Whiskers) -> dict[str, Any]:
    reach = {"array": whiskers.above, "arrayminus": whiskers.below}
    stroke = {"color": whiskers.colour, "thickness": whiskers.thickness, "width": whiskers.width}
    return {"type": "data", "symmetric": False, **reach, **stroke}


def vertical_bars(
    figure: Figure, x: Numbers, y: Numbers, name: str, colour: str, *, hover: str | None = None
) -> None:
    """Draw one part of some vertical bars: (n,) places and (n,) heights.

    ``hover`` is how a height is told, by default as yuan.
    """
    fields = {
        "x": x,
        "y": np.round(np.asarray(y, dtype=float), DIGITS),
        "name": name,
        "marker": {"color": colour},
        "hovertemplate": hover or hovering.money(),
    }
    draw(figure, "bar", fields)


def time_bars(
    figure: Figure,
    rows: Sequence[str],
    starts: pd.Series,
    ends: pd.Series,
    colours: Sequence[str],
    *,
    texts: Sequence[str],
    hover: str,
    details: Sequence[Any],
) -> None:
    """Draw a bar from one day to another in each row, on a horizontal axis of dates.

    Parameters
    ----------
    figure
        Drawn into.
    rows
        (n,) names of the rows.
    starts, ends
        (n,) dates.
    colours
        (n,) of the bars.
    texts
        (n,) what stands behind each bar's end.
    hover
        How a bar is told, with what it takes of ``details``.
    details
        (n,) texts for ``hover.detail``.
    """
    spans = [int(span.total_seconds() * 1000) for span in ends - starts]
    fields = {
        "orientation": "h",
        "y": list(rows),
        "base": days(starts),
        "x": spans,
        "marker": {"color": list(colours)},
        **_behind(texts),
        "customdata": list(details),
        "hovertemplate": hover,
    }
    draw(figure, "bar", fields)


def _behind(texts: Sequence[str]) -> dict[str, Any]:
    return {"text": list(texts), "textposition": "outside", "cliponaxis": False}


class StepColours(NamedTuple):
    """Colours of a waterfall: of steps up and down, of its totals, and of what joins them."""

    up: str
    down: str
    total: str
    joint: str


def waterfall(
    figure: Figure,
    rows: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    colours: StepColours,
    *,
    hover: str,
) -> None:
    """Draw the steps that lead from one total to another, as horizontal bars.

    ``rows``, ``values`` and ``texts`` are (n,): the first total, the steps, the last total, with
    what stands behind each; the last bar ends where the steps have led. ``hover`` is how one is
    told. Bars and lines, as Plotly's own waterfall is not in the part that draws our charts.
    """
    reached = np.cumsum(values[:-1], dtype=float)
    starts = [0.0, *reached[:-1], 0.0]
    inks = [colours.up if step > 0 else colours.down for step in values]
    inks[0] = inks[-1] = colours.total
    for row, total in enumerate(reached):
        joint = {"x0": total, "x1": total, "y0": row, "y1": row + 1, "layer": "below"}
        outline(figure, "line", {**joint, "line": {"color": colours.joint, "width": 1}})
    fields = {
        "orientation": "h",
        "y": list(rows),
        "base": [round(start, 9) for start in starts],
        "x": [*values[:-1], round(float(reached[-1]), 9)],
        "marker": {"color": inks},
        **_behind(texts),
        "hovertemplate": hover,
    }
    draw(figure, "bar", fields)
