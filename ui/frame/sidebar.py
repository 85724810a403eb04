"""The inputs beside every page, in groups, without those that the page itself shows."""

from collections.abc import Collection

import streamlit as st

from mutualmodel import Case
from mutualmodel.inputs import GROUPS
from ui.frame.forms import form
from ui.kit.language import _


def sidebar_form(on_page: Collection[str]) -> None:
    """Draw every input of the plan that is not on the page, in groups that unfold."""
    for group, title in GROUPS.items():
        paths = [
            path
            for path, meta in Case.fields().items()
            if path.startswith("plan.") and meta.group == group and path not in on_page
        ]
        # Each update of a lever makes Streamlit look at all elements: closed groups are empty.
        box = st.expander(_(title), key=f"group_{group}", on_change="rerun")
        if box.open:
            with box:
                form(paths)
