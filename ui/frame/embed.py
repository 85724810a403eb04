"""A page, or one chart of it, within another site: without the menu and the bar of the case.

``?embed=true`` is Streamlit's own; ``chart`` names one chart of the page.
"""

from collections.abc import Mapping

import streamlit as st

from ui.frame import state
from ui.frame.background import Report, ask
from ui.frame.contents import WITH_CONTENTS, contents_of
from ui.frame.progress import how_far
from ui.frame.thorough import thorough
from ui.kit.blocks import alert_list, chart_card
from ui.kit.charts import Chart
from ui.kit.imprint import held
from ui.kit.language import _, listed, sentence
from ui.kit.theme import palette

CHART = "chart"
_HEIGHT = 420
_AT_ONCE_S = 0.4


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
    found = _charts(page, view)
    if found is None:
        return True
    if wanted in found:
        chart_card(found[wanted], key=wanted, height=_HEIGHT)
        return True
    told = _("The page has no chart “{wanted}” for this plan. It has: {known}.")
    alert_list([told.format(wanted=wanted, known=listed(found) or _("none"))])
    return True


def _charts(page: str, view: state.View) -> Mapping[str, Chart] | None:
    """Return the charts of a page; None while they are worked out, in the place of the one wanted.

    What is there within a moment comes with the first answer, so that nothing flashes.
    """
    colours, imprinter = palette(), held()
    assert imprinter is not None
    key = (page, view.case, view.pinned, colours, imprinter.language)

    def work(report: Report) -> Mapping[str, Chart]:
        with imprinter.speaking(), thorough(report):
            return contents_of(page, view, colours).charts

    job = ask("embedded", key, work, patience=0.0)
    job.wait(_AT_ONCE_S)
    if job.result is not None:
        return job.result
    if job.failure is not None:
        st.error(sentence(job.failure.sentence))
        return None
    with st.container(
        key="chart_waiting", height=_HEIGHT, border=True, vertical_alignment="center"
    ):
        told = _("One moment: the chart is being worked out.")
        how_far("embedded", [job], told, _("Stopped before it was worked out."))
    return None


def lead_out(page: str) -> None:
    """Lead from an embedded page to the whole product, in a window of its own."""
    st.link_button(
        _("Open with all levers"),
        state.link_to(page if page != "home" else "."),
        icon=":material/open_in_new:",
        type="tertiary",
    )
