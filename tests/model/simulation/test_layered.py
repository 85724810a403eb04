"""Any sum with its layers: of a plan's cost it is the uncertainty of the cost."""

from collections.abc import Sequence

import numpy as np

from mutualmodel import Scenario, project, uncertainty
from mutualmodel.arrays import FloatArray
from mutualmodel.simulation import layered

PLAN = Scenario(years=2, per_claim_cap=None)


def _costs(plans: Sequence[Scenario]) -> FloatArray:
    """Sums over settlements, one plan and one settlement after the other."""
    sums = np.zeros((3, len(plans), PLAN.years))
    for place, plan in enumerate(plans):
        year = project(plan)
        members, claims = year.array("members"), year.array("claims_by_kind")
        for settlement in range(len(members)):
            share = np.array(plan.bills) / members[settlement]
            for power in (1, 2, 3):
                due = float((claims[settlement] * share**power).sum())
                sums[power - 1, place, settlement // 24] += due
    return sums


def test_of_the_cost_it_is_the_uncertainty_of_the_cost() -> None:
    for assumed in (False, True):
        found = layered(PLAN, _costs, sets=6, assumed=assumed)
        known = uncertainty(PLAN, sets=6, assumed=assumed)
        assert found.layers == known.layers
        for layer in (*found.layers, "all"):
            np.testing.assert_allclose(found.range_of(layer).high, known.range_of(layer).high)
        np.testing.assert_allclose(found.variance, known.variance)


def test_a_cap_on_the_year_is_not_kept() -> None:
    capped = layered(PLAN.with_changes(annual_cap=50.0), _costs, sets=6).range_of("all")
    assert (capped.high > 50.0).all()
