"""The factor common to all claims, correlated from year to year by a Gaussian copula."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.special import gammaincinv

from mutualmodel import Scenario, project, simulate
from mutualmodel.simulation.draws import PATHS_PER_CHUNK, draw, serially_correlated

FloatArray = NDArray[np.float64]
YEARS = 6
PLAN = Scenario(members=3e6, systemic_cv=0.3, years=YEARS)
CORRELATIONS = [0.3, 0.7, 0.95]
PATHS = 20_000


def factors(correlation: float, chunks: int = PATHS // PATHS_PER_CHUNK) -> FloatArray:
    """Give the factor of a plan year on every path, (years, paths)."""
    plan = PLAN.with_changes(systemic_correlation=correlation)
    return np.concatenate([draw(plan, chunk).factor for chunk in range(chunks)], axis=1)


def gamma_of(cv: float) -> stats.rv_continuous:
    """Give the gamma of mean 1."""
    return stats.gamma(cv**-2, scale=cv**2)


def correlation_of_factors(cv: float, correlation: float, lag: int) -> float:
    """Integrate E[G_t G_(t + lag)] over the density of two normals."""
    edge = np.linspace(-7.0, 7.0, 1401)
    at, lag_correlation = 0.5 * (edge[1:] + edge[:-1]), correlation**lag
    value = np.where(
        at < 0, gamma_of(cv).ppf(stats.norm.cdf(at)), gamma_of(cv).isf(stats.norm.sf(at))
    )
    first, second = np.meshgrid(at, at, indexing="ij")
    spread = 1 - lag_correlation**2
    density = np.exp(
        -(first**2 - 2 * lag_correlation * first * second + second**2) / (2 * spread)
    ) / (2 * np.pi * np.sqrt(spread))
    return float(((value @ density @ value) * (at[1] - at[0]) ** 2 - 1) / cv**2)


# ------------------------------------------------------------------------------ nothing at nought


def test_at_nought_the_draws_are_those_of_independent_years_bit_for_bit() -> None:
    """Written out: the gamma's quantile at the uniform draws of the factor's own stream."""
    plan = Scenario(systemic_cv=0.2, years=3, seed=7)
    stream = np.random.default_rng(np.random.SeedSequence(7, spawn_key=(4, 0)))
    level = stream.random((3, PATHS_PER_CHUNK))
    shape = 1.0 / 0.2**2
    np.testing.assert_array_equal(draw(plan, 4).factor, gammaincinv(shape, level) / shape)


def test_all_other_luck_is_the_same_at_any_correlation() -> None:
    chance = {"bad_year_probability": 0.2, "run_probability": 0.3}
    now, then = (
        draw(PLAN.with_changes(**chance, systemic_correlation=one, systemic_cv=0.0), 2)
        for one in (0.0, 0.8)
    )
    for name in ("factor", "run", "luck"):
        np.testing.assert_array_equal(getattr(now, name), getattr(then, name))


def test_the_first_year_is_that_of_independent_years() -> None:
    np.testing.assert_array_equal(factors(0.7, 2)[0], factors(0.0, 2)[0])


def test_the_first_years_are_the_same_however_long_the_horizon() -> None:
    short = draw(PLAN.with_changes(systemic_correlation=0.6, years=2), 0).factor
    np.testing.assert_array_equal(
        draw(PLAN.with_changes(systemic_correlation=0.6), 0).factor[:2], short
    )


# ------------------------------------------------------------------------------- its own law


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_every_year_keeps_its_gamma(correlation: float) -> None:
    for year in factors(correlation):
        assert stats.kstest(year, gamma_of(0.3).cdf).pvalue > 1e-3
        assert year.mean() == pytest.approx(1.0, abs=4 * 0.3 / PATHS**0.5)
        assert year.std() == pytest.approx(0.3, rel=0.03)


@pytest.mark.parametrize("correlation", CORRELATIONS)
@pytest.mark.parametrize("lag", [1, 2, 4])
def test_the_normals_have_the_correlation_set_and_its_powers(correlation: float, lag: int) -> None:
    normals = stats.norm.ppf(gamma_of(0.3).cdf(factors(correlation)))
    error = (1 - correlation ** (2 * lag)) / PATHS**0.5
    for year in range(YEARS - lag):
        met = np.corrcoef(normals[year], normals[year + lag])[0, 1]
        assert met == pytest.approx(correlation**lag, abs=4 * error)


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_years_are_linked_by_their_neighbours_alone(correlation: float) -> None:
    """Markov: given the year between, the years to its sides have no correlation left."""
    normals = stats.norm.ppf(gamma_of(0.3).cdf(factors(correlation)))
    left, middle, right = (normals[year] for year in (1, 2, 3))
    before, after = (
        side - np.polyval(np.polyfit(middle, side, 1), middle) for side in (left, right)
    )
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(0.0, abs=4 / PATHS**0.5)


@pytest.mark.parametrize("correlation", CORRELATIONS)
def test_factors_are_correlated_as_the_integral_says(correlation: float) -> None:
    drawn = factors(correlation)
    for lag in (1, 3):
        wanted = correlation_of_factors(0.3, correlation, lag)
        assert np.corrcoef(drawn[1], drawn[1 + lag])[0, 1] == pytest.approx(wanted, abs=0.03)


@pytest.mark.parametrize(("cv", "apart"), [(0.1, 0.002), (0.5, 0.03)])
def test_it_is_nearly_the_correlation_of_the_factors_themselves(cv: float, apart: float) -> None:
    """What docs/risk.md says of the two."""
    for correlation in (0.25, 0.5, 0.75, 0.95):
        between = correlation_of_factors(cv, correlation, 1)
        assert correlation - apart < between < correlation


def test_independent_levels_stay_uniform_at_the_highest_correlation() -> None:
    level = np.random.default_rng(3).random((4, 50_000))
    for year in serially_correlated(level, 0.95):
        assert stats.kstest(year, "uniform").pvalue > 1e-3


# ---------------------------------------------------------------------- what it does to a plan


def test_the_spread_of_all_years_together_is_the_sum_over_pairs_of_years() -> None:
    """Var(sum of X_t) = sum of chance + sum over t, u of m_t m_u cv^2 corr(G_t, G_u)."""
    correlation, cv = 0.7, 0.3
    plan = PLAN.with_changes(systemic_correlation=correlation, per_claim_cap=None)
    drawn = simulate(plan, PATHS).yearly.gross.sum(axis=0)
    years = project(plan).years
    mean = years["gross_per_member"].to_numpy()
    shares = np.array(plan.bills) / project(plan).array("members")[12::24][:, None]
    claims = project(plan).array("claims_by_kind").reshape(YEARS, 24, 3).sum(axis=1)
    chance = float((claims * shares**2).sum())
    linked = np.eye(YEARS)
    for lag in range(1, YEARS):
        value = correlation_of_factors(cv, correlation, lag)
        linked += value * (np.eye(YEARS, k=lag) + np.eye(YEARS, k=-lag))
    wanted = np.sqrt(chance + cv**2 * mean @ linked @ mean)
    assert drawn.std() == pytest.approx(wanted, rel=0.03)
    independent = simulate(plan.with_changes(systemic_correlation=0.0), PATHS).yearly.gross.sum(
        axis=0
    )
    assert drawn.std() > 1.5 * independent.std()


def test_a_single_year_is_spread_as_without() -> None:
    plan = PLAN.with_changes(years=3, per_claim_cap=None)
    linked = simulate(plan.with_changes(systemic_correlation=0.8), PATHS).quantiles("cost")
    apart = simulate(plan, PATHS).quantiles("cost")
    np.testing.assert_array_equal(linked.values[0], apart.values[0])
    error = np.hypot(linked.standard_errors, apart.standard_errors)
    assert np.abs(linked.values - apart.values)[1:].max() > 0.0
    assert (np.abs(linked.values - apart.values) <= 4 * error).all()
