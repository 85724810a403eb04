"""Whether a plan settles when members react to the share: resting points and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.lapse import LEAST_YUAN, MOST_LEAVING_A_PERIOD, RESPONSE_LIMITS
from mutualmodel.engine.projection import Projection, project, project_many
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.membership.composition import composition
from mutualmodel.periods import MONTHS_PER_YEAR, PERIODS_PER_YEAR

Outcome = Literal["settles", "shrinks", "unravels", "dissolves"]
# Of the members whom leaving at the base rate alone would leave after the horizon: with at least
# three quarters a plan settles, with less than a quarter it unravels.
SETTLES_FROM, UNRAVELS_BELOW = 0.75, 0.25

_CURVE_POINTS = 201
# The curve is looked at from a tenth of the opening cost to thirty times it.
_CURVE_SPAN = (0.1, 30.0)
_STEP = 1e-4
# A map is worked out so many plans at a time, so that it can tell how far it is and be left off.
_ROWS_AT_ONCE = 182


@dataclass(frozen=True)
class RestingPoint:
    """A share at which the plan may come to rest: charged it, those who stay cost just as much.

    ``price`` in yuan a year; ``staying``: share of the opening members who are left after the
    horizon; ``demand_elasticity``: of membership to the share; ``cost_elasticity``: of the average
    cost to membership. Their product is how much of a rise in the share comes back as cost: below
    one the point is stable.
    """

    price: float
    staying: float
    demand_elasticity: float
    cost_elasticity: float
    product: float

    @property
    def stable(self) -> bool:
        """Whether a small rise in the share dies out."""
        return self.product < 1.0


@dataclass(frozen=True, eq=False)
class BreakEven:
    """Average cost against the share that is charged for some years.

    ``opening_cost``: what the opening members cost on average a year, once two years in; yuan.
    ``prices``, ``cost`` and ``staying`` (P,): a share in yuan a year, what those cost on average a
    year who are left after ``years`` of it, and which share of the opening members they are.
    """

    years: float
    opening_cost: float
    prices: FloatArray
    cost: FloatArray
    staying: FloatArray
    resting: tuple[RestingPoint, ...]


class Pool:
    """The opening members of a plan by class, sex and age, and how they answer a share.

    ``members`` and ``worth`` (N,): persons, and the yearly benefit in yuan each expects, once two
    years in the plan. Ages and the trend in incidence stand still: what is looked at is selection.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Read members from the composition at the start."""
        # The start is the same however far the plan is followed.
        people = composition(scenario.with_changes(years=1))
        rates = RateBasis.of(scenario).claims @ np.array(scenario.payouts)
        worth = scenario.paid_multiplier * people.relative_risk[:, None, None] * rates
        self.scenario = scenario
        self.members = people.members[0].ravel()
        self.worth = worth.ravel()

    def hazard(self, price: float) -> FloatArray:
        """Return the hazard of leaving a year (N,), as :mod:`mutualmodel.engine.lapse` has it."""
        scenario = self.scenario
        ratio = max(price, LEAST_YUAN) / np.maximum(self.worth, LEAST_YUAN)
        response = np.clip(ratio**scenario.price_elasticity, *RESPONSE_LIMITS)
        most = MOST_LEAVING_A_PERIOD * PERIODS_PER_YEAR
        return np.asarray(np.minimum(scenario.lapse_rate * response, most))

    def after(self, price: float, years: float) -> tuple[float, float]:
        """Return average cost a year and share staying after some years at a share.

        cost = (1 + fee) x sum(members x retention x worth) / sum(members x retention), retention =
        exp(-hazard x years).
        """
        left = self.members * np.exp(-self.hazard(price) * years)
        total = float(left.sum())
        if total == 0.0:
            return 0.0, 0.0
        cost = (1.0 + self.scenario.fee_rate) * float(left @ self.worth) / total
        return cost, total / float(self.members.sum())


def break_even(scenario: Scenario, years: float | None = None) -> BreakEven:
    """Return the break-even curve of a plan and its resting points.

    Parameters
    ----------
    years
        How long the share is charged, by default the scenario's horizon.

    Notes
    -----
    Members accept a share in degrees: the hazard of leaving of each follows it, and the curve
    counts those who are left after ``years``. Where it crosses the 45-degree line from above the
    point is stable, from below it is a tipping point: beyond it the plan unravels.
    """
    return break_even_of(Pool(scenario), scenario.years if years is None else years)


def break_even_of(pool: Pool, years: float) -> BreakEven:
    """Return the break-even curve of a pool of members."""
    from scipy.optimize import brentq

    start, _ = pool.after(0.0, 0.0)
    if start == 0.0:
        nothing = np.zeros(0)
        return BreakEven(years, 0.0, nothing, nothing, nothing, ())
    prices = np.geomspace(_CURVE_SPAN[0] * start, _CURVE_SPAN[1] * start, _CURVE_POINTS)
    both = np.array([pool.after(float(price), years) for price in prices])
    gap = both[:, 0] - prices
    crossings = np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0)
    roots = [
        brentq(lambda p: pool.after(p, years)[0] - p, prices[at], prices[at + 1], xtol=1e-10)
        for at in crossings
    ]
    resting = tuple(_resting(pool, float(root), years) for root in roots)
    return BreakEven(years, start, prices, both[:, 0], both[:, 1], resting)


def _resting(pool: Pool, price: float, years: float) -> RestingPoint:
    """Measure both elasticities at a point by central differences."""
    (low_cost, low), (high_cost, high) = (
        pool.after(price * np.exp(step), years) for step in (-_STEP, _STEP)
    )
    demand = float(np.log(high / low)) / (2 * _STEP) if low > 0 and high > 0 else 0.0
    product = float(np.log(high_cost / low_cost)) / (2 * _STEP)
    return RestingPoint(
        price=price,
        staying=pool.after(price, years)[1],
        demand_elasticity=demand,
        cost_elasticity=product / demand if demand else 0.0,
        product=product,
    )


def without_reaction(scenario: Scenario) -> Scenario:
    """Return the plan whose members leave at the base rate whatever the share."""
    return scenario.with_changes(price_elasticity=0.0)


def kept(projection: Projection, calm: Projection) -> float:
    """Return members at the end over those of the plan without reaction; 0 once dissolved."""
    end, calm_end = (float(plan.array("members")[-1]) for plan in (projection, calm))
    return end / calm_end if calm_end else 0.0


def outcome(projection: Projection) -> Outcome:
    """Say what becomes of a plan within its horizon; see :data:`SETTLES_FROM`."""
    calm = project(without_reaction(projection.scenario))
    if projection.headline.dissolved_after_years is not None:
        return "dissolves"
    return named(kept(projection, calm))


def named(kept_share: float) -> Outcome:
    """Name the outcome of a plan that does not dissolve by the share of members it keeps."""
    if kept_share >= SETTLES_FROM:
        return "settles"
    return "shrinks" if kept_share >= UNRAVELS_BELOW else "unravels"


@dataclass(frozen=True, eq=False)
class OutcomeMap:
    """Share of members kept (E, S) for each elasticity (E,) and spread of risk (S,)."""

    elasticities: FloatArray
    spreads: FloatArray
    kept: FloatArray
    dissolved: np.ndarray

    def outcome(self, row: int, column: int) -> Outcome:
        """Name one cell."""
        if self.dissolved[row, column]:
            return "dissolves"
        return named(float(self.kept[row, column]))


def outcome_map(
    scenario: Scenario,
    elasticities: Sequence[float],
    spreads: Sequence[float],
    progress: Callable[[float], None] = lambda _share: None,
) -> OutcomeMap:
    """Return the outcomes of a plan over its reaction and what members know.

    ``progress`` is told from 0 to 1 how far it is; what it raises ends the work.
    """
    rows = [
        scenario.with_changes(price_elasticity=float(e), risk_spread=float(s))
        for e in elasticities
        for s in spreads
    ]
    # Without reaction, knowing one's risk matters only to whom an event spares.
    calm = [without_reaction(scenario).with_changes(risk_spread=float(s)) for s in spreads]
    end = _last_members([*rows, *calm], progress)
    shape = len(elasticities), len(spreads)
    members, quiet = end[: len(rows)].reshape(shape), end[len(rows) :]
    return OutcomeMap(
        elasticities=np.asarray(elasticities, dtype=float),
        spreads=np.asarray(spreads, dtype=float),
        kept=members / np.where(quiet > 0, quiet, 1.0),
        dissolved=members == 0,
    )


def _last_members(scenarios: Sequence[Scenario], progress: Callable[[float], None]) -> FloatArray:
    """Return the members at the last settlement of each plan, (B,), some plans at a time."""
    ends = []
    for first in range(0, len(scenarios), _ROWS_AT_ONCE):
        progress(first / len(scenarios))
        batch = project_many(scenarios[first : first + _ROWS_AT_ONCE])
        ends.append(batch.array("members")[:, -1])
    return np.concatenate(ends)


def months_to_minimum(projection: Projection) -> float | None:
    """Return the months until membership falls below the plan's minimum, None if it does not."""
    years = projection.headline.dissolved_after_years
    return None if years is None else MONTHS_PER_YEAR * years
