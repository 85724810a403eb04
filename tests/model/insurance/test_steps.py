"""Steps to a premium and a break-even age end on the figure itself."""

import pytest

from mutualmodel import Scenario
from mutualmodel.figures import figure
from mutualmodel.inputs import InsurerTerms
from mutualmodel.insurance import (
    break_even_age,
    costs_by_age,
    explain_break_even,
    explain_level,
    explain_one_year,
)

PLAN = Scenario(mild_payout=20_000.0)
TERMS = InsurerTerms(loading=0.3, pricing_level=0.8)


@pytest.mark.parametrize("sex", ["M", "F"])
@pytest.mark.parametrize("age", [0, 39, 40, 59])
def test_the_last_step_is_the_premium(sex: str, age: int) -> None:
    costs = costs_by_age(PLAN, TERMS, sex)
    assert explain_one_year(PLAN, TERMS, sex, age)[-1].result.value == costs["one_year"][age]
    assert explain_level(PLAN, TERMS, sex, age)[-1].result.value == costs["level"][age]


def test_the_steps_between_are_the_ones_of_the_formula() -> None:
    value, payments, price = explain_level(PLAN, TERMS, "F", 30)
    assert price.result.value == pytest.approx(value.result.value / payments.result.value / 0.7)
    ill, claims, one = explain_one_year(PLAN.with_changes(mild_payout=0.0), TERMS, "M", 30)
    assert claims.result.value == pytest.approx(ill.result.value / 1000 * 300_000)
    assert one.result.value == pytest.approx(claims.result.value / 0.7)


def test_break_even_steps_stand_on_both_sides_of_the_cost() -> None:
    member, before, here = explain_break_even(PLAN, TERMS, "F")
    age = break_even_age(PLAN, TERMS, "F").age
    assert age is not None
    assert here.result.value == age
    for step, at in ((before, age - 1), (here, age)):
        premium = costs_by_age(PLAN, TERMS, "F")["one_year"][at]
        assert str(step.working).startswith(f"one-year premium at {at}")
        assert step is here or step.result.value == premium
    assert before.result.value < member.result.value
    never = explain_break_even(
        Scenario(incidence_multiplier=3.0), InsurerTerms(pricing_level=0.2), "F"
    )
    assert never[-1].title == "No age"
    assert never[-1].result.value < never[0].result.value


def test_every_source_of_a_step_is_known() -> None:
    steps = explain_one_year(PLAN, TERMS, "F", 30) + explain_level(PLAN, TERMS, "F", 30)
    names = {name for step in steps for name in step.sources}
    assert {figure(name).id for name in names} == names
    assert "pricing_level_quotes" in names
