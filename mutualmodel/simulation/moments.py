"""Moments of a year's claims, and the law in closed form that has them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.simulation.annual_law import shifted_gamma_quantiles


@dataclass(frozen=True)
class Moments:
    """Mean, variance and third central moment; numbers or arrays of one shape."""

    mean: FloatArray
    variance: FloatArray
    third: FloatArray

    @property
    def sd(self) -> FloatArray:
        """Standard deviation."""
        return np.sqrt(self.variance)

    @property
    def skewness(self) -> FloatArray:
        """Third central moment over the cube of the standard deviation; 0 without spread."""
        cube = np.where(self.variance > 0.0, self.variance, 1.0) ** 1.5
        return np.asarray(np.where(self.variance > 0.0, self.third / cube, 0.0))


def factor_moments(
    cv: FloatArray | float, bad_year_probability: float, bad_year_size: float
) -> Moments:
    """Return the moments of a gamma factor times what a bad year adds.

    The gamma has mean 1 and coefficient of variation c: its powers have the means 1, 1 + c^2 and
    1 + 3 c^2 + 2 c^4. A bad year multiplies it by 1 + size, independently.
    """
    square = np.square(np.asarray(cv, dtype=float))
    first, second, third = (
        1.0 + bad_year_probability * ((1.0 + bad_year_size) ** power - 1.0) for power in (1, 2, 3)
    )
    second = second * (1.0 + square)
    third = third * (1.0 + 3.0 * square + 2.0 * square**2)
    variance = second - first**2
    # At c = 0 without bad years nothing may be left of the differences but nothing.
    spread = bad_year_probability > 0.0 and bad_year_size > 0.0
    if not spread:
        return Moments(np.ones_like(square), square, 2.0 * square**2)
    mean = np.full_like(square, first)
    return Moments(mean, variance, third - 3.0 * first * second + 2.0 * first**3)


def compound_moments(claims: FloatArray, amounts: FloatArray, factor: Moments) -> Moments:
    """Return the moments of the sum of claims that are Poisson given the factor.

    ``claims`` (..., K) are expected at a factor of 1, ``amounts`` (..., K) what each comes to. With
    a_k = sum claims x amounts^k and the factor's mean m, variance v and third central moment t:
    mean m a_1, variance m a_2 + v a_1^2, third m a_3 + 3 v a_1 a_2 + t a_1^3.
    """
    one, two, three = ((claims * amounts**power).sum(axis=-1) for power in (1, 2, 3))
    return Moments(
        mean=factor.mean * one,
        variance=factor.mean * two + factor.variance * one**2,
        third=factor.mean * three + 3.0 * factor.variance * one * two + factor.third * one**3,
    )


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
        factor = factor_moments(self.scenario.systemic_cv, 0.0, 0.0)
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
            float(
                shifted_gamma_quantiles(
                    float(moments.mean),
                    float(moments.variance),
                    float(moments.third),
                    np.array([level]),
                )[0]
            )
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
        return sum(chance * _survival(moments, value) for chance, moments in self._states)


def _survival(moments: Moments, value: float) -> float:
    """Probability that a shifted gamma with these moments is above a value."""
    from scipy.special import gammaincc

    sd, skewness = float(moments.sd), float(moments.skewness)
    if skewness <= 0.0:
        return float(float(moments.mean) > value)
    start = float(moments.mean) - 2.0 * sd / skewness
    return float(gammaincc(4.0 / skewness**2, max(value - start, 0.0) / (sd * skewness / 2.0)))
