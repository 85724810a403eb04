"""The law in closed form that has the moments of a year's claims: a gamma, shifted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.moments import Moments, compound_moments, factor_moments

_LEAST_VARIANCE = 1e-60


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


def probability_above(moments: Moments, value: float) -> FloatArray:
    """Return the probability that a shifted gamma is above a value, in the shape of its moments."""
    from scipy.special import gammaincc

    skewness = moments.skewness
    skewed = np.where(skewness > 0.0, skewness, 1.0)
    scale = np.where(skewness > 0.0, moments.sd * skewed / 2.0, 1.0)
    start = moments.mean - 2.0 * moments.sd / skewed
    above = gammaincc(4.0 / skewed**2, np.maximum(value - start, 0.0) / scale)
    return np.where(skewness > 0.0, above, np.asarray(moments.mean) > value)


@dataclass(frozen=True, eq=False)
class ShiftedYear:
    """A year in closed form: shifted gammas with the moments of an ordinary and of a bad year.

    ``claims`` (K,) are expected in an ordinary year and ``amounts`` (K,) what each comes to, in any
    one unit; chances of bad years and the systemic spread are the ``scenario``'s.
    """

    claims: FloatArray
    amounts: FloatArray
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
