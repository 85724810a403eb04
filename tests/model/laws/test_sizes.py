"""Claims of varying size: their moments under a cap, by integration; and the law of their sum."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from mutualmodel.laws import claims_law
from mutualmodel.laws.lattice import Year as LatticeYear
from mutualmodel.laws.lattice import lattice_of_sizes
from mutualmodel.laws.limited import Year
from mutualmodel.laws.moments import CERTAIN, compound_moments, factor_moments
from mutualmodel.laws.sizes import ClaimSize


@pytest.mark.parametrize("cv", [0.1, 0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("cap", [0.01, 0.5, 1.0, 3.0, 50.0])
def test_moments_under_a_cap_are_those_integrated(cv: float, cap: float) -> None:
    law = stats.gamma(1.0 / cv**2, scale=7.0 * cv**2)
    size, limit = ClaimSize(np.array([7.0]), cv, 7.0 * cap), 7.0 * cap
    for power in (1, 2, 3):
        # E[min(X, L)^k] is the integral of k x^(k - 1) P(X > x) up to L.
        wanted = integrate.quad(
            lambda x, k=power: k * x ** (k - 1) * law.sf(x), 0.0, limit, limit=200
        )[0]
        assert size.power(power)[0] == pytest.approx(wanted, rel=1e-7)
    at = limit / 3.0
    wanted = integrate.quad(law.sf, at, limit, limit=200)[0]
    assert size.above(at)[0] == pytest.approx(wanted, rel=1e-7, abs=1e-12)


def test_without_a_cap_they_are_those_of_a_gamma() -> None:
    size = ClaimSize(np.array([5.0]), 0.8)
    assert size.power(2)[0] == pytest.approx(25.0 * (1 + 0.64))
    assert size.power(3)[0] == pytest.approx(125.0 * (1 + 0.64) * (1 + 2 * 0.64))


def test_some_may_be_capped_while_others_are_not() -> None:
    caps = np.array([np.inf, 3.0, 8.0])
    for power in (1, 2, 3):
        together = ClaimSize(np.full(3, 5.0), np.array(0.8), caps).power(power)
        alone = [float(ClaimSize(np.array(5.0), 0.8, float(cap)).power(power)) for cap in caps]
        np.testing.assert_allclose(together, alone, rtol=1e-12)
        assert alone[1] < alone[2] < alone[0]


def test_at_no_spread_all_come_to_the_same_and_some_may_while_others_vary() -> None:
    lump = ClaimSize(np.array([2.0, 5.0]), 0.0, 3.0)
    assert lump.power(2).tolist() == [4.0, 9.0]
    assert not lump.varies
    assert lump.least.tolist() == [2.0, 3.0]
    mixed = ClaimSize(np.full((2, 2), 2.0), np.array([[0.0], [1.0]]))
    np.testing.assert_allclose(mixed.power(2), [[4.0, 4.0], [8.0, 8.0]])
    assert mixed.least.tolist() == [[2.0, 2.0], [0.0, 0.0]]
    nearly = ClaimSize(np.array([2.0]), 1e-5, 3.0)
    assert nearly.power(3)[0] == pytest.approx(8.0, rel=1e-8)
    assert ClaimSize(np.zeros(1), 1.0, 3.0).power(2)[0] == 0.0


def test_a_sum_of_claims_of_varying_size_has_the_moments_of_drawn_years() -> None:
    rng = np.random.default_rng(4)
    claims, mean, cv, cap = np.array([6.0, 3.0]), np.array([1.0, 3.0]), 1.2, 4.0
    factor = rng.gamma(4.0, 0.25, 400_000)
    total = np.zeros(len(factor))
    for expected, one in zip(claims, mean, strict=True):
        counts = rng.poisson(expected * factor)
        sizes = np.minimum(rng.gamma(1 / cv**2, one * cv**2, counts.sum()), cap)
        total += np.bincount(np.repeat(np.arange(len(counts)), counts), sizes, len(counts))
    found = compound_moments(claims, ClaimSize(mean, cv, cap), factor_moments(0.5))
    assert float(found.mean) == pytest.approx(total.mean(), rel=4e-3)
    assert float(found.variance) == pytest.approx(total.var(), rel=1e-2)
    assert float(found.third) == pytest.approx(((total - total.mean()) ** 3).mean(), rel=5e-2)
    # And a cap on the year takes off what it takes off the drawn ones.
    year = Year.of(claims, ClaimSize(mean, cv, cap))
    for limit in (5.0, 12.0, 20.0):
        wanted = np.minimum(total, limit).mean()
        assert float(year.limited_mean(0.5, limit)) == pytest.approx(wanted, rel=8e-3)


def compound_exponential(expected: float, mean: float, value: float) -> float:
    """P(sum > value): n exponentials are above it where a Poisson count up to it is below n."""
    n = np.arange(1, 400)
    return float((stats.poisson.pmf(n, expected) * stats.poisson.cdf(n - 1, value / mean)).sum())


@pytest.mark.parametrize("expected", [0.5, 5.0, 60.0])
def test_the_law_of_exponential_sizes_is_the_one_in_closed_form(expected: float) -> None:
    law = claims_law(expected, {1000.0: 1.0}, 0.0, size_cv=1.0)
    assert not law.exact
    assert law.mean == pytest.approx(1000.0 * expected)
    assert law.sd == pytest.approx(1000.0 * math.sqrt(2.0 * expected))
    assert law.probability_above(0.0) == pytest.approx(-math.expm1(-expected), rel=1e-2)
    for times in (1.0, 1.7, 3.0):
        value = 1000.0 * max(expected, 1.0) * times
        wanted = compound_exponential(expected, 1000.0, value)
        assert law.probability_above(value) == pytest.approx(wanted, rel=5e-3, abs=1e-13)


@pytest.mark.parametrize("size_cv", [0.3, 1.5, 3.0])
def test_the_law_of_capped_sizes_is_that_of_drawn_years(size_cv: float) -> None:
    rng = np.random.default_rng(8)
    payouts = {100_000.0: 0.7, 300_000.0: 0.3}
    law = claims_law(20.0, payouts, 0.2, size_cv=size_cv, largest=400_000.0)
    factor = rng.gamma(25.0, 0.04, 200_000)
    total = np.zeros(len(factor))
    for payout, share in payouts.items():
        counts = rng.poisson(20.0 * share * factor)
        sizes = np.minimum(rng.gamma(size_cv**-2, payout * size_cv**2, counts.sum()), 400_000.0)
        total += np.bincount(np.repeat(np.arange(len(counts)), counts), sizes, len(counts))
    assert law.mean == pytest.approx(total.mean(), rel=3e-3)
    assert law.sd == pytest.approx(total.std(), rel=6e-3)
    for level in (0.05, 0.5, 0.95, 0.995):
        error = 4.0 * math.sqrt(level * (1.0 - level) / len(total))
        low, high = np.quantile(total, [max(level - error, 0.0), min(level + error, 1.0)])
        assert low - law.step <= law.quantile(level) <= high + law.step


def test_large_pools_of_varying_claims_have_a_law() -> None:
    law = claims_law(60_000.0, {100_000.0: 0.8, 300_000.0: 0.2}, 0.1, size_cv=3.0)
    assert law.quantile(0.995) / law.mean == pytest.approx(1.28, abs=0.02)
    alone = claims_law(60_000.0, {100_000.0: 0.8, 300_000.0: 0.2}, 0.0, size_cv=3.0)
    year = compound_moments(
        np.array([48_000.0, 12_000.0]), ClaimSize(np.array([1e5, 3e5]), 3.0), CERTAIN
    )
    assert alone.sd == pytest.approx(float(year.sd))


@pytest.mark.parametrize(("name", "value"), [("size_cv", -0.1), ("largest", 0.0)])
def test_what_is_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        claims_law(1.0, {1.0: 1.0}, 0.0, **{name: value})  # type: ignore[arg-type]


def test_a_lattice_of_sizes_tells_the_spread_that_splitting_adds() -> None:
    """A claim between two points is at either, so that its square gains (x - low) (high - x)."""
    claims, mean, cv = np.array([3.0, 1.0]), np.array([1.0, 4.0]), 0.7
    year = LatticeYear(claims, mean, 0.1, [(1.0, 1.0)])
    at = lattice_of_sizes(year, ClaimSize(mean, cv), width=100.0, most_points=150)
    assert at.step == pytest.approx(100.0 / 150)
    added = 0.0
    for expected, one in zip(claims, mean, strict=True):
        law = stats.gamma(1.0 / cv**2, scale=one * cv**2)
        x = np.linspace(0.0, one * 25.0, 400_001)
        over = (x / at.step) % 1.0
        added += expected * integrate.trapezoid(law.pdf(x[1:]) * (over * (1 - over))[1:], x[1:])
    assert at.spread == pytest.approx(added / claims.sum(), rel=2e-3)
    assert float(at.claims @ at.places) * at.step == pytest.approx(claims @ mean, rel=1e-6)
