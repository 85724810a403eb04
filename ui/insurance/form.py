"""The inputs of Versus insurance: three levers, and the rest of the insurer's terms."""

import streamlit as st

from mutualmodel import InsurerTerms
from ui.frame.forms import form
from ui.kit.language import _

# Beside the levers, where there is a table of the reader's own to price by.
PRICED_BY = "insurer.prices_by"
LEVERS = ("person.age", "insurer.pricing_level", "insurer.loading")


def terms_form() -> None:
    """Offer the insurer's other terms, by what they are about."""
    box = st.expander(_("More of the insurer’s terms"), key="ins_terms", on_change="rerun")
    if not box.open:
        return
    with box:
        columns = st.columns(len(InsurerTerms.GROUPS), gap="large")
        for column, (group, title) in zip(columns, InsurerTerms.GROUPS.items(), strict=True):
            with column:
                st.caption(f"**{_(title)}**")
                paths = (
                    f"insurer.{name}"
                    for name, meta in InsurerTerms.fields().items()
                    if meta.group == group
                )
                form([path for path in paths if path not in (*LEVERS, PRICED_BY)])
