"""The sources page: a searchable list of figures with their sources and conflicts."""

import pandas as pd
import streamlit as st

from mutualmodel import Case
from mutualmodel.figures import Source, figure, figures, quality
from mutualmodel.inputs import records
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.forms import plausible_range
from ui.frame.menu import page_title
from ui.kit.as_published import value_with_unit
from ui.kit.blocks import intro, lede, plain_title, says
from ui.kit.language import _, day_in_words, listed, named, published
from ui.kit.reading_table import Cell, Column, Link, reading_table
from ui.sources.contents import figures_table
from ui.sources.own import own_figures

KINDS = ("reported", "derived", "assumption")
ADDRESS = {"mirror": N_("{grade}, mirror"), "bare": N_("{grade}, bare address")}


def show(view: state.View) -> None:
    """Draw the page; a figure named in the address stands first and marked."""
    page_title("sources")
    table = figures()
    lede(_answer(table))
    says(
        _(
            "Reliability A is an operator, a regulator or the national press, B the trade press or "
            "a reprint, C a blog or a weak derivation. One word says how good a figure is: sound "
            "(reported, A), fair (reported, B, or derived from A), weak (the rest) or assumed. The "
            "letter beside a source grades the page as read; a mirror is a reprint or copy, a bare "
            "address a number without a name."
        )
    )
    own_figures(view)
    chosen = state.page_parameter("figure")
    text, kinds, conflicts = _filters()
    shown = _filtered(table, text, kinds, conflicts)
    if chosen in table.index:
        _figure_card(str(chosen), table)
    st.caption(_("{shown} of {all} figures").format(shown=len(shown), all=len(table)))
    if len(shown):
        _listing(shown, chosen)
    else:
        intro(_("No figure of these kinds has “{text}” in it.").format(text=text))


def _answer(table: pd.DataFrame) -> str:
    """Say in one sentence where the figures come from, and how conflicts are shown."""
    count = table["kind"].value_counts()
    return _(
        "Of the {all} figures here {reported} were published, {derived} are worked out from "
        "published ones (their note says how) and {assumed} are our assumptions. Reports that "
        "contradict each other are kept side by side."
    ).format(
        all=len(table),
        reported=count["reported"],
        derived=count["derived"],
        assumed=count["assumption"],
    )


def _filters() -> tuple[str, list[str], bool]:
    # On a narrow page what finds no room goes into the next line.
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        text = st.text_input(
            _("Search"),
            placeholder=_("thyroid, 91, Jiemian, fee ..."),
            live=True,
            key="sources_search",
            width=280,
        )
        kinds = st.pills(
            _("Kind"),
            KINDS,
            selection_mode="multi",
            format_func=_,
            default=KINDS,
            key="sources_kinds",
            width="content",
        )
        conflicts = st.toggle(_("Conflicts only"), key="sources_conflicts", width="content")
    return str(text or ""), list(kinds or KINDS), bool(conflicts)


def _filtered(table: pd.DataFrame, text: str, kinds: list[str], conflicts: bool) -> pd.DataFrame:
    kept = table[table["kind"].isin(kinds)]
    if conflicts:
        kept = kept[kept["conflict"] != ""].sort_values("conflict", kind="stable")
    if text:
        haystack = kept.astype(str).agg(" ".join, axis=1) + " " + kept.index
        haystack += " " + kept.index.map(_told_elsewhere)
        haystack += " " + kept[["figure", "unit", "note"]].map(_).agg(" ".join, axis=1)
        kept = kept[haystack.str.contains(text, case=False, regex=False)]
    return kept


def _told_elsewhere(name: str) -> str:
    """Return what a row says of a figure that stands in none of its columns."""
    known = figure(name)
    outlets = [source.outlet for source in known.sources]
    return " ".join([_(known.quality), *outlets, *map(_, outlets)])


def _figure_card(name: str, table: pd.DataFrame) -> None:
    row = table.loc[name]
    users = _users(name)
    value = value_with_unit(str(row["value"]), str(row["unit"]))
    title = named(_(str(row["figure"])), value)
    with st.container(border=True):
        plain_title(title)
        if users:
            st.caption(_("The default of: {inputs}").format(inputs=listed(users)))
        for meta in Case.fields().values():
            if name in (meta.source, meta.plausible_source) and meta.plausible is not None:
                st.caption(named(_(meta.title), plausible_range(meta)))
        _listing(table.loc[[name]], None, "chosen_figure")
        rivals = table[(table["conflict"] == row["conflict"]) & (table["conflict"] != "")]
        rivals = rivals.drop(index=name, errors="ignore")
        if len(rivals):
            st.caption(_("Reported otherwise:"))
            _listing(rivals, None, "other_reports")


def _users(name: str) -> list[str]:
    """Return the inputs that have their default from a figure, with where they belong."""
    known = records()
    users = []
    for path, meta in Case.fields().items():
        record = path.partition(".")[0]
        if meta.source == name:
            # The plan's inputs stand beside every page, the others' titles need theirs.
            title, place = _(meta.title), _(known[record].GROUPS[meta.group])
            elsewhere = _("{title} ({place})").format(title=title, place=place)
            users.append(title if record == "plan" else elsewhere)
    return users


def _listing(table: pd.DataFrame, chosen: str | None, key: str = "figures") -> None:
    columns = [
        Column(_("Figure"), 19),
        Column(_("Value"), 13),
        Column(_("As of"), 15),
        Column(_("Kind"), 10),
        Column(_("Source"), 20),
        Column(_("Note"), 23),
    ]
    rows = [_row(str(name), row) for name, row in table.iterrows()]
    place = list(table.index).index(chosen) if chosen in table.index else None
    reading_table(columns, rows, figures_table(table), key=key, chosen=place, copy=False)


def _row(name: str, row: pd.Series) -> list[Cell]:
    kind = listed(filter(None, (_(row["kind"]), row["reliability"])))
    conflict = named(_("conflict"), row["conflict"]) if row["conflict"] else ""
    return [
        Cell(_(row["figure"])),
        Cell(strong=value_with_unit(row["value"], row["unit"])),
        Cell(day_in_words(row["as_of"]), whole=True),
        Cell(kind, strong=_(quality(row["kind"], row["reliability"])), small=conflict),
        Cell(links=_outlet_links(name), stacked=True),
        Cell(_(row["note"])),
    ]


def _outlet_links(name: str) -> list[Link]:
    """Name the outlets of a figure, each leading to its page, with its grade and address."""
    return [
        Link(
            published(source.outlet, source.published),
            source.url,
            tip=_(figure(name).figure),
            after=_(" ({grade})").format(grade=_grade(source)),
            away=True,
        )
        for source in figure(name).sources
    ]


def _grade(source: Source) -> str:
    """Write how good a page is as read, with what kind of address it has where that matters."""
    letter = source.reliability
    return _(ADDRESS[source.address]).format(grade=letter) if source.address != "fine" else letter
