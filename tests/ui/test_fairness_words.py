"""What the fairness page says: who pays for whom, and that no part of what is paid in is lost."""

import re

import pytest

from mutualmodel import Scenario, project
from mutualmodel.fairness import balancing_payout, fairness, with_cut
from ui.fairness.charts import Cut
from ui.fairness.words import cut_words, past_cut_words, verdict
from ui.kit.language import money

EXPECTED = re.compile(
    r"For each yuan paid in, members under 40 expect ([\d.]+) yuan back and those from 40 on "
    r"([\d.]+) yuan; the fee takes ([\d.]+) yuan\."
)
TOLD = [
    {},
    {"payout_40_plus": 3e5},
    {"payout_40_plus": 1e4, "fee_rate": 0.3},
    {"annual_cap": 60.0, "cap_bearer": "insurer"},
]


def told(**changes: float | str) -> str:
    plan = Scenario().with_changes(**changes)
    return verdict(fairness(plan), project(plan))


@pytest.mark.parametrize("changes", TOLD, ids=str)
def test_what_both_groups_expect_and_the_fee_are_what_is_paid_in(
    changes: dict[str, float | str],
) -> None:
    found = EXPECTED.search(told(**changes))
    assert found
    young, old, fee = map(float, found.groups())
    members = fairness(Scenario().with_changes(**changes)).members
    under_40 = float(members[:, :40].sum())
    # They are told to two digits or three.
    assert under_40 * young + (1.0 - under_40) * old + fee == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("fee_rate", [0.08, 0.25])
def test_the_fee_takes_its_rate_of_what_goes_to_claims(fee_rate: float) -> None:
    found = EXPECTED.search(told(fee_rate=fee_rate))
    assert found
    assert float(found[3]) == pytest.approx(fee_rate / (1.0 + fee_rate), abs=0.006)


def test_who_expects_less_pays_for_the_other() -> None:
    plan = Scenario()
    balanced = balancing_payout(fairness(plan))
    for payout, words in (
        (0.9 * balanced, "The old pay for the young."),
        (balanced, "Neither age group pays for the other."),
        (1.1 * balanced, "The young pay for the old."),
    ):
        assert told(payout_40_plus=payout).startswith(words)


def test_what_others_pay_is_told_where_they_do() -> None:
    assert "others the rest" not in told()
    assert "For each member an insurer pays another" in told(annual_cap=60.0, cap_bearer="insurer")


@pytest.mark.parametrize("age", [30, 59])
def test_a_cut_at_whatever_age_tells_what_each_side_of_it_is_paid(age: int) -> None:
    plan = fairness(Scenario())
    other = with_cut(plan, age, 0.5)
    young, old = (money(round(float(other.payout[at]))) for at in (age - 1, age))
    assert young != old
    for words in (cut_words, past_cut_words):
        assert f"**{young}** below {age} and **{old}** from then on" in words(Cut(plan, other, age))
