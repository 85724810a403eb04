"""The delay: what is diagnosed is paid once, at its own settlement, and outstanding before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel.engine.delay import PAST_PERIODS, Delay, whole_periods
from mutualmodel.periods import DAYS_PER_PERIOD

PERIODS = 40


def one_claim(period: int) -> np.ndarray:
    """One claim, diagnosed in a period of which 0 is the first."""
    diagnosed = np.zeros((PAST_PERIODS + PERIODS, 1, 1))
    diagnosed[PAST_PERIODS + period] = 1.0
    return diagnosed


def test_a_claim_is_paid_in_two_portions_by_hand() -> None:
    delay = Delay.of_days(np.array([2.25 * DAYS_PER_PERIOD]))
    paid = delay.paid(one_claim(3), 0, PERIODS)[:, 0, 0]
    assert paid[5:7].tolist() == [0.75, 0.25]
    assert paid.sum() == 1.0
    assert {later: share.item() for later, share in delay.portions.items()} == {2: 0.75, 3: 0.25}
    outstanding = delay.outstanding(one_claim(3))[:, 0, 0]
    assert outstanding[2:7].tolist() == [0.0, 1.0, 1.0, 0.25, 0.0]


def test_a_delay_of_whole_periods_has_one_portion() -> None:
    assert list(Delay.of_days(np.array([0.0])).portions) == [0]
    assert not Delay.of_days(np.array([0.0])).outstanding(one_claim(0)).any()


@given(days=st.floats(0, 365), period=st.integers(-PAST_PERIODS + 1, 10))
def test_what_is_outstanding_is_diagnosed_less_paid(days: float, period: int) -> None:
    delay = Delay.of_days(np.array([days]))
    diagnosed = one_claim(period)
    # All that is paid from its diagnosis on, also before the first period.
    when = {period + later: share.item() for later, share in delay.portions.items()}
    outstanding = delay.outstanding(diagnosed)[:, 0, 0]
    for now in range(PERIODS):
        known = float(now >= period)
        paid = sum(share for at, share in when.items() if at <= now)
        assert outstanding[now] == pytest.approx(known - paid, abs=1e-12)


def test_a_dissolved_plan_neither_diagnoses_nor_pays() -> None:
    delay = Delay.of_days(np.array([2.0 * DAYS_PER_PERIOD]))
    running = (np.arange(PERIODS) < 4)[:, None]
    assert delay.outstanding(one_claim(3), running=running)[-1] == 1.0
    assert not delay.outstanding(one_claim(5), running=running).any()


def test_claims_come_to_yuan() -> None:
    delay = Delay.of_days(np.array([30.0]))
    claims = np.repeat(one_claim(3), 3, axis=2)
    worth = np.array([[3e5, 1e5, 5e4]])
    np.testing.assert_allclose(
        delay.outstanding(claims, worth=worth)[:, :, 0],
        (delay.outstanding(claims) * worth).sum(axis=2),
    )


def test_the_past_covers_the_longest_delay() -> None:
    assert whole_periods(365.0) + 1 <= PAST_PERIODS - 1
