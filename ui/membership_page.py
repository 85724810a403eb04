"""The membership page: who leaves when the share rises, and where the plan comes to rest."""

import html

import numpy as np
import pandas as pd
import streamlit as st

from mutualmodel import (
    Composition,
    Projection,
    Quantity,
    Scenario,
    Sentence,
    Step,
    composition,
    fields,
    project,
    smallest_pool,
)
from mutualmodel.events import EVENTS
from mutualmodel.tipping import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    BreakEven,
    Outcome,
    OutcomeMap,
    break_even,
    kept,
    months_to_minimum,
    outcome,
    outcome_map,
    without_reaction,
)
from ui import membership_charts as charts
from ui import state
from ui.blocks import change_chips, chart_card, headline_figure, numbers, table_block, why_steps
from ui.controls import field_box, lever_block, source_link
from ui.language import _, amount, large, money, number, percent
from ui.membership_record import draw_record
from ui.theme import palette

LEVERS = ("price_elasticity", "risk_spread", "lapse_rate", "joiners_per_year")
# Leaving takes years to show, so this page looks as far as a projection can.
YEARS = 10
# The static picture asks who is left after so many years of a share.
CURVE_YEARS = 5
MAP_ELASTICITIES, MAP_SPREADS = np.linspace(0.0, 3.0, 25), np.linspace(0.0, 1.0, 21)
# The inputs that this page shows itself.
_PARTS = ("month", "share", "spares")
ON_PAGE = (*LEVERS, *(f"{event}_{part}" for event in EVENTS for part in _PARTS))


def show(view: state.View) -> None:
    """Draw the whole page."""
    state.mark_drawn(view.scenario)
    st.title(_("If the share rises, who leaves, and does the plan settle?"))
    intro = _("Ten years ahead: those for whom cover is worth least leave first.")
    st.html(f'<div class="insight">{html.escape(intro)}</div>')
    _live()
    now, past = _far(view.scenario), _far(view.baseline) if view.baseline else None
    st.header(_("What makes members leave at once"), divider="gray")
    _events()
    st.header(_("Who leaves"), divider="gray")
    _who(now, past)
    st.header(_("Where it comes to rest"), divider="gray")
    _rest(now, past)
    st.header(_("When the plan must end, and when it needs help"), divider="gray")
    _rules(now)
    st.header(_("Does the record say who reacts?"), divider="gray")
    draw_record(view.scenario)


def _far(scenario: Scenario) -> Scenario:
    return scenario.with_changes(years=YEARS)


@st.fragment
def _live() -> None:
    """Levers, headline and the share; a drag reruns this alone."""
    began = state.view()
    levers, result = st.columns([0.36, 0.64], gap="large")
    with levers:
        resting = lever_block(began, project(began.scenario).headline, LEVERS)
        links = " · ".join(source_link(name, _(fields()[name].title)) for name in LEVERS)
        st.caption(_("Where these defaults come from: {links}").format(links=links))
    view = state.view()
    plan = project(_far(view.scenario))
    past = project(_far(view.baseline)) if view.baseline else None
    with levers:
        curve = break_even(plan.scenario, CURVE_YEARS)
        alert = "" if outcome(plan) == "settles" else " alert"
        words = html.escape(_verdict(plan, curve))
        st.html(f'<div class="says{alert}" role="status">{words}</div>')
    with result:
        _figures(plan, past)
        if view.baseline is not None:
            change_chips(view)
        chart = charts.share(plan, past, palette())
        chart_card(chart, key="membership_share", height=300)
        numbers({"membership_share": chart}, key="membership_share")
    if resting and view.scenario != state.drawn():
        st.rerun()


_SAYS: dict[Outcome, str] = {
    "settles": "The plan settles: after ten years it keeps {kept} of the members whom leaving at "
    "the base rate alone would leave.",
    "shrinks": "The plan shrinks: after ten years only {kept} are left of the members whom leaving "
    "at the base rate alone would leave.",
    "unravels": "The plan unravels: after ten years {kept} are left of the members whom leaving at "
    "the base rate alone would leave.",
    "dissolves": "The plan dissolves after {months} months: membership falls below its minimum.",
}


def _verdict(plan: Projection, curve: BreakEven) -> str:
    """Say what becomes of the plan, and why."""
    months = months_to_minimum(plan)
    calm = project(without_reaction(plan.scenario))
    says = _(_SAYS[outcome(plan)]).format(
        kept=percent(kept(plan, calm)), months=number(months or 0.0, 1)
    )
    scenario = plan.scenario
    if scenario.price_elasticity == 0 or scenario.lapse_rate == 0:
        return says + " " + _("Nobody reacts to the share: it rises, and the same members leave.")
    stable = [point for point in curve.resting if point.stable]
    if not stable:
        return says + " " + _("No share would be matched by the cost of those who accept it.")
    point = stable[0]
    return (
        says
        + " "
        + _(
            "Of a rise in the share {product} comes back as cost within {years} years, because "
            "membership falls by {demand} % for each per cent and the well leave first: below "
            "100 % it dies out, near {price} a year."
        ).format(
            product=percent(point.product),
            years=CURVE_YEARS,
            demand=number(-point.demand_elasticity, 2),
            price=money(point.price),
        )
    )


@st.cache_data(max_entries=32, show_spinner=False)
def _people(scenario: Scenario) -> Composition:
    return composition(scenario)


def _figures(plan: Projection, past: Projection | None) -> None:
    left, dear, ill, ends = st.columns([1.4, 1, 1, 1])
    people = _people(plan.scenario)
    before = _people(past.scenario) if past else None
    with left:
        members = _last_members(plan)
        headline_figure(
            _("Members after ten years"),
            number(members / 1e6, 1) if members >= 1e6 else large(members),
            _("million") if members >= 1e6 else "",
            _("{share} of those who started").format(
                share=percent(members / plan.scenario.members, 1)
            ),
            members,
            _last_members(past) if past else None,
            large=True,
            write=large,
        )
        why_steps(
            "membership_left",
            _("Members after ten years"),
            lambda: _member_steps(plan),
            lambda: _program(plan.scenario, 'array("members")[-1]'),
        )
    with dear:
        cost = float(plan.years["charged_per_member"].iloc[-1])
        headline_figure(
            _("The share then"),
            amount(cost),
            _("yuan a year"),
            _("first year {cost}").format(cost=amount(plan.headline.cost_per_member_year)),
            cost,
            float(past.years["charged_per_member"].iloc[-1]) if past else None,
            large=False,
        )
    with ill:
        headline_figure(
            _("Risk of who stays"),
            "× " + number(float(people.mean_risk[-1]), 2),
            "",
            _("at the same age and sex"),
            float(people.mean_risk[-1]),
            float(before.mean_risk[-1]) if before else None,
            large=False,
            write=lambda value: number(value, 2),
        )
    with ends:
        months = months_to_minimum(plan)
        earlier = months_to_minimum(past) if past else None
        headline_figure(
            _("Below its minimum"),
            _("never") if months is None else number(months, 1),
            "" if months is None else _("months"),
            _("minimum {members}").format(members=large(plan.scenario.minimum_members)),
            months or 0.0,
            earlier if months is not None else None,
            large=False,
            write=lambda value: _("{months} months").format(months=number(value, 1)),
        )


def _last_members(plan: Projection) -> float:
    return float(plan.array("members")[-1])


def _member_steps(plan: Projection) -> list[Step]:
    scenario = plan.scenario
    totals = {name: float(plan.array(name)[:-1].sum()) for name in ("joined", "lapsed", "aged_out")}
    end = _last_members(plan)
    return [
        Step(
            "Members at the start",
            Sentence("as set"),
            Quantity(scenario.members, "members"),
            (fields()["members"].source,),
        ),
        Step(
            "Who comes and goes until the last settlement",
            Sentence(
                "joined {joined}, left {lapsed}, turned sixty {aged}",
                {
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                },
            ),
            Quantity(totals["joined"] - totals["lapsed"] - totals["aged_out"], "members"),
            tuple(fields()[name].source for name in LEVERS),
        ),
        Step(
            "Members at the last settlement",
            Sentence(
                "{start} + {joined} − {lapsed} − {aged}; each leaves at {rate} × (share / own "
                "expected benefit) ^ {elasticity}",
                {
                    "start": Quantity(scenario.members, ""),
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                    "rate": Quantity(scenario.lapse_rate, "percent"),
                    "elasticity": Quantity(scenario.price_elasticity, "times"),
                },
            ),
            Quantity(end, "members"),
        ),
    ]


def _program(scenario: Scenario, what: str) -> str:
    return (
        "from mutualmodel import Scenario, project\n\n"
        f"scenario = {scenario.code()}\nproject(scenario).{what}\n"
    )


def _events() -> None:
    for column, event in zip(st.columns(3, gap="large"), EVENTS, strict=True):
        with column:
            for part in _PARTS:
                field_box(f"{event}_{part}")


def _who(now: Scenario, past: Scenario | None) -> None:
    people, before = _people(now), _people(past) if past else None
    left, right = st.columns(2, gap="large")
    by_class = charts.classes(people, before, palette())
    by_age = charts.ages(people, before, palette())
    with left:
        chart_card(by_class, key="classes", height=340)
    with right:
        chart_card(by_age, key="ages", height=340)
    ill = charts.incidence(people, before, palette())
    chart_card(ill, key="mean_incidence", height=300)
    numbers({"classes": by_class, "ages": by_age, "mean_incidence": ill}, key="who")


@st.cache_data(max_entries=16, show_spinner=False)
def _map(scenario: Scenario) -> OutcomeMap:
    return outcome_map(scenario, list(MAP_ELASTICITIES), list(MAP_SPREADS))


def _rest(now: Scenario, past: Scenario | None) -> None:
    left, right = st.columns(2, gap="large")
    curve = break_even(now, CURVE_YEARS)
    before = break_even(past, CURVE_YEARS) if past else None
    meeting = charts.break_even(curve, before, palette())
    with left:
        chart_card(meeting, key="break_even", height=380)
        st.caption(_elasticities(curve))
    # The map is over these two inputs, so it is the same wherever the plan stands on it.
    plan = now.with_changes(price_elasticity=0.0, risk_spread=0.5)
    here = now.price_elasticity, now.risk_spread
    there = (past.price_elasticity, past.risk_spread) if past else None
    where = charts.outcomes(_map(plan), here, there, YEARS, palette())
    with right:
        chart_card(where, key="outcomes", height=380)
        st.caption(
            _(
                "Settles: {high} or more kept. Unravels: below {low}. Between them it shrinks."
            ).format(high=percent(SETTLES_FROM), low=percent(UNRAVELS_BELOW))
        )
    numbers({"break_even": meeting, "outcomes": where}, key="rest")


def _elasticities(curve: BreakEven) -> str:
    if not curve.resting:
        return _("There is no resting point.")
    lines = [
        _(
            "At {price}: membership to the share {demand}, average cost to membership {cost}; "
            "product {product}, {kind}."
        ).format(
            price=money(point.price),
            demand=number(point.demand_elasticity, 2),
            cost=number(point.cost_elasticity, 2),
            product=number(point.product, 2),
            kind=_("below 1: stable") if point.stable else _("above 1: it tips over"),
        )
        for point in curve.resting
    ]
    return "  \n".join(lines)


def _rules(now: Scenario) -> None:
    plan, pool = project(now), smallest_pool(now)
    table = pd.DataFrame(
        {
            _("rule"): [_("minimum membership"), _("smallest pool that needs no help")],
            _("members"): [now.minimum_members, round(pool)],
            _("reached after, months"): [
                _crossing(plan, now.minimum_members),
                _crossing(plan, pool),
            ],
            _("then"): [
                _("the plan dissolves; {owed} are owed").format(
                    owed=money(plan.headline.owed_at_dissolution)
                )
                if plan.headline.dissolved_after_years is not None
                else _("the plan dissolves; what is owed is told on the page Closing"),
                _help(now),
            ],
        }
    )
    table_block(table, key="rules")


def _crossing(plan: Projection, members: float) -> str:
    below = np.flatnonzero(plan.array("members") < members)
    return number(float(below[0]) / 2, 1) if len(below) else _("never")


def _help(scenario: Scenario) -> str:
    if scenario.per_claim_cap is None:
        return _("there is no cap on one claim, so the plan never needs help")
    bearer = {
        "sponsor": _("the operator"),
        "insurer": _("an insurer"),
        "nobody": _("nobody: payouts are cut"),
    }[scenario.cap_bearer]
    return _("one claim costs more than {cap} a member; above it pays {bearer}").format(
        cap=money(scenario.per_claim_cap), bearer=bearer
    )
