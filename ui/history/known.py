"""How well the record knows the fitted values: plans alike in the past, and value by value."""

import pandas as pd
import streamlit as st

from mutualmodel.figures.reading import numbers_of
from mutualmodel.history.alike import PlansAlike, plans_alike
from mutualmodel.history.fits import (
    FINAL,
    FITTED,
    FITTED_INPUTS,
    FITTED_START,
    fits,
)
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import KnownWithin, known_within
from mutualmodel.inputs import fields
from mutualmodel.levels import HIGH, LOW
from mutualmodel.text import N_
from ui.frame import state
from ui.history.alike_chart import DRAWN, alike_chart
from ui.history.tables import RECORD
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.charts import Titled
from ui.kit.language import _, as_told, number, unit_in_words
from ui.kit.reading_table import Cell, Column, reading_table
from ui.kit.theme import palette

_OF_THE_RECORD = {
    "slow_start_days": N_("Delay of the first claims, beyond the lasting one"),
    "slow_start_fall_days": N_("Time until a third (1/e) of that extra delay is left"),
    "other_plans_share": N_("Share of the claims that are the senior and chronic plans’"),
}
_IN_DAYS = ("claim_delay_days", *FITTED_START)
# The fitted values that a judgement holds beside the record, each with its figure.
_JUDGED = {"claim_delay_days": "claim_delay_judged"}
_IN_PERCENT = ("claim_delay_cv", "other_plans_share")


def draw_known() -> None:
    """Draw the picture, what it says, the table of the values and how they move together."""
    alike = plans_alike(DRAWN)
    chart = alike_chart(alike, palette())
    says(in_the_fifth_year(alike))
    chart_card(chart, key="history_alike", height=400)
    numbers({"history_alike": chart}, key="history_alike")
    _values()
    st.markdown(moves_together())


def in_the_fifth_year(alike: PlansAlike) -> str:
    """Say how far the fifth year is known, from all that was published and from years alone."""
    low, high = numbers_of("year_5_from_years_alone")
    return _(
        "From all that was published, the default plan’s fifth year is expected to cost {low} to "
        "{high} ¤ in nine cases in ten. From the shares and claims of the three years alone it "
        "would be {years_low} to {years_high} ¤. The luck of a single year comes on top."
    ).format(
        low=number(as_told(alike.low[-1])),
        high=number(as_told(alike.high[-1])),
        years_low=number(as_told(low)),
        years_high=number(as_told(high)),
    )


def _values() -> None:
    columns = [
        Column(_("Fitted value"), 34),
        Column(_("Fit"), 11, titled=True),
        Column(_("Nine in ten of the plausible sets"), 19, titled=True),
        Column(_("Nine in ten by its profile"), 19, titled=True),
        Column(_("Fifth year at these ends, ¤"), 17, titled=True),
    ]
    rows = [_row(name) for name in FITTED]
    reading_table(columns, rows, known_table(), key="known")
    st.caption(
        _(
            "Profile: the value is fixed, all others are fitted again, and the fit may worsen by "
            "no more than chance explains in nine cases in ten (chi-square 2.71)."
        )
    )
    st.caption(held_by_judgement())


def known_table() -> Titled:
    """Return the same as raw numbers: an end that there is not is left out."""
    rows = []
    for name in FITTED:
        within = known_within(name)
        low, high = kept_plans()[name].quantile([LOW, HIGH])
        rows.append(
            {
                _("fitted value"): title_of(name),
                _("unit"): _unit(name),
                _("fit"): fits()[FINAL].estimates[name],
                _("plausible sets, 5 % point"): low,
                _("plausible sets, 95 % point"): high,
                _("profile, lower end"): within.low,
                _("profile, upper end"): within.high,
                _("fifth year at the lower end, ¤"): within.cost_low,
                _("fifth year at the upper end, ¤"): within.cost_high,
            }
        )
    return Titled(_("How well each fitted value is known"), pd.DataFrame(rows), _(RECORD))


def _unit(name: str) -> str:
    if name in _IN_DAYS:
        return _("days")
    return unit_in_words(fields()[name].unit) if name in FITTED_INPUTS else _("fraction")


def held_by_judgement() -> str:
    """Say that the delay is held from below by a judgement, with a link to it."""
    judged, low, high = numbers_of(_JUDGED["claim_delay_days"])
    told = _(
        "The record alone fits as well with hardly any delay. The lower limit of the delay, in the "
        "sets and in its profile, is a judgement made before the fit: [{judged} days, {low} to "
        "{high}]({link})."
    )
    link = state.link_to("sources", figure=_JUDGED["claim_delay_days"])
    return told.format(judged=number(judged), low=number(low), high=number(high), link=link)


def _row(name: str) -> list[Cell]:
    fitted, within = fits()[FINAL].estimates[name], known_within(name)
    low, high = kept_plans()[name].quantile([LOW, HIGH])
    cost_low, cost_high = number(within.cost_low), number(within.cost_high)
    return [
        Cell(strong=title_of(name), small=_("partly judged, see below") if name in _JUDGED else ""),
        Cell(_with_unit(name, _digits(name, fitted)), whole=True),
        Cell(_from_to(name, low, high)),
        Cell(_ends(name, within)),
        Cell(_("{low} to {high}").format(low=cost_low, high=cost_high), whole=True),
    ]


def title_of(name: str) -> str:
    """Return what a fitted value is called."""
    return _(fields()[name].title) if name in FITTED_INPUTS else _(_OF_THE_RECORD[name])


def _digits(name: str, value: float) -> str:
    if name in _IN_DAYS:
        return number(value)
    return number(100.0 * value, 1) if name in _IN_PERCENT else number(value, 2)


def _with_unit(name: str, written: str) -> str:
    if name in _IN_DAYS:
        return _("{number} days").format(number=written)
    return _("{number} %").format(number=written) if name in _IN_PERCENT else written


def _from_to(name: str, low: float, high: float) -> str:
    between = _("{low} to {high}").format(low=_digits(name, low), high=_digits(name, high))
    return _with_unit(name, between)


def _ends(name: str, within: KnownWithin) -> str:
    if within.low is not None and within.high is not None:
        return _from_to(name, within.low, within.high)
    if within.low is not None:
        low = _with_unit(name, _digits(name, within.low))
        return _("from {low} on, no upper end").format(low=low)
    if within.high is not None:
        high = _with_unit(name, _digits(name, within.high))
        return _("up to {high}, no lower end").format(high=high)
    return _("no end on either side")


def moves_together() -> str:
    """Say which values move together in the plausible sets."""
    ranks = kept_plans().corr(method="spearman").to_numpy()

    def together(one: str, other: str) -> str:
        return number(float(ranks[FITTED.index(one), FITTED.index(other)]), 1)

    return _(
        """**What moves together.** The fifth year depends on the level alone, the incidence of
members after two years in the plan: by then nearly all are past them. A higher level
goes with healthier first and second years (rank correlations {first} and {second}), as
the past fits both. A longer delay goes with less healthy first years ({delay}), as both
move claims between years. The record shows that there was a slow start, but not its
shape: a larger one goes with a wider spread of the delay ({spread}) and a shorter
duration ({fall}). None of these moves the fifth year."""
    ).format(
        first=together("incidence_multiplier", "select_year_1"),
        second=together("incidence_multiplier", "select_year_2"),
        delay=together("claim_delay_days", "select_year_1"),
        spread=together("slow_start_days", "claim_delay_cv"),
        fall=together("slow_start_days", "slow_start_fall_days"),
    )
