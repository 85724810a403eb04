"""Birth-cohort cells against the tables themselves: weights, rates, the ages of 40 and 60."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mutualmodel import PRESETS, Scenario, project_many
from mutualmodel.engine import run
from mutualmodel.engine.basis import XIANGHUBAO, RateBasis
from mutualmodel.engine.cohorts import Cohorts, bridging_claims, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.figures.rates import MILD_RATIO_TABLES, incidence, mild_ratio, population
from mutualmodel.figures.register import figure
from mutualmodel.inputs import ClosingTerms
from mutualmodel.periods import PERIODS_PER_YEAR

FloatArray = NDArray[np.float64]

YEARS = 3
MEN, WOMEN = 0, 1
UNDER_40, FROM_40, MILD = range(3)
WIDTHS = [0.5, 1.0, 2.0]
FIRST_AGE = {0.5: -3.0, 1.0: -3.0, 2.0: -4.0}


def weights_of(young: float, old: float, female: float) -> FloatArray:
    shares = {"share_under_18": np.array([young]), "share_40_to_59": np.array([old])}
    (weights,) = XIANGHUBAO.group_weights(shares, np.array([female]))
    return np.asarray(weights)


def ages_of(young: float, old: float, female: float) -> FloatArray:
    shares = {"share_under_18": young, "share_40_to_59": old}
    return XIANGHUBAO.age_distribution(shares, female)


def ages_at(periods: NDArray[Any], cells: Cohorts, cell_years: float) -> FloatArray:
    """Give the lower age (T, C / 2) of one sex's cells, some periods after the start."""
    count = cells.remaining.shape[1] // 2
    start = FIRST_AGE[cell_years] + cell_years * np.arange(count)
    return np.asarray(start + periods[:, None] / PERIODS_PER_YEAR)


def mean_over(rates: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Integrate a table that is constant within each year of age over [low, high) below 60."""
    cumulated = np.concatenate([[0.0], np.cumsum(rates)])
    upper, lower = (np.interp(np.clip(age, 0, 60), np.arange(61), cumulated) for age in (high, low))
    return np.asarray(upper - lower)


# ------------------------------------------------------------------------------ weights and ages


def test_group_weights_are_the_shares_men_first() -> None:
    weights = weights_of(0.1, 0.3, 0.25)
    np.testing.assert_allclose(weights, [0.075, 0.45, 0.225, 0.025, 0.15, 0.075], rtol=1e-14)


def test_ages_within_a_group_are_those_of_the_census() -> None:
    ages = ages_of(0.1, 0.3, 0.25)
    persons = population()
    assert ages.sum() == pytest.approx(1.0, abs=1e-14)
    assert ages[WOMEN].sum() == pytest.approx(0.25, abs=1e-14)
    assert ages[:, :18].sum() == pytest.approx(0.1, abs=1e-14)
    assert ages[:, 40:].sum() == pytest.approx(0.3, abs=1e-14)
    for sex, age, other in ((MEN, 3, 17), (WOMEN, 18, 39), (MEN, 40, 59)):
        share = ages[sex, age] / ages[sex, other]
        assert share == pytest.approx(persons[sex, age] / persons[sex, other], rel=1e-12)


@pytest.mark.parametrize(("young", "old"), [(0.02, 0.25), (0.10, 0.33), (0.16, 0.39)])
def test_mixes_that_meet_the_published_mean_age(young: float, old: float) -> None:
    ages = ages_of(young, old, 0.5)
    mean = float((ages * (np.arange(60) + 0.5)).sum())
    published = float(figure("mean_age_members").value)
    assert mean == pytest.approx(published, abs=0.2)


@pytest.mark.parametrize("cell_years", WIDTHS)
def test_a_new_member_is_somewhere_at_every_time(cell_years: float) -> None:
    cells = cohorts(XIANGHUBAO, YEARS, cell_years)
    landed = np.einsum("tkc,tc->tk", cells.joining, cells.remaining)
    assert landed.shape == (YEARS * PERIODS_PER_YEAR + 1, 6)
    np.testing.assert_allclose(landed, 1.0, rtol=1e-12)
    assert cells.joining.min() >= 0
    half = cells.joining.shape[2] // 2
    assert not cells.joining[:, :3, half:].any()
    assert not cells.joining[:, 3:, :half].any()


@pytest.mark.parametrize("cell_years", WIDTHS)
def test_joiners_have_the_same_ages_whenever_they_join(cell_years: float) -> None:
    cells = cohorts(XIANGHUBAO, YEARS, cell_years)
    weights = weights_of(0.07, 0.25, 0.4)
    periods = np.arange(YEARS * PERIODS_PER_YEAR + 1.0)
    low = ages_at(periods, cells, cell_years)
    present = np.clip(low + cell_years, None, 60) - low.clip(None, 60)
    middle = np.tile(low.clip(None, 60) + present / 2, 2)
    joined = np.einsum("k,tkc,tc->tc", weights, cells.joining, cells.remaining)
    wanted = float((ages_of(0.07, 0.25, 0.4) * (np.arange(60) + 0.5)).sum())
    # Within a cell ages are taken as even, which they are not quite.
    np.testing.assert_allclose((joined * middle).sum(axis=1), wanted, atol=0.02)


# ----------------------------------------------------------------------------------------- rates


@pytest.mark.parametrize("cell_years", WIDTHS)
@pytest.mark.parametrize("table", MILD_RATIO_TABLES)
def test_a_rate_is_the_mean_of_the_table_over_the_ages_of_the_cell(
    table: str, cell_years: float
) -> None:
    cells = cohorts(RateBasis(table), YEARS, cell_years)
    periods = np.arange(-PAST_PERIODS, YEARS * PERIODS_PER_YEAR) + 0.5
    low = ages_at(periods, cells, cell_years)
    severe = incidence(table)[:, :60]
    age = np.arange(60)
    by_kind = (severe * (age < 40), severe * (age >= 40), severe * mild_ratio()[:, :60])
    born = np.clip(low + cell_years, 1e-9, cell_years)
    half = low.shape[1]
    for kind, rates in enumerate(by_kind):
        for sex in (MEN, WOMEN):
            wanted = mean_over(rates[sex], low, low + cell_years) / born
            got = cells.claims[:, sex * half : (sex + 1) * half, kind]
            np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-15)


def test_half_a_period_past_a_birthday_the_rate_is_almost_the_next_ages() -> None:
    cells = cohorts(XIANGHUBAO, YEARS)
    men_of_30 = int(30 - FIRST_AGE[1.0])
    rates = incidence("CI4")[MEN]
    # At the middle of the first period 1 in 48 of the cell has turned 31, a year later 32.
    assert cells.claims[PAST_PERIODS, men_of_30, UNDER_40] == pytest.approx(
        (47 * rates[30] + rates[31]) / 48, rel=1e-12
    )
    year = PAST_PERIODS + PERIODS_PER_YEAR
    assert cells.claims[year, men_of_30, UNDER_40] == pytest.approx(
        (47 * rates[31] + rates[32]) / 48, rel=1e-12
    )


def test_a_cell_crosses_forty_period_by_period() -> None:
    cells = cohorts(XIANGHUBAO, YEARS)
    women_of_39 = cells.remaining.shape[1] // 2 + int(39 - FIRST_AGE[1.0])
    rates = incidence("CI4")[WOMEN]
    turned = (np.arange(PERIODS_PER_YEAR) + 0.5) / PERIODS_PER_YEAR
    crossing = cells.claims[PAST_PERIODS : PAST_PERIODS + PERIODS_PER_YEAR, women_of_39]
    np.testing.assert_allclose(crossing[:, UNDER_40], (1 - turned) * rates[39], rtol=1e-12)
    np.testing.assert_allclose(crossing[:, FROM_40], turned * rates[40], rtol=1e-12)
    after = cells.claims[PAST_PERIODS + PERIODS_PER_YEAR :, women_of_39, UNDER_40]
    assert not after.any()


@pytest.mark.parametrize("cell_years", WIDTHS)
def test_nobody_is_in_after_her_sixtieth_birthday(cell_years: float) -> None:
    cells = cohorts(XIANGHUBAO, YEARS, cell_years)
    low = np.tile(ages_at(np.arange(YEARS * PERIODS_PER_YEAR + 1.0), cells, cell_years), 2)
    gone = low >= 60 - 1e-9
    assert gone[-1].any()
    assert not cells.remaining[gone].any()
    assert not cells.joining.swapaxes(1, 2)[gone].any()
    assert not cells.claims[PAST_PERIODS:][gone[:-1]].any()
    np.testing.assert_allclose(
        cells.remaining[~gone], np.clip((60 - low[~gone]) / cell_years, 0, 1), rtol=1e-12
    )


def test_mild_illness_is_the_ratio_times_severe_whatever_the_age() -> None:
    rates = RateBasis("CI2").claims
    severe = rates[..., UNDER_40] + rates[..., FROM_40]
    np.testing.assert_allclose(severe, incidence("CI2")[:, :60])
    np.testing.assert_allclose(rates[..., MILD] / severe, mild_ratio()[:, :60], rtol=1e-12)
    assert not rates[:, 40:, UNDER_40].any()
    assert not rates[:, :40, FROM_40].any()


# -------------------------------------------------------------------------------- width of a cell

NOBODY_JOINS = {
    "default": Scenario(joiners_per_year=0.0),
    "old": Scenario(share_under_18=0.0, share_40_to_59=1.0, mild_payout=50_000, years=10),
    "women": Scenario(incidence_table="CI1", share_female=1.0, opening_tenure_years=20.0),
}
MANY_JOIN = {
    **{name: preset.scenario for name, preset in PRESETS.items()},
    "children": Scenario(share_under_18=1.0, share_40_to_59=0.0, joiners_per_year=2e7),
    "reacting": Scenario(price_elasticity=1.0, lapse_rate=0.3, risk_spread=1.0),
}


def headline_at(width: float, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> FloatArray:
    monkeypatch.setattr(run, "cohorts", partial(cohorts, cell_years=width))
    # Not `project`, which would remember what it gave at another width.
    headline = project_many([scenario])[0].headline
    return np.array([headline.cost_per_member_year, headline.claims, headline.average_payout])


@pytest.mark.parametrize("scenario", NOBODY_JOINS.values(), ids=NOBODY_JOINS)
def test_where_nobody_joins_half_the_width_changes_nothing(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = headline_at(0.5, scenario, monkeypatch)
    np.testing.assert_allclose(headline_at(1.0, scenario, monkeypatch), narrow, rtol=1e-6)


@pytest.mark.parametrize("scenario", MANY_JOIN.values(), ids=MANY_JOIN)
def test_where_many_join_half_the_width_moves_a_headline_by_about_a_thousandth(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = headline_at(0.5, scenario, monkeypatch)
    assert narrow.min() > 0
    np.testing.assert_allclose(headline_at(1.0, scenario, monkeypatch), narrow, rtol=2e-3)
    np.testing.assert_allclose(headline_at(2.0, scenario, monkeypatch), narrow, rtol=5e-3)


def test_a_bridging_policy_pays_for_severe_and_for_mild_illness_by_its_own_age() -> None:
    terms = ClosingTerms(
        bridge_under_40=100_000.0,
        bridge_40_plus=40_000.0,
        bridge_mild_under_40=20_000.0,
        bridge_mild_40_plus=5_000.0,
    )
    found = bridging_claims(XIANGHUBAO, terms)
    for sex in (MEN, WOMEN):
        for age, severe, mild in ((30, 100_000.0, 20_000.0), (50, 40_000.0, 5_000.0)):
            wanted = severe * XIANGHUBAO.severe[sex, age] + mild * XIANGHUBAO.mild[sex, age]
            assert found[sex, age] == pytest.approx(wanted, rel=1e-12)
