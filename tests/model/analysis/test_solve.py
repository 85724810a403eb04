"""Goal seek: closed forms, all values tried one by one, and what has no solution."""

import importlib

import numpy as np
import pytest

from mutualmodel import Case, Scenario, ScenarioError, project
from mutualmodel.analysis import solve
from mutualmodel.analysis.results import values_of
from mutualmodel.analysis.solve import Goal

STILL = Scenario(price_elasticity=0.0)
# The module, which the function of its name hides.
solving = importlib.import_module("mutualmodel.analysis.solve")


def test_a_fee_is_that_of_the_closed_form() -> None:
    """What members pay is in proportion to one and the fee."""
    plan = STILL.with_changes(per_claim_cap=None)
    with_fee = project(plan).headline.cost_per_member_year
    for target in (86.0, 99.9, 120.0):
        exact = 1.08 * target / with_fee - 1.0
        found = solve(plan, "fee_rate", "first_year", target)
        np.testing.assert_allclose(found.values, [0.005 * round(exact / 0.005)], rtol=1e-12)
        assert found.leaps == ()


def test_the_pool_in_which_a_claim_costs_so_much_is_exact() -> None:
    assert solve(STILL, "members", "one_claim", 0.05).values == (300_000 * 1.08 / 0.05,)


def every_step(plan: Scenario, name: str, result: str) -> tuple[np.ndarray, np.ndarray]:
    """Try every value of an input on its step."""
    meta = Scenario.fields()[name]
    low, high = meta.reach(getattr(plan, name))
    assert meta.step is not None
    values = np.round(low + meta.step * np.arange(round((high - low) / meta.step) + 1), 10)
    cases = [Case(plan=plan.with_changes(**{name: float(value)})) for value in values]
    return values, values_of(cases, result)


# The last of them passes its target twice: dearer plans lose those who would have to pay.
SOUGHT = [
    (STILL, "fee_rate", "first_year", 95.0),
    (STILL, "covered_share", "first_year", 47.3),
    (STILL.with_changes(annual_cap=100.0), "incidence_multiplier", "sponsor", 1e10),
    (Scenario(price_elasticity=1.0), "covered_share", "members_end", 8e7),
    (Scenario(price_elasticity=3.0, lapse_rate=0.5, years=3), "covered_share", "last_year", 60.0),
]


@pytest.mark.parametrize(("plan", "name", "result", "target"), SOUGHT)
@pytest.mark.parametrize("goal", ["below", "above"])
def test_stretches_are_those_found_one_by_one(
    plan: Scenario, name: str, result: str, target: float, goal: Goal
) -> None:
    values, tried = every_step(plan, name, result)
    holds = tried <= target if goal == "below" else tried >= target
    found = solve(plan, name, result, target, goal)
    inside = np.zeros(len(values), dtype=bool)
    for first, last in found.spans:
        inside |= (values >= first - 1e-9) & (values <= last + 1e-9)
    np.testing.assert_array_equal(inside, holds)
    edges = {value for span in found.spans for value in span} - {values[0], values[-1]}
    assert set(found.values) == edges


@pytest.mark.parametrize(("plan", "name", "result", "target"), SOUGHT)
def test_equal_is_met_wherever_neighbours_lie_on_both_sides(
    plan: Scenario, name: str, result: str, target: float
) -> None:
    values, tried = every_step(plan, name, result)
    sides = np.sign(tried - target)
    wanted = [
        values[i] if abs(tried[i] - target) <= abs(tried[i + 1] - target) else values[i + 1]
        for i in np.flatnonzero(sides[1:] * sides[:-1] < 0)
    ]
    found = solve(plan, name, result, target)
    np.testing.assert_allclose(found.values, wanted, rtol=1e-9)
    assert found.spans == tuple((value, value) for value in found.values)
    assert (np.diff(found.curve_inputs) > 0).all()


def test_where_there_is_none_it_says_so_plainly() -> None:
    none = solve(STILL, "fee_rate", "first_year", 1000.0)
    assert (none.values, none.spans, none.leaps) == ((), (), ())
    assert not none.everywhere
    assert np.nanmax(none.curve_results) < 1000.0
    nowhere = solve(STILL, "fee_rate", "first_year", 1000.0, "above")
    assert (nowhere.values, nowhere.spans) == ((), ())
    everywhere = solve(STILL, "fee_rate", "first_year", 1000.0, "below")
    assert everywhere.values == ()
    assert everywhere.spans == ((0.0, 0.5),)
    assert everywhere.everywhere


def test_what_leaps_over_its_target_does_not_meet_it() -> None:
    """A plan dissolves at a settlement: between two of them lies no end."""
    plan = Scenario(minimum_members=2e7, years=5)
    found = solve(plan, "lapse_rate", "dissolves_after", 3.02)
    assert found.values == ()
    assert len(found.leaps) == 1
    at = solve(plan, "lapse_rate", "dissolves_after", 3.0)
    assert at.spans
    for first, last in at.spans:
        for rate in (first, last):
            ended = project(plan.with_changes(lapse_rate=rate)).headline.dissolved_after_years
            assert ended == 3.0


def test_any_record_and_whole_numbers() -> None:
    case = Case()
    loading = solve(case, "insurer.loading", "cheaper_from_men", 30.0, "above")
    assert loading.input == "insurer.loading"
    for first, last in loading.spans:
        assert 0.0 <= first <= last
    years = solve(Scenario(price_elasticity=0.0), "years", "sponsor", 0.0)
    assert all(value == int(value) for value in years.values)


def test_inputs_that_do_not_go_together_are_no_solution() -> None:
    found = solve(Scenario(share_40_to_59=0.6), "share_under_18", "claims", 0.0, "above")
    assert found.spans[0][1] == pytest.approx(0.4)
    assert np.isnan(found.curve_results[found.curve_inputs > 0.41]).all()


def test_what_cannot_be_sought_is_refused() -> None:
    with pytest.raises(ScenarioError, match="did you mean"):
        solve(STILL, "fee_rat", "first_year", 90.0)
    with pytest.raises(ScenarioError, match="cap_bearer"):
        solve(STILL, "cap_bearer", "first_year", 90.0)
    with pytest.raises(ValueError, match="result = 'cost'"):
        solve(STILL, "fee_rate", "cost", 90.0)
    with pytest.raises(ValueError, match="target = nan"):
        solve(STILL, "fee_rate", "first_year", float("nan"))
    with pytest.raises(ValueError, match="goal = 'near'"):
        solve(STILL, "fee_rate", "first_year", 90.0, "near")  # type: ignore[arg-type]


class Stopped(Exception):  # noqa: N818 - no error
    """The reader does not want it any more."""


@pytest.mark.parametrize("result", ["first_year", "changes_hands"])
def test_a_search_that_is_watched_finds_the_same_and_stops_where_it_is_told(
    result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = "payout_40_plus", result, 80.0 if result == "first_year" else 20.0
    told: list[float] = []
    watched, plain = solve(STILL, *wanted, progress=told.append), solve(STILL, *wanted)
    assert len(plain.values) > 0
    assert watched.values == plain.values
    np.testing.assert_array_equal(watched.curve_inputs, plain.curve_inputs)
    np.testing.assert_allclose(watched.curve_results, plain.curve_results, rtol=1e-12)
    assert told == sorted(told)
    assert told[-1] <= 1

    looked: list[int] = []

    def counted(case: Case, changes: list[dict[str, float]], name: str) -> np.ndarray:
        looked.append(len(changes))
        return np.asarray(own(case, changes, name))

    def stop(share: float) -> None:
        if share >= told[2]:
            raise Stopped

    own = solving.values_along
    monkeypatch.setattr(solving, "values_along", counted)
    with pytest.raises(Stopped):
        solve(STILL, *wanted, progress=stop)
    # Nothing is looked at after the third report.
    assert len(looked) == 3
    assert sum(looked) < len(plain.curve_inputs) / 2
