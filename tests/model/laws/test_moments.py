"""Moments of a mixed Poisson sum against sums over its law, term by term."""

import numpy as np
import pytest
from scipy import stats

from mutualmodel.laws.moments import CERTAIN, Moments, compound_moments, factor_moments


def of_law(values: np.ndarray, probabilities: np.ndarray) -> tuple[float, float, float]:
    mean = float(probabilities @ values)
    variance, third = (float(probabilities @ (values - mean) ** power) for power in (2, 3))
    return mean, variance, third


def found(moments: Moments) -> tuple[float, ...]:
    return tuple(float(value) for value in (moments.mean, moments.variance, moments.third))


@pytest.mark.parametrize(("chance", "size"), [(0.0, 0.0), (0.1, 0.5)])
def test_counts_of_one_payout_have_the_moments_of_their_mixture(chance: float, size: float) -> None:
    claims, cv, counts = 12.0, 0.3, np.arange(400)
    law = np.zeros(len(counts))
    for weight, level in ((1.0 - chance, 1.0), (chance, 1.0 + size)):
        mean = claims * level
        law += weight * stats.nbinom.pmf(counts, 1 / cv**2, 1 / (1 + cv**2 * mean))
    moments = compound_moments(
        np.array([claims]), np.array([1.0]), factor_moments(cv, chance, size)
    )
    assert found(moments) == pytest.approx(of_law(counts.astype(float), law), rel=1e-9)


def test_two_payouts_by_hand() -> None:
    # 2 claims of 1 and 3 of 2: sums of payout, square and cube are 8, 14 and 26; c = 1 / 2.
    moments = compound_moments(np.array([2.0, 3.0]), np.array([1.0, 2.0]), factor_moments(0.5))
    assert found(moments) == pytest.approx((8.0, 14.0 + 16.0, 26.0 + 3 * 28.0 + 2 * 32.0))


def test_a_factor_without_spread_leaves_the_poisson_law() -> None:
    claims, amounts = np.array([2.0, 3.0]), np.array([1.0, 2.0])
    assert found(compound_moments(claims, amounts, CERTAIN)) == (8.0, 14.0, 26.0)
    assert found(factor_moments(0.0)) == found(CERTAIN)


def test_skewness_is_the_third_moment_over_the_cube_and_nothing_without_spread() -> None:
    assert Moments(5.0, 0.0, 0.0).skewness == 0.0
    # A gamma of shape 4 has the skewness 2 / sqrt(4), whatever its scale.
    shape, scale = 4.0, np.array([0.0, 0.5, 3.0])
    moments = Moments(shape * scale, shape * scale**2, 2.0 * shape * scale**3)
    np.testing.assert_allclose(moments.skewness, [0.0, 1.0, 1.0])
