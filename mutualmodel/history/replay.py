"""Run the engine over the real membership, under the rules of each date.

Members follow the published path: some always leave, at the lapse rate of the assumptions; where
the path is above those who stay, the difference joins, and where it is below, the difference leaves
as well. Who joins is younger at first (:mod:`~mutualmodel.history.joiners`). Diagnoses follow the
table of the definitions then in force, payouts the rules at the diagnosis, the fee and the caps
those at the settlement. The first claims of the plan take longer to be paid than later ones
(:mod:`~mutualmodel.history.slow_start`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import charge_within_year
from mutualmodel.engine.cohorts import Cohorts, cohorts
from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import PlanRun
from mutualmodel.figures.rulebook import Rule, rule_on
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.history.joiners import JOINED_EARLY, AgeMix, early_mix, late_mix
from mutualmodel.history.record import SETTLEMENT_DATES, members_on, settlements
from mutualmodel.history.slow_start import SlowStart
from mutualmodel.inputs import Value
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
# The page of the record asks for some ten, and for one more at each turn that is tried.
_REPLAYS_KEPT = 32


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
    ``mixes`` are the ages of those who join before and after the end of 2018.
    """

    members: FloatArray
    joiners: FloatArray
    lapse: FloatArray
    mixes: tuple[AgeMix, AgeMix]

    @property
    def joiners_by_mix(self) -> FloatArray:
        """Those who enter after each settlement by their mix of ages, (T, 2)."""
        early = np.zeros(len(self.joiners))
        early[:SETTLEMENTS] = JOINED_EARLY
        return np.stack([self.joiners * early, self.joiners * (1.0 - early)], axis=1)


def replay(
    assumptions: Scenario | None = None,
    change: Change | None = None,
    *,
    ageing: bool = True,
    rules_of: dt.date | None = None,
    slow_start: SlowStart | None = None,
) -> pd.DataFrame:
    """Return the plan's history as the model has it, one row a settlement.

    Parameters
    ----------
    assumptions
        Incidence, select factors, delay and ages of the members; by default those of
        :class:`Scenario`. Its ages are those of all who had joined by the peak, its delay the one
        of a plan that is no longer new. Membership, payouts, fee and caps are history's and not
        taken from it.
    change
        A turn that history did not take, None for the record as it was.
    ageing
        False has all join at the ages of the assumptions, whenever they do, and keeps every member
        at the age of joining, to tell what it did that members grew older on average.
    rules_of
        A day whose rules hold throughout, to tell what the changes of rules did; None for the
        rules of each date.
    slow_start
        How much longer the first claims took; by default what was fitted to the record.

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
    # A table can be changed by who has it, the kept one must not be.
    return _replayed(assumptions or Scenario(), change, ageing, rules_of, slow_start).copy()


@lru_cache(maxsize=_REPLAYS_KEPT)
def _replayed(
    assumptions: Scenario,
    change: Change | None,
    ageing: bool,
    rules_of: dt.date | None,
    slow_start: SlowStart | None,
) -> pd.DataFrame:
    """Work a replay out once: a page and its takings ask for the same ones again and again."""
    flows = course(change, assumptions, ageing=ageing)
    diagnosed, payouts = _diagnosed([assumptions], flows, change, ageing=ageing, rules_of=rules_of)
    found = np.stack([diagnosed[:, 0].sum(axis=1), (diagnosed[:, 0] * payouts).sum(axis=1)], axis=1)
    paid = delay_of(assumptions, slow_start).paid(found[:, None], 0, SETTLEMENTS)[:, 0]
    return _settled(
        paid[:, 0], paid[:, 1], found[PAST_PERIODS:, 0], flows.members[:SETTLEMENTS], rules_of
    )


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
        False where all join at the same ages and keep them: then nobody turns sixty.
    """
    mix = ages.share_under_18, ages.share_40_to_59, ages.share_female
    followed = _published_course(*mix, ages.lapse_rate, ageing)
    if change is None or not (change.no_joiners or change.no_leavers):
        return followed
    later = np.arange(len(followed.lapse)) >= _first_after(change.start)
    joiners = np.where(later & change.no_joiners, 0.0, followed.joiners)
    lapse = np.where(later & change.no_leavers, 0.0, followed.lapse)
    flows = replace(followed, joiners=joiners, lapse=lapse)
    return replace(flows, members=_members(ages, flows, ageing=ageing))


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
    least = turnover / PERIODS_PER_YEAR
    mixes = (early_mix(), late_mix(ages)) if ageing else (AgeMix(young, old), AgeMix(young, old))
    flows = Course(path, np.zeros(periods), np.full(periods, least), mixes)
    for _ in range(_FOLLOWING_ROUNDS):
        members = _members(ages, flows, ageing=ageing)
        staying = (members[1:] - flows.joiners) / members[:-1] / np.exp(-flows.lapse)
        needed = path[1:] / (path[:-1] * staying)
        lapse = np.maximum(-np.log(needed), least)
        joiners = np.maximum(path[1:] - path[:-1] * staying * np.exp(-lapse), 0.0)
        flows = replace(flows, joiners=joiners, lapse=lapse)
    for shared in (path, flows.joiners, flows.lapse):
        shared.flags.writeable = False
    return flows


def _members(ages: Scenario, flows: Course, *, ageing: bool) -> FloatArray:
    """Members (T + 1,) at each settlement under given flows."""
    return np.asarray(_moved(_rows([ages], "CI4", flows), ageing=ageing).members.sum(axis=1))


def _rows(scenarios: Sequence[Scenario], table: str, flows: Course) -> Rows:
    """Lay out scenarios, which share their ages and sexes, one row for each mix of joiners."""
    rules: dict[str, Value] = {
        "members": 1e6,
        "opening_tenure_years": 0.0,
        "incidence_table": table,
        "price_elasticity": 0.0,
        "years": _YEARS,
        "payout_under_40": 1.0,
        "payout_40_plus": 1.0,
        "mild_payout": 1.0,
        "covered_share": 1.0,
    }
    plans = [
        scenario.with_changes(**rules, **asdict(mix))
        for scenario in scenarios
        for mix in flows.mixes
    ]
    rows = next(iter(grouped(plans, len(plans), len(plans))))
    # Who was there from the first settlement on joined early.
    opening = np.tile([flows.members[0], 0.0], len(scenarios))
    return replace(
        rows,
        column=rows.column | {"members": opening},
        joiners=np.tile(flows.joiners_by_mix, len(scenarios)),
        lapse=np.broadcast_to(flows.lapse[:, None], (len(flows.lapse), len(plans))),
    )


def _moved(rows: Rows, *, ageing: bool = True) -> PlanRun:
    if ageing:
        return run_plans(rows)
    return run_plans(rows, _ageless(cohorts(rows.basis, rows.years)))


def _ageless(cells: Cohorts) -> Cohorts:
    """Return cells whose members stay at the age they had at the start, and joiners likewise."""
    return Cohorts(
        claims=np.broadcast_to(cells.claims[PAST_PERIODS], cells.claims.shape),
        remaining=np.ones_like(cells.remaining),
        joining=np.broadcast_to(cells.joining[0], cells.joining.shape),
    )


def delay_of(assumptions: Scenario, slow_start: SlowStart | None = None) -> Delay:
    """Return the delay from diagnosis to payment by period of diagnosis.

    Parameters
    ----------
    assumptions
        Its delay is the one of a plan that is no longer new.
    slow_start
        How much longer the first claims took; by default what was fitted to the record.
    """
    slow_start = fits()[FINAL].slow_start if slow_start is None else slow_start
    days = slow_start.mean_days(assumptions.claim_delay_days)
    return Delay.of_days(days[:, None], assumptions.claim_delay_cv)


def diagnosed_by_kind(assumptions: Scenario) -> FloatArray:
    """Return the claims of the replay by half-month of diagnosis and payout kind.

    Shape (PAST_PERIODS + :data:`SETTLEMENTS`, 3); the first PAST_PERIODS rows lie before the first
    settlement and are empty.
    """
    flows = course(None, assumptions)
    return _diagnosed([assumptions], flows, None, ageing=True, rules_of=None)[0][:, 0]


def parts_by_selection(ages: Scenario) -> FloatArray:
    """Return the diagnoses of the replay in parts of which they are the sum for any selection.

    Shape (3, PAST_PERIODS + :data:`SETTLEMENTS`, 2): claims, and yuan due for them, at an incidence
    of once the table. The replay's are ``incidence_multiplier`` times the first part, plus
    ``select_year_1`` times the second, plus ``select_year_2`` times the third.

    Parameters
    ----------
    ages
        Supplies all but incidence, select factors and delay.
    """
    flows = course(None, ages)
    selections = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    plans = [
        ages.with_changes(incidence_multiplier=1.0, select_year_1=first, select_year_2=second)
        for first, second in selections
    ]
    diagnosed, payouts = _diagnosed(plans, flows, None, ageing=True, rules_of=None)
    found = np.stack([diagnosed.sum(axis=2), (diagnosed * payouts[:, None]).sum(axis=2)], axis=2)
    late, *early = found.swapaxes(0, 1)
    return np.stack([late, *(one - late for one in early)])


def _diagnosed(
    scenarios: Sequence[Scenario],
    flows: Course,
    change: Change | None,
    *,
    ageing: bool,
    rules_of: dt.date | None,
) -> tuple[FloatArray, FloatArray]:
    """Claims (R, S, 3) that a payout is due for, by half-month of diagnosis, scenario and kind.

    And that payout, (R, 3) yuan.
    """
    runs = {
        table: _moved(_rows(scenarios, table, flows), ageing=ageing).incurred for table in _TABLES
    }
    # Before the launch there are none.
    claims = np.zeros((PAST_PERIODS + SETTLEMENTS, len(scenarios), 3))
    payouts = np.zeros((PAST_PERIODS + SETTLEMENTS, 3))
    for at, day in enumerate(SETTLEMENT_DATES, start=PAST_PERIODS):
        rule = _changed(rule_on(rules_of or day - _HALF_A_PERIOD), day, change)
        payouts[at] = rule.payout_under_40, rule.payout_40_plus, rule.mild_payout
        by_mix = runs[rule.incidence_table][at].reshape(len(scenarios), -1, 3)
        claims[at] = by_mix.sum(axis=1) * (payouts[at] > 0)
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
