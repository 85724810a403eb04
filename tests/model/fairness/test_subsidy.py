"""Who pays for whom: nothing is lost between ages, and the balancing payout balances."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mutualmodel import Scenario, project
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.fairness.subsidy import balancing_payout, equal_payout, fairness, with_cut
from mutualmodel.figures.rates import incidence
from mutualmodel.inputs import FieldMeta, fields
from tests.model.inputs.cases import room_for

PLANS = {
    "default": Scenario(),
    "mild illness": Scenario(mild_payout=5e4),
    "a sponsor helps": Scenario(members=1e5),
    "nobody helps": Scenario(members=1e5, cap_bearer="nobody"),
    "an annual cap that takes nearly all": Scenario(annual_cap=1.0, cap_bearer="nobody"),
    "an insurer above the year": Scenario(annual_cap=50.0, cap_bearer="insurer"),
    "reacting": Scenario(price_elasticity=1.0, lapse_rate=0.5),
    "dissolves within the year": Scenario(lapse_rate=0.5, minimum_members=9e7),
    "never starts": Scenario(members=3e6, minimum_members=5e6),
    "joiners": Scenario(members=1e6, joiners_per_year=2e6, opening_tenure_years=0.5),
    "nothing from 40 on": Scenario(payout_40_plus=0.0),
    "children only": Scenario(share_under_18=1.0, share_40_to_59=0.0),
}


def check(scenario: Scenario) -> None:
    """Assert that receipts, payments, fee and help balance, and subsidies cancel."""
    fair, year = fairness(scenario), project(scenario.with_changes(years=1))
    total = {n: float(year.array(n).sum()) for n in ("members", "payout", "fee", "unpaid")}
    scale = max(fair.paid, fair.mean_received, 1e-12)
    assert fair.members.sum() == pytest.approx(1.0)
    assert fair.mean_received == pytest.approx(
        fair.paid - fair.fee + fair.help, rel=1e-9, abs=1e-9 * scale
    )
    assert abs((fair.members * fair.subsidy).sum()) <= 1e-9 * scale
    years = total["members"] / 24
    received = total["payout"] - total["unpaid"]
    assert fair.fee * years == pytest.approx(total["fee"], rel=1e-9, abs=1e-6)
    # What a plan that never starts leaves unpaid is no member-year's.
    unpaid = total["unpaid"] if years else 0.0
    assert fair.unpaid * years == pytest.approx(unpaid, rel=1e-9, abs=1e-3)
    per_yuan = (fair.members * fair.per_yuan).sum() * (fair.paid + fair.help)
    assert per_yuan == pytest.approx(fair.mean_received, rel=1e-9, abs=1e-12)
    assert fair.mean_received * years == pytest.approx(received, rel=1e-9, abs=1e-6)
    charged = (year.array("charged_per_member") * year.array("members")).sum()
    assert fair.paid * years == pytest.approx(charged, rel=1e-9, abs=1e-3)
    assert (fair.members * fair.fair_price).sum() == pytest.approx(
        fair.paid if fair.mean_received else 0.0, rel=1e-9, abs=1e-12
    )
    assert fair.received.min() >= 0


@pytest.mark.parametrize("scenario", PLANS.values(), ids=PLANS)
def test_what_is_received_is_what_is_paid_less_the_fee_and_with_help(scenario: Scenario) -> None:
    check(scenario)


NUMBERS = [meta for meta in fields().values() if not meta.choices and meta.name != "seed"]


@pytest.mark.parametrize("meta", NUMBERS, ids=lambda meta: meta.name)
def test_it_balances_at_the_ends_of_every_slider(meta: FieldMeta) -> None:
    for value in (meta.minimum, meta.maximum, *((None,) if meta.optional else ())):
        kind = int(value) if meta.integer and value is not None else value
        check(Scenario(**{**room_for(meta.name), meta.name: kind}))


# --------------------------------------------------------------------------------------- by hand


def test_expected_benefits_by_hand() -> None:
    """With everyone past waiting and select years and no delay: table x multiplier x payout."""
    plan = Scenario(
        opening_tenure_years=20.0,
        select_year_1=1.0,
        select_year_2=1.0,
        waiting_days=0.0,
        claim_delay_days=0.0,
        lapse_rate=0.0,
        share_under_18=0.2,
        share_40_to_59=0.3,
    )
    fair = fairness(plan)
    rates = incidence("CI4") * plan.incidence_multiplier
    # Members are half a year older on average, and some have turned sixty.
    for sex, age, payout in ((0, 30, 3e5), (1, 25, 3e5), (0, 50, 1e5), (1, 55, 1e5)):
        assert fair.received[sex, age] == pytest.approx(rates[sex, age] * payout, rel=0.06)


def test_members_are_the_census_within_the_groups() -> None:
    np.testing.assert_allclose(fairness(Scenario()).members, opening_ages(Scenario()))


# ------------------------------------------------------------------------------------- other cuts


@pytest.mark.parametrize("cut", [0, 18, 30, 40, 50, 60])
@pytest.mark.parametrize("ratio", [0.0, 1 / 3, 1.0, 2.0])
def test_another_cut_costs_the_same_in_all(cut: int, ratio: float) -> None:
    plan = fairness(Scenario(mild_payout=3e4))
    if cut == 0 and ratio == 0:
        assert with_cut(plan, cut, ratio).payout.max() == 0
        return
    changed = with_cut(plan, cut, ratio)
    assert changed.mean_received == pytest.approx(plan.mean_received, rel=1e-12)
    young, old = changed.payout[max(cut - 1, 0)], changed.payout[min(cut, 59)]
    if 0 < cut < 60:
        assert old == pytest.approx(ratio * young, rel=1e-12)


def test_the_plans_own_cut_changes_nothing() -> None:
    plan = fairness(Scenario())
    np.testing.assert_allclose(with_cut(plan, 40, 1 / 3).payout, plan.payout, rtol=1e-12)
    assert equal_payout(plan) == pytest.approx(with_cut(plan, 25, 1.0).payout[0], rel=1e-12)
    assert 1e5 < equal_payout(plan) < 3e5


@pytest.mark.parametrize(
    ("cut", "ratio", "said"), [(101, 1.0, "age_cut = 101"), (40, -0.1, "ratio = -0.1")]
)
def test_a_cut_that_cannot_be_is_refused(cut: int, ratio: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        with_cut(fairness(Scenario()), cut, ratio)


# --------------------------------------------------------------------------------------- balancing


@pytest.mark.parametrize("mild", [0.0, 5e4])
@pytest.mark.parametrize("old", [0.05, 0.33, 0.6])
def test_the_balancing_payout_balances_when_it_is_put_in(mild: float, old: float) -> None:
    start = Scenario(mild_payout=mild, share_40_to_59=old)
    payout = balancing_payout(fairness(start))
    balanced = fairness(start.with_changes(payout_40_plus=payout))
    assert balanced.of_ages(0, 40) == pytest.approx(balanced.of_ages(40, 60), rel=1e-9)
    # A little more and the old receive more for their yuan.
    more = fairness(start.with_changes(payout_40_plus=1.01 * payout))
    assert more.of_ages(40, 60) > more.of_ages(0, 40)


def test_there_is_nothing_to_balance_without_two_groups() -> None:
    assert np.isnan(balancing_payout(fairness(PLANS["children only"])))
    none = Scenario(payout_under_40=0.0, mild_payout=1e5)
    assert balancing_payout(fairness(none)) == 0.0


@settings(deadline=None)
@given(*(st.floats(0, most).map(lambda number: round(number, 9)) for most in (1, 1, 1e6, 1e6)))
@example(0.0, 1.0, 1.0, 0.0)
@example(0.0, 0.0, 0.0, 1.0)
@example(0.0, 1.0, 1.0, 1e-9)
@example(0.0, 1e-9, 1.0, 1.0)
def test_the_yuan_that_move_are_at_most_what_is_received(
    young: float, old: float, under: float, over: float
) -> None:
    plan = Scenario(
        share_under_18=young * (1 - old),
        share_40_to_59=old,
        payout_under_40=under,
        payout_40_plus=over,
    )
    fair = fairness(plan)
    assert -1e-9 <= fair.moved <= fair.mean_received * (1 + 1e-9) + 1e-12
    check(plan)
