"""A slider that answers while it is dragged, with a number box beside it.

The caller holds the value, this module only reports what the user did to it:

    reading = live_slider("Membership", key="members_slider", value=st.session_state.members, ...)
    st.session_state.members = reading.value

``value`` is canonical. Where the user has moved the slider since the last run, the reading carries
the new value; otherwise it carries ``value`` back, so a preset or a reset moves the thumb simply by
changing what is passed in. The same makes it testable: AppTest runs no JavaScript, so a test sets
``at.session_state.members``, runs, and sees the page as after a drag. For this the caller's own key
must differ from the component's ``key``.

Call it inside an ``st.fragment`` and a drag reruns that fragment alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

PARTS = Path(__file__).parent / "components"

# Every text that is seen or read aloud. {number} is the formatted number, {value} the whole phrase.
TEXTS: Mapping[str, str] = {
    "locale": "en",
    "value": "{number} {number_unit} {unit}",
    "box": "{label}: type a value",
    "span": "From {minimum} to {maximum}.",
    "baseline": "Baseline: {value}.",
    "tick": "Set to {tick}",
    "help": "About {label}",
    "below": "{label}: {typed} is below the least allowed, {minimum}.",
    "above": "{label}: {typed} is above the most allowed, {maximum}.",
    "unreadable": "{label}: “{typed}” is not a number from {minimum} to {maximum}.",
}


@dataclass(frozen=True)
class LeverReading:
    """What a slider says: its value, in the caller's unit, and whether it has come to rest."""

    value: float
    resting: bool


def _read(*names: str) -> str:
    return "\n".join((PARTS / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "live_slider",
    html=_read("live_slider.html"),
    css=_read("live_slider.css", "live_slider_parts.css"),
    js=_read(
        "live_slider_scale.js", "live_slider_sender.js", "live_slider.js", "live_slider_draw.js"
    ),
)


def live_slider(
    label: str,
    *,
    key: str,
    value: float,
    minimum: float,
    maximum: float,
    step: float,
    scale: Literal["linear", "log"] = "linear",
    ticks: Sequence[tuple[float, str]] = (),
    unit: str = "",
    display: str = "",
    baseline: float | None = None,
    help: str = "",
    error: str = "",
    decimals: int = 0,
    number_scale: float = 1.0,
    number_unit: str = "",
    texts: Mapping[str, str] | None = None,
) -> LeverReading:
    """Draw a slider and report where it stands, also while it is being moved.

    Parameters
    ----------
    label
        Name of the quantity, shown above the slider and read aloud with it.
    key
        The component's key, unique on the page and not the key under which the caller keeps the
        value.
    value, minimum, maximum, baseline
        In the caller's unit. ``baseline`` is a hollow mark on the rail, None for none.
    step
        Linear scale: distance between values, in the caller's unit. Logarithmic scale: ignored,
        values there have three significant digits.
    ticks
        Pairs of value and short text; a click on one sets the value.
    display
        The value in words, shown while ``value`` holds. While the slider moves, and always where
        this is empty, the text is made from ``decimals``, ``number_unit`` and ``unit``.
    unit, number_scale, number_unit, decimals
        The box shows ``value / number_scale`` in ``number_unit`` with at least ``decimals``
        decimals: 1e6, "million", 1 and unit "members" give "105.8 million members".
    error
        A complaint about the value from outside the slider, empty for none.
    texts
        Translations of entries of ``TEXTS``.

    Returns
    -------
    LeverReading
        ``resting`` is False while a pointer or a key still moves the slider.

    Raises
    ------
    ValueError
        If the range is empty, the step not positive, the number scale zero, or a logarithmic
        scale starts at or below zero.
    """
    _check(label, minimum, maximum, step, scale, number_scale)
    reading, taken = _take(key, value, minimum, maximum)
    moved = reading.value != value
    _mount(
        key=key,
        data={
            "label": label,
            "value": reading.value,
            "ack": taken,
            "minimum": minimum,
            "maximum": maximum,
            "step": step,
            "scale": scale,
            "ticks": [[at, text] for at, text in ticks],
            "unit": unit,
            # The caller wrote it for the value before this movement.
            "display": "" if moved else display,
            "baseline": baseline,
            "help": help,
            "error": error,
            "decimals": decimals,
            "number_scale": number_scale,
            "number_unit": number_unit,
            "texts": {**TEXTS, **(texts or {})},
        },
        on_reading_change=_no_callback,
    )
    # Last, because drawing is where Streamlit may break off a run; the next one then takes it.
    st.session_state[_memory(key)] = taken
    return reading


def _memory(key: str) -> str:
    return f"{key}:taken"


def _no_callback() -> None:
    """Streamlit shows a state only where it has a callback."""


def _check(
    label: str, minimum: float, maximum: float, step: float, scale: str, number_scale: float
) -> None:
    if not minimum < maximum:
        raise ValueError(f"{label}: the range {minimum} to {maximum} is empty")
    if step <= 0:
        raise ValueError(f"{label}: step {step} must be above 0")
    if number_scale == 0:
        raise ValueError(f"{label}: number_scale must not be 0")
    if scale == "log" and minimum <= 0:
        raise ValueError(f"{label}: a logarithmic scale cannot start at {minimum}")


def _take(key: str, value: float, minimum: float, maximum: float) -> tuple[LeverReading, int]:
    """Give the current reading, and the number of the last movement in it.

    A movement counts once, when it is new. Afterwards ``value`` rules again, or else a preset
    loaded later would be undone by the slider's memory of its last drag.
    """
    taken: int = st.session_state.get(_memory(key), 0)
    sent = _sent(key)
    if sent is None:
        return LeverReading(value, True), taken
    moved_to, resting, number = sent
    if number <= taken:
        return LeverReading(value, resting or number < taken), taken
    return LeverReading(min(max(moved_to, minimum), maximum), resting), number


def _sent(key: str) -> tuple[float, bool, int] | None:
    """Read what the browser sent last, None if nothing or nothing sound."""
    state = st.session_state.get(key)
    reading = state.get("reading") if isinstance(state, Mapping) else None
    if not isinstance(reading, Mapping):
        return None
    value, number = reading.get("value"), reading.get("seq")
    if not isinstance(value, int | float) or not isinstance(number, int):
        return None
    if not math.isfinite(value):
        return None
    return float(value), reading.get("resting") is True, number
