"""How sure it is what a year pays out, and what of it changes hands between ages and sexes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.caps import claim_costs
from mutualmodel.engine.projection import ProjectionBatch, project, project_many
from mutualmodel.fairness.subsidy import Fairness, fairness, fairness_in
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.uncertainty import Layer, Range, Uncertainty, layered

_KEPT = 16
# Less than this is paid out only of rounding; yuan a member.
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Sureness:
    """How sure a sum of the first year is, yuan a member and year.

    ``spread`` is before a cap on the year, which holds the sum to ``limit`` where nobody pays above
    it; infinity else.
    """

    spread: Uncertainty
    limit: float

    def range_of(self, layer: Layer = "all") -> Range:
        """Return what one layer alone, or all together, make of the sum, (1,) each."""
        found = self.spread.range_of(layer)
        ends = (np.minimum(end, self.limit) for end in (found.low, found.high, found.one_in_200))
        return Range(*ends)


def payouts_sureness(
    scenario: Scenario, *, sets: int | None = None, assumed: bool = False
) -> Sureness:
    """Return how sure it is what the first year pays out for a member.

    Its mean is :attr:`~mutualmodel.fairness.Fairness.mean_received`, before a cap on the year.
    """
    return Sureness(_both(scenario, sets, assumed)[0], _limit(scenario))


def moved_sureness(
    scenario: Scenario, *, sets: int | None = None, assumed: bool = False
) -> Sureness:
    """Return how sure it is what changes hands between ages and sexes in the first year.

    That is what those ages and sexes that are expected to receive more than the mean receive above
    it. A claim of theirs adds what it pays less the part that is theirs of every member's; one of
    the others takes that part off. What they receive more the others receive less, claim by claim,
    so under every set and in every year it comes to nothing in sum.
    """
    fair = fairness(scenario)
    a_yuan = fair.moved / fair.mean_received if fair.mean_received > _LEAST else 0.0
    limit = _limit(scenario)
    return Sureness(
        _both(scenario, sets, assumed)[1], a_yuan * limit if math.isfinite(limit) else limit
    )


def _limit(scenario: Scenario) -> float:
    """Return the cap on a year as what claimants receive for a year of membership, yuan.

    The cap is that of a member who stays all year, and with the fee; a year of membership is
    charged a little less or more, as members come and go.
    """
    if scenario.cap_bearer != "nobody":
        return math.inf
    fair = fairness(scenario)
    stays = project(scenario.with_changes(years=1)).headline.cost_per_member_year
    a_year = fair.paid / stays if stays > 0 else 1.0
    return scenario.year_limit * a_year / (1.0 + scenario.fee_rate)


@lru_cache(maxsize=_KEPT)
def _both(scenario: Scenario, sets: int | None, assumed: bool) -> tuple[Uncertainty, Uncertainty]:
    """Return how sure it is what is paid out, and what changes hands, from one projection."""
    both = layered(scenario.with_changes(years=1), _sums, sets=sets, assumed=assumed)
    return _one_of(both, 0), _one_of(both, 1)


def _one_of(both: Uncertainty, place: int) -> Uncertainty:
    here = slice(place, place + 1)
    fitted = both.fitted[:, :, here]
    # One and the same where no assumed input varies: that is how its layers are told.
    drawn = fitted if both.drawn is both.fitted else both.drawn[:, :, here]
    return replace(both, own=both.own[:, :, here], fitted=fitted, drawn=drawn)


def _sums(plans: Sequence[Scenario]) -> FloatArray:
    """Return a_1, a_2 and a_3 (3, B, 2) of what is paid out and of what changes hands, a member."""
    batch = project_many(plans)
    paid = _paid_sums(batch)
    members = np.maximum(batch.array("members").sum(axis=1) / PERIODS_PER_YEAR, 1.0)
    size_cv = plans[0].claim_size_cv
    moved = [
        _moved_of(*one, size_cv) for one in zip(fairness_in(batch), paid[0], members, strict=True)
    ]
    return np.stack([paid, np.array(moved).T], axis=2)


def _paid_sums(batch: ProjectionBatch) -> FloatArray:
    """Return a_1, a_2 and a_3 (3, B) of what is paid out a member, yuan, before a cap on a year.

    A claim pays its lump sum, or where nobody pays above the cap on one claim what that leaves.
    """
    plan = batch.scenarios[0]
    members, claims = batch.array("members"), batch.array("claims_by_kind")
    share = claim_costs(plan, np.maximum(members, 1.0))
    if plan.cap_bearer != "nobody":
        share = replace(share, most=np.inf)
    member_years = np.maximum(members.sum(axis=1) / PERIODS_PER_YEAR, 1.0)[:, None, None]
    a_member = members[:, :, None] / member_years / (1.0 + plan.fee_rate)
    return np.stack([(claims * share.power(k) * a_member**k).sum(axis=(1, 2)) for k in (1, 2, 3)])


def _moved_of(fair: Fairness, uncut: float, member_years: float, size_cv: float) -> FloatArray:
    """Return the sums (3,) of one plan: of each claim of an age and sex what it adds.

    Claims vary in size by ``size_cv``, whatever a cap on one claim takes off the largest.
    """
    if fair.mean_received <= _LEAST:
        return np.zeros(3)
    gains = fair.subsidy > 0.0
    # What a claim pays for each member, and of that what stays with those who gain or goes to them.
    a_claim = uncut / fair.mean_received * fair.received_share / member_years
    added = gains - float(fair.members[gains].sum())
    kinds = (fair.severe, fair.payout), (fair.mild, np.full_like(fair.payout, fair.mild_payout))
    claims = [member_years * fair.members * rates for rates, _payout in kinds]
    worth = [a_claim * payout * added for _rates, payout in kinds]
    spread = ClaimSize(np.ones(1), size_cv)
    return np.array(
        [
            sum(float((n * w**power).sum()) for n, w in zip(claims, worth, strict=True))
            * float(spread.power(power)[0])
            for power in (1, 2, 3)
        ]
    )
