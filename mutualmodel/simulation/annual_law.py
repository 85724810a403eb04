"""How far a year's cost can stray from its mean: negative binomial counts in closed form.

Claims of each payout kind are Poisson given a factor common to all of them, which is gamma with
mean 1 and coefficient of variation ``systemic_cv`` for the year; counts are then negative binomial.
Chance dies out as the pool grows, the common factor does not.
"""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.cohorts import PERIODS_PER_YEAR
from mutualmodel.engine.projection import Projection

_LEAST_VARIANCE = 1e-60


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
    def sd(self) -> float:
        """Standard deviation in yuan, before an annual cap."""
        return float(np.hypot(self.chance_sd, self.systemic_sd))


def cost_band(projection: Projection, year: int = 1) -> CostBand:
    """Return the spread of a member's cost in one plan year around its expectation.

    Each claim of kind g costs a member s_g = payout x (1 + fee) / members, at most the per-claim
    cap; expected claims lambda_g and s_g come from the projection. With c the systemic cv:
    mean = sum lambda s, variance = sum lambda s^2 + c^2 mean^2, third central moment =
    sum lambda s^3 + 3 c^2 (sum lambda s^2) mean + 2 c^4 mean^3.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    if not 1 <= year <= projection.scenario.years:
        raise ValueError(f"year = {year!r}: allowed is 1 to {projection.scenario.years}")
    span = slice((year - 1) * PERIODS_PER_YEAR, year * PERIODS_PER_YEAR)
    claims, share = claims_and_shares(projection, span)
    cv = projection.scenario.systemic_cv
    mean, square, cube = (float((claims * share**power).sum()) for power in (1, 2, 3))
    third = cube + 3 * cv**2 * square * mean + 2 * cv**4 * mean**3
    variance = square + (cv * mean) ** 2
    quantiles = shifted_gamma_quantiles(mean, variance, third, np.array([0.05, 0.95, 0.995]))
    low, high, worst = np.minimum(quantiles, _annual_cap(projection))
    return CostBand(
        mean=float(projection.array("charged_per_member")[span].sum()),
        due=mean,
        low=float(low),
        high=float(high),
        one_in_200=float(worst),
        chance_sd=float(np.sqrt(square)),
        systemic_sd=cv * mean,
    )


def shifted_gamma_quantiles(
    mean: float, variance: float, third: float, levels: FloatArray
) -> FloatArray:
    """Quantiles of a shifted gamma with these central moments, none below zero.

    The shift and scale that match mean, variance and skewness; exact when the common factor alone
    is uncertain, and close to the exact compound law elsewhere (tested against it).
    """
    from scipy.special import gammaincinv

    # A spread too small for its cube to be told from nothing is none.
    if variance <= _LEAST_VARIANCE or third <= 0.0:
        return np.full(len(levels), mean)
    deviation = np.sqrt(variance)
    skewness = third / deviation**3
    shape = 4.0 / skewness**2
    start = mean - 2.0 * deviation / skewness
    quantiles = start + deviation * skewness / 2.0 * gammaincinv(shape, levels)
    return np.asarray(np.maximum(quantiles, 0.0))


def claims_and_shares(projection: Projection, span: slice) -> tuple[FloatArray, FloatArray]:
    """Return expected claims (72,) and the yuan each costs a member (72,), over one plan year."""
    scenario = projection.scenario
    claims = projection.array("claims_by_kind")[span]
    members = np.maximum(projection.array("members")[span], 1.0)
    share = np.array(scenario.payouts) * (1.0 + scenario.fee_rate) / members[:, None]
    cap = np.inf if scenario.per_claim_cap is None else scenario.per_claim_cap
    return claims.ravel(), np.minimum(share, cap).ravel()


def _annual_cap(projection: Projection) -> float:
    cap = projection.scenario.annual_cap
    return np.inf if cap is None else cap
