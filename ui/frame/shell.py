"""What every page stands in: set-up, styles, menu, bar of the case, inputs beside, footer."""

import gc
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from mutualmodel import Scenario, uncertainty
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.case_bar import case_bar
from ui.frame.imprint import told_changes
from ui.frame.problems import problem_list
from ui.frame.reconnect import run_after_reconnect
from ui.frame.reproduce import reproduce_page
from ui.frame.sidebar import sidebar_form
from ui.kit.blocks import brand, printed, section_title
from ui.kit.imprint import held
from ui.kit.language import _, named
from ui.kit.pictures import picture_looks, picture_words
from ui.kit.plotly_script import plotly_script
from ui.kit.theme import fold_sidebar, follow_theme, palette, write_style_sheet

PAGES = {
    "home": ("dashboard.py", N_("What a member pays"), ":material/payments:"),
    "membership": ("pages/membership.py", N_("Membership"), ":material/groups:"),
    "risk": ("pages/risk.py", N_("Risk"), ":material/monitoring:"),
    "fund": ("pages/fund.py", N_("Fund"), ":material/savings:"),
    "closing": ("pages/closing.py", N_("Closing"), ":material/door_front:"),
    "insurance": ("pages/insurance.py", N_("Versus insurance"), ":material/balance:"),
    "fairness": ("pages/fairness.py", N_("Fairness"), ":material/diversity_3:"),
    "lab": ("pages/lab.py", N_("Lab"), ":material/experiment:"),
    "history": ("pages/history.py", N_("History"), ":material/history:"),
    "sources": ("pages/sources.py", N_("Sources"), ":material/menu_book:"),
    "limits": ("pages/limits.py", N_("Limits"), ":material/do_not_disturb_on:"),
}

OF_RECORD = ("history", "sources", "limits")

# A file of our own: Streamlit would fetch a named icon from another host.
ICON = Path(__file__).parents[1] / "kit" / "components" / "icon.svg"


@cache
def _warm_up() -> None:
    """Once a process: charts' script, tables and late imports, and cheap collections from here.

    Streamlit collects all garbage after every run; what exists once everything is imported need
    not be looked at again.
    """
    plotly_script()
    uncertainty(Scenario()).range_of()
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
    view = _begin(name, inputs=inputs, on_page=on_page, report=report)
    show(view)
    reproduce_page(name, view)
    _on_paper(name)
    _footer()
    if (imprinter := held()) is not None:
        picture_words(imprinter)


def _begin(
    name: str,
    *,
    inputs: bool,
    on_page: Sequence[str],
    report: Callable[[dict[str, str]], None] | None,
) -> state.View:
    """Draw what every page begins with, and return the state that it shows."""
    title = _(PAGES[name][1])
    st.set_page_config(
        page_title=" · ".join((title, _("Mutual aid"))),
        page_icon=str(ICON),
        layout="wide",
    )
    _warm_up()
    write_style_sheet()
    follow_theme()
    picture_looks(palette())
    run_after_reconnect()
    state.arrive(name)
    with st.sidebar:
        brand(_("Mutual aid, modelled"))
        here = state.query()
        for path, label, icon in PAGES.values():
            st.page_link(path, label=_(label), icon=icon, query_params=here)
        if inputs:
            section_title(_("Assumptions"))
            sidebar_form(on_page)
    fold_sidebar()
    view = state.view()
    case_bar(view, None if report is None else lambda: report(_titles()))
    with st.container():
        problem_list(state.link_problems())
    state.mark_drawn(view.case)
    return view


def _titles() -> dict[str, str]:
    return {name: _(label) for name, (_path, label, _icon) in PAGES.items()}


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
            PAGES["limits"][0],
            label=_("What this model must not be used for"),
            icon=PAGES["limits"][2],
            query_params=state.query(),
        )
