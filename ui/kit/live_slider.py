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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import streamlit as st

from mutualmodel.magnitudes import of_inputs
from mutualmodel.text import N_
from ui.kit.component import component
from ui.kit.components import source
from ui.kit.language import _, language
from ui.kit.readings import epoch, memory_of, no_callback

# Every text that is seen or read aloud; {value} is a whole phrase, number and unit.
TEXTS: Mapping[str, str] = {
    "box": N_("{label}: type a value"),
    "span": N_("From {minimum} to {maximum}."),
    "baseline": N_("Baseline: {value}."),
    "tick": N_("{label}: set to {tick}"),
    "help": N_("About {label}"),
    "reset": N_("{label}: back to the default, {value}"),
    "percent": N_("{number} %"),
    "phrase": N_("{number} {unit}"),
    "named_phrase": N_("{unit} {number}"),
}


@dataclass(frozen=True)
class LeverReading:
    """What a slider says: its value, whether it rests, and why what was typed cannot be used.

    ``value`` is None where the reader of typed text says so: an input that may be absent. ``new``
    is whether the user has said anything since the last run, be it the value that stands.
    """

    value: float | None
    resting: bool
    error: str = ""
    new: bool = False


@dataclass(frozen=True)
class _Sent:
    """What the browser sent last; not ``moved`` where it only tells that the thumb rests.

    ``far`` are the parts of the page that are out of sight.
    """

    value: float
    resting: bool
    moved: bool
    number: int
    text: str | None
    far: tuple[str, ...]


_mount = component(
    "live_slider",
    html=source("live_slider.html"),
    styles=("live_slider.css", "live_slider_parts.css"),
    scripts=(
        "app_address.js",
        "late_parts.js",
        "live_slider_ahead.js",
        "live_slider_scale.js",
        "live_slider_sender.js",
        "live_slider.js",
        "live_slider_draw.js",
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
    read: Callable[[str], tuple[float | None, str]],
    scale: Literal["linear", "log"] = "linear",
    ticks: Sequence[tuple[float, str]] = (),
    unit: str = "",
    unit_of_one: str = "",
    unit_first: bool = False,
    percent: bool = False,
    large: bool = False,
    names: Sequence[str] = (),
    note: str = "",
    baseline: float | None = None,
    default: float | None = None,
    help: str = "",
    error: str = "",
    live: bool = True,
    rail: bool = True,
    compact: bool = False,
    on_move: Callable[[], None] = no_callback,
    on_rest: Callable[[float | None, Sequence[str]], None] | None = None,
    late: Sequence[str] = (),
    on_late: Callable[[], None] | None = None,
    ahead: tuple[str, str] = ("", ""),
) -> LeverReading:
    """Draw a slider and report where it stands, also while it is being moved.

    Parameters
    ----------
    label
        Name of the quantity, shown above the slider and read aloud with it.
    key
        The component's key, unique on the page and not the key under which the caller keeps the
        value.
    value, minimum, maximum, baseline, default
        In the caller's unit. ``baseline`` is a hollow mark on the rail and ``default`` the value to
        which a small button leads back; None for none.
    step
        Linear scale: distance between values, in the caller's unit. Logarithmic scale: ignored,
        values there have three significant digits.
    read
        Reads what was typed into the box: the value and "", or anything and a complaint.
    ticks
        Pairs of value and short text; a click on one sets the value.
    unit, unit_of_one, unit_first, percent, large
        The words behind the number, and behind exactly one where they are others; ``unit_first``
        has them before it, as the name of a bare number stands. ``percent`` shows and types
        values times 100 with a sign. ``large`` tells long numbers in the language's large units
        above the rail; the box always shows the whole number.
    names
        What the whole numbers from 0 on are called; for choices in an order.
    note
        A second line about the value, such as what it comes to. It keeps its height while it moves.
    error
        A complaint about the value from outside the slider, empty for none.
    live
        Whether to report while it moves, or only where it comes to rest.
    rail, compact
        Without ``rail`` there is the box alone. ``compact`` is for narrow places: rail and box in
        one line, no phrase and no ticks.
    on_move
        Called before the run that hears of it where a hand has moved the slider and has not left
        it; what it was moved to is in the reading.
    on_rest
        Called before the run that hears of it where a hand has left the slider, with the value, or
        None where that has been heard already, and the parts of the page that are out of sight
        (``late_parts.js``). The value then is the caller's, and no reading tells of it.
    late, on_late
        Parts of the page that do not show the value yet, and what is called before a run once the
        first of them is scrolled to, or no slider has been moved for some seconds.
    ahead
        By what the browser asks the server itself what the page shows while the slider moves, and
        what the slider is called there; empty where runs of the page follow each move.

    Returns
    -------
    LeverReading
        ``resting`` is False while a pointer or a key still moves the slider.

    Raises
    ------
    ValueError
        If the range is empty, the step not positive, or a logarithmic scale starts below zero.
    """
    _check(label, minimum, maximum, step, scale)
    span = (minimum, maximum)
    reading, taken = _take(key, value, span, read)
    heard = no_callback if on_rest is None else partial(_heard, key, span, on_move, on_rest)
    _mount(
        key=key,
        # In a list: each value of a dict would be looked at for a table of data.
        data=[
            {
                "label": label,
                "value": value if reading.value is None else reading.value,
                "ack": taken,
                "epoch": epoch(),
                "minimum": minimum,
                "maximum": maximum,
                "step": step,
                "scale": scale,
                "ticks": [[at, text] for at, text in ticks],
                "unit": unit,
                "unitOfOne": unit_of_one or unit,
                "unitFirst": unit_first,
                "percent": percent,
                "large": large,
                "names": list(names),
                "note": note,
                "baseline": baseline,
                "default": default,
                "help": help,
                "error": reading.error or ("" if reading.new else error),
                "live": live,
                "rail": rail,
                "compact": compact,
                "texts": {name: _(text) for name, text in TEXTS.items()},
                "magnitudes": [[one.size, _(one.written)] for one in of_inputs(language())],
                "locale": language(),
                "late": list(late),
                "ahead": list(ahead),
            }
        ],
        on_reading_change=heard,
        on_late_change=no_callback if on_late is None else on_late,
    )
    # Last, because drawing is where Streamlit may break off a run; the next one then takes it.
    st.session_state[memory_of(key)] = taken
    return reading


def _heard(
    key: str,
    span: tuple[float, float],
    on_move: Callable[[], None],
    on_rest: Callable[[float | None, Sequence[str]], None],
) -> None:
    """Hand on that a hand moves the slider, or where it has left it.

    Typed text is read by the run, which may refuse it.
    """
    sent = _sent(key)
    if sent is None or sent.text is not None:
        return
    if sent.number <= st.session_state.get(memory_of(key), 0):
        return
    if not sent.resting:
        on_move()
        return
    st.session_state[memory_of(key)] = sent.number
    low, high = span
    on_rest(min(max(sent.value, low), high) if sent.moved else None, sent.far)


def _check(label: str, minimum: float, maximum: float, step: float, scale: str) -> None:
    if not minimum < maximum:
        raise ValueError(f"{label}: the range {minimum} to {maximum} is empty")
    if step <= 0:
        raise ValueError(f"{label}: step {step} must be above 0")
    if scale == "log" and minimum < 0:
        raise ValueError(f"{label}: a logarithmic scale cannot start at {minimum}")


def _take(
    key: str,
    value: float,
    span: tuple[float, float],
    read: Callable[[str], tuple[float | None, str]],
) -> tuple[LeverReading, int]:
    """Give the current reading, and the number of the last movement in it.

    A movement counts once, when it is new. Afterwards ``value`` rules again, or else a preset
    loaded later would be undone by the slider's memory of its last drag.
    """
    taken: int = st.session_state.get(memory_of(key), 0)
    sent = _sent(key)
    if sent is None:
        return LeverReading(value, True), taken
    if sent.number <= taken:
        return LeverReading(value, sent.resting or sent.number < taken), taken
    if not sent.moved:
        return LeverReading(value, sent.resting), sent.number
    if sent.text is not None:
        typed, complaint = read(sent.text)
        return LeverReading(value if complaint else typed, True, complaint, True), sent.number
    low, high = span
    moved = min(max(sent.value, low), high)
    return LeverReading(moved, sent.resting, new=True), sent.number


def _sent(key: str) -> _Sent | None:
    """Read what the browser sent last, None if nothing, nothing sound or to another session."""
    state = st.session_state.get(key)
    reading = state.get("reading") if isinstance(state, Mapping) else None
    if not isinstance(reading, Mapping) or reading.get("epoch") != epoch():
        return None
    value, number, text = reading.get("value"), reading.get("seq"), reading.get("text")
    if not isinstance(value, int | float) or not isinstance(number, int):
        return None
    if not math.isfinite(value) or not isinstance(text, str | None):
        return None
    moved = reading.get("moved") is not False
    far = reading.get("far")
    names = tuple(one for one in far if isinstance(one, str)) if isinstance(far, list) else ()
    return _Sent(float(value), reading.get("resting") is True, moved, number, text, names)
