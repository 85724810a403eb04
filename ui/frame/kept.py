"""The cases that a reader keeps by name, over all pages and apart from what undo goes through."""

from collections.abc import Callable

import streamlit as st

from mutualmodel import Case, Sentence
from mutualmodel.inputs import KeptCases, KeptError

_KEPT = "kept_cases"
_DROPPED = "kept_before"
_PROBLEM = "kept_problem"


def kept_cases() -> KeptCases:
    """Return the cases that the reader keeps."""
    kept: KeptCases = st.session_state.get(_KEPT, KeptCases())
    return kept


def keep(name: str, case: Case) -> None:
    """Keep a case under a name; one that is taken gets a number."""
    _change(lambda kept: kept.with_case(name, case))


def keep_all(cases: KeptCases) -> None:
    """Keep further cases, but for those that are kept already."""
    _change(lambda kept: kept.with_all(cases))


def rename(name: str, new: str) -> None:
    """Call a kept case by another name."""
    _change(lambda kept: kept.renamed(name, new))


def move(name: str, by: int) -> None:
    """Bring a kept case so many places further down."""
    _change(lambda kept: kept.moved(name, by))


def drop(name: str) -> None:
    """Keep a case no longer; :func:`bring_back` brings it back."""
    before = kept_cases()
    _change(lambda kept: kept.without(name))
    st.session_state[_DROPPED] = before


def bring_back() -> None:
    """Keep again what was dropped last."""
    before: KeptCases = st.session_state[_DROPPED]
    _change(lambda kept: before)


def can_bring_back() -> bool:
    """Whether a case was dropped and nothing was done to the kept ones since."""
    return st.session_state.get(_DROPPED) is not None


def problem() -> Sentence | None:
    """Return why the last thing could not be done with the kept cases."""
    told: Sentence | None = st.session_state.get(_PROBLEM)
    return told


def _change(change: Callable[[KeptCases], KeptCases]) -> None:
    """Change the kept cases, or leave them as they are and keep why that cannot be."""
    st.session_state[_PROBLEM] = None
    try:
        st.session_state[_KEPT] = change(kept_cases())
    except KeptError as error:
        st.session_state[_PROBLEM] = error.sentence
    else:
        st.session_state[_DROPPED] = None
