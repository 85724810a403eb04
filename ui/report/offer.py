"""The report among what the bar of the case offers: which pages, and the file, made when asked."""

import datetime as dt

import streamlit as st

from ui.frame import state
from ui.kit.imprint import held
from ui.kit.language import _, counting_in, language, speaking
from ui.report.questions import QUESTIONS, USUAL


def offer_report(titles: dict[str, str]) -> None:
    """Offer the report of what is shown; ``titles`` are those of the pages by their names."""
    kept, spoken = state.present(), language()
    imprinter = held()
    chosen = st.pills(
        _("Pages of the report"),
        list(QUESTIONS),
        format_func=lambda page: titles[page],
        selection_mode="multi",
        default=USUAL,
        key="report_pages",
        wrap=True,
    )
    if not chosen:
        return

    def made() -> bytes:
        # It draws on all pages, which a page that shows none of it need not wait for.
        from ui.report.build import report

        with speaking(spoken), counting_in(kept.case.plan.currency, kept.case.dollars_of):
            text = report(
                kept.case,
                kept.baseline,
                chosen,
                made_on=dt.datetime.now(tz=dt.UTC).date(),
                address=address,
            )
        return text.encode()

    # An address can be asked for only while the page runs.
    address = imprinter.origin.link.partition("?")[0] if imprinter is not None else ""
    st.download_button(
        _("Report of these pages"),
        data=made,
        file_name=f"report_{imprinter.origin.slug}.html"
        if imprinter is not None
        else "report.html",
        mime="text/html",
        icon=":material/summarize:",
        on_click="ignore",
        key="report",
        help=_("One file with live charts that opens without a network; it takes a few seconds."),
    )
