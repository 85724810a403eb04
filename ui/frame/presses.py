"""What a reader presses or sets is answered even where the answer fails.

Streamlit calls what a button or a box does before the page runs. Where that raises it draws no page
at all, only the name of the error. So what goes wrong is kept for the page, which tells it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlencode

import streamlit as st

from ui.frame.fault_log import note

P = ParamSpec("P")

_FAILED = "failed_press"
_NOT_TOLD = "failed_press_not_told"
_NOT_NOTICED = "failed_press_not_noticed"


def safely(press: Callable[P, object]) -> Callable[P, None]:
    """Make what Streamlit calls for a press never raise, which nothing else calls.

    The message of an earlier one that failed goes with the next press.
    """

    @wraps(press)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        st.session_state.pop(_FAILED, None)
        try:
            press(*args, **kwargs)
        except Exception as problem:
            keep(getattr(press, "__qualname__", "press"), problem)

    return guarded


def keep(part: str, problem: Exception) -> None:
    """Write what failed into the log, and keep the id of its report for the page."""
    st.session_state[_FAILED] = note(part, problem, urlencode(st.query_params.to_dict()))
    st.session_state[_NOT_TOLD] = st.session_state[_NOT_NOTICED] = True


def failed_press() -> str:
    """Return the report of the last press if it failed, else nothing."""
    return str(st.session_state.get(_FAILED, ""))


def to_be_told() -> bool:
    """Say, once for each that failed, that the whole page has to run to tell of it."""
    return bool(st.session_state.pop(_NOT_TOLD, False))


def to_be_noticed() -> bool:
    """Say, once for each that failed, that it has to be told where a reader looks."""
    return bool(st.session_state.pop(_NOT_NOTICED, False))
