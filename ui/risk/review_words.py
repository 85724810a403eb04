"""The supervisory review in words: values, thresholds and what becomes of them."""

import pandas as pd

from mutualmodel import Case, Quantity
from mutualmodel.analysis import supervisory_review
from mutualmodel.periods import PERIODS_PER_MONTH, PERIODS_PER_YEAR
from mutualmodel.text import N_
from ui.kit.language import SEMICOLONS, _, listed, money, ngettext, quantity, sentences

# Why there is no figure, as it stands in its place.
NO_FIGURE = {
    "no_plan": N_("no plan"),
    "no_minimum": N_("no minimum membership"),
    "no_cap": N_("no such cap"),
    "nothing_paid": N_("nothing is paid"),
    "nothing_submitted": N_("no claims are submitted"),
}
STATES = {
    "crossed": N_("crossed"),
    "within": N_("not crossed"),
    "watched": N_("watched"),
    "none": N_("no figure now"),
    "no_plan": N_("no plan"),
}


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
            "The plan dissolves at the start: nothing is left to supervise but its outstanding "
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


def value_words(one: pd.Series | None) -> str:
    """Write an indicator's value, or why there is none."""
    if one is None:
        return ""
    if one["value"] is None:
        return _(NO_FIGURE[one["reason"]])
    return quantity(Quantity(one["value"], one["unit"]))


def threshold_words(one: pd.Series | None) -> str:
    """Write the threshold on which an indicator warns."""
    if one is None:
        return ""
    if one["threshold"] is None:
        return _("none")
    value = quantity(Quantity(one["threshold"], one["unit"]))
    if one["side"] == "below":
        return _("at least {value}").format(value=value)
    return _("at most {value}").format(value=value)


def path_words(one: pd.Series, years: int) -> str:
    """Say what becomes of a threshold that is not crossed now."""
    if one["state"] != "crossed" and one["crossed_period"] is not None:
        return _("crossed {when}").format(when=when(one))
    if one["state"] != "within":
        return ""
    return ngettext("nor within {years} year", "nor within {years} years", years).format(
        years=years
    )


def state_words(one: pd.Series) -> str:
    """Say whether a threshold is crossed, and when it will be."""
    if one["state"] != "crossed" and one["crossed_period"] is not None:
        return _("crossed {when}").format(when=when(one))
    return _(STATES[one["state"]])
