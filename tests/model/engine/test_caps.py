"""The caps: what a member is charged, who bears the rest, and when a plan is over; by hand."""

import numpy as np
import pytest
from scipy import stats

from mutualmodel import Scenario, project, smallest_pool
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import Settled, YearUnderCap, charges, settle
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.periods import PERIODS_PER_YEAR

PLAN = Scenario(
    years=1,
    claim_delay_cv=0.0,
    payout_under_40=300.0,
    payout_40_plus=100.0,
    fee_rate=0.1,
    per_claim_cap=0.5,
    annual_cap=None,
    minimum_members=0.0,
)


def rows_of(plan: Scenario) -> Rows:
    (rows,) = grouped([plan], 1, 1)
    return rows


def settled(plan: Scenario, members: float | FloatArray = 500.0) -> Settled:
    """Two claims under 40 and one from 40 on counted at every settlement, and diagnosed."""
    claims = np.tile([[[2.0, 1.0, 0.0]]], (PERIODS_PER_YEAR, 1, 1))
    incurred = np.tile([[[2.0, 1.0, 0.0]]], (PAST_PERIODS + PERIODS_PER_YEAR, 1, 1))
    sharing = np.broadcast_to(members, (PERIODS_PER_YEAR,))[:, None]
    return settle(rows_of(plan), sharing, claims, incurred, counted=True)


def test_a_claim_costs_a_member_at_most_its_cap() -> None:
    # 330 / 500 = 0.66 yuan is cut to 0.5, 110 / 500 = 0.22 is not.
    one = settled(PLAN)
    assert one.gross[0] == pytest.approx(2 * 0.66 + 0.22)
    assert one.charged[0] == one.capped[0] == pytest.approx(2 * 0.5 + 0.22)
    assert (one.payout[0], one.fee[0]) == (pytest.approx(700.0), pytest.approx(70.0))
    assert one.sponsor[0] == pytest.approx(500 * 2 * 0.16)
    assert one.unpaid[0] == 0.0


def test_above_a_cap_nobody_may_pay() -> None:
    """The fee is a tenth of what is paid: of a bill of 770, 610 are charged, 554.5 are paid out."""
    none = settled(PLAN.with_changes(cap_bearer="nobody"))
    assert not none.sponsor.any()
    assert none.charged[0] * 500.0 == pytest.approx(610.0)
    assert none.payout[0] - none.unpaid[0] == pytest.approx(610.0 / 1.1)
    assert none.fee[0] == pytest.approx(0.1 * 610.0 / 1.1)
    np.testing.assert_allclose(
        none.charged * 500.0 + none.sponsor + none.unpaid, none.payout + none.fee, rtol=1e-14
    )


def test_claimants_lose_no_more_than_their_payouts() -> None:
    """With a fee of half the payout and hardly any levy the bill is 1.5 times what is lost."""
    none = settled(PLAN.with_changes(cap_bearer="nobody", fee_rate=0.5, per_claim_cap=0.001))
    assert (none.unpaid <= none.payout).all()
    assert none.unpaid[0] == pytest.approx(none.payout[0] - 3 * 0.001 * 500 / 1.5)


def test_a_year_costs_a_member_at_most_its_cap() -> None:
    one = settled(PLAN.with_changes(annual_cap=3.0))
    assert one.charged[:4, 0].tolist() == pytest.approx([1.22, 1.22, 0.56, 0.0])
    total = one.charged * 500.0 + one.sponsor + one.unpaid
    np.testing.assert_allclose(total, one.payout + one.fee, rtol=1e-14)


CAPPED = [PLAN.with_changes(annual_cap=cap, systemic_cv=0.3) for cap in (25.0, 40.0, None)]


def shares_and_claims() -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(1)
    share = rng.uniform(0.2, 0.5, (PERIODS_PER_YEAR, 3, 3))
    return rng.uniform(0.0, 5.0, share.shape), share


@pytest.mark.parametrize("counted", [True, False])
def test_step_by_step_a_year_is_capped_as_it_is_at_once(counted: bool) -> None:
    claims, share = shares_and_claims()
    (rows,) = grouped(CAPPED, 3, 3)
    year = YearUnderCap(rows, counted=counted)
    for period, charged in enumerate(
        charges(rows, (claims * share).sum(axis=2), claims, share, counted=counted)
    ):
        step = year.charge(period, claims[period], share[period])
        np.testing.assert_allclose(step, charged, atol=1e-12)


def test_what_a_year_is_expected_to_charge_is_the_mean_of_counted_years() -> None:
    """Years drawn one by one: a factor, counts given it, and the hard cap on each; in yuan."""
    claims, share = shares_and_claims()
    (rows,) = grouped(CAPPED, 3, 3)
    expected = charges(rows, (claims * share).sum(axis=2), claims, share, counted=False)
    rng = np.random.default_rng(2)
    draws = 200_000
    factor = rng.gamma(1.0 / 0.3**2, 0.3**2, draws)
    for row, cap in enumerate((25.0, 40.0, np.inf)):
        so_far, limited = np.zeros((2, draws))
        for period in range(PERIODS_PER_YEAR):
            counts = rng.poisson(claims[period, row] * factor[:, None])
            so_far += counts @ share[period, row]
            before, limited = limited, np.minimum(so_far, cap)
            paid = limited - before
            error = paid.std() / draws**0.5
            assert expected[period, row] == pytest.approx(paid.mean(), abs=4 * error + 0.02)
        year = expected[:, row].sum()
        assert year == pytest.approx(limited.mean(), abs=4 * limited.std() / draws**0.5 + 5e-3)


def test_below_its_minimum_a_plan_is_over() -> None:
    plan = PLAN.with_changes(minimum_members=10_000.0)
    over = settled(plan, members=9_999.0)
    assert not over.alive.any()
    assert not any(getattr(over, name).any() for name in ("charged", "fee", "sponsor"))


def test_what_a_plan_owes_when_it_ends_is_unpaid() -> None:
    """Below its minimum from the fifth settlement on; a delay's claims are outstanding then."""
    members = np.where(np.arange(PERIODS_PER_YEAR) < 4, 500.0, 400.0)
    over = settled(PLAN.with_changes(minimum_members=450.0), members)
    days_of_a_period = 365.25 / PERIODS_PER_YEAR
    owed = 700.0 * PLAN.claim_delay_days / days_of_a_period
    assert over.unpaid[4, 0] == pytest.approx(owed, rel=1e-3)
    assert over.payout[4, 0] == over.unpaid[4, 0]
    assert not over.unpaid[5:].any()
    assert not over.unpaid[:4].any()
    assert over.payout[3, 0] == pytest.approx(700.0)


def test_a_plan_that_ends_is_told_so_year_by_year() -> None:
    ended = project(Scenario(members=3e6, minimum_members=5e6))
    assert ended.headline.unpaid == ended.headline.owed_at_dissolution
    assert ended.years["unpaid"].tolist() == [ended.headline.unpaid, 0.0, 0.0, 0.0, 0.0]
    assert not ended.years["owed"].any()
    # What the same plan pays at its first settlement and owes after it, less what is diagnosed in
    # between, which is what it would pay if no claim waited.
    free = Scenario(members=3e6, per_claim_cap=None)
    going_on, prompt = project(free), project(free.with_changes(claim_delay_days=0.0))
    before = going_on.array("payout")[0] + going_on.array("owed")[0] - prompt.array("payout")[0]
    assert ended.headline.unpaid == pytest.approx(before, rel=1e-12)


def test_what_a_plan_owes_at_its_start_by_hand() -> None:
    """Claims of each day before the start that still wait, of the opening members covered then.

    Ages stand still here, which is a per cent in a fifth of a year; members' time in the plan
    counts from the settlement after they joined, half a half-month late on average.
    """
    plan = Scenario(members=3e6, per_claim_cap=None)
    all_covered = plan.with_changes(
        claim_delay_days=0.0, waiting_days=0.0, select_year_1=1.0, select_year_2=1.0
    )
    of_a_year = PERIODS_PER_YEAR * project(all_covered).array("payout")[0]
    joined = np.linspace(0.0, plan.opening_tenure_years, 2001)  # years before the start
    ago = np.linspace(0.0, 1.0, 2001)
    tenure = joined - ago[:, None] - 0.5 / PERIODS_PER_YEAR
    years = [tenure < plan.waiting_days / 365.25, tenure < 1.0, tenure < 2.0]
    covered = np.select(years, [0.0, plan.select_year_1, plan.select_year_2], 1.0).mean(axis=1)
    shape = plan.claim_delay_cv**-2
    waits = stats.gamma.sf(ago * 365.25, shape, scale=plan.claim_delay_days / shape)
    owed = of_a_year * np.trapezoid(covered * waits, ago)
    never = project(plan.with_changes(minimum_members=5e6)).headline.owed_at_dissolution
    assert never == pytest.approx(owed, rel=0.015)


def test_at_the_smallest_pool_a_claim_costs_its_cap() -> None:
    assert smallest_pool(PLAN) == pytest.approx(330.0 / 0.5)
    assert smallest_pool(PLAN.with_changes(per_claim_cap=None)) == 0.0
