"""The law in closed form that has the moments of a year's claims: a gamma, shifted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.gamma_tails import density, part_above
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
# A step of Newton's so small beside the value is the last, for the error left is of its square; but
# not where so much of the law is still on the wrong side, as it is within a law of many steps.
_SETTLED = 1e-5
_WRONG_SIDE = 1e-4
_NEWTON_STEPS = 6
_LEAST_SLOPE = 1e-300


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
    shape, scale, start = _gamma_of(mean, deviation, skewness)
    quantiles = start + scale * gammaincinv(shape, levels)
    return np.asarray(np.maximum(quantiles, 0.0))


def _gamma_of(
    mean: FloatArray | float, deviation: FloatArray, skewness: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return shape, scale and shift of the gamma of these; a skewness is above zero."""
    return 4.0 / skewness**2, deviation * skewness / 2.0, mean - 2.0 * deviation / skewness


def mixture_quantiles(moments: Moments, levels: FloatArray) -> FloatArray:
    """Return the quantiles (L, N) of N laws that are each one of D shifted gammas, equally likely.

    Moments are (D, N); none of the quantiles is below zero. Newton's steps begin at the quantile of
    the one shifted gamma that has the mixture's own moments; where they do not settle, as beside a
    step of the law, the root is sought between bounds.
    """
    laws = _Laws.of(moments)
    together = laws.of_the_mixture()
    value, reach = together.quantiles(levels), together.moments.sd
    for _ in range(_NEWTON_STEPS):
        above, slope = laws.above(value)
        too_often = above - (1.0 - levels)[:, None]
        step = too_often / np.maximum(slope, _LEAST_SLOPE)
        value = value + np.clip(step, -reach, reach)
        settled = (np.abs(step) <= _SETTLED * np.abs(value)) & (np.abs(too_often) <= _WRONG_SIDE)
        if settled.all():
            break
    else:
        rank, place = np.nonzero(~settled)
        value[~settled] = laws.roots(levels[rank], place)
    # What was given a little where there is nothing is nothing.
    return np.where(value > _NOTHING, value, 0.0)


@dataclass(frozen=True)
class _Laws:
    """Shifted gammas (D, N), each with some spread; their ``moments`` and what follows of them."""

    moments: Moments
    shape: FloatArray
    scale: FloatArray
    start: FloatArray

    @classmethod
    def of(cls, moments: Moments) -> "_Laws":
        mean = np.asarray(moments.mean)
        # Where a law has no spread the mixture steps, and a step has no root: it is given a little.
        least = _LEAST_SPREAD * mean + _LEAST_VARIANCE
        variance = np.maximum(moments.variance, least**2)
        deviation = np.sqrt(variance)
        third = np.maximum(moments.third, _LEAST_SKEWNESS * deviation**3)
        return cls(
            Moments(mean, variance, third), *_gamma_of(mean, deviation, third / deviation**3)
        )

    def of_the_mixture(self) -> "_Laws":
        """Return the shifted gammas (1, N) that have the moments of the mixtures."""
        mean, variance, third = self.moments.mean, self.moments.variance, self.moments.third
        middle = np.mean(mean, axis=0, keepdims=True)
        off = mean - middle
        parts = (variance + off**2, third + 3.0 * variance * off + off**3)
        return _Laws.of(Moments(middle, *(part.mean(axis=0, keepdims=True) for part in parts)))

    def quantiles(self, levels: FloatArray) -> FloatArray:
        """Return the quantiles (L, N) of laws that are one alone, D = 1."""
        from scipy.special import gammaincinv

        return np.asarray(self.start + self.scale * gammaincinv(self.shape, levels[:, None]))

    def above(self, value: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return how often a mixture is above values (L, N), and its density there."""
        beyond = _beyond(value[:, None], self.start, self.scale)
        above = part_above(self.shape, beyond).mean(axis=1)
        return above, (density(self.shape, beyond) / self.scale).mean(axis=1)

    def roots(self, level: FloatArray, place: NDArray[np.intp]) -> FloatArray:
        """Return the quantiles (K,) at a level (K,) each of the mixtures at places (K,)."""
        from scipy.optimize import elementwise

        def too_often(x: FloatArray, level: FloatArray, at: FloatArray) -> FloatArray:
            law = at.astype(int)
            beyond = _beyond(x, self.start[:, law], self.scale[:, law])
            return np.asarray(part_above(self.shape[:, law], beyond).mean(axis=0) - (1.0 - level))

        mean, deviation = np.asarray(self.moments.mean)[:, place], self.moments.sd[:, place]
        # By Cantelli's inequality no law of this mean and deviation has its quantile further away.
        odds = np.sqrt(level / (1.0 - level))
        low = (mean - _WIDER / odds * deviation).min(axis=0)
        high = (mean + _WIDER * odds * deviation).max(axis=0)
        found = elementwise.find_root(
            too_often, (low, high), args=(level, place), tolerances=_TOLERANCES
        )
        return np.asarray(found.x)


def _beyond(value: FloatArray | float, start: FloatArray, scale: FloatArray) -> FloatArray:
    """Return how far values are above a shift, in the gamma's scale; not below zero."""
    return np.asarray(np.maximum(value - start, 0.0) / scale)


def probability_above(moments: Moments, value: FloatArray | float) -> FloatArray:
    """Return the probability that a shifted gamma is above a value, in the shape of its moments."""
    skewness = moments.skewness
    skewed = np.where(skewness > 0.0, skewness, 1.0)
    shape, scale, start = _gamma_of(moments.mean, moments.sd, skewed)
    scale = np.where(skewness > 0.0, scale, 1.0)
    above = part_above(shape, _beyond(value, start, scale))
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
