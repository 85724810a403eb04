"""The law in closed form that has the moments of a year's claims: a gamma, shifted."""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.gamma_tails import part_above
from mutualmodel.laws.moments import Moments, compound_moments, factor_moments
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.once import cached_property

_LEAST_VARIANCE = 1e-60
# Standard deviation over the mean below which a law is as good as certain.
_LEAST_SPREAD = 1e-6
_LEAST_SKEWNESS = 1e-4
_NOTHING = 1e-20
# So much further away than a bound the search for a quantile begins.
_WIDER = 1.01
_TOLERANCES = {"xatol": 1e-12, "xrtol": 1e-6}


def shifted_gamma_quantiles(moments: Moments, levels: FloatArray) -> FloatArray:
    """Return the quantiles (L,) at ``levels`` (L,) of a shifted gamma, none below zero.

    The shift and scale that match mean, variance and skewness, single numbers; exact when the
    common factor alone is uncertain, and close to the exact compound law elsewhere (tested against
    it).
    """
    from scipy.special import gammaincinv

    mean, variance, third = (float(m) for m in (moments.mean, moments.variance, moments.third))
    # A spread too small for its cube to be told from nothing is none.
    if variance <= _LEAST_VARIANCE or third <= 0.0:
        return np.full(len(levels), mean)
    deviation = np.sqrt(variance)
    skewness = third / deviation**3
    shape = 4.0 / skewness**2
    start = mean - 2.0 * deviation / skewness
    quantiles = start + deviation * skewness / 2.0 * gammaincinv(shape, levels)
    return np.asarray(np.maximum(quantiles, 0.0))


def mixture_quantiles(moments: Moments, levels: FloatArray) -> FloatArray:
    """Return the quantiles (L, N) of N laws that are each one of D shifted gammas, equally likely.

    Moments are (D, N); none of the quantiles is below zero.
    """
    from scipy.optimize import elementwise

    mean = np.asarray(moments.mean)
    # Where a law has no spread the mixture steps, and a step has no root: it is given a little.
    least = _LEAST_SPREAD * mean + _LEAST_VARIANCE
    variance = np.maximum(moments.variance, least**2)
    third = np.maximum(moments.third, _LEAST_SKEWNESS * variance**1.5)
    deviation = np.sqrt(variance)

    def too_often(x: FloatArray, level: FloatArray, at: FloatArray) -> FloatArray:
        """How much more often than asked for a law, told by its place, is above x."""
        law = at.astype(int)
        chosen = Moments(mean[:, law], variance[:, law], third[:, law])
        return np.asarray(probability_above(chosen, x).mean(axis=0) - (1.0 - level))

    # By Cantelli's inequality no law of this mean and deviation has its quantile further away.
    odds = (levels / (1.0 - levels))[:, None]
    below, above = _WIDER / np.sqrt(odds), _WIDER * np.sqrt(odds)
    low = (mean[:, None] - below * deviation[:, None]).min(axis=0).ravel()
    high = (mean[:, None] + above * deviation[:, None]).max(axis=0).ravel()
    each, place = (a.ravel() for a in np.meshgrid(levels, np.arange(mean.shape[1]), indexing="ij"))
    found = elementwise.find_root(
        too_often, (low, high), args=(each, place), tolerances=_TOLERANCES
    )
    # What was given a little where there is nothing is nothing.
    return np.where(found.x > _NOTHING, found.x, 0.0).reshape(len(levels), -1)


def probability_above(moments: Moments, value: FloatArray | float) -> FloatArray:
    """Return the probability that a shifted gamma is above a value, in the shape of its moments."""
    skewness = moments.skewness
    skewed = np.where(skewness > 0.0, skewness, 1.0)
    scale = np.where(skewness > 0.0, moments.sd * skewed / 2.0, 1.0)
    start = moments.mean - 2.0 * moments.sd / skewed
    above = part_above(4.0 / skewed**2, np.maximum(value - start, 0.0) / scale)
    return np.where(skewness > 0.0, above, np.asarray(moments.mean) > value)


@dataclass(frozen=True, eq=False)
class ShiftedYear:
    """A year in closed form: shifted gammas with the moments of an ordinary and of a bad year.

    ``claims`` (K,) are expected in an ordinary year and ``amounts`` (K,) what each comes to, in any
    one unit; chances of bad years and the systemic spread are the ``scenario``'s.
    """

    claims: FloatArray
    amounts: FloatArray | ClaimSize
    scenario: Scenario

    @cached_property
    def _states(self) -> list[tuple[float, Moments]]:
        factor = factor_moments(self.scenario.systemic_cv)
        chance, size = self.scenario.bad_year_probability, self.scenario.bad_year_size
        levels = [(1.0 - chance, 1.0), (chance, 1.0 + size)]
        return [
            (chance, compound_moments(self.claims * level, self.amounts, factor))
            for chance, level in levels
            if chance > 0.0
        ]

    @cached_property
    def mean(self) -> float:
        """Expected total."""
        return sum(chance * float(moments.mean) for chance, moments in self._states)

    def quantile(self, level: float) -> float:
        """Return what is not passed with this probability."""
        from scipy.optimize import brentq

        each = [
            float(shifted_gamma_quantiles(moments, np.array([level]))[0])
            for _, moments in self._states
        ]
        low, high = min(each), max(each)
        passed = 1.0 - level
        # No yuan is below zero, so the lower of the two may be cut off there, and then more of the
        # mixture lies below it than the level asks for; without spread the law has steps.
        if self.probability_above(low) <= passed or high - low <= 1e-12 * high:
            return low
        if self.probability_above(high) >= passed:
            return high
        return float(
            brentq(lambda x: self.probability_above(x) - passed, low, high, xtol=1e-9 * high)
        )

    def probability_above(self, value: float) -> float:
        """Return the probability of more than ``value``."""
        return sum(
            chance * float(probability_above(moments, value)) for chance, moments in self._states
        )
