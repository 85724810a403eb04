"""A year's claims on a lattice of amounts: where it must reach, how fine it is, its transform."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.sizes import ClaimSize

# Probability left out at either end is below exp(-_TAIL).
_TAIL = 39.0
_FEN = 100
# Amounts that are in one currency what they are in another have such ratios: 3 to 1, 10 to 3.
_LARGEST_RATIO = 1000
_SAME = 1e-14
# At the frequencies where 1 - cos would lose digits no claim turns by more than an eighth.
_EIGHTH = 8
# Claims of varying size are laid on so fine a lattice, if that does not take too many points.
_PARTS_OF_MEAN = 128
_MOST_PLACES = 20_000


@dataclass(frozen=True, eq=False)
class Year:
    """A year's claims: Poisson given a gamma factor common to all.

    ``claims`` (K,) are expected in an ordinary year and ``amounts`` (K,) what each pays in yuan,
    above 0. ``cv`` is the coefficient of variation of the factor. ``states`` are chances, and what
    each multiplies the claims by.
    """

    claims: FloatArray
    amounts: FloatArray
    cv: float
    states: Sequence[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Lattice:
    """Amounts on multiples of ``step`` yuan.

    ``places`` (P,) are those that claims pay, in steps, and ``claims`` (P,) are expected there.
    ``spread`` is the variance, in steps, that a claim of a year has from being split between its
    two neighbours; 0 on a lattice that all amounts lie on.
    """

    step: float
    places: NDArray[np.intp]
    claims: FloatArray
    spread: float

    @property
    def exact(self) -> bool:
        """Whether all amounts lie on the lattice."""
        return self.spread == 0.0


def support(year: Year, amounts: FloatArray | ClaimSize) -> tuple[float, float]:
    """Return bounds in yuan that all but about 10^-16 of the probability lies between.

    Given the factor, a compound Poisson sum stays within Bernstein's bounds; the factor itself
    within its own quantiles. ``amounts`` (K,) are those of the year, or the sizes that its claims
    vary by, or ones: the count of claims.
    """
    from scipy.special import gammainccinv, gammaincinv

    levels = [level for _, level in year.states]
    least, most = min(levels), max(levels)
    if year.cv > 0.0:
        shape = 1.0 / year.cv**2
        least *= float(gammaincinv(shape, math.exp(-_TAIL))) / shape
        most *= float(gammainccinv(shape, math.exp(-_TAIL))) / shape
    size = ClaimSize.of(amounts)
    mean, square = (float(year.claims @ size.power(power)) for power in (1, 2))
    below = math.sqrt(2.0 * _TAIL * square * least)
    third = _TAIL * float(size.largest.max()) / 3.0
    above = third + math.sqrt(third**2 + 2.0 * _TAIL * square * most)
    return max(mean * least - below, 0.0), mean * most + above


def lattice(year: Year, width: float, most_points: int) -> Lattice:
    """Lay a year's amounts on a lattice that is no more than ``most_points`` long.

    Amounts off the lattice are split between their two neighbours so that the mean is kept.
    """
    step = _step(year.amounts, width, most_points)
    exact = year.amounts / step
    lower = np.floor(exact + 1e-9)
    above = np.maximum(exact - lower, 0.0)
    above[above < 1e-9] = 0.0
    at = lower.astype(int)
    claims = np.zeros(int(at.max()) + 2)
    np.add.at(claims, at, year.claims * (1.0 - above))
    np.add.at(claims, at + 1, year.claims * above)
    claims[0] = 0.0
    places = np.flatnonzero(claims)
    spread = float(year.claims @ (above * (1.0 - above)) / year.claims.sum())
    return Lattice(step, places, claims[places], spread)


def lattice_of_sizes(year: Year, size: ClaimSize, width: float, most_points: int) -> Lattice:
    """Lay claims of varying size (K,) on a lattice, each split so that the mean is kept.

    The probability at a point is the second difference there of E[(X - d)+], over the step.
    """
    largest = float(size.largest.max())
    finest = max(float(year.amounts.min()) / _PARTS_OF_MEAN, largest / _MOST_PLACES)
    step = max(finest, width / most_points)
    points = step * np.arange(-1.0, math.ceil(largest / step) + 2.0)
    above = ClaimSize(size.mean[:, None], size.cv, size.most).above(np.maximum(points, 0.0))
    # Below zero a claim is above the point by that much more.
    above[:, 0] += step
    each = np.maximum(np.diff(above, 2, axis=1) / step, 0.0)
    claims = year.claims @ each
    claims[0] = 0.0
    places = np.flatnonzero(claims)
    claims = claims[places]
    added = float(claims @ np.square(places) - year.claims @ size.power(2) / step**2)
    return Lattice(step, places, claims, max(added / float(year.claims.sum()), 1e-12))


def _step(amounts: FloatArray, width: float, most_points: int) -> float:
    unit = _unit(amounts)
    if unit is None:
        return max(width, float(amounts.max())) / most_points
    # Where the exact lattice is too long, a whole multiple keeps some amounts on it.
    return unit * max(math.ceil(width / unit / most_points), 1)


def _unit(amounts: FloatArray) -> float | None:
    """Return the largest sum of which all amounts are multiples; None if there is hardly one."""
    fen = amounts * _FEN
    whole = np.rint(fen)
    if np.abs(fen - whole).max() <= 1e-6 and whole.max() < 2**53:
        return math.gcd(*(int(amount) for amount in whole)) / _FEN
    least = float(amounts.min())
    ratios = [Fraction(amount / least).limit_denominator(_LARGEST_RATIO) for amount in amounts]
    parts = math.lcm(*(ratio.denominator for ratio in ratios))
    off = np.abs(np.array([float(ratio) for ratio in ratios]) * least / amounts - 1.0)
    return least / parts if off.max() <= _SAME and parts <= _LARGEST_RATIO else None


def smooth_length(points: int) -> int:
    """Return an even length of at least ``points`` that transforms quickly."""
    from scipy.fft import next_fast_len

    return 2 * int(next_fast_len((points + 1) // 2, real=True))


def exponent(at: Lattice, points: int) -> tuple[FloatArray, FloatArray]:
    """Return real and imaginary part of lambda (phi - 1) on half a lattice of frequencies.

    One transform of the claims does for all places. It errs by some 10^-16 of all claims, which is
    nothing but where most of them have hardly turned and 1 - cos is small: at the lowest
    frequencies, where each place is summed by itself.
    """
    expected = np.zeros(points)
    expected[at.places] = at.claims
    turned = np.fft.rfft(expected)
    real, imaginary = turned.real - at.claims.sum(), np.ascontiguousarray(turned.imag)
    low = min(len(real), math.ceil(points / (_EIGHTH * int(at.places.max()))))
    real[:low], imaginary[:low] = 0.0, 0.0
    frequency = np.arange(low)
    for place, claims in zip(at.places, at.claims, strict=True):
        # Whole turns are taken off in whole numbers, so that no digit of the angle is lost.
        angle = (2.0 * np.pi / points) * ((frequency * place) % points)
        real[:low] -= claims * 2.0 * np.square(np.sin(0.5 * angle))
        imaginary[:low] -= claims * np.sin(angle)
    return real, imaginary


def characteristic(year: Year, real: FloatArray, imaginary: FloatArray) -> np.ndarray:
    """Return the year's characteristic function from the :func:`exponent` of an ordinary one."""
    total = np.zeros(len(real), dtype=complex)
    for chance, level in year.states:
        x, y = level * real, level * imaginary
        if year.cv > 0.0:
            square = year.cv**2
            # The logarithm of 1 - c^2 (x + iy), without loss where c is small.
            x, y = -square * x, -square * y
            length = 0.5 * np.log1p(x * (2.0 + x) + y * y)
            x, y = -length / square, -np.arctan2(y, 1.0 + x) / square
        total += chance * np.exp(x + 1j * y)
    return total
