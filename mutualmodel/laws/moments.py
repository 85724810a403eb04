"""Mean, variance and third central moment of claims that are Poisson given a common factor.

Every law of a year's claims here is such a mixed Poisson, whether it is told in closed form,
inverted exactly or simulated; so all of them take their moments from :func:`compound_moments`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.sizes import ClaimSize


@dataclass(frozen=True)
class Moments:
    """Mean, variance and third central moment; numbers or arrays of one shape."""

    mean: FloatArray | float
    variance: FloatArray | float
    third: FloatArray | float

    @property
    def sd(self) -> FloatArray:
        """Standard deviation."""
        return np.asarray(np.sqrt(self.variance))

    @property
    def skewness(self) -> FloatArray:
        """Third central moment over the cube of the standard deviation; 0 without spread."""
        cube = np.where(self.variance > 0.0, self.variance, 1.0) ** 1.5
        return np.asarray(np.where(self.variance > 0.0, self.third / cube, 0.0))


# A factor that is always 1: what is left is the chance of the Poisson counts alone.
CERTAIN = Moments(1.0, 0.0, 0.0)


def factor_moments(
    cv: FloatArray | float, bad_year_probability: float = 0.0, bad_year_size: float = 0.0
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


def compound_moments(
    claims: FloatArray, amounts: FloatArray | ClaimSize, factor: Moments
) -> Moments:
    """Return the moments of the sum of claims that are Poisson given the factor.

    ``claims`` (..., K) are expected at a factor of 1, ``amounts`` (..., K) what each comes to. With
    a_k = sum claims x E[amount^k] and the factor's mean m, variance v and third central moment t:
    mean m a_1, variance m a_2 + v a_1^2, third m a_3 + 3 v a_1 a_2 + t a_1^3.
    """
    return moments_of_sums(sums_of_powers(claims, amounts), factor)


def sums_of_powers(claims: FloatArray, amounts: FloatArray | ClaimSize) -> FloatArray:
    """Return a_1, a_2 and a_3 (3, ...) of ``claims`` (..., K) that come to ``amounts`` (..., K)."""
    if isinstance(amounts, ClaimSize):
        powers = [amounts.power(power) for power in (1, 2, 3)]
    else:
        powers = [amounts, amounts**2, amounts**3]
    return np.array([(claims * power).sum(axis=-1) for power in powers])


def moments_of_sums(sums: FloatArray | Sequence[float], factor: Moments) -> Moments:
    """Return the moments of such a sum from a_1, a_2 and a_3 (3, ...); they may be running sums."""
    one, two, three = sums
    return Moments(
        mean=factor.mean * one,
        variance=factor.mean * two + factor.variance * one**2,
        third=factor.mean * three + 3.0 * factor.variance * one * two + factor.third * one**3,
    )
