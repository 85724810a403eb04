"""A year cut off at a cap: against the exact law, by hand, and within its bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel.laws import claims_law
from mutualmodel.laws.limited import Year, probability_of_none

AMOUNTS = np.array([300.0, 100.0])
CAPS = (0.5, 0.7, 0.9, 1.0, 1.2, 1.5, 2.0)


@pytest.mark.parametrize(
    ("expected", "within"),
    [
        (0.1, 0.01),
        (0.5, 0.05),
        (1.0, 0.05),
        (2.0, 0.04),
        (3.0, 8e-3),
        (5.0, 4e-3),
        (10.0, 1e-3),
        (100.0, 3e-5),
        (1e5, 1e-8),
    ],
)
@pytest.mark.parametrize("cv", [0.0, 0.1, 0.3, 0.5])
@pytest.mark.parametrize("young", [0.05, 0.4, 0.95])
def test_it_is_that_of_the_exact_law(
    expected: float, within: float, cv: float, young: float
) -> None:
    claims = expected * np.array([young, 1.0 - young])
    law = claims_law(expected, {300.0: young, 100.0: 1.0 - young}, cv)
    year = Year.of(claims, AMOUNTS)
    for cap in CAPS:
        limit = cap * law.mean
        exact = float(np.minimum(law.values, limit) @ law.probabilities)
        assert float(year.limited_mean(cv, limit)) == pytest.approx(exact, rel=within)
        assert float(year.stop_loss(cv, limit)) == pytest.approx(
            law.mean - exact, abs=2 * within * law.mean + 1e-12
        )


def test_one_kind_of_claim_in_a_tiny_pool_by_hand() -> None:
    """One claim in a hundred years, of 5 yuan: a cap of 3 is charged in the year that has one."""
    year = Year.of(np.array([0.01]), np.array([5.0]))
    assert float(year.limited_mean(0.0, 3.0)) == pytest.approx(3.0 * (1.0 - np.exp(-0.01)))
    assert float(probability_of_none(np.array(0.01), 0.0)) == pytest.approx(np.exp(-0.01))
    assert float(probability_of_none(np.array(2.0), 0.5)) == pytest.approx(1.5**-4)


def test_sums_of_two_halves_are_the_sum_of_the_whole() -> None:
    halves = Year.of(np.array([[3.0, 0.0]]), AMOUNTS)
    halves.add(Year.of(np.array([[1.0, 3.0]]), AMOUNTS))
    whole = Year.of(np.array([[4.0, 3.0]]), AMOUNTS)
    np.testing.assert_allclose(halves.sums, whole.sums)
    assert halves.least == whole.least == 100.0


@given(
    expected=st.floats(1e-6, 1e8),
    young=st.floats(0.0, 1.0),
    cv=st.floats(0.0, 0.5),
    cap=st.floats(1e-3, 1e3),
)
def test_it_is_a_number_within_its_bounds(
    expected: float, young: float, cv: float, cap: float
) -> None:
    year = Year.of(expected * np.array([young, 1.0 - young]), AMOUNTS)
    limit = cap * float(year.mean)
    limited = float(year.limited_mean(cv, limit))
    assert 0.0 <= limited <= min(float(year.mean), limit) * (1.0 + 1e-12)


def test_nothing_is_expected_of_no_claims() -> None:
    none = Year.of(np.zeros(2), AMOUNTS)
    assert float(none.limited_mean(0.1, 5.0)) == 0.0
    assert not none.may_pass(0.1, 5.0)
