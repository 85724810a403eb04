"""Continuing from a day of the record: what is handed over, and how well it goes on."""

import datetime as dt

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.history import (
    COVER_END,
    LAUNCH,
    SETTLEMENT_DATES,
    Change,
    course,
    members_on,
    replay,
    scenario_on,
)
from mutualmodel.history.joiners import early_mix
from mutualmodel.history.slow_start import NO_SLOW_START
from tests.model.history.fitted import FITTED

END_OF_2019, END_OF_2020 = dt.date(2019, 12, 28), dt.date(2020, 12, 28)
# What a hand-over does not touch.
KEPT = (
    *("share_female", "select_year_1", "select_year_2", "waiting_days", "claim_delay_days"),
    *("incidence_trend", "price_elasticity", "price_memory_months", "risk_spread"),
    *("systemic_cv", "seed", "years"),
)


def next_year(day: dt.date) -> float:
    """Return what the replay charges at the 24 settlements from a day on, before caps."""
    table = replay(FITTED)
    first = SETTLEMENT_DATES.index(day)
    return float(table["gross_per_member"][first : first + 24].sum())


def projected(scenario: Scenario) -> float:
    return project(scenario).headline.gross_per_member_year


# ------------------------------------------------------------------------------ how well it goes on


def test_the_plan_of_2019_goes_on_as_it_did() -> None:
    handed = scenario_on(END_OF_2019, FITTED)
    # As it stood it still paid 50,000 for mild illness; four days later it did not. The year's
    # first claims are of the time before, so the truth lies between the two.
    assert projected(handed) == pytest.approx(next_year(END_OF_2019), rel=0.06)
    reformed = handed.with_changes(mild_payout=0.0)
    assert projected(reformed) == pytest.approx(next_year(END_OF_2019), rel=0.06)
    assert projected(reformed) < next_year(END_OF_2019) < projected(handed)


def test_the_plan_of_2020_goes_on_as_it_did() -> None:
    handed = scenario_on(END_OF_2020, FITTED)
    # 3 % short: a quarter left in the year, so those who fell ill before it were more than those
    # who were left to fall ill at its start, and that a scenario does not know.
    assert projected(handed) / next_year(END_OF_2020) - 1 == pytest.approx(-0.032, abs=0.005)
    end = project(handed).array("members")[23]
    assert end == pytest.approx(members_on([dt.date(2021, 12, 14)])[0], rel=0.06)


def test_an_even_tenure_with_the_same_mean_would_go_on_far_worse() -> None:
    # Twice the mean tenure of 1.57 years, and the plan's own age of 2.20, are both too young: the
    # members are bunched at one and a half to two years and nearly all past their second next year.
    handed = scenario_on(END_OF_2020, FITTED)
    assert handed.opening_tenure_years == pytest.approx(3.75, abs=0.1)
    for years, error in ((3.14, -0.09), (2.20, -0.23)):
        other = projected(handed.with_changes(opening_tenure_years=years))
        assert other / next_year(END_OF_2020) - 1 == pytest.approx(error, abs=0.02)


def test_a_plan_of_the_first_year_is_handed_over_without_its_slow_start() -> None:
    """So it pays sooner than it did; and its joiners stay as young as those who were there."""
    day = dt.date(2018, 12, 28)
    off = projected(scenario_on(day, FITTED)) / next_year(day) - 1
    assert off == pytest.approx(0.26, abs=0.02)
    at = SETTLEMENT_DATES.index(day)
    prompt = replay(FITTED, slow_start=NO_SLOW_START)["gross_per_member"][at : at + 24].sum()
    assert prompt > 1.15 * next_year(day)


# ----------------------------------------------------------------------------- what is handed over


@pytest.mark.parametrize("day", SETTLEMENT_DATES[::5])
def test_members_and_joiners_are_those_of_the_settlement(day: dt.date) -> None:
    handed = scenario_on(day, FITTED)
    last_paid = min(day, dt.date(2021, 12, 14))
    assert handed.members == pytest.approx(members_on([last_paid])[0], rel=1e-6)
    assert {name: getattr(handed, name) for name in KEPT} == {
        name: getattr(FITTED, name) for name in KEPT
    }
    assert handed.minimum_members == 3_300_000
    assert handed.cap_bearer == "sponsor"
    assert np.isfinite(projected(handed))


def test_a_day_between_settlements_is_that_of_the_one_before() -> None:
    assert scenario_on(dt.date(2020, 1, 13), FITTED) == scenario_on(END_OF_2019, FITTED)
    assert scenario_on(dt.date(2020, 1, 14), FITTED) != scenario_on(END_OF_2019, FITTED)


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (dt.date(2018, 11, 14), ("CI2", 0.10, 0.0, None)),
        (dt.date(2019, 5, 28), ("CI2", 0.08, 0.0, 188.0)),
        (END_OF_2019, ("CI4", 0.08, 50_000.0, 188.0)),
        (END_OF_2020, ("CI4", 0.08, 0.0, None)),
    ],
)
def test_the_rules_are_those_in_force(
    day: dt.date, rules: tuple[str, float, float, float | None]
) -> None:
    handed = scenario_on(day, FITTED)
    found = (handed.incidence_table, handed.fee_rate, handed.mild_payout, handed.annual_cap)
    assert found == rules
    assert handed.payouts[:2] == (300_000, 100_000)
    assert handed.per_claim_cap == 0.10


def test_joining_and_leaving_go_on_as_in_the_last_month() -> None:
    flows = course(None, FITTED)
    growing, falling = scenario_on(dt.date(2019, 6, 28), FITTED), scenario_on(END_OF_2020, FITTED)
    at = SETTLEMENT_DATES.index(dt.date(2019, 6, 28))
    assert growing.joiners_per_year == pytest.approx(12 * flows.joiners[at - 2 : at].sum())
    assert 80e6 < growing.joiners_per_year < 120e6
    assert growing.lapse_rate == pytest.approx(0.05)
    assert falling.joiners_per_year == 0
    at = SETTLEMENT_DATES.index(END_OF_2020)
    assert falling.lapse_rate == pytest.approx(12 * flows.lapse[at - 2 : at].sum(), abs=5e-5)
    assert 0.2 < falling.lapse_rate < 0.35
    # By the end of 2019 the growth was over, and what joined just made up for those who left.
    assert scenario_on(END_OF_2019, FITTED).joiners_per_year < 10e6


def test_members_have_aged_since_they_joined() -> None:
    first, last = scenario_on(SETTLEMENT_DATES[0], FITTED), scenario_on(COVER_END, FITTED)
    early = early_mix()
    at_first = first.share_under_18, first.share_40_to_59
    assert at_first == pytest.approx((early.share_under_18, early.share_40_to_59), abs=5e-5)
    assert last.share_under_18 < 0.10 - 0.005
    assert last.share_40_to_59 > 0.33 + 0.03


def test_a_tenure_is_handed_over_as_it_is_where_members_did_join_evenly() -> None:
    # From November 2018 to April 2019 about as many joined every day.
    handed = scenario_on(dt.date(2019, 3, 28), FITTED)
    since_launch = (dt.date(2019, 3, 28) - LAUNCH).days / 365.25
    assert handed.opening_tenure_years == pytest.approx(since_launch, abs=0.07)


def test_the_trend_up_to_the_day_goes_into_the_level() -> None:
    handed = scenario_on(END_OF_2020, FITTED.with_changes(incidence_trend=0.1))
    years = SETTLEMENT_DATES.index(END_OF_2020) / 24
    assert handed.incidence_multiplier == pytest.approx(0.4234 * 1.1**years)
    assert handed.incidence_trend == 0.1


# ------------------------------------------------------------------- turns history did not take


def test_a_turn_holds_once_its_day_has_come() -> None:
    turn = Change(END_OF_2019, 200_000.0, 50_000.0, no_joiners=True, no_leavers=True)
    plain, turned = scenario_on(END_OF_2019, FITTED), scenario_on(END_OF_2019, FITTED, turn)
    assert turned.changes_from(plain) == {
        "payout_under_40": (300_000, 200_000),
        "payout_40_plus": (100_000, 50_000),
        "joiners_per_year": (plain.joiners_per_year, 0),
        "lapse_rate": (plain.lapse_rate, 0),
    }
    before = dt.date(2019, 12, 14)
    assert scenario_on(before, FITTED, turn) == scenario_on(before, FITTED)


def test_a_turn_hands_over_its_own_members() -> None:
    turn = Change(END_OF_2019, no_leavers=True)
    handed = scenario_on(dt.date(2021, 6, 28), FITTED, turn)
    table = replay(FITTED, turn)
    at = SETTLEMENT_DATES.index(dt.date(2021, 6, 28))
    assert handed.members == pytest.approx(table["members"][at], abs=0.5)
    assert handed.members > 1.2 * scenario_on(dt.date(2021, 6, 28), FITTED).members
    assert handed.lapse_rate == 0


# ------------------------------------------------------------------------------------ out of range


@pytest.mark.parametrize("day", [LAUNCH, dt.date(2018, 10, 27), dt.date(2022, 1, 29)])
def test_a_day_out_of_range_is_refused_by_name(day: dt.date) -> None:
    with pytest.raises(ValueError, match=f"day: got {day}, allowed is 2018-10-28 to 2022-01-28"):
        scenario_on(day, FITTED)


def test_after_the_notice_the_plan_is_that_of_the_last_paid_settlement() -> None:
    last = scenario_on(dt.date(2021, 12, 14), FITTED)
    for day in (dt.date(2021, 12, 28), COVER_END):
        assert scenario_on(day, FITTED) == last
    assert last.per_claim_cap == 0.10
