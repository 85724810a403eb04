"""What every page stands in: set-up, styles, menu, bar of the case, inputs beside, footer."""

import gc
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from mutualmodel import Scenario, uncertainty
from mutualmodel.engine import load_kernels_beside
from ui.frame import faults, parts, reader, state
from ui.frame.case_bar import case_bar
from ui.frame.embed import draw_chart, embedded, lead_out
from ui.frame.imprint import told_changes
from ui.frame.last_change import last_change
from ui.frame.menu import PAGES, draw_menu
from ui.frame.problems import problem_list
from ui.frame.reconnect import run_after_reconnect
from ui.frame.reproduce import reproduce_page
from ui.frame.sidebar import sidebar_form
from ui.frame.sign_in import admitted, offer_sign_out
from ui.frame.tour import at_step, go_to_step, tour_bar
from ui.kit.blocks import alert_list, brand, printed, section_title
from ui.kit.imprint import held
from ui.kit.language import _, named
from ui.kit.pictures import picture_looks, picture_words
from ui.kit.plotly_script import plotly_script
from ui.kit.theme import fold_sidebar, follow_theme, palette, write_style_sheet
from ui.kit.tips import explain_terms

OF_RECORD = ("history", "sources", "glossary", "limits")

# A file of our own: Streamlit would fetch a named icon from another host.
ICON = Path(__file__).parents[1] / "kit" / "components" / "icon.svg"

# Whoever sends what is drawn waits so long, at most, for each of those who draw: by Python's usual
# 5 milliseconds readers of a busy server get their figures long after they were drawn.
_SWITCH_SECONDS = 0.0005


@cache
def _warm_up() -> None:
    """Once a process: charts' script, tables and late imports, and cheap collections from here.

    Compiled kernels follow beside the first page, which numpy serves.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    plotly_script()
    uncertainty(Scenario()).range_of()
    _look_no_more()
    load_kernels_beside(then=_look_no_more)


def _look_no_more() -> None:
    """Spare collections what is imported by now: it stays, and need not be looked at again."""
    gc.collect()
    gc.freeze()


def draw_page(
    name: str,
    show: Callable[[state.View], None],
    *,
    inputs: bool = True,
    on_page: Sequence[str] = (),
    report: Callable[[dict[str, str]], None] | None = None,
) -> None:
    """Draw a page from menu to footer; inputs that are ``on_page`` are not in the sidebar.

    ``report`` offers the report, told the titles of the pages; it draws on all of them, so that
    no page and nothing that a page stands in may know it.
    """
    faults.begin()
    with parts.whole_in_turn(), faults.stood_behind(name):
        _set_up(name)
        if not admitted():
            return
        if embedded():
            _within_another(name, show)
            return
        view = _begin(name, inputs=inputs, on_page=on_page, report=report)
        with faults.stood_behind(name):
            show(view)
        _foot(name)
        parts.finish(view)


def _set_up(name: str) -> None:
    """Draw what no reader sees, and find the state that the page shows.

    The language comes first: all texts of the run are in it.
    """
    unknown = reader.listen()
    title = _(PAGES[name].title)
    st.set_page_config(
        page_title=" · ".join((title, _("Mutual aid"))),
        page_icon=str(ICON),
        layout="wide",
    )
    _warm_up()
    with st.container(key="unseen"):
        write_style_sheet()
        follow_theme()
        picture_looks(palette())
        explain_terms()
        run_after_reconnect()
    go_to_step(name)
    state.arrive(name)
    parts.begin()
    if unknown is not None:
        alert_list([reader.told_unknown(unknown)])


def _within_another(name: str, show: Callable[[state.View], None]) -> None:
    """Draw a page, or one chart of it, within another site."""
    view = state.view()
    faults.tell_failed_press()
    problem_list(state.link_problems())
    state.mark_drawn(view.case)
    if not draw_chart(name, view):
        # The page may invite to the tour, which then leads through embedded pages.
        with st.container():
            tour_bar(name)
        show(view)
    lead_out(name)
    _words_of_pictures()


def _begin(
    name: str,
    *,
    inputs: bool,
    on_page: Sequence[str],
    report: Callable[[dict[str, str]], None] | None,
) -> state.View:
    """Draw what every page begins with, and return the state that it shows."""
    with st.sidebar:
        brand(_("Mutual aid, modelled"))
        reader.choose_language()
        _menu()
        if inputs:
            section_title(_("Assumptions"))
            _assumptions(on_page)
    fold_sidebar()
    view = state.view()
    with st.container():
        tour_bar(name)
    case_bar(view, None if report is None else lambda: report(_titles()))
    with st.container():
        faults.tell_failed_press()
        _told_change(name)
        problem_list(state.link_problems())
    state.mark_drawn(view.case)
    return view


@parts.part("assumptions")
def _assumptions(on_page: Sequence[str]) -> None:
    sidebar_form(on_page)


@parts.part("menu")
def _menu() -> None:
    draw_menu(state.query())


def _titles() -> dict[str, str]:
    return {name: _(page.title) for name, page in PAGES.items()}


@parts.part("change")
def _told_change(name: str) -> None:
    # The step itself says what its case is about.
    if not at_step(name):
        last_change(name, state.view())


@parts.part(parts.FOOT)
def _foot(name: str) -> None:
    """Draw what stands below every page, and tell what pictures of its charts say."""
    reproduce_page(name, state.view())
    _on_paper(name)
    _footer()
    _words_of_pictures()
    parts.end()


def _words_of_pictures() -> None:
    if (imprinter := held()) is not None:
        picture_words(imprinter)


def _on_paper(name: str) -> None:
    """Say at the foot of a printed page which plan it is of, and where it is to be had again.

    Pages of the record, which show nothing of the plan, say who computed it alone.
    """
    imprinter = held()
    if imprinter is None:
        return
    origin = imprinter.origin
    if name in OF_RECORD:
        printed(origin.source)
        return
    changed = told_changes(origin.changes)
    plan = named(origin.plan, changed) if changed else origin.plan
    baseline = named(_("Baseline"), origin.baseline) if origin.baseline else ""
    printed(plan, baseline, origin.source, origin.link)


def _footer() -> None:
    """Lead every page to what the model must not be used for."""
    with st.container(key="footer"):
        st.page_link(
            PAGES["limits"].path,
            label=_("What this model must not be used for"),
            icon=PAGES["limits"].icon,
            query_params=state.query(),
        )
        offer_sign_out()
