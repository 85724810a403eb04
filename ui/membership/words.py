"""What the membership page says in words: what becomes of a plan, why, and by which rules."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from mutualmodel import Projection, Quantity, Scenario, project, smallest_pool
from mutualmodel.engine import PERIODS_PER_YEAR, never_starts, settlements_held
from mutualmodel.inputs.declare import OWN
from mutualmodel.membership import (
    BreakEven,
    Outcome,
    break_even,
    kept,
    outcome,
    without_reaction,
)
from mutualmodel.periods import PERIODS_PER_MONTH
from mutualmodel.text import N_
from ui.frame.standing import ends
from ui.kit.charts import Table, whole_beside
from ui.kit.language import _, large, money, number, percent, quantity, sentences
from ui.membership.ahead import last_members

# The static picture asks who is left after so many years of a share.
CURVE_YEARS = 5


@st.cache_data(max_entries=32, show_spinner=False)
def cost_curve(scenario: Scenario) -> BreakEven:
    """Return what those who accept a share cost, and where that comes to rest."""
    return break_even(scenario, CURVE_YEARS)


_HAS: dict[Outcome, str] = {
    "settles": N_(
        "The plan holds: after ten years it has {kept} of the members it would have if nobody "
        "reacted to the price."
    ),
    "shrinks": N_(
        "The plan shrinks: after ten years it has only {kept} of the members it would have if "
        "nobody reacted to the price."
    ),
    "unravels": N_(
        "The plan unravels: after ten years it has {kept} of the members it would have if nobody "
        "reacted to the price."
    ),
}


def answer(plan: Projection) -> str:
    """Answer the page's question with the numbers of the plan, in a sentence."""
    if plan.headline.dissolved_after_years is not None:
        return ends(plan)
    members, start = last_members(plan), plan.scenario.members
    return _(
        "After ten years there are {members} members, {share} of the number at the start, and each "
        "pays {price} a year."
    ).format(
        members=large(members),
        share=percent(members / start, 1),
        price=money(float(plan.by_year("charged_per_member")[-1])),
    )


def verdict(plan: Projection) -> str:
    """Say what becomes of the plan, and why."""
    if never_starts(plan):
        return ends(plan)
    return sentences(_becomes(plan), _because(plan.scenario), _held_down(plan))


def _held_down(plan: Projection) -> str:
    """Say that members react to a share that caps hold far below what they cost, if it is so."""
    if not (plan.scenario.reacts_to_share and caps_hide_the_cost(plan)):
        return ""
    at = _last_year(plan)
    return _(
        "The caps keep what members pay at {paid} of a bill of {gross} a year, and members react "
        "to what they pay, not to what they cost."
    ).format(
        paid=money(float(plan.by_year("charged_per_member")[at])),
        gross=money(float(plan.by_year("gross_per_member")[at])),
    )


def caps_hide_the_cost(plan: Projection) -> bool:
    """Say whether caps hold what members pay in the last full year below nine tenths of it."""
    at = _last_year(plan)
    paid, gross = (
        float(plan.by_year(name)[at]) for name in ("charged_per_member", "gross_per_member")
    )
    return paid < 0.9 * gross


def _last_year(plan: Projection) -> int:
    """Return the place of the last year of which a plan holds all settlements, or of the first."""
    return max(settlements_held(plan) // PERIODS_PER_YEAR - 1, 0)


def _becomes(plan: Projection) -> str:
    came_to = outcome(plan)
    if came_to not in _HAS:
        return ends(plan)
    if not _answers_the_price(plan.scenario):
        return _("The plan holds: nobody leaves because of the price.")
    calm = project(without_reaction(plan.scenario))
    return _(_HAS[came_to]).format(kept=percent(kept(plan, calm)))


def _answers_the_price(scenario: Scenario) -> bool:
    """Say whether what members pay changes who leaves."""
    return scenario.reacts_to_share and scenario.members_path != OWN


def _because(scenario: Scenario) -> str:
    if scenario.members_path == OWN:
        return _("Membership follows your own path, whatever the price.")
    if not scenario.reacts_to_share:
        return _("The same members leave, whatever they pay.")
    stable = [point for point in cost_curve(scenario).resting if point.stable]
    if not stable:
        return _("At no price would those who accept it cost just as much.")
    point = stable[0]
    return _(
        "If the price rises by 1 %, {demand} % of the members leave within {time}, the healthy "
        "first, and that raises the cost by {product} %. Below 1 % this dies out, near {price} a "
        "year."
    ).format(
        product=number(point.product, 2),
        time=quantity(Quantity(CURVE_YEARS, "years")),
        demand=number(-point.demand_elasticity, 2),
        price=money(point.price),
    )


def elasticities(curve: BreakEven) -> str:
    """Say how steep membership and cost are where a plan comes to rest."""
    if not curve.resting:
        return _("There is no resting point.")
    lines = [
        _(
            "At {price}: elasticity of membership to the price {demand}, of average cost to "
            "membership {cost}; product {product}, {kind}."
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


def rules(now: Scenario, past: Scenario | None) -> Table:
    """Return when a plan must end and when it needs help."""
    table = _rule_columns(now)
    if past is None:
        return table
    both = whole_beside(table, _rule_columns(past))
    width = len(table.raw.columns)
    mine, theirs = list(table.raw.columns[1:]), list(both.raw.columns[width:])
    # In pairs, the numbers first: they are to be compared without scrolling.
    pairs = [name for pair in zip(mine, theirs, strict=True) for name in pair]
    return replace(both, raw=both.raw[[table.raw.columns[0], *pairs]])


def _rule_columns(scenario: Scenario) -> Table:
    plan, pool = project(scenario), smallest_pool(scenario)
    dissolved = plan.headline.dissolved_after_years is not None
    after = [_ending(plan), _crossing(plan, pool)]
    owed = plan.headline.owed_at_dissolution if dissolved else np.nan
    reached, then, unpaid = _("reached after, months"), _("then"), _("left unpaid then, ¤")
    told = _("the plan dissolves; the page Closing shows what is owed")
    raw = {
        _("rule"): [_("minimum membership"), _smallest(scenario)],
        _("members"): [scenario.minimum_members, round(pool)],
        reached: after,
        then: [_("the plan dissolves") if dissolved else told, _help(scenario)],
        unpaid: [owed, np.nan],
    }
    words = {reached: [_after(months) for months in after]}
    if dissolved:
        left = _("the plan dissolves; {owed} are left unpaid").format(owed=money(owed))
        words[then] = [left, _help(scenario)]
    return Table(pd.DataFrame(raw), pd.DataFrame(words), (unpaid,))


def _smallest(scenario: Scenario) -> str:
    if scenario.claim_size_cv > 0.0:
        return _("smallest pool that stays under the cap with a claim of average size")
    return _("smallest pool that stays under the cap on one claim")


def _crossing(plan: Projection, members: float) -> float:
    """Return the months until there are fewer members; NaN where that never is."""
    below = np.flatnonzero(plan.array("members")[: settlements_held(plan)] < members)
    return float(below[0]) / PERIODS_PER_MONTH if len(below) else np.nan


def _ending(plan: Projection) -> float:
    """Return the months until the plan ends; NaN where it never does."""
    held = settlements_held(plan)
    return np.nan if held == len(plan.array("members")) else held / PERIODS_PER_MONTH


def _after(months: float) -> str:
    if np.isnan(months):
        return _("never")
    return number(months, 1) if months else _("at the start")


def _help(scenario: Scenario) -> str:
    if scenario.claim_cap is None:
        return _("there is no cap on one claim to reach")
    says = {
        "sponsor": _(
            "one claim would cost more than {cap} a member; the operator pays what is above"
        ),
        "insurer": _(
            "one claim would cost more than {cap} a member; an insurer pays what is above"
        ),
        "nobody": _(
            "one claim would cost more than {cap} a member; nobody pays what is above: payouts "
            "are cut"
        ),
    }[scenario.cap_bearer]
    return says.format(cap=money(scenario.claim_cap))
