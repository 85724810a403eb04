"""The insurer's own view: its year, the viable price without the young, quotes beside the model."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from mutualmodel import Case
from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import InsurerView, insurer_view, level_premium, mutual_costs, quotes
from ui.frame import parts, state
from ui.frame.faults import fragment
from ui.frame.forms import levers
from ui.frame.jumps import payout_step
from ui.insurance import insurer_charts
from ui.insurance.insurer_charts import Viable
from ui.kit.blocks import chart_card, numbers, titled_block
from ui.kit.charts import Chart, Table, Titled
from ui.kit.language import _, as_told, large, money, number, percent
from ui.kit.palette import Palette
from ui.kit.theme import palette


def insurer_section() -> None:
    """Draw the insurer's year with and without the young, its viable price and the quotes."""
    _live()
    real = real_quotes(palette())
    chart_card(real, key="ins_quotes", height=330)
    numbers({"ins_quotes": real}, key="ins_quotes")


@fragment()
def _live() -> None:
    """Draw what follows the age from which the insurer has the members."""
    left, right = st.columns([0.42, 0.58], gap="large")
    with left:
        levers(["view.young_until"], then=parts.run)
        st.caption(
            _(
                "One-year policies for the members of these ages. Prices follow age, so without "
                "the young the loss ratio (claims over premiums) stays the same, but a single "
                "price for all would change. In 2020, 99 insurers paid 38 % of short-term health "
                "premiums in claims. Capital here covers a bad year of claims only; insurers hold "
                "more, so the return looks high."
            )
        )
    view = state.view()
    viable = viable_price(view, palette())
    with right:
        chart_card(
            viable, key="ins_viable", height=insurer_charts.viable_height(_viable_before(view))
        )
    titled_block(insurer_table(view), key="ins_insurer")
    numbers({"ins_viable": viable}, key="ins_viable")
    parts.follow()


def real_quotes(colours: Palette) -> Chart:
    """Draw published premiums beside the model's."""
    return insurer_charts.quotes_chart(
        {sex: _net_levels(sex) for sex in ("M", "F")},
        [quote for quote in quotes() if quote.kind == "level" and quote.payments == 30],
        colours,
    )


@st.cache_data(max_entries=2)
def _net_levels(sex: str) -> FloatArray:
    """Return the net level premium to 70 by age at entry, 30 payments, per 1,000."""
    return np.array([level_premium(age, sex) for age in range(41)])


def viable_price(view: state.View, colours: Palette) -> Chart:
    """Draw the price that the insurer needs, by the age from which it has the members."""
    return insurer_charts.viable_chart(_viable(view.case), _viable_before(view), colours)


def _viable_before(view: state.View) -> Viable | None:
    return _viable(view.baseline) if view.baseline is not None else None


def _viable(case: Case) -> Viable:
    ages = tuple(range(case.plan.minimum_age, case.plan.exit_age, 5))
    return Viable(
        ages,
        [insurer_view(case.plan, case.insurer, from_age=age) for age in ages],
        mutual_costs(case.plan)["mutual"].whole_year("settled"),
        _left_from(case),
        payout_step(case.plan),
    )


def insurer_table(view: state.View) -> Titled:
    """Return the insurer's year with all members, with the older only and as a group."""
    return Titled(_("The insurer’s year"), _insurer_table(view.case, view.baseline))


def _insurer_table(case: Case, baseline: Case | None) -> Table:
    columns = _years(case)
    if baseline is not None:
        told = _("baseline, {which}")
        columns |= {told.format(which=name): year for name, year in _years(baseline).items()}
    lines, unit = _lines(), _("unit")
    raw = {_("in a year"): [line.title for line in lines], unit: [line.unit for line in lines]}
    values = {name: [line.value(year) for line in lines] for name, year in columns.items()}
    told_values = {
        name: [
            as_told(value) if line.words is money else value
            for line, value in zip(lines, column, strict=True)
        ]
        for name, column in values.items()
    }
    words = {
        name: [
            "–" if math.isnan(value) else line.words(value)
            for line, value in zip(lines, column, strict=True)
        ]
        for name, column in values.items()
    }
    return Table(pd.DataFrame(raw | told_values), pd.DataFrame(words), (unit,))


@dataclass(frozen=True)
class _Line:
    """A row of the insurer's year: what it is, its value and unit, and how that is written."""

    title: str
    value: Callable[[InsurerView], float]
    unit: str
    words: Callable[[float], str]


def _lines() -> list[_Line]:
    def to_a_tenth(value: float) -> str:
        return percent(value, 1)

    def factor(value: float) -> str:
        return number(value, 2)

    share = _("fraction")
    return [
        _Line(_("lives insured"), lambda one: one.lives, _("lives"), large),
        _Line(_("share of applicants accepted"), lambda one: one.taken, share, percent),
        _Line(
            _("incidence of the accepted, × average"),
            lambda one: one.incidence,
            _("× average"),
            factor,
        ),
        _Line(_("premium income"), lambda one: one.premiums, _("¤"), money),
        _Line(_("expected loss ratio"), lambda one: one.loss_ratio, share, to_a_tenth),
        _Line(
            _("in the first policy year"),
            lambda one: one.first_year_loss_ratio,
            share,
            to_a_tenth,
        ),
        _Line(_("capital for the 99.5 % year"), lambda one: one.capital, _("¤"), money),
        _Line(_("return on that capital"), _return, share, percent),
        _Line(_("average premium a life"), lambda one: one.market_price, _("¤"), money),
        _Line(_("price needed a life"), lambda one: one.viable_price, _("¤"), money),
    ]


def _return(one: InsurerView) -> float:
    return math.nan if one.return_on_capital is None else one.return_on_capital


def _left_from(case: Case) -> int:
    """Return the age from which the insurer has the members, as far as the plan has such ages."""
    plan = case.plan
    return min(max(case.view.young_until, plan.minimum_age), plan.exit_age - 1)


def _years(case: Case) -> dict[str, InsurerView]:
    start = _left_from(case)
    return {
        _("all ages"): insurer_view(case.plan, case.insurer),
        _("from {age} on").format(age=start): insurer_view(case.plan, case.insurer, from_age=start),
        _("as a group"): insurer_view(case.plan, case.insurer, group=True),
    }
