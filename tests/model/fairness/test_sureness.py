"""How sure a year's payouts are: against drawn claims of each age and sex, set by set."""

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import PERIODS_PER_YEAR
from mutualmodel.fairness import (
    Fairness,
    fairness,
    fairness_of_each,
    moved_sureness,
    payouts_sureness,
)
from mutualmodel.simulation import LAYERS, spread_over

SMALL = Scenario(members=60_000, minimum_members=0.0)
SETS = 40


def _drawn(plan: Scenario, each: int) -> tuple[FloatArray, FloatArray]:
    """Payouts and what changes hands, yuan a member: claims of every age and sex are drawn."""
    rng, payouts, moved = np.random.default_rng(4), [], []
    shape = 1 / plan.systemic_cv**2
    for one in spread_over(plan, SETS):
        fair = fairness(one)
        lives = fair.members * _member_years(one)
        factor = rng.gamma(shape, 1 / shape, size=each)[:, None, None]
        received = fair.received_share * (
            rng.poisson(factor * lives * fair.severe) * fair.payout
            + rng.poisson(factor * lives * fair.mild) * fair.mild_payout
        )
        total = received.sum(axis=(1, 2))
        payouts.append(total / lives.sum())
        more = fair.received > fair.mean_received
        an_equal_part = fair.members[more].sum() * total
        moved.append((received[:, more].sum(axis=1) - an_equal_part) / lives.sum())
    return np.concatenate(payouts), np.concatenate(moved)


def _member_years(plan: Scenario) -> float:
    members = project(plan.with_changes(years=1)).array("members")
    return float(members.sum()) / PERIODS_PER_YEAR


@pytest.mark.parametrize("mild", [0.0, 50_000.0])
def test_ranges_against_drawn_years(mild: float) -> None:
    plan = SMALL.with_changes(mild_payout=mild, per_claim_cap=None)
    for sure, drawn in zip(
        (payouts_sureness(plan, sets=SETS), moved_sureness(plan, sets=SETS)),
        _drawn(plan, 2_500),
        strict=True,
    ):
        found = sure.range_of("all")
        assert found.low[0] == pytest.approx(np.quantile(drawn, 0.05), rel=0.03)
        assert found.high[0] == pytest.approx(np.quantile(drawn, 0.95), rel=0.02)
        assert found.one_in_200[0] == pytest.approx(np.quantile(drawn, 0.995), rel=0.03)
        assert sure.spread.variance[0] == pytest.approx(drawn.var(), rel=0.05)


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(),
        Scenario(annual_cap=60.0, cap_bearer="nobody"),
        Scenario(members=1e5, minimum_members=0.0, per_claim_cap=0.1, cap_bearer="nobody"),
        Scenario(members=1e5, minimum_members=0.0, per_claim_cap=0.1, cap_bearer="sponsor"),
        Scenario(price_elasticity=1.0, mild_payout=5e4, fee_rate=0.1),
        Scenario(share_under_18=0.0, share_40_to_59=1.0, payout_40_plus=0.0),
        Scenario(members=1e5, minimum_members=3.3e6),
    ],
    ids=["default", "cap", "claim cap", "helped", "reacts", "nobody placed", "never starts"],
)
def test_what_changes_hands_sums_to_zero_under_every_set(plan: Scenario) -> None:
    plans = spread_over(plan, SETS)
    for one, fair in zip(plans, fairness_of_each(plans), strict=True):
        a_member = fair.paid + fair.help - fair.fee
        given = float((fair.members * (fair.received - a_member)).sum())
        assert given == pytest.approx(0.0, abs=1e-9 * max(a_member, 1.0))
        _same(fair, fairness(one))


def _same(one: Fairness, other: Fairness) -> None:
    np.testing.assert_allclose(one.received, other.received, rtol=1e-9, atol=1e-12)
    assert one.moved == pytest.approx(other.moved, rel=1e-9, abs=1e-12)


def test_the_means_under_each_set_are_those_of_fairness() -> None:
    plans = spread_over(Scenario(), SETS)
    paid, moved = payouts_sureness(Scenario(), sets=SETS), moved_sureness(Scenario(), sets=SETS)
    means = [fairness(plan).mean_received for plan in plans]
    np.testing.assert_allclose(paid.spread.fitted[0, :, 0], means, rtol=1e-9)
    np.testing.assert_allclose(
        moved.spread.fitted[0, :, 0], [fairness(plan).moved for plan in plans], rtol=1e-9
    )


def test_a_layer_alone_is_narrower_than_all() -> None:
    for sure in (
        payouts_sureness(Scenario(), assumed=True, sets=SETS),
        moved_sureness(Scenario(), assumed=True, sets=SETS),
    ):
        whole = sure.range_of("all")
        for layer in LAYERS:
            alone = sure.range_of(layer)
            assert whole.low[0] < alone.low[0] < alone.high[0] < whole.high[0]


def test_a_cap_nobody_pays_above_holds_the_payouts_and_what_moves() -> None:
    plan = Scenario(annual_cap=60.0, cap_bearer="nobody")
    fair = fairness(plan)
    for sure, mean in (
        (payouts_sureness(plan, sets=SETS), fair.mean_received),
        (moved_sureness(plan, sets=SETS), fair.moved),
    ):
        found = sure.range_of("all")
        # The cap binds in nearly every year, so the mean is as good as the cap.
        assert found.high[0] == sure.limit == pytest.approx(mean, rel=1e-3)
    assert fair.mean_received == pytest.approx(fair.paid - fair.fee)


def test_where_someone_pays_above_the_cap_it_takes_nothing_off_the_payouts() -> None:
    capped = Scenario(annual_cap=60.0, cap_bearer="sponsor")
    one, other = (payouts_sureness(plan, sets=SETS) for plan in (capped, Scenario()))
    assert one.range_of().high == pytest.approx(other.range_of().high)


def test_a_plan_without_payouts_moves_nothing() -> None:
    free = Scenario(payout_under_40=0.0, payout_40_plus=0.0, mild_payout=0.0)
    for sure in (payouts_sureness(free, sets=9), moved_sureness(free, sets=9)):
        assert sure.range_of().high[0] < 1e-9
