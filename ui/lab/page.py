"""The lab: cases side by side, what matters, two inputs at once, and what it takes."""

import streamlit as st

from ui.frame import state
from ui.frame.menu import page_title
from ui.kit.blocks import intro
from ui.kit.language import _
from ui.kit.terms import field_terms
from ui.lab.compare import draw_compare
from ui.lab.goal import draw_goal
from ui.lab.matters import draw_matters
from ui.lab.reproduce import Asked, reproduce_lab
from ui.lab.surface import draw_surface


def show(view: state.View) -> None:
    """Draw the whole page."""
    page_title("lab")
    intro(_("Any input, any result of any page, and as many cases as you keep."))
    st.header(_("What matters most?"), divider="gray")
    matters = draw_matters(view)
    st.header(_("What does it take?"), divider="gray")
    goal = draw_goal(view)
    st.header(_("Two inputs at once"), divider="gray")
    surface = draw_surface(view)
    st.header(_("Cases side by side"), divider="gray")
    draw_compare(view)
    field_terms("lab")
    reproduce_lab(Asked(matters, goal, surface), view)
