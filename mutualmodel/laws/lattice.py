"""A year's claims on a lattice of amounts: where it must reach, how fine it is, its transform."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.once import cached_property

# Probability left out at either end is below exp(-_TAIL).
_TAIL = 39.0
_FEN = 100
# Amounts that are in one currency what they are in another have such ratios: 3 to 1, 10 to 3.
_LARGEST_RATIO = 1000
_SAME = 1e-14
# At the frequencies where 1 - cos would lose digits no claim turns by more than an eighth.
_EIGHTH = 8
# Fewer claims are expected in a rare year.
_RARE = 0.1
# So many places are summed at every frequency.
_FEW_PLACES = 8
# A year on so few points has less than a thousand claims, and finding out where its transform is
# negligible would take longer than working it out.
_SHORT = 512
# A transform below exp(-_GONE) adds nothing that sixteen digits show.
_GONE = 45.0
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

    @cached_property
    def rare(self) -> bool:
        """Whether hardly any year has a claim."""
        return float(self.claims.sum()) * max(level for _, level in self.states) < _RARE

    @cached_property
    def sums(self) -> tuple[float, float, float]:
        """Expected claims times the first three powers of what they pay."""
        square = self.amounts * self.amounts
        paid = (self.amounts, square, square * self.amounts)
        first, second, third = (float(self.claims @ power) for power in paid)
        return first, second, third


@dataclass(frozen=True, eq=False)
class Lattice:
    """Amounts on multiples of ``step`` yuan.

    ``places`` (P,) are those that claims pay, in steps and rising, and ``claims`` (P,) are expected
    there. ``spread`` is the variance, in steps, that a claim of a year has from being split between
    its two neighbours; 0 on a lattice that all amounts lie on.
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
    levels = [level for _, level in year.states]
    least, most = min(levels), max(levels)
    if year.cv > 0.0:
        from scipy.special import gammainccinv, gammaincinv

        shape = 1.0 / year.cv**2
        least *= float(gammaincinv(shape, math.exp(-_TAIL))) / shape
        most *= float(gammainccinv(shape, math.exp(-_TAIL))) / shape
    if amounts is year.amounts:
        (mean, square, _), largest = year.sums, max(amounts.tolist())
    else:
        size = ClaimSize.of(amounts)
        mean, square = (float(year.claims @ size.power(power)) for power in (1, 2))
        largest = float(size.largest.max())
    below = math.sqrt(2.0 * _TAIL * square * least)
    third = _TAIL * largest / 3.0
    above = third + math.sqrt(third**2 + 2.0 * _TAIL * square * most)
    return max(mean * least - below, 0.0), mean * most + above


def lattice(year: Year, width: float, most_points: int) -> Lattice:
    """Lay a year's amounts on a lattice that is no more than ``most_points`` long.

    Amounts off the lattice are split between their two neighbours so that the mean is kept.
    """
    amounts = tuple(year.amounts.tolist())
    step = _step(amounts, width, most_points)
    at, merged = _whole(amounts, step)
    if len(at) == len(amounts):
        return Lattice(step, at, year.claims[merged], 0.0)
    if len(at):
        return Lattice(step, at, _by_place(merged, year.claims), 0.0)
    exact = year.amounts / step
    lower = np.floor(exact + 1e-9)
    above = np.maximum(exact - lower, 0.0)
    above[above < 1e-9] = 0.0
    at = lower.astype(int)
    end = int(at.max()) + 2
    claims = _by_place(at, year.claims * (1.0 - above), end)
    claims += _by_place(at + 1, year.claims * above, end)
    claims[0] = 0.0
    places = np.flatnonzero(claims)
    spread = float(year.claims @ (above * (1.0 - above)) / year.claims.sum())
    return Lattice(step, places, claims[places], spread)


def _by_place(places: NDArray[np.intp], claims: FloatArray, end: int = 0) -> FloatArray:
    """Return what is expected at every place, (``end``,) or as many as are needed."""
    return np.bincount(places, weights=claims, minlength=end).astype(float)


@lru_cache(maxsize=64)
def _whole(amounts: tuple[float, ...], step: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return places (P,) that rise, and in which of them each amount (K,) is; none if not in all.

    Where no two amounts are in one place, the second array is the order of the amounts instead.
    """
    exact = np.array(amounts) / step
    whole = np.rint(exact)
    if np.abs(exact - whole).max() >= 1e-9:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    places, merged = np.unique(whole.astype(np.intp), return_inverse=True)
    return places, np.argsort(merged) if len(places) == len(amounts) else merged


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


def _step(amounts: tuple[float, ...], width: float, most_points: int) -> float:
    unit = _unit(amounts)
    if unit is None:
        return max(width, *amounts) / most_points
    # Where the exact lattice is too long, a whole multiple keeps some amounts on it.
    return unit * max(math.ceil(width / unit / most_points), 1)


@lru_cache(maxsize=64)
def _unit(amounts: tuple[float, ...]) -> float | None:
    """Return the largest sum of which all amounts are multiples; None if there is hardly one."""
    fen = [amount * _FEN for amount in amounts]
    whole = [round(amount) for amount in fen]
    off_by = max(abs(amount - near) for amount, near in zip(fen, whole, strict=True))
    if off_by <= 1e-6 and max(whole) < 2**53:
        return math.gcd(*whole) / _FEN
    least = min(amounts)
    ratios = [Fraction(amount / least).limit_denominator(_LARGEST_RATIO) for amount in amounts]
    parts = math.lcm(*(ratio.denominator for ratio in ratios))
    off = max(
        abs(float(r) * least / amount - 1.0) for r, amount in zip(ratios, amounts, strict=True)
    )
    return least / parts if off <= _SAME and parts <= _LARGEST_RATIO else None


def smooth_length(points: int) -> int:
    """Return an even length of at least ``points`` that transforms quickly."""
    from scipy.fft import next_fast_len

    return 2 * int(next_fast_len((points + 1) // 2, real=True))


def exponent(
    year: Year, at: Lattice, points: int, *, everywhere: bool = False
) -> tuple[NDArray[np.intp], FloatArray, FloatArray]:
    """Return frequencies of half a lattice, and real and imaginary part of lambda (phi - 1) there.

    All frequencies, or those at which the year's characteristic function may be more than
    negligible. With S = lambda (1 - Re phi) its modulus is at most ``(1 + c^2 S) ** (-1 / c^2)``,
    and ``exp(-S)`` at c = 0.

    Few places are summed. For many, or on few points, which no year of many claims has, one
    transform of the claims does for all. It errs by some 10^-16 of all claims, which is nothing but
    where most of them have hardly turned and 1 - cos is small: at the lowest frequencies, where
    many places are summed as well.
    """
    enough = math.inf if everywhere else _enough(year)
    frequency = np.arange(points // 2 + 1)
    short = points <= _SHORT
    if len(at.places) <= _FEW_PLACES and not short:
        if enough < 2.0 * float(at.claims.sum()):
            frequency = _within(at, points, enough)
        return frequency, *_summed(at, points, frequency)
    expected = np.zeros(points)
    expected[at.places] = at.claims
    turned = np.fft.rfft(expected)
    real, imaginary = turned.real - turned.real[0], turned.imag
    if short:
        return frequency, real, imaginary
    low = slice(math.ceil(points / (_EIGHTH * int(at.places[-1]))))
    real[low], imaginary[low] = _summed(at, points, frequency[low])
    kept = real >= -enough
    return frequency[kept], real[kept], imaginary[kept]


def _enough(year: Year) -> float:
    """Return how large S must be for the transform to be negligible."""
    level = min(level for _, level in year.states)
    square = year.cv**2
    # No year has so many claims that the exponential of 700 would not be too many.
    return (math.expm1(min(_GONE * square, 700.0)) / square if square > 0.0 else _GONE) / level


def _within(at: Lattice, points: int, enough: float) -> NDArray[np.intp]:
    """Return all frequencies at which S is not ``enough``, and some around them.

    S is the square of a length that changes by no more than ``slope`` when the angle changes by
    one, so that whole blocks are left out by what it is in their middle.
    """
    slope = math.sqrt(0.5 * float(at.claims @ np.square(at.places)))
    # Over half a block the length may fall by half of what is enough.
    width = max(int(math.sqrt(enough) * points / (2.0 * math.pi * slope)), 1)
    first = np.arange(0, points // 2 + 1, width)
    half_angle = (math.pi / points) * (first + 0.5 * (width - 1))
    length = np.sqrt(np.square(np.sin(half_angle[:, None] * at.places)) @ (2.0 * at.claims))
    near = length <= 1.001 * math.sqrt(enough) + slope * width * math.pi / points
    kept = (first[near][:, None] + np.arange(width)).ravel()
    return np.asarray(kept[kept <= points // 2])


def _summed(at: Lattice, points: int, frequency: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """Return real and imaginary part of lambda (phi - 1) at frequencies, from every place."""
    # Whole turns are taken off in whole numbers, so that no digit of the angle is lost.
    half_angle = (math.pi / points) * ((at.places[:, None] * frequency) % points)
    sine = np.sin(half_angle)
    twice = (-2.0 * at.claims)[:, None] * sine
    return (twice * sine).sum(axis=0), (twice * np.cos(half_angle)).sum(axis=0)


def characteristic(year: Year, real: FloatArray, imaginary: FloatArray) -> np.ndarray:
    """Return the year's characteristic function from the :func:`exponent` of an ordinary one.

    Less one if the year is ``rare``, so that no digit of its claims is lost beside their absence.
    """
    power = np.expm1 if year.rare else np.exp
    total = np.zeros(len(real), dtype=complex)
    part = np.empty_like(total)
    for chance, level in year.states:
        x, y = level * real, level * imaginary
        if year.cv > 0.0:
            square = year.cv**2
            # The logarithm of 1 - c^2 (x + iy), without loss where c is small.
            x, y = -square * x, -square * y
            length = 0.5 * np.log1p(x * (2.0 + x) + y * y)
            x, y = -length / square, -np.arctan2(y, 1.0 + x) / square
        part.real, part.imag = x, y
        total += chance * power(part, out=part)
    return total


def inverted(
    transform: np.ndarray,
    frequency: NDArray[np.intp],
    first: int,
    points: int,
    *,
    less_one: bool = False,
) -> FloatArray:
    """Return the law (points,) from its transform at some frequencies, nothing at all others.

    The lattice begins at the point ``first``: the transform is turned, not the law rolled. From a
    transform ``less_one`` the certainty of nothing has been taken, on a lattice that begins there.
    """
    if first:
        turn = (2.0 * math.pi / points) * ((frequency * (first % points)) % points)
        transform = transform * np.exp(1j * turn)
    if len(transform) <= points // 2:
        some, transform = transform, np.zeros(points // 2 + 1, dtype=complex)
        transform[frequency] = some
    law = np.asarray(np.fft.irfft(transform, points))
    if less_one:
        law[0] += 1.0
    return np.maximum(law, 0.0, out=law)
