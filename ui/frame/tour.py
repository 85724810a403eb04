"""The guided tour: a bar at the head of every page, and at its end the reader's case again.

The tour lives in the session alone. A step is a plain case on a page: a link from it, or a reload,
opens that case without the tour.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from ui.frame import state
from ui.frame.imprint import MONEY_TOLD
from ui.frame.menu import PAGES
from ui.frame.past import Past, Snapshot
from ui.frame.presses import safely
from ui.frame.tour_steps import STEPS, TourStep
from ui.kit.blocks import tour_line, tour_words
from ui.kit.components import source, unseen
from ui.kit.language import _

_TOUR = "tour_at"

_guide = st.components.v2.component("tour_guide", html=unseen("tour-guide"), js=source("tour.js"))


@dataclass(frozen=True)
class _Tour:
    """Where the tour is; ``turn`` is another each time a step is shown, ``before`` what was so."""

    at: int
    before: Past
    turn: str
    # The reader has left the step for the live page by the button.
    looking: bool = False
    # The step's page has yet to be opened.
    going: bool = True

    @property
    def step(self) -> TourStep:
        return STEPS[self.at]


def _tour() -> _Tour | None:
    tour: _Tour | None = st.session_state.get(_TOUR)
    return tour


def start_tour() -> None:
    """Show the first step; what is shown now comes back at the end."""
    _show(0, state.here())


def _show(at: int, before: Past) -> None:
    state.come_back(before, _shown(STEPS[at]))
    st.session_state[_TOUR] = _Tour(at, before, secrets.token_hex(4))


def _shown(step: TourStep) -> Snapshot:
    """Return what a step shows, its amounts in the money in which the reader has them told."""
    held = state.view().case
    return step.shown_with({path: held.value(path) for path in MONEY_TOLD})


def _go(tour: _Tour, by: int) -> None:
    _show(min(max(tour.at + by, 0), len(STEPS) - 1), tour.before)


def _look_around(tour: _Tour) -> None:
    st.session_state[_TOUR] = replace(tour, looking=True)


def _end(tour: _Tour) -> None:
    state.come_back(tour.before)
    del st.session_state[_TOUR]


def touring() -> bool:
    """Whether the tour is under way, be it that the reader looks around."""
    return _tour() is not None


def go_to_step(page: str) -> None:
    """Open the page of a step that has just been chosen; to be called before a page is drawn."""
    tour = _tour()
    if tour is None or not tour.going:
        return
    if tour.step.page != page:
        st.switch_page(PAGES[tour.step.page].path, query_params=state.query())
    st.session_state[_TOUR] = replace(tour, going=False)


def at_step(page: str) -> bool:
    """Whether a page shows a step of the tour as it is meant.

    A lever moved, an undone change or another page is looking around, as pressing its button is.
    """
    tour = _tour()
    return (
        tour is not None
        and not tour.looking
        and tour.step.page == page
        and state.present() == _shown(tour.step)
    )


def tour_bar(page: str) -> None:
    """Draw the step, or one line that leads back to it; nothing where there is no tour."""
    tour = _tour()
    if tour is None:
        return
    if at_step(page):
        with st.container(key="tour"):
            _step(tour)
    else:
        with st.container(
            key="tour_aside", horizontal=True, vertical_alignment="center", gap="small"
        ):
            _aside(tour)


def _step(tour: _Tour) -> None:
    title, told = tour.step.words()
    with st.container(
        key="tour_head", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        tour_line(_place(_("{at} of {count}"), tour), title)
        _button(
            "tour_back",
            _("Back"),
            _("The step before; the left arrow key does the same."),
            lambda: _go(tour, -1),
            disabled=tour.at == 0,
        )
        _button(
            "tour_next",
            _("Next"),
            _("The next step; the right arrow key does the same."),
            lambda: _go(tour, 1),
            disabled=tour.at == len(STEPS) - 1,
        )
        _button(
            "tour_look",
            _("Look around"),
            _("Leave the step for the live page; one press leads back."),
            lambda: _look_around(tour),
        )
        _end_button(tour)
    tour_words(told, enlarged=(tour.step.chart, tour.step.enlarged))
    _guide(key="tour_guide", data={"chart": tour.step.chart, "turn": tour.turn})


def _aside(tour: _Tour) -> None:
    tour_line(_place(_("Tour at {at} of {count}"), tour))
    _button(
        "tour_return",
        _("Return"),
        _("Back to the step, with its case."),
        lambda: _go(tour, 0),
    )
    _end_button(tour)


def _place(text: str, tour: _Tour) -> str:
    return text.format(at=tour.at + 1, count=len(STEPS))


def _end_button(tour: _Tour) -> None:
    _button(
        "tour_end",
        _("End tour"),
        _("The case and the baseline from before the tour come back."),
        lambda: _end(tour),
    )


def _button(
    key: str, label: str, tip: str, press: Callable[[], None], *, disabled: bool = False
) -> None:
    st.button(label, key=key, help=tip, on_click=safely(press), disabled=disabled)


def tour_button() -> None:
    """Offer the tour among what the bar of the case offers."""
    if not touring():
        st.button(
            _("Tour"),
            icon=":material/tour:",
            key="tour_start",
            help=_("Nine questions, each shown by its case, page and chart; your case comes back."),
            on_click=safely(start_tour),
        )


def tour_invitation() -> None:
    """Offer the tour to a newcomer in one quiet line."""
    if not touring():
        st.button(
            _("New here? Take the tour."),
            icon=":material/tour:",
            key="tour_invitation",
            type="tertiary",
            on_click=safely(start_tour),
        )
