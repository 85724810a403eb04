"""What the lab is asked: a result, and inputs to move. What was chosen lasts over pages."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from mutualmodel import Case
from mutualmodel.analysis import RESULTS, Result
from ui.frame import state
from ui.kit.language import _, title_of

T = TypeVar("T", bound=str)


def pick_result(label: str, key: str, default: str = "first_year") -> Result:
    """Offer all results of all pages, and return the one that is chosen."""
    names = list(RESULTS)
    _begin(key, default)
    chosen = st.selectbox(
        label,
        names,
        format_func=lambda name: _(RESULTS[name].title),
        placeholder=_("Choose one"),
        key=key,
        persist_state="session",
    )
    return RESULTS[str(chosen)]


def pick_input(
    label: str, key: str, default: str, fits: Callable[[str], bool] = lambda path: True
) -> str:
    """Offer the numeric inputs that fit, and return the dotted name of the one that is chosen."""
    plan = state.view().plan
    fields = Case.fields()
    paths = [path for path in numeric_inputs() if fits(path)]
    _begin(key, default)
    chosen = st.selectbox(
        label,
        paths,
        format_func=lambda path: title_of(fields[path], plan),
        placeholder=_("Choose one"),
        key=key,
        persist_state="session",
    )
    return str(chosen)


def pick(label: str, choices: Mapping[T, str], key: str) -> T:
    """Offer a few choices with their names, the first by default; return the one that is chosen."""
    first = next(iter(choices))
    _begin(key, first)
    chosen = st.segmented_control(
        label,
        list(choices),
        format_func=lambda choice: _(choices[choice]),
        key=key,
        required=True,
        wrap=True,
        persist_state="session",
    )
    return first if chosen is None else chosen


def numeric_inputs() -> list[str]:
    """Return the dotted names of the inputs that some result may hang on."""
    read = {record for result in RESULTS.values() for record in result.reads}
    return [
        path
        for path, meta in Case.fields().items()
        if meta.numeric and path.partition(".")[0] in read and _moves(path)
    ]


def _moves(path: str) -> bool:
    """Whether it moves results, and is no other page's own choice."""
    return path == "view.stop_month" or not path.startswith("view.")


def _begin(key: str, default: str) -> None:
    if key not in st.session_state:
        st.session_state[key] = default
