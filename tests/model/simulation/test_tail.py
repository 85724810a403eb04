"""Who carries the tail, and what pool size does: sums, closed forms and limits."""

import numpy as np
import pytest
from scipy.stats.mstats import hdquantiles

from mutualmodel import Scenario, cost_band, project
from mutualmodel.simulation import Parts, pool_law, pool_layers, simulate, tail_split

SMALL = Scenario(members=1e6, years=2)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"cap_bearer": "nobody", "annual_cap": 60.0},
        {"annual_cap": 55.0, "price_elasticity": 1.0},
        {"per_claim_cap": None},
    ],
    ids=str,
)
def test_the_parts_sum_to_the_bill_of_the_bad_year(changes: dict[str, float]) -> None:
    simulation = simulate(SMALL.with_changes(**changes), 4_000)
    for year in (1, 2):
        split = tail_split(simulation, year)
        bill = simulation.yearly.bill[year - 1]
        assert split.mean.total == pytest.approx(bill.mean(), rel=1e-12)
        # A smoothed order statistic: within two of its errors of the plain one.
        assert split.worst.total == pytest.approx(
            np.quantile(bill, 0.995), abs=2 * split.standard_error
        )
        above = split.above
        assert above.total == pytest.approx(split.worst.total - split.mean.total, rel=1e-9)
        assert above.members + above.sponsor + above.claimants == pytest.approx(above.total)
        assert (split.worst.sponsor == 0) == (simulation.yearly.sponsor[year - 1] == 0).all()
        assert (split.worst.claimants == 0) == (simulation.yearly.unpaid[year - 1] == 0).all()


def test_a_bad_year_is_the_quantile_of_harrell_and_davis() -> None:
    simulation = simulate(SMALL.with_changes(years=1), 300)
    yearly = simulation.yearly
    # What is not borne by members or sponsor stays unpaid.
    bill = yearly.members_pay[0] + yearly.sponsor[0] + yearly.unpaid[0]
    for level in (0.9, 0.995):
        (wanted,) = hdquantiles(bill, [level])
        assert tail_split(simulation, 1, level).worst.total == pytest.approx(wanted, rel=1e-12)


def test_without_caps_members_carry_all_of_it_and_it_is_the_insurers_capital_with_the_fee() -> None:
    plan = SMALL.with_changes(per_claim_cap=None, years=1)
    split = tail_split(simulate(plan, 20_000))
    assert split.above.members == split.above.total > 0
    insurer = (1 + plan.fee_rate) * split.insurer_capital
    assert split.above.total == pytest.approx(insurer, abs=4 * split.standard_error)
    assert pool_law(plan).mean == pytest.approx(project(plan).headline.payout, rel=1e-9)
    assert split.pool == pytest.approx(project(plan).headline.mean_members, rel=1e-9)
    assert split.per_member(split.pool) == 1.0


def test_with_a_cap_on_a_claim_members_and_sponsor_share_the_tail_as_they_share_claims() -> None:
    """300,000 x 1.08 over a million members is 0.324 yuan, of which 0.10 is theirs."""
    plan = SMALL.with_changes(years=1, lapse_rate=0.0, share_under_18=1.0, share_40_to_59=0.0)
    split = tail_split(simulate(plan, 2_000))
    assert split.worst.members / split.worst.total == pytest.approx(0.1 / 0.324, rel=1e-3)
    assert split.above.members / split.above.total == pytest.approx(0.1 / 0.324, rel=1e-3)


def test_above_an_annual_cap_that_always_binds_claimants_carry_all_of_it() -> None:
    plan = Scenario(annual_cap=20.0, cap_bearer="nobody", years=1, lapse_rate=0.0)
    split = tail_split(simulate(plan, 2_000))
    # But for the few who turn sixty before or after the cap is reached.
    assert split.above.claimants / split.above.total == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("bearer", ["insurer", "operator"])
def test_members_bear_no_less_than_nothing_of_what_others_pay_whole(bearer: str) -> None:
    changes = {"contribution_month": 0.0, "opening_fund": 0.0, "stop_loss_attachment": 0.0}
    plan = Scenario(years=1, funding="fund", deficit_bearer=bearer, **changes)
    simulation = simulate(plan, 60)
    assert simulation.yearly.members_pay.min() >= 0.0
    split = tail_split(simulation)
    assert split.mean.members >= 0.0
    assert split.worst.members <= 1e-12 * split.worst.sponsor


def test_what_is_the_same_in_every_year_is_not_told_as_less_in_a_bad_one() -> None:
    """A cap that always binds on a plan nobody leaves: members pay the same in every year."""
    plan = Scenario(annual_cap=1.0, per_claim_cap=None, years=1, lapse_rate=0.0, members=3e7)
    split = tail_split(simulate(plan.with_changes(claim_delay_days=0.0), 777))
    assert split.mean.members > 1e7
    assert split.above.members == 0.0
    assert split.above.sponsor > 0.0


def test_the_law_of_the_pool_merges_equal_payouts_and_has_the_plans_moments() -> None:
    plan = SMALL.with_changes(payout_40_plus=300_000.0, mild_payout=30_000.0)
    law, band = pool_law(plan), cost_band(project(plan.with_changes(per_claim_cap=None)))
    assert law.mean == pytest.approx(project(plan).headline.payout, rel=1e-9)
    assert law.sd / law.mean == pytest.approx(band.sd / band.due, rel=2e-3)
    assert pool_law(plan.with_changes(payout_under_40=0.0, mild_payout=0.0)).step == 300_000


def test_a_plan_that_pays_nothing_has_no_tail() -> None:
    split = tail_split(simulate(SMALL.with_changes(payout_under_40=0.0, payout_40_plus=0.0), 50))
    assert split.above == Parts(0.0, 0.0, 0.0)
    assert split.insurer_capital == 0.0
    # Its year in 200 is one without a claim, which is less than the mean.
    rare = Scenario(waiting_days=365, opening_tenure_years=0.0, years=1)
    assert pool_law(rare).quantile(0.995) < pool_law(rare).mean
    assert tail_split(simulate(rare, 50)).insurer_capital == 0.0
    gone = tail_split(simulate(SMALL.with_changes(minimum_members=3e8), 50))
    assert gone.per_member(5.0) == 0.0


def test_what_does_not_exist_is_refused() -> None:
    simulation = simulate(SMALL, 20)
    with pytest.raises(ValueError, match="year = 3: allowed is 1 to 2"):
        tail_split(simulation, 3)
    with pytest.raises(ValueError, match=r"level = 1\.0: allowed is above 0 and below 1"):
        tail_split(simulation, 1, 1.0)
    for ask in (pool_law, lambda plan, year: pool_layers(plan, year=year)):
        with pytest.raises(ValueError, match="year = 0: allowed is 1 to 2"):
            ask(SMALL, 0)


# --------------------------------------------------------------------------- pool size


def test_layers_are_the_bands_with_chance_alone_and_with_all() -> None:
    sizes = np.array([1e5, 1e7, 1e8])
    layers = pool_layers(SMALL, sizes, year=2)
    for at, size in enumerate(sizes):
        plan = SMALL.with_changes(members=float(size), per_claim_cap=None)
        both = cost_band(project(plan), 2)
        chance = cost_band(project(plan.with_changes(systemic_cv=0.0)), 2)
        assert layers.mean[at] == pytest.approx(both.due, rel=1e-12)
        for name, band in (("", both), ("chance_", chance)):
            for figure in ("low", "high", "one_in_200"):
                found = getattr(layers, name + figure)[at]
                assert found == pytest.approx(getattr(band, figure), rel=1e-12)


def test_chance_dies_out_and_the_systemic_part_stays() -> None:
    layers = pool_layers(Scenario())
    assert len(layers.members) == 46
    assert layers.members[[0, -1]] == pytest.approx([1e4, 3e8])
    # Smaller pools are looked at beside a smaller plan only.
    tiny = pool_layers(Scenario(members=50.0))
    assert tiny.members[[0, -1]] == pytest.approx([20, 3e8])
    assert np.isfinite(tiny.one_in_200).all()
    chance = layers.chance_one_in_200 / layers.mean - 1
    whole = layers.one_in_200 / layers.mean - 1
    assert (np.diff(chance) < 0).all()
    assert chance[0] > 1.0
    assert chance[-1] < 0.02
    # The gamma's own 99.5 % point at a cv of 10 %, 1.2767.
    assert whole[-1] == pytest.approx(0.2767, abs=1e-3)
    np.testing.assert_array_less(layers.chance_high, layers.high)
    np.testing.assert_array_less(layers.low, layers.chance_low + 1e-9)


def test_bad_years_belong_to_the_systemic_layer() -> None:
    sizes = np.array([1e8])
    calm = pool_layers(SMALL, sizes)
    bad = SMALL.with_changes(bad_year_probability=0.1, bad_year_size=0.5)
    struck = pool_layers(bad, sizes)
    assert struck.chance_one_in_200[0] == calm.chance_one_in_200[0]
    assert struck.mean[0] == calm.mean[0]
    law = pool_law(bad.with_changes(members=1e8))
    ordinary = pool_law(SMALL.with_changes(members=1e8))
    ratio = law.quantile(0.995) / ordinary.mean
    assert struck.one_in_200[0] / struck.mean[0] == pytest.approx(ratio, rel=1e-4)
