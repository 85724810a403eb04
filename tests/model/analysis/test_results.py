"""Results declared once: each is the figure that its page shows, whatever cases stand beside it."""

import numpy as np
import pytest

from mutualmodel import Case, Scenario, project, simulate, uncertainty
from mutualmodel.analysis import HEADLINES, RESULTS, results
from mutualmodel.analysis.results import values_of
from mutualmodel.explain import reproduce
from mutualmodel.simulation import needed_contributions
from mutualmodel.simulation.solvency import PATHS_OF_REACTING
from tests.programs import value_of

FUND = Scenario(funding="fund", contribution_month=9.0, opening_fund=20.0, years=2)
ENDS = Scenario(lapse_rate=1.5, minimum_members=2e7, years=4)
CASES = {
    "default": Case(),
    "capped": Case(plan=Scenario(members=1e6, annual_cap=80.0, years=3)),
    "fund": Case(plan=FUND),
    "ends": Case(plan=ENDS).with_changes({"view.stop_month": 30.0, "insurer.loading": 0.2}),
}

FEW = 400
MAY_BE_NONE = {
    "balancing_payout",
    "dissolves_after",
    "last_year",
    "members_ten",
    "minimum_after",
    "share_ten",
    "solvent_contribution",
    "mutual_year",
    "cheaper_from",
    "cheaper_from_men",
    "cheaper_from_women",
}


def test_each_is_had_in_one_way_and_names_are_its_own() -> None:
    for name, result in RESULTS.items():
        assert name == result.name
        assert (result.of_plans is None) != (result.of_case is None)
        assert result.at_once == (result.of_plans is not None)
    assert len({result.title for result in RESULTS.values()}) == len(RESULTS)


@pytest.mark.parametrize("name", CASES)
def test_each_is_what_its_own_python_gives(name: str) -> None:
    case = CASES[name]
    found = results([case], list(RESULTS), paths=FEW).iloc[0]
    for result in RESULTS.values():
        value = float(found[result.name])
        program = reproduce(result.code(FEW), result.uses, case)
        if np.isnan(value):
            assert result.name in MAY_BE_NONE, result.name
        else:
            assert value == pytest.approx(value_of(program), rel=1e-9, abs=1e-9), result.name


def test_what_a_plan_does_not_have_is_none() -> None:
    ended = results([CASES["ends"]], ["dissolves_after", "minimum_after", "last_year"]).iloc[0]
    years = project(ENDS).headline.dissolved_after_years
    assert years is not None
    assert ended["dissolves_after"] == years
    assert ended["minimum_after"] == pytest.approx(12 * years)
    assert np.isnan(ended["last_year"])
    lasting = results([Case()], ["dissolves_after", "minimum_after"]).iloc[0]
    assert lasting.isna().all()
    # Whom a plan does not admit has no premium for its benefit.
    old = Case().with_changes({"person.age": 70})
    assert results([old], ["one_year_premium", "level_premium"]).iloc[0].isna().all()


def test_a_settlement_is_its_part_of_the_year() -> None:
    # Of a fund's contributions a part may come back at the year's end.
    for case in [case for case in CASES.values() if case.plan.funding == "after"]:
        found = float(values_of([case], "settlement")[0])
        charged = project(case.plan).array("charged_per_member")[:24]
        assert found == pytest.approx(charged[charged > 0].mean(), rel=1e-9)


def test_the_range_is_the_one_that_the_case_asks_for() -> None:
    for layer in ("all", "process", "systematic"):
        case = Case().with_changes({"view.range_of": layer})
        wanted = uncertainty(case.plan).range_of(layer)
        found = results([case], ["likely_low", "likely_high"]).iloc[0]
        assert found.tolist() == [wanted.low[0], wanted.high[0]]
    assumed = Case().with_changes({"view.include_assumed": "yes"})
    narrow, wide = values_of([Case(), assumed], "likely_high")
    assert wide > narrow


def test_counting_is_over_as_many_paths_and_years_as_are_asked() -> None:
    case = CASES["capped"]
    names = ["cap_met", "stays_unpaid", "dissolves"]
    every = simulate(case.plan, 600)
    whole = results([case], names, paths=600).iloc[0]
    first = results([case], names, paths=600, within=1).iloc[0]
    capped = (every.yearly.claim_cap | every.yearly.annual_cap).any(axis=0).mean()
    assert whole["cap_met"] == capped
    assert whole["dissolves"] == every.probability("dissolved").value
    assert first["stays_unpaid"] == every.probability("unpaid", 1).value
    # Where members react the contribution is sought from fewer paths, as the page has it.
    reacting = Case(plan=FUND.with_changes(price_elasticity=0.5, years=1))
    (found,) = results([reacting], ["solvent_contribution"], paths=PATHS_OF_REACTING + 1).iloc[0]
    wanted = needed_contributions(reacting.plan, paths=PATHS_OF_REACTING).at(0.995)
    assert found == wanted


def test_every_page_has_headlines_that_are_declared() -> None:
    assert {page for one in RESULTS.values() for page in [one.page]} == set(HEADLINES)
    assert {name for names in HEADLINES.values() for name in names} <= set(RESULTS)


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
