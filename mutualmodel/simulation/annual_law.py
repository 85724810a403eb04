"""How far a year's cost can stray from its mean: negative binomial counts in closed form.

Claims of each payout kind are Poisson given a factor common to all of them, which is gamma with
mean 1 and coefficient of variation ``systemic_cv`` for the year; counts are then negative binomial.
Chance dies out as the pool grows, the common factor does not.
"""

from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.engine.caps import claim_costs
from mutualmodel.engine.fund import cost_of_year, paid_in_all
from mutualmodel.engine.projection import Projection
from mutualmodel.laws.moments import CERTAIN, compound_moments, factor_moments
from mutualmodel.laws.shifted_gamma import shifted_gamma_quantiles
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.levels import HIGH, LOW, ONE_IN_200
from mutualmodel.periods import plan_year


@dataclass(frozen=True)
class CostBand:
    """The spread of what a member pays in one plan year, in yuan.

    ``mean`` is what she is expected to be charged, ``due`` the same before an annual cap. ``low``
    and ``high`` bound the middle nine years in ten; ``one_in_200`` is passed in one year of two
    hundred. ``chance_sd`` and ``systemic_sd`` are the two standard deviations whose squares add up;
    both are before an annual cap, the quantiles after it.
    """

    mean: float
    due: float
    low: float
    high: float
    one_in_200: float
    chance_sd: float
    systemic_sd: float

    @property
    def year_cap_bites(self) -> bool:
        """Whether the cap on a year is expected to take off a part of it worth a word."""
        return self.due - self.mean > MATERIAL * self.due

    @property
    def sd(self) -> float:
        """Standard deviation in yuan, before an annual cap."""
        return float(np.hypot(self.chance_sd, self.systemic_sd))


def cost_band(projection: Projection, year: int = 1) -> CostBand:
    """Return the spread of a member's cost in one plan year around its expectation.

    With a fund it is what members pay in advance, and for a year's deficit or surplus besides, as
    its bill has it at the year's end (:func:`~mutualmodel.engine.fund.cost_of_year`).

    Each claim of kind g costs a member s_g = payout x (1 + fee) / members on average, and at most
    the per-claim cap; expected claims lambda_g and s_g come from the projection. The quantiles are
    those of the shifted gamma with the moments of such a year (:func:`compound_moments`).

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    span = plan_year(year, projection.scenario.years)
    claims, share = claims_and_shares(projection, span)
    factor = factor_moments(projection.scenario.systemic_cv)
    moments = compound_moments(claims, share, factor)
    quantiles = shifted_gamma_quantiles(moments, np.array([LOW, HIGH, ONE_IN_200]))
    scenario, charged = projection.scenario, projection.array("charged_per_member")[span]
    low, high, worst = cost_of_year(scenario, quantiles, fund_before(projection, year))
    mean = float(paid_in_all(charged))
    return CostBand(
        mean=mean,
        due=mean if scenario.funding == "fund" else float(moments.mean),
        low=float(low),
        high=float(high),
        one_in_200=float(worst),
        chance_sd=float(compound_moments(claims, share, CERTAIN).sd),
        systemic_sd=float(factor.sd * moments.mean),
    )


def fund_before(projection: Projection, year: int) -> float:
    """Return what the fund is expected to hold for each member before a plan year; yuan."""
    scenario = projection.scenario
    if scenario.funding != "fund":
        return 0.0
    if year == 1:
        return scenario.opening_fund
    first = plan_year(year, scenario.years).start
    held = float(projection.array("fund")[first - 1])
    return held / max(float(projection.array("members")[first]), 1.0)


def claims_and_shares(projection: Projection, span: slice) -> tuple[FloatArray, ClaimSize]:
    """Return expected claims (72,) and the yuan each costs a member (72,), over one plan year."""
    claims = projection.array("claims_by_kind")[span]
    members = np.maximum(projection.array("members")[span], 1.0)
    share = claim_costs(projection.scenario, members)
    return claims.ravel(), replace(share, mean=share.mean.ravel())
