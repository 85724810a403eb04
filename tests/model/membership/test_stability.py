"""Settling or unravelling: the curve by hand, its resting points, and the engine's own paths."""

from typing import get_args

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import Cohorts, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.run import run_plans
from mutualmodel.membership.stability import (
    Outcome,
    Pool,
    break_even,
    break_even_of,
    kept,
    months_to_minimum,
    named,
    outcome,
    outcome_map,
    without_reaction,
)

# Nothing but selection moves the cost: all are past their first years, nobody joins.
STILL = Scenario(
    members=1e6,
    opening_tenure_years=20.0,
    select_year_1=1.0,
    select_year_2=1.0,
    waiting_days=0.0,
    claim_delay_days=0.0,
    per_claim_cap=None,
    lapse_rate=0.1,
    price_elasticity=1.0,
    price_memory_months=0.5,
    years=5,
)


def pool_of(members: list[float], worth: list[float], **changes: float) -> Pool:
    """Make a pool of a few kinds of members."""
    pool = Pool(Scenario(**{"fee_rate": 0.0, **changes}))
    pool.members, pool.worth = np.array(members), np.array(worth)
    return pool


def ageless(cells: Cohorts) -> Cohorts:
    return Cohorts(
        claims=np.broadcast_to(cells.claims[PAST_PERIODS], cells.claims.shape),
        remaining=np.ones_like(cells.remaining),
        joining=np.broadcast_to(cells.joining[0], cells.joining.shape),
    )


# ---------------------------------------------------------------------------------------- by hand


def test_the_curve_of_two_kinds_by_hand() -> None:
    pool = pool_of([800, 200], [50, 300], lapse_rate=0.1, price_elasticity=1.0, fee_rate=0.08)
    cost, staying = pool.after(100.0, 3.0)
    well, ill = 800 * np.exp(-0.1 * 2 * 3), 200 * np.exp(-0.1 * 3 / 3)
    assert staying == pytest.approx((well + ill) / 1000, rel=1e-12)
    assert cost == pytest.approx(1.08 * (50 * well + 300 * ill) / (well + ill), rel=1e-12)


def test_without_reaction_the_curve_is_flat_at_the_average() -> None:
    curve = break_even(STILL.with_changes(price_elasticity=0.0))
    np.testing.assert_allclose(curve.cost, curve.opening_cost, rtol=1e-9)
    (point,) = curve.resting
    assert point.price == pytest.approx(curve.opening_cost)
    assert point.stable
    assert point.product == pytest.approx(0.0, abs=1e-6)
    assert point.staying == pytest.approx(np.exp(-0.1 * 5))


def test_the_opening_cost_is_the_engines_first_settlement() -> None:
    first = project(STILL).array("gross_per_member")[0] * 24
    assert break_even(STILL).opening_cost == pytest.approx(first, rel=0.003)


# ---------------------------------------------------------------------------------- resting points


def test_at_a_resting_point_those_who_stay_cost_what_they_pay() -> None:
    for elasticity in (0.5, 1.0, 2.0):
        curve = break_even(STILL.with_changes(price_elasticity=elasticity))
        assert curve.resting
        pool = Pool(STILL.with_changes(price_elasticity=elasticity))
        for point in curve.resting:
            assert pool.after(point.price, 5)[0] == pytest.approx(point.price, rel=1e-9)


def test_a_pool_of_two_worlds_has_a_tipping_point_between_two_resting_points() -> None:
    """Most expect little, a few very much: a low and a high share both feed themselves."""
    pool = pool_of([995, 5], [60, 1000], lapse_rate=0.05, price_elasticity=2.0)
    curve = break_even_of(pool, 10.0)
    assert [point.stable for point in curve.resting] == [True, False, True]
    low, tip, high = (point.price for point in curve.resting)
    # Follow the share from either side of the tipping point: charge, let go, charge what is left.
    for start, end in ((0.98 * tip, low), (1.02 * tip, high)):
        price = start
        for _ in range(400):
            price = pool.after(price, 10.0)[0]
        assert price == pytest.approx(end, rel=1e-3)


@pytest.mark.parametrize("elasticity", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("few", [2, 5, 30, 100])
def test_the_product_of_elasticities_says_what_the_crossing_says(
    elasticity: float, few: int
) -> None:
    pool = pool_of([1000 - few, few], [60, 1000], lapse_rate=0.05, price_elasticity=elasticity)
    curve = break_even_of(pool, 5.0)
    assert curve.resting
    for point in curve.resting:
        above = pool.after(point.price * 1.001, 5.0)[0] - point.price * 1.001
        assert point.stable == (above < 0)
        assert point.product == pytest.approx(
            point.demand_elasticity * point.cost_elasticity, abs=1e-9
        )
        assert point.demand_elasticity <= 0


def test_where_nothing_is_paid_there_is_no_curve() -> None:
    curve = break_even(Scenario(payout_under_40=0.0, payout_40_plus=0.0))
    assert curve.resting == ()
    assert curve.opening_cost == 0


# -------------------------------------------------------------------------------------- the engine


@pytest.mark.parametrize("elasticity", [0.5, 1.0, 2.0])
def test_the_static_pool_walks_the_engines_path_when_nobody_ages(elasticity: float) -> None:
    """Settlement by settlement, with the engine's memory for the share."""
    plan = STILL.with_changes(price_elasticity=elasticity)
    (rows,) = grouped([plan], 1, 1)
    engine = run_plans(rows, ageless(cohorts(RateBasis.of(plan), plan.years)))
    pool = Pool(plan)
    start, taken_in = pool.members.sum(), -np.expm1(-1.0)
    price, path = 0.0, []
    for period in range(120):
        path.append(pool.members.sum())
        cost, _ = pool.after(price, 0.0)
        price = cost if period == 0 else price + taken_in * (cost - price)
        pool.members = pool.members * np.exp(-pool.hazard(price) / 24)
    np.testing.assert_allclose(path, engine.members[:-1, 0], rtol=0.004)
    assert path[-1] < 0.9 * start


@pytest.mark.parametrize(("elasticity", "within"), [(0.5, 0.07), (1.0, 0.12), (2.0, 0.2)])
def test_the_engines_share_nears_the_resting_point_from_below(
    elasticity: float, within: float
) -> None:
    """Members were charged less on the way than at its end, so fewer have left by then."""
    plan = STILL.with_changes(price_elasticity=elasticity)
    (rows,) = grouped([plan], 1, 1)
    engine = run_plans(rows, ageless(cohorts(RateBasis.of(plan), plan.years)))
    paid = (engine.settled[:, 0] @ np.array(plan.payouts)) * 24 * 1.08 / engine.members[:-1, 0]
    (point,) = break_even(plan).resting
    assert paid[0] < paid[-1] < point.price
    assert paid[-1] == pytest.approx(point.price, rel=within)


# ---------------------------------------------------------------------------------------- outcomes


def test_outcomes_of_plans_made_for_them() -> None:
    ten = Scenario(years=10, lapse_rate=0.2)
    assert outcome(project(ten)) == "settles"
    assert outcome(project(ten.with_changes(price_elasticity=0.7))) == "shrinks"
    assert outcome(project(ten.with_changes(price_elasticity=2.0))) == "unravels"
    dissolving = ten.with_changes(minimum_members=6e7)
    assert outcome(project(dissolving)) == "dissolves"
    months = months_to_minimum(project(dissolving))
    members = project(dissolving.with_changes(minimum_members=0.0)).array("members")
    assert months is not None
    assert members[round(2 * months) - 1] >= 6e7 > members[round(2 * months)]
    assert months_to_minimum(project(ten)) is None


def test_the_names_of_what_is_kept() -> None:
    assert [named(share) for share in (1.2, 0.75, 0.7499, 0.25, 0.2499)] == [
        "settles",
        "settles",
        "shrinks",
        "shrinks",
        "unravels",
    ]
    assert {named(0.8), named(0.5), named(0.1), "dissolves"} == set(get_args(Outcome))


def test_the_map_is_what_single_plans_say() -> None:
    plan = Scenario(years=6, lapse_rate=0.2, notice_share=0.3, notice_spares=1.0)
    elasticities, spreads = (0.0, 0.8, 2.0), (0.0, 0.5, 1.0)
    found = outcome_map(plan, elasticities, spreads)
    for row, elasticity in enumerate(elasticities):
        for column, spread in enumerate(spreads):
            one = project(plan.with_changes(price_elasticity=elasticity, risk_spread=spread))
            share = kept(one, project(without_reaction(one.scenario)))
            assert found.kept[row, column] == pytest.approx(share, rel=1e-9)
            assert found.outcome(row, column) == outcome(one)
    np.testing.assert_allclose(found.kept[0], 1.0, rtol=1e-12)


def test_a_plan_that_dissolves_is_named_so_on_the_map() -> None:
    found = outcome_map(Scenario(minimum_members=1.2e8), (0.0, 1.0), (0.5,))
    assert found.dissolved.all()
    assert found.outcome(1, 0) == "dissolves"


def test_a_map_tells_how_far_it_is_and_can_be_left_off() -> None:
    told: list[float] = []
    elasticities, spreads = list(np.linspace(0.0, 2.0, 14)), list(np.linspace(0.0, 1.0, 15))
    found = outcome_map(Scenario(years=1), elasticities, spreads, told.append)
    assert told == sorted(told)
    assert told[0] == 0.0
    assert len(told) > 1
    # Row for row as if the plan were projected alone, whatever is worked out together.
    plan = Scenario(years=1, price_elasticity=float(elasticities[9]), risk_spread=float(spreads[4]))
    calm = plan.with_changes(price_elasticity=0.0)
    alone = project(plan).array("members")[-1] / project(calm).array("members")[-1]
    assert found.kept[9, 4] == pytest.approx(alone)

    def leave(share: float) -> None:
        if share:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        outcome_map(Scenario(years=1), elasticities, spreads, leave)
