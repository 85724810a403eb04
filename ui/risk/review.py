"""The supervisory review: what a regulator watches of the plan, and which warnings it crosses."""

import pandas as pd
import streamlit as st

from mutualmodel.figures import figure
from mutualmodel.inputs import Thresholds
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS
from ui.frame import state
from ui.frame.forms import form
from ui.kit.blocks import baseline_says, says
from ui.kit.charts import Titled
from ui.kit.language import SEMICOLONS, _, as_told, listed, unit_in_words
from ui.kit.reading_table import Cell, Column, Link, reading_table
from ui.risk.review_words import (
    STATES,
    path_words,
    review_sentence,
    reviewed,
    state_words,
    threshold_words,
    value_words,
)

_SIDES = {"below": N_("below"), "above": N_("above"), "": N_("none")}
_KINDS = {
    "reported": N_("reported"),
    "derived": N_("derived"),
    "assumption": N_("assumption"),
}


def draw_review(view: state.View) -> None:
    """Say what crosses its threshold, list every indicator, and offer to set the thresholds."""
    now = reviewed(view.case)
    past = reviewed(view.baseline) if view.baseline is not None else None
    told = review_sentence(now, view.plan.years)
    says(told, kind="alert" if (now["state"] == "crossed").any() else "")
    if past is not None and view.baseline is not None:
        baseline_says(review_sentence(past, view.baseline.plan.years), told)
    columns = [
        Column(_("What is watched"), 34),
        Column(_("Now"), 17, titled=True),
        Column(_("Threshold"), 17, titled=True),
        Column(_("State"), 19, titled=True),
        Column(_("Source"), 13, titled=True),
    ]
    before = {} if past is None else {one["indicator"]: one for _place, one in past.iterrows()}
    rows = [
        _row(one, before.get(one["indicator"]), view.plan.years) for _place, one in now.iterrows()
    ]
    reading_table(columns, rows, review_table(now, past), key="review")
    _thresholds()


def review_table(now: pd.DataFrame, past: pd.DataFrame | None) -> Titled:
    """Return a review as raw numbers with their units, and the baseline's beside it."""
    table = pd.DataFrame(
        {
            _("what is watched"): [_(title) for title in now["title"]],
            _("definition"): [_(text) for text in now["definition"]],
            _("now"): _as_told(now, "value"),
            _("unit"): [unit_in_words(OF_RESULTS[unit]) for unit in now["unit"]],
            _("threshold"): _as_told(now, "threshold"),
            _("warns when"): [_(_SIDES[side]) for side in now["side"]],
            _("state"): [_(STATES[state]) for state in now["state"]],
            _("first crossed at settlement"): [
                None if period is None else period + 1 for period in now["crossed_period"]
            ],
            _("source"): now["source"].to_numpy(),
        }
    )
    if past is not None:
        before = past.set_index("indicator").reindex(now["indicator"])
        for title, column in (
            (_("baseline, now"), "value"),
            (_("baseline, threshold"), "threshold"),
        ):
            table[title] = _as_told(before, column)
        table[_("baseline, state")] = [_(STATES[state]) for state in before["state"]]
    return Titled(_("Supervisory review"), table)


def _as_told(found: pd.DataFrame, column: str) -> list[float | None]:
    """Return raw numbers of a review, amounts as they are told; None where there is none."""
    return [
        None if value is None else as_told(value, OF_RESULTS[unit])
        for value, unit in zip(found[column], found["unit"], strict=True)
    ]


# ---------------------------------------------------------------------------------- the table


def _row(one: pd.Series, past: pd.Series | None, years: int) -> list[Cell]:
    when_read = _("first year") if one["of_year"] and one["value"] is not None else ""
    limit = _beside(threshold_words(one), past, threshold_words(past))
    before = _beside(value_words(one), past, value_words(past))
    return [
        Cell(strong=_(one["title"]), small=_(one["definition"])),
        Cell(strong=value_words(one), small=listed(filter(None, (when_read, before)), SEMICOLONS)),
        Cell(threshold_words(one), small=limit),
        _state(one, past, years),
        Cell(links=[_source(one)]),
    ]


def _state(one: pd.Series, past: pd.Series | None, years: int) -> Cell:
    told = path_words(one, years)
    before = "" if past is None else _beside(state_words(one), past, state_words(past))
    return Cell(
        strong=_(STATES[one["state"]]), small=listed(filter(None, (told, before)), SEMICOLONS)
    )


def _beside(now: str, past: pd.Series | None, before: str) -> str:
    """Tell what the baseline has in a cell's place, where that is something else."""
    if past is None or before == now:
        return ""
    return _("baseline: {was}").format(was=before)


def _source(one: pd.Series) -> Link:
    """Lead to where a threshold's default comes from, or else the figure itself."""
    found = figure(one["source"])
    kind = _(_KINDS[found.kind])
    moved = one["side"] and one["threshold"] != Thresholds.fields()[one["indicator"]].default
    text = _("set here; default: {kind}").format(kind=kind) if moved else kind
    return Link(text, state.link_to("sources", figure=found.id), tip=_(found.figure))


# ----------------------------------------------------------------------------- the thresholds


def _thresholds() -> None:
    """Offer every threshold, two beside each other, with its default's source."""
    box = st.expander(_("Set the thresholds"), key="thresholds", on_change="rerun")
    if not box.open:
        return
    with box:
        paths = [f"thresholds.{name}" for name in Thresholds.fields()]
        columns = st.columns(2, gap="large")
        for place, column in enumerate(columns):
            with column:
                form(paths[place :: len(columns)])
