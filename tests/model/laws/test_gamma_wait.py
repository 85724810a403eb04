"""Waits against scipy's gamma: how many are over, and for how long."""

import numpy as np
import pytest
from scipy import integrate, stats

from mutualmodel.laws.gamma_wait import chance_over, mean_time_since

DAYS = np.array([0.0, 3.0, 45.0, 90.0, 400.0])


@pytest.mark.parametrize("mean", [5.0, 60.0])
@pytest.mark.parametrize("cv", [0.05, 0.7, 2.0])
def test_waits_are_over_as_often_and_for_as_long_as_scipys(mean: float, cv: float) -> None:
    law = stats.gamma(cv**-2, scale=mean * cv**2)
    np.testing.assert_allclose(chance_over(DAYS, mean, cv), law.cdf(DAYS), rtol=1e-10, atol=1e-14)
    found = mean_time_since(DAYS, mean, cv)
    for x, since in zip(DAYS, found, strict=True):
        # E[(x - D)+] is the sum of P[D <= y] over y up to x.
        steep = [at for at in law.ppf([0.01, 0.5, 0.99]) if at < x]
        wanted, _ = integrate.quad(law.cdf, 0.0, x, points=steep or None, limit=200)
        assert since == pytest.approx(wanted, rel=1e-6, abs=1e-9)
