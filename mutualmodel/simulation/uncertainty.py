"""How sure a year's cost is, layer by layer: chance, the year all alike have, what is not known.

Given the values that the record leaves open, a year's claims are Poisson given a factor common to
all, as in :mod:`~mutualmodel.simulation.annual_law`; and the values themselves are one of the
plausible sets, all equally likely. So the law of a year is the mean of the sets' laws. Its variance
is the sum of three parts, by the law of total variance:

- process risk, what single claims do by chance: the sets' mean of a_2,
- systematic risk, what the common factor does: the sets' mean of v a_1^2,
- parameter risk, what the record leaves open: the sets' variance of a_1,

with a_k the sum over the year's expected claims of (what each costs a member)^k, and v the factor's
variance. A fourth, what is assumed and cannot be fitted at all, can be let in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.caps import claim_costs
from mutualmodel.engine.fund import cost_of_year
from mutualmodel.engine.projection import project
from mutualmodel.engine.side_by_side import members_and_claims, of_each_run
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.moments import CERTAIN, Moments, factor_moments, moments_of_sums
from mutualmodel.laws.shifted_gamma import mixture_quantiles
from mutualmodel.levels import HIGH, LOW, ONE_IN_200
from mutualmodel.once import cached_property
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.annual_law import fund_before
from mutualmodel.simulation.parameters import spread_over, with_assumed

# From plans to their sums a_1, a_2 and a_3, (3, B, Y).
SumsOf = Callable[[Sequence[Scenario]], FloatArray]
Layer = Literal["process", "systematic", "parameters", "assumed", "all"]
LAYERS: tuple[Layer, ...] = ("process", "systematic", "parameters", "assumed")
# Plans that take long to project are kept for those who look again.
_KEPT = 64
_LEVELS = np.array([LOW, HIGH, ONE_IN_200])


@dataclass(frozen=True, eq=False)
class Range:
    """What a member pays in each plan year, (Y,) yuan: nine years in ten, and one in 200."""

    low: FloatArray
    high: FloatArray
    one_in_200: FloatArray


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The cost of Y plan years under D plausible sets of values.

    ``scenario`` is the plan; ``own`` (3, 1, Y) are the sums a_1, a_2, a_3 of the plan itself,
    ``fitted`` (3, D, Y) those under the plausible sets, and ``drawn`` (3, D, Y) those under sets in
    which assumed inputs vary too, the same as ``fitted`` where they do not. ``cv`` (D, 1) is the
    spread of the common factor in each of ``drawn``. All are in yuan a member.
    """

    scenario: Scenario
    own: FloatArray
    fitted: FloatArray
    drawn: FloatArray
    cv: FloatArray

    @property
    def expected(self) -> FloatArray:
        """What is expected (D, Y) under each set, before a cap on the year."""
        return np.asarray(self.drawn[0])

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers that are in it."""
        return LAYERS if self.drawn is not self.fitted else LAYERS[:-1]

    @cached_property
    def variances(self) -> dict[Layer, FloatArray]:
        """The variance of each layer, (Y,) yuan squared, before a cap on the year; they add up."""
        one, two, _ = self.drawn
        by_factor = factor_moments(self.cv).variance
        means = one.var(axis=0)
        # What is assumed may by chance take some of it back; then all that is left is theirs.
        parameters = np.minimum(self.fitted[0].var(axis=0), means)
        parts: dict[Layer, FloatArray] = {
            "process": two.mean(axis=0),
            "systematic": np.asarray((by_factor * one**2).mean(axis=0)),
            "parameters": parameters,
        }
        if "assumed" in self.layers:
            parts["assumed"] = means - parameters
        return parts

    @property
    def variance(self) -> FloatArray:
        """The variance of a year's cost, (Y,) yuan squared, before a cap on the year."""
        return np.asarray(sum(self.variances.values()))

    def range_of(self, layer: Layer = "all") -> Range:
        """Return what one layer alone, or all together, make of a year's cost, after its cap.

        A layer alone is what would be left if all others were known to be at their middle: chance
        and the common factor about the plan as it is, what is not known of what is expected.
        """
        low, high, worst = cost_of_year(self.scenario, self._quantiles(layer), self._fund)
        return Range(low, high, worst)

    @cached_property
    def _fund(self) -> FloatArray:
        """What a fund is expected to hold for each member before each year, (Y,) yuan."""
        if self.scenario.funding != "fund":
            return np.zeros(self.scenario.years)
        plan = project(self.scenario)
        return np.array([fund_before(plan, year + 1) for year in range(self.scenario.years)])

    def _quantiles(self, layer: Layer) -> FloatArray:
        """Return the points (3, Y) of a layer, before a cap on the year."""
        if layer == "all":
            return mixture_quantiles(moments_of_sums(self.drawn, factor_moments(self.cv)), _LEVELS)
        if layer == "process":
            return mixture_quantiles(moments_of_sums(self.own, CERTAIN), _LEVELS)
        if layer == "systematic":
            factor = factor_moments(self.scenario.systemic_cv)
            mean = self.own[0]
            alone = Moments(mean, factor.variance * mean**2, factor.third * mean**3)
            return mixture_quantiles(alone, _LEVELS)
        means = self.fitted[0] if layer == "parameters" else self._assumed_alone
        return np.asarray(np.quantile(means, _LEVELS, axis=0))

    @cached_property
    def _assumed_alone(self) -> FloatArray:
        """What is expected (D, Y) if only the assumed inputs vary: each set's change by them."""
        changed = self.drawn[0] / np.maximum(self.fitted[0], 1e-12)
        return np.asarray(self.own[0] * changed)


def uncertainty(
    scenario: Scenario, *, sets: int | None = None, assumed: bool = False
) -> Uncertainty:
    """Return how sure the cost of each year is, with its layers apart and together.

    Parameters
    ----------
    scenario
        The plan. A lever that was moved takes the plausible values along.
    sets
        How many of the plausible sets; None for all 400. A plan whose members react takes some
        milliseconds each.
    assumed
        Whether inputs that are assumed, not fitted, vary over their plausible ranges too
        (:func:`mutualmodel.inputs.plausible`).

    Examples
    --------
    >>> spread = uncertainty(Scenario())
    >>> first = spread.range_of("all")
    >>> bool(first.low[0] < 91 < first.high[0])
    True
    """
    return _uncertainty(scenario, sets, assumed)


@lru_cache(maxsize=_KEPT)
def _uncertainty(scenario: Scenario, sets: int | None, assumed: bool) -> Uncertainty:
    spread = layered(scenario, _sums_by_year, sets=sets, assumed=assumed)
    return replace(spread, scenario=scenario)


def layered(
    scenario: Scenario, sums_of: SumsOf, *, sets: int | None = None, assumed: bool = False
) -> Uncertainty:
    """Return how sure Y sums of claims are, with their layers apart and together; no cap is kept.

    Parameters
    ----------
    sums_of
        Gives a_k (3, B, Y) of B plans: the sum over expected claims of (what each comes to)^k.
        What it comes to may be below zero, where a claim lessens what is summed up.
    sets, assumed
        As for :func:`uncertainty`.
    """
    plans = spread_over(scenario, sets)
    sums = sums_of([scenario, *plans])
    fitted = drawn = sums[:, 1:]
    cv = np.full((len(plans), 1), scenario.systemic_cv)
    if assumed:
        plans = with_assumed(plans)
        drawn = sums_of(plans)
        cv = np.array([[plan.systemic_cv] for plan in plans])
    uncapped = scenario.with_changes(annual_cap=None, funding="after")
    return Uncertainty(uncapped, sums[:, :1], fitted, drawn, cv)


def _sums_by_year(plans: Sequence[Scenario]) -> FloatArray:
    """Return a_1, a_2 and a_3 (3, B, Y) of plans that differ in no payout, fee or cap."""
    return of_each_run(plans, partial(_sums_of_run, plans[0])).swapaxes(0, 1)


def _sums_of_run(plan: Scenario, run: PlanRun) -> FloatArray:
    """Return the sums (B, 3, Y) of plans that run together, with the claims of ``plan``."""
    members, claims = members_and_claims(run)
    share = claim_costs(plan, np.maximum(members, 1.0))
    sums = [_by_year(claims * share.power(power)) for power in (1, 2, 3)]
    return np.stack(sums).transpose(2, 0, 1)


def _by_year(values: FloatArray) -> FloatArray:
    """Sum settlements and kinds of payout (T, B, 3) to plan years (Y, B)."""
    # Settlements first: numpy is slow where an axis is short.
    by_kind = values.reshape(-1, PERIODS_PER_YEAR, *values.shape[1:]).sum(axis=1)
    return np.asarray(by_kind.sum(axis=2))
