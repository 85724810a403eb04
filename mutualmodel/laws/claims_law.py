"""The exact distribution of what a pool's claims of a year come to.

Claims of every payout are Poisson given one factor on incidence common to them all, gamma with mean
1 and a given coefficient of variation c. With lambda expected claims and phi the characteristic
function of one payout, that of the year is ``(1 - c^2 lambda (phi - 1)) ** (-1 / c^2)``, and
``exp(lambda (phi - 1))`` at c = 0. It is inverted on the lattice of the payouts by a Fourier
transform.

Only the stretch that holds all but 10^-16 of the probability is computed: a transform on a lattice
of N points gives the law modulo N, which is the law itself when that stretch is no longer than N.
Nothing is aliased, and nothing underflows, however far from zero a large pool's year lies.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.moments import Moments, compound_moments, factor_moments

# A transform of four million points takes a second; above it payouts are rounded to a coarser grid.
MOST_POINTS = 2**22
# A spread whose square is lost beside one is none.
LEAST_CV = 1e-7
# Probability left out at either end is below exp(-_TAIL).
_TAIL = 39.0
_FEN = 100
# What mass and moments may be off by before the law is refused.
_MASS_WITHIN = 1e-9
_MOMENTS_WITHIN = 1e-6


@dataclass(frozen=True, eq=False)
class ClaimsLaw:
    """The law of a year's claims in yuan.

    ``values`` (N,) are the points of the lattice in yuan and ``probabilities`` (N,) those of the
    law; errors of single probabilities are about 10^-12. ``mean`` and ``sd`` are exact. ``step`` is
    the width of the lattice in yuan, and ``exact`` says whether all payouts lie on it: where they
    do not, each is split between its two neighbours so that its mean is kept.
    """

    values: FloatArray
    probabilities: FloatArray
    mean: float
    sd: float
    step: float
    exact: bool

    @cached_property
    def _up_to(self) -> FloatArray:
        return np.cumsum(self.probabilities)

    @cached_property
    def _above(self) -> FloatArray:
        """Probability of more than each value; summed from the far end, where it is small."""
        return np.append(np.cumsum(self.probabilities[:0:-1])[::-1], 0.0)

    def quantile(self, level: float) -> float:
        """Return the least value in yuan that is not passed with this probability.

        Raises
        ------
        ValueError
            When the level is not above 0 and below 1.
        """
        _require(0.0 < level < 1.0, "level", level, "above 0 and below 1")
        enough = self._above <= 1.0 - level if level > 0.5 else self._up_to >= level
        return float(self.values[int(np.argmax(enough))])

    def probability_above(self, value: float) -> float:
        """Return the probability of more than ``value`` yuan."""
        at = int(np.searchsorted(self.values, value + 1e-9 * self.step, side="right"))
        return 1.0 if at == 0 else float(min(self._above[at - 1], 1.0))


def claims_law(
    expected_claims: float,
    payouts: Mapping[float, float],
    cv: float,
    *,
    bad_year_probability: float = 0.0,
    bad_year_size: float = 0.0,
    most_points: int = MOST_POINTS,
) -> ClaimsLaw:
    """Return the exact law of a year's claims.

    Parameters
    ----------
    expected_claims
        Claims expected in an ordinary year.
    payouts
        Share of claims (summing to one) by payout in yuan.
    cv
        Coefficient of variation of the factor common to all claims; 0: Poisson.
    bad_year_probability, bad_year_size
        With that probability the year's claims are expected to be 1 + size times as many.
    most_points
        Lattices longer than this are made coarser.

    Raises
    ------
    ValueError
        When an argument is out of range; the message names it.
    ArithmeticError
        When mass or moments of the computed law are not what they must be.

    Examples
    --------
    >>> law = claims_law(30_000, {100_000: 0.4, 300_000: 0.6}, cv=0.1)
    >>> round(law.quantile(0.995) / law.mean, 3)
    1.277
    """
    _check(expected_claims, payouts, cv, bad_year_probability, bad_year_size)
    amounts = np.array([float(amount) for amount in payouts])
    weights = np.array(list(payouts.values()), dtype=float)
    claims = expected_claims * weights
    cv = cv if cv >= LEAST_CV else 0.0
    factor = factor_moments(cv, bad_year_probability, bad_year_size)
    moments = compound_moments(claims, amounts, factor)
    if moments.mean == 0.0:
        return ClaimsLaw(np.zeros(1), np.ones(1), 0.0, 0.0, float(amounts.max()) or 1.0, True)
    states = [(1.0 - bad_year_probability, 1.0), (bad_year_probability, 1.0 + bad_year_size)]
    states = [(chance, level) for chance, level in states if chance > 0.0]
    low, high = _support(claims, amounts, cv, [level for _, level in states])
    step, exact = _lattice(amounts, high - low, most_points)
    places, on_lattice = _placed(amounts, claims, step)
    first = math.floor(low / step)
    points = _smooth_length(math.ceil((high - low) / step) + 2 * int(places.max()) + 2)
    transform = _transform(places, on_lattice, cv, states, points)
    cyclic = np.fft.irfft(transform, points)
    law = ClaimsLaw(
        values=step * np.arange(first, first + points, dtype=float),
        probabilities=np.maximum(np.roll(cyclic, -(first % points)), 0.0),
        mean=float(moments.mean),
        sd=float(moments.sd),
        step=step,
        exact=exact,
    )
    _verify(law, compound_moments(on_lattice, places * step, factor))
    return law


def normal_power_quantile(
    expected_claims: FloatArray | float,
    payouts: Mapping[float, float],
    cv: FloatArray | float,
    level: float,
) -> FloatArray:
    """Return the normal-power shortcut to a quantile in yuan, for surfaces of many pools.

    ``mean + sd (z + skewness / 6 (z^2 - 1))``, z the normal quantile. ``expected_claims`` and
    ``cv`` may be arrays that fit together. Good above the mean where the skewness is below about 1.

    Raises
    ------
    ValueError
        When an argument is out of range.
    """
    from scipy.special import ndtri

    claims, spread = np.broadcast_arrays(
        np.asarray(expected_claims, dtype=float), np.asarray(cv, dtype=float)
    )
    _check(float(claims.min()), payouts, float(spread.min()), 0.0, 0.0)
    _require(0.0 < level < 1.0, "level", level, "above 0 and below 1")
    amounts = np.array([float(amount) for amount in payouts])
    weights = np.array(list(payouts.values()), dtype=float)
    factor = factor_moments(spread)
    moments = compound_moments(claims[..., None] * weights, amounts, factor)
    z = float(ndtri(level))
    return np.asarray(moments.mean + moments.sd * (z + moments.skewness / 6.0 * (z * z - 1.0)))


def _check(
    expected: float, payouts: Mapping[float, float], cv: float, chance: float, size: float
) -> None:
    """Raise a ValueError that names the first argument out of range."""
    _require(math.isfinite(expected) and expected >= 0.0, "expected_claims", expected, "0 or more")
    _require(len(payouts) > 0, "payouts", dict(payouts), "at least one payout with its share")
    for amount, weight in payouts.items():
        _require(math.isfinite(amount) and amount >= 0.0, "payouts", amount, "yuan, 0 or more")
        _require(0.0 <= weight <= 1.0, f"payouts[{amount:g}]", weight, "0 to 1")
    total = math.fsum(payouts.values())
    _require(abs(total - 1.0) <= 1e-9, "payouts", total, "shares of claims that sum to 1")
    _require(math.isfinite(cv) and cv >= 0.0, "cv", cv, "0 or more")
    _require(0.0 <= chance <= 1.0, "bad_year_probability", chance, "0 to 1")
    _require(math.isfinite(size) and size >= 0.0, "bad_year_size", size, "0 or more")


def _require(holds: bool, name: str, value: object, allowed: str) -> None:
    if not holds:
        raise ValueError(f"{name} = {value!r}: allowed is {allowed}")


def _support(
    claims: FloatArray, amounts: FloatArray, cv: float, levels: Sequence[float]
) -> tuple[float, float]:
    """Return bounds in yuan that all but about 10^-16 of the probability lies between.

    Given the factor, a compound Poisson sum stays within Bernstein's bounds; the factor itself
    within its own quantiles.
    """
    from scipy.special import gammainccinv, gammaincinv

    least, most = min(levels), max(levels)
    if cv > 0.0:
        shape = 1.0 / cv**2
        least *= float(gammaincinv(shape, math.exp(-_TAIL))) / shape
        most *= float(gammainccinv(shape, math.exp(-_TAIL))) / shape
    mean, square = float(claims @ amounts), float(claims @ amounts**2)
    below = math.sqrt(2.0 * _TAIL * square * least)
    third = _TAIL * float(amounts.max()) / 3.0
    above = third + math.sqrt(third**2 + 2.0 * _TAIL * square * most)
    return max(mean * least - below, 0.0), mean * most + above


def _lattice(amounts: FloatArray, width: float, most_points: int) -> tuple[float, bool]:
    """Return the step in yuan, and whether every payout is a whole number of steps."""
    fen = amounts[amounts > 0] * _FEN
    whole = np.rint(fen)
    if np.abs(fen - whole).max() <= 1e-6 and whole.max() < 2**53:
        step = math.gcd(*(int(amount) for amount in whole)) / _FEN
        if width / step <= most_points:
            return step, True
        # Where the exact lattice is too long, a whole multiple keeps some payouts on it.
        return step * math.ceil(width / step / most_points), False
    return max(width / most_points, float(amounts.max()) / most_points), False


def _placed(amounts: FloatArray, claims: FloatArray, step: float) -> tuple[FloatArray, FloatArray]:
    """Return places on the lattice in steps and the expected claims at each, the mean kept."""
    exact = amounts / step
    lower = np.floor(exact + 1e-9)
    above = np.maximum(exact - lower, 0.0)
    above[above < 1e-9] = 0.0
    places = np.concatenate([lower, lower + 1.0])
    share = np.concatenate([claims * (1.0 - above), claims * above])
    counts = (share > 0.0) & (places > 0.0)
    return places[counts], share[counts]


def _smooth_length(points: int) -> int:
    """Return an even length of at least ``points`` that transforms quickly."""
    from scipy.fft import next_fast_len

    return 2 * int(next_fast_len((points + 1) // 2, real=True))


def _transform(
    places: FloatArray,
    claims: FloatArray,
    cv: float,
    states: Sequence[tuple[float, float]],
    points: int,
) -> np.ndarray:
    """Return the law's characteristic function on half the lattice of frequencies."""
    frequency = np.arange(points // 2 + 1)
    real, imaginary = np.zeros((2, len(frequency)))
    for place, expected in zip(places, claims, strict=True):
        # Whole turns are taken off in whole numbers, so that no digit of the angle is lost.
        angle = (2.0 * np.pi / points) * ((frequency * int(place)) % points)
        real -= expected * 2.0 * np.square(np.sin(0.5 * angle))
        imaginary -= expected * np.sin(angle)
    total = np.zeros(len(frequency), dtype=complex)
    for chance, level in states:
        x, y = level * real, level * imaginary
        if cv > 0.0:
            # The logarithm of 1 - c^2 (x + iy), without loss where c is small.
            x, y = -(cv**2) * x, -(cv**2) * y
            length = 0.5 * np.log1p(x * (2.0 + x) + y * y)
            x, y = -length / cv**2, -np.arctan2(y, 1.0 + x) / cv**2
        total += chance * np.exp(x + 1j * y)
    return total


def _verify(law: ClaimsLaw, wanted: Moments) -> None:
    """Raise an ArithmeticError unless mass, mean and standard deviation are those of the law."""
    mass = float(law.probabilities.sum())
    mean = float(law.probabilities @ law.values)
    sd = math.sqrt(float(law.probabilities @ np.square(law.values - mean)))
    wanted_mean, wanted_sd = float(wanted.mean), float(wanted.sd)
    for name, got, right, within in (
        ("probability", mass, 1.0, _MASS_WITHIN),
        ("mean", mean, wanted_mean, _MOMENTS_WITHIN * wanted_sd + 1e-9 * wanted_mean),
        ("standard deviation", sd, wanted_sd, _MOMENTS_WITHIN * wanted_sd + 1e-9 * wanted_mean),
    ):
        if not abs(got - right) <= within:
            raise ArithmeticError(f"the law's {name} is {got!r} and should be {right!r}")
