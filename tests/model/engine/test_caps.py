"""The caps: what a member is charged, who bears the rest, and when a plan is over; by hand."""

import numpy as np
import pytest

from mutualmodel import Scenario, smallest_pool
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import Settled, charge_within_year, charges, settle
from mutualmodel.periods import PERIODS_PER_YEAR

PLAN = Scenario(
    years=1,
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


def settled(plan: Scenario, members: float = 500.0) -> Settled:
    """Two claims under 40 and one from 40 on at every settlement."""
    claims = np.tile([[[2.0, 1.0, 0.0]]], (PERIODS_PER_YEAR, 1, 1))
    return settle(rows_of(plan), np.full((PERIODS_PER_YEAR, 1), members), claims)


def test_a_claim_costs_a_member_at_most_its_cap() -> None:
    # 330 / 500 = 0.66 yuan is cut to 0.5, 110 / 500 = 0.22 is not.
    one = settled(PLAN)
    assert one.gross[0] == pytest.approx(2 * 0.66 + 0.22)
    assert one.charged[0] == one.capped[0] == pytest.approx(2 * 0.5 + 0.22)
    assert (one.payout[0], one.fee[0]) == (pytest.approx(700.0), pytest.approx(70.0))
    assert one.sponsor[0] == pytest.approx(500 * 2 * 0.16)
    assert one.unpaid[0] == 0.0


def test_above_a_cap_nobody_may_pay() -> None:
    one, none = settled(PLAN), settled(PLAN.with_changes(cap_bearer="nobody"))
    np.testing.assert_array_equal(none.unpaid, one.sponsor)
    assert not none.sponsor.any()


def test_a_year_costs_a_member_at_most_its_cap() -> None:
    one = settled(PLAN.with_changes(annual_cap=3.0))
    assert one.charged[:4, 0].tolist() == pytest.approx([1.22, 1.22, 0.56, 0.0])
    total = one.charged * 500.0 + one.sponsor + one.unpaid
    np.testing.assert_allclose(total, one.payout + one.fee, rtol=1e-14)


def test_step_by_step_a_year_is_capped_as_it_is_at_once() -> None:
    capped = np.random.default_rng(1).uniform(0.0, 10.0, (PERIODS_PER_YEAR, 3))
    cap = np.array([40.0, 90.0, np.inf])
    so_far = np.zeros(3)
    for period, charged in enumerate(charges(capped, cap)):
        step = charge_within_year(capped[period], so_far, cap)
        np.testing.assert_allclose(step, charged, atol=1e-12)
        so_far += step


def test_below_its_minimum_a_plan_is_over() -> None:
    plan = PLAN.with_changes(minimum_members=10_000.0)
    over = settled(plan, members=9_999.0)
    assert not over.alive.any()
    assert not any(getattr(over, name).any() for name in ("charged", "payout", "fee", "sponsor"))


def test_at_the_smallest_pool_a_claim_costs_its_cap() -> None:
    assert smallest_pool(PLAN) == pytest.approx(330.0 / 0.5)
    assert smallest_pool(PLAN.with_changes(per_claim_cap=None)) == 0.0
