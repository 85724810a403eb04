"""Poisson counts by inversion: exactly Poisson, and common luck."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr, ndtri

from mutualmodel.simulation.counts import poisson_counts

MEANS = [0.01, 0.4, 3.0, 9.99, 10.0, 10.01, 14.2, 37.0, 250.0, 12_345.6, 1e6]


@pytest.mark.parametrize("mean", MEANS)
def test_counts_are_the_quantiles_of_the_law(mean: float) -> None:
    draws = np.linspace(-5.5, 5.5, 40_001)
    counts = poisson_counts(np.array([mean]), draws)
    # The least count whose probability reaches the draw's, but for the last digit of either.
    level, law = ndtr(draws), stats.poisson(mean)
    assert (law.cdf(counts) >= level - 1e-14).all()
    assert (law.cdf(counts - 1) <= level + 1e-14).all()


@pytest.mark.parametrize("mean", [0.4, 12.3, 250.7])
def test_draws_next_to_a_jump_fall_on_its_right_side(mean: float) -> None:
    """The law jumps where its distribution function does: just below and just above it."""
    counts = np.arange(max(0, int(mean - 3 * mean**0.5)), int(mean + 3 * mean**0.5) + 1)
    jump = ndtri(stats.poisson.cdf(counts, mean))
    np.testing.assert_array_equal(poisson_counts(np.full(len(jump), mean), jump - 1e-9), counts)
    np.testing.assert_array_equal(poisson_counts(np.full(len(jump), mean), jump + 1e-9), counts + 1)


def test_the_frequencies_are_poisson() -> None:
    draws = np.random.default_rng(7).standard_normal(200_000)
    counts = poisson_counts(np.full(len(draws), 11.0), draws)
    seen = np.bincount(counts.astype(int), minlength=31)[:31]
    wanted = len(draws) * stats.poisson.pmf(np.arange(31), 11.0)
    kept = wanted > 5
    chi_square = (np.square(seen - wanted)[kept] / wanted[kept]).sum()
    assert chi_square < stats.chi2.ppf(0.999, kept.sum())


def test_with_the_same_draw_more_expected_is_never_fewer() -> None:
    draws = np.random.default_rng(3).standard_normal(500)
    means = np.linspace(0.0, 60.0, 601)[:, None]
    counts = poisson_counts(means, draws[None, :])
    assert counts.shape == (601, 500)
    assert (np.diff(counts, axis=0) >= 0).all()
    assert (counts[0] == 0).all()


def test_draws_beyond_all_reason_give_numbers() -> None:
    counts = poisson_counts(np.array([[3.0], [100.0]]), np.array([-40.0, -9.0, 9.0, 40.0]))
    assert np.isfinite(counts).all()
    assert (np.diff(counts, axis=1) >= 0).all()
    assert (counts[:, 0] == 0).all() or counts[1, 0] < 40
