"""The promise of a cap on Risk: its words, its curve and the operator's account."""

import numpy as np
import pytest

from mutualmodel import Case, Scenario, project
from mutualmodel.closing import wind_down
from mutualmodel.simulation import promised, simulate, stop_loss_curve
from tests.pages.app import array, charts, move, open_page, part, query, says, shown_tables
from ui.frame.refining import QUICK_COURSES
from ui.kit.language import money
from ui.risk.promise import account, promise_words


def test_the_curve_and_its_loading_are_the_models() -> None:
    plan = Scenario(annual_cap=100.0)
    app = open_page("risk", Case(plan=plan))
    lines = {t["name"]: t for t in charts(app)["promise"]["figure"]["data"] if t["name"]}
    caps, above = (array(lines["expected"][name]) for name in "xy")
    np.testing.assert_allclose(above, stop_loss_curve(project(plan), caps), atol=1e-4)
    np.testing.assert_allclose(array(lines["with the loading"]["y"]), 1.3 * above, atol=1e-4)
    move(app, "view.promise_loading", 1.0)
    lines = {t["name"]: t for t in charts(app)["promise"]["figure"]["data"] if t["name"]}
    np.testing.assert_allclose(array(lines["with the loading"]["y"]), 2.0 * above, atol=1e-4)
    assert query(app.run())["view.promise_loading"] == "1"


@pytest.mark.parametrize(
    ("plan", "told", "silent"),
    [
        (Scenario(), ["no cap on a year"], ["one claim"]),
        (Scenario(annual_cap=100.0), ["the operator is expected", "0.86 yuan", "1.12"], ["nobody"]),
        (Scenario(annual_cap=60.0, cap_bearer="nobody"), ["nobody pays"], ["sponsor"]),
        (
            Scenario(annual_cap=100.0, cap_bearer="insurer"),
            ["the insurer is expected"],
            ["sponsor"],
        ),
        (Scenario(members=1e4), ["Above the cap on one claim", "no cap on a year"], ["reinsurer"]),
    ],
    ids=["no cap", "sponsor", "nobody", "insurer", "tiny"],
)
def test_it_says_who_bears_what(plan: Scenario, told: list[str], silent: list[str]) -> None:
    words = promise_words(Case(plan=plan))
    assert all(one in words for one in told), words
    assert not any(one in words for one in silent), words
    assert words in says(open_page("risk", Case(plan=plan)))


def test_the_account_is_that_of_the_plan() -> None:
    case = Case(plan=Scenario(annual_cap=90.0, years=2))
    found = account(case, simulate(case.plan, QUICK_COURSES))
    headline = project(case.plan).headline
    assert found.fee == headline.fee
    assert found.promise == headline.sponsor
    assert found.promise == pytest.approx(promised(project(case.plan)).total)
    assert found.result == headline.fee - headline.sponsor
    assert found.worst > found.promise
    assert found.closing == wind_down(case.plan, 1.0, case.closing).operator_total


@pytest.mark.parametrize("bearer", ["insurer", "nobody"])
def test_what_others_bear_costs_the_operator_nothing(bearer: str) -> None:
    case = Case(plan=Scenario(annual_cap=90.0, cap_bearer=bearer, years=1))
    found = account(case, simulate(case.plan, QUICK_COURSES))
    assert found.promise == found.worst == 0.0


def test_a_baseline_stands_beside_it() -> None:
    past = Case(plan=Scenario(annual_cap=120.0))
    app = open_page("risk", Case(plan=Scenario(annual_cap=100.0)), past)
    assert any("120.0 yuan" in one for one in part(app, "says before"))
    assert "baseline, expected" in {t["name"] for t in charts(app)["promise"]["figure"]["data"]}
    table = next(frame for frame in shown_tables(app) if "operator’s first year" in frame.columns)
    assert "baseline, yuan" in table.columns
    assert money(table["yuan"].iloc[0]) == money(project(Scenario(annual_cap=100.0)).headline.fee)
