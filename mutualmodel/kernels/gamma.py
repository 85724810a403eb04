"""The regularised incomplete gamma functions, below and above, for kernels.

P(a, x) and Q(a, x) = 1 - P(a, x), each to some 1e-13 of itself down to a = 1e-6 and up to a = 1e12.
Series and continued fraction are those of Gautschi (1979), A computational procedure for incomplete
gamma functions; the uniform expansion for large a is Temme's, DLMF 8.12.
"""

import math

from mutualmodel.kernels.compiling import part
from mutualmodel.kernels.terms import EULER, LARGE, ODD, STIRLING, TEMME, VERY_LARGE, WITHIN, ZETA

_LEAST_TERM = 1e-17
# Below this a, and up to this x, what is above is a small part of one.
_SMALL, _NEAR = 0.3, 1.0


@part
def tails(a: float, x: float, beyond: float) -> tuple[float, float]:
    """Return P(a, x) and Q(a, x), for a > 0.

    ``beyond`` is x - a, of which whoever knows it better than by a difference tells it.
    """
    if x <= 0.0:
        return 0.0, 1.0
    if math.isinf(x):
        return 1.0, 0.0
    if a >= VERY_LARGE and abs(beyond) <= WITHIN * a:
        return _uniform(a, beyond)
    if a < _SMALL and x < _NEAR:
        return density(a, x, beyond) * _series(a, x), _small_above(a, x)
    if a >= _SMALL and x < a + 1.0:
        below = density(a, x, beyond) * _series(a, x)
        return below, 1.0 - below
    above = density(a, x, beyond) * a * _fraction(a, x)
    return 1.0 - above, above


@part
def mean_above(a: float, x: float, beyond: float) -> float:
    """Return E[(X - x)+] of a gamma of shape a and scale one; arguments as for :func:`tails`."""
    if x <= 0.0:
        return -beyond
    return a * density(a, x, beyond) - beyond * tails(a, x, beyond)[1]


@part
def density(a: float, x: float, beyond: float) -> float:
    """Return x^a e^-x / Gamma(a + 1), for a > 0 and x > 0."""
    if a < LARGE:
        return math.exp(a * math.log(x) - x - math.lgamma(a + 1.0))
    stirling = _polynomial(STIRLING, 1.0 / (a * a)) / a
    return math.exp(-a * _gap(beyond / a, x / a) - stirling) / math.sqrt(2.0 * math.pi * a)


@part
def _gap(u: float, ratio: float) -> float:
    """Return u - log(1 + u), which near zero is u^2 / 2; ``ratio`` is 1 + u."""
    if abs(u) > WITHIN:
        return u - (math.log1p(u) if u > 0.0 else math.log(ratio))
    r = u / (2.0 + u)
    return r * (u - 2.0 * r * r * _polynomial(ODD, r * r))


@part
def _polynomial(terms: tuple[float, ...], x: float) -> float:
    """Return a polynomial in x, its terms by falling powers."""
    total = 0.0
    for term in terms:
        total = total * x + term
    return total


@part
def _series(a: float, x: float) -> float:
    """Return the sum of x^n / ((a + 1) ... (a + n)), for x below a + 1 or not far above."""
    term = total = 1.0
    n = a
    while term > _LEAST_TERM * total:
        n += 1.0
        term *= x / n
        total += term
    return total


@part
def _fraction(a: float, x: float) -> float:
    """Return the continued fraction of Gamma(a, x) e^x / x^a, by sums of a series (Gautschi)."""
    term = total = 1.0
    rho, n = 0.0, 0.0
    while abs(term) > _LEAST_TERM * abs(total):
        n += 1.0
        factor = n * (a - n)
        below = (x - a + 2.0 * n - 1.0) * (x - a + 2.0 * n + 1.0)
        factor *= 1.0 + rho
        rho = -factor / (below + factor)
        term *= rho
        total += term
    return total / (x - a + 1.0)


@part
def _small_above(a: float, x: float) -> float:
    """Return Q(a, x) where both are small, without taking it from one."""
    log_gamma = a * (a * _polynomial(ZETA, -a) + 1.0 - EULER) - math.log1p(a)
    term, total, n = 1.0, 0.0, 0.0
    while abs(term) > _LEAST_TERM:
        n += 1.0
        term *= -x / n
        total += term / (a + n)
    power = a * math.log(x) - log_gamma
    return -math.expm1(power) - a * math.exp(power) * total


@part
def _uniform(a: float, beyond: float) -> tuple[float, float]:
    """Return both by Temme's expansion for large a, about x = a."""
    u = beyond / a
    gap = _gap(u, 1.0 + u)
    eta = math.copysign(math.sqrt(2.0 * gap), u)
    total = _polynomial(TEMME[0], eta) / a + _polynomial(TEMME[1], eta)
    total = (total / a + _polynomial(TEMME[2], eta)) / a + _polynomial(TEMME[3], eta)
    total = total / a + _polynomial(TEMME[4], eta)
    rest = math.exp(-a * gap) / math.sqrt(2.0 * math.pi * a) * total
    far = math.sqrt(a * gap)
    far = -far if u < 0.0 else far
    return 0.5 * math.erfc(-far) - rest, 0.5 * math.erfc(far) + rest
