"""Continue from a day of the record: the plan as it stood, as a scenario for the other pages.

A scenario cannot hold all that a history leaves behind. Members who joined at all times become
members who joined evenly, joining and leaving go on as they lately did, and numbers are rounded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict

import numpy as np

from mutualmodel.ages import ADULT_AGE, MIDDLE_AGE
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import XIANGHUBAO
from mutualmodel.figures.reading import numbers_of
from mutualmodel.figures.rulebook import COVER_END, rule_on
from mutualmodel.history.joiners import JOINED_EARLY, AgeMix
from mutualmodel.history.record import SETTLEMENT_DATES
from mutualmodel.history.replay import Change, Course, course
from mutualmodel.inputs import Value
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import DAYS_PER_YEAR, PERIODS_PER_YEAR

# Settlements whose joining and leaving go on. Over a longer time a growth that has just ended would
# go on for ever, and there is no finer detail: the path is straight between the reports.
LATELY = 2
_LAST_PAID_BY_MEMBERS = sum(rule_on(day).members_pay for day in SETTLEMENT_DATES) - 1
# Opening tenures that are tried, in years, and how finely the year to come is looked at.
_TENURES = np.linspace(0.01, 20.0, 2000)
_YEAR_TO_COME = np.linspace(0.0, 1.0, 241)


def scenario_on(
    day: dt.date, assumptions: Scenario | None = None, change: Change | None = None
) -> Scenario:
    """Return the plan as it stood at the settlement on or before a day, to be continued.

    Projected for a year from the end of 2019 or of 2020 it costs within 6 % of what the replay has
    for those 24 settlements (tested). It falls short where members leave: claims diagnosed before
    the day are shared here by as many as were there then.

    Parameters
    ----------
    day
        From the first settlement to the end of cover. After 14 December 2021, when members paid
        for the last time, the plan is handed over as it was then, as if it had not closed.
    assumptions
        Incidence, select factors, delay and the ages of those who join; by default those of
        :class:`Scenario`. The trend in incidence up to the day goes into the level.
    change
        A turn that history did not take. Once its start has come, its payouts hold, also for
        claims diagnosed before and not yet paid, and nobody joins or leaves where it says so.

    Returns
    -------
    Scenario
        Members and their ages on the day; the rules in force and the plan's minimum membership;
        joiners and lapse rate of the last :data:`LATELY` settlements, no joiners where members
        fall; and the opening tenure with which members fall ill as often over the next year as
        they would with their own. It may be longer than the plan is old: most members joined in
        the first year, and those of a scenario join evenly.

    Raises
    ------
    ValueError
        When the day is out of range.
    """
    if not SETTLEMENT_DATES[0] <= day <= COVER_END:
        raise ValueError(f"day: got {day}, allowed is {SETTLEMENT_DATES[0]} to {COVER_END}")
    base = assumptions or Scenario()
    at = min(sum(settled <= day for settled in SETTLEMENT_DATES) - 1, _LAST_PAID_BY_MEMBERS)
    turn = change if change is not None and change.start <= day else None
    flows = course(turn, base)
    return base.with_changes(
        members=float(round(flows.members[at])),
        incidence_multiplier=base.incidence_multiplier * _trend(base, at),
        **_rules(SETTLEMENT_DATES[at], turn),
        **_flows(flows, at, turn),
        **_people(flows, at, base),
    )


def _trend(base: Scenario, at: int) -> float:
    """Growth of incidence from the first settlement to this one."""
    return float((1.0 + base.incidence_trend) ** (at / PERIODS_PER_YEAR))


def _rules(settled: dt.date, turn: Change | None) -> dict[str, Value]:
    """Rules in force, payouts those of a turn where it has any."""
    rule = rule_on(settled)
    under, over = rule.payout_under_40, rule.payout_40_plus
    if turn is not None:
        under = under if turn.payout_under_40 is None else turn.payout_under_40
        over = over if turn.payout_40_plus is None else turn.payout_40_plus
    return {
        "payout_under_40": under,
        "payout_40_plus": over,
        "mild_payout": rule.mild_payout,
        "incidence_table": rule.incidence_table,
        "fee_rate": rule.fee_rate,
        "per_claim_cap": rule.per_claim_cap,
        "annual_cap": rule.annual_cap,
        "cap_bearer": "sponsor",
        "minimum_members": numbers_of("minimum_3_3m")[0],
    }


def _flows(flows: Course, at: int, turn: Change | None) -> dict[str, Value]:
    """Joiners and leavers a year, as lately; at the first settlement as right after it."""
    lately = slice(max(at - LATELY, 0), max(at, 1))
    falls = flows.members[at] < flows.members[max(at - 1, 0)]
    none_join = falls or (turn is not None and turn.no_joiners)
    none_leave = turn is not None and turn.no_leavers
    joiners = 0.0 if none_join else float(flows.joiners[lately].mean()) * PERIODS_PER_YEAR
    lapse = 0.0 if none_leave else float(flows.lapse[lately].mean()) * PERIODS_PER_YEAR
    return {"joiners_per_year": float(round(joiners)), "lapse_rate": round(lapse, 4)}


def _people(flows: Course, at: int, base: Scenario) -> dict[str, Value]:
    """Ages and opening tenure of the members present at a settlement."""
    entered = np.concatenate([flows.members[:1], flows.joiners[:at]])
    left_by = np.concatenate([[0.0], np.cumsum(flows.lapse[:at])])
    stayed = entered * np.exp(left_by - left_by[-1])
    tenure = (at - np.arange(at + 1)) / PERIODS_PER_YEAR

    early, late = (_younger(mix, base.share_female) for mix in flows.mixes)
    # Who was there at the first settlement and who entered after each of the early ones.
    joined_early = np.concatenate([[True], JOINED_EARLY[:at]])

    def below(age: int) -> FloatArray:
        """Members of each tenure who are now below an age."""
        at_joining = age - tenure
        return np.asarray(stayed * np.where(joined_early, early(at_joining), late(at_joining)))

    present = below(XIANGHUBAO.exit_age)
    return {
        "share_under_18": round(float(below(ADULT_AGE).sum() / present.sum()), 4),
        "share_40_to_59": round(float(1.0 - below(MIDDLE_AGE).sum() / present.sum()), 4),
        "opening_tenure_years": _even_tenure(tenure, present, base),
    }


def _younger(mix: AgeMix, share_female: float) -> Callable[[FloatArray], FloatArray]:
    """Return a function that gives the share of those who join below exact ages."""
    ages = XIANGHUBAO.age_distribution(asdict(mix), share_female).sum(axis=0)
    shares = np.concatenate([[0.0], np.cumsum(ages)])
    return lambda age: np.asarray(np.interp(age, np.arange(len(shares)), shares))


def _even_tenure(tenure: FloatArray, present: FloatArray, base: Scenario) -> float:
    """Years over which members join evenly who are to fall ill as often over the next year.

    Counted are the diagnoses that are paid in that year, which lie a delay earlier; relative to
    those of members long in the plan.
    """

    def relative(years: FloatArray) -> FloatArray:
        """Mean of the factors of waiting and selection over the year's diagnoses, (J,)."""
        then = years[:, None] + _YEAR_TO_COME - base.claim_delay_days / DAYS_PER_YEAR
        waiting, first = base.waiting_days / DAYS_PER_YEAR, base.select_year_1
        conditions = [then < 0.0, then < waiting, then < 1.0, then < 2.0]
        values = [0.0, base.accident_share * first, first, base.select_year_2]
        factors = np.select(conditions, values, 1.0)
        return np.asarray(factors.mean(axis=1))

    own = float(np.average(relative(tenure), weights=present))
    steps = _TENURES - (_TENURES[1] - _TENURES[0]) / 2
    evenly = np.cumsum(relative(steps)) / np.arange(1, len(steps) + 1)
    return round(float(_TENURES[np.argmin(np.abs(evenly - own))]), 2)
