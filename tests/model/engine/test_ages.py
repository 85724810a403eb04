"""Ages of entry, payout and exit, and deaths, against slow loops over exact ages and persons."""

import csv
from pathlib import Path

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import XIANGHUBAO, RateBasis
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.figures.rates import incidence, mild_ratio, population
from mutualmodel.membership import composition

DATA = Path(__file__).parents[3] / "data"
SETTLED = Scenario(
    opening_tenure_years=20.0,
    select_year_1=1.0,
    select_year_2=1.0,
    waiting_days=0.0,
    claim_delay_days=0.0,
    claim_delay_cv=0.0,
    lapse_rate=0.0,
    per_claim_cap=None,
    incidence_multiplier=1.0,
)
SENIORS = SETTLED.with_changes(
    minimum_age=60, exit_age=70, incidence_table="CI7", members=1e6, share_female=0.4
)


def table(name: str, column: str, **chosen: str) -> FloatArray:
    """Read a column of a table by sex and age, men first, without the model's own reader."""
    with (DATA / name).open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if all(r[k] == v for k, v in chosen.items())]
    return np.array([[float(r[column]) for r in rows if r["sex"] == sex] for sex in "MF"])


def by_hand(plan: Scenario, multiplier: float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Members and claims a period of opening members alone, from many ages within each year of age.

    Each dies by the life table from 60 on and leaves on the birthday of the exit age. In a cell of
    the engine all die at the mean rate, which the last years before a high exit age feel.
    """
    fine = 960
    q = table("mortality.csv", "q")[:, : plan.exit_age]
    force = np.where(np.arange(plan.exit_age) >= 60, -multiplier * np.log(1 - q), 0.0)
    cumulated = np.concatenate([np.zeros((2, 1)), np.cumsum(force, axis=1)], axis=1)
    rates = table("incidence.csv", "rate_per_1000", table=plan.incidence_table) / 1000
    edges = np.arange(plan.exit_age + 1)
    exact = (np.arange(plan.exit_age * fine) + 0.5) / fine
    shares = np.repeat(opening_ages(plan), fine, axis=1) / fine
    members = np.zeros(plan.years * 24 + 1)
    claims = np.zeros(plan.years * 24)
    for sex in (0, 1):

        def alive(time: float, sex: int = sex) -> FloatArray:
            there = np.minimum(exact + time, plan.exit_age)
            dead = np.interp(there, edges, cumulated[sex]) - np.interp(exact, edges, cumulated[sex])
            return np.where(exact + time < plan.exit_age, shares[sex] * np.exp(-dead), 0.0)

        for period in range(plan.years * 24 + 1):
            members[period] += alive(period / 24).sum()
        for period in range(plan.years * 24):
            then = (period + 0.5) / 24
            age = np.minimum(exact + then, plan.exit_age - 0.5).astype(int)
            claims[period] += (alive(then) * rates[sex, age]).sum() / 24
    return plan.members * members, plan.members * claims


@pytest.mark.parametrize(
    ("changes", "within"),
    [
        ({}, 3e-4),
        ({"exit_age": 75, "minimum_age": 0, "share_60_plus": 0.2}, 5e-5),
        ({"exit_age": 100, "years": 10, "incidence_table": "CI4"}, 2e-3),
        ({"mortality_multiplier": 2.5}, 7e-4),
    ],
)
def test_members_and_claims_are_those_of_a_loop_over_exact_ages(
    changes: dict[str, float], within: float
) -> None:
    plan = SENIORS.with_changes(**changes)
    members, claims = by_hand(plan, plan.mortality_multiplier)
    projection = project(plan)
    np.testing.assert_allclose(projection.array("members"), members[:-1], rtol=within)
    np.testing.assert_allclose(projection.array("diagnosed"), claims, rtol=within)
    assert projection.array("died").min() > 0


def test_a_plan_to_seventy_is_that_of_members_who_live_one_by_one() -> None:
    """Half a million persons of 60 to 69 join, lapse, die, fall ill and grow out, each for herself.

    Within four standard errors of the counts.
    """
    rng = np.random.default_rng(60)
    plan = SENIORS.with_changes(
        members=500_000.0, joiners_per_year=240_000.0, lapse_rate=0.2, years=2, exit_age=70
    )
    q, ill = table("mortality.csv", "q"), incidence("CI7")
    persons = opening_ages(plan).ravel()

    def people(count: int) -> tuple[FloatArray, FloatArray]:
        sex, age = np.divmod(rng.choice(len(persons), count, p=persons), plan.exit_age)
        return sex, age + rng.random(count)

    sex, age = people(500_000)
    flows: dict[str, list[float]] = {
        name: [] for name in ("members", "lapsed", "died", "aged_out", "diagnosed")
    }
    for _ in range(48):
        at = (age + 1 / 48).astype(int)
        flows["members"].append(len(age))
        at = np.minimum(at, plan.exit_age - 1)
        flows["diagnosed"].append(rng.poisson(ill[sex, at] / 24).sum())
        lapses = rng.random(len(age)) < -np.expm1(-plan.lapse_rate / 24)
        dies = ~lapses & (rng.random(len(age)) < 1 - (1 - q[sex, at]) ** (1 / 24))
        age = age + 1 / 24
        leaves = ~lapses & ~dies & (age >= plan.exit_age)
        flows["lapsed"].append(lapses.sum())
        flows["died"].append(dies.sum())
        flows["aged_out"].append(leaves.sum())
        stays = ~(lapses | dies | leaves)
        new_sex, new_age = people(10_000)
        sex = np.concatenate([sex[stays], new_sex])
        age = np.concatenate([age[stays], new_age])
    projection = project(plan)
    for name, found in flows.items():
        mine, theirs = projection.array(name).sum(), float(np.sum(found))
        error = 4 * theirs**0.5 if name != "members" else 4 * 48 * 500_000**0.5
        # Joiners are spread evenly within a year of age, which those who age out feel a little.
        assert mine == pytest.approx(theirs, abs=error + 2e-3 * theirs), name


def test_a_payout_that_changes_at_45_is_that_of_the_tables() -> None:
    plan = SETTLED.with_changes(payout_age=45, mild_payout=20_000.0, years=1)
    ages = opening_ages(plan)
    severe, mild = incidence("CI4")[:, :60], incidence("CI4")[:, :60] * mild_ratio()[:, :60]
    young = np.arange(60) < 45

    def first(rates: FloatArray) -> float:
        """Diagnoses of the first half-month: one in 48 of each age has had a birthday."""
        later = np.concatenate([rates[:, 1:], np.zeros((2, 1))], axis=1)
        return float((ages * (47 * rates + later) / 48).sum()) * plan.members / 24

    wanted = [first(severe * young), first(severe * ~young), first(mild)]
    found = project(plan).array("claims_by_kind")[0]
    np.testing.assert_allclose(found, wanted, rtol=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_up_to_sixty_a_share_of_older_members_and_their_deaths_do_nothing(share: float) -> None:
    with_it = project(Scenario(share_60_plus=share, mortality_multiplier=3.0))
    without = project(Scenario())
    for name in ("members", "charged_per_member", "died", "lapsed"):
        np.testing.assert_array_equal(with_it.array(name), without.array(name))
    assert not without.array("died").any()


def test_without_deaths_members_past_sixty_only_age_out() -> None:
    plan = SENIORS.with_changes(mortality_multiplier=0.0)
    projection = project(plan)
    assert not projection.array("died").any()
    gone = 1.0 - projection.array("members") / plan.members
    # In the first year those of 69 leave, evenly.
    oldest = opening_ages(plan)[:, 69].sum()
    np.testing.assert_allclose(gone[:24], oldest * np.arange(24) / 24, rtol=1e-9, atol=1e-12)


def test_members_by_age_add_up_to_all_where_some_die() -> None:
    plan = SENIORS.with_changes(joiners_per_year=2e5, price_elasticity=0.5, lapse_rate=0.1)
    people = composition(plan)
    assert people.members.shape[-1] == 70
    assert not people.by_age[:, :60].any()
    np.testing.assert_allclose(people.total[:-1], project(plan).array("members"), rtol=1e-9)


def test_groups_that_the_ages_rule_out_are_left_out_and_the_others_scaled_up() -> None:
    census = population().astype(float)
    adults = opening_ages(Scenario(minimum_age=18))
    assert adults[:, 18:40].sum() == pytest.approx(0.57 / 0.90)
    assert adults[:, 40:].sum() == pytest.approx(0.33 / 0.90)
    young = opening_ages(Scenario(exit_age=50, minimum_age=10))
    assert young[:, 10:18].sum() == pytest.approx(0.10)
    assert young[:, 40:50].sum() == pytest.approx(0.33)
    assert young[0, 12] / young[0, 16] == pytest.approx(census[0, 12] / census[0, 16])
    seniors = opening_ages(Scenario(exit_age=70, minimum_age=60))
    wanted = census[:, 60:70] / census[:, 60:70].sum(axis=1, keepdims=True) / 2
    np.testing.assert_allclose(seniors[:, 60:], wanted)
    # Of 18 to 59 the plan says that none are 18 to 39 and none 40 to 59: the census it is.
    nobody = Scenario(minimum_age=18, exit_age=60, share_under_18=1.0, share_40_to_59=0.0)
    persons = census[:, 18:60].sum(axis=0) / census[:, 18:60].sum()
    at_20, at_50 = opening_ages(nobody)[:, 18:40].sum(), opening_ages(nobody)[:, 40:].sum()
    assert at_20 == pytest.approx(persons[:22].sum())
    assert at_50 == pytest.approx(persons[22:].sum())


def test_no_mild_illness_is_counted_where_no_ratio_is_published() -> None:
    old = RateBasis(exit_age=80)
    assert (old.mild[:, :61] > 0).all()
    assert not old.mild[:, 61:].any()
    assert (old.severe > 0).all()
    assert not RateBasis("CI7").mild.any()


def test_plans_that_differ_in_nothing_share_a_basis() -> None:
    assert RateBasis.of(Scenario(mortality_multiplier=2.0)) == XIANGHUBAO
    assert RateBasis.of(Scenario(payout_age=80)) == RateBasis.of(Scenario(payout_age=60))
    assert RateBasis.of(Scenario(exit_age=61)).has_deaths
