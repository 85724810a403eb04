"""Parts of pages: headline figures, charts with their tables, explanations, chips."""

import html
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from ui.kit.charts import Chart
from ui.kit.language import _, money, ratio
from ui.kit.live_chart import live_chart

_ROW_PIXELS, _ROWS_SHOWN = 35, 24


def headline_figure(
    title: str,
    amount: str,
    unit: str,
    note: str,
    now: float,
    before: float | None,
    *,
    large: bool,
    write: Callable[[float], str] = money,
    was: str = "",
    past_note: str = "",
) -> None:
    """Draw one headline figure with its difference from the baseline below it.

    ``write`` turns ``now``, ``before`` and their difference into text, by default as yuan. ``was``
    is what the baseline has where there is no difference to tell: never, none, or the number
    where this case has none. ``past_note`` is the baseline's note, where it has another.
    """
    delta = "" if before is None else f'<div class="delta">{_difference(now, before, write)}</div>'
    if was:
        told = _("as in the baseline") if was == amount else _("baseline: {was}").format(was=was)
        delta = f'<div class="delta">{html.escape(told)}</div>'
    past = f'<div class="note past">{html.escape(past_note)}</div>' if past_note else ""
    size = "figure large" if large else "figure"
    st.html(
        f'<div class="{size}"><div class="title">{html.escape(title)}</div>'
        f'<div class="value">{amount}<span class="unit"> {html.escape(unit)}</span></div>'
        f'<div class="note">{html.escape(note)}</div>{delta}{past}</div>'
    )


def _difference(now: float, before: float, write: Callable[[float], str]) -> str:
    was = html.escape(_("baseline {before}").format(before=write(before)))
    if abs(now - before) <= 1e-9 * max(abs(before), 1e-12):
        return html.escape(_("as in the baseline"))
    direction, sign = ("up", "+") if now > before else ("down", "")
    relative = f" ({ratio(now / before)})" if before and write is money else ""
    gap = html.escape(sign + write(now - before))
    return f'<span class="{direction}">{gap}{relative}</span><br>{was}'


def past_note(now: str, past: str) -> str:
    """Return what the baseline's note says below a figure, nothing where it says the same."""
    return "" if past in ("", now) else _("baseline: {note}").format(note=past)


def baseline_says(words: str, now: str) -> None:
    """Tell what the page's sentence, which says ``now`` of the case, says of the baseline."""
    told = _("As in the baseline.") if words == now else _("Baseline: {says}").format(says=words)
    st.html(f'<div class="says before">{html.escape(told)}</div>')


def chart_card(chart: Chart, *, key: str, height: int = 300) -> None:
    """Draw a chart under the question it answers."""
    live_chart(
        chart.figure, key=key, alt=chart.alt, height=height, title=chart.title, note=chart.note
    )


def numbers(charts: Mapping[str, Chart], *, key: str) -> None:
    """Offer the tables behind some charts, by a name for the file of each."""
    twin = st.expander(_("The numbers"), key=f"{key}_numbers", on_change="rerun", type="compact")
    if twin.open:
        with twin:
            for name, chart in charts.items():
                st.markdown(f"**{chart.title}**")
                table_block(chart.table(), key=name)


def table_block(table: pd.DataFrame, *, key: str) -> None:
    """Show a table, its numbers with thousands separators, and offer it as a file."""
    # Up to two dozen rows are shown whole; a longer table scrolls.
    tall = _ROW_PIXELS * (min(len(table), _ROWS_SHOWN) + 1) + 2
    numeric = table.select_dtypes("number").columns
    st.dataframe(
        table,
        hide_index=True,
        height=tall,
        alt=_("The same numbers as a table"),
        column_config={name: st.column_config.NumberColumn(format="localized") for name in numeric},
    )
    st.download_button(
        _("Download as CSV"),
        data=lambda: table.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"{key}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{key}_download",
    )
