"""The plan goes by the reader's own incidence and ages as it goes by published ones."""

import numpy as np
import pytest

from mutualmodel import Scenario, project, project_many
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.engine.projection import COLUMNS
from mutualmodel.fairness import fairness
from mutualmodel.figures import population
from mutualmodel.inputs.own import OwnAges, OwnIncidence
from tests.own_tables import census, incidence_times

GROWING = Scenario(joiners_per_year=2e7, mild_payout=50_000.0, price_elasticity=1.0, years=3)


def by_own(table: OwnIncidence | OwnAges, plan: Scenario = GROWING) -> Scenario:
    """Give a plan that goes by a table."""
    name = "incidence_table" if isinstance(table, OwnIncidence) else "age_mix"
    return Scenario(**{**dict(plan), "own": plan.own.with_table(table), name: "own"})


@pytest.mark.parametrize("table", ["CI2", "CI4"])
def test_a_table_equal_to_a_published_one_gives_its_figures_to_the_last_digit(table: str) -> None:
    own = project(by_own(incidence_times(1.0, table)))
    published = project(GROWING.with_changes(incidence_table=table))
    for name in COLUMNS:
        assert (own.array(name) == published.array(name)).all(), name


def test_a_table_doubled_doubles_the_claims() -> None:
    calm = GROWING.with_changes(price_elasticity=0.0)
    once, twice = (project(by_own(incidence_times(times), calm)) for times in (1.0, 2.0))
    np.testing.assert_array_equal(2.0 * once.array("diagnosed"), twice.array("diagnosed"))
    np.testing.assert_array_equal(2.0 * once.array("payout"), twice.array("payout"))


def test_one_age_that_falls_ill_alone_is_the_only_one_with_claims() -> None:
    rates = tuple(0.01 if age == 30 else 0.0 for age in range(106))
    plan = by_own(OwnIncidence((rates, rates)), Scenario(years=1))
    ages = opening_ages(plan)[:, 30].sum()
    # At the middle of the year, by hand: those of 30, whom those of 29 have half replaced.
    years = np.arange(24) / 24 + 0.5 / 24
    at_30 = ages * (1 - years) + opening_ages(plan)[:, 29].sum() * years
    diagnosed = project(plan).array("diagnosed") * 24 / project(plan).array("members")
    level = RateBasis.of(plan)
    assert level.severe[:, 30].tolist() == [0.01, 0.01]
    expected = 0.01 * at_30 * plan.incidence_multiplier
    # Nobody is selected for longer than two years, so the ratio is between the select factors.
    ratio = diagnosed / expected
    assert ((ratio > 0.39) & (ratio < 0.9)).all()


def test_ages_are_those_of_the_table() -> None:
    table = census(20, 50)
    ages = opening_ages(by_own(table))
    persons = population()[:, :60] * ((np.arange(60) >= 20) & (np.arange(60) < 50))
    np.testing.assert_allclose(ages, persons / persons.sum(), rtol=1e-14)


def test_ages_equal_to_the_shares_give_the_same_plan() -> None:
    plan = GROWING.with_changes(price_elasticity=0.0)
    men, women = ((*ages, *[0.0] * 46) for ages in opening_ages(plan).tolist())
    own, shares = project(by_own(OwnAges((men, women)), plan)), project(plan)
    for name in COLUMNS:
        np.testing.assert_allclose(own.array(name), shares.array(name), rtol=1e-9, atol=1e-9)


def test_shares_move_nothing_where_ages_are_the_readers() -> None:
    plan = by_own(census())
    other = plan.with_changes(share_under_18=0.4, share_40_to_59=0.1, share_female=0.9)
    assert (project(plan).array("payout") == project(other).array("payout")).all()


def test_members_past_the_exit_age_are_left_out_and_the_others_scaled_up() -> None:
    both = [0.0] * 106
    both[30], both[70] = 1.0, 3.0
    plan = by_own(OwnAges((tuple(both), tuple(both))))
    ages = opening_ages(plan)
    assert ages.shape == (2, 60)
    assert ages[:, 30].tolist() == [0.5, 0.5]
    older = opening_ages(plan.with_changes(exit_age=80))
    np.testing.assert_allclose(older[0, [30, 70]], [0.125, 0.375])


def test_a_table_of_none_of_a_plans_ages_falls_back_to_the_census() -> None:
    both = tuple(1.0 if age == 90 else 0.0 for age in range(106))
    ages = opening_ages(by_own(OwnAges((both, both))))
    np.testing.assert_allclose(ages, population()[:, :60] / population()[:, :60].sum())


def test_fairness_goes_by_the_same_tables() -> None:
    calm = by_own(census(25, 55), GROWING.with_changes(price_elasticity=0.0))
    fair, usual = (fairness(by_own(incidence_times(times), calm)) for times in (3.0, 1.0))
    assert fair.members[:, :25].sum() == fair.members[:, 55:].sum() == 0.0
    np.testing.assert_allclose(fair.severe, 3.0 * usual.severe, rtol=1e-12)


def test_plans_of_different_tables_are_told_apart_side_by_side() -> None:
    plans = [by_own(incidence_times(1.5)), GROWING, by_own(census(30, 50))]
    batch = project_many(plans)
    costs = [one.headline.cost_per_member_year for one in batch]
    assert costs == pytest.approx([project(p).headline.cost_per_member_year for p in plans])
    assert len({round(cost, 3) for cost in costs}) == 3
