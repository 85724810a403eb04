"""How sure it is what is owed: against closing under each plausible set, and against draws."""

import numpy as np
import pytest

from mutualmodel import ClosingTerms, Scenario
from mutualmodel.closing import owed_by_month, owed_uncertainty, reserve_by_month, wind_down
from mutualmodel.simulation import LAYERS, Layer, spread_over
from mutualmodel.simulation.parameters import with_assumed

DISSOLVES = Scenario(
    members=3.6e6, minimum_members=3.3e6, lapse_rate=0.1, joiners_per_year=0.0, price_elasticity=1.0
)
PLANS = {
    "default": (Scenario(), 2.0, 2),
    "at once": (Scenario(), 1 / 24, 1),
    "the end of ten years": (Scenario(years=10), 10.0, 4),
    "one year": (Scenario(years=1), 1.0, 1),
    "reacts": (Scenario(price_elasticity=1.0), 5.0, 2),
    "dissolves": (DISSOLVES, 4.0, 2),
    "never starts": (Scenario(members=1e5, minimum_members=3.3e6), 1.0, 2),
    "a cap": (Scenario(annual_cap=60.0, cap_bearer="nobody"), 1.5, 2),
    "all wait alike": (Scenario(claim_delay_cv=0.0), 3.0, 0),
}


@pytest.mark.parametrize("name", PLANS)
def test_what_is_owed_under_each_set_is_what_closing_it_owes(name: str) -> None:
    plan, stop, notice = PLANS[name]
    terms = ClosingTerms(notice_settlements=notice)
    spread = owed_uncertainty(plan, stop, terms, sets=7)
    one_by_one = [wind_down(each, stop, terms).total_owed for each in spread_over(plan, 7)]
    np.testing.assert_allclose(spread.fitted[0, :, 0], one_by_one, rtol=1e-9)
    assert spread.own[0, 0, 0] == pytest.approx(wind_down(plan, stop, terms).total_owed, rel=1e-9)


def test_the_sets_dissolve_at_times_of_their_own() -> None:
    ends = {wind_down(plan, 4.0).books.stop for plan in spread_over(DISSOLVES, 7)}
    assert len(ends) > 2
    assert max(ends) < 96


def test_so_it_is_with_what_is_assumed() -> None:
    spread = owed_uncertainty(Scenario(), 1.0, sets=5, assumed=True)
    plans = with_assumed(spread_over(Scenario(), 5))
    owed = [wind_down(plan, 1.0).total_owed for plan in plans]
    np.testing.assert_allclose(spread.drawn[0, :, 0], owed, rtol=1e-9)
    np.testing.assert_allclose(spread.cv[:, 0], [plan.systemic_cv for plan in plans])


@pytest.mark.long
def test_the_range_holds_nine_drawn_closings_in_ten() -> None:
    plan, stop, sets = Scenario(members=1_000_000, minimum_members=0.0), 2.0, 80
    spread = owed_uncertainty(plan, stop, sets=sets)
    rng, drawn = np.random.default_rng(8), []
    shape = 1 / plan.systemic_cv**2
    for each in spread_over(plan, sets):
        claims = wind_down(each, stop).owed.sum(axis=(0, 1))
        factor = rng.gamma(shape, 1 / shape, size=4_000)
        drawn.append(rng.poisson(factor[:, None] * claims) @ np.array(plan.payouts))
    owed = np.concatenate(drawn)
    found = spread.range_of("all")
    assert found.low[0] == pytest.approx(np.quantile(owed, 0.05), rel=0.01)
    assert found.high[0] == pytest.approx(np.quantile(owed, 0.95), rel=0.01)
    assert found.one_in_200[0] == pytest.approx(np.quantile(owed, 0.995), rel=0.02)
    assert spread.variance[0] == pytest.approx(owed.var(), rel=0.03)


def test_each_layer_alone_is_narrower_than_all_together() -> None:
    spread = owed_uncertainty(Scenario(), 2.0, assumed=True, sets=60)
    whole = spread.range_of("all")
    for layer in LAYERS:
        alone = spread.range_of(layer)
        assert whole.low[0] < alone.low[0] < spread.own[0, 0, 0] < alone.high[0] < whole.high[0]


def test_a_cap_on_the_year_takes_nothing_off_what_is_owed() -> None:
    capped = Scenario(annual_cap=10.0, cap_bearer="nobody")
    one, other = (owed_uncertainty(plan, 1.0, sets=9) for plan in (capped, Scenario()))
    assert one.range_of("all").high == pytest.approx(other.range_of("all").high)


def test_nothing_is_owed_where_nothing_is_paid() -> None:
    free = Scenario(payout_under_40=0.0, payout_40_plus=0.0, mild_payout=0.0)
    assert owed_uncertainty(free, 1.0, sets=9).range_of("all").high[0] < 1e-9


def test_the_months_are_the_stops_without_a_notice() -> None:
    by_month = owed_by_month(Scenario(), sets=5)
    for month in (1, 24, 60):
        stop = owed_uncertainty(Scenario(), month / 12, ClosingTerms(notice_settlements=0), sets=5)
        np.testing.assert_allclose(by_month.fitted[0, :, month - 1], stop.fitted[0, :, 0])


def test_a_stop_beyond_the_horizon_is_refused() -> None:
    with pytest.raises(ValueError, match="stop"):
        owed_uncertainty(Scenario(years=1), 2.0)


@pytest.mark.parametrize("layer", ["process", "systematic", "parameters"])
def test_a_reserve_for_one_layer_is_smaller(layer: Layer) -> None:
    whole, alone = reserve_by_month(Scenario()), reserve_by_month(Scenario(), layer=layer)
    np.testing.assert_array_equal(whole.owed, alone.owed)
    assert (alone.needed < whole.needed).all()
    assert (whole.low < alone.low).all()


def test_two_thirds_of_what_the_record_leaves_open_are_the_delays() -> None:
    """The page says so: the default after a year, under the sets and under their delays alone."""
    sets = spread_over(Scenario(), 60)
    delays = [Scenario(claim_delay_days=plan.claim_delay_days) for plan in sets]
    owed, by_delay = (
        np.array([wind_down(plan, 1.0).total_owed for plan in plans]) for plans in (sets, delays)
    )
    assert by_delay.var() / owed.var() == pytest.approx(2 / 3, abs=0.05)
