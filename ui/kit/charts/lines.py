"""Lines, points and bands."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mutualmodel.arrays import FloatArray
from ui.kit.charts import hover as hovering
from ui.kit.charts.figure import Figure, draw

# More would only make the message to the browser longer.
DIGITS = 5
# Pixels by which a halo is wider than its line.
_HALO = 2.8

Numbers = FloatArray | Sequence[float]
# Numbers, or days or categories as text.
Positions = Numbers | Sequence[str]


def line(
    figure: Figure,
    x: Positions,
    y: Numbers,
    name: str,
    colour: str,
    *,
    dash: str = "solid",
    width: float = 1.8,
    hover: str | None = None,
    symbol: str | None = None,
    size: float = 6,
    opacity: float | None = None,
    halo: str | None = None,
) -> None:
    """Draw a line.

    Parameters
    ----------
    figure
        Drawn into.
    x, y
        (n,) values of the axes; ``x`` may be days. Where ``y`` is nan, the line has a gap.
    name
        Told beside the number at which a reader points.
    colour, dash, width
        Of the stroke; the width in pixels.
    hover
        How its numbers are told, by default as yuan.
    symbol, size
        Of a mark at each value, by default none; the size in pixels.
    opacity
        Of the whole line, from 0 to 1.
    halo
        A colour in which a wider line runs beneath, so that dashes show on any ground.
    """
    places = {"x": _sent(x), "y": _sent(y)}
    if halo is not None:
        beneath = {"color": halo, "dash": "solid", "width": width + _HALO}
        quiet = {"name": "", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
        draw(figure, "scatter", {**places, **quiet, "line": beneath})
    fields = {
        "mode": "lines" if symbol is None else "lines+markers",
        "name": name,
        "line": {"color": colour, "dash": dash, "width": width},
        "marker": None if symbol is None else {"symbol": symbol, "size": size},
        "opacity": opacity,
        "hovertemplate": hover or hovering.money(),
    }
    draw(figure, "scatter", {**places, **fields})


def points(
    figure: Figure,
    x: Positions,
    y: Positions,
    name: str,
    colour: str,
    *,
    symbol: str | Sequence[str] = "circle",
    size: float = 10,
    stroke: float | None = None,
    hover: str | None = None,
    details: Sequence[Any] | None = None,
    listed: bool = True,
    clipped: bool = True,
    on_strip: bool = False,
) -> None:
    """Mark points.

    Parameters
    ----------
    figure
        Drawn into.
    x, y
        (n,) values of the axes, days or names of categories. They travel as they are.
    name
        Told beside the number at which a reader points, and in the legend.
    colour
        Of all marks.
    symbol
        Plotly's name of a symbol, or one a point; "-open" behind it makes it hollow.
    size, stroke
        Pixels: of a mark, and of the stroke around it, by default as thin as Plotly has it.
    hover
        How a point is told, by default as its name and yuan.
    details
        (n,) texts, or lists of them, for ``hover.detail``.
    listed
        Whether a legend names them.
    clipped
        Whether marks end where the plot does.
    on_strip
        Whether ``y`` is a share of the strip below the plot: see ``frame``.
    """
    around = None if stroke is None else {"width": stroke, "color": colour}
    marker = {"color": colour, "size": size, "symbol": _sequence(symbol), "line": around}
    fields = {
        "x": _sequence(x),
        "y": _sequence(y),
        "yaxis": "y2" if on_strip else None,
        "mode": "markers",
        "name": name,
        "marker": {key: value for key, value in marker.items() if value is not None},
        "customdata": None if details is None else list(details),
        "showlegend": None if listed else False,
        "cliponaxis": None if clipped else False,
        "hovertemplate": hover or hovering.named(name, hovering.money()),
    }
    draw(figure, "scatter", fields)


def dot(
    figure: Figure,
    place: tuple[float, float],
    name: str,
    colour: str,
    symbol: str,
    *,
    hover: str | None = None,
    clipped: bool = True,
) -> None:
    """Mark the one point (x, y) where something stands; the rest as in :func:`points`."""
    x, y = place
    points(
        figure,
        [x],
        [y],
        name,
        colour,
        symbol=symbol,
        size=11,
        stroke=2,
        hover=hover,
        clipped=clipped,
    )


def band(figure: Figure, x: Positions, low: Numbers, high: Numbers, fill: str) -> None:
    """Fill the space between two lines of (n,) values; nobody can point at it.

    ``fill`` is a colour that lets what lies beneath shine through.
    """
    there, back = _sent(x), _sent(x)[::-1]
    edges = np.concatenate([_sent(high), _sent(low)[::-1]])
    fields = {
        "x": [*there, *back] if isinstance(there, list) else np.concatenate([there, back]),
        "y": edges,
        "fill": "toself",
        "fillcolor": fill,
        "mode": "lines",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    draw(figure, "scatter", fields)


def _sent(values: Positions) -> Any:
    """Return numbers rounded for the way to the browser, and texts as they are."""
    if len(values) and isinstance(values[0], str):
        return list(values)
    return np.round(np.asarray(values, dtype=float), DIGITS)


def _sequence(values: Any) -> Any:
    return list(values) if isinstance(values, tuple) else values
