"""The spread of a year against the exact compound law: by Fourier transform and by simulation."""

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from mutualmodel import Projection, Scenario, cost_band, project
from mutualmodel.laws.moments import Moments
from mutualmodel.laws.shifted_gamma import shifted_gamma_quantiles

FloatArray = NDArray[np.float64]

LEVELS = np.array([0.05, 0.95, 0.995])
# Children only: nobody turns 40 or 60, so that every claim costs every member the same.
LEVEL_PLAN = Scenario(
    members=1e6,
    share_under_18=1.0,
    share_40_to_59=0.0,
    joiners_per_year=0.0,
    lapse_rate=0.0,
    opening_tenure_years=20.0,
    incidence_multiplier=1.0,
    payout_under_40=300_000.0,
    mild_payout=100_000.0,
    per_claim_cap=None,
    annual_cap=None,
    minimum_members=0.0,
    years=2,
)

# Shares of claims that pay one unit of 100,000 yuan and three.
MIXES = {"40_to_60": (0.4, 0.6), "60_to_40": (0.6, 0.4), "70_to_30": (0.7, 0.3)}
CLAIMS_A_MEMBER = 3e-4


def moments(members: float, cv: float, mix: tuple[float, float]) -> Moments:
    """Mean, variance and third central moment of a year's payouts in units."""
    claims = CLAIMS_A_MEMBER * members
    first, second, third = (claims * (mix[0] + mix[1] * 3**power) for power in (1, 2, 3))
    return Moments(
        first,
        second + cv**2 * first**2,
        third + 3 * cv**2 * second * first + 2 * cv**4 * first**3,
    )


def exact_quantiles(members: float, cv: float, mix: tuple[float, float]) -> FloatArray:
    """Smallest whole numbers of units whose probability reaches the levels."""
    claims = CLAIMS_A_MEMBER * members
    year = moments(members, cv, mix)
    points = 1 << int(np.ceil(np.log2(year.mean + 14 * year.sd + 60)))
    severity = np.zeros(points)
    severity[1], severity[3] = mix
    less_one = np.fft.rfft(severity) - 1
    if cv == 0:
        transform = np.exp(claims * less_one)
    else:
        transform = (1 - cv**2 * claims * less_one) ** (-1 / cv**2)
    return np.searchsorted(np.cumsum(np.fft.irfft(transform, points)), LEVELS).astype(float)


@pytest.mark.parametrize("mix", MIXES.values(), ids=MIXES)
@pytest.mark.parametrize(
    ("members", "cv"), list(product([1e4, 1e5, 1e6, 1e7, 1e8], [0.0, 0.05, 0.1, 0.2]))
)
def test_quantiles_are_within_one_payout_of_the_exact_law(
    members: float, cv: float, mix: tuple[float, float]
) -> None:
    """The exact law has steps of the smaller payout; the closed form lies within one of them.

    At 10,000 members, with three claims a year, a step is a seventh of the mean; at 100,000 it is
    1.5 % of it, at ten million a seventieth of a per cent.
    """
    quantiles = shifted_gamma_quantiles(moments(members, cv, mix), LEVELS)
    assert np.abs(quantiles - exact_quantiles(members, cv, mix)).max() < 1.0


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
def test_one_year_in_two_hundred_over_the_mean(members: float, cv: float, ratio: float) -> None:
    mix = MIXES["40_to_60"]
    of_moments = moments(members, cv, mix)
    worst = shifted_gamma_quantiles(of_moments, LEVELS)[2]
    assert worst / of_moments.mean == pytest.approx(ratio, rel=0.01)
    assert exact_quantiles(members, cv, mix)[2] / of_moments.mean == pytest.approx(ratio, rel=0.01)


def test_without_spread_all_quantiles_are_the_mean() -> None:
    np.testing.assert_array_equal(
        shifted_gamma_quantiles(Moments(5.0, 0.0, 0.0), LEVELS), [5.0, 5.0, 5.0]
    )


def test_no_quantile_is_below_nothing() -> None:
    # A claim in five years: most years cost nothing.
    quantiles = shifted_gamma_quantiles(Moments(0.2, 0.2, 0.2), LEVELS)
    assert quantiles[0] == 0
    assert quantiles[2] > 1


# ----------------------------------------------------------------------------- the band of a plan


def simulated(projection: Projection, draws: int) -> FloatArray:
    """First-year costs of a member drawn claim count by claim count, a common factor a year."""
    rng = np.random.default_rng(20181016)
    scenario, headline = projection.scenario, projection.headline
    shape = 1 / scenario.systemic_cv**2
    factor = rng.gamma(shape, 1 / shape, draws)
    total = np.zeros(draws)
    for claims, payout in zip(headline.claims_by_kind, scenario.payouts, strict=True):
        share = payout * (1 + scenario.fee_rate) / scenario.members
        if scenario.per_claim_cap is not None:
            share = min(share, scenario.per_claim_cap)
        total += share * rng.poisson(claims * factor)
    return total


@pytest.mark.parametrize(
    "scenario",
    [
        LEVEL_PLAN,
        LEVEL_PLAN.with_changes(members=2e5, systemic_cv=0.3),
        LEVEL_PLAN.with_changes(per_claim_cap=0.2),
        LEVEL_PLAN.with_changes(members=1e8, systemic_cv=0.05),
    ],
    ids=["million", "small", "capped", "large"],
)
def test_the_band_is_that_of_a_million_simulated_years(scenario: Scenario) -> None:
    projection = project(scenario)
    band, costs = cost_band(projection), simulated(projection, 10**6)
    sd = costs.std()
    assert band.mean == pytest.approx(costs.mean(), abs=4 * sd / 1e3)
    assert band.sd == pytest.approx(sd, rel=0.01)
    got, wanted = (band.low, band.high, band.one_in_200), np.quantile(costs, LEVELS)
    # 2 % of a standard deviation: the error of the simulated 99.5 % point is a half of that.
    np.testing.assert_allclose(got, wanted, atol=0.02 * sd)


def test_chance_dies_out_as_the_root_of_the_members_and_the_common_factor_does_not() -> None:
    bands = [cost_band(project(LEVEL_PLAN.with_changes(members=n))) for n in (1e5, 1e6, 1e7)]
    for small, large in pairwise(bands):
        assert large.chance_sd == pytest.approx(small.chance_sd / np.sqrt(10), rel=1e-9)
        assert large.systemic_sd == pytest.approx(small.systemic_sd, rel=1e-9)
        assert large.systemic_sd == pytest.approx(0.1 * large.mean, rel=1e-9)
        assert large.high - large.mean < small.high - small.mean


def test_the_band_surrounds_the_mean_and_is_the_headline_of_its_year() -> None:
    projection = project(LEVEL_PLAN.with_changes(incidence_trend=0.1))
    first, second = cost_band(projection), cost_band(projection, 2)
    assert first.low < first.mean < first.high < first.one_in_200
    assert first.mean == projection.headline.cost_per_member_year
    assert second.mean == pytest.approx(projection.years["charged_per_member"][2], rel=1e-12)
    assert second.mean > first.mean
    assert second.sd == pytest.approx(np.hypot(second.chance_sd, second.systemic_sd), rel=1e-12)


@pytest.mark.parametrize("year", [0, 3])
def test_a_year_beyond_the_horizon_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"year = {year}: allowed is 1 to 2"):
        cost_band(project(LEVEL_PLAN), year)


def test_an_annual_cap_cuts_the_quantiles() -> None:
    free = cost_band(project(LEVEL_PLAN))
    cap = float(np.ceil(free.mean) + 1)
    assert free.low < cap < free.high
    capped = cost_band(project(LEVEL_PLAN.with_changes(annual_cap=cap)))
    assert capped.high == capped.one_in_200 == cap
    assert capped.low == free.low
    assert capped.sd == free.sd
    low_cap = cost_band(project(LEVEL_PLAN.with_changes(annual_cap=1.0)))
    assert low_cap.low == low_cap.high == 1.0
    assert low_cap.mean == pytest.approx(1.0, rel=1e-12)


def test_a_cap_on_one_claim_makes_chance_smaller() -> None:
    free, capped = (
        cost_band(project(LEVEL_PLAN.with_changes(per_claim_cap=c))) for c in (None, 0.1)
    )
    assert capped.chance_sd < free.chance_sd
    assert capped.mean < free.mean


def test_a_plan_that_pays_nothing_has_no_spread() -> None:
    band = cost_band(project(LEVEL_PLAN.with_changes(payout_under_40=0.0, mild_payout=0.0)))
    assert band.mean == band.low == band.high == band.one_in_200 == band.sd == 0


def test_without_a_common_factor_chance_is_all_there_is() -> None:
    band = cost_band(project(LEVEL_PLAN.with_changes(systemic_cv=0.0)))
    assert band.systemic_sd == 0
    assert band.sd == band.chance_sd > 0
