"""Who bears a bill: the parts are all of it, and those worth a word are told."""

import pytest

from mutualmodel import Scenario, project
from mutualmodel.engine import borne, settlements_held
from mutualmodel.engine.bearing import MATERIAL, Parts

CAPPED = Scenario(annual_cap=60.0, years=3)


@pytest.mark.parametrize("bearer", ["sponsor", "insurer", "nobody"])
@pytest.mark.parametrize("year", [1, 3, None])
def test_the_parts_are_payouts_and_fee(bearer: str, year: int | None) -> None:
    plan = project(CAPPED.with_changes(cap_bearer=bearer))
    parts = borne(plan, year)
    span = slice(None) if year is None else slice(24 * (year - 1), 24 * year)
    bill = float((plan.array("payout") + plan.array("fee"))[span].sum())
    assert parts.members + parts.sponsor + parts.claimants == pytest.approx(bill, rel=1e-12)
    assert parts.total == pytest.approx(bill, rel=1e-12)
    shares = [parts.share(part) for part in (parts.members, parts.sponsor, parts.claimants)]
    assert sum(shares) == pytest.approx(1.0)
    assert all(0.0 <= share < 1.0 for share in shares)
    assert parts.some_unpaid == (bearer == "nobody") == (parts.claimants > 0.0)
    assert parts.others_pay == (bearer != "nobody") == (parts.sponsor > 0.0)


def test_of_no_bill_every_share_is_nothing() -> None:
    assert Parts(0.0, 0.0, 0.0).share(1.0) == 0.0


def test_a_part_is_worth_a_word_from_a_thousandth_on() -> None:
    for part, told in ((0.9 * MATERIAL, False), (1.1 * MATERIAL, True)):
        assert Parts(1.0 - part, part, 0.0).others_pay == told
        assert Parts(1.0 - part, 0.0, part).some_unpaid == told


def test_a_plan_dissolves_after_the_settlements_that_it_holds() -> None:
    plan = project(Scenario(lapse_rate=2.0, minimum_members=5e7))
    held = settlements_held(plan)
    assert 0 < held < len(plan.array("members"))
    assert plan.headline.dissolved_after_years == pytest.approx(held / 24)
    assert settlements_held(project(Scenario())) == 24 * Scenario().years
    assert project(Scenario()).headline.dissolved_after_years is None
