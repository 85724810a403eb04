"""How much longer the first claims took: the mean delay by day of diagnosis, and claims kept."""

import datetime as dt

import numpy as np
import pytest

from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.figures.rulebook import LAUNCH
from mutualmodel.history import SETTLEMENT_DATES
from mutualmodel.history.replay import delay_of
from mutualmodel.history.slow_start import NO_SLOW_START, SlowStart
from tests.model.history.fitted import FITTED, SLOW_START


def test_the_delay_falls_from_the_first_claims_on() -> None:
    days = SLOW_START.mean_days(78.5)[PAST_PERIODS:]
    assert len(days) == len(SETTLEMENT_DATES)
    # Before the first members have waited 90 days, nothing falls.
    first_claims = LAUNCH + dt.timedelta(days=90)
    before = [day <= first_claims for day in SETTLEMENT_DATES]
    np.testing.assert_allclose(days[before], 78.5 + 134.0)
    assert (np.diff(days[np.count_nonzero(before) :]) < 0).all()
    assert days[-1] == pytest.approx(78.5, abs=0.01)


@pytest.mark.parametrize("day", [dt.date(2019, 4, 28), dt.date(2019, 12, 14)])
def test_the_delay_of_a_day_is_the_formula(day: dt.date) -> None:
    since = (day - LAUNCH).days - 90 - 365.25 / 48
    by_hand = 78.5 + 134.0 * np.exp(-since / 101.8)
    days = SLOW_START.mean_days(78.5)[PAST_PERIODS:]
    assert days[SETTLEMENT_DATES.index(day)] == pytest.approx(by_hand)


def test_fall_days_leave_a_third() -> None:
    start = SlowStart(100.0, 365.25 / 2)
    extra = start.mean_days(0.0)[PAST_PERIODS:]
    at = SETTLEMENT_DATES.index(dt.date(2019, 3, 28))
    assert extra[at + 12] / extra[at] == pytest.approx(np.exp(-1), rel=0.02)


def test_without_a_slow_start_the_delay_is_the_lasting_one() -> None:
    assert NO_SLOW_START.mean_days(60.0) == pytest.approx(60.0)


def test_no_claim_is_lost_or_paid_twice_while_the_delay_falls() -> None:
    delay = delay_of(FITTED, SLOW_START)
    periods = len(SETTLEMENT_DATES)
    found = np.zeros((PAST_PERIODS + periods, 1, 1))
    # The last diagnosis that all is surely paid of within the record.
    found[PAST_PERIODS : PAST_PERIODS + periods - 24] = 1.0
    paid = delay.paid(found, 0, periods)
    assert paid.sum() == pytest.approx(periods - 24, rel=1e-6)


def test_the_fitted_slow_start_is_taken_where_none_is_given() -> None:
    found = np.ones((PAST_PERIODS + len(SETTLEMENT_DATES), 1, 1))
    given, kept = (
        delay_of(*arguments).paid(found, 0, 60) for arguments in ((FITTED, SLOW_START), (FITTED,))
    )
    np.testing.assert_allclose(given, kept)
