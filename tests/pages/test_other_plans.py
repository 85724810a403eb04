"""The list of other plans: whole ones, and rules that are laid on the plan at hand."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, from_query
from mutualmodel.analysis import RULES
from mutualmodel.figures import figure
from mutualmodel.inputs import OTHER_PLANS
from tests.marks import marked, one_in
from tests.pages.app import (
    baseline,
    case,
    change,
    figures_linked,
    open_home,
    open_page,
    plan,
    query,
    says,
)
from ui.frame.menu import PAGES


def unfolded(app: AppTest) -> AppTest:
    """Open the list."""
    app.session_state["others"] = True
    return app.run()


def press(app: AppTest, key: str) -> AppTest:
    unfolded(app).button(key=key).click().run()
    assert not app.exception
    return app


def chips(app: AppTest) -> set[str]:
    keys = [str(one.key) for one in app.button]
    return {key.removeprefix("chip_plan.") for key in keys if key.startswith("chip_plan.")}


@pytest.mark.parametrize("name", OTHER_PLANS)
def test_a_whole_plan_is_loaded(name: str) -> None:
    app = press(open_home(), f"other_{name}")
    assert plan(app) == OTHER_PLANS[name].scenario
    assert baseline(app) is None


@pytest.mark.parametrize(
    "name",
    [marked(name, telling=place == 0) for place, name in enumerate(RULES)],
)
def test_rules_are_laid_on_the_plan_at_hand(name: str) -> None:
    app = change(open_home(), {"plan.members": 2e7, "person.age": 45})
    before = case(app)
    press(app, f"rules_{name}")
    changes = RULES[name].changes(before.plan)
    assert plan(app) == before.plan.with_changes(**changes)
    assert (baseline(app), case(app).person.age) == (before, 45)
    assert chips(app) == set(plan(app).changes_from(before.plan))
    # It is said whose rules they are, and where each input comes from.
    assert any(RULES[name].insight in told for told in says(app))
    assert set(RULES[name].sources.values()) <= set(figures_linked(app))
    # The list closes, for what has changed is told behind it.
    assert app.session_state["others"] is False
    # All of it is one step.
    assert from_query(query(app)).baseline == before
    app.button(key="undo").click().run()
    assert (case(app), baseline(app)) == (before, None)
    app.button(key="redo").click().run()
    assert baseline(app) == before
    assert any(RULES[name].insight in told for told in says(app))


def test_a_baseline_that_is_pinned_stays() -> None:
    pinned = Case().with_changes({"plan.fee_rate": 0.1})
    app = press(open_page("home", Case(), pinned), "rules_kyosai")
    assert baseline(app) == pinned
    assert chips(app) >= {"fee_rate", "funding"}


def test_assumed_inputs_are_told_apart_from_those_of_the_plan() -> None:
    app = press(open_home(), "rules_kyosai")
    (told,) = [one.value for one in app.caption if one.value.startswith("Taken from that plan:")]
    theirs, assumed = told.split("Assumed:")
    for source in RULES["kyosai"].sources.values():
        assert source in (assumed if figure(source).kind == "assumption" else theirs)


def test_rules_are_forgotten_once_the_plan_has_others() -> None:
    app = press(open_home(), "rules_huhuibao")
    insight = RULES["huhuibao"].insight
    assert any(insight in told for told in says(app))
    change(app, {"plan.deficit_bearer": "claims"})
    assert not any(insight in told for told in says(app))


def test_two_plans_rules_can_be_laid_one_on_the_other() -> None:
    app = press(press(open_home(), "rules_health_sharing"), "rules_kyosai")
    told = "\n".join(says(app))
    assert RULES["health_sharing"].insight in told
    assert RULES["kyosai"].insight in told
    assert baseline(app) == Case()


def test_rules_that_cannot_be_laid_are_refused_and_nothing_is_lost() -> None:
    never = Case(plan=Scenario(members=1e5, minimum_members=3.3e6))
    app = press(open_page("home", never), "rules_kyosai")
    assert (case(app), baseline(app)) == (never, None)
    (told,) = [one.value for one in app.error]
    assert told == "The plan never starts, so there is no cost that a contribution could follow."
    assert app.session_state["others"] is True
    # A plan that starts has no such problem, and the words are gone.
    press(app, "rules_broodfonds")
    assert plan(app).members == 40
    assert not unfolded(app).error


@pytest.mark.parametrize("page", one_in(3, PAGES, first=1))
def test_every_page_says_whose_rules_a_plan_follows(page: str) -> None:
    changed = Scenario().with_changes(**RULES["broodfonds"].changes(Scenario()))
    app = open_page(page, Case(plan=changed), Case())
    assert not app.exception
    assert any(RULES["broodfonds"].insight in told for told in says(app))
