"""What all charts share: the frame, lines, dots, ribbons and labels at the lines themselves.

Figures are plain dicts in Plotly's own schema: building and checking a ``plotly.Figure`` takes
30 ms, which a chart that follows a dragged lever does not have. The tests hand every dict to
``plotly.graph_objects.Figure``, which refuses what Plotly would not draw.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mutualmodel.arrays import FloatArray
from ui.kit.language import _, number
from ui.kit.palette import FONT, Palette

Figure = dict[str, Any]

# More would only make the message to the browser longer.
_DIGITS = 5
YUAN_HOVER = "%{y:,.3~g} "


@dataclass(frozen=True)
class Chart:
    """A figure with the question it answers, its words and the numbers behind it."""

    title: str
    figure: Figure
    alt: str
    table: Callable[[], pd.DataFrame]
    note: str = ""


def frame(colours: Palette, x_title: str, y_title: str) -> Figure:
    """Return an empty figure with quiet axes; the vertical unit stands above its axis."""
    axis = {
        "gridcolor": colours.grid,
        "zeroline": False,
        "linecolor": colours.grid,
        "tickfont": {"color": colours.muted, "size": 12},
        "automargin": True,
    }
    title = {"text": x_title, "font": {"size": 12, "color": colours.muted}, "standoff": 8}
    layout = {
        # Streamlit's import makes a placeholder template the default; this one is empty.
        "template": {},
        "font": {"family": FONT, "size": 13, "color": colours.text},
        # A transparent ground would make Plotly halo the hover line in white.
        "paper_bgcolor": colours.surface,
        "plot_bgcolor": colours.surface,
        "margin": {"l": 52, "r": 16, "t": 26, "b": 44},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": colours.surface, "font": {"color": colours.text}},
        "xaxis": {**axis, "showgrid": False, "title": title},
        "yaxis": {**axis, "rangemode": "tozero"},
        "uirevision": "keep",
        "annotations": [],
        "shapes": [],
    }
    figure: Figure = {"data": [], "layout": layout}
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "xshift": -40, "yshift": 6}
    label(figure, 0, 1, y_title, colours.muted, **corner)
    return figure


def line(
    figure: Figure,
    x: FloatArray,
    y: FloatArray,
    name: str,
    colour: str,
    *,
    dash: str = "solid",
    width: float = 1.8,
) -> None:
    """Draw a line in yuan."""
    figure["data"].append(
        {
            "type": "scatter",
            "x": np.round(x, _DIGITS),
            "y": np.round(y, _DIGITS),
            "mode": "lines",
            "name": name,
            "line": {"color": colour, "dash": dash, "width": width},
            "hovertemplate": YUAN_HOVER + _("yuan"),
        }
    )


def dot(figure: Figure, place: tuple[float, float], name: str, colour: str, symbol: str) -> None:
    """Mark one point."""
    stroke = {"width": 2, "color": colour}
    figure["data"].append(
        {
            "type": "scatter",
            "x": [place[0]],
            "y": [place[1]],
            "mode": "markers",
            "name": name,
            "marker": {"color": colour, "size": 11, "symbol": symbol, "line": stroke},
            "hovertemplate": f"{name}: {YUAN_HOVER}" + _("yuan"),
        }
    )


def ribbon(figure: Figure, x: FloatArray, low: FloatArray, high: FloatArray, fill: str) -> None:
    """Fill the space between two lines."""
    figure["data"].append(
        {
            "type": "scatter",
            "x": np.round(np.concatenate([x, x[::-1]]), _DIGITS),
            "y": np.round(np.concatenate([high, low[::-1]]), _DIGITS),
            "fill": "toself",
            "fillcolor": fill,
            "mode": "lines",
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    )


def lying_bars(
    figure: Figure,
    rows: Sequence[str],
    values: Sequence[float] | FloatArray,
    name: str,
    colour: str,
    *,
    surface: str,
    unit: str,
    texts: Sequence[str] | None = None,
) -> None:
    """Draw one part of some horizontal bars, with what stands inside it; no text by default."""
    figure["data"].append(
        {
            "type": "bar",
            "orientation": "h",
            "y": list(rows),
            "x": np.round(np.asarray(values, dtype=float), _DIGITS),
            "name": name,
            "marker": {"color": colour, "line": {"color": surface, "width": 2}},
            "text": list(texts) if texts is not None else [""] * len(rows),
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "insidetextfont": {"color": surface, "size": 12},
            "hovertemplate": f"{name}: %{{x:,.3~g}} {unit}",
        }
    )


def label(figure: Figure, x: float | str, y: float, text: str, colour: str, **more: Any) -> None:
    """Name a line where it runs, instead of in a legend; ``x`` may be a day as ISO text."""
    figure["layout"]["annotations"].append(
        {
            "x": x if isinstance(x, str) else float(x),
            "y": float(y),
            "text": text,
            "showarrow": False,
            "font": {"color": colour, "size": 12},
            "xanchor": "right",
            "yanchor": "bottom",
            "yshift": 4,
        }
        | more
    )


def upright(figure: Figure, x: float, text: str, colour: str, dash: str, height: float) -> None:
    """Draw a named upright line on a logarithmic axis, its name at a share of the height."""
    stroke = {"color": colour, "dash": dash, "width": 1.4}
    figure["layout"]["shapes"].append(
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": stroke}
    )
    left = x > 2e6
    label(
        figure,
        float(np.log10(x)),
        height,
        text,
        colour,
        yref="paper",
        xanchor="right" if left else "left",
        xshift=-5 if left else 5,
    )


def pool_axis(figure: Figure, marks: Sequence[float]) -> None:
    """Count members on a logarithmic axis with readable marks."""
    ticks = {"tickvals": list(marks), "ticktext": [short(mark) for mark in marks]}
    figure["layout"]["xaxis"] |= {"type": "log", "tickangle": 0, **ticks}


def short(value: float) -> str:
    """Write a count as an axis does: 10 k, 100 M."""
    if value >= 1e6:
        return _("{number} M").format(number=number(value / 1e6))
    return _("{number} k").format(number=number(value / 1e3)) if value else "0"


def told(now: str, past: str | None) -> str:
    """Return what a chart says in words and, with a baseline, what it would say of that."""
    return now if past is None else now + " " + _("In the baseline: {words}").format(words=past)


def beside(table: pd.DataFrame, past: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table with the baseline's columns behind its own; the first says what a row is."""
    if past is None:
        return table
    named = {name: _("baseline, {column}").format(column=name) for name in past.columns[1:]}
    held = past.reindex(table.index)[list(named)]
    return table.join(held.rename(columns=named))
