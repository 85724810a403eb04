"""The page of limits: what is not modelled, and which questions the model cannot answer."""

import streamlit as st

from ui.frame import state
from ui.frame.menu import page_title
from ui.kit.blocks import lede
from ui.kit.language import _, retold
from ui.kit.reading_table import Cell, Column, reading_table
from ui.limits.contents import limits_key, limits_table
from ui.limits.words import LIMITS


def show(_view: state.View) -> None:
    """Draw the page; it says the same of every plan."""
    page_title("limits")
    lede(
        _(
            "Do not use it to forecast a plan’s cost, price a policy, set a reserve or advise a "
            "person. It follows one kind of plan: a pool without a reserve that divides its lump "
            "sums after the event. It was fitted to three years of one such plan, and what was not "
            "published is assumed. It shows which way things go and how they depend on each other; "
            "it cannot answer the questions below."
        )
    )
    columns = [Column(_("Question"), 36), Column(_("Why the model cannot answer it"), 64)]
    for place, (reader, limits) in enumerate(LIMITS.items()):
        st.header(_(reader), divider="gray")
        rows = [[Cell(strong=_(one.question)), Cell(retold(_(one.reason)))] for one in limits]
        reading_table(columns, rows, limits_table(reader), key=limits_key(place))
