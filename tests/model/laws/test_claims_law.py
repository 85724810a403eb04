"""The exact law of a year against recursions, known laws and hand calculations."""

import math
from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mutualmodel.arrays import FloatArray
from mutualmodel.simulation import ClaimsLaw, claims_law, normal_power_quantile

MIX = {100_000.0: 0.4, 300_000.0: 0.6}
CLAIMS_A_MEMBER = 3e-4


def recursion(expected: float, cv: float, weights: FloatArray, points: int) -> FloatArray:
    """Panjer's recursion for claims that pay k units with probability weights[k]."""
    if cv == 0:
        a, b, start = 0.0, expected, math.exp(-expected)
    else:
        shape, scale = 1 / cv**2, expected * cv**2
        a = scale / (1 + scale)
        b, start = (shape - 1) * a, (1 + scale) ** -shape
    law = np.zeros(points)
    law[0] = start
    for n in range(1, points):
        k = np.arange(1, min(n, len(weights) - 1) + 1)
        law[n] = ((a + b * k / n) * weights[k] * law[n - k]).sum()
    return law


@pytest.mark.parametrize("cv", [0.0, 0.05, 0.1, 0.5, 1.5])
@pytest.mark.parametrize("expected", [0.3, 7.0, 90.0])
def test_probabilities_are_those_of_the_recursion(expected: float, cv: float) -> None:
    law = claims_law(expected, MIX, cv)
    assert law.exact
    assert law.step == 100_000
    units = np.rint(law.values / law.step).astype(int)
    wanted = recursion(expected, cv, np.array([0, 0.4, 0, 0.6]), units[-1] + 1)
    np.testing.assert_allclose(law.probabilities, wanted[units], atol=1e-12)
    assert wanted[units].sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("expected", [1e-3, 30.0, 4_000.0, 500_000.0])
@pytest.mark.parametrize("cv", [0.0, 1e-4, 0.1])
def test_one_payout_is_a_known_law(expected: float, cv: float) -> None:
    """Poisson or negative binomial counts, also where the year lies far from zero."""
    shape = 1 / cv**2 if cv else np.inf
    known = stats.nbinom(shape, 1 / (1 + expected * cv**2)) if cv else stats.poisson(expected)
    law = claims_law(expected, {123_456.7: 1.0}, cv)
    assert law.exact
    np.testing.assert_allclose(
        law.probabilities, known.pmf(np.rint(law.values / law.step)), atol=1e-10
    )
    for level in (0.005, 0.05, 0.5, 0.95, 0.995):
        assert law.quantile(level) == pytest.approx(known.ppf(level) * 123_456.7, rel=1e-12)


@pytest.mark.parametrize(
    ("members", "cv", "ratio"),
    [
        (1e5, 0.10, 1.636),
        (1e7, 0.10, 1.282),
        (1e8, 0.10, 1.277),
        (1e8, 0.05, 1.135),
        (1e8, 0.20, 1.590),
        (1e8, 0.00, 1.016),
    ],
)
def test_the_known_ratios_of_the_one_in_200_year_to_the_mean(
    members: float, cv: float, ratio: float
) -> None:
    law = claims_law(CLAIMS_A_MEMBER * members, MIX, cv)
    assert law.quantile(0.995) / law.mean == pytest.approx(ratio, abs=5.1e-4)
    shortcut = normal_power_quantile(CLAIMS_A_MEMBER * members, MIX, cv, 0.995)
    assert float(shortcut) / law.mean == pytest.approx(ratio, abs=2.2e-3)


def test_the_shortcut_takes_whole_surfaces() -> None:
    claims, spreads = np.array([[3e3], [3e4]]), np.array([0.05, 0.1, 0.2])
    surface = normal_power_quantile(claims, MIX, spreads, 0.995)
    assert surface.shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        law = claims_law(float(claims[row, 0]), MIX, float(spreads[column]))
        assert surface[row, column] == pytest.approx(law.quantile(0.995), rel=1e-3)


@given(
    expected=st.floats(0.01, 1e4),
    cv=st.floats(0, 0.8),
    share=st.floats(0, 1),
    level=st.floats(0.001, 0.999),
)
def test_quantiles_tails_and_moments_hang_together(
    expected: float, cv: float, share: float, level: float
) -> None:
    law = claims_law(expected, {50_000.0: share, 120_000.0: 1 - share}, cv)
    value = law.quantile(level)
    assert law.probability_above(value) <= 1 - level + 1e-12
    assert law.probability_above(value - law.step) >= 1 - level - 1e-9
    mean = expected * (share * 5e4 + (1 - share) * 12e4)
    square = expected * (share * 5e4**2 + (1 - share) * 12e4**2)
    assert law.mean == pytest.approx(mean, rel=1e-12)
    assert law.sd == pytest.approx(math.sqrt(square + (cv * mean) ** 2), rel=1e-10)


def test_a_law_small_enough_to_write_out() -> None:
    """Poisson claims with mean ln 2 of one payout: 1/2, ln 2 / 2, (ln 2)^2 / 4 and so on."""
    law = claims_law(math.log(2), {10.0: 1.0}, 0.0)
    log2 = math.log(2)
    np.testing.assert_allclose(law.probabilities[:3], [0.5, log2 / 2, log2**2 / 4], atol=1e-13)
    assert law.quantile(0.5) == 0.0
    assert law.quantile(0.51) == 10.0
    assert law.probability_above(0.0) == pytest.approx(0.5, abs=1e-13)
    assert law.probability_above(9.99) == pytest.approx(0.5, abs=1e-13)
    assert law.probability_above(10.0) == pytest.approx(0.5 - log2 / 2, abs=1e-13)
    assert law.probability_above(-1.0) == 1.0
    assert law.probability_above(1e12) == 0.0


def test_a_lattice_too_long_is_made_coarser_and_says_so() -> None:
    wide = {10_000.0: 0.3, 990_000.0: 0.4, 1_000_000.0: 0.3}
    law = claims_law(500_000, wide, 0.5)
    assert not law.exact
    # The common factor is all but alone: its quantile, times the mean.
    gamma = stats.gamma(4.0, scale=0.25)
    for level in (0.05, 0.5, 0.995):
        assert law.quantile(level) / law.mean == pytest.approx(gamma.ppf(level), rel=1e-4)
    narrow = claims_law(500_000, wide, 0.0)
    assert narrow.exact
    assert narrow.step == 10_000


def test_a_coarser_lattice_keeps_the_mean_and_stays_close() -> None:
    fine = claims_law(3_000, MIX, 0.1)
    coarse = claims_law(3_000, MIX, 0.1, most_points=4_000)
    assert fine.exact
    assert not coarse.exact
    assert coarse.step > fine.step
    assert float(coarse.probabilities @ coarse.values) == pytest.approx(fine.mean, rel=1e-9)
    assert coarse.quantile(0.995) == pytest.approx(fine.quantile(0.995), rel=5e-3)


def test_payouts_on_no_lattice_are_rounded_with_their_mean() -> None:
    law = claims_law(4_000.0, {100 / 3: 0.5, 98_765.43: 0.5}, 0.1)
    assert not law.exact
    mean = 2_000.0 * (100 / 3 + 98_765.43)
    assert law.mean == pytest.approx(mean, rel=1e-12)
    assert float(law.probabilities @ law.values) == pytest.approx(mean, rel=1e-9)


def test_bad_years_are_a_mixture() -> None:
    mixed = claims_law(300, MIX, 0.1, bad_year_probability=0.2, bad_year_size=0.5)
    ordinary, bad = claims_law(300, MIX, 0.1), claims_law(450, MIX, 0.1)
    assert mixed.mean == pytest.approx(0.8 * ordinary.mean + 0.2 * bad.mean, rel=1e-12)
    for value in np.linspace(3e7, 2e8, 9):
        each = 0.8 * ordinary.probability_above(value) + 0.2 * bad.probability_above(value)
        assert mixed.probability_above(value) == pytest.approx(each, abs=1e-11)


@pytest.mark.parametrize("payouts", [{0.0: 1.0}, MIX])
def test_nothing_expected_is_nothing_paid(payouts: dict[float, float]) -> None:
    law = claims_law(0.0 if payouts is MIX else 10.0, payouts, 0.1)
    assert law.mean == law.sd == law.quantile(0.995) == 0.0
    assert law.probability_above(0.0) == 0.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1.0, MIX, 0.1), "expected_claims = -1.0: allowed is 0 or more"),
        ((math.nan, MIX, 0.1), "expected_claims = nan"),
        ((10.0, {}, 0.1), "payouts = {}: allowed is at least one"),
        ((10.0, {1e5: 0.4, 3e5: 0.5}, 0.1), "payouts = 0.9: allowed is shares .* sum to 1"),
        ((10.0, {-5.0: 1.0}, 0.1), "payouts = -5.0: allowed is yuan, 0 or more"),
        ((10.0, {1e5: 1.4, 3e5: -0.4}, 0.1), r"payouts\[100000\] = 1.4: allowed is 0 to 1"),
        ((10.0, MIX, -0.1), "cv = -0.1: allowed is 0 or more"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: tuple[float, dict[float, float], float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        claims_law(*arguments)
    with pytest.raises(ValueError, match=message):
        normal_power_quantile(*arguments, 0.9)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5])
def test_a_level_outside_is_refused(level: float) -> None:
    law = claims_law(10.0, MIX, 0.1)
    with pytest.raises(ValueError, match=f"level = {level}: allowed is above 0 and below 1"):
        law.quantile(level)


def test_the_order_in_which_payouts_are_given_is_of_no_consequence() -> None:
    payouts = {1e5: 0.2, 2e5: 0.5, 4e5: 0.3}
    rising = claims_law(10.0, payouts, 0.1)
    for order in permutations(payouts.items()):
        law = claims_law(10.0, dict(order), 0.1)
        assert (law.mean, law.sd) == pytest.approx((rising.mean, rising.sd), rel=1e-12)
        np.testing.assert_allclose(law.probabilities, rising.probabilities, rtol=0, atol=1e-14)


def test_of_many_pools_any_that_cannot_be_is_refused() -> None:
    for claims, spreads, named in (
        (np.array([10.0, -1.0]), 0.1, "expected_claims = -1.0"),
        (np.array([-1.0, 10.0]), 0.1, "expected_claims = -1.0"),
        (10.0, np.array([0.1, -0.2]), "cv = -0.2"),
        (10.0, np.array([-0.2, 0.1]), "cv = -0.2"),
    ):
        with pytest.raises(ValueError, match=named):
            normal_power_quantile(claims, MIX, spreads, 0.9)


def test_bad_years_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"bad_year_probability = 1\.5: allowed is 0 to 1"):
        claims_law(10.0, MIX, 0.1, bad_year_probability=1.5)
    with pytest.raises(ValueError, match="bad_year_size = -1: allowed is 0 or more"):
        claims_law(10.0, MIX, 0.1, bad_year_size=-1)


@pytest.mark.parametrize(
    ("spoilt", "what"),
    [
        (lambda law: 0.999 * law, "probability"),
        (lambda law: np.roll(law, 1), "mean"),
        (lambda law: 0.5 * np.roll(law, 2) + 0.5 * np.roll(law, -2), "standard deviation"),
    ],
)
def test_a_law_that_fails_its_checks_is_never_given(
    monkeypatch: pytest.MonkeyPatch, spoilt: Callable[[FloatArray], FloatArray], what: str
) -> None:
    transform = np.fft.irfft
    monkeypatch.setattr(np.fft, "irfft", lambda *given: spoilt(transform(*given)))
    with pytest.raises(ArithmeticError, match=f"the law's {what} is"):
        claims_law(3_000.0, MIX, 0.1)


def test_the_law_is_frozen() -> None:
    law = claims_law(10.0, MIX, 0.1)
    assert isinstance(law, ClaimsLaw)
    with pytest.raises(AttributeError):
        law.mean = 1.0  # type: ignore[misc]
