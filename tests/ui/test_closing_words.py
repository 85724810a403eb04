"""What the closing page says of a closing: each sentence on its condition, with its figures."""

from dataclasses import replace

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.closing import Reserve, WindDown, reserve_by_month, wind_down
from mutualmodel.history import PricePoint
from mutualmodel.inputs import ClosingTerms
from ui.closing.words import (
    answer,
    end_of_the_climb,
    late_note,
    loss_words,
    prices,
    reserve_covers,
    unpaid_before,
    verdict,
)
from ui.kit.language import amount, money, percent

FREE = Scenario(payout_under_40=0.0, payout_40_plus=0.0)
ENDING = Scenario(lapse_rate=2.0, minimum_members=5e7)
CUT = Scenario(annual_cap=60.0, cap_bearer="nobody")
TOO_LATE = "Claims of {late} are reported after"


def closed(plan: Scenario, stop: float = 1.0, **terms: float) -> WindDown:
    return wind_down(plan, stop, ClosingTerms().with_changes(**terms))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Scenario(), "{owed} is owed for claims not yet paid"),
        (ENDING, "Closed in order when it dissolves, the plan owes {owed}"),
        (FREE, "Nothing is owed, as no claim is outstanding"),
        (FREE.with_changes(lapse_rate=2.0, minimum_members=5e7), "Nothing is owed, as no claim"),
    ],
    ids=["stopped", "dissolved", "free", "free and dissolved"],
)
def test_the_answer_says_what_is_owed_and_by_which_end(plan: Scenario, words: str) -> None:
    found = closed(plan)
    assert answer(found).startswith(words.format(owed=money(found.total_owed)))


def test_what_the_bridging_insurer_faces_is_told_with_its_figures() -> None:
    found = closed(Scenario())
    bridge = found.bridge
    ratio, even = (f"{value:.2f}" for value in (bridge.loss_ratio, bridge.average_loss_ratio))
    told = loss_words(found)
    assert f"expected to pay out {ratio} in the first year; it would be {even} if the" in told
    each = money(bridge.premium_year / 12 / float(bridge.accepted.sum()))
    assert f" pay {each} a month on average" in told


def test_of_refunds_and_free_months_only_those_that_cost_are_told() -> None:
    beside = closed(Scenario())
    assert beside.operator_total > beside.operator_cost["claims"]
    assert "On top of claims it pays" in verdict(beside)
    nothing = closed(Scenario(), free_months=0, refund_share=0.0)
    assert nothing.operator_total == nothing.operator_cost["claims"]
    assert "On top of claims" not in verdict(nothing)


def test_what_went_unpaid_before_is_told_only_where_something_did() -> None:
    assert unpaid_before(closed(Scenario())) == ""
    cut = closed(CUT, 1.5)
    assert unpaid_before(cut).startswith(f"Before that {money(cut.books.unpaid)} had already")


def test_who_is_too_late_is_told_only_where_something_is_paid_to_those_in_time() -> None:
    assert late_note(closed(FREE)) == ""
    assert late_note(closed(Scenario(), paid_share=0.0)) == ""
    assert late_note(closed(Scenario(), paid_share=0.5)) != ""
    late = closed(Scenario(), claim_window_days=50.0)
    assert late_note(late).startswith(TOO_LATE.format(late=money(late.by_stage["too_late"])))


def test_nobody_is_too_late_or_almost_nobody() -> None:
    few, none = closed(Scenario()), closed(Scenario(claim_delay_cv=0.0))
    assert few.by_stage["too_late"] > 0.0 == none.by_stage["too_late"]
    assert late_note(few).startswith("Almost nobody claims too late")
    assert late_note(none).startswith("Nobody claims too late")


@pytest.mark.parametrize("layer", ["all", "process", "systematic", "parameters", "assumed"])
@pytest.mark.parametrize("assumed", [False, True])
def test_a_reserve_for_everything_says_whether_what_is_assumed_varies(
    layer: str, assumed: bool
) -> None:
    told = reserve_covers(layer, assumed=assumed)  # type: ignore[arg-type]
    says_so = told.endswith("What is assumed varies as well.")
    assert says_so == (assumed and layer == "all")


CLIMB = "The climb ends after two years: no member is then in the healthy first years."


def bent(by: float) -> Reserve:
    """Give a reserve that climbs by a tenth a month, and from two years on by so much less."""
    climbs = np.where(np.arange(60) < 24, 0.1, 0.1 - by)
    owed = 10.0 + np.cumsum(climbs)
    return replace(reserve_by_month(Scenario()), owed=owed * 10.0 / owed[23])


def test_the_end_of_a_climb_is_told_from_half_a_percent_a_month_on() -> None:
    assert end_of_the_climb(Scenario(), reserve_by_month(Scenario())) == CLIMB
    # By the rule: half a percent of what is owed after two years, 10, is 0.05 a month.
    top = 10.0 + 24 * 0.1
    for by, told in ((0.053 * top / 10.0, CLIMB), (0.047 * top / 10.0, "")):
        assert end_of_the_climb(Scenario(), bent(by)) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"select_year_1": 1.0, "select_year_2": 1.0},
        {"joiners_per_year": 1e7},
    ],
    ids=str,
)
def test_without_healthy_years_that_end_no_climb_ends(changes: dict[str, float]) -> None:
    plan = Scenario().with_changes(**changes)
    assert end_of_the_climb(plan, bent(0.1)) == ""
    one = Scenario(select_year_1=0.5, select_year_2=1.0)
    assert end_of_the_climb(one, bent(0.1)) == CLIMB


@pytest.mark.parametrize(
    ("ages", "first", "later"),
    [((0, 60), 30, 55), ((35, 60), 35, 55), ((0, 50), 30, 49)],
)
def test_the_insurers_price_is_told_at_two_ages_that_the_plan_admits(
    ages: tuple[int, int], first: int, later: int
) -> None:
    found = closed(Scenario(minimum_age=ages[0], exit_age=ages[1]))
    young, old = (float(found.bridge.price_month[:, age].mean()) for age in (first, later))
    assert f"at {first} about {amount(young)} and at {later} about {money(old)}." in loss_words(
        found
    )


def test_prices_are_as_far_apart_as_the_furthest() -> None:
    point = PricePoint("M", 30, published=100.0, by_age=90.0, by_band=120.0)
    near = point._replace(by_age=99.0, by_band=101.0)
    told = prices([near, point])
    assert f"is up to {percent(0.1)} away" in told
    assert f"up to {percent(0.2)}." in told
