"""The reserve that was missing: against what the plan owes and against drawn claims."""

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.closing import RESERVE_LEVELS, reserve_by_month
from mutualmodel.levels import LOW
from mutualmodel.simulation import spread_over


@pytest.mark.parametrize(
    "plan",
    [Scenario(), Scenario(members=1e5, joiners_per_year=1e5, mild_payout=5e4, claim_delay_days=0)],
    ids=["default", "joiners"],
)
def test_what_is_owed_is_what_the_projection_owes(plan: Scenario) -> None:
    reserve, projection = reserve_by_month(plan), project(plan)
    owed = projection.array("owed")[1::2]
    np.testing.assert_allclose(reserve.owed, owed, rtol=1e-9, atol=1e-6 * owed.max() + 1e-9)
    np.testing.assert_allclose(reserve.members, projection.array("members")[1::2])
    assert list(reserve.month[:3]) == [1, 2, 3]


def test_reserves_against_a_million_drawn_years() -> None:
    plan = Scenario(members=400_000, per_claim_cap=None, systemic_cv=0.15)
    month, sets = 40, 50
    reserve = reserve_by_month(plan, sets=sets)
    rng, drawn = np.random.default_rng(5), []
    for each in spread_over(plan, sets):
        factor = rng.gamma(1 / 0.15**2, 0.15**2, size=1_000_000 // sets)
        # Of the two kinds owed, the yuan of each: total and variance without the factor tell them.
        young, old = _claims_owed(each, month)
        drawn.append(3e5 * rng.poisson(factor * young) + 1e5 * rng.poisson(factor * old))
    young, old = _claims_owed(plan, month)
    assert reserve.owed[month - 1] == pytest.approx(3e5 * young + 1e5 * old, rel=1e-9)
    levels = (LOW, *RESERVE_LEVELS)
    for level, yuan in zip(
        levels, (reserve.low[month - 1], *reserve.needed[month - 1]), strict=True
    ):
        assert yuan == pytest.approx(np.quantile(np.concatenate(drawn), level), rel=0.02)


def _claims_owed(plan: Scenario, month: int) -> tuple[float, float]:
    """Claims owed by kind, from two plans that each pay one kind alone."""
    kinds = []
    for name in ("payout_under_40", "payout_40_plus"):
        alone = {"payout_under_40": 0.0, "payout_40_plus": 0.0, name: 1e5}
        owed = project(plan.with_changes(**alone)).array("owed")[2 * month - 1]
        kinds.append(float(owed) / 1e5)
    return kinds[0], kinds[1]


def test_certain_claims_need_no_more_than_they_are_when_the_pool_is_vast() -> None:
    reserve = reserve_by_month(Scenario(members=3e8, systemic_cv=0.0), layer="process")
    np.testing.assert_allclose(reserve.needed[:, 1], reserve.owed, rtol=0.03)
    assert (np.diff(reserve.needed, axis=1) >= 0).all()


def test_a_dissolved_plan_has_no_months_left() -> None:
    plan = Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.5)
    alive = int((project(plan).array("members")[1::2] > 0).sum())
    assert len(reserve_by_month(plan).month) == alive
    none = reserve_by_month(Scenario(members=1e5, minimum_members=3.3e6))
    assert none.needed.shape == (0, 2)


def test_nothing_paid_needs_no_reserve() -> None:
    reserve = reserve_by_month(Scenario(payout_under_40=0.0, payout_40_plus=0.0))
    assert reserve.needed.max() == 0
