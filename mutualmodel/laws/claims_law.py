"""The exact distribution of what a pool's claims of a year come to.

Claims of every payout are Poisson given one factor on incidence common to them all, gamma with mean
1 and a given coefficient of variation c. With lambda expected claims and phi the characteristic
function of one payout, that of the year is ``(1 - c^2 lambda (phi - 1)) ** (-1 / c^2)``, and
``exp(lambda (phi - 1))`` at c = 0. It is inverted on the lattice of the payouts by a Fourier
transform.

Only the stretch that holds all but 10^-16 of the probability is computed: a transform on a lattice
of N points gives the law modulo N, which is the law itself when that stretch is no longer than N.
Nothing is aliased, and nothing underflows, however far from zero a large pool's year lies.

Payouts that share no lattice fine enough have combinations instead, which are listed one by one
where the claims are few; where they are many, the payouts are split between lattice points.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.laws.few_claims import count_law, few_claims, listable
from mutualmodel.laws.lattice import (
    Lattice,
    Year,
    characteristic,
    exponent,
    inverted,
    lattice,
    lattice_of_sizes,
    smooth_length,
    support,
)
from mutualmodel.laws.moments import Moments, compound_moments, factor_moments, moments_of_sums
from mutualmodel.laws.sizes import LEAST_SIZE_CV, ClaimSize
from mutualmodel.once import cached_property

# A transform of four million points takes a second; above it the lattice is made coarser.
MOST_POINTS = 2**22
# A spread whose square is lost beside one is none.
LEAST_CV = 1e-7
# What mass and moments may be off by before the law is refused.
_MASS_WITHIN = 1e-9
_MOMENTS_WITHIN = 1e-6
# Two sums of the same payouts in another order differ by less, as a share of themselves.
_SAME_YUAN = 1e-13
# A probability is refused where splitting payouts may have changed it by more than this share.
_MAY_CHANGE = 1e-2
_HARDLY = 1e-12
# Splitting moves sums by less than so many standard deviations of what it adds.
_MOVES_WITHIN = 5.0


@dataclass(frozen=True, eq=False)
class ClaimsLaw:
    """The law of a year's claims in yuan.

    ``values`` (N,) are what it may come to, rising, and ``probabilities`` (N,) those of the law;
    errors of single probabilities are about 10^-12. ``mean`` and ``sd`` are exact. ``step`` is the
    width of the lattice in yuan; 0 where combinations of payouts are listed instead.

    Where the law is not ``exact``, payouts off the lattice are split between their two neighbours
    so that the mean is kept. Years of the fewest claims are listed even then; all others are in the
    values where ``split`` (N,) is true, and may lie up to ``blur`` yuan away from there.
    """

    values: FloatArray
    probabilities: FloatArray
    mean: float
    sd: float
    step: float
    split: BoolArray | None = None
    blur: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether no payout is split between two points of the lattice."""
        return self.split is None

    @cached_property
    def _up_to(self) -> FloatArray:
        return np.cumsum(self.probabilities)

    @cached_property
    def _above(self) -> FloatArray:
        """Probability of more than each value; summed from the far end, where it is small."""
        above = np.zeros_like(self.probabilities)
        np.cumsum(self.probabilities[:0:-1], out=above[-2::-1])
        return above

    def quantile(self, level: float) -> float:
        """Return the least value in yuan that is not passed with this probability.

        Where the law is not exact, the value may be ``blur`` yuan off.

        Raises
        ------
        ValueError
            When the level is not above 0 and below 1.
        """
        _require(0.0 < level < 1.0, "level", level, "above 0 and below 1")
        enough = self._above <= 1.0 - level if level > 0.5 else self._up_to >= level
        return float(self.values[int(np.argmax(enough))])

    def probability_above(self, value: float) -> float:
        """Return the probability of more than ``value`` yuan.

        Raises
        ------
        ArithmeticError
            When the law is not exact and a sum that the claims may well come to lies within
            ``blur`` of the value, so that the answer might be wrong by a hundredth of itself. The
            message says between what it lies.
        """
        above = self._passed(value)
        if 2.0 * self._unevenness(value) > _MAY_CHANGE * above + _HARDLY:
            most, least = (self._passed(value + off) for off in (-self.blur, self.blur))
            raise ArithmeticError(
                f"value = {value!r}: payouts on no common lattice come to sums within "
                f"{self.blur:.6g} yuan of it that are too likely to be taken for more or less; "
                f"the probability of more is {least:.6g} to {most:.6g}"
            )
        return above

    def _passed(self, value: float) -> float:
        at = int(np.searchsorted(self.values, value + _SAME_YUAN * abs(value), side="right"))
        return 1.0 if at == 0 else float(min(self._above[at - 1], 1.0))

    def _unevenness(self, value: float) -> float:
        """Return how far the law around a value is from even, which that of many claims is.

        The most by which the probability up to a point departs from its even share of what lies
        within ``blur``. Where it lies evenly, splitting payouts has moved as much back as forth.
        """
        if self.split is None:
            return 0.0
        first, last = np.searchsorted(self.values, [value - self.blur, value + self.blur])
        around = np.cumsum(self.probabilities[first:last][self.split[first:last]])
        if len(around) == 0:
            return 0.0
        evenly = around[-1] * np.arange(1, len(around) + 1) / len(around)
        return float(np.abs(around - evenly).max())


def claims_law(
    expected_claims: float,
    payouts: Mapping[float, float],
    cv: float,
    *,
    bad_year_probability: float = 0.0,
    bad_year_size: float = 0.0,
    size_cv: float = 0.0,
    largest: float = math.inf,
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
    size_cv
        Coefficient of variation of what a claim pays about its payout, gamma distributed; 0: each
        pays it. The law is then one on a lattice and not exact.
    largest
        The most that is paid of one claim; yuan.
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
    _require(math.isfinite(size_cv) and size_cv >= 0.0, "size_cv", size_cv, "0 or more")
    _require(largest > 0.0, "largest", largest, "above 0")
    most_of_one = largest if size_cv <= LEAST_SIZE_CV else math.inf
    paid = [
        (expected_claims * share, min(float(amount), most_of_one))
        for amount, share in payouts.items()
        if amount > 0.0 and expected_claims * share > 0.0
    ]
    if not paid:
        return ClaimsLaw(np.zeros(1), np.ones(1), 0.0, 0.0, 0.0)
    claims, amounts = map(np.array, zip(*paid, strict=True))
    cv = cv if cv >= LEAST_CV else 0.0
    factor = _factor(cv, bad_year_probability, bad_year_size)
    states = [(1.0 - bad_year_probability, 1.0), (bad_year_probability, 1.0 + bad_year_size)]
    year = Year(claims, amounts, cv, [(chance, level) for chance, level in states if chance > 0.0])
    if size_cv > LEAST_SIZE_CV:
        return _of_varying(year, ClaimSize(amounts, size_cv, largest), factor, most_points)
    low, high = support(year, amounts)
    at = lattice(year, high - low, most_points)
    moments = moments_of_sums(year.sums, factor)
    if at.exact:
        return _on_lattice(year, at, (low, high), moments, moments)
    most, all_of_them = listable(year)
    if all_of_them:
        values, probabilities = few_claims(year, most)
        _verify(values, probabilities, moments)
        return ClaimsLaw(values, probabilities, float(moments.mean), float(moments.sd), 0.0)
    split = compound_moments(at.claims, at.step * at.places.astype(float), factor)
    return _on_lattice(year, at, (low, high), moments, split, most)


@lru_cache(maxsize=64)
def _factor(cv: float, chance: float, size: float) -> Moments:
    factor = factor_moments(cv, chance, size)
    return Moments(float(factor.mean), float(factor.variance), float(factor.third))


def _of_varying(year: Year, size: ClaimSize, factor: Moments, most_points: int) -> ClaimsLaw:
    """Return the law of claims that vary in size, each laid on a lattice that keeps its mean."""
    low, high = support(year, size)
    at = lattice_of_sizes(year, size, high - low, most_points)
    split = compound_moments(at.claims, at.step * at.places.astype(float), factor)
    law = _on_lattice(year, at, (low, high), compound_moments(year.claims, size, factor), split)
    # A year without claims is no other than it was.
    return replace(law, split=law.values != 0.0)


def _on_lattice(
    year: Year,
    at: Lattice,
    within: tuple[float, float],
    moments: Moments,
    on_lattice: Moments,
    most: int = -1,
) -> ClaimsLaw:
    """Return the law by its transform; years of up to ``most`` claims, if any, listed."""
    low, high = within
    first = 0 if year.rare else math.floor(low / at.step)
    points = smooth_length(math.ceil((high - low) / at.step) + 2 * int(at.places[-1]) + 2)
    listed_too = most >= 0
    frequency, real, imaginary = exponent(year, at, points, everywhere=listed_too)
    values = at.step * np.arange(first, first + points, dtype=float)
    transform = characteristic(year, real, imaginary)
    probabilities = inverted(transform, frequency, first, points, less_one=year.rare)
    _verify(values, probabilities, on_lattice)
    mean, sd = float(moments.mean), float(moments.sd)
    if at.exact:
        return ClaimsLaw(values, probabilities, mean, sd, at.step)
    many = support(year, np.ones(len(year.amounts)))[1]
    blur = at.step * (1.0 + _MOVES_WITHIN * math.sqrt(at.spread * many))
    split = np.ones(points, dtype=bool)
    if listed_too:
        one = 1.0 + (real + 1j * imaginary) / float(year.claims.sum())
        rest = probabilities - inverted(_of_few(year, most, one), frequency, first, points)
        listed, chances = few_claims(year, most)
        values = np.concatenate([values, listed])
        order = np.argsort(values, kind="stable")
        values = values[order]
        probabilities = np.concatenate([np.maximum(rest, 0.0), chances])[order]
        split = np.concatenate([split, np.zeros(len(listed), dtype=bool)])[order]
    return ClaimsLaw(values, probabilities, mean, sd, at.step, split, blur)


def _of_few(year: Year, most: int, one: np.ndarray) -> np.ndarray:
    """Return the part of the transform from years of up to ``most`` claims, ``one`` that of one."""
    total = np.zeros_like(one)
    for chance in np.exp(count_law(year, most))[::-1]:
        total *= one
        total += chance
    return total


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


def _verify(values: FloatArray, probabilities: FloatArray, wanted: Moments) -> None:
    """Raise an ArithmeticError unless mass, mean and standard deviation are those of the law."""
    mass = float(probabilities.sum())
    # Not by the linear algebra, whose threads take longer to wake than the sums do.
    mean = float(np.einsum("i,i", probabilities, values))
    off = values - mean
    sd = math.sqrt(float(np.einsum("i,i,i", probabilities, off, off)))
    wanted_mean, wanted_sd = float(wanted.mean), float(wanted.sd)
    for name, got, right, within in (
        ("probability", mass, 1.0, _MASS_WITHIN),
        ("mean", mean, wanted_mean, _MOMENTS_WITHIN * wanted_sd + 1e-9 * wanted_mean),
        ("standard deviation", sd, wanted_sd, _MOMENTS_WITHIN * wanted_sd + 1e-9 * wanted_mean),
    ):
        if not abs(got - right) <= within:
            raise ArithmeticError(f"the law's {name} is {got!r} and should be {right!r}")
