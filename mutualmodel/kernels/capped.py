"""What members are charged for claims under the caps on one claim and on a year, for kernels.

The reference is ``laws.sizes`` for what one claim comes to, ``laws.limited`` for a year under its
cap, and ``engine.caps`` for how a settlement adds to it. A year in progress is a row of numbers:
what is expected of its claims times their amounts to the powers 0 to 3, the smallest amount, what
has been charged, and whether the cap has been met.
"""

import math

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels.compiling import part
from mutualmodel.kernels.gamma import density, mean_above, tails

YEAR = 7
_LEAST, _CHARGED, _MET = 4, 5, 6

_LEAST_SIZE_CV = 1e-6
_NEVER_BEYOND = 12.0
_NEVER = 1e-12
_NOTHING = 1e-12
_LEAST_SKEWNESS, _MOST_SKEWNESS = 1e-5, 1e9
_LEAST_VARIANCE = 1e-60

# How far claims vary in size, the caps on one of them and on a year, and how far years vary.
Caps = tuple[float, float, float, float]
# One number for each kind of payout.
Kinds = tuple[float, float, float]
# E[min(X, L) ^ k] for k from one to three.
Powers = tuple[float, float, float]


@part
def expected_size(mean: float, cv: float, most: float) -> float:
    """Return what a claim is expected to come to under its cap (``ClaimSize.expected``)."""
    if cv <= _LEAST_SIZE_CV or mean <= 0.0:
        return min(mean, most)
    if math.isinf(most):
        return mean
    a = 1.0 / (cv * cv)
    x = most / (mean * cv * cv)
    return mean * tails(a + 1.0, x, x - a - 1.0)[0] + most * tails(a, x, x - a)[1]


@part
def size_powers(mean: float, cv: float, most: float) -> Powers:
    """Return the moments of a claim under its cap (``ClaimSize.power``)."""
    if cv <= _LEAST_SIZE_CV or mean <= 0.0:
        held = min(mean, most)
        return held, held**2, held**3
    square = cv * cv
    second = mean * mean * (1.0 + square)
    third = second * mean * (1.0 + 2.0 * square)
    if math.isinf(most):
        return mean, second, third
    a, x = 1.0 / square, most / (mean * square)
    # From the third down: what is added is positive, and no digit is lost.
    low_3 = tails(a + 3.0, x, x - a - 3.0)[0]
    step = density(a + 2.0, x, x - a - 2.0)
    low_2 = low_3 + step
    low_1 = low_2 + step * (a + 2.0) / x
    above = tails(a, x, x - a)[1]
    return (
        mean * low_1 + most * above,
        second * low_2 + most**2 * above,
        third * low_3 + most**3 * above,
    )


@part
def of_kinds(values: FloatArray, plan: int, over: float) -> Kinds:
    """Return the values (B, 3) of a plan, each over some number."""
    return values[plan, 0] / over, values[plan, 1] / over, values[plan, 2] / over


@part
def begin(year: FloatArray) -> None:
    """Begin a year in which nothing has been charged."""
    year[:] = 0.0
    year[_LEAST] = math.inf


@part
def levy(year: FloatArray, claims: Kinds, shares: Kinds, caps: Caps, counted: bool) -> Kinds:
    """Return a member's share of a settlement, what of it claims come to under their cap, and hers.

    The last is what she is charged, under the cap on the year as well. ``claims``, ``counted`` or
    expected, and her ``shares`` of one are those of each kind.
    """
    size_cv, most, cap, cv = caps
    gross = due = 0.0
    if counted or math.isinf(cap):
        for kind in range(3):
            gross += claims[kind] * shares[kind]
            due += claims[kind] * expected_size(shares[kind], size_cv, most)
        now = min(due, max(cap - year[_CHARGED], 0.0))
        year[_CHARGED] += now
        return gross, due, now
    for kind in range(3):
        gross += claims[kind] * shares[kind]
        due += _add(year, claims[kind], shares[kind], size_cv, most)
    return gross, due, _expected_charge(year, due, cap, cv)


@part
def _add(year: FloatArray, claims: float, mean: float, cv: float, most: float) -> float:
    """Add claims that each come to a size to a year; return what they are expected to come to."""
    if claims <= 0.0 or mean <= 0.0:
        return 0.0
    one, two, three = size_powers(mean, cv, most)
    year[0] += claims
    year[1] += claims * one
    year[2] += claims * two
    year[3] += claims * three
    year[_LEAST] = min(year[_LEAST], 0.0 if cv > _LEAST_SIZE_CV else one)
    return claims * one


@part
def _expected_charge(year: FloatArray, due: float, cap: float, cv: float) -> float:
    """Charge what the latest claims add to the expectation under a cap (``limited_so_far``)."""
    mean = year[1]
    limited = mean
    if mean + _NEVER_BEYOND * math.sqrt(year[2] + (cv * mean) ** 2) > cap:
        limited = _limited_mean(year, cv, cap)
        if limited < mean * (1.0 - _NOTHING):
            year[_MET] = 1.0
    now = min(max(limited - year[_CHARGED], 0.0), due) if year[_MET] > 0.0 else due
    year[_CHARGED] = max(year[_CHARGED], limited)
    return now


@part
def _limited_mean(year: FloatArray, cv: float, limit: float) -> float:
    """Return E[min(X, limit)] of a year's claims (``laws.limited.Year.limited_mean``)."""
    claims, mean, square = float(year[0]), float(year[1]), cv * cv
    exponent = math.log1p(square * claims) / square if square > 0.0 else claims
    none = math.exp(-exponent)
    most = min(mean, limit * (1.0 - none))
    if limit <= year[_LEAST]:
        return most
    return min(max(mean - _stop_loss(year, square, none, limit), 0.0), most)


@part
def _stop_loss(year: FloatArray, square: float, none: float, limit: float) -> float:
    """Return E[(X - limit)+], years without any claim, which come with ``none``, taken out."""
    one, two, three = year[1], year[2], year[3]
    variance = two + square * one**2
    third = three + 3.0 * square * one * two + 2.0 * square**2 * one**3
    if none <= _NEVER:
        return _of_shifted_gamma(one, variance, third, limit)
    some = max(1.0 - none, _LEAST_VARIANCE)
    mean = one / some
    second = (variance + one**2) / some
    cube = (third + 3.0 * one * variance + one**3) / some
    third = cube - 3.0 * mean * second + 2.0 * mean**3
    return some * _of_shifted_gamma(mean, second - mean**2, third, limit)


@part
def _of_shifted_gamma(mean: float, variance: float, third: float, limit: float) -> float:
    """Return E[(X - limit)+] of a gamma, shifted, and turned about where its skewness is below 0.

    The reference is ``laws.limited``.
    """
    excess = mean - limit
    if variance <= _LEAST_VARIANCE:
        return max(excess, 0.0)
    deviation = math.sqrt(variance)
    skewness = min(max(abs(third) / deviation**3, _LEAST_SKEWNESS), _MOST_SKEWNESS)
    scale = deviation * skewness / 2.0
    beyond = excess if third < 0.0 else -excess
    z = max((beyond + 2.0 * deviation / skewness) / scale, 0.0)
    above = scale * mean_above(4.0 / skewness**2, z, beyond / scale)
    return max(above + excess if third < 0.0 else above, 0.0)
