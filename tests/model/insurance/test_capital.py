"""Capital and the insurer's year against published ratios, simulated years and sums by hand."""

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.figures import figure
from mutualmodel.figures.rates import incidence
from mutualmodel.inputs import InsurerTerms
from mutualmodel.insurance import capital_for, insurer_view, one_year_premiums

PAYOUTS = np.array([100_000.0, 300_000.0])


@pytest.mark.parametrize(
    ("members", "cv", "ratio"),
    [(1e5, 0.10, 1.636), (1e7, 0.10, 1.282), (1e8, 0.10, 1.277), (1e8, 0.05, 1.135),
     (1e8, 0.20, 1.590), (1e8, 0.0, 1.016)],
)  # fmt: skip
def test_the_bad_year_has_the_known_ratio_to_the_mean(
    members: float, cv: float, ratio: float
) -> None:
    # Three claims in 10,000 members, two fifths of them of 100,000 yuan; exact compound law.
    claims = members * 3e-4 * np.array([0.4, 0.6])
    mean = float(claims @ PAYOUTS)
    assert 1 + capital_for(claims, PAYOUTS, cv) / mean == pytest.approx(ratio, rel=2e-2)


def test_capital_of_simulated_years() -> None:
    rng, claims, cv = np.random.default_rng(5), np.array([300.0, 500.0]), 0.15
    factor = rng.gamma(1 / cv**2, cv**2, 400_000)
    paid = rng.poisson(factor[:, None] * claims) @ PAYOUTS
    wanted = float(np.quantile(paid, 0.995)) - float(claims @ PAYOUTS)
    assert capital_for(claims, PAYOUTS, cv) == pytest.approx(wanted, rel=0.02)


def test_no_claims_call_for_no_capital() -> None:
    assert capital_for(np.zeros(2), PAYOUTS, 0.1) == 0.0


def slow_pool(plan: Scenario, terms: InsurerTerms, from_age: int) -> tuple[float, float, float]:
    """Return lives, premiums and claims, one sex and age after another."""
    shares = opening_ages(plan)
    lives = premiums = claims = 0.0
    for sex in (0, 1):
        for age in range(from_age, 60):
            taken = plan.members * shares[sex, age] * 0.95
            payout = plan.payout_under_40 if age < 40 else plan.payout_40_plus
            ill = float(incidence("CI4")[sex, age])
            # 95 taken: 5 pay half more. They carry 85 of the 100 applicants' claims.
            premiums += taken * (90 + 5 * 1.5) / 95 * ill * 0.67 * payout / 0.65
            claims += taken * ill * plan.incidence_multiplier * 85 / 95 * payout
            lives += taken
    return lives, premiums, claims


@pytest.mark.parametrize("from_age", [0, 40, 59])
def test_the_insurers_year_is_that_of_a_slow_loop(from_age: int) -> None:
    plan, terms = Scenario(), InsurerTerms()
    view = insurer_view(plan, terms, from_age=from_age)
    lives, premiums, claims = slow_pool(plan, terms, from_age)
    assert (view.lives, view.premiums, view.claims) == pytest.approx((lives, premiums, claims))
    assert view.loss_ratio == pytest.approx(claims / premiums)
    assert (view.taken, view.incidence) == pytest.approx((0.95, 85 / 95))
    spent = premiums * 0.35 * (0.40 + 0.45)
    assert view.result == pytest.approx(premiums - spent - claims)
    assert view.commission + view.expenses == pytest.approx(spent)
    assert view.return_on_capital == pytest.approx(view.result / view.capital)
    first = claims * plan.select_year_1 * (1 - 90 / 365.25) / premiums
    assert view.first_year_loss_ratio == pytest.approx(first)


@pytest.mark.parametrize("members", [1e4, 1e6, 1e8])
def test_at_the_viable_price_capital_earns_what_it_must(members: float) -> None:
    plan, terms = Scenario(members=members), InsurerTerms(cost_of_capital=0.12)
    view = insurer_view(plan, terms, from_age=40)
    income = view.viable_price * view.lives
    result = income * (1 - terms.commission - terms.expenses) - view.claims
    assert result / view.capital == pytest.approx(0.12)


def test_without_the_young_the_price_rises_and_a_small_pool_needs_more() -> None:
    plan = Scenario(payout_under_40=100_000.0)
    whole, rest = (insurer_view(plan, InsurerTerms(), from_age=age) for age in (0, 40))
    assert rest.viable_price > 1.5 * whole.viable_price
    small = insurer_view(plan.with_changes(members=10_000.0), InsurerTerms())
    assert small.viable_price > 1.02 * whole.viable_price


def test_the_expected_loss_ratio_is_near_the_industrys() -> None:
    # 99 insurers paid 38 % of short-term health premiums in 2020; nothing here was fitted to it.
    assert figure("loss_ratio_99_insurers").value == "38 %"
    assert insurer_view(Scenario(), InsurerTerms()).loss_ratio == pytest.approx(0.38, abs=0.03)


def test_a_plan_that_pays_nothing_needs_nothing() -> None:
    view = insurer_view(Scenario(payout_under_40=0.0, payout_40_plus=0.0), InsurerTerms())
    assert (view.premiums, view.claims, view.capital, view.loss_ratio) == (0, 0, 0, 0)
    assert view.return_on_capital is None
    assert view.viable_price == 0


def test_an_age_out_of_range_is_named() -> None:
    with pytest.raises(ValueError, match="from_age = 60: allowed is 0 to 59"):
        insurer_view(Scenario(), InsurerTerms(), from_age=60)


def test_premiums_do_not_depend_on_the_members_own_incidence() -> None:
    plan = Scenario()
    sick = plan.with_changes(incidence_multiplier=2.0)
    assert (
        one_year_premiums(plan, InsurerTerms()) == one_year_premiums(sick, InsurerTerms())
    ).all()
    assert insurer_view(sick, InsurerTerms()).loss_ratio > 1.5


def test_a_group_policy_takes_everybody_at_the_smaller_loading() -> None:
    plan, terms = Scenario(), InsurerTerms(declined_share=0.0, loaded_share=0.0)
    one, group = (insurer_view(plan, terms, group=flag) for flag in (False, True))
    assert group.premiums == pytest.approx(one.premiums * 0.65 / 0.75)
    assert group.claims == pytest.approx(one.claims)
    assert group.expenses + group.commission == pytest.approx(group.premiums * 0.25 * 0.85)
    strict = insurer_view(plan, InsurerTerms(declined_share=0.15), group=True)
    assert strict.lives == pytest.approx(plan.members)
    assert (strict.taken, strict.incidence) == (1.0, 1.0)


def test_nothing_is_out_of_reach_at_the_corners_of_the_terms() -> None:
    plan = Scenario(members=10_000.0)
    corners = {
        name: meta.choices or (meta.minimum, meta.maximum)
        for name, meta in InsurerTerms.fields().items()
    }
    for name, ends in corners.items():
        for end in ends:
            terms = InsurerTerms(**{name: end})
            view = insurer_view(plan, terms)
            assert np.isfinite([view.premiums, view.viable_price, view.capital]).all()
            assert view.premiums > view.commission + view.expenses >= 0
            assert view.viable_price > view.claims / view.lives
    worst = InsurerTerms(**{name: ends[1] for name, ends in corners.items()})
    assert insurer_view(plan, worst).claims > 0
    assert insurer_view(plan, worst).expenses == pytest.approx(0.0, abs=1e-9)
