"""Parts of pages: sentences, places for figures, charts with their tables."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.kit.charts import Chart, Table, Titled, whole
from ui.kit.components import source
from ui.kit.glossary import explained
from ui.kit.heard import heard
from ui.kit.imprint import held
from ui.kit.language import _, listed
from ui.kit.live_chart import live_chart
from ui.kit.markup import Markup, element
from ui.kit.paper_table import paper_table
from ui.kit.recording import recording
from ui.kit.taking import take_table

# Up to so many rows of a table are shown whole; a longer one scrolls.
_ROWS_SHOWN = 30
# Read once: it is written at every step of a moving lever.
FADED = f"<style>{source('moving.css')}</style>"
_ENLARGED = (
    "<style>html.on-projector .st-key-{chart} {{ --enlarged: {times}; }} html.on-projector "
    '[data-testid="stHorizontalBlock"]:has(.st-key-{chart}) {{ flex-wrap: wrap; }} '
    'html.on-projector [data-testid="stHorizontalBlock"]:has(.st-key-{chart}) > '
    '[data-testid="stColumn"] {{ flex: 1 1 100%; min-width: 100%; }}</style>'
)


# ------------------------------------------------------------------------------------ sentences


def brand(name: str) -> None:
    """Write the product's name."""
    st.html(element("div", name, css="brand"))


def section_title(title: str) -> None:
    """Write a small title within the sidebar."""
    st.html(element("div", title, css="section"))


def plain_title(title: str) -> None:
    """Write a title whose own signs could be taken for marks of Markdown."""
    st.html(element("strong", title))


def intro(text: str) -> None:
    """Write the line under a page's title, or one in its place."""
    st.html(element("div", explained(text), css="insight"))


def answer(text: str) -> None:
    """Answer the page's question in a sentence that keeps its place while its numbers move."""
    st.html(element("div", explained(text), css="answer"))


def notice(text: str) -> None:
    """Write what a reader should know before she believes what follows."""
    st.html(element("div", explained(text), css="notice"))


def aside(text: str) -> None:
    """Write what is good to know in small type."""
    st.html(element("div", explained(text), css="aside"))


def change_line(text: str) -> None:
    """Write what the last change did; it fades while a lever moves, as it is not of that yet.

    It is not read out by itself: :func:`ui.kit.read_out.read_out` does that, once.
    """
    st.html(element("div", text, css="change-line"))


def tour_line(place: str, title: str = "") -> None:
    """Write where in the tour a reader is, and the step's title."""
    told = [element("b", title, css="tour-title")] if title else []
    st.html(element("div", element("span", place, css="tour-place"), *told, css="tour-line"))


def tour_words(text: str, enlarged: tuple[str, float | None]) -> None:
    """Write what a step of the tour says; it is read out when the next step is shown.

    ``enlarged``: a chart's key, and how many times as large it is on a projector, in a row of its
    own; None as every chart.
    """
    said = element("div", explained(text), css="tour-words", role="status")
    chart, times = enlarged
    st.html(said if times is None else said + _ENLARGED.format(chart=chart, times=times))


def fade_settled() -> None:
    """Have all that speaks of the case before a moving lever fade until the page has followed."""
    st.html(FADED)


def fade_part(key: str) -> None:
    """Have the part with this key fade: what it shows is of a plan before the present one."""
    st.html(f"<style>.st-key-{key} {{ opacity: 0.35; }}</style>")


def lede(text: str) -> None:
    """Write the paragraph that answers the page's question."""
    st.html(element("div", explained(text), css="lede"))


def says(
    text: str, *, live: bool = False, kind: Literal["", "alert", "before", "replayed"] = ""
) -> None:
    """Write a sentence that the figures say; a ``live`` one is read out when it changes.

    Not one that follows a moving lever: it would be read at every step.
    """
    st.html(
        element("div", explained(text), css=f"says {kind}".strip(), role="status" if live else "")
    )


def verdict(now: str, past: str | None = None, *, alert: bool = False) -> None:
    """Write the sentence that sums up the page, and what it is of a pinned baseline."""
    css = "says alert verdict" if alert else "says verdict"
    st.html(element("div", explained(now), css=css))
    if past is not None:
        baseline_says(past, now)


def baseline_says(words: str, now: str) -> None:
    """Tell what the page's sentence, which says ``now`` of the case, says of the baseline."""
    told = _("As in the baseline.") if words == now else _("Baseline: {says}").format(says=words)
    says(told, kind="before")


def alert_list(items: Sequence[str]) -> None:
    """List what went wrong, as plain text."""
    lines = element("ul", *(element("li", one) for one in items), css="problems")
    st.html(element("div", lines, role="alert"))


def printed(*lines: str) -> None:
    """Write lines that stand on paper alone, below everything; empty ones are left out."""
    told = [element("p", line) for line in lines if line]
    st.html(element("div", *told, css="on-paper imprint"))


# --------------------------------------------------------------------------- places for figures


def strong(text: str) -> Markup:
    """Return words that stand out within a line."""
    return element("b", text)


def phone_figure(place: DeltaGenerator, *parts: str) -> None:
    """Repeat the main figure where a phone shows levers alone; wider screens hide it.

    On a phone the levers fill the screen, so the figure that they move stays above them, wherever
    among them it is drawn.
    """
    spaced = [piece for part in parts for piece in (" ", part)][1:]
    place.html(element("div", *spaced, css="phone-figure", aria_hidden="true"))


def figure_pair() -> list[DeltaGenerator]:
    """Return places for two figures beside each other, the first of them large."""
    return st.columns([1.4, 1.0])


def figure_row(
    widths: Sequence[int], gap: Literal["xsmall", "small", "medium"]
) -> list[DeltaGenerator]:
    """Return places for figures of so many pixels; what finds no room goes below the others."""
    row = st.container(horizontal=True, gap=gap)
    return [row.container(width=width) for width in widths]


# ---------------------------------------------------------------------------- charts and tables


def chart_card(chart: Chart, *, key: str, height: int = 300, settled: bool = True) -> None:
    """Draw a chart under the question it answers, and offer pictures of it if it has settled."""
    imprinter = held() if settled else None
    live_chart(
        chart.figure,
        key=key,
        alt=chart.alt,
        height=height,
        title=chart.title,
        note=chart.note,
        take="" if imprinter is None else _("Picture of: {title}").format(title=chart.name),
        subject=chart.subject,
        alone=chart.name,
        of="" if imprinter is None else imprinter.mark,
    )


def numbers(charts: Mapping[str, Chart], *, key: str) -> None:
    """Offer the tables behind some charts, by a name for the file of each."""
    if recording():
        return
    of = listed(chart.name for chart in charts.values())
    twin = st.expander(
        heard(_("The numbers"), of), key=f"{key}_numbers", on_change="rerun", type="compact"
    )
    if twin.open:
        with twin:
            for name, chart in charts.items():
                st.markdown(f"**{chart.title}**")
                table_block(chart.table(), key=name, title=chart.name, subject=chart.subject)


def titled_block(table: Titled, *, key: str) -> None:
    """Show a table that has its own title, and offer to take it away."""
    table_block(table.table, key=key, title=table.title, subject=table.subject)


def table_block(table: pd.DataFrame | Table, *, key: str, title: str, subject: str = "") -> None:
    """Show a table, its numbers with thousands separators, and offer to take it away.

    What is wider than its place scrolls beside the first column, a long one below its head; it is
    one stop of the Tab key.
    ``title`` names it in files; ``subject`` is what it is of, where that is not the plan at hand.
    """
    raw = whole(table)
    shown = raw.shown
    region = {"tabindex": "0", "role": "region", "aria_label": title, "id": f"table-{key}"}
    css = "scroll all-columns" if len(shown) <= _ROWS_SHOWN else "scroll all-columns long"
    st.html(element("div", paper_table(shown), css=css, **region))
    take_table(raw, key=key, title=title, subject=subject)
