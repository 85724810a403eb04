"""One person's report: costs, shares of income, what fits a wish, the chance of a claim."""

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.figures.rates import incidence
from mutualmodel.inputs import InsurerTerms
from mutualmodel.insurance import (
    WISHES,
    ci_share_of_deaths,
    claim_chance,
    costs_by_age,
    mortality,
    person_report,
)

PLAN, TERMS = Scenario(), InsurerTerms()


def test_costs_and_shares_are_those_of_the_age() -> None:
    report = person_report(PLAN, TERMS, age=45, sex="M", income=20_000.0)
    by_age = costs_by_age(PLAN, TERMS, "M")
    for name, cost in report.costs.items():
        assert cost == by_age[name][45]
        assert report.shares[name] == pytest.approx(cost / 20_000)
    assert len(report.lifetime["level"].yearly) == 15


@pytest.mark.parametrize("wish", WISHES)
def test_what_fits_is_the_cheapest_that_meets_the_wish(wish: str) -> None:
    for level in (0.2, 0.4355, 2.0):
        plan = PLAN.with_changes(incidence_multiplier=level)
        report = person_report(plan, TERMS, age=30, sex="F", income=30_000.0, wish=wish)  # type: ignore[arg-type]
        meets = {
            "price": ["mutual", "mutual_insured", "one_year", "level"],
            "balance": ["mutual_insured", "one_year", "level"],
            "certainty": ["level"],
        }[wish]
        assert report.fits in meets
        assert report.costs[report.fits] == min(report.costs[name] for name in meets)
        assert report.costs[report.cheapest] == min(report.costs.values())


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize(
    "changes", [{"minimum_members": 2e8}, {"minimum_members": 9.9e7}], ids=["never", "months"]
)
def test_a_plan_that_does_not_last_a_year_fits_nobody(wish: str, changes: dict[str, float]) -> None:
    plan = PLAN.with_changes(lapse_rate=0.3, **changes)
    report = person_report(plan, TERMS, age=30, sex="F", income=30_000.0, wish=wish)  # type: ignore[arg-type]
    assert set(report.costs) == set(report.shares) == {"one_year", "level"}
    assert {"mutual", "mutual_insured"}.isdisjoint(report.lifetime)
    assert {report.fits, report.cheapest} <= {"one_year", "level"}


def test_the_chance_of_a_claim_is_that_of_simulated_lives() -> None:
    rng, lives = np.random.default_rng(9), 300_000
    healthy, struck, level = np.full(lives, True), 0, PLAN.incidence_multiplier
    for age in range(25, 60):
        fate = rng.random(lives)
        ill = level * incidence("CI4")[0, age]
        other = (1 - ci_share_of_deaths("CI4")[0, age]) * mortality()[0, age]
        struck += int((healthy & (fate < ill)).sum())
        healthy &= fate >= ill + other
    chance = claim_chance(PLAN, 25, "M")
    assert struck / lives == pytest.approx(chance, abs=4 * (chance / lives) ** 0.5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"age": 60}, "age = 60: allowed is 0 to 59"),
        ({"sex": "X"}, "sex = 'X': allowed is one of M, F"),
        ({"income": 0.0}, "income = 0.0: allowed is above 0"),
        ({"wish": "luck"}, "wish = 'luck': allowed is one of price, balance, certainty"),
    ],
)
def test_a_value_out_of_range_is_named(changes: dict[str, object], message: str) -> None:
    person: dict[str, object] = {"age": 30, "sex": "F", "income": 30_000.0, "wish": "price"}
    with pytest.raises(ValueError, match=message):
        person_report(PLAN, TERMS, **(person | changes))  # type: ignore[arg-type]
