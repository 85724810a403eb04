"""Comparisons, sweeps and what the size of the pool does."""

import numpy as np
import pandas as pd
import pytest

from mutualmodel import Scenario, project
from mutualmodel.analysis import compare, pool_effect, sweep
from mutualmodel.inputs import ScenarioError, fields, grid

# No members join or leave and nobody turns 40 or 60: what is due is the same at any size.
STILL = Scenario(
    share_under_18=1.0,
    share_40_to_59=0.0,
    joiners_per_year=0.0,
    lapse_rate=0.0,
    mild_payout=0.0,
    annual_cap=None,
    per_claim_cap=0.10,
    minimum_members=0.0,
    systemic_cv=0.10,
    years=2,
)


# ------------------------------------------------------------------------------------ comparisons


def test_a_comparison_holds_both_headlines() -> None:
    baseline = STILL.with_changes(fee_rate=0.0)
    table = compare(STILL.with_changes(fee_rate=0.2), baseline)
    assert list(table.columns) == ["baseline", "scenario", "difference", "ratio"]
    for name in ("cost_per_member_year", "claims", "payout"):
        assert table.loc[name, "baseline"] == getattr(project(baseline).headline, name)
    assert table.loc["cost_per_member_year", "ratio"] == pytest.approx(1.2, rel=1e-9)
    assert table.loc["payout", "difference"] == 0
    fee, payout = table.loc["fee"], table.loc["payout"]
    assert fee["baseline"] == 0
    assert fee["difference"] == pytest.approx(0.2 * payout["scenario"], rel=1e-12)


def test_a_ratio_to_nothing_is_none() -> None:
    table = compare(STILL, STILL.with_changes(fee_rate=0.0))
    assert table["ratio"].isna()["fee"]
    assert pd.isna(table.loc["dissolved_after_years"]).all()
    assert table.drop(index=["fee", "dissolved_after_years"])["difference"].notna().all()


# ----------------------------------------------------------------------------------------- sweeps


def test_a_sweep_is_the_headline_at_each_value() -> None:
    start = STILL.with_changes(members=2e6, years=7)
    values = [1e6, 2e6, 4e6]
    swept = sweep(start, "members", values)
    assert swept.field == "members"
    np.testing.assert_array_equal(swept.inputs, values)
    headlines = [project(start.with_changes(members=value)).headline for value in values]
    charged = [headline.cost_per_member_year for headline in headlines]
    np.testing.assert_allclose(swept.charged, charged, rtol=1e-12)
    gross = [headline.gross_per_member_year for headline in headlines]
    np.testing.assert_allclose(swept.gross, gross, rtol=1e-12)
    assert swept.charged[0] < swept.gross[0]
    assert swept.charged[2] == pytest.approx(swept.gross[2])


def test_a_sweep_of_incidence_is_a_straight_line() -> None:
    values = np.linspace(0.1, 3.0, 7)
    swept = sweep(STILL, "incidence_multiplier", values)
    np.testing.assert_allclose(swept.charged / swept.charged[0], values / values[0], rtol=1e-12)


def test_a_sweep_beyond_the_range_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"fee_rate = 2\.0"):
        sweep(STILL, "fee_rate", [0.1, 2.0])


def test_a_grid_covers_the_range_on_the_fields_own_scale() -> None:
    fees, members = grid("fee_rate", 6), grid("members", 5)
    np.testing.assert_allclose(fees, [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    np.testing.assert_allclose(members[1:] / members[:-1], 15_000_000 ** (1 / 4), rtol=1e-9)
    assert (members[0], members[-1]) == (20, 300_000_000)
    for name, meta in fields().items():
        if not meta.choices:
            values = grid(name, 3)
            assert values.min() >= meta.minimum
            assert values.max() <= meta.maximum


def test_a_choice_has_no_grid() -> None:
    with pytest.raises(ValueError, match="field = 'cap_bearer': a choice has no range"):
        grid("cap_bearer", 5)


# ----------------------------------------------------------------------------- the size of the pool


@pytest.mark.parametrize(
    ("changes", "regime"),
    [
        ({"members": 1e8}, "systemic"),
        ({"members": 1e5, "per_claim_cap": None}, "chance"),
        ({"members": 1e6}, "cap_binds"),
        ({"members": 1e8, "minimum_members": 2e8}, "dissolved"),
        ({"members": 1e8, "lapse_rate": 1.0, "minimum_members": 9e7}, "dissolved"),
        ({"members": 1e8, "lapse_rate": 1.0, "minimum_members": 3e7}, "systemic"),
        ({"payout_under_40": 0.0, "payout_40_plus": 0.0}, "certain"),
    ],
)
def test_the_regime_says_what_governs_the_plan(
    changes: dict[str, float | None], regime: str
) -> None:
    effect = pool_effect(project(STILL.with_changes(**changes)))
    assert effect.regime == regime


def test_the_cap_binds_below_the_smallest_pool() -> None:
    for members, regime in ((3.239e6, "cap_binds"), (3.241e6, "systemic")):
        effect = pool_effect(project(STILL.with_changes(members=members)))
        assert effect.smallest_pool == pytest.approx(3.24e6)
        assert effect.regime == regime
        assert effect.uncapped_claim_share == pytest.approx(324_000 / members, rel=1e-12)
        assert effect.claim_share == pytest.approx(min(324_000 / members, 0.10), rel=1e-12)
        assert (effect.above_cap > 1.0) is (regime == "cap_binds")


def test_chance_and_the_common_factor_meet_where_claims_are_a_hundred() -> None:
    """Equal payouts: chance has a cv of 1 / root of claims, which is 10 % at a hundred claims."""
    plan = STILL.with_changes(per_claim_cap=None, members=1e6)
    claims = project(plan).headline.claims
    for times, regime in ((0.95, "chance"), (1.05, "systemic")):
        size = times * 1e6 * 100 / claims
        effect = pool_effect(project(plan.with_changes(members=size)))
        assert effect.chance_cv == pytest.approx(0.1 / np.sqrt(times), rel=1e-3)
        assert effect.systemic_cv == pytest.approx(0.1, rel=1e-12)
        assert effect.regime == regime


def test_the_spread_is_over_the_mean_before_an_annual_cap() -> None:
    plans = [project(STILL.with_changes(annual_cap=cap)) for cap in (None, 5.0)]
    due, charged = (plan.headline.cost_per_member_year for plan in plans)
    assert charged == pytest.approx(5.0, rel=1e-12)
    assert due > 5.0
    free, capped = map(pool_effect, plans)
    assert capped.systemic_cv == free.systemic_cv == pytest.approx(0.1)
    assert capped.chance_cv == free.chance_cv
    assert capped.above_cap == pytest.approx((due - 5.0) * STILL.members, rel=1e-9)
