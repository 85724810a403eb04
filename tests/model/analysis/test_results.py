"""Results declared once: each is the figure that its page shows, whatever cases stand beside it."""

import numpy as np
import pytest

from mutualmodel import Case, Scenario, project, simulate, uncertainty, wind_down
from mutualmodel.analysis import RESULTS, results
from mutualmodel.analysis.results import PATHS, values_of
from mutualmodel.insurance.comparison import break_even_age
from mutualmodel.insurance.systems import settled_plan
from mutualmodel.simulation import solvent_contribution

FUND = Scenario(funding="fund", contribution_month=9.0, opening_fund=20.0, years=2)
ENDS = Scenario(lapse_rate=1.5, minimum_members=2e7, years=4)
CASES = {
    "default": Case(),
    "capped": Case(plan=Scenario(members=1e6, annual_cap=80.0, years=3)),
    "fund": Case(plan=FUND),
    "ends": Case(plan=ENDS).with_changes({"view.stop_month": 30.0, "insurer.loading": 0.2}),
}


def test_each_is_had_in_one_way_and_names_are_its_own() -> None:
    for name, result in RESULTS.items():
        assert name == result.name
        assert (result.of_plans is None) != (result.of_case is None)
        assert result.at_once == (result.of_plans is not None)
    assert len({result.title for result in RESULTS.values()}) == len(RESULTS)


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_off_a_projection_is_what_it_says(name: str) -> None:
    case = CASES[name]
    projection = project(case.plan)
    years, headline = projection.years, projection.headline
    found = {one: float(values_of([case], one)[0]) for one in RESULTS if RESULTS[one].at_once}
    close = {
        "first_year": headline.cost_per_member_year,
        "one_claim": headline.cost_per_claim,
        "claims": headline.claims,
        "payout": years["payout"].iloc[0],
        "sponsor": years["sponsor"].sum(),
        "unpaid": years["unpaid"].sum(),
        "members_end": projection.periods["members"].iloc[-1],
        "fund_end": years["fund"].iloc[-1],
        "ultimate": project(settled_plan(case.plan)).headline.cost_per_member_year,
    }
    for one, wanted in close.items():
        assert found[one] == pytest.approx(wanted, rel=1e-9, abs=1e-9), one
    ended = headline.dissolved_after_years
    if ended is None:
        assert np.isnan(found["dissolves_after"])
        assert found["last_year"] == pytest.approx(years["charged_per_member"].iloc[-1])
    else:
        assert found["dissolves_after"] == ended
        assert np.isnan(found["last_year"])
    # Nothing declared goes untested.
    assert {*close, "dissolves_after", "last_year"} == set(found)


@pytest.mark.parametrize("name", CASES)
def test_what_is_worked_out_of_a_case_is_what_its_page_works_out(name: str) -> None:
    case = CASES[name]
    found = {one: float(values_of([case], one)[0]) for one in RESULTS if not RESULTS[one].at_once}
    spread = uncertainty(case.plan).range_of()
    stop = min(case.view.stop_month / 12, case.plan.years)
    wanted = {
        "likely_high": spread.high[0],
        "one_in_200": spread.one_in_200[0],
        "ruin": 0.0
        if case.plan.funding == "after"
        else simulate(case.plan, PATHS).probability("ruined").value,
        "solvent_contribution": solvent_contribution(case.plan),
        "owed_at_closing": wind_down(case.plan, stop, case.closing).total_owed,
        "cheaper_from_men": break_even_age(case.plan, case.insurer, "M").age,
        "cheaper_from_women": break_even_age(case.plan, case.insurer, "F").age,
    }
    assert set(found) == set(wanted)
    for one, value in wanted.items():
        assert found[one] == value, one


def test_cases_of_any_horizon_stand_side_by_side() -> None:
    names = ["first_year", "sponsor", "dissolves_after"]
    table = results(list(CASES.values()), names)
    assert list(table) == names
    for place, case in enumerate(CASES.values()):
        alone = results([case], names)
        np.testing.assert_allclose(table.iloc[place], alone.iloc[0], rtol=1e-12)


def test_a_plan_that_never_starts_costs_nothing_that_could_be_named() -> None:
    never = Case(plan=Scenario(members=1e5, minimum_members=1e6))
    row = results([never], ["first_year", "likely_high", "one_in_200", "dissolves_after"]).iloc[0]
    assert row[["first_year", "likely_high", "one_in_200"]].isna().all()
    assert row["dissolves_after"] == 0.0


def test_an_unknown_result_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"result = 'cost': allowed is one of first_year, "):
        results([Case()], ["cost"])
