"""A household is the sum of its members, and its risk that of none of them being spared."""

import math

import pytest

from mutualmodel import Case, Scenario, from_file, from_query, to_file, to_query
from mutualmodel.inputs import Basis, InsurerTerms, Person
from mutualmodel.insurance import (
    BASES,
    household,
    level_premiums,
    mutual_costs,
    one_year_premiums,
    person_report,
)

PLAN, TERMS = Scenario(), InsurerTerms()
FAMILY = (("F", 30), ("M", 35), ("F", 4), ("M", 59))


@pytest.mark.parametrize("basis", BASES)
def test_a_household_pays_what_its_members_pay(basis: Basis) -> None:
    found = household(PLAN, TERMS, FAMILY, basis=basis)
    alone = [
        person_report(PLAN, TERMS, age=age, sex=sex, income=1.0, basis=basis) for sex, age in FAMILY
    ]
    for system in ("mutual", "one_year", "level"):
        wanted = sum(report.costs[system] for report in alone)
        assert found.cost(system) == pytest.approx(wanted)
    spared = 1.0
    for report in alone:
        spared *= 1.0 - report.risk
    assert found.risk == pytest.approx(1.0 - spared)
    assert 0.0 < max(report.risk for report in alone) < found.risk < 1.0
    assert found.refused == ()


def test_by_hand_from_the_tables_of_premiums() -> None:
    found = household(PLAN, TERMS, FAMILY)
    one_year = one_year_premiums(PLAN, TERMS)
    place = {"M": 0, "F": 1}
    assert found.cost("mutual") == pytest.approx(4 * mutual_costs(PLAN)["mutual"].now)
    assert found.cost("one_year") == pytest.approx(
        sum(one_year[place[sex], age] for sex, age in FAMILY)
    )
    assert found.cost("level") == pytest.approx(
        sum(level_premiums(PLAN, TERMS, sex)[age] for sex, age in FAMILY)
    )


def test_whom_the_plan_does_not_admit_is_left_out_and_named() -> None:
    plan = PLAN.with_changes(minimum_age=18)
    found = household(plan, TERMS, [*FAMILY, ("M", 60)])
    assert found.refused == (("F", 4), ("M", 60))
    rest = household(plan, TERMS, [("F", 30), ("M", 35), ("M", 59)])
    assert found.members == rest.members
    assert found.cost("one_year") == rest.cost("one_year")


def test_where_it_is_not_published_who_stays_healthy_there_is_no_level_price_and_no_risk() -> None:
    cancer = PLAN.with_changes(incidence_table="CI7")
    found = household(cancer, TERMS, FAMILY)
    assert math.isnan(found.cost("level"))
    assert math.isnan(found.risk)
    assert found.cost("one_year") > 0


def test_it_travels_in_links_and_files() -> None:
    case = Case().with_changes({"person.household": "M35 F4 M0"})
    assert case.person.members == (("F", 30), ("M", 35), ("F", 4), ("M", 0))
    assert to_query(case)["person.household"] == "M35 F4 M0"
    assert from_query(to_query(case, Case())).case == case
    assert from_file(to_file(case)).case == case
    assert from_query({"v": "3"}).case.person.household == "alone"
    assert Person().members == (("F", 30),)
    told = from_query({"person.household": "M35 X4"})
    assert told.case == Case()
    assert "person.household = 'M35 X4': allowed is alone, or the sexes" in str(told.problems[0])
