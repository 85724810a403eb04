"""The inputs beside every page, in groups, without those that the page itself shows."""

from collections.abc import Collection

import streamlit as st

from mutualmodel import Case, Scenario
from mutualmodel.inputs import GROUPS
from mutualmodel.inputs.funding import ASKED, BY_BEARER
from ui.frame import parts, state
from ui.frame.forms import form
from ui.kit.language import _


def sidebar_form(on_page: Collection[str]) -> None:
    """Draw every input of the plan that is not on the page, in groups that unfold.

    Of those about how members pay only what the chosen way asks.
    """
    asked = funding_asked(state.view().plan)
    for group, title in GROUPS.items():
        paths = [
            path
            for path, meta in Case.fields().items()
            if path.startswith("plan.")
            and meta.group == group
            and path not in on_page
            and (group != "funding" or meta.name in asked)
        ]
        # Each update of a lever makes Streamlit look at all elements: closed groups are empty.
        box = st.expander(_(title), key=f"group_{group}", on_change="rerun")
        if box.open:
            with box:
                form(paths, then=parts.run)


def funding_asked(plan: Scenario) -> list[str]:
    """Return the inputs that the way in which a plan's members pay asks, in their order."""
    return [
        name
        for name in ASKED[plan.funding]
        if BY_BEARER.get(name, plan.deficit_bearer) == plan.deficit_bearer
    ]
