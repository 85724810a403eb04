"""Parts of a page that alone follow a lever once it rests.

A whole run of a page sends it whole. A lever at rest mostly changes what its own part shows, links
and what stands below: a page that names these as parts has Streamlit run them alone, its live part
first. Whatever else stands on the page must then be as it was. The frame sees to its own share, the
page says what the rest of it depends on, and where any of that has changed the whole page runs.

A part is a fragment with its name as the key. It draws what the session holds and not what it was
handed when the page was last drawn whole. One that may come ``later`` is left out while it is out
of the reader's sight, until she scrolls to it or has not moved anything for a while.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import Any, TypeVar, cast

import streamlit as st

from mutualmodel.analysis import rules_followed
from ui.frame import ahead, state
from ui.frame.faults import fragment, parts_running
from ui.frame.giving_way import CROSSING
from ui.frame.overtaking import give_way_to, this_fragment
from ui.frame.tour import touring
from ui.kit.recording import recording

LIVE, FOOT = "live", "foot"
# What late_parts.js looks for.
_PLACE = "part_"
_NAMES = "parts"
_BESIDE = "parts_beside"
_STOOD = "parts_stood"
_FAR, _LATE = "parts_out_of_sight", "parts_late"
# Whether a run of parts has not come to its end, and the levers' own part as Streamlit calls it.
_BEGUN, _LEVERS = "parts_begun", "parts_levers"
# Whether the whole page is about to follow a lever at rest.
_WHOLE = "parts_whole"
# What unfolds in the bar and then shows what depends on the case.
_UNFOLDING = ("others", "files", "qr", "money")

Beside = Callable[[state.View], Hashable]
Draw = TypeVar("Draw", bound=Callable[..., Any])


def begin() -> None:
    """Begin a whole run: no part has been drawn."""
    st.session_state[_NAMES] = []
    st.session_state[_BESIDE] = None
    st.session_state[_STOOD] = None
    st.session_state[_LATE] = []
    st.session_state[_BEGUN] = False


@contextmanager
def whole_in_turn() -> Iterator[None]:
    """Have a whole page that follows a lever at rest give way, as its parts do."""
    follows = st.session_state.pop(_WHOLE, False)
    with CROSSING.at_rest(_look) if follows else CROSSING.opening():
        yield


def part(name: str, *, later: bool = False) -> Callable[[Draw], Draw]:
    """Make a function a part of the page; parts follow in the order in which they are drawn."""

    def made(draw: Draw) -> Draw:
        @wraps(draw)
        def within(*given: Any) -> Any:
            if name == LIVE:
                st.session_state[_LEVERS] = this_fragment()
            if parts_running() > 1:
                _look()
                state.settle()
            elif name != LIVE and parts_running() and not state.moving():
                # A press in the part may have changed the case.
                state.follow_levers()
            if name == LIVE:
                with _in_turn(), st.container(key=ahead.LIVE_PLACE):
                    return ahead.drawn(draw, given)
            place = st.container(key=f"{_PLACE}{name}") if later else nullcontext()
            with _in_turn(), place:
                return draw(*given)

        guarded = fragment(key=name)(within)

        @wraps(draw)
        def drawn(*given: Any) -> Any:
            st.session_state.setdefault(_NAMES, []).append(name)
            return guarded(*given)

        return cast("Draw", drawn)

    return made


def follow_alone(beside: Beside) -> None:
    """Have the page's parts follow its levers, which stand in the part :data:`LIVE`.

    ``beside`` gives what else on the page, outside of all parts, depends on the case.
    """
    st.session_state[_BESIDE] = beside


def finish(view: state.View) -> None:
    """End a whole run: note what stands outside of the parts."""
    st.session_state[_STOOD] = _standing(view)
    ahead.remember()


def run() -> None:
    """Have the parts run, or the whole page where they are not enough; a lever's own callback."""
    state.keep()
    far: Sequence[str] = st.session_state.pop(_FAR, ())
    if _standing(state.view()) != st.session_state.get(_STOOD):
        run_whole()
    names: list[str] = st.session_state[_NAMES]
    st.session_state[_LATE] = [name for name in names if name in far]
    near = [name for name in names if name not in far]
    _run(sorted(near, key=lambda name: name != LIVE))


def run_whole() -> None:
    """Have the whole page follow a lever at rest; a lever's own callback."""
    st.session_state[_WHOLE] = True
    st.rerun()


def note_out_of_sight(names: Sequence[str]) -> None:
    """Note which parts the reader does not see, for the run of the others that follows."""
    st.session_state[_FAR] = names


def late() -> list[str]:
    """Return the parts that do not follow the levers yet."""
    found: list[str] = st.session_state.get(_LATE, [])
    return found


def run_late() -> None:
    """Have those parts follow too; the browser's own callback."""
    waiting = late()
    st.session_state[_LATE] = []
    if waiting:
        _run([*waiting, FOOT])


def follow() -> None:
    """End a part with levers: what was changed in it alone has the whole page run."""
    if parts_running() > 1 or recording():
        return
    st.session_state[_WHOLE] = True
    state.follow_levers()
    st.session_state[_WHOLE] = False
    if st.session_state.get(_BEGUN) and not state.moving():
        # Nothing has moved after all, and what was broken off for it is drawn.
        st.rerun()


def end() -> None:
    """End the last part: the whole page shows the case again, if no part is late."""
    if parts_running() > 1:
        st.session_state[_BEGUN] = False
        if not late():
            state.mark_drawn(state.view().case)
        ahead.remember()


def _run(names: list[str]) -> None:
    st.session_state[_BEGUN] = True
    st.rerun(names)


def _in_turn() -> AbstractContextManager[None]:
    """Have what follows at rest give way to levers that move, in whatever session."""
    if parts_running() > 1:
        return CROSSING.at_rest(_look)
    return CROSSING.moving() if parts_running() else nullcontext()


def _look() -> None:
    """Break this run off if the reader has gone on."""
    give_way_to(st.session_state.get(_LEVERS), now=state.moving())
    # To ask for what the session holds is where Streamlit does so.
    st.session_state.get(_LEVERS)


def _standing(view: state.View) -> Hashable:
    """Return what the page outside of its parts depends on; never the same where it is open."""
    beside: Beside | None = st.session_state.get(_BESIDE)
    told = (
        state.moving(),
        state.replaying(),
        touring(),
        state.link_problems(),
        state.input_problems(),
        rules_followed(view.plan),
        view.pinned is not None,
        *(st.session_state.get(name) for name in _UNFOLDING),
    )
    if beside is None or any(told):
        return object()
    preset = view.preset
    return (
        None if preset is None else preset.name,
        state.before() is None,
        state.ahead() is None,
        view.plan.currency,
        view.case.dollars_of,
        beside(view),
    )
