"""The report among what the bar of the case offers: which pages, and the file, made when asked."""

import datetime as dt

import streamlit as st

from ui.frame import state
from ui.frame.background import Report
from ui.frame.making import LongFile, offer_file
from ui.kit.imprint import held
from ui.kit.language import _
from ui.report.questions import QUESTIONS, USUAL


def offer_report(titles: dict[str, str]) -> None:
    """Offer the report of what is shown; ``titles`` are those of the pages by their names."""
    kept, imprinter = state.present(), held()
    chosen = st.pills(
        _("Pages of the report"),
        list(QUESTIONS),
        format_func=lambda page: titles[page],
        selection_mode="multi",
        default=USUAL,
        key="report_pages",
        wrap=True,
    )
    if not chosen or imprinter is None:
        return

    def made(told: Report) -> bytes:
        # It draws on all pages, which a page that shows none of it need not wait for.
        from ui.report.build import report

        text = report(
            kept.case,
            kept.baseline,
            chosen,
            made_on=dt.datetime.now(tz=dt.UTC).date(),
            address=address,
            progress=told,
        )
        return text.encode()

    # An address can be asked for only while the page runs.
    address = imprinter.origin.link.partition("?")[0]
    file = LongFile(
        name="report",
        of=(kept, tuple(chosen), address),
        make=made,
        file_name=f"report_{imprinter.origin.slug}.html",
        mime="text/html",
        icon=":material/summarize:",
        ask=_("Make the report of these pages"),
        save=_("Save the report"),
        help=_(
            "One file with live charts that opens without a network; it takes a few seconds and "
            "can be stopped."
        ),
        told=_("The report is being made."),
        left_off=_("Stopped: the report is not made."),
    )
    offer_file(file, imprinter)
