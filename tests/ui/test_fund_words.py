"""What the fund page says of whose contribution is needed and what comes back."""

import pytest

from mutualmodel import Quantity, Scenario, project, simulate
from ui.fund.outlook import Outlook
from ui.fund.words import needed_of_whom, returned_words, rounded_up, verdict
from ui.kit.language import portion, quantity

REACTING = "For the members who remain when everyone pays"
WITHOUT = "Without the insurer."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"deficit_bearer": "insurer"}, []),
        ({"funding": "fund"}, []),
        ({"funding": "fund", "deficit_bearer": "insurer"}, [WITHOUT]),
        ({"funding": "fund", "price_elasticity": 1.0}, [REACTING]),
        (
            {"funding": "fund", "deficit_bearer": "insurer", "price_elasticity": 1.0},
            [REACTING, WITHOUT],
        ),
    ],
    ids=str,
)
def test_whose_contribution_is_needed_is_told_where_it_is_not_everyones(
    changes: dict[str, float | str], words: list[str]
) -> None:
    told = needed_of_whom(Scenario().with_changes(**changes))
    assert [part for part in (REACTING, WITHOUT) if part in told] == words
    assert bool(told) == bool(words)


def returned(**changes: float | str) -> tuple[str, Outlook]:
    run = simulate(Scenario(years=1).with_changes(**changes), 200)
    outlook = Outlook(run, run, None)
    return returned_words(outlook), outlook


def test_what_comes_back_of_contributions_is_told_of_a_fund_that_has_any() -> None:
    rich: dict[str, float | str] = {
        "funding": "fund",
        "contribution_month": 30.0,
        "surplus_returned": 0.9,
    }
    told, outlook = returned(**rich)
    yearly = outlook.simulation.yearly
    mean = (yearly.returned[0] / yearly.contributions[0]).mean()
    assert f"{portion(float(mean))} of its contributions come back on average" in told
    assert returned()[0] == ""
    assert returned(**{**rich, "contribution_month": 0.0})[0] == ""
    assert returned(**{**rich, "surplus_returned": 0.0})[0].startswith("No surplus is paid back")


@pytest.mark.parametrize(("wanted", "least"), [(18.573, 18.6), (18.6, 18.6), (0.01, 0.1)])
def test_a_contribution_is_rounded_up_so_that_it_is_enough(wanted: float, least: float) -> None:
    assert rounded_up(wanted) == pytest.approx(least)


def test_of_balances_it_is_told_how_many_are_left_at_the_end() -> None:
    plan = Scenario(years=2, members=1e6, funding="prepaid", top_up_share=0.5, opening_balance=50.0)
    run = simulate(plan, 200)
    members = project(plan).array("members")
    assert members[-1] < 0.9 * members[1]
    left = quantity(Quantity(round(float(members[-1])), "members"))
    told = verdict(Outlook(run, run, None))
    assert f"Of those asked to top up 50 % do not and lose membership: {left} are left" in told
    faithful = simulate(plan.with_changes(top_up_share=1.0), 10)
    assert "All who are asked to top up do so." in verdict(Outlook(faithful, faithful, None))
