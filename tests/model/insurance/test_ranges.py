"""The break-even age as a range: against drawn years under each plausible set, one by one."""

import math

import numpy as np
import pytest

from mutualmodel import InsurerTerms, Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import Basis
from mutualmodel.insurance import (
    break_even,
    break_even_range,
    mutual_costs,
    one_year_premiums,
    settled_plan,
)
from mutualmodel.simulation import LAYERS, Layer, spread_over

TERMS = InsurerTerms()
SETS = 60


def _drawn_costs(first: Scenario, each: int) -> FloatArray:
    """Costs of drawn years: a set, a common factor, and a Poisson count of claims of each kind."""
    rng = np.random.default_rng(3)
    costs = []
    for plan in spread_over(first, SETS):
        year = project(plan)
        members = float(year.array("members").mean())
        claims = year.array("claims_by_kind").sum(axis=0)
        shape = 1 / plan.systemic_cv**2
        factor = rng.gamma(shape, 1 / shape, size=each)
        counts = rng.poisson(factor[:, None] * claims)
        costs.append(counts @ np.array(plan.bills) / members)
    return np.concatenate(costs)


@pytest.mark.parametrize("basis", ["now", "settled"])
@pytest.mark.parametrize("sex", ["M", "F"])
def test_nine_drawn_years_in_ten_break_even_within_the_range(basis: Basis, sex: str) -> None:
    plan = Scenario(members=1e7)
    first = plan.with_changes(years=1)
    costs = _drawn_costs(first if basis == "now" else settled_plan(first), 2_000)
    found = break_even_range(plan, TERMS, sex, basis=basis, sets=SETS)
    assert found.low == pytest.approx(np.quantile(costs, 0.05), rel=0.01)
    assert found.high == pytest.approx(np.quantile(costs, 0.95), rel=0.01)
    premiums = one_year_premiums(plan, TERMS)["MF".index(sex)]
    ages = np.array([break_even(cost, premiums).age for cost in costs[::20]])
    # Ages are whole, so that more may lie within; 6,000 draws stray by 0.4 %.
    assert np.mean((found.if_low.age <= ages) & (ages <= found.if_high.age)) > 0.885


def test_the_ages_by_a_slow_search() -> None:
    found = break_even_range(Scenario(), TERMS, "M", basis="settled")
    prices = one_year_premiums(Scenario(), TERMS)[0]
    for cost, there in ((found.low, found.if_low), (found.high, found.if_high)):
        adult = [age for age in range(18, 60) if prices[age] >= cost]
        assert there.age == adult[0]
        assert prices[there.age - 1] < cost


def test_a_premium_is_the_same_whatever_the_record_leaves_open() -> None:
    own = one_year_premiums(Scenario(), TERMS)
    for plan in spread_over(Scenario(), 20):
        np.testing.assert_array_equal(one_year_premiums(plan, TERMS), own)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_alone_is_narrower_than_all(layer: Layer) -> None:
    all_of_it = break_even_range(Scenario(), TERMS, "M", assumed=True, sets=40)
    alone = break_even_range(Scenario(), TERMS, "M", layer=layer, assumed=True, sets=40)
    assert all_of_it.low < alone.low < alone.high < all_of_it.high
    assert alone.low < mutual_costs(Scenario())["mutual"].now < alone.high
    ages = [
        found.age
        for found in (all_of_it.if_low, alone.if_low, alone.if_high, all_of_it.if_high)
        if found.age is not None
    ]
    assert len(ages) == 4
    assert ages == sorted(ages)


def test_a_cap_on_the_year_ends_the_range() -> None:
    plan = Scenario(annual_cap=95.0, cap_bearer="insurer")
    found = break_even_range(plan, TERMS, "F")
    assert found.high == 95.0
    assert found.low < mutual_costs(plan)["mutual"].now < 95.0


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(members=1e5, minimum_members=3.3e6),
        Scenario(members=3.5e6, minimum_members=3.3e6, lapse_rate=0.5, joiners_per_year=0.0),
    ],
    ids=["never starts", "ends within the year"],
)
def test_a_plan_without_a_whole_year_has_no_range(plan: Scenario) -> None:
    found = break_even_range(plan, TERMS, "M")
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert found.if_low.spans == found.if_high.spans == ()
