"""A result over two inputs: each point is the case with both of them set."""

import numpy as np
import pytest

from mutualmodel import Case, Scenario, ScenarioError, project
from mutualmodel.analysis import surface
from mutualmodel.analysis.results import values_of


def test_every_point_is_the_plan_with_both_inputs() -> None:
    plan = Scenario(price_elasticity=1.0, years=2)
    found = surface(plan, "members", "covered_share", "last_year", points=5)
    assert found.values.shape == (5, 5)
    for i, share in enumerate(found.ys):
        for j, members in enumerate(found.xs):
            one = project(plan.with_changes(members=float(members), covered_share=float(share)))
            wanted = one.years["charged_per_member"].iloc[-1]
            assert found.values[i, j] == pytest.approx(wanted, rel=1e-9)
    last = project(plan).years["charged_per_member"].iloc[-1]
    assert found.here[:2] == (plan.members, 1.0)
    assert found.here[2] == pytest.approx(last)


def test_ranges_are_whole_and_hold_where_the_case_stands() -> None:
    found = surface(Scenario(), "members", "incidence_multiplier", "first_year")
    assert found.values.shape == (41, 41)
    assert (found.xs[0], found.xs[-1]) == (20.0, 300e6)
    beyond = Scenario(payout_40_plus=5e6)
    reached = surface(beyond, "payout_40_plus", "fee_rate", "first_year", points=3)
    assert reached.xs[-1] >= 5e6


def test_whole_numbers_stand_once_each() -> None:
    found = surface(Scenario(), "years", "fee_rate", "members_end", points=41)
    assert found.xs.tolist() == list(range(1, 11))
    assert found.values.shape == (41, 10)


def test_what_does_not_go_together_is_left_open() -> None:
    found = surface(Scenario(), "share_under_18", "share_40_to_59", "claims", points=6)
    both = found.xs[None, :] + found.ys[:, None]
    np.testing.assert_array_equal(np.isnan(found.values), both > 1.0 + 1e-9)


def test_results_of_a_whole_case_come_on_a_coarser_grid() -> None:
    case = Case()
    found = surface(case, "insurer.loading", "fee_rate", "owed_at_closing", points=None)
    assert found.values.shape == (9, 9)
    owed = values_of([case.with_changes({"plan.fee_rate": float(found.ys[3])})], "owed_at_closing")
    np.testing.assert_allclose(found.values[3], owed[0], rtol=1e-12)


def test_what_spans_no_surface_is_refused() -> None:
    with pytest.raises(ValueError, match=r"y = 'plan\.fee_rate': allowed is an input other than"):
        surface(Scenario(), "fee_rate", "plan.fee_rate", "first_year")
    with pytest.raises(ValueError, match="points = 1"):
        surface(Scenario(), "fee_rate", "members", "first_year", points=1)
    with pytest.raises(ScenarioError, match="cap_bearer"):
        surface(Scenario(), "cap_bearer", "members", "first_year")
    with pytest.raises(ValueError, match="result = 'cost'"):
        surface(Scenario(), "fee_rate", "members", "cost")
