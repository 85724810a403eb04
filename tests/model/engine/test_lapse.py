"""Who leaves: the hazard against its definition, events against individual members."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize

from mutualmodel import Scenario, project, project_many
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.lapse import (
    MOST_LEAVING_A_PERIOD,
    RESPONSE_LIMITS,
    Reaction,
    event_hazard,
)
from mutualmodel.engine.risk import class_count, risk_classes
from mutualmodel.figures.rates import incidence, population
from mutualmodel.membership import composition

FloatArray = NDArray[np.float64]

SPREADS = [0.0, 0.05, 0.3, 0.5, 1.0]
PLAN = Scenario(
    members=1e6,
    joiners_per_year=0.0,
    opening_tenure_years=20.0,
    select_year_1=1.0,
    select_year_2=1.0,
    waiting_days=0.0,
    claim_delay_days=0.0,
    per_claim_cap=None,
    annual_cap=None,
    minimum_members=0.0,
    mild_payout=0.0,
    lapse_rate=0.3,
    price_elasticity=1.0,
    risk_spread=0.0,
    years=5,
)


def points_and_weights(spread: float) -> tuple[FloatArray, FloatArray]:
    points, weights = risk_classes(np.array([spread]), class_count(spread))
    return points[0], weights[0]


def reaction_of(scenario: Scenario) -> Reaction:
    rows = next(iter(grouped([scenario], 1, 1)))
    return Reaction.of(rows, cohorts(RateBasis.of(scenario), scenario.years))


# ----------------------------------------------------------------------------------------- hazard


@pytest.mark.parametrize("elasticity", [0.3, 1.0, 3.0])
def test_who_pays_what_cover_is_worth_leaves_at_the_base_rate(elasticity: float) -> None:
    reaction = reaction_of(PLAN.with_changes(price_elasticity=elasticity))
    cells = cohorts(RateBasis.of(PLAN), PLAN.years)
    for period, cell in ((0, 40), (30, 60), (119, 100)):
        benefit = float(cells.claims[PAST_PERIODS + period, cell] @ PLAN.payouts)
        hazard = reaction.hazard(period, np.array([benefit]))[0, :, cell]
        np.testing.assert_allclose(hazard, PLAN.lapse_rate / 24, rtol=1e-9)


@pytest.mark.parametrize("elasticity", [0.5, 1.0, 2.0])
def test_the_hazard_is_a_power_of_price_over_her_own_benefit(elasticity: float) -> None:
    reaction = reaction_of(PLAN.with_changes(price_elasticity=elasticity, risk_spread=0.5))
    rates = incidence("CI4")[0]
    man_of_30, man_of_50 = (5 + age for age in (30, 50))  # five years of the unborn come first
    worth_30 = 3e5 * (47 * rates[30] + rates[31]) / 48
    worth_50 = 1e5 * (47 * rates[50] + rates[51]) / 48
    price = 200.0
    hazard = reaction.hazard(0, np.array([price]))[0]
    points, _ = points_and_weights(0.5)
    for cell, worth in ((man_of_30, worth_30), (man_of_50, worth_50)):
        ratio = price / (points * worth)
        response = np.clip(ratio**elasticity, *RESPONSE_LIMITS)
        np.testing.assert_allclose(hazard[:, cell], PLAN.lapse_rate / 24 * response, rtol=1e-9)


@pytest.mark.parametrize(("price", "limit"), [(0.0, RESPONSE_LIMITS[0]), (1e9, RESPONSE_LIMITS[1])])
def test_some_stay_at_any_price_and_some_leave_at_none(price: float, limit: float) -> None:
    hazard = reaction_of(PLAN).hazard(0, np.array([price]))
    adults = slice(25, 60)
    np.testing.assert_allclose(hazard[0, :, adults], limit * PLAN.lapse_rate / 24, rtol=1e-12)


def test_no_period_loses_more_than_the_most() -> None:
    hazard = reaction_of(PLAN.with_changes(lapse_rate=2.0)).hazard(0, np.array([1e9]))
    assert hazard.max() == MOST_LEAVING_A_PERIOD
    assert 1 - np.exp(-MOST_LEAVING_A_PERIOD) == pytest.approx(0.39, abs=0.005)


def test_rows_that_share_their_payouts_and_rows_that_do_not_react_alike() -> None:
    changes: tuple[dict[str, float], ...] = (
        {"payout_under_40": 1e5},
        {"price_elasticity": 2.0},
        {},
        {"payout_under_40": 1e5, "price_elasticity": 2.0},
    )
    scenarios = [PLAN.with_changes(**change) for change in changes]
    (rows,) = grouped(scenarios, 10, 10)
    together = Reaction.of(rows, cohorts(RateBasis.of(PLAN), PLAN.years))
    price = np.array([100.0, 200.0, 300.0, 400.0])
    for row, scenario in enumerate(scenarios):
        alone = reaction_of(scenario).hazard(7, price[[row]])[0]
        np.testing.assert_allclose(together.hazard(7, price)[row], alone, rtol=1e-12)


# ---------------------------------------------------------------------------------- in a projection


def test_the_first_to_leave_by_hand() -> None:
    """Between the first and the second settlement, from the tables and the census alone."""
    plan = PLAN.with_changes(share_under_18=0.0, share_40_to_59=0.25)
    persons = population()[:, :60].astype(float)
    share = np.zeros((2, 60))
    for low, high, of_members in ((18, 40, 0.75), (40, 60, 0.25)):
        group = persons[:, low:high] / persons[:, low:high].sum(axis=1, keepdims=True)
        share[:, low:high] = of_members / 2 * group
    benefit = incidence("CI4")[:, :61] * np.where(np.arange(61) < 40, 3e5, 1e5)
    benefit[:, 60] = 0.0
    worth = plan.incidence_multiplier * (47 * benefit[:, :60] + benefit[:, 1:]) / 48
    price = 1.08 * (share * worth).sum()  # the first settlement, a year's worth
    hazard = plan.lapse_rate / 24 * np.clip(price / worth, *RESPONSE_LIMITS)
    wanted = 1e6 * (share * -np.expm1(-hazard)).sum()
    projection = project(plan)
    assert projection.array("gross_per_member")[0] * 24 == pytest.approx(price, rel=1e-9)
    assert projection.array("lapsed")[0] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("change", [{"price_elasticity": 0.0}, {"lapse_rate": 0.0}])
def test_without_elasticity_or_lapses_nobody_reacts(change: dict[str, float]) -> None:
    plan = PLAN.with_changes(**change, risk_spread=1.0)
    cheap, dear = (project(plan.with_changes(fee_rate=fee)) for fee in (0.0, 0.5))
    np.testing.assert_array_equal(cheap.array("members"), dear.array("members"))
    reacting = [project(PLAN.with_changes(fee_rate=fee)).array("members") for fee in (0.0, 0.5)]
    assert (reacting[0][1:] > reacting[1][1:]).all()


def test_the_well_leave_first_so_the_risk_of_those_who_stay_rises() -> None:
    """Claims a member against a plan from which as many leave at random of each age and sex."""

    def claims_a_member(spread: float) -> FloatArray:
        projection = project(PLAN.with_changes(risk_spread=spread))
        return projection.array("diagnosed") / projection.array("members")

    alike, mixed, very_mixed = (claims_a_member(spread) for spread in (0.0, 0.5, 0.8))
    assert mixed[0] == pytest.approx(alike[0], rel=1e-12)
    assert (np.diff(mixed / alike) > 0).all()
    assert (np.diff(very_mixed / mixed) > 0).all()
    assert 1.05 < (mixed / alike)[-1] < 1.5


def test_a_dearer_plan_drives_away_the_young_before_the_old() -> None:
    calm, moved = (project(PLAN.with_changes(price_elasticity=e)) for e in (0.0, 1.0))
    by_kind = [p.array("claims_by_kind")[-1] for p in (calm, moved)]
    old_to_young = [claims[1] / claims[0] for claims in by_kind]
    assert old_to_young[1] > 1.1 * old_to_young[0]


@pytest.mark.parametrize(("months", "share"), [(6.0, 1 - np.exp(-1 / 12)), (0.5, 1 - np.exp(-1))])
def test_the_share_is_remembered_for_about_as_long_as_is_said(months: float, share: float) -> None:
    """A jump in the share is taken in by 1 - exp(-half a month / memory) every settlement.

    An annual cap that is reached at once makes the share jump to nothing: the price then decays.
    """
    plan = PLAN.with_changes(
        share_under_18=1.0,
        share_40_to_59=0.0,
        price_memory_months=months,
        members=3e8,
        systemic_cv=0.0,
    )
    first = project(plan).array("charged_per_member")[0]
    capped = project(plan.with_changes(annual_cap=max(1.0, float(first)), payout_under_40=1e6))
    assert capped.array("charged_per_member")[1:24].max() < 0.01 * first
    leaving = capped.array("lapsed") / capped.array("members")
    hazard = -np.log1p(-leaving[:24])
    # While no response is at a limit, everybody's hazard is in proportion to the price.
    inside = slice(0, 6) if months > 1 else slice(0, 2)
    ratio = hazard[inside][1:] / hazard[inside][:-1]
    np.testing.assert_allclose(ratio, 1 - share, rtol=0.02)


# ------------------------------------------------------------------------------------------ events


QUIET = Scenario(lapse_rate=0.0, members=1e6, years=2, opening_tenure_years=3.0)


@pytest.mark.parametrize("spares", [0.0, 0.5, 2.0])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
@pytest.mark.parametrize("spread", SPREADS)
def test_an_event_makes_just_its_share_leave(spares: float, share: float, spread: float) -> None:
    plan = QUIET.with_changes(
        notice_month=7.0, notice_share=share, notice_spares=spares, risk_spread=spread
    )
    members, quiet = (project(p).array("members") for p in (plan, QUIET))
    np.testing.assert_allclose(members[:14], quiet[:14], rtol=1e-12)
    np.testing.assert_allclose(members[14:], (1 - share) * quiet[14:], rtol=1e-9)


def test_three_events_one_after_another_and_two_at_once() -> None:
    plan = QUIET.with_changes(
        scandal_month=2, scandal_share=0.2, notice_month=2, notice_share=0.5, listing_share=0.1
    ).with_changes(listing_month=5)
    for spares in (0.0, 1.0):
        chosen = plan.with_changes(listing_spares=spares)
        stayed = project(chosen).array("members") / project(QUIET).array("members")
        np.testing.assert_allclose(stayed[[3, 4, 9, 10]], [1.0, 0.4, 0.4, 0.36], rtol=1e-9)


def test_whom_an_event_spares_by_hand() -> None:
    """Two classes: find the hazard by bisection that makes a third of all leave."""
    relative, members = np.array([[0.5, 2.0]]), np.array([[800.0, 200.0]])

    def leavers(level: float) -> float:
        return float((members * -np.expm1(-level / relative)).sum())

    level = optimize.brentq(lambda level: leavers(level) - 1000 / 3, 0.0, 10.0, xtol=1e-14)
    found = event_hazard(np.array([1 / 3]), np.array([1.0]), relative, members)
    np.testing.assert_allclose(found, level / relative, rtol=1e-9)


def test_an_event_that_spares_high_risks_leaves_them_behind() -> None:
    hit = QUIET.with_changes(notice_month=6.0, notice_share=0.4, claim_delay_days=0.0)
    quiet, alike, spared = (
        project(plan).array("diagnosed") / project(plan).array("members")
        for plan in (QUIET, hit, hit.with_changes(notice_spares=1.0))
    )
    np.testing.assert_allclose(alike[:12], quiet[:12], rtol=1e-9)
    np.testing.assert_allclose(alike[13:], quiet[13:], rtol=1e-9)
    assert (spared[13:] > 1.1 * quiet[13:]).all()


def test_an_event_beyond_the_horizon_changes_nothing() -> None:
    late = QUIET.with_changes(scandal_month=60.0, scandal_share=0.5)
    np.testing.assert_array_equal(project(late).array("members"), project(QUIET).array("members"))


@given(
    st.floats(0, 0.9),
    st.floats(0, 2),
    st.lists(st.floats(0, 1e8).map(round), min_size=7, max_size=7),
    st.sampled_from(SPREADS),
)
def test_the_hazard_of_an_event_is_found_for_any_mix(
    share: float, spares: float, members: list[float], spread: float
) -> None:
    relative = points_and_weights(spread)[0][None]
    present = np.array([members[: relative.shape[1]]])
    hazard = event_hazard(np.array([share]), np.array([spares]), relative, present)
    left = float((present * -np.expm1(-hazard)).sum())
    assert left == pytest.approx(share * present.sum(), rel=1e-6, abs=1e-6)


def test_an_event_that_spares_high_risks_against_individual_members() -> None:
    """Half a million single members, each leaving or not by a draw of her own."""
    relative, weight = points_and_weights(0.8)
    rng = np.random.default_rng(11)
    drawn = rng.choice(len(relative), size=500_000, p=weight)
    chances = (np.array([0.35]), np.array([1.3]), relative[None], 1e6 * weight[None])
    leaves = rng.random(len(drawn)) < -np.expm1(-event_hazard(*chances)[0, drawn])
    risk = relative[drawn]
    assert leaves.mean() == pytest.approx(0.35, abs=0.003)
    plan = QUIET.with_changes(
        notice_share=0.35, notice_spares=1.3, notice_month=3.0, risk_spread=0.8
    )
    assert risk[~leaves].mean() == pytest.approx(composition(plan).mean_risk[6], rel=0.005)


@pytest.mark.parametrize("elasticities", [(1.0, 1.0), (1.0, 2.0), (0.0, 1.0)])
def test_plans_that_react_side_by_side_are_what_each_is_alone(
    elasticities: tuple[float, float],
) -> None:
    plans = [
        PLAN.with_changes(price_elasticity=elasticity, members=members)
        for elasticity, members in zip(elasticities, (1e6, 3e6), strict=True)
    ]
    for beside, plan in zip(project_many(plans), plans, strict=True):
        for name in ("members", "charged_per_member"):
            np.testing.assert_allclose(
                beside.array(name), project(plan).array(name), rtol=1e-9, err_msg=name
            )
