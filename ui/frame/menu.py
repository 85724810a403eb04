"""The pages there are, in the groups in which the menu lists them."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from mutualmodel.text import N_
from ui.kit.blocks import section_title
from ui.kit.heard import heard_heading
from ui.kit.language import _


class MenuPage(NamedTuple):
    """A page: its script, its name in the menu, its icon, and the question that it answers."""

    path: str
    title: str
    icon: str
    question: str


GROUPS: Mapping[str, Mapping[str, MenuPage]] = {
    N_("The plan"): {
        "home": MenuPage(
            "dashboard.py",
            N_("What a member pays"),
            ":material/payments:",
            N_("What does a member of a mutual-aid plan pay?"),
        ),
        "membership": MenuPage(
            "pages/membership.py",
            N_("Membership"),
            ":material/groups:",
            N_("If the price rises, who leaves, and does the plan hold?"),
        ),
        "risk": MenuPage(
            "pages/risk.py",
            N_("Risk"),
            ":material/monitoring:",
            N_("How sure is the cost, and who pays in a bad year?"),
        ),
        "fund": MenuPage(
            "pages/fund.py", N_("Fund"), ":material/savings:", N_("Will the money last?")
        ),
        "closing": MenuPage(
            "pages/closing.py",
            N_("Closing"),
            ":material/door_front:",
            N_("What happens on the day the plan stops?"),
        ),
        "lab": MenuPage(
            "pages/lab.py",
            N_("Lab"),
            ":material/experiment:",
            N_("What matters, what does it take, and how do cases compare?"),
        ),
    },
    N_("Against insurance"): {
        "insurance": MenuPage(
            "pages/insurance.py",
            N_("Versus insurance"),
            ":material/balance:",
            N_("Is mutual aid cheaper than insurance, and what is given up for it?"),
        ),
        "fairness": MenuPage(
            "pages/fairness.py",
            N_("Fairness"),
            ":material/diversity_3:",
            N_("Who pays for whom, and who can afford it?"),
        ),
    },
    N_("Evidence"): {
        "history": MenuPage(
            "pages/history.py",
            N_("History"),
            ":material/history:",
            N_("What really happened, and does the model replay it?"),
        ),
        "sources": MenuPage(
            "pages/sources.py",
            N_("Sources"),
            ":material/menu_book:",
            N_("Where every figure comes from"),
        ),
        "glossary": MenuPage(
            "pages/glossary.py",
            N_("Glossary"),
            ":material/dictionary:",
            N_("What do the terms mean?"),
        ),
        "limits": MenuPage(
            "pages/limits.py",
            N_("Limits"),
            ":material/do_not_disturb_on:",
            N_("What this model must not be used for"),
        ),
    },
}
PAGES: Mapping[str, MenuPage] = {
    name: page for group in GROUPS.values() for name, page in group.items()
}


def draw_menu(here: Mapping[str, str]) -> None:
    """List the pages by group, each with its question on hover; links carry the state ``here``."""
    for title, pages in GROUPS.items():
        section_title(_(title))
        for page in pages.values():
            st.page_link(
                page.path,
                label=_(page.title),
                icon=page.icon,
                query_params=dict(here),
                help=_(page.question),
            )


def page_title(name: str, *, answered: bool = False) -> None:
    """Write the question that a page answers as its title.

    Where a page is ``answered`` by what stands directly below, with no title of its own, those who
    read by headings find one there, and none is left out before those of the charts.
    """
    st.title(_(PAGES[name].question))
    if answered:
        heard_heading(_("The answer"))
