"""The insurer prices by the published table or by the reader's own, as it is told."""

import numpy as np
import pytest

from mutualmodel import InsurerTerms, Scenario
from mutualmodel.engine.basis import RateBasis
from mutualmodel.inputs.own import OwnIncidence, OwnTables
from mutualmodel.insurance import (
    OWN_POLICY,
    bridging_premiums,
    insurer_view,
    level_premiums,
    one_year_premiums,
    own_policy_costs,
    yuan_splits,
)
from mutualmodel.insurance.life import healthy_survival
from mutualmodel.insurance.person import claim_chance
from mutualmodel.insurance.premiums import priced
from tests.own_tables import TABLES, census, incidence_times

TWICE = OwnTables(incidence=incidence_times(2.0))
PLAN = Scenario(own=TWICE, incidence_table="own")
PUBLISHED, BY_OWN = InsurerTerms(), InsurerTerms(prices_by="own")


def test_a_plan_by_ones_own_table_is_priced_by_the_published_one_unless_told() -> None:
    usual = one_year_premiums(Scenario(), PUBLISHED)
    np.testing.assert_array_equal(one_year_premiums(PLAN, PUBLISHED), usual)
    np.testing.assert_allclose(one_year_premiums(PLAN, BY_OWN), 2.0 * usual, rtol=1e-14)
    np.testing.assert_allclose(
        bridging_premiums(PLAN, BY_OWN), 2.0 * bridging_premiums(PLAN, PUBLISHED), rtol=1e-14
    )


def test_a_plan_by_a_published_table_can_be_priced_by_ones_own() -> None:
    plan = Scenario(own=TWICE, incidence_table="CI2")
    assert priced(plan, PUBLISHED) == plan
    assert priced(plan, BY_OWN).incidence_table == "own"
    assert priced(Scenario(), BY_OWN) == Scenario()


def test_claims_are_the_plans_whatever_the_price() -> None:
    one, other = insurer_view(PLAN, PUBLISHED), insurer_view(PLAN, BY_OWN)
    assert one.claims == pytest.approx(2.0 * insurer_view(Scenario(), PUBLISHED).claims)
    assert other.claims == one.claims
    assert other.premiums == pytest.approx(2.0 * one.premiums)
    split = yuan_splits(PLAN, PUBLISHED, "F", 30)["level"].benefits
    assert split > 1.5 * yuan_splits(Scenario(), PUBLISHED, "F", 30)["level"].benefits


def test_a_table_equal_to_ci4_prices_alike_for_life() -> None:
    same = Scenario(own=OwnTables(incidence=incidence_times(1.0)), incidence_table="own")
    for sex in ("M", "F"):
        own, usual = (level_premiums(plan, BY_OWN, sex) for plan in (same, Scenario()))
        np.testing.assert_array_equal(own, usual)
        assert claim_chance(same, 30, sex) == claim_chance(Scenario(), 30, sex)


def test_nobody_is_healthy_twice_however_high_the_rates() -> None:
    rates = (0.99,) * 106
    basis = RateBasis(incidence_table="own", own_incidence=OwnIncidence((rates, rates)))
    alive = healthy_survival(30, "M", 60, basis=basis, level=3.0)
    assert alive.min() == 0.0
    assert (np.diff(alive) <= 0).all()


def test_ages_of_ones_own_are_whom_the_insurer_takes() -> None:
    plan = Scenario(own=OwnTables(ages=census(40, 60)), age_mix="own")
    assert (
        insurer_view(plan, PUBLISHED).market_price
        > insurer_view(Scenario(), PUBLISHED).market_price
    )


def test_a_policys_prices_are_in_proportion_to_the_plans_lump_sums() -> None:
    assert TABLES.prices is not None
    plan = Scenario(payout_under_40=300_000.0, payout_40_plus=100_000.0)
    costs = own_policy_costs(plan, TABLES.prices, "F")
    # By hand: 50 + 10 x age for 300,000 yuan.
    assert costs[30] == pytest.approx(350.0)
    assert costs[45] == pytest.approx(500.0 / 3.0)
    assert np.isnan(costs[:18]).all()


def test_a_policy_of_ones_own_is_priced_anew_each_year_and_its_insurer_bears_a_bad_one() -> None:
    assert OWN_POLICY.same_benefit
    assert OWN_POLICY.follows_trend
    assert not OWN_POLICY.shares_bad_year
