"""A page, or one chart of it, within another site: without the menu and the bar of the case.

``?embed=true`` is Streamlit's own; ``chart`` names one chart of the page.
"""

import streamlit as st

from ui.frame import state
from ui.frame.contents import WITH_CONTENTS, contents_of
from ui.frame.thorough import thorough
from ui.kit.blocks import alert_list, chart_card
from ui.kit.language import _, listed
from ui.kit.theme import palette

CHART = "chart"
_HEIGHT = 420


def embedded() -> bool:
    """Whether the page stands within another one."""
    return bool(st.context.is_embedded)


def draw_chart(page: str, view: state.View) -> bool:
    """Draw the chart that the address names instead of the page, and return whether it names one.

    One that the page does not have is told with those that it has.
    """
    wanted = state.page_parameter(CHART)
    if wanted is None:
        return False
    if page not in WITH_CONTENTS:
        alert_list([_("This page has no charts.")])
        return True
    with st.spinner(_("One moment: the chart is being worked out.")), thorough():
        found = contents_of(page, view, palette()).charts
    if wanted in found:
        chart_card(found[wanted], key=wanted, height=_HEIGHT)
        return True
    told = _("The page has no chart “{wanted}” for this plan. It has: {known}.")
    alert_list([told.format(wanted=wanted, known=listed(found) or _("none"))])
    return True


def lead_out(page: str) -> None:
    """Lead from an embedded page to the whole product, in a window of its own."""
    st.link_button(
        _("Open with all levers"),
        state.link_to(page if page != "home" else "."),
        icon=":material/open_in_new:",
        type="tertiary",
    )
