"""A fund by hand: contributions, calls, an operator, an insurer, what comes back, what is left."""

import numpy as np
import pytest

from mutualmodel import Scenario, project, simulate
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.fund import cost_of_year, funded
from mutualmodel.inputs import Value

# A fee of a quarter, and 10 yuan before each settlement.
BASE: dict[str, Value] = {
    "funding": "fund",
    "members": 20_000.0,
    "contribution_month": 20.0,
    "fee_rate": 0.25,
    "opening_fund": 5.0,
    "target_reserve": 8.0,
    "surplus_returned": 0.5,
    "years": 1,
}
YEAR = 24


def rows_of(**changes: Value) -> Rows:
    (rows,) = grouped([Scenario(**{**BASE, **changes})], 1, 1)
    return rows


def moved(
    due: list[float], members: float = 100.0, debts: float = 0.0, **changes: Value
) -> dict[str, FloatArray]:
    """Move a fund through some settlements; at the last the plan may dissolve and owe debts."""
    rows = rows_of(members=20_000.0, **changes)
    rows.column["members"][:] = members
    at = np.array(due)[:, None]
    alive = np.ones_like(at, dtype=bool)
    owed = np.zeros_like(at)
    if debts:
        alive[-1], owed[-1] = False, debts
    money = funded(rows, np.full_like(at, members), alive, at, owed)
    return {name: values[:, 0] for name, values in vars(money).items()}


def test_a_fund_pays_what_it_holds_and_members_are_called_for_the_rest() -> None:
    # 500 at first, 1,000 a settlement; bills of 400, 2,000 and 600 with a quarter on top.
    found = moved([400.0, 2_000.0, 600.0])
    np.testing.assert_allclose(found["contributions"], 1_000.0)
    # 500 + 1,000 - 500 = 1,000; 1,000 + 1,000 - 2,500 = -500, called; 1,000 - 750.
    np.testing.assert_allclose(found["fund"], [1_000.0, 0.0, 250.0])
    np.testing.assert_allclose(found["called"], [0.0, 500.0, 0.0])
    np.testing.assert_allclose(found["deficit"], [0.0, 500.0, 0.0])
    np.testing.assert_allclose(found["fee"], [100.0, 500.0, 150.0])
    assert not found["unpaid"].any()
    assert not found["sponsor"].any()


def test_what_was_called_for_counts_towards_the_limit_of_the_year() -> None:
    # 24 a member, of which the second bill takes 10: it lacks 1,000, and 100 members pay that.
    found = moved([1_200.0, 1_600.0, 4_000.0], call_limit=0.1)
    np.testing.assert_allclose(found["called"], [0.0, 1_000.0, 1_400.0])


def test_calls_end_at_their_limit_and_claimants_do_without_the_rest() -> None:
    # A tenth of the year's 240 yuan: 24 a member, 2,400 in all. The second bill lacks 4,000.
    found = moved([1_200.0, 4_000.0, 1_600.0], call_limit=0.1)
    np.testing.assert_allclose(found["called"], [0.0, 2_400.0, 0.0])
    # 1,600 of the bill of 5,000 are not met: 1,280 of payouts, and the fee on them.
    np.testing.assert_allclose(found["unpaid"], [0.0, 1_280.0, 800.0])
    np.testing.assert_allclose(found["fee"], [300.0, 680.0, 200.0])


@pytest.mark.parametrize(
    ("bearer", "sponsor", "unpaid"),
    [("operator", 500.0, 0.0), ("claims", 0.0, 400.0), ("insurer", 0.0, 400.0)],
)
def test_someone_else_pays_or_claims_are_cut(bearer: str, sponsor: float, unpaid: float) -> None:
    found = moved([400.0, 2_000.0, 600.0], deficit_bearer=bearer)
    np.testing.assert_allclose(found["sponsor"], [0.0, sponsor, 0.0])
    np.testing.assert_allclose(found["unpaid"], [0.0, unpaid, 0.0])
    assert not found["called"].any()


def test_an_insurer_pays_what_the_year_costs_above_the_attachment() -> None:
    # A tenth of the year's 24,000 is 2,400; the bills are 500, 2,500 and 750.
    found = moved([400.0, 2_000.0, 600.0], deficit_bearer="insurer", stop_loss_attachment=0.1)
    np.testing.assert_allclose(found["sponsor"], [0.0, 600.0, 750.0])
    # 1,000 + 1,000 - 2,500 + 600 = 100; then the contribution alone.
    np.testing.assert_allclose(found["fund"], [1_000.0, 100.0, 1_100.0])


def test_an_insurer_pays_no_more_than_each_bill_whatever_running_totals_round_to() -> None:
    due = [0.1, 0.33, 0.47, 0.71, 1e5, 0.13, 0.29]
    found = moved(due, deficit_bearer="insurer", stop_loss_attachment=0.0)
    # The fee is a quarter of what is paid.
    bills = 1.25 * np.array(due)
    assert (found["sponsor"] <= bills).all()
    np.testing.assert_allclose(found["sponsor"], bills, atol=1e-10)
    assert found["sponsor"].sum() == pytest.approx(bills.sum(), rel=1e-15)


def test_interest_is_earned_on_what_is_left() -> None:
    found = moved([400.0, 0.0], fund_interest=0.1)
    half_month = 1.1 ** (1 / YEAR)
    np.testing.assert_allclose(found["fund"][0], 1_000.0 * half_month, rtol=1e-12)
    np.testing.assert_allclose(found["fund"][1], (1_000.0 * half_month + 1_000.0) * half_month)
    # No interest is earned by a year in which nothing is held.
    assert moved([1_200.0], fund_interest=0.1)["interest"] == pytest.approx([0.0])


def test_half_of_what_is_above_the_target_comes_back_at_the_end_of_the_year() -> None:
    found = moved([0.0] * (YEAR + 1))
    # 500 + 24 x 1,000 = 24,500; the target is 800: 11,850 of 23,700 come back.
    assert found["returned"][YEAR - 1] == pytest.approx(11_850.0)
    assert found["returned"].sum() == pytest.approx(11_850.0)
    assert found["fund"][YEAR] == pytest.approx(24_500.0 - 11_850.0 + 1_000.0)


def test_no_more_comes_back_than_members_paid_in_the_year() -> None:
    found = moved([0.0] * YEAR, opening_fund=1_000.0, surplus_returned=1.0)
    assert found["returned"][-1] == pytest.approx(24_000.0)
    assert found["fund"][-1] == pytest.approx(100_000.0)


def test_a_fund_pays_the_debts_of_a_plan_that_dissolves_and_the_rest_goes_back() -> None:
    # 500 + 1,000 - 500 = 1,000 are left; 400 are owed, and the fee on them.
    found = moved([400.0, 0.0], debts=400.0)
    assert found["unpaid"][-1] == 0.0
    assert found["fee"][-1] == pytest.approx(100.0)
    assert found["returned"][-1] == pytest.approx(500.0)
    assert found["fund"][-1] == 0.0
    short = moved([400.0, 0.0], debts=2_000.0)
    assert short["unpaid"][-1] == pytest.approx(1_200.0)
    # What is missing is the unpaid bill with its fee: 2,500 - 1,000.
    assert (found["deficit"][-1], short["deficit"][-1]) == pytest.approx((0.0, 1_500.0))
    assert short["returned"][-1] == 0.0


def test_the_same_claims_whatever_way_they_are_paid_for() -> None:
    after = project(Scenario())
    for way in ("fund", "prepaid"):
        other = project(Scenario(funding=way))
        for name in ("members", "claims", "payout", "gross_per_member"):
            np.testing.assert_allclose(other.array(name), after.array(name), rtol=1e-12)


def test_a_fund_that_takes_what_falls_due_is_the_plan_after_the_event() -> None:
    """Without a reserve, all that is left comes back: a year costs what it costs."""
    plan = Scenario(systemic_cv=0.0, lapse_rate=0.0, years=1)
    fund = plan.with_changes(
        funding="fund", contribution_month=9.0, target_reserve=0.0, surplus_returned=1.0
    )
    now, then = project(fund).years.loc[1], project(plan).years.loc[1]
    paid = now["contributions"] + now["called"] - now["returned"]
    assert paid == pytest.approx(then["payout"] + then["fee"], rel=1e-12)
    # What those leave behind who turn sixty is all that differs for one who stays.
    assert now["charged_per_member"] == pytest.approx(then["charged_per_member"], rel=2e-3)


def test_members_answer_what_they_pay_net_of_what_comes_back() -> None:
    plan = Scenario(price_elasticity=1.0, years=3, funding="fund", contribution_month=12.0)
    kept, back = (
        project(plan.with_changes(target_reserve=0.0, surplus_returned=share))
        for share in (0.0, 1.0)
    )
    assert kept.array("members")[-1] < 0.999 * back.array("members")[-1]
    # Until anything comes back they pay, and leave, alike.
    np.testing.assert_allclose(
        kept.array("members")[:YEAR], back.array("members")[:YEAR], rtol=1e-12
    )


# ------------------------------------------------------------------------------------- by chance


def large(**changes: Value) -> Scenario:
    """Return a plan so large that chance vanishes: nobody joins, leaves or reacts."""
    start = Scenario(
        members=3e8,
        systemic_cv=0.0,
        lapse_rate=0.0,
        years=2,
        funding="fund",
        contribution_month=9.0,
    )
    return start.with_changes(**changes)


def test_a_pool_so_large_that_chance_vanishes_follows_the_expected_course() -> None:
    plan = large()
    simulated, expected = simulate(plan, 500), project(plan)
    assert simulated.fund is not None
    held = expected.array("fund")
    # A year of 3e8 members has some 80,000 claims: a third of a per cent of 24 bn yuan.
    np.testing.assert_allclose(simulated.fund.mean, held, atol=2e-3 * held.max())
    cost, error = simulated.means("cost")
    years = expected.years["charged_per_member"].to_numpy()
    np.testing.assert_allclose(cost, years, rtol=1e-3)
    assert (error < 1.0).all()


@pytest.mark.parametrize("bearer", ["members", "operator", "insurer", "claims"])
def test_every_path_keeps_its_books(bearer: str) -> None:
    plan = Scenario(
        members=1e5,
        funding="fund",
        deficit_bearer=bearer,
        years=3,
        price_elasticity=1.0,
        minimum_members=9e4,
        fund_interest=0.03,
        opening_fund=10.0,
    )
    yearly = simulate(plan, 300).yearly
    before = np.concatenate([np.full((1, 300), 1e6), yearly.fund[:-1]])
    interest = yearly.fund - (
        before + yearly.contributions + yearly.called + yearly.sponsor + yearly.unpaid
    )
    interest += yearly.payout + yearly.fee + yearly.returned
    most = 0.03 * (before + yearly.contributions + yearly.sponsor + yearly.called)
    assert (interest >= -1e-6).all()
    assert (interest <= most + 1e-6).all()
    assert yearly.dissolved.any()
    assert not yearly.dissolved.all()
    assert (yearly.ruined == (yearly.deficit > 0)).all()


def test_ruin_ends_no_plan_but_is_counted_once_it_happens() -> None:
    plan = large(members=1e5, contribution_month=8.0, systemic_cv=0.1)
    simulated = simulate(plan, 2_000)
    by_year = [simulated.probability("ruined", year).value for year in (1, 2)]
    whole = simulated.probability("ruined").value
    assert max(by_year) <= whole <= sum(by_year)
    assert simulated.probability("ruined").value > 0.5
    assert simulate(plan.with_changes(funding="after"), 500).probability("ruined").value == 0.0


# ---------------------------------------------------------------------------------------- a year


@pytest.mark.parametrize(
    ("bill", "cost"),
    [
        (0.0, 60.0),  # 160 are held, 40 are kept, and 60 of the rest come back
        (100.0, 110.0),  # 60 are held, 40 are kept, and half of the other 20 comes back
        (150.0, 120.0),  # what is left is less than the target
        (200.0, 160.0),  # 40 are called
        (400.0, 180.0),  # no more than half of the year's 120 are
    ],
)
def test_what_a_year_costs_whose_bill_is_known(bill: float, cost: float) -> None:
    plan = Scenario(
        funding="fund", contribution_month=10.0, target_reserve=40.0, call_limit=0.5,
        surplus_returned=0.5,
    )  # fmt: skip
    assert cost_of_year(plan, bill, 40.0) == pytest.approx(cost)


def test_what_a_year_costs_grows_with_its_bill() -> None:
    bills: FloatArray = np.linspace(0.0, 1_000.0, 400)
    for bearer in ("members", "operator", "insurer", "claims"):
        plan = Scenario(funding="fund", deficit_bearer=bearer, fee_rate=0.0)
        assert (np.diff(cost_of_year(plan, bills, 20.0)) >= -1e-12).all()
    # After the event it is the bill, up to a cap on it.
    capped = Scenario(annual_cap=188.0)
    np.testing.assert_allclose(cost_of_year(capped, bills, 0.0), np.minimum(bills, 188.0))


def test_above_the_attachment_of_a_stop_loss_a_year_costs_members_no_more() -> None:
    plan = Scenario(
        funding="fund",
        contribution_month=10.0,
        deficit_bearer="insurer",
        stop_loss_attachment=1.5,
        target_reserve=20.0,
        surplus_returned=0.5,
    )
    # By hand: of 120 yuan a year and 200 in the fund 180 are used, and 120 stand above the reserve.
    bills = np.array([180.0, 1_000.0])
    assert cost_of_year(plan, bills, 200.0) == pytest.approx([60.0, 60.0])
    assert float(cost_of_year(plan, 100.0, 200.0)) == pytest.approx(20.0)


def test_nobody_is_charged_once_a_plan_with_a_fund_has_dissolved() -> None:
    plan = Scenario(funding="fund", lapse_rate=0.3, minimum_members=8e7, years=2)
    found = project(plan)
    alive = found.array("members") > 0
    assert 0 < alive.sum() < len(alive)
    charged = found.array("charged_per_member")
    assert (charged[alive][:-1] > 0).all()
    assert (charged[~alive] == 0.0).all()
