"""Why the share rose: the causes add up, and each has the sign that a hand argument gives."""

import datetime as dt

import pandas as pd
import pytest

from mutualmodel import Scenario
from mutualmodel.figures.rulebook import LAUNCH
from mutualmodel.history import Change, Rise, replay, why_the_share_rose
from mutualmodel.history.slow_start import NO_SLOW_START
from tests.model.history.fitted import FITTED, SLOW_START

NAMES = (
    "Changed rules",
    "Members leaving",
    "Waiting, delay and growth",
    "Members past their healthy first years",
    "Older members",
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
    trend = ("Trend in incidence",) if scenario.incidence_trend else ()
    assert tuple(cause.name for cause in found.causes) == (*NAMES, *trend)
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
    # Incidence rises with age faster than the drop in the payout at 40 takes it back, and those who
    # joined in 2018 were younger.
    assert yuan["Older members"] > 0


def test_the_size_of_each_cause(rise: Rise) -> None:
    expected = (-8.2, 8.2, 33.6, 69.1, 14.4)
    assert parts(rise) == pytest.approx(dict(zip(NAMES, expected, strict=True)), abs=0.3)
    # Nine tenths of the rise come from maturing: waiting over, and select years past.
    matured = expected[2] + expected[3]
    assert matured == pytest.approx(0.876 * (rise.last - rise.first), rel=0.01)


def test_with_every_cause_off_each_settlement_costs_the_same(rise: Rise) -> None:
    mature = FITTED.with_changes(
        waiting_days=0.0, claim_delay_days=0.0, select_year_1=1.0, select_year_2=1.0
    )
    stays = Change(LAUNCH, no_leavers=True)
    table = replay(mature, stays, ageing=False, rules_of=RULES, slow_start=NO_SLOW_START)
    gross = table["gross_per_member"]
    assert gross.max() == pytest.approx(gross.min(), rel=1e-9)
    # And members paid for 23 of them in 2019 and in 2021, so that the causes are all of the rise.
    assert sum(parts(rise).values()) == pytest.approx(rise.last - rise.first, abs=1e-9)
    growing = parts(why_the_share_rose(FITTED.with_changes(incidence_trend=0.05)))
    assert growing["Trend in incidence"] > 0


def test_a_plan_without_waiting_or_delay_owes_to_them_what_a_slow_start_does() -> None:
    prompt = FITTED.with_changes(waiting_days=0.0, claim_delay_days=0.0)
    found = parts(why_the_share_rose(prompt))
    stays = Change(LAUNCH, no_leavers=True)
    slow, quick = (
        rise_of(replay(prompt, stays, rules_of=RULES, slow_start=start))
        for start in (SLOW_START, NO_SLOW_START)
    )
    assert slow - quick > 1.0
    assert found["Waiting, delay and growth"] == pytest.approx(slow - quick, abs=1e-9)
    # Those who are left pay for those who are left: without a delay leaving moves nothing, but
    # for the newly joined who make up for some of the leavers and are still in their first years.
    assert abs(found["Members leaving"]) < 1.5


def rise_of(table: pd.DataFrame) -> float:
    """Return how much more than in 2019 the settlements of 2021 cost that members paid."""
    year = table["date"].dt.year
    charged = table["date"].between("2019-01-28", "2021-12-14")
    paid = table[charged]["gross_per_member"].groupby(year).sum()
    return float(paid[2021] - paid[2019])


def test_without_select_factors_nobody_has_healthy_first_years() -> None:
    even = FITTED.with_changes(select_year_1=1.0, select_year_2=1.0)
    found = parts(why_the_share_rose(even))
    assert found["Members past their healthy first years"] == pytest.approx(0, abs=1e-9)
