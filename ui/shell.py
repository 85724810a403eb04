"""What every page begins with: set-up, styles, navigation and the sidebar's inputs."""

import gc
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mutualmodel import Scenario, cost_band, project
from ui import state
from ui.blocks import problem_list
from ui.controls import sidebar_form
from ui.language import _
from ui.plotly_script import plotly_script
from ui.reconnect import run_after_reconnect
from ui.theme import follow_theme, write_style_sheet

PAGES = {
    "home": ("dashboard.py", "What a member pays", ":material/payments:"),
    "membership": ("pages/membership.py", "Membership", ":material/groups:"),
    "risk": ("pages/risk.py", "Risk", ":material/monitoring:"),
    "closing": ("pages/closing.py", "Closing", ":material/door_front:"),
    "insurance": ("pages/insurance.py", "Versus insurance", ":material/balance:"),
    "fairness": ("pages/fairness.py", "Fairness", ":material/diversity_3:"),
    "history": ("pages/history.py", "History", ":material/history:"),
    "sources": ("pages/sources.py", "Sources", ":material/menu_book:"),
}

# A file of our own: Streamlit would fetch a named icon from another host.
ICON = Path(__file__).parent / "components" / "icon.svg"


@st.cache_resource
def _warm_up() -> None:
    """Once a process: charts' script, tables and late imports, and cheap collections from here.

    Streamlit collects all garbage after every run; what exists once everything is imported need
    not be looked at again.
    """
    plotly_script()
    cost_band(project(Scenario()))
    gc.collect()
    gc.freeze()


def begin_page(name: str, *, inputs: bool = True, levers: Sequence[str] = ()) -> state.View:
    """Set up a page and return the state it shows; its ``levers`` are left out of the sidebar."""
    title = _(PAGES[name][1])
    st.set_page_config(
        page_title=f"{title} · " + _("Mutual aid"),
        page_icon=str(ICON),
        layout="wide",
    )
    _warm_up()
    write_style_sheet()
    follow_theme()
    run_after_reconnect()
    view = state.view()
    state.write_link()
    with st.sidebar:
        st.html('<div class="brand">' + _("Mutual aid, modelled") + "</div>")
        here = state.query()
        for path, label, icon in PAGES.values():
            st.page_link(path, label=_(label), icon=icon, query_params=here)
        if inputs:
            st.html('<div class="section">' + _("Assumptions") + "</div>")
            sidebar_form(view, levers)
    problem_list(list(state.link_problems().values()))
    return view
