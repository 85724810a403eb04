"""The first screen of a page answers the page's question in a sentence with the live number."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project, simulate
from mutualmodel.inputs import Value
from mutualmodel.membership import YEARS_AHEAD
from mutualmodel.simulation import Simulation
from tests.pages.app import open_page, part
from ui.fund import words as fund_words
from ui.fund.outlook import Outlook
from ui.kit.language import amount, chances, large, money
from ui.risk import words as risk_words

NEVER = Scenario(members=1e6, minimum_members=2e6)
ENDING = Scenario(lapse_rate=0.5, minimum_members=9e7)
CAPPED = Scenario(annual_cap=50.0, cap_bearer="nobody")
PATHS = 400


def answer(app: AppTest) -> str:
    (said,) = part(app, "answer")
    return said


@pytest.mark.parametrize("page", ["membership", "risk", "fund"])
@pytest.mark.parametrize("plan", [NEVER, ENDING, CAPPED], ids=["never", "ends", "capped"])
def test_every_page_has_one_answer_in_every_state(page: str, plan: Scenario) -> None:
    app = open_page(page, Case(plan=plan))
    assert not app.exception
    said = answer(app)
    assert said.endswith(".")
    assert ("dissolves at once" in said) == (plan is NEVER)


def test_membership_says_who_is_left_and_what_each_pays() -> None:
    far = project(Scenario(years=YEARS_AHEAD, joiners_per_year=2e7))
    said = answer(open_page("membership", Case(plan=Scenario(joiners_per_year=2e7))))
    assert f"there are {large(float(far.array('members')[-1]))} members" in said
    assert money(float(far.years["charged_per_member"].iloc[-1])) in said
    assert "The plan dissolves after" in answer(open_page("membership", Case(plan=ENDING)))


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({}, "Above a cap the operator pays"),
        ({"cap_bearer": "insurer"}, "Above a cap an insurer pays"),
        ({"cap_bearer": "nobody"}, "Above a cap nobody pays"),
        ({"per_claim_cap": None}, "Members pay for a bad year alone"),
        ({"funding": "fund"}, "one year in 200."),
    ],
)
def test_risk_says_how_bad_a_year_may_be_and_who_pays(changes: dict[str, Value], who: str) -> None:
    plan = Scenario().with_changes(**changes)
    simulation = simulate(plan, PATHS)
    said = risk_words.answer(simulation)
    worst = simulation.quantiles("cost", (0.995,)).values[0, 0]
    assert f"more than {money(float(worst))} in one year in 200" in said
    assert who in said


def test_where_bad_years_happen_the_average_is_that_of_the_runs() -> None:
    simulation = simulate(Scenario(bad_year_probability=0.5), PATHS)
    mean = money(float(simulation.means("cost")[0][0]))
    assert f"a member pays {mean} on average" in risk_words.answer(simulation)
    expected = project(simulation.scenario).headline.cost_per_member_year
    assert mean != money(expected)


def fund_answer(plan: Scenario) -> tuple[str, Simulation]:
    simulation = simulate(plan, PATHS)
    return fund_words.answer(Outlook(simulation, simulation, None)), simulation


def test_fund_says_whether_the_money_lasts() -> None:
    assert "There is no money to run out" in fund_answer(Scenario())[0]
    said, fund = fund_answer(Scenario(funding="fund", contribution_month=12.0))
    ruin = chances(fund.probability("ruined").value)
    assert f"With {money(12.0)} a month the money runs out in {ruin} of the simulated runs" in said
    said, prepaid = fund_answer(Scenario(funding="prepaid"))
    short = chances(prepaid.probability("ruined").value)
    assert f"do not cover a levy in {short} of the simulated runs" in said
    app = open_page("fund", Case(plan=Scenario(funding="fund", contribution_month=8.0)))
    assert f"{amount(8.0)} yuan a month" in answer(app)
