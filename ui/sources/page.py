"""The sources page: a searchable list of figures with their sources and conflicts."""

import html

import pandas as pd
import streamlit as st

from mutualmodel import Case
from mutualmodel.figures import figure, figures, sources
from mutualmodel.inputs import records
from ui.frame import state
from ui.kit.language import _

KINDS = ("reported", "derived", "assumption")


def show(view: state.View) -> None:
    """Draw the page; a figure named in the address stands first and marked."""
    st.title(_("Where every figure comes from"))
    st.html(
        '<div class="lede">'
        + _(
            "Reported figures were published; derived ones follow from published ones, by the "
            "working in the note; assumptions are ours. Reliability A is an operator, a regulator "
            "or the national press, B the trade press or a reprint, C a blog or a weak derivation. "
            "Reports that contradict each other are kept side by side."
        )
        + "</div>"
    )
    table = figures()
    chosen = state.page_parameter("figure")
    text, kinds, conflicts = _filters()
    shown = _filtered(table, text, kinds, conflicts)
    if chosen in table.index:
        _figure_card(str(chosen), table)
    st.caption(_("{shown} of {all} figures").format(shown=len(shown), all=len(table)))
    if len(shown):
        st.html(_listing(shown, chosen))
    else:
        nothing = _("No figure of these kinds has “{text}” in it.").format(text=text)
        st.html(f'<div class="insight">{html.escape(nothing)}</div>')


def _filters() -> tuple[str, list[str], bool]:
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    text = left.text_input(
        _("Search"), placeholder=_("thyroid, 91, Jiemian, fee ..."), live=True, key="sources_search"
    )
    kinds = middle.pills(
        _("Kind"), KINDS, selection_mode="multi", format_func=_, default=KINDS, key="sources_kinds"
    )
    conflicts = right.toggle(_("Conflicts only"), key="sources_conflicts")
    return str(text or ""), list(kinds or KINDS), bool(conflicts)


def _filtered(table: pd.DataFrame, text: str, kinds: list[str], conflicts: bool) -> pd.DataFrame:
    kept = table[table["kind"].isin(kinds)]
    if conflicts:
        kept = kept[kept["conflict"] != ""].sort_values("conflict", kind="stable")
    if text:
        outlets = kept["source_ids"].map(_outlets)
        haystack = kept.astype(str).agg(" ".join, axis=1) + " " + outlets + " " + kept.index
        haystack += " " + kept[["figure", "unit", "note"]].map(_).agg(" ".join, axis=1)
        kept = kept[haystack.str.contains(text, case=False, regex=False)]
    return kept


def _outlets(ids: str) -> str:
    known = sources()
    return " ".join(str(known.loc[name, "outlet"]) for name in ids.split(";") if name)


def _figure_card(name: str, table: pd.DataFrame) -> None:
    row = table.loc[name]
    users = _users(name)
    title = f"{_(str(row['figure']))}: {row['value']} {_(str(row['unit']))}"
    with st.container(border=True):
        # As HTML: in Markdown a figure's own signs could be taken for marks.
        st.html(f"<strong>{html.escape(title)}</strong>")
        if users:
            st.caption(_("The default of: {inputs}").format(inputs=", ".join(users)))
        st.html(_listing(table.loc[[name]], None))
        rivals = table[(table["conflict"] == row["conflict"]) & (table["conflict"] != "")]
        rivals = rivals.drop(index=name, errors="ignore")
        if len(rivals):
            st.caption(_("Reported otherwise:"))
            st.html(_listing(rivals, None))


def _users(name: str) -> list[str]:
    """Return the inputs that have their default from a figure, with where they belong."""
    known = records()
    users = []
    for path, meta in Case.fields().items():
        record = path.partition(".")[0]
        if meta.source == name:
            # The plan's inputs stand beside every page, the others' titles need theirs.
            place = "" if record == "plan" else f" ({_(known[record].GROUPS[meta.group])})"
            users.append(_(meta.title) + place)
    return users


def _listing(table: pd.DataFrame, chosen: str | None) -> str:
    heads = (_("Figure"), _("Value"), _("As of"), _("Kind"), _("Source"), _("Note"))
    head = "".join(f"<th scope='col'>{html.escape(text)}</th>" for text in heads)
    widths = "".join(f"<col style='width: {width}%'>" for width in (20, 14, 11, 11, 20, 24))
    rows = "".join(_row(str(name), row, name == chosen) for name, row in table.iterrows())
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(_("Figures"))}">'
        f'<table class="sources"><colgroup>{widths}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(name: str, row: pd.Series, chosen: bool) -> str:
    kind = _(row["kind"]) + (f", {row['reliability']}" if row["reliability"] else "")
    conflict = f"<br><small>{_('conflict')}: {html.escape(row['conflict'])}</small>"
    cells = (
        html.escape(_(row["figure"])),
        f'<span class="value">{html.escape(row["value"])}</span> {html.escape(_(row["unit"]))}',
        html.escape(row["as_of"]),
        html.escape(kind) + (conflict if row["conflict"] else ""),
        _source_links(name),
        html.escape(_(row["note"])),
    )
    mark = ' class="chosen"' if chosen else ""
    return f"<tr{mark}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _source_links(name: str) -> str:
    """Name the outlets of a figure, each leading to its page, with its reliability."""
    return "<br>".join(
        f'<a href="{html.escape(source.url)}" target="_blank" rel="noopener">'
        + html.escape(f"{source.outlet}, {source.published}".rstrip(", "))
        + f"</a> ({source.reliability})"
        for source in figure(name).sources
    )
