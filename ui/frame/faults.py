"""What a page does where it cannot show what it should: a message, ways back, a report id.

A fault is ours and not the reader's: whatever she had set is kept, in the session and in the
address. What failed stands in the log under the id that she is told. Where the model's own figures
do not add up (:class:`~mutualmodel.engine.guard.FigureFault`), none of them is shown.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mutualmodel.engine.guard import FigureFault
from mutualmodel.figures import DataError
from ui.frame import state
from ui.frame.fault_log import note
from ui.frame.presses import failed_press, safely, to_be_noticed, to_be_told
from ui.kit.blocks import alert_list
from ui.kit.language import _, sentence

_TOLD = "faults_told"
_FOLLOWED = "faults_followed"

P = ParamSpec("P")
T = TypeVar("T")


def begin() -> None:
    """Begin a whole run: nothing has failed."""
    st.session_state[_TOLD] = {}


def fragment(key: str | None = None) -> Callable[[Callable[P, T]], Callable[P, T | None]]:
    """Make a part of a page run alone, as ``st.fragment`` does, and guard it."""

    def made(draw: Callable[P, T]) -> Callable[P, T | None]:
        @st.fragment(key=key)
        @wraps(draw)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T | None:
            drawn: T | None = None
            try:
                drawn = draw(*args, **kwargs)
            except Exception as problem:
                tell(draw.__qualname__, problem)
                with suppress(Exception):
                    _follow_once()
            if to_be_told():
                st.rerun()
            return drawn

        return guarded

    return made


def parts_running() -> int:
    """Return how many parts this run is of; 0 of a whole page."""
    context = get_script_run_ctx()
    return len((context and context.fragment_ids_this_run) or ())


@contextmanager
def stood_behind(part: str) -> Iterator[None]:
    """Have a reader see a message instead of what a part of a page cannot show."""
    try:
        yield
    except Exception as problem:
        tell(part, problem)


def tell(part: str, problem: Exception) -> None:
    """Say that something failed, where to go from here, and the id of its report.

    What several parts of a page fail of is told, and written into the log, once a run.
    """
    told = _told_in_this_run()
    if (known := told.get(repr(problem))) is not None:
        alert_list([_("This cannot be shown."), _("Report {id}").format(id=known)])
        return
    report = told[repr(problem)] = note(part, problem, _case())
    st.error(_("This cannot be shown."), icon=":material/report:")
    alert_list([*_reasons(problem), _kept(), _("Report {id}").format(id=report)])
    if state.before() is not None:
        st.button(
            _("Take back the last change"),
            icon=":material/undo:",
            on_click=safely(state.undo),
            key=f"undo_fault_{report}",
        )
    st.button(
        _("Begin with the usual plan"),
        icon=":material/restart_alt:",
        on_click=safely(state.reset_all),
        key=f"reset_fault_{report}",
    )


def tell_failed_press() -> None:
    """Say that what was last pressed or set could not be done, until something else is."""
    if not (report := failed_press()):
        return
    failed = _("What you asked for could not be done.")
    if to_be_noticed():
        # The head of the page may be far from where it was pressed.
        st.toast(failed, icon=":material/report:")
    st.error(failed, icon=":material/report:")
    alert_list([_kept(), _("Report {id}").format(id=report)])


def _follow_once() -> None:
    """Have what she has set go into the address though it cannot be shown.

    Once for a case: where the whole page fails of it, it would run again and again.
    """
    case = state.view().case
    if st.session_state.get(_FOLLOWED) != case:
        st.session_state[_FOLLOWED] = case
        state.follow_levers()


def _told_in_this_run() -> dict[str, str]:
    """Return the reports of this run by what failed; of a part that runs alone there are none."""
    if parts_running():
        return {}
    reports: dict[str, str] = st.session_state.setdefault(_TOLD, {})
    return reports


def _reasons(problem: Exception) -> list[str]:
    if isinstance(problem, FigureFault):
        told = _(
            "The model checks its own figures, and for this plan they do not add up. So that "
            "nobody relies on them, none is shown."
        )
        return [told, sentence(problem.sentence)]
    if isinstance(problem, DataError):
        told = _("A file of the product is damaged or missing: {file}")
        return [told.format(file=str(problem))]
    return [_("Something failed while this part of the page was made.")]


def _kept() -> str:
    return _("Your plan and everything you have set is kept. The report is in the server's log.")


def _case() -> str:
    """Return what the reader saw as a link's query, or nothing where even that is at fault."""
    try:
        return urlencode(state.present().query())
    except Exception:
        return ""
