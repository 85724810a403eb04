"""The supervisory review: what a regulator watches of the plan, and which warnings it crosses."""

import pandas as pd
import streamlit as st

from mutualmodel import Case, Quantity
from mutualmodel.analysis import supervisory_review
from mutualmodel.figures import figure
from mutualmodel.inputs import Thresholds
from mutualmodel.periods import PERIODS_PER_MONTH, PERIODS_PER_YEAR
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS
from ui.frame import state
from ui.frame.forms import form
from ui.kit.blocks import baseline_says, says
from ui.kit.language import (
    SEMICOLONS,
    _,
    listed,
    money,
    ngettext,
    quantity,
    sentences,
    unit_in_words,
)
from ui.kit.reading_table import Cell, Column, Link, reading_table

# Why there is no figure, as it stands in its place.
NO_FIGURE = {
    "no_plan": N_("no plan"),
    "no_minimum": N_("no minimum membership"),
    "no_cap": N_("no such cap"),
    "nothing_paid": N_("nothing is paid"),
    "nothing_submitted": N_("no claims are submitted"),
}
_STATES = {
    "crossed": N_("crossed"),
    "within": N_("not crossed"),
    "watched": N_("watched"),
    "none": N_("no figure now"),
    "no_plan": N_("no plan"),
}
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
    reading_table(
        columns,
        rows,
        label=_("Supervisory review"),
        key="review",
        raw=review_table(now, past),
    )
    _thresholds()


def review_table(now: pd.DataFrame, past: pd.DataFrame | None) -> pd.DataFrame:
    """Return a review as raw numbers with their units, and the baseline's beside it."""
    table = pd.DataFrame(
        {
            _("what is watched"): [_(title) for title in now["title"]],
            _("definition"): [_(text) for text in now["definition"]],
            _("now"): now["value"].to_numpy(),
            _("unit"): [unit_in_words(OF_RESULTS[unit]) for unit in now["unit"]],
            _("threshold"): now["threshold"].to_numpy(),
            _("warns on the side"): [_(_SIDES[side]) for side in now["side"]],
            _("state"): [_(_STATES[state]) for state in now["state"]],
            _("first crossed, settlement"): [
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
            table[title] = before[column].to_numpy()
        table[_("baseline, state")] = [_(_STATES[state]) for state in before["state"]]
    return table


def reviewed(case: Case) -> pd.DataFrame:
    """Return the review of a case with its own thresholds."""
    return supervisory_review(case.plan, case.thresholds)


def review_sentence(review: pd.DataFrame, years: int) -> str:
    """Say which thresholds are crossed now, and which will be on the way."""
    if (review["state"] == "no_plan").any():
        debts = review.loc[review["indicator"] == "outstanding", "value"].astype(float).sum()
        if not debts:
            return _("The plan dissolves at the start: there is nothing to supervise.")
        return _(
            "The plan dissolves at the start: there is nothing to supervise but its outstanding "
            "claims, {debts}."
        ).format(debts=money(debts))
    crossed = review[review["crossed_period"].notna()]
    at_once = crossed[crossed["state"] == "crossed"]
    later = crossed[crossed["state"] != "crossed"].sort_values("crossed_period", kind="stable")
    told = []
    if len(at_once):
        names = listed((_(title) for title in at_once["title"]), SEMICOLONS)
        told.append(_("Crossed now: {names}.").format(names=names))
    if len(later):
        names = listed((_named_with_time(one) for _place, one in later.iterrows()), SEMICOLONS)
        told.append(_("Crossed on the way: {names}.").format(names=names))
    if told:
        return sentences(*told)
    return ngettext(
        "No threshold is crossed now or within {years} year.",
        "No threshold is crossed now or within {years} years.",
        years,
    ).format(years=years)


def _named_with_time(one: pd.Series) -> str:
    return _("{indicator} ({when})").format(indicator=_(one["title"]), when=when(one))


def when(one: pd.Series) -> str:
    """Say when a threshold is first crossed: in a plan year, or after some months."""
    if one["of_year"]:
        return _("in year {year}").format(year=one["crossed_period"] // PERIODS_PER_YEAR + 1)
    months = Quantity(one["crossed_period"] / PERIODS_PER_MONTH, "months")
    return _("after {time}").format(time=quantity(months))


# ---------------------------------------------------------------------------------- the table


def _row(one: pd.Series, past: pd.Series | None, years: int) -> list[Cell]:
    when_read = _("first year") if one["of_year"] and one["value"] is not None else ""
    before = _beside(_value(one), past, _value(past))
    return [
        Cell(strong=_(one["title"]), small=_(one["definition"])),
        Cell(strong=_value(one), small=listed(filter(None, (when_read, before)), SEMICOLONS)),
        Cell(_threshold(one), small=_beside(_threshold(one), past, _threshold(past))),
        _state(one, past, years),
        Cell(links=[_source(one)]),
    ]


def _value(one: pd.Series | None) -> str:
    if one is None:
        return ""
    if one["value"] is None:
        return _(NO_FIGURE[one["reason"]])
    return quantity(Quantity(one["value"], one["unit"]))


def _threshold(one: pd.Series | None) -> str:
    if one is None:
        return ""
    if one["threshold"] is None:
        return _("none")
    value = quantity(Quantity(one["threshold"], one["unit"]))
    if one["side"] == "below":
        return _("at least {value}").format(value=value)
    return _("at most {value}").format(value=value)


def _state(one: pd.Series, past: pd.Series | None, years: int) -> Cell:
    told = _path_words(one, years)
    before = "" if past is None else _beside(_state_words(one), past, _state_words(past))
    return Cell(
        strong=_(_STATES[one["state"]]), small=listed(filter(None, (told, before)), SEMICOLONS)
    )


def _path_words(one: pd.Series, years: int) -> str:
    """Say what becomes of a threshold that is not crossed now."""
    if one["state"] != "crossed" and one["crossed_period"] is not None:
        return _("crossed {when}").format(when=when(one))
    if one["state"] != "within":
        return ""
    return ngettext("nor within {years} year", "nor within {years} years", years).format(
        years=years
    )


def _state_words(one: pd.Series) -> str:
    if one["state"] != "crossed" and one["crossed_period"] is not None:
        return _("crossed {when}").format(when=when(one))
    return _(_STATES[one["state"]])


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
