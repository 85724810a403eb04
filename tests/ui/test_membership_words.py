"""What the membership page says of a plan: each sentence on its condition, with its figures."""

import numpy as np
import pytest

from mutualmodel import Projection, Scenario, project
from mutualmodel.inputs.own import OwnTables
from mutualmodel.membership import break_even
from tests.own_tables import TABLES
from ui.kit.language import money, number
from ui.membership.words import CURVE_YEARS, caps_hide_the_cost, elasticities, rules, verdict

REACTING = Scenario(price_elasticity=1.0, lapse_rate=0.1, years=10)
ENDING = REACTING.with_changes(minimum_members=6e7)


def dissolved_after(plan: Projection) -> float:
    """Give the months until a plan dissolves, by the settlements that it has members at."""
    held = int((plan.array("members") > 0).sum())
    assert 0 < held < len(plan.array("members"))
    return held / 2


def test_only_those_who_answer_the_price_are_said_to_leave_because_of_it() -> None:
    nobody = "The plan holds: nobody leaves because of the price."
    assert verdict(project(REACTING)).startswith("The plan shrinks: after ten years it has only ")
    assert verdict(project(REACTING.with_changes(price_elasticity=0.0))).startswith(nobody)
    assert TABLES.members is not None
    path = OwnTables(members=TABLES.members)
    following = Scenario(
        own=path,
        members_path="own",
        members=TABLES.members.values[0],
        price_elasticity=1.0,
        years=10,
    )
    assert verdict(project(following)) == (
        f"{nobody} Membership follows your own path, whatever the price."
    )


def test_what_comes_to_rest_is_the_first_point_that_is_stable() -> None:
    (point,) = break_even(REACTING, CURVE_YEARS).resting
    told = verdict(project(REACTING))
    assert f"{number(-point.demand_elasticity, 2)} % of the members leave" in told
    assert f"near {money(point.price)} a year" in told


def test_what_caps_hide_is_judged_in_the_last_year() -> None:
    plan = Scenario(years=3, incidence_trend=0.2, annual_cap=200.0, cap_bearer="nobody")
    told = project(plan)
    paid, gross = (
        told.years[name].to_numpy() for name in ("charged_per_member", "gross_per_member")
    )
    # The years differ, so that it matters which is looked at.
    assert list(paid < 0.9 * gross) == [False, False, True]
    assert caps_hide_the_cost(told)
    assert not caps_hide_the_cost(project(plan.with_changes(years=2)))


def test_the_rules_have_the_months_and_what_is_left_unpaid_of_a_plan_that_ends() -> None:
    plan = project(ENDING)
    table, owed = rules(ENDING, None), plan.headline.owed_at_dissolution
    months = dissolved_after(plan)
    assert plan.headline.dissolved_after_years == pytest.approx(months / 12)
    assert table.raw["reached after, months"][0] == months
    assert table.raw["left unpaid then, yuan"][0] == pytest.approx(owed)
    assert owed > 0
    assert table.words["reached after, months"][0] == number(months, 1)
    assert table.words["then"][0] == f"the plan dissolves; {money(owed)} are left unpaid"
    assert table.raw["then"][0] == "the plan dissolves"


def test_the_rules_of_a_plan_that_goes_on_say_never() -> None:
    table = rules(REACTING, None)
    assert list(table.words["reached after, months"]) == ["never", "never"]
    assert np.isnan(table.raw["left unpaid then, yuan"]).all()
    assert np.isnan(table.raw["reached after, months"][0])
    assert table.raw["then"][0] == "the plan dissolves; the page Closing shows what is owed"


def test_the_rule_of_the_smallest_pool_says_of_which_claim_it_is() -> None:
    of = {cv: rules(Scenario(claim_size_cv=cv), None).raw["rule"][1] for cv in (0.0, 0.5)}
    assert of[0.0] == "smallest pool that stays under the cap on one claim"
    assert of[0.5] == "smallest pool that stays under the cap with a claim of average size"


def test_elasticities_are_those_of_each_resting_point() -> None:
    curve = break_even(REACTING, CURVE_YEARS)
    (point,) = curve.resting
    told = elasticities(curve)
    assert told.startswith(f"At {money(point.price)}: ")
    assert f"product {number(point.product, 2)}, below 1: stable." in told
