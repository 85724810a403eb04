"""Stress tests as a regulator would list them, each beside the plan as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.caps import claim_payouts, claim_shares
from mutualmodel.engine.fund import cost_of_year
from mutualmodel.engine.projection import Projection, project_many
from mutualmodel.inputs import Value
from mutualmodel.inputs.events import EVENT_INPUTS
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.laws.shifted_gamma import ShiftedYear
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import PERIODS_PER_YEAR, plan_year
from mutualmodel.simulation.annual_law import claims_and_shares, fund_before
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

Changes = dict[str, float]

LOST_SHARE = 0.2
LOST_MONTH = 1.0


@dataclass(frozen=True)
class Stress:
    """One test: a short ``name``, a ``title``, and what it changes in a scenario."""

    name: str
    title: str
    changes: Callable[[Scenario], Changes]


def _incidence(by: float) -> Callable[[Scenario], Changes]:
    return lambda plan: {"incidence_multiplier": plan.incidence_multiplier * (1.0 + by)}


def _lost_fifth(plan: Scenario) -> Changes:
    """Let a fifth leave in the first month, by an event that the plan does not have yet."""
    free = next((event.name for event in plan.events if not event.happens), None)
    if free is not None:
        return dict(zip(EVENT_INPUTS[free].names, (LOST_MONTH, LOST_SHARE, 0.0), strict=True))
    # Where all three are taken, the first of them takes a fifth more of those it leaves.
    first = min(plan.events, key=lambda event: event.month)
    return {EVENT_INPUTS[first.name].share: 1.0 - (1.0 - first.share) * (1.0 - LOST_SHARE)}


# ``kyosai_2022`` is the upper end of kyosai_bad_year_2022, the one such year on record.
STRESSES = (
    Stress("incidence_25", N_("Incidence +25 %"), _incidence(0.25)),
    Stress("kyosai_2022", N_("Like kyosai’s 2022 (+32 %)"), _incidence(0.32)),
    Stress("incidence_50", N_("Incidence +50 %"), _incidence(0.5)),
    Stress("lost_fifth", N_("A fifth of members lost in a month"), _lost_fifth),
    Stress(
        "trend_4",
        N_("Incidence grows 4 % a year faster"),
        lambda plan: {"incidence_trend": plan.incidence_trend + 0.04},
    ),
    Stress(
        "delay_doubled",
        N_("Delay doubled"),
        lambda plan: {"claim_delay_days": 2.0 * plan.claim_delay_days},
    ),
    Stress(
        "no_select",
        N_("Healthy first years gone"),
        lambda plan: {"select_year_1": 1.0, "select_year_2": 1.0},
    ),
)
# The largest of the rises in incidence stands for all of them.
_NOT_IN_ALL = ("incidence_25", "kyosai_2022")


@dataclass(frozen=True, eq=False)
class StressResult:
    """What one test does to the plan; arrays (Y,) by plan year, money in yuan.

    ``changes`` maps each field to its value before and after; ``limited`` names those that would
    have left their range. ``cost``: what a member is charged in the year, ``cost_change``: less
    the untested plan's. ``one_in_200``: a member's cost in the year passed once in 200 years.
    ``reserve``: the payouts of such a year less those expected, of all members; a member:
    ``reserve_per_member``. ``above_caps``: what caps keep from members. ``claim_cap_after_years``:
    when one claim first costs a member more than its cap; None: never. ``annual_cap_probability``:
    that the year's bill passes the annual cap. ``members``: at the year's last settlement.
    ``dissolved_after_years`` (None: not) and ``owed_at_dissolution``.
    """

    name: str
    title: str
    changes: dict[str, tuple[Value, Value]]
    limited: tuple[str, ...]
    cost: FloatArray
    cost_change: FloatArray
    one_in_200: FloatArray
    reserve: FloatArray
    reserve_per_member: FloatArray
    above_caps: FloatArray
    claim_cap_after_years: float | None
    annual_cap_probability: FloatArray
    members: FloatArray
    dissolved_after_years: float | None
    owed_at_dissolution: float


def stress(scenario: Scenario) -> tuple[StressResult, ...]:
    """Return the plan as it is, each of :data:`STRESSES`, and all at once; projected together.

    "All at once" takes the largest of the rises in incidence. Quantiles are those of the shifted
    gamma with the moments of the year, bad years apart (``docs/risk.md``).
    """
    wanted = {test.name: test.changes(scenario) for test in STRESSES}
    together: Changes = {}
    for name, changes in wanted.items():
        together |= changes if name not in _NOT_IN_ALL else {}
    titles = {test.name: test.title for test in STRESSES}
    tests = {"baseline": {}, **wanted, "all": together}
    titles |= {"baseline": N_("As it is"), "all": N_("All at once")}
    within = {name: _within_range(changes) for name, changes in tests.items()}
    plans = [scenario.with_changes(**changes) for changes, _ in within.values()]
    projections = project_many(plans)
    base = _yearly(projections[0], "charged_per_member")
    return tuple(
        _result(name, titles[name], projection, scenario, within[name][1], base)
        for name, projection in zip(tests, projections, strict=True)
    )


def stress_table(scenario: Scenario) -> "pd.DataFrame":
    """Return :func:`stress` as a table of the first and the last year, one row a test.

    Columns: title; cost, cost_change, one_in_200 in the first year and cost_last, cost_change_last,
    one_in_200_last in the last; reserve and reserve_per_member at their highest; above_caps over
    the horizon; annual_cap_probability at its highest; claim_cap_after_years; members_last;
    dissolved_after_years. Money in yuan.
    """
    import pandas as pd

    records = []
    for result in stress(scenario):
        record: dict[str, object] = {"name": result.name, "title": result.title}
        for column in ("cost", "cost_change", "one_in_200"):
            values = getattr(result, column)
            record |= {column: values[0], f"{column}_last": values[-1]}
        record |= {
            "reserve": result.reserve.max(),
            "reserve_per_member": result.reserve_per_member.max(),
            "above_caps": result.above_caps.sum(),
            "annual_cap_probability": result.annual_cap_probability.max(),
            "claim_cap_after_years": _or_nan(result.claim_cap_after_years),
            "members_last": result.members[-1],
            "dissolved_after_years": _or_nan(result.dissolved_after_years),
        }
        records.append(record)
    return pd.DataFrame(records).set_index("name")


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _within_range(changes: Changes) -> tuple[Changes, tuple[str, ...]]:
    """Hold every value within its field's range, and name those that had to be."""
    held = {}
    for name, value in changes.items():
        meta = fields()[name]
        assert meta.minimum is not None
        assert meta.maximum is not None
        held[name] = min(max(value, meta.minimum), meta.maximum)
    return held, tuple(name for name, value in changes.items() if held[name] != value)


def _yearly(projection: Projection, name: str) -> FloatArray:
    return np.asarray(projection.array(name).reshape(-1, PERIODS_PER_YEAR).sum(axis=1))


def _result(
    name: str,
    title: str,
    projection: Projection,
    before: Scenario,
    limited: tuple[str, ...],
    base: FloatArray,
) -> StressResult:
    plan, headline = projection.scenario, projection.headline
    borne = _yearly(projection, "sponsor") + _yearly(projection, "unpaid")
    if headline.dissolved_after_years is not None:
        borne[int(headline.dissolved_after_years)] -= headline.owed_at_dissolution
    members = projection.array("members").reshape(-1, PERIODS_PER_YEAR)
    pool = np.maximum(members.mean(axis=1), 1.0)
    cost = _yearly(projection, "charged_per_member")
    worst, above, reserve = np.zeros((3, plan.years))
    for year in range(plan.years):
        span = plan_year(year + 1, plan.years)
        due = ShiftedYear(*claims_and_shares(projection, span), plan)
        fund = fund_before(projection, year + 1)
        worst[year] = cost_of_year(plan, due.quantile(ONE_IN_200), fund)
        above[year] = due.probability_above(plan.year_limit) if plan.year_cap else 0.0
        claims = projection.array("claims_by_kind")[span].sum(axis=0)
        payouts = ShiftedYear(claims, claim_payouts(plan), plan)
        reserve[year] = payouts.quantile(ONE_IN_200) - payouts.mean
    return StressResult(
        name=name,
        title=title,
        changes=plan.changes_from(before),
        limited=limited,
        cost=cost,
        cost_change=cost - base,
        one_in_200=worst,
        reserve=reserve,
        reserve_per_member=reserve / pool,
        above_caps=np.maximum(borne, 0.0),
        claim_cap_after_years=_claim_cap_after(projection),
        annual_cap_probability=above,
        members=members[:, -1],
        dissolved_after_years=headline.dissolved_after_years,
        owed_at_dissolution=headline.owed_at_dissolution,
    )


def _claim_cap_after(projection: Projection) -> float | None:
    """Return the years until a claim that is paid first costs a member more than its cap."""
    plan = projection.scenario
    if plan.claim_cap is None:
        return None
    share = claim_shares(np.array(plan.bills), np.maximum(projection.array("members"), 1.0))
    breached = (share > plan.claim_cap) & (projection.array("claims_by_kind") > 0.0)
    by_period = breached.any(axis=1)
    return float(np.argmax(by_period)) / PERIODS_PER_YEAR if by_period.any() else None
