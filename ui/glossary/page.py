"""The glossary: each term of art in plain words, with what a practitioner calls it."""

import streamlit as st

from ui.frame import state
from ui.frame.menu import page_title
from ui.glossary.contents import glossary_key, glossary_table
from ui.kit.blocks import lede
from ui.kit.glossary import GROUPS
from ui.kit.language import _
from ui.kit.reading_table import Cell, Column, reading_table


def show(_view: state.View) -> None:
    """Draw the page; it says the same of every plan."""
    page_title("glossary")
    lede(
        _(
            "On every page a term of art is underlined with dots where it is first used in a "
            "sentence: point at it, tap it or reach it with Tab, and it is explained there."
        )
    )
    columns = [
        Column(_("In plain words"), 24),
        Column(_("In the field"), 24, titled=True),
        Column(_("What it means"), 52),
    ]
    for place, (title, entries) in enumerate(GROUPS.items()):
        st.header(_(title), divider="gray")
        rows = [
            [Cell(strong=_(one.word)), Cell(_(one.field)), Cell(_(one.meaning))]
            for one in entries.values()
        ]
        reading_table(columns, rows, glossary_table(title), key=glossary_key(place))
