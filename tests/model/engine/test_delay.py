"""The delay: what is diagnosed is paid once, at its own settlement, and outstanding before."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.engine.projection import project_many
from mutualmodel.inputs.scenario import Scenario, fields
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


@given(days=st.floats(0, 365), cv=st.floats(0, 1), period=st.integers(-PAST_PERIODS, 10))
def test_what_is_outstanding_is_diagnosed_less_paid(days: float, cv: float, period: int) -> None:
    delay = Delay.of_days(np.array([days]), cv)
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
    longest = fields()["claim_delay_days"].maximum
    assert longest == 365
    assert max(Delay.of_days(np.array([longest])).portions) < PAST_PERIODS
    # What a gamma delay would pay later still is paid then, and as little of it as is said.
    early = [
        stats.gamma.sf(PAST_PERIODS * DAYS_PER_PERIOD, cv**-2, scale=days * cv**2)
        for days, cv in ((258, 0.24), (365, 0.25), (365, 1.0))
    ]
    assert early[0] < 1e-12
    assert early[1:] == [pytest.approx(1e-6, rel=0.1), pytest.approx(0.07, abs=0.005)]
    shares = [shares_of(Delay.of_days(np.array([365.0]), cv))[-1] for cv in (0.25, 1.0)]
    # Half a period before and after it: those diagnosed earlier in their period are paid later.
    assert shares == [pytest.approx(1.2e-6, rel=0.5), pytest.approx(0.071, abs=0.002)]


# ---------------------------------------------------------------------------------- gamma delays

SPREADS = [(121.7, 0.24), (30.0, 1.0), (200.0, 0.05), (3.0, 0.6), (365.0, 1.0), (258.0, 0.24)]


def shares_of(delay: Delay, row: int = 0) -> np.ndarray:
    """Shares of one plan by settlement, from the one that ends the period of diagnosis."""
    shares = np.zeros(PAST_PERIODS + 1)
    for later, share in delay.portions.items():
        shares[later] = share[row, 0]
    return shares


@pytest.mark.parametrize(("days", "cv"), SPREADS)
def test_portions_are_what_single_claims_with_gamma_delays_come_to(days: float, cv: float) -> None:
    rng = np.random.default_rng(7)
    claims = 400_000
    delays = rng.gamma(cv**-2, days * cv**2, claims) / DAYS_PER_PERIOD
    settlement = np.minimum(np.floor(rng.random(claims) + delays).astype(int), PAST_PERIODS)
    counted = np.bincount(settlement, minlength=PAST_PERIODS + 1) / claims
    shares = shares_of(Delay.of_days(np.array([days]), cv))
    np.testing.assert_allclose(counted, shares, atol=5 * np.sqrt(0.25 / claims))
    assert abs(shares - counted).sum() < 0.01


@pytest.mark.parametrize(("days", "cv"), SPREADS)
def test_portions_are_the_integral_of_the_density(days: float, cv: float) -> None:
    """A claim with the delay D falls to the k-th settlement with the chance 1 - |D - k|."""
    law = stats.gamma(cv**-2, scale=days * cv**2 / DAYS_PER_PERIOD)
    shares = shares_of(Delay.of_days(np.array([days]), cv))
    # 2 000 points to a period: the midpoint rule on the cdf, which has no pole at zero.
    points = (np.arange(2000) + 0.5) / 2000
    by_then = law.cdf(np.arange(PAST_PERIODS)[:, None] + points).mean(axis=1)
    np.testing.assert_allclose(np.cumsum(shares)[:-1], by_then, atol=2e-7)


@given(days=st.floats(0, 365), cv=st.floats(0, 1))
def test_all_claims_are_paid_in_the_end_and_none_twice(days: float, cv: float) -> None:
    shares = shares_of(Delay.of_days(np.array([days]), cv))
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize(("days", "cv"), [(121.7, 0.24), (200.0, 0.05), (258.0, 0.24)])
def test_the_mean_is_the_delay(days: float, cv: float) -> None:
    """A claim is paid half a period after its delay ended on average, and found half into one."""
    shares = shares_of(Delay.of_days(np.array([days]), cv))
    mean = shares @ np.arange(PAST_PERIODS + 1)
    assert mean * DAYS_PER_PERIOD == pytest.approx(days, rel=1e-9)


@pytest.mark.parametrize("days", [2.25 * DAYS_PER_PERIOD, 121.7, 3 * DAYS_PER_PERIOD, 4.0])
def test_without_a_spread_the_delay_is_the_limit(days: float) -> None:
    alike = shares_of(Delay.of_days(np.array([days])))
    gaps = [
        abs(shares_of(Delay.of_days(np.array([days]), cv)) - alike).sum()
        for cv in (1e-1, 1e-2, 1e-3, 1e-4, 2e-6)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 1e-4
    # Below that none is told from it.
    assert np.array_equal(shares_of(Delay.of_days(np.array([days]), 1e-7)), alike)


def test_a_delay_by_date_of_diagnosis_loses_and_doubles_no_claim() -> None:
    """It falls from 258 to 95 days within half a year, so that later claims overtake earlier."""
    since = np.arange(-PAST_PERIODS, PERIODS)
    days = np.interp(since, [0, 12], [258.0, 95.0])[:, None]
    delay = Delay.of_days(days, 0.24)
    rng = np.random.default_rng(3)
    diagnosed = np.zeros((PAST_PERIODS + PERIODS, 1, 1))
    diagnosed[PAST_PERIODS - 5 : PAST_PERIODS + 15] = rng.random((20, 1, 1))
    expected = np.zeros(PAST_PERIODS + PERIODS + PAST_PERIODS)
    for row, (mean,) in enumerate(days):
        alone = shares_of(Delay.of_days(np.array([mean]), 0.24))
        expected[row : row + len(alone)] += diagnosed[row, 0, 0] * alone
    paid = delay.paid(diagnosed, 0, PERIODS)[:, 0, 0]
    np.testing.assert_allclose(
        paid, expected[PAST_PERIODS : PAST_PERIODS + PERIODS], rtol=1e-12, atol=1e-15
    )
    # All claims are found by now and nearly all paid; the rest is outstanding.
    before = expected[:PAST_PERIODS].sum()
    outstanding = delay.outstanding(diagnosed)[:, 0, 0]
    assert outstanding[-1] == pytest.approx(diagnosed.sum() - before - paid.sum(), abs=1e-12)
    known = np.cumsum(diagnosed[:, 0, 0])[PAST_PERIODS:]
    np.testing.assert_allclose(known - before - np.cumsum(paid), outstanding, atol=1e-12)


def test_one_settlement_at_a_time_is_as_all_at_once() -> None:
    days = np.array([[20.0, 121.7, 300.0]]) * np.linspace(1.5, 0.5, PAST_PERIODS + PERIODS)[:, None]
    diagnosed = np.random.default_rng(5).random((PAST_PERIODS + PERIODS, 3, 2))
    for delay in (
        Delay.of_days(np.minimum(days, 365.0), np.array([0.0, 0.3, 0.9])),
        Delay.of_days(days[PAST_PERIODS]),
    ):
        steps = [delay.paid(diagnosed, at, at + 1) for at in range(PERIODS)]
        at_once = delay.paid(diagnosed, 0, PERIODS)
        np.testing.assert_allclose(np.concatenate(steps), at_once, rtol=1e-14)


def test_plans_with_delays_of_their_own_are_projected_side_by_side() -> None:
    plan = Scenario(years=2)
    plans = [
        plan.with_changes(claim_delay_days=days, claim_delay_cv=cv)
        for days, cv in ((0.0, 0.0), (0.0, 0.5), (45.0, 0.0), (121.7, 0.24), (365.0, 1.0))
    ]
    together = project_many(plans)
    for single, batch in zip(plans, together, strict=True):
        alone = project_many([single])[0]
        for name in ("claims", "owed", "charged_per_member"):
            np.testing.assert_allclose(batch.array(name), alone.array(name), rtol=1e-12)


def test_a_spread_pays_some_earlier_and_some_later() -> None:
    """Where claims do not change over time, neither does what is paid: only young plans feel it."""
    plan = Scenario(
        opening_tenure_years=0.0, lapse_rate=0.0, claim_delay_days=121.7, claim_delay_cv=0.0
    )
    alike, spread = project_many([plan, plan.with_changes(claim_delay_cv=0.24)])
    claims, others = alike.array("claims"), spread.array("claims")
    first = np.flatnonzero(others > 1.0)[0]
    assert claims[first] == 0.0
    assert others[:24].sum() == pytest.approx(claims[:24].sum(), rel=0.02)
    assert others[-12:] == pytest.approx(claims[-12:], rel=1e-3)
