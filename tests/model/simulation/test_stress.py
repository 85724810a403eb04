"""Stress tests: each against a projection written by hand, and what they may not do."""

import numpy as np
import pytest

from mutualmodel import Scenario, cost_band, project
from mutualmodel.figures.reading import numbers_of
from mutualmodel.simulation import (
    STRESSES,
    StressResult,
    claims_law,
    pool_law,
    stress,
    stress_table,
)

PLAN = Scenario()
BY_HAND: dict[str, dict[str, float]] = {
    "baseline": {},
    "incidence_25": {"incidence_multiplier": 1.25 * PLAN.incidence_multiplier},
    "kyosai_2022": {"incidence_multiplier": 1.32 * PLAN.incidence_multiplier},
    "incidence_50": {"incidence_multiplier": 1.5 * PLAN.incidence_multiplier},
    "lost_fifth": {"scandal_month": 1.0, "scandal_share": 0.2},
    "trend_4": {"incidence_trend": 0.04},
    "delay_doubled": {"claim_delay_days": 2.0 * PLAN.claim_delay_days},
    "no_select": {"select_year_1": 1.0, "select_year_2": 1.0},
    "all": {
        "incidence_multiplier": 1.5 * PLAN.incidence_multiplier,
        "scandal_month": 1.0,
        "scandal_share": 0.2,
        "incidence_trend": 0.04,
        "claim_delay_days": 2.0 * PLAN.claim_delay_days,
        "select_year_1": 1.0,
        "select_year_2": 1.0,
    },
}


def by_name(scenario: Scenario) -> dict[str, StressResult]:
    return {result.name: result for result in stress(scenario)}


@pytest.mark.parametrize(
    "plan",
    [PLAN, PLAN.with_changes(members=4e6, annual_cap=150.0, price_elasticity=1.0, years=3)],
    ids=["default", "small, capped, reacting"],
)
def test_every_stress_is_the_projection_it_says(plan: Scenario) -> None:
    results = by_name(plan)
    assert list(results) == list(BY_HAND)
    assert [test.name for test in STRESSES] == list(BY_HAND)[1:-1]
    base = project(plan).years["charged_per_member"].to_numpy()
    for name, changes in BY_HAND.items():
        result, projection = results[name], project(plan.with_changes(**changes))
        years = projection.years
        np.testing.assert_allclose(result.cost, years["charged_per_member"], rtol=1e-9)
        np.testing.assert_allclose(result.cost_change, result.cost - base, rtol=1e-12, atol=1e-9)
        shortfall = years["sponsor"] + years["unpaid"]
        np.testing.assert_allclose(result.above_caps, shortfall, rtol=1e-9, atol=1e-3)
        np.testing.assert_allclose(result.members, projection.array("members")[23::24], rtol=1e-9)
        bands = [cost_band(projection, year) for year in range(1, plan.years + 1)]
        worst = [band.one_in_200 for band in bands]
        np.testing.assert_allclose(result.one_in_200, worst, rtol=1e-9)
        assert result.limited == ()
        assert {field: after for field, (_, after) in result.changes.items()} == {
            field: value for field, value in changes.items() if value != getattr(plan, field)
        }


def test_a_year_like_kyosais_is_the_upper_end_of_what_was_published() -> None:
    assert numbers_of("kyosai_bad_year_2022") == [29.0, 32.0]
    _before, after = by_name(PLAN)["kyosai_2022"].changes["incidence_multiplier"]
    assert after == pytest.approx(PLAN.incidence_multiplier * 1.32)
    # Nothing caps the default plan, so its members' cost rises as the claims do.
    result = by_name(PLAN)
    np.testing.assert_allclose(result["kyosai_2022"].cost, 1.32 * result["baseline"].cost)


def test_a_fifth_is_lost_within_the_month_and_the_share_rises_by_a_quarter() -> None:
    results = by_name(PLAN)
    ratio = results["lost_fifth"].members / results["baseline"].members
    np.testing.assert_allclose(ratio, 0.8, rtol=1e-9)
    calm, lost = (
        project(PLAN.with_changes(**BY_HAND[name])) for name in ("baseline", "lost_fifth")
    )
    share = lost.array("charged_per_member") / calm.array("charged_per_member")
    np.testing.assert_allclose(share[:2], 1.0)
    assert share[2] == pytest.approx(1.25)


def test_the_reserve_is_the_exact_laws() -> None:
    results = by_name(PLAN.with_changes(years=2))
    for name in ("baseline", "incidence_50", "all"):
        plan = PLAN.with_changes(years=2, **BY_HAND[name])
        for year in (1, 2):
            law = pool_law(plan, year)
            wanted = law.quantile(0.995) - law.mean
            assert results[name].reserve[year - 1] == pytest.approx(wanted, rel=2e-3)
            pool = project(plan).array("members")[24 * (year - 1) : 24 * year].mean()
            per_member = results[name].reserve_per_member[year - 1]
            assert per_member == pytest.approx(results[name].reserve[year - 1] / pool, rel=1e-9)


def test_the_reserve_knows_of_bad_years() -> None:
    plan = PLAN.with_changes(years=1, bad_year_probability=0.1, bad_year_size=0.5)
    law, found = pool_law(plan), by_name(plan)["baseline"].reserve[0]
    assert found == pytest.approx(law.quantile(0.995) - law.mean, rel=2e-3)
    # Far more than without: the bad years are the tail.
    assert found > 2 * by_name(PLAN.with_changes(years=1))["baseline"].reserve[0]


def test_how_likely_the_annual_cap_is_passed() -> None:
    """Without a cap on one claim the year's bill is the exact law's, over the members."""
    plan = Scenario(
        annual_cap=100.0,
        per_claim_cap=None,
        years=1,
        lapse_rate=0.0,
        share_under_18=1.0,
        share_40_to_59=0.0,
    )
    headline = project(plan).headline
    law = claims_law(headline.claims, {300_000.0: 1.0}, plan.systemic_cv)
    cap = headline.gross_per_member_year * 1.1
    plan = plan.with_changes(annual_cap=cap)
    wanted = law.probability_above(cap * headline.mean_members / (1 + plan.fee_rate))
    assert 0.05 < wanted < 0.5
    found = by_name(plan)["baseline"].annual_cap_probability[0]
    assert found == pytest.approx(wanted, abs=5e-3)
    assert (by_name(PLAN)["baseline"].annual_cap_probability == 0).all()


def test_when_one_claim_passes_its_cap() -> None:
    # 3.24 million members carry 300,000 yuan and the fee at 0.10 each; of four a fifth leaves.
    results = by_name(Scenario(members=4e6, years=3, lapse_rate=0.0))
    assert results["lost_fifth"].claim_cap_after_years == pytest.approx(2 / 24)
    assert results["baseline"].claim_cap_after_years is None
    assert by_name(Scenario(members=4e6, per_claim_cap=None))["all"].claim_cap_after_years is None
    assert by_name(Scenario(members=1e6))["baseline"].claim_cap_after_years == 0.0


def test_a_stress_can_dissolve_a_plan() -> None:
    results = by_name(Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.0, years=1))
    assert results["baseline"].dissolved_after_years is None
    assert results["lost_fifth"].dissolved_after_years == pytest.approx(2 / 24)
    assert results["lost_fifth"].owed_at_dissolution > 0
    assert results["lost_fifth"].members[-1] == 0


def test_a_stress_stays_within_its_fields_and_says_so() -> None:
    plan = PLAN.with_changes(claim_delay_days=300.0, incidence_multiplier=2.5, incidence_trend=0.19)
    results = by_name(plan)
    assert results["delay_doubled"].limited == ("claim_delay_days",)
    assert results["delay_doubled"].changes == {"claim_delay_days": (300.0, 365.0)}
    assert results["incidence_25"].changes["incidence_multiplier"][1] == 3.0
    assert results["trend_4"].changes["incidence_trend"][1] == 0.2
    limited = {"incidence_multiplier", "incidence_trend", "claim_delay_days"}
    assert set(results["all"].limited) == limited


def test_a_fifth_is_lost_beside_the_events_the_plan_has() -> None:
    plan = PLAN.with_changes(scandal_share=0.1)
    assert by_name(plan)["lost_fifth"].changes["notice_share"] == (0.0, 0.2)
    full = plan.with_changes(notice_share=0.1, listing_share=0.1, notice_month=3.0)
    before, after = by_name(full)["lost_fifth"].changes["notice_share"]
    assert before == 0.1
    assert after == pytest.approx(1 - 0.9 * 0.8)


def test_the_table_has_a_row_a_stress() -> None:
    table, results = stress_table(PLAN), by_name(PLAN)
    assert list(table.index) == list(BY_HAND)
    for name, result in results.items():
        row = table.loc[name]
        assert row["title"] == result.title
        assert row["cost"] == result.cost[0]
        assert row["cost_last"] == result.cost[-1]
        assert row["cost_change_last"] == result.cost_change[-1]
        assert row["reserve"] == result.reserve.max()
        assert np.isnan(row["dissolved_after_years"])
