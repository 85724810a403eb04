"""The regularised incomplete gamma functions of arrays, also where scipy's are not exact.

From a = 10^5 on, and more than 4.5 standard deviations from the mean, scipy ends its series too
early: at 10^6 what is below is off by 10^-8, at 10^10 by 10^-6. There Temme's uniform expansion is
taken (DLMF 8.12).
"""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels.terms import LARGE, ODD, STIRLING, TEMME, VERY_LARGE, WITHIN

_LEAST = 1e-300


def part_below(shape: FloatArray, x: FloatArray, beyond: FloatArray | None = None) -> FloatArray:
    """Return P(a, x), the probability that a gamma of ``shape`` a and scale one is below x.

    ``beyond`` is x - a, of which whoever knows it better than by a difference tells it; all are
    arrays that fit together, and no x is below zero.
    """
    # Loaded here: it takes longer than a projection, and not every plan needs it.
    from scipy.special import gammainc

    return _with_expansion(gammainc(shape, x), -1.0, shape, x, beyond)


def part_above(shape: FloatArray, x: FloatArray, beyond: FloatArray | None = None) -> FloatArray:
    """Return Q(a, x) = 1 - P(a, x); arguments as for :func:`part_below`."""
    from scipy.special import gammaincc

    return _with_expansion(gammaincc(shape, x), 1.0, shape, x, beyond)


def mean_above(shape: FloatArray, x: FloatArray, beyond: FloatArray) -> FloatArray:
    """Return E[(X - x)+] of such a gamma; arguments as for :func:`part_below`."""
    mass = _mass(shape, np.maximum(x, _LEAST), beyond)
    return np.asarray(
        np.where(x > 0.0, shape * mass - beyond * part_above(shape, x, beyond), -beyond)
    )


def density(shape: FloatArray, x: FloatArray) -> FloatArray:
    """Return the density of such a gamma at x; nothing where x is not above zero."""
    inside = np.maximum(x, _LEAST)
    return np.asarray(np.where(x > 0.0, _mass(shape, inside, inside - shape) * shape / inside, 0.0))


def _mass(shape: FloatArray, x: FloatArray, beyond: FloatArray) -> FloatArray:
    """Return x^a e^-x / Gamma(a + 1); by Stirling's series where exponents would lose digits."""
    from scipy.special import gammaln

    large = shape >= LARGE
    if large.all():
        return _mass_of_large(shape, x, beyond)
    few = np.where(large, 1.0, shape)
    direct = np.asarray(np.exp(few * np.log(x) - x - gammaln(few + 1.0)))
    if large.any():
        large = np.broadcast_to(large, direct.shape)
        every = (np.broadcast_to(values, direct.shape)[large] for values in (shape, x, beyond))
        direct[large] = _mass_of_large(*every)
    return direct


def _mass_of_large(shape: FloatArray, x: FloatArray, beyond: FloatArray) -> FloatArray:
    stirling = np.polyval(STIRLING, 1.0 / np.square(shape)) / shape
    exponent = shape * _gap(beyond / shape, x / shape) + stirling
    return np.asarray(np.exp(-exponent) / np.sqrt(2.0 * np.pi * shape))


def _gap(u: FloatArray, ratio: FloatArray) -> FloatArray:
    """Return u - log(1 + u), which near zero is u^2 / 2; ``ratio`` is 1 + u."""
    near = np.abs(u) <= WITHIN
    small = u if near.all() else np.where(near, u, 0.0)
    r = small / (2.0 + small)
    series = r * (small - 2.0 * np.square(r) * np.polyval(ODD, np.square(r)))
    if small is u:
        return np.asarray(series)
    log = np.where(u > 0.0, np.log1p(np.maximum(u, 0.0)), np.log(ratio))
    return np.where(near, series, u - log)


def _with_expansion(
    part: FloatArray, side: float, shape: FloatArray, x: FloatArray, beyond: FloatArray | None
) -> FloatArray:
    """Put Temme's expansion in where it is exact; ``side`` is 1 above and -1 below x."""
    large = shape >= VERY_LARGE
    if not large.any():
        return np.asarray(part)
    beyond = x - shape if beyond is None else beyond
    chosen = large & (np.abs(beyond) <= WITHIN * shape)
    found = np.array(part)
    a, u = (np.broadcast_to(values, found.shape)[chosen] for values in (shape, beyond / shape))
    found[chosen] = _uniform(a, u, side)
    return found


def _uniform(a: FloatArray, u: FloatArray, side: float) -> FloatArray:
    """Return what is above a (1 + u), or below it, of a gamma of large shape."""
    from scipy.special import erfc

    gap = _gap(u, 1.0 + u)
    eta = np.sign(u) * np.sqrt(2.0 * gap)
    total = np.zeros_like(a)
    for terms in TEMME:
        total = total / a + np.polyval(terms, eta)
    rest = np.exp(-a * gap) / np.sqrt(2.0 * np.pi * a) * total
    return np.asarray(0.5 * erfc(side * np.sign(u) * np.sqrt(a * gap)) + side * rest)
