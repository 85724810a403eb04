"""A wait that is gamma distributed, or without a spread the same for all."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.gamma_tails import part_below

# With a smaller coefficient of variation a gamma distribution is its mean, to within rounding.
POINT = 1e-6


def chance_over(x: FloatArray, mean: FloatArray | float, cv: FloatArray | float) -> FloatArray:
    """Return P[D <= x] of a wait D of a mean and a coefficient of variation above POINT."""
    shape = np.power(cv, -2.0)
    return np.asarray(part_below(shape, x * (shape / mean)))


def mean_time_since(x: FloatArray, mean: FloatArray | float, cv: FloatArray | float) -> FloatArray:
    """Return E[(x - D)+], how long a wait D has been over at x >= 0 on average; arrays broadcast.

    x F_a(x) - mean F_{a + 1}(x), where F_a is the gamma's cdf at shape a = 1 / cv^2 and its scale.
    ``cv`` is above POINT.
    """
    shape = np.power(cv, -2.0)
    scaled = x * (shape / mean)
    since = x * part_below(shape, scaled) - mean * part_below(shape + 1.0, scaled)
    return np.asarray(np.maximum(since, 0.0))
