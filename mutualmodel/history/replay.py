"""Run the engine over the real membership, under the rules of each date.

Members follow the published path: some always leave, at the lapse rate of the assumptions; where
the path is above those who stay, the difference joins, and where it is below, the difference leaves
as well. Diagnoses follow the table of the definitions then in force, payouts the rules at the
diagnosis, the fee and the caps those at the settlement.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import charge_within_year
from mutualmodel.engine.cohorts import Cohorts, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import PlanRun
from mutualmodel.figures.rulebook import Rule, rule_on
from mutualmodel.history.record import SETTLEMENT_DATES, members_on, settlements
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

SETTLEMENTS = len(SETTLEMENT_DATES)
_YEARS = -(-SETTLEMENTS // PERIODS_PER_YEAR)
_TABLES = ("CI2", "CI4")
# Who turns sixty depends a little on who joined when; by then flows and ages agree to 1e-9.
_FOLLOWING_ROUNDS = 6
# A diagnosis falls on average half a period, some seven days, before its settlement date.
_HALF_A_PERIOD = dt.timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """A turn that history did not take, from the settlement after ``start`` on.

    ``payout_under_40`` and ``payout_40_plus`` in yuan replace the rules' for diagnoses from then
    on, None leaves them. With ``no_joiners`` nobody joins any more, with ``no_leavers`` nobody
    leaves but by age: membership then follows its own course and not the published path.
    """

    start: dt.date
    payout_under_40: float | None = None
    payout_40_plus: float | None = None
    no_joiners: bool = False
    no_leavers: bool = False


@dataclass(frozen=True)
class Course:
    """Members at each settlement and the flows between them.

    ``members`` (T + 1,), ``joiners`` and ``lapse`` (T,): members who enter after each settlement
    and the hazard of leaving after it. T is four years of settlements, beyond the last date flat.
    """

    members: FloatArray
    joiners: FloatArray
    lapse: FloatArray


def replay(
    assumptions: Scenario | None = None,
    change: Change | None = None,
    *,
    ageing: bool = True,
    rules_of: dt.date | None = None,
) -> pd.DataFrame:
    """Return the plan's history as the model has it, one row a settlement.

    Parameters
    ----------
    assumptions
        Incidence, select factors, delay and ages of the members; by default those of
        :class:`Scenario`. Membership, payouts, fee and caps are history's and not taken from it.
    change
        A turn that history did not take, None for the record as it was.
    ageing
        False keeps every member at the age of joining, to tell what ageing did.
    rules_of
        A day whose rules hold throughout, to tell what the changes of rules did; None for the
        rules of each date.

    Returns
    -------
    DataFrame
        ``date``; ``members``; ``gross_per_member`` and ``charged_per_member`` in yuan; ``claims``;
        ``payout``, ``fee`` and ``sponsor`` in yuan (the operator pays what members do not);
        ``diagnosed`` claims; ``reported_share``, ``reported_claims`` and ``reported_payout``
        where a settlement of the critical-illness plan was reported, else NaN.
        ``charged_per_member * members + sponsor = payout + fee`` in every row.

    Raises
    ------
    ValueError
        When ``rules_of`` is before the launch.
    """
    flows = course(change, assumptions := assumptions or Scenario(), ageing=ageing)
    paid = _paid(assumptions, flows, change, ageing=ageing, rules_of=rules_of)
    return _settled(*paid, flows.members[:SETTLEMENTS], rules_of)


def course(change: Change | None, ages: Scenario, *, ageing: bool = True) -> Course:
    """Return the flows that keep members on the published path, or on a changed one.

    Parameters
    ----------
    change
        A turn that history did not take, None for the path as it was.
    ages
        A scenario with the mix of ages and sexes, on which depends who turns sixty, and with the
        rate at which members leave while the path does not fall.
    ageing
        False where members keep the age of joining: then nobody turns sixty.
    """
    mix = ages.share_under_18, ages.share_40_to_59, ages.share_female
    followed = _published_course(*mix, ages.lapse_rate, ageing)
    if change is None or not (change.no_joiners or change.no_leavers):
        return followed
    later = np.arange(len(followed.lapse)) >= _first_after(change.start)
    joiners = np.where(later & change.no_joiners, 0.0, followed.joiners)
    lapse = np.where(later & change.no_leavers, 0.0, followed.lapse)
    members = _moved(_rows(ages, "CI4", joiners, lapse), ageing=ageing).members[:, 0]
    return Course(members, joiners, lapse)


def _first_after(day: dt.date) -> int:
    return sum(settled <= day for settled in SETTLEMENT_DATES)


@lru_cache(maxsize=16)
def _published_course(
    young: float, old: float, women: float, turnover: float, ageing: bool
) -> Course:
    path = members_on(SETTLEMENT_DATES)
    path = np.concatenate([path, np.full(_YEARS * PERIODS_PER_YEAR + 1 - len(path), path[-1])])
    periods = len(path) - 1
    ages = Scenario(share_under_18=young, share_40_to_59=old, share_female=women)
    joiners, lapse = np.zeros(periods), np.full(periods, turnover / PERIODS_PER_YEAR)
    for _ in range(_FOLLOWING_ROUNDS):
        members = _moved(_rows(ages, "CI4", joiners, lapse), ageing=ageing).members[:, 0]
        staying = (members[1:] - joiners) / members[:-1] / np.exp(-lapse)
        needed = path[1:] / (path[:-1] * staying)
        lapse = np.maximum(-np.log(needed), turnover / PERIODS_PER_YEAR)
        joiners = np.maximum(path[1:] - path[:-1] * staying * np.exp(-lapse), 0.0)
    for shared in (path, joiners, lapse):
        shared.flags.writeable = False
    return Course(path, joiners, lapse)


def _rows(ages: Scenario, table: str, joiners: FloatArray, lapse: FloatArray) -> Rows:
    scenario = ages.with_changes(
        members=float(members_on(SETTLEMENT_DATES[:1])[0]),
        opening_tenure_years=0.0,
        incidence_table=table,
        price_elasticity=0.0,
        years=_YEARS,
        payout_under_40=1.0,
        payout_40_plus=1.0,
        mild_payout=1.0,
    )
    rows = next(iter(grouped([scenario], 1, 1)))
    return replace(rows, joiners=joiners[:, None], lapse=lapse[:, None])


def _moved(rows: Rows, *, ageing: bool = True) -> PlanRun:
    if ageing:
        return run_plans(rows)
    return run_plans(rows, _ageless(cohorts(rows.incidence_table, rows.years)))


def _ageless(cells: Cohorts) -> Cohorts:
    """Return cells whose members stay at the age they had at the start, and joiners likewise."""
    return Cohorts(
        claims=np.broadcast_to(cells.claims[PAST_PERIODS], cells.claims.shape),
        remaining=np.ones_like(cells.remaining),
        joining=np.broadcast_to(cells.joining[0], cells.joining.shape),
    )


def _paid(
    scenario: Scenario,
    flows: Course,
    change: Change | None,
    *,
    ageing: bool,
    rules_of: dt.date | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Claims and yuan paid at each settlement and claims diagnosed before it: each (N,)."""
    diagnosed, payouts = _diagnosed(scenario, flows, change, ageing=ageing, rules_of=rules_of)
    found = np.stack([diagnosed.sum(axis=1), (diagnosed * payouts).sum(axis=1)], axis=1)
    rows = _rows(scenario, "CI4", flows.joiners, flows.lapse)
    paid = rows.delay.paid(found[:, None], 0, SETTLEMENTS)[:, 0]
    return paid[:, 0], paid[:, 1], found[PAST_PERIODS:, 0]


def diagnosed_by_kind(assumptions: Scenario) -> FloatArray:
    """Return the claims of the replay by half-month of diagnosis and payout kind.

    Shape (PAST_PERIODS + :data:`SETTLEMENTS`, 3); the first PAST_PERIODS rows lie before the first
    settlement and are empty.
    """
    flows = course(None, assumptions)
    return _diagnosed(assumptions, flows, None, ageing=True, rules_of=None)[0]


def _diagnosed(
    scenario: Scenario,
    flows: Course,
    change: Change | None,
    *,
    ageing: bool,
    rules_of: dt.date | None,
) -> tuple[FloatArray, FloatArray]:
    """Claims that a payout is due for, and that payout, by half-month of diagnosis and kind."""
    runs = {
        table: _moved(_rows(scenario, table, flows.joiners, flows.lapse), ageing=ageing)
        for table in _TABLES
    }
    # Before the launch there are none.
    claims, payouts = np.zeros((2, PAST_PERIODS + SETTLEMENTS, 3))
    for at, day in enumerate(SETTLEMENT_DATES, start=PAST_PERIODS):
        rule = _changed(rule_on(rules_of or day - _HALF_A_PERIOD), day, change)
        payouts[at] = rule.payout_under_40, rule.payout_40_plus, rule.mild_payout
        claims[at] = runs[rule.incidence_table].incurred[at, 0] * (payouts[at] > 0)
    return claims, payouts


def _changed(rule: Rule, day: dt.date, change: Change | None) -> Rule:
    if change is None or day <= change.start:
        return rule
    payouts = {
        name: value
        for name in ("payout_under_40", "payout_40_plus")
        if (value := getattr(change, name)) is not None
    }
    return replace(rule, **payouts)


def _settled(
    claims: FloatArray,
    payout: FloatArray,
    diagnosed: FloatArray,
    members: FloatArray,
    rules_of: dt.date | None,
) -> pd.DataFrame:
    """Apply the fee, the caps and the bearer of each date."""
    import pandas as pd

    held = [rule_on(rules_of or day) for day in SETTLEMENT_DATES]
    fee = payout * np.array([rule.fee_rate for rule in held])
    gross = (payout + fee) / members
    charged = _charged(gross, held)
    return pd.DataFrame(
        {
            "date": pd.to_datetime(list(SETTLEMENT_DATES)),
            "members": members,
            "charged_per_member": charged,
            "gross_per_member": gross,
            "claims": claims,
            "payout": payout,
            "fee": fee,
            "sponsor": members * (gross - charged),
            "diagnosed": diagnosed,
            **_reported(),
        }
    )


def _charged(gross: FloatArray, held: list[Rule]) -> FloatArray:
    """Yuan a member at each settlement under the annual cap of its calendar year.

    The cap on one claim is left out: it binds below 3.3 million members, and there were more from
    the first settlement to the last, even without joiners.
    """
    charged = np.zeros(SETTLEMENTS)
    in_year: dict[int, float] = {}
    for period, (day, rule) in enumerate(zip(SETTLEMENT_DATES, held, strict=True)):
        before = in_year.get(day.year, 0.0)
        due = gross[period] if rule.members_pay else 0.0
        charged[period] = charge_within_year(due, before, rule.year_limit)
        in_year[day.year] = before + charged[period]
    return charged


@cache
def _reported() -> dict[str, FloatArray]:
    """Return what was reported of each settlement: share, claims, payout, each (N,); NaN if not."""
    record = settlements()
    single = record[record["scope"] == "period"].drop_duplicates("date")
    at = [SETTLEMENT_DATES.index(day) for day in single["date"].dt.date]
    names = {
        "share_yuan": "reported_share",
        "claims": "reported_claims",
        "payout_yuan": "reported_payout",
    }
    columns = {name: np.full(SETTLEMENTS, np.nan) for name in names.values()}
    for theirs, ours in names.items():
        columns[ours][at] = single[theirs]
    return columns
