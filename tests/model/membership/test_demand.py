"""Elasticities of demand against sums by hand, and the settings that give them."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import roots_genlaguerre

from mutualmodel import Scenario, project
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.cohorts import Cohorts
from mutualmodel.engine.lapse import RESPONSE_LIMITS, Reaction
from mutualmodel.engine.run import run_plans
from mutualmodel.figures import figure
from mutualmodel.figures.rates import incidence, population
from mutualmodel.inputs import fields
from mutualmodel.membership import DEMAND_YEARS, demand_elasticity, reaction_for

FloatArray = NDArray[np.float64]
PLAN = Scenario(price_elasticity=1.0, lapse_rate=0.1, per_claim_cap=None)


def remembered(plan: Scenario, years: int) -> FloatArray:
    """Give the price of a year as members remember it, by settlement, from what they pay."""
    charged = 24 * project(plan.with_changes(years=years)).array("charged_per_member")
    fresh = 1 - np.exp(-0.5 / plan.price_memory_months)
    price = [charged[0]]
    for latest in charged[1:]:
        price.append((1 - fresh) * price[-1] + fresh * latest)
    return np.array(price)


def by_hand(plan: Scenario, years: int) -> float:
    """Give the elasticity from members of every sex, half month of age and of forty risks.

    Each stays with exp(-sum of h), so the log of the members answers a higher price with the mean
    over those who stay of -elasticity x sum of h, but hazards at their limits stand still.
    """
    shape = plan.risk_spread**-2
    risk, weight = roots_genlaguerre(40, shape - 1)
    risk, weight = risk / shape, weight / weight.sum()
    price, base, power = remembered(plan, years), plan.lapse_rate / 24, plan.price_elasticity
    start = (np.arange(60 * 24) + 0.5) / 24
    stay = moved = 0.0
    for sex, share in enumerate((1 - plan.share_female, plan.share_female)):
        left, answer = np.zeros((2, len(start), len(risk)))
        for period in range(24 * years):
            age = start + (period + 0.5) / 24
            worth = incidence(plan.incidence_table)[sex, np.minimum(age, 59).astype(int)]
            worth = worth * np.where(age < 40, plan.payout_under_40, plan.payout_40_plus)
            worth = worth[:, None] * plan.incidence_multiplier * risk
            response = (price[period] / worth) ** power
            low, high = RESPONSE_LIMITS
            left += base * np.clip(response, low, high)
            answer += base * power * response * ((response > low) & (response < high))
        here = start + years < 60
        people = (share * ages(plan, sex) * here)[:, None] * weight * np.exp(-left)
        stay, moved = stay + people.sum(), moved + (people * answer).sum()
    return -moved / stay


def ages(plan: Scenario, sex: int) -> FloatArray:
    """Give the members at the start by half month of age."""
    young, old = plan.share_under_18, plan.share_40_to_59
    found = np.zeros(60)
    for share, low, high in ((young, 0, 18), (1 - young - old, 18, 40), (old, 40, 60)):
        found[low:high] = share * population()[sex, low:high] / population()[sex, low:high].sum()
    return np.repeat(found / 24, 24)


@pytest.mark.parametrize("years", DEMAND_YEARS)
@pytest.mark.parametrize(
    "changes",
    [{}, {"price_elasticity": 0.3}, {"lapse_rate": 0.4}, {"price_elasticity": 2.0}],
    ids=str,
)
def test_it_is_what_everyone_by_hand_answers(changes: dict[str, float], years: int) -> None:
    plan = PLAN.with_changes(**changes)
    # At steeper reactions cells of a year of age meet the limits together.
    near = 0.01 if plan.price_elasticity <= 1.0 else 0.04
    assert demand_elasticity(plan, years) == pytest.approx(by_hand(plan, years), rel=near)


def test_where_all_expect_the_same_it_is_the_power_times_the_hazard_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Closed form: of one hazard h for all, d log N / d log p is -elasticity x sum of h."""
    plan = PLAN.with_changes(price_elasticity=0.7, years=5)
    usual = Reaction.of

    def alike(rows: Rows, cells: Cohorts) -> Reaction:
        answer = usual(rows, cells)
        worth = 200.0**-plan.price_elasticity
        return replace(
            answer,
            by_class=np.ones_like(answer.by_class),
            by_cell=np.full_like(answer.by_cell, worth),
        )

    monkeypatch.setattr(Reaction, "of", alike)
    run = run_plans(next(grouped([plan], 1, 1)))
    hazard = np.log(run.members[:-1, 0] / run.survivors[1:, 0])
    assert hazard.sum() > 0.1
    for years in DEMAND_YEARS:
        wanted = -plan.price_elasticity * hazard[: 24 * years].sum()
        assert demand_elasticity(plan, years) == pytest.approx(wanted, rel=1e-5)


def test_those_who_leave_do_not_make_it_dearer_for_the_others() -> None:
    """A rise in the fee by as much moves membership further: the share answers in turn."""
    plan = PLAN.with_changes(fee_rate=0.0, years=5)
    more = 0.01
    paid, asked = (
        project(plan.with_changes(fee_rate=fee, years=6)).array("members")[120]
        for fee in (0.0, more)
    )
    with_feedback = np.log(asked / paid) / np.log1p(more)
    assert with_feedback < demand_elasticity(plan, 5) < 0.0


def test_without_a_reaction_or_a_hazard_there_is_none() -> None:
    assert demand_elasticity(Scenario(price_elasticity=0.0), 5) == 0.0
    assert demand_elasticity(Scenario(price_elasticity=1.0, lapse_rate=0.0), 5) == 0.0
    assert reaction_for(Scenario(lapse_rate=0.0), -0.27, 5).reaction is None


@pytest.mark.parametrize(
    ("plan", "wanted", "years"),
    [
        (Scenario(), -0.27, 5),
        (Scenario(), -0.1, 1),
        (Scenario(lapse_rate=0.3, risk_spread=0.2), -0.27, 1),
        (Scenario(joiners_per_year=2e7, scandal_share=0.1, scandal_spares=1.0), -0.34, 5),
    ],
)
def test_a_setting_that_is_found_gives_the_elasticity_wanted(
    plan: Scenario, wanted: float, years: int
) -> None:
    found = reaction_for(plan, wanted, years)
    assert found.reaction is not None
    reached = demand_elasticity(plan.with_changes(price_elasticity=found.reaction), years)
    assert reached == pytest.approx(wanted, rel=0.01)
    assert found.strongest < wanted


def test_it_is_the_smallest_setting_that_does() -> None:
    found = reaction_for(Scenario(), -0.27, 5)
    assert found.reaction is not None
    for less in np.linspace(0.0, 0.95, 8):
        plan = Scenario(price_elasticity=less * found.reaction)
        assert demand_elasticity(plan, 5) > -0.27


def test_out_of_reach_it_says_how_far_the_plan_reaches() -> None:
    """Surveyed in one year, -0.27 is more than members of whom one in twenty leaves can answer."""
    found = reaction_for(Scenario(lapse_rate=0.05), -0.27, 1)
    assert found.reaction is None
    best = Scenario(lapse_rate=0.05, price_elasticity=found.at)
    assert -0.27 < found.strongest == pytest.approx(demand_elasticity(best, 1))
    assert reaction_for(Scenario(lapse_rate=0.05), found.strongest, 1).reaction is not None
    assert reaction_for(Scenario(lapse_rate=0.3), -0.27, 1).reaction is not None


def test_none_is_wanted_where_nobody_reacts() -> None:
    assert reaction_for(Scenario(), 0.0, 1).reaction == 0.0


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match=r"years = 11: allowed is 1 to 10"):
        demand_elasticity(PLAN, 11)
    with pytest.raises(ValueError, match=r"years = 0: allowed is 1 to 10"):
        reaction_for(PLAN, -0.2, 0)
    with pytest.raises(ValueError, match=r"elasticity = 0.3: allowed is at most 0"):
        reaction_for(PLAN, 0.3)


def test_what_the_docs_say_of_it() -> None:
    one = Scenario(price_elasticity=1.0)
    told = [demand_elasticity(one, years) for years in DEMAND_YEARS]
    assert told == [pytest.approx(-0.05, abs=0.005), pytest.approx(-0.36, abs=0.006)]
    assert reaction_for(Scenario(), -0.27, 1).strongest == pytest.approx(-0.17, abs=0.005)
    many = reaction_for(Scenario(lapse_rate=0.3), -0.27, 1).reaction
    assert many == pytest.approx(1.16, abs=0.01)
    found = [reaction_for(Scenario(), wanted, 5).reaction for wanted in (-0.27, -0.34, -0.42)]
    assert found == [pytest.approx(one, abs=0.006) for one in (0.80, 0.96, 1.14)]


def test_the_plausible_range_of_the_reaction_is_the_survey_after_five_years() -> None:
    strongest = float(figure("demand_elasticity_outpatient_2007").value.replace("−", "-"))
    high = fields()["price_elasticity"].plausible
    assert high is not None
    found = reaction_for(Scenario(), strongest, 5).reaction
    assert found == pytest.approx(high[1], abs=0.01)
