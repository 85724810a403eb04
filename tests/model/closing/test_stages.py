"""How far claims have come, against single claims whose report and payment are drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mutualmodel.closing.stages import stages
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.periods import DAYS_PER_PERIOD

CLAIMS = 400_000
LAWS = [
    (121.7, 0.24, 0.5, 50.0),
    (121.7, 0.24, 0.25, 180.0),
    (121.7, 0.0, 0.5, 50.0),
    (121.7, 0.0, 0.5, 70.0),
    (60.0, 1.0, 0.3, 20.0),
    (365.0, 1.0, 0.9, 180.0),
    (200.0, 0.05, 0.7, 150.0),
    (258.0, 0.001, 0.5, 129.0),
    (15.0, 0.8, 0.05, 0.0),
    (0.0, 0.5, 0.5, 0.0),
]


@pytest.mark.parametrize(("days", "cv", "share", "window"), LAWS)
def test_stages_are_what_single_claims_come_to(
    days: float, cv: float, share: float, window: float
) -> None:
    """Two waits of one scale, one after the other: to the report, and from it to the payment."""
    rng = np.random.default_rng(11)
    if cv > 0.0 and days > 0.0:
        scale = days * cv**2
        report = rng.gamma(share / cv**2, scale, CLAIMS)
        payment = report + rng.gamma((1.0 - share) / cv**2, scale, CLAIMS)
    else:
        report, payment = np.full(CLAIMS, share * days), np.full(CLAIMS, days)
    to_the_end = (1.0 - rng.random(CLAIMS)) * DAYS_PER_PERIOD
    settlement = np.ceil((payment - to_the_end) / DAYS_PER_PERIOD).astype(int)
    settlement = np.clip(settlement, 0, PAST_PERIODS)

    def by_settlement(chosen: np.ndarray) -> np.ndarray:
        return (
            np.bincount(settlement[chosen], minlength=PAST_PERIODS + 1)[: len(come.paid)] / CLAIMS
        )

    come = stages(days, cv, share, window)
    in_window = report <= window
    np.testing.assert_allclose(come.in_time_after, by_settlement(in_window), atol=4e-3)
    assert len(come.reported) == len(come.in_time) == len(come.paid) - 1
    for ago in range(len(come.reported)):
        due = slice(ago + 1, None)
        told = report <= to_the_end + ago * DAYS_PER_PERIOD
        np.testing.assert_allclose(come.reported[ago, due], by_settlement(told)[due], atol=4e-3)
        in_time = by_settlement(told | in_window)
        np.testing.assert_allclose(come.in_time[ago, due], in_time[due], atol=4e-3)


@pytest.mark.parametrize(("days", "cv", "share", "window"), LAWS)
def test_who_is_too_late_is_the_tail_of_the_time_to_a_report(
    days: float, cv: float, share: float, window: float
) -> None:
    """The report alone is gamma distributed at its part of the shape."""
    if cv > 0.0 and days > 0.0:
        in_time = stats.gamma.cdf(window, share / cv**2, scale=days * cv**2)
    else:
        in_time = float(share * days <= window)
    come = stages(days, cv, share, window)
    assert come.in_time_after.sum() == pytest.approx(in_time, abs=3e-5)


def test_what_was_too_late_of_the_default_is_gone() -> None:
    """An exponential with a mean of 60 days had 5 % beyond 180; half of the delay has none."""
    assert np.exp(-180 / 60) == pytest.approx(0.05, abs=0.001)
    for cv in (0.0, 0.1, 0.24):
        assert 1.0 - stages(121.7, cv, 0.5, 180.0).in_time_after.sum() < 1e-4


@settings(deadline=None, max_examples=60)
@given(
    days=st.floats(0, 365),
    cv=st.floats(0, 1),
    share=st.floats(0.05, 0.95),
    window=st.floats(0, 365),
)
def test_stages_are_parts_of_what_is_paid(
    days: float, cv: float, share: float, window: float
) -> None:
    come = stages(days, cv, share, window)
    assert come.paid.sum() == pytest.approx(1.0, abs=1e-12)
    assert (come.reported >= 0.0).all()
    assert (come.reported <= come.in_time).all()
    assert (come.in_time <= come.paid).all()
    assert (come.in_time_after <= come.paid).all()


def test_without_a_spread_the_stages_are_the_limit() -> None:
    alike, nearly = (stages(121.7, cv, 0.5, 60.0) for cv in (0.0, 2e-4))
    for name in ("reported", "in_time"):
        rows = [getattr(come, name)[:8, :9] for come in (alike, nearly)]
        # A report falls into the half-month before the notice or after it within the hour.
        np.testing.assert_allclose(rows[0], rows[1], atol=3e-3)
