"""Every page with plans of other ages: nothing breaks, and what is said follows the ages."""

from collections.abc import Mapping

import pytest

from mutualmodel import Case, Scenario, project
from mutualmodel.inputs import OTHER_PLANS
from tests.marks import one_in
from tests.pages.app import open_page
from tests.pages.shown import everything_shown, words
from tests.pages.states import slips

PLANS: Mapping[str, Scenario] = {
    "to 40": Scenario(exit_age=40),
    "to 75": Scenario(exit_age=75, share_60_plus=0.1, payout_age=45),
    "to 100": Scenario(exit_age=100, share_60_plus=0.2, years=10),
    "seniors": OTHER_PLANS["seniors_2020"].scenario,
    "payout above the end": Scenario(payout_age=80),
    "payout below the youngest": Scenario(payout_age=10, minimum_age=18),
    "cancer alone": Scenario(incidence_table="CI7"),
}
PAGES = ("membership", "risk", "closing", "insurance", "fairness")
FIRST = {"seniors": 62}


def shown(name: str, page: str, *, pinned: bool) -> list[str]:
    plan = PLANS[name]
    case = Case(plan=plan).with_changes({"person.age": FIRST.get(name, 30)})
    app = open_page(page, case, Case(plan=Scenario(years=plan.years)) if pinned else None)
    assert not app.exception, app.exception
    assert not list(slips(app))
    return [words(text) for _where, text in everything_shown(app)]


@pytest.mark.parametrize("page", one_in(3, PAGES))
@pytest.mark.parametrize("name", PLANS)
def test_a_page_bears_a_plan_of_other_ages(name: str, page: str) -> None:
    shown(name, page, pinned=name in ("to 75", "seniors"))


@pytest.mark.parametrize("page", ["membership", "fairness", "closing"])
def test_what_is_said_follows_the_ages(page: str) -> None:
    told = "\n".join(shown("to 75", page, pinned=False))
    assert "18–39" not in told
    if page != "fairness":
        assert "45–74" in told
    else:
        assert "From 45 on receive" in told
        assert "rom 40 on" not in told


def test_a_person_whom_the_plan_does_not_admit_is_told_so() -> None:
    app = open_page("insurance", Case(plan=PLANS["seniors"]))
    assert not app.exception
    (told,) = [info.value for info in app.info]
    assert told.startswith("The plan admits people aged 60 to 69; the person here is 30.")


def test_the_published_cost_of_the_senior_plan_stands_beside_the_models() -> None:
    plan = OTHER_PLANS["seniors_2020"].scenario
    app = open_page("home", Case(plan=plan))
    start = "Published for 2020: [414 yuan"
    (told,) = [one.value for one in app.caption if one.value.startswith(start)]
    cost = project(plan).headline.cost_per_member_year
    error = f"−{100 * (1 - cost / 414):.0f} %"
    assert f"The model says {cost:.1f} yuan in the first year, {error}." in told
    assert app.pills(key="preset").value is None


def test_both_published_costs_of_waterdrop_stand_beside_the_models() -> None:
    plan = OTHER_PLANS["waterdrop_prepaid"].scenario
    (told,) = [
        one.value
        for one in open_page("home", Case(plan=plan)).caption
        if one.value.startswith("Published for 2019: [43.9 yuan a member](")
    ]
    charged = project(plan).array("charged_per_member")
    year, months = charged[:24].sum(), charged[:16].sum()
    assert f"The model says {year:.1f} yuan in the first year, × {year / 43.9:.2f}." in told
    assert "for the first 8 months of 2020: [30.2 yuan a member](" in told
    written = f"× {months / 30.2:.2f}" if months >= 3 * 30.2 else f"+{months / 30.2 - 1:.0%}"
    assert f"The model says {months:.1f} yuan in as many months" in told
    assert written.replace("%", " %") in told
