"""Why the share rose: the causes add up, and each has the sign that a hand argument gives."""

import datetime as dt

import pytest

from mutualmodel import Scenario
from mutualmodel.figures.register import figure
from mutualmodel.figures.rulebook import LAUNCH
from mutualmodel.history import Change, Rise, replay, why_the_share_rose
from tests.model.history.fitted import FITTED

NAMES = (
    "Changed rules",
    "Members leaving",
    "Waiting, delay and growth",
    "Members past their healthy first years",
    "Members growing older",
    "One settlement fewer",
)
RULES = dt.date(2020, 1, 1)


@pytest.fixture(scope="module")
def rise() -> Rise:
    return why_the_share_rose(FITTED)


def parts(rise: Rise) -> dict[str, float]:
    return {cause.name: cause.yuan for cause in rise.causes}


def yearly_share(scenario: Scenario, year: int) -> float:
    table = replay(scenario)
    return float(table[table["date"].dt.year == year]["charged_per_member"].sum())


def test_the_ends_are_the_shares_of_the_replay(rise: Rise) -> None:
    assert rise.first == pytest.approx(yearly_share(FITTED, 2019), rel=1e-12)
    assert rise.last == pytest.approx(yearly_share(FITTED, 2021), rel=1e-12)


@pytest.mark.parametrize(
    "scenario",
    [
        FITTED,
        FITTED.with_changes(incidence_multiplier=0.78, select_year_1=0.27, select_year_2=0.36),
        FITTED.with_changes(share_40_to_59=0.25, incidence_trend=0.05),
        FITTED.with_changes(waiting_days=0.0, claim_delay_days=0.0),
    ],
)
def test_the_causes_add_up_to_the_rise(scenario: Scenario) -> None:
    found = why_the_share_rose(scenario)
    assert tuple(cause.name for cause in found.causes) == NAMES
    total = sum(cause.yuan for cause in found.causes)
    assert total == pytest.approx(found.last - found.first, abs=1e-9)


def test_each_cause_has_the_sign_of_a_hand_argument(rise: Rise) -> None:
    yuan = parts(rise)
    # The rules of 2019 paid for thyroid cancer, in full and then in part; those of 2021 did not.
    assert yuan["Changed rules"] < 0
    # In 2021 claims fall due on fewer than were there at the diagnosis, in 2019 on more.
    assert yuan["Members leaving"] > 0
    # In 2019 most members were still waiting or had claims under way, in 2021 none were.
    assert yuan["Waiting, delay and growth"] > 0
    # In 2019 all were in their first year, in 2021 most past their second.
    assert yuan["Members past their healthy first years"] > 0
    # Incidence rises with age faster than the drop in the payout at 40 takes it back.
    assert yuan["Members growing older"] > 0
    assert yuan["One settlement fewer"] < 0


def test_the_size_of_each_cause(rise: Rise) -> None:
    expected = (-8.3, 12.8, 41.8, 73.7, 9.2, -7.4)
    assert parts(rise) == pytest.approx(dict(zip(NAMES, expected, strict=True)), abs=0.3)
    # Four fifths and more of the rise come from maturing: waiting over, and select years past.
    matured = expected[2] + expected[3]
    assert matured > 0.8 * (rise.last - rise.first)


def test_with_every_cause_off_each_settlement_costs_the_same(rise: Rise) -> None:
    mature = FITTED.with_changes(
        waiting_days=0.0, claim_delay_days=0.0, select_year_1=1.0, select_year_2=1.0
    )
    stays = Change(LAUNCH, no_leavers=True)
    gross = replay(mature, stays, ageing=False, rules_of=RULES)["gross_per_member"]
    assert gross.max() == pytest.approx(gross.min(), rel=1e-9)
    # So members paid for 24 of them in 2019 and for 23 in 2021.
    assert parts(rise)["One settlement fewer"] == pytest.approx(-gross.iloc[0], rel=1e-9)
    assert figure("settlements_to_2021_12_28").value == "71"


def test_a_plan_without_waiting_or_delay_owes_nothing_to_them() -> None:
    prompt = FITTED.with_changes(waiting_days=0.0, claim_delay_days=0.0)
    found = parts(why_the_share_rose(prompt))
    assert found["Waiting, delay and growth"] == pytest.approx(0, abs=1e-9)
    # Those who are left pay for those who are left: without a delay leaving moves nothing, but
    # for the newly joined who make up for some of the leavers and are still in their first years.
    assert abs(found["Members leaving"]) < 1.5


def test_without_select_factors_nobody_has_healthy_first_years() -> None:
    even = FITTED.with_changes(select_year_1=1.0, select_year_2=1.0)
    found = parts(why_the_share_rose(even))
    assert found["Members past their healthy first years"] == pytest.approx(0, abs=1e-9)
