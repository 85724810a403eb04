"""A path over months that is drawn: with the mouse, a finger or keys, or typed value by value.

The caller holds the values, as of a live slider: where the reader has drawn since the last run, the
reading carries the new ones, otherwise those passed in. In AppTest, which runs no JavaScript, set
the caller's own values instead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.kit.component import component
from ui.kit.components import source
from ui.kit.language import _, language
from ui.kit.readings import epoch, memory_of, no_callback

_mount = component(
    "path_drawing",
    html=source("path_drawing.html"),
    styles=("path_drawing.css",),
    scripts=("live_slider_sender.js", "path_drawing.js"),
)


@dataclass(frozen=True)
class Drawn:
    """What was drawn: the values, whether the hand rests, and what typed text was no number."""

    values: tuple[float, ...]
    resting: bool
    new: bool = False
    error: str = ""


def path_drawing(
    label: str,
    *,
    key: str,
    months: Sequence[float],
    values: Sequence[float],
    span: tuple[float, float],
    top: float,
    step: float,
    read: Callable[[str], tuple[float | None, str]],
) -> Drawn:
    """Draw a path and report what the reader made of it.

    Parameters
    ----------
    label
        Name of the quantity.
    key
        Unique on the page.
    months, values
        Where the path has values, and these.
    span
        The least and the largest value that is allowed.
    top
        The value at the upper end of the plot; one that is typed may lie above it.
    step
        What drawn values are rounded to.
    read
        Gives what typed text means, or None and why it means nothing.
    """
    drawn, taken = _take(key, tuple(values), span, read)
    _mount(
        key=key,
        data={
            "label": label,
            "months": list(months),
            "values": list(drawn.values),
            "minimum": span[0],
            "maximum": span[1],
            "top": top,
            "step": step,
            "stride": top / 50.0,
            "ack": taken,
            "epoch": epoch(),
            "locale": language(),
            "texts": {
                "month": _("month {month}"),
                "help": _(
                    "Draw the line, or use Tab to go from point to point and the arrow keys "
                    "to move one."
                ),
            },
        },
        on_reading_change=no_callback,
    )
    st.session_state[memory_of(key)] = taken
    return drawn


def _take(
    key: str,
    values: tuple[float, ...],
    span: tuple[float, float],
    read: Callable[[str], tuple[float | None, str]],
) -> tuple[Drawn, int]:
    """Give what is drawn now, and the number of the last movement in it; each counts once."""
    taken: int = st.session_state.get(memory_of(key), 0)
    reading = _reading(key, len(values))
    if reading is None or reading["seq"] <= taken:
        return Drawn(values, reading is None or reading.get("resting") is True), taken
    low, high = span
    given = [min(max(float(value), low), high) for value in reading["values"]]
    error, at, text = "", reading.get("at"), reading.get("text")
    if isinstance(text, str) and isinstance(at, int) and 0 <= at < len(given):
        typed, error = read(text)
        given[at] = given[at] if typed is None else min(max(typed, low), high)
    return Drawn(tuple(given), reading.get("resting") is True, True, error), reading["seq"]


def _reading(key: str, count: int) -> Mapping[str, Any] | None:
    """Return what the browser sent last, None if nothing, nothing sound or to another session."""
    state = st.session_state.get(key)
    reading = state.get("reading") if isinstance(state, Mapping) else None
    if not isinstance(reading, Mapping) or reading.get("epoch") != epoch():
        return None
    values = reading.get("values")
    sound = isinstance(values, list) and len(values) == count and all(map(_is_number, values))
    return reading if sound and isinstance(reading.get("seq"), int) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
