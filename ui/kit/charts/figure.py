"""A figure in Plotly's schema, and the three kinds of things that are drawn into one."""

import math
from collections.abc import Mapping
from typing import Any, Literal

# Pixels of letters within a plot.
_SMALL = 12
# Where a layout notes by what the numbers of some axes are still to be divided.
RATES = "rates"
# Where it notes the axes whose title has a large unit already, so that their ticks need none.
COUNTED = "counted"

Figure = dict[str, Any]
Fields = Mapping[str, Any]


def draw(figure: Figure, kind: str, fields: Fields) -> None:
    """Add a trace of a Plotly type; fields that are None are left to Plotly."""
    figure["data"].append({"type": kind, **_given(fields)})


def outline(figure: Figure, kind: str, fields: Fields) -> None:
    """Add a shape of a Plotly type; fields that are None are left to Plotly."""
    figure["layout"]["shapes"].append({"type": kind, **_given(fields)})


def annotate(figure: Figure, text: str, colour: str, fields: Fields) -> None:
    """Add a text without an arrow, on the chart's own ground so that no line runs through it.

    One in the colour of the ground stands within a bar, which is its ground: it stays there. Fields
    that are None are left to Plotly.
    """
    ground = figure["layout"]["paper_bgcolor"]
    within = colour == ground
    written = {
        "text": text,
        "showarrow": False,
        "font": {"color": colour, "size": _SMALL},
        "bgcolor": None if within else ground,
        "name": "within" if within else None,
        "borderpad": 0,
    }
    figure["layout"]["annotations"].append({**_given(written), **_given(fields)})


def annotated(figure: Figure, axis: Literal["x", "y"], value: float | str) -> float | str:
    """Return a value of an axis as annotations give it: in powers of ten on a logarithmic one.

    Traces and shapes of Plotly take the value itself there.
    """
    if isinstance(value, str):
        return value
    logarithmic = figure["layout"][f"{axis}axis"].get("type") == "log"
    return math.log10(value) if logarithmic else float(value)


def alone(figure: Figure, height: int, config: Fields) -> str:
    """Return a figure as JSON for a page of its own, as wide as there is room, with its settings.

    A finger or a mouse that moves over it does not change what it shows.
    """
    # Charts are drawn without Plotly; only who writes them down needs how it writes numbers.
    from plotly.io.json import to_json_plotly

    layout = {**figure["layout"], "height": height, "autosize": True, "dragmode": False}
    layout.pop("width", None)
    return str(to_json_plotly({"data": figure["data"], "layout": layout, "config": dict(config)}))


def _given(fields: Fields) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
