"""A walk over states: one quantity has one value, and no sentence contradicts a figure."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.engine import borne, ends_in_first_year, never_starts
from tests.marks import marked
from tests.pages.app import open_page
from tests.pages.states import PLANS, TELLING, figures, slips, told
from ui.frame.menu import PAGES
from ui.kit.language import amount, money, percent

# The pages whose figures are the plan's own.
OF_THE_PLAN = ("home", "membership", "risk", "closing", "insurance", "fairness")


def opened(plan: Scenario) -> dict[str, AppTest]:
    return {name: open_page(name, Case(plan=plan)) for name in PAGES}


@pytest.mark.parametrize(
    "plan",
    [marked(plan, telling=name in TELLING, name=name) for name, plan in PLANS.items()],
)
def test_every_page_tells_the_truth_of_a_plan(plan: Scenario) -> None:
    pages = opened(plan)
    for name, app in pages.items():
        assert not app.exception, name
        assert list(slips(app)) == [], name
    texts = {name: told(pages[name]) for name in OF_THE_PLAN}
    heads = {name: figures(pages[name]) for name in OF_THE_PLAN}
    check_the_cost(plan, heads, texts)
    check_who_pays(plan, texts)
    check_the_end(plan, heads, texts)


def check_the_cost(plan: Scenario, heads: dict[str, dict[str, str]], texts: dict[str, str]) -> None:
    """A member's first year costs the same on every page that tells it."""
    projection = project(plan)
    cost = projection.headline.cost_per_member_year
    if never_starts(projection):
        for name in OF_THE_PLAN:
            shown = [value for value in heads[name].values() if value.startswith("0 yuan")]
            assert not shown, (name, heads[name])
        assert heads["home"]["A member pays in the first year"].startswith("no plan")
        return
    assert heads["home"]["A member pays in the first year"] == f"{amount(cost)} yuan"
    assert heads["insurance"]["Mutual aid"].startswith(amount(cost))
    if cost > 0:
        written = re.escape(money(cost))
        assert re.search(f"(expected: |without chance it is ){written}", texts["risk"])


def check_who_pays(plan: Scenario, texts: dict[str, str]) -> None:
    """Wherever members do not pay all of it, that is said, with the same shares."""
    projection = project(plan)
    parts = borne(projection)
    for name in ("home", "risk", "insurance", "fairness"):
        said = "Of the first year’s bill members pay" in texts[name]
        wanted = (parts.others_pay or parts.some_unpaid) and not never_starts(projection)
        assert said is wanted, name
        if wanted:
            assert f"members pay {percent(parts.share(parts.members), 1)}" in texts[name]
        if wanted and parts.some_unpaid:
            assert f"left unpaid ({money(parts.claimants)})" in texts[name]


def check_the_end(plan: Scenario, heads: dict[str, dict[str, str]], texts: dict[str, str]) -> None:
    """A plan that dissolves is told so, with the same debt, wherever its years are told."""
    projection = project(plan)
    ended = projection.headline.dissolved_after_years
    within = ended is not None and ended <= 1.0
    tells = {"home": True, "risk": True, "insurance": True, "closing": within}
    tells["fairness"] = ends_in_first_year(projection)
    for name, wanted in tells.items():
        debts = re.findall(r"claims of (.*?), diagnosed and not yet paid, are left", texts[name])
        if ended is None:
            assert not debts
            assert heads["risk"]["The plan dissolves"] != "100 %"
        elif wanted:
            assert set(debts) == {money(projection.headline.owed_at_dissolution)}, name
    if never_starts(projection):
        owed = projection.headline.owed_at_dissolution
        assert heads["closing"]["Owed when the plan dissolves"] == money(owed)
        assert f"{money(owed)} left unpaid" in texts["closing"]
    # Closing stops after a year, and only then says that a plan has dissolved before.
    assert ("Owed when the plan dissolves" in heads["closing"]) is within
    if ends_in_first_year(projection) and projection.headline.owed_at_dissolution > 0:
        assert heads["risk"]["Bills stay unpaid"] == "100 %"


@pytest.mark.long
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("pinned", ["the default", "dissolved at the start"])
def test_no_page_slips_beside_a_baseline(pinned: str, plan: Scenario) -> None:
    baseline = Case(plan=PLANS.get(pinned, Scenario()))
    for name in OF_THE_PLAN:
        app = open_page(name, Case(plan=plan), baseline)
        assert not app.exception, name
        assert list(slips(app)) == [], name
