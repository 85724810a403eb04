"""Who is in a plan: against the engine's own totals, the census and classes followed by hand."""

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.engine.risk import class_count, risk_classes
from mutualmodel.figures.rates import population
from mutualmodel.membership import composition

PLANS = {
    "default": Scenario(),
    "reacting": Scenario(price_elasticity=1.5, lapse_rate=0.2, risk_spread=0.8, years=8),
    "joiners": Scenario(members=1e6, joiners_per_year=4e5, price_elasticity=1.0),
    "event": Scenario(notice_share=0.3, notice_spares=1.0, joiners_per_year=1e6),
}


@pytest.mark.parametrize("scenario", PLANS.values(), ids=PLANS)
def test_the_parts_add_up_to_the_members_of_the_projection(scenario: Scenario) -> None:
    people, members = composition(scenario), project(scenario).array("members")
    assert people.members.shape == (len(members) + 1, class_count(scenario.risk_spread), 2, 60)
    np.testing.assert_allclose(people.total[:-1], members, rtol=1e-9)
    np.testing.assert_allclose(people.by_class.sum(axis=1), people.total, rtol=1e-12)
    np.testing.assert_allclose(people.by_age.sum(axis=1), people.total, rtol=1e-12)
    assert people.members.min() >= 0


def test_at_the_start_ages_are_the_census_within_the_groups() -> None:
    scenario = Scenario(share_female=0.4)
    opening = composition(scenario).members[0].sum(axis=0) / scenario.members
    assert opening[1].sum() == pytest.approx(0.4)
    assert opening[:, :18].sum() == pytest.approx(scenario.share_under_18)
    assert opening[:, 40:].sum() == pytest.approx(scenario.share_40_to_59)
    census = population()[0, 40:60].astype(float)
    np.testing.assert_allclose(opening[0, 40:], 0.6 * 0.33 * census / census.sum(), rtol=1e-9)


def test_after_a_whole_number_of_years_everybody_is_so_much_older() -> None:
    people = composition(Scenario(lapse_rate=0.0, years=3))
    np.testing.assert_allclose(people.members[48, :, :, 2:], people.members[0, :, :, :-2])
    np.testing.assert_allclose(people.members[48, :, :, :2], 0.0, atol=1e-6)
    half = people.members[12]
    between = (people.members[0, :, :, :-1] + people.members[0, :, :, 1:]) / 2
    np.testing.assert_allclose(half[:, :, 1:], between, rtol=1e-9)


def test_classes_that_leave_alike_keep_their_shares() -> None:
    people = composition(Scenario(risk_spread=0.6))
    relative, weight = risk_classes(np.array([0.6]), class_count(0.6))
    np.testing.assert_allclose(people.by_class / people.total[:, None], weight.repeat(121, axis=0))
    np.testing.assert_allclose(people.relative_risk, relative[0])
    np.testing.assert_allclose(people.mean_risk, 1.0, rtol=1e-12)


def test_an_event_that_spares_high_risks_by_hand() -> None:
    plan = Scenario(lapse_rate=0.0, notice_share=0.3, notice_spares=2.0, notice_month=6)
    people = composition(plan)
    relative, weight = risk_classes(np.array([plan.risk_spread]), class_count(plan.risk_spread))
    # What is left of each class tells the hazard; it must fall with the square of risk.
    stayed = people.by_class[12] / composition(plan.with_changes(notice_share=0.0)).by_class[12]
    hazard = -np.log(stayed)
    product = hazard * relative[0] ** 2
    np.testing.assert_allclose(product[1:], product[1], rtol=1e-9)
    assert (weight[0] * stayed).sum() == pytest.approx(0.7, rel=1e-9)
    mean = (weight[0] * stayed * relative[0]).sum() / 0.7
    assert people.mean_risk[12] == pytest.approx(mean, rel=1e-9)


def test_the_mean_incidence_is_what_the_engine_counts() -> None:
    """With everyone past waiting and select years, payouts for all, claims are this incidence."""
    plan = Scenario(
        opening_tenure_years=20.0,
        select_year_1=1.0,
        select_year_2=1.0,
        waiting_days=0.0,
        price_elasticity=1.0,
        lapse_rate=0.3,
    )
    people, projection = composition(plan), project(plan)
    rate = 24 * projection.array("diagnosed") / projection.array("members")
    # Members are those at the start of a period; they are a quarter of a month older at its middle.
    np.testing.assert_allclose(rate, people.mean_incidence[:-1], rtol=0.003)
