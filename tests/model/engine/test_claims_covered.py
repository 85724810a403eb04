"""Claims that the plan refuses, and accidents that it covers inside the waiting period."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import InsurerTerms, Scenario, cost_band, project, project_many, wind_down
from mutualmodel.closing import reserve_by_month
from mutualmodel.engine.projection import COLUMNS
from mutualmodel.explain import explain, why_unmoved
from mutualmodel.fairness import fairness
from mutualmodel.history import replay, scenario_on
from mutualmodel.history.record import SETTLEMENT_DATES
from mutualmodel.insurance import one_year_premiums
from mutualmodel.membership import break_even
from mutualmodel.simulation import simulate
from tests.marks import one_in
from tests.model.engine.test_invariants import VARIED, ends, scenarios, with_ages_that_fit

PERIODS_OF_WAITING = 90 / (365.25 / 24)
# Nobody leaves, joins or is near sixty, and nothing is paid late: what varies is who is covered.
NEW = Scenario(
    members=1e6,
    share_under_18=0.0,
    share_40_to_59=0.0,
    opening_tenure_years=0.0,
    claim_delay_days=0.0,
    claim_delay_cv=0.0,
    lapse_rate=0.0,
    per_claim_cap=None,
    years=1,
)


def corners(seed: int, count: int) -> list[Scenario]:
    """Give scenarios whose inputs all stand at an end of their range."""
    rng = np.random.default_rng(seed)
    drawn = (
        {meta.name: ends(meta)[rng.integers(len(ends(meta)))] for meta in VARIED}
        for _ in range(count)
    )
    return [with_ages_that_fit(values) for values in drawn]


# ---------------------------------------------------------------------------------- claims refused


@pytest.mark.parametrize("share", one_in(3, [0.0, 0.1, 0.9], first=1))
def test_what_is_submitted_is_paid_or_refused(share: float) -> None:
    rows = [plan.with_changes(refused_share=share) for plan in corners(2, 40)]
    for projection in project_many(rows):
        paid, submitted = projection.array("claims"), projection.array("submitted")
        np.testing.assert_allclose(paid + share * submitted, submitted, rtol=1e-12)
        headline = projection.headline
        assert headline.claims + headline.refused == pytest.approx(headline.submitted, rel=1e-12)
        assert headline.refused == pytest.approx(share * headline.submitted, rel=1e-9)


def test_as_many_are_submitted_whatever_is_refused_and_that_share_less_is_paid() -> None:
    # Above a cap on a year what members pay, and so who leaves, is not in proportion to claims, and
    # no more is what they pay in advance.
    levied = {"annual_cap": None, "minimum_members": 0.0, "funding": "after"}
    plans = [plan.with_changes(**levied) for plan in corners(3, 40)]
    for share in (0.25, 0.9):
        all_paid = project_many([plan.with_changes(refused_share=0.0) for plan in plans])
        some = project_many([plan.with_changes(refused_share=share) for plan in plans])
        for before, after in zip(all_paid, some, strict=True):
            same = {name: before.array(name) for name in ("members", "lapsed", "submitted")}
            less = {
                name: (1.0 - share) * before.array(name)
                for name in ("claims", "diagnosed", "payout", "fee", "charged_per_member", "owed")
            }
            for name, wanted in (same | less).items():
                # A price or a benefit of next to nothing is held at a least amount.
                np.testing.assert_allclose(
                    after.array(name),
                    wanted,
                    rtol=1e-6,
                    atol=1e-9 * wanted.max() + 1e-9,
                    err_msg=name,
                )


def test_refusing_is_the_same_as_a_lower_incidence_for_all_that_is_paid() -> None:
    plan = Scenario(price_elasticity=1.5, annual_cap=120.0, joiners_per_year=1e6)
    refusing = plan.with_changes(refused_share=0.2)
    fewer = plan.with_changes(incidence_multiplier=0.8 * plan.incidence_multiplier)
    for name in COLUMNS:
        if name != "submitted":
            now, wanted = (project(one).array(name) for one in (refusing, fewer))
            np.testing.assert_allclose(now, wanted, rtol=1e-9, atol=1e-9 * wanted.max())
    assert cost_band(project(refusing)).high == pytest.approx(cost_band(project(fewer)).high)
    closed, other = (wind_down(one, 1.0) for one in (refusing, fewer))
    assert closed.total_owed == pytest.approx(other.total_owed)
    assert closed.claimants_short == pytest.approx(other.claimants_short)
    np.testing.assert_allclose(reserve_by_month(refusing).needed, reserve_by_month(fewer).needed)
    assert fairness(refusing).mean_received == pytest.approx(fairness(fewer).mean_received)
    curve, below = (break_even(one) for one in (refusing, fewer))
    assert curve.opening_cost == pytest.approx(below.opening_cost)
    resting = [one.price for one in curve.resting]
    assert resting == pytest.approx([one.price for one in below.resting])
    assert resting


def test_simulated_claims_are_those_paid() -> None:
    plan = Scenario(members=1e6, systemic_cv=0.0, refused_share=0.4, years=1)
    simulated = simulate(plan, 2000)
    mean, error = simulated.means("claims")
    assert abs(mean[0] - project(plan).headline.claims) < 4 * error[0]
    ledger = simulated.examples[0].projection
    np.testing.assert_allclose(ledger.array("submitted"), ledger.array("claims") / 0.6)


def test_the_same_record_is_met_by_more_claims_of_which_some_are_refused() -> None:
    # The fitted incidence is that of claims paid: submitted = paid / (1 - share) at its level.
    plain = Scenario(select_year_1=0.4, claim_delay_days=100.0)
    more = plain.with_changes(
        incidence_multiplier=plain.incidence_multiplier / 0.8, refused_share=0.2
    )
    for name in ("claims", "payout", "charged_per_member", "diagnosed"):
        np.testing.assert_allclose(replay(more)[name], replay(plain)[name], rtol=1e-12)
    assert scenario_on(SETTLEMENT_DATES[40], more).refused_share == 0.2


def test_an_insurer_underwrites_by_itself() -> None:
    terms = InsurerTerms()
    one, other = (one_year_premiums(Scenario(refused_share=share), terms) for share in (0.0, 0.5))
    np.testing.assert_array_equal(one, other)


def test_the_steps_tell_what_is_refused() -> None:
    projection = project(Scenario(refused_share=0.1))
    step = next(
        one
        for one in explain(projection, "cost_per_member_year")
        if one.title == "Less the claims that are refused"
    )
    rate, share, submitted, refused = (
        step.working.values[name].value  # type: ignore[union-attr]
        for name in ("rate", "share", "submitted", "refused")
    )
    assert step.result.value == pytest.approx(rate * (1 - share))
    assert submitted - refused == pytest.approx(projection.headline.claims)
    assert refused == pytest.approx(0.1 * submitted)
    assert "refused_share_not_known" in step.sources


# --------------------------------------------------------- accidents inside the waiting period


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_who_is_waiting_claims_for_accidents_alone(share: float) -> None:
    """By hand: of the claims without a waiting period, those after it and the accidents in it."""
    without = project(NEW.with_changes(waiting_days=0.0)).array("diagnosed")
    past = np.clip(np.arange(24) + 1 - PERIODS_OF_WAITING, 0.0, 1.0)
    assert past[:5].tolist() == [0.0] * 5
    assert past[6:].min() == 1.0
    wanted = (past + share * (1 - past)) * without
    found = project(NEW.with_changes(accident_share=share)).array("diagnosed")
    np.testing.assert_allclose(found, wanted, rtol=1e-12)
    if not share:
        assert found[:5].max() == 0.0


def test_accidents_of_those_who_join_count_from_the_day_they_join() -> None:
    plan = NEW.with_changes(members=1e4, joiners_per_year=2.4e7, waiting_days=365.0)

    def of_joiners(**changes: float) -> np.ndarray:
        both, opening = (plan.with_changes(**changes, joiners_per_year=n) for n in (2.4e7, 0.0))
        return project(both).array("diagnosed") - project(opening).array("diagnosed")

    found, free = of_joiners(accident_share=0.2), of_joiners(waiting_days=0.0)
    # Nobody who joined is past a waiting period of a year: a fifth of all their claims.
    np.testing.assert_allclose(found, 0.2 * free, rtol=1e-9)
    assert found[0] == pytest.approx(0.0, abs=1e-9)
    assert found[1] > 0


@given(scenarios)
def test_with_accidents_alone_there_is_no_waiting_period(scenario: Scenario) -> None:
    waiting = scenario.with_changes(accident_share=1.0)
    without = scenario.with_changes(accident_share=0.0, waiting_days=0.0)
    projections = project_many([waiting, without])
    for name in ("claims", "diagnosed", "charged_per_member", "members", "owed"):
        found, wanted = (one.array(name) for one in projections)
        np.testing.assert_allclose(
            found, wanted, rtol=1e-6, atol=1e-9 * max(wanted.max(), 1.0), err_msg=name
        )


@given(share=st.floats(0.0, 1.0))
def test_claims_rise_in_proportion_to_accidents(share: float) -> None:
    plan = Scenario(joiners_per_year=5e6, years=2)
    none, some, all_ = (
        project(plan.with_changes(accident_share=one)).array("claims") for one in (0.0, share, 1.0)
    )
    np.testing.assert_allclose(some, (1 - share) * none + share * all_, rtol=1e-9)


def test_a_plan_that_is_handed_over_covers_accidents_in_the_waiting_period_too() -> None:
    # In the first months most members wait, so it shows in how long they seem to have been in.
    day = SETTLEMENT_DATES[10]
    none, only, without = (
        scenario_on(day, Scenario(**changes)).opening_tenure_years
        for changes in ({}, {"accident_share": 1.0}, {"waiting_days": 0.0})
    )
    assert only == without != none


@pytest.mark.parametrize(
    ("baseline", "changes", "words"),
    [
        ({"waiting_days": 0.0}, {"accident_share": 0.4}, "Without a waiting period"),
        ({"opening_tenure_years": 20.0}, {"accident_share": 0.05}, "hardly shows"),
        ({"accident_share": 1.0}, {"waiting_days": 30.0}, "keeps none out"),
    ],
)
def test_why_it_moves_nothing(
    baseline: dict[str, float], changes: dict[str, float], words: str
) -> None:
    before = Scenario(**baseline)
    reasons = why_unmoved(before.with_changes(**changes), before)
    assert words in " ".join(map(str, reasons))
