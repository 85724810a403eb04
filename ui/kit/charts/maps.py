"""Maps: a colour for every place of a grid, and borders through it."""

from collections.abc import Sequence

from mutualmodel.arrays import FloatArray
from ui.kit.charts.figure import Figure, draw


def heat_map(
    figure: Figure,
    x: FloatArray,
    y: FloatArray,
    z: FloatArray,
    *,
    span: tuple[float, float],
    scale: Sequence[tuple[float, str]],
    hover: str,
    details: FloatArray | None = None,
    opacity: float | None = None,
) -> None:
    """Shade a grid by its values.

    Parameters
    ----------
    figure
        Drawn into.
    x, y
        (X,) and (Y,) evenly spaced middles of the cells.
    z
        (Y, X) values.
    span
        The values at both ends of the scale; others take the colour of the nearer end.
    scale
        From a share of the span, 0 first and 1 last, to its colour.
    hover
        How a cell is told.
    details
        (Y, X) numbers for ``hover.detail``.
    opacity
        Of the whole map, from 0 to 1.
    """
    low, high = span
    fields = {
        "x": x,
        "y": y,
        "z": z,
        "zmin": low,
        "zmax": high,
        "colorscale": [list(stop) for stop in scale],
        "showscale": False,
        "opacity": opacity,
        "customdata": details,
        "hovertemplate": hover,
    }
    draw(figure, "heatmap", fields)


def contours(
    figure: Figure,
    x: FloatArray,
    y: FloatArray,
    z: FloatArray,
    *,
    first: float,
    last: float,
    step: float,
    colour: str,
) -> None:
    """Draw a line at every ``step`` of a grid's values from ``first`` to ``last``, each named.

    Nobody can point at them; the rest as in :func:`border`.
    """
    levels = {"start": first, "end": last, "size": step}
    names = {"showlabels": True, "labelfont": {"size": 11, "color": colour}, "labelformat": ",.3~r"}
    fields = {
        "x": x,
        "y": y,
        "z": z,
        "contours": {**levels, "coloring": "none", **names},
        "line": {"color": colour, "width": 0.9},
        "showscale": False,
        "hoverinfo": "skip",
    }
    draw(figure, "contour", fields)


def border(
    figure: Figure,
    x: FloatArray,
    y: FloatArray,
    z: FloatArray,
    level: float,
    colour: str,
    *,
    name: str = "",
    dash: str = "solid",
    width: float = 1.6,
    smooth: bool = True,
) -> None:
    """Draw where the values of a grid cross a level; ``x``, ``y``, ``z`` as in :func:`heat_map`.

    Nobody can point at it. ``smooth`` rounds its corners off.
    """
    fields = {
        "x": x,
        "y": y,
        "z": z,
        "name": name or None,
        "contours": {"start": level, "end": level, "size": 1, "coloring": "none"},
        "line": {"color": colour, "dash": dash, "width": width, "smoothing": 1 if smooth else 0},
        "showscale": False,
        "hoverinfo": "skip",
    }
    draw(figure, "contour", fields)
