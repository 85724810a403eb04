"""A year in closed form: its quantiles exist for every plan and are those of the mixture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearson3

from mutualmodel import Scenario, cost_band, project
from mutualmodel.laws.moments import Moments
from mutualmodel.laws.shifted_gamma import (
    ShiftedYear,
    mixture_quantiles,
    probability_above,
    shifted_gamma_quantiles,
)
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.simulation import pool_layers, stress

LEVELS = (0.05, 0.5, 0.95, 0.995)


def sampled(law: ShiftedYear, draws: int) -> np.ndarray:
    """Draw years from the two shifted gammas, none below zero, by numpy's own generator."""
    rng = np.random.default_rng(5)
    bad = rng.random(draws) < law.scenario.bad_year_probability
    years = np.empty(draws)
    states = [(~bad, 1.0), (bad, 1.0 + law.scenario.bad_year_size)]
    for chosen, level in states:
        claims, cv = law.claims * level, law.scenario.systemic_cv
        size = ClaimSize.of(law.amounts)
        one, two, three = (float(claims @ size.power(power)) for power in (1, 2, 3))
        variance = two + (cv * one) ** 2
        skewness = (three + 3 * cv**2 * two * one + 2 * cv**4 * one**3) / variance**1.5
        gamma = rng.gamma(4.0 / skewness**2, size=int(chosen.sum()))
        deviation = np.sqrt(variance)
        years[chosen] = one - 2.0 * deviation / skewness + gamma * deviation * skewness / 2.0
    return np.maximum(years, 0.0)


@pytest.mark.parametrize("claims", [0.4, 3.0, 50.0, 30_000.0])
@pytest.mark.parametrize(("chance", "size"), [(0.0, 0.0), (0.01, 0.25), (0.2, 1.0), (0.5, 2.0)])
def test_quantiles_are_those_of_the_mixture(claims: float, chance: float, size: float) -> None:
    plan = Scenario(bad_year_probability=chance, bad_year_size=size)
    law = ShiftedYear(np.array([0.4, 0.6]) * claims, np.array([3.0, 1.0]), plan)
    # One year in ``1 / chance`` has so many more claims, of 3 and of 1 each.
    assert law.mean == pytest.approx((0.4 * 3.0 + 0.6) * claims * (1.0 + chance * size), rel=1e-12)
    years = sampled(law, 400_000)
    for level in LEVELS:
        value = law.quantile(level)
        assert np.mean(years < value) <= level + 0.004
        assert np.mean(years <= value) >= level - 0.004


def test_the_plan_that_once_had_no_quantile() -> None:
    """Ten thousand members who rarely fall ill: the 5 % year of the smaller law is cut at zero."""
    plan = Scenario(incidence_multiplier=0.1, bad_year_probability=0.01)
    layers = pool_layers(plan)
    assert layers.low[0] == 0.0
    assert (np.diff(layers.low) >= 0.0).all()
    assert (layers.low <= layers.high).all()
    assert (layers.high <= layers.one_in_200).all()


def test_without_spread_the_law_has_steps() -> None:
    plan = Scenario(systemic_cv=0.0, bad_year_probability=0.01, bad_year_size=0.5)
    law = ShiftedYear(np.array([1e40]), np.array([1e-40]), plan)
    assert law.quantile(0.5) == pytest.approx(1.0)
    assert law.quantile(0.995) == pytest.approx(1.5)


def test_without_bad_years_it_is_the_band_of_the_headline() -> None:
    plan = Scenario(years=1)
    projection = project(plan)
    layers = pool_layers(plan, np.array([plan.members]))
    assert layers.one_in_200[0] == pytest.approx(cost_band(projection).one_in_200, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.05, 3.0),
    st.floats(0.0, 0.5),
    st.floats(0.0, 2.0),
    st.floats(0.0, 0.5),
    st.floats(1e4, 3e8),
    st.sampled_from([0.0, 1e5, 1e6]),
)
def test_every_plan_has_its_layers_and_stresses(
    level: float, chance: float, size: float, cv: float, members: float, payout: float
) -> None:
    plan = Scenario(
        incidence_multiplier=level,
        bad_year_probability=chance,
        bad_year_size=size,
        systemic_cv=cv,
        members=members,
        payout_40_plus=payout,
        years=1,
    )
    layers = pool_layers(plan, np.array([members]))
    assert 0.0 <= layers.low[0] <= layers.high[0] <= layers.one_in_200[0]
    for result in stress(plan):
        assert np.isfinite(result.one_in_200).all()


# ----------------------------------------------------------------------------- laws and mixtures


def gammas(mean: float, deviation: float, skewness: float) -> Moments:
    return Moments(mean, deviation**2, skewness * deviation**3)


@pytest.mark.parametrize("unit", [1e-4, 0.1, 1.0, 1e5])
@pytest.mark.parametrize("skewness", [0.02, 0.5, 2.0])
def test_quantiles_are_those_of_a_gamma_of_these_moments_in_any_unit(
    unit: float, skewness: float
) -> None:
    """Against scipy's Pearson type III, which is told by mean, deviation and skewness."""
    mean, deviation = 91.0 * unit, 9.0 * unit
    found = shifted_gamma_quantiles(gammas(mean, deviation, skewness), np.array(LEVELS))
    wanted = pearson3(skewness, mean, deviation).ppf(LEVELS)
    np.testing.assert_allclose(found, wanted, rtol=1e-9)


@pytest.mark.parametrize("unit", [1e-4, 0.1, 1.0, 1e5])
@pytest.mark.parametrize("deviation", [0.3, 9.0, 30.0])
def test_a_mixture_of_one_law_is_that_law(unit: float, deviation: float) -> None:
    single = gammas(91.0 * unit, deviation * unit, 0.3)
    moments = Moments(*(np.array([[float(one)]]) for one in vars(single).values()))
    np.testing.assert_allclose(
        mixture_quantiles(moments, np.array(LEVELS))[:, 0],
        shifted_gamma_quantiles(single, np.array(LEVELS)),
        rtol=1e-6,
    )


def test_a_mixture_is_what_samples_of_its_laws_are() -> None:
    rng = np.random.default_rng(2)
    shapes, scales = np.array([4.0, 100.0, 30.0]), np.array([20.0, 1.0, 5.0])
    samples = np.concatenate(
        [rng.gamma(a, s, 400_000) for a, s in zip(shapes, scales, strict=True)]
    )
    moments = Moments(
        (shapes * scales)[:, None], (shapes * scales**2)[:, None], (2 * shapes * scales**3)[:, None]
    )
    np.testing.assert_allclose(
        mixture_quantiles(moments, np.array(LEVELS))[:, 0], np.quantile(samples, LEVELS), rtol=5e-3
    )


def test_a_mixture_of_certain_values_steps_from_one_to_the_next() -> None:
    means = np.arange(1.0, 101.0)[:, None]
    nothing = np.zeros_like(means)
    found = mixture_quantiles(Moments(means, nothing, nothing), np.array([0.055, 0.945]))
    np.testing.assert_allclose(found[:, 0], [6.0, 95.0], rtol=1e-4)


def test_a_step_that_newton_begins_in_is_left_for_the_one_that_is_asked_for() -> None:
    """A hundred values known to a millionth, of which the mixture's own law begins at one."""
    means = 91.0 + 1e-3 * np.arange(-50.0, 51.0)[:, None]
    nothing = np.zeros_like(means)
    for level in np.linspace(0.0125, 0.9875, 200):
        found = mixture_quantiles(Moments(means, nothing, nothing), np.array([level]))
        wanted = means[int(level * 101), 0]
        assert found == pytest.approx(wanted, abs=6e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.floats(1e-4, 1.5),
    st.floats(0.0, 0.6),
    st.floats(1e-3, 4.0),
    st.integers(0, 1000),
)
def test_as_much_of_a_mixture_is_below_its_quantiles_as_they_say(
    laws: int, deviation: float, apart: float, skewness: float, seed: int
) -> None:
    """Newton's steps may not settle; what is found then is as good."""
    rng = np.random.default_rng(seed)
    mean = 91.0 * np.exp(apart * rng.standard_normal((laws, 3)))
    spread = mean * deviation
    variance, third = spread**2, skewness * spread**3
    moments = Moments(mean, variance, third)
    levels = np.array([0.01, *LEVELS])
    found = mixture_quantiles(moments, levels)
    assert found.shape == (5, 3)
    assert (found >= 0.0).all()
    near = 2e-6 * np.maximum(found, 1e-9)
    wanted = (1.0 - levels)[:, None]
    for side, holds in ((-near, np.greater_equal), (near, np.less_equal)):
        above = probability_above(
            Moments(mean[:, None], variance[:, None], third[:, None]),
            np.maximum(found + side, 0.0)[None],
        ).mean(axis=0)
        assert holds(above, wanted + np.sign(side) * 1e-9)[found > 0.0].all()
