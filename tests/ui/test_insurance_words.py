"""What Versus insurance says of ages and of who pays, each on its condition."""

import pytest

from mutualmodel import Scenario, project
from mutualmodel.engine import borne
from mutualmodel.insurance import BreakEven, BreakEvenRange
from ui.insurance.words import ages_between, cap_note, on_help, spans_in_words
from ui.kit.language import portion

NOWHERE, EVERYWHERE = BreakEven(None, ()), BreakEven(18, ((0, 59),))


def from_age(age: int) -> BreakEven:
    return BreakEven(age, ((age, 59),))


@pytest.mark.parametrize(
    ("if_low", "if_high", "words"),
    [
        (from_age(30), from_age(45), "30 to 45"),
        (from_age(30), from_age(30), "always 30"),
        (from_age(30), NOWHERE, "30 to none"),
        (NOWHERE, NOWHERE, "at no age"),
        (EVERYWHERE, EVERYWHERE, "at every age"),
        (EVERYWHERE, from_age(45), "18 to 45"),
    ],
)
def test_the_age_moves_between_that_of_a_cheap_year_and_of_a_dear_one(
    if_low: BreakEven, if_high: BreakEven, words: str
) -> None:
    assert ages_between(BreakEvenRange(50.0, 150.0, if_low, if_high)) == words


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ((), "at no age"),
        (((0, 59),), "at every age"),
        (((30, 59),), "from age 30 on"),
        (((30, 30), (40, 44)), "at age 30 and at ages 40 to 44"),
    ],
)
def test_stretches_of_ages_in_words(spans: tuple[tuple[int, int], ...], words: str) -> None:
    assert spans_in_words(BreakEven(None, spans)) == words


@pytest.mark.parametrize("bearer", ["insurer", "sponsor", "nobody"])
def test_on_whose_help_the_price_rests_is_told_where_somebody_helps(bearer: str) -> None:
    assert on_help(project(Scenario(cap_bearer=bearer))) == ""
    capped = project(Scenario(annual_cap=60.0, cap_bearer=bearer))
    parts = borne(capped)
    if bearer == "nobody":
        assert on_help(capped) == ""
        return
    share = parts.members / (parts.members + parts.sponsor)
    assert on_help(capped).startswith(f"Members pay {portion(share)} of the bill; ")
    assert f"{bearer} pays the rest" in on_help(capped)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"funding": "fund"}, "Members pay into a fund, so no yearly cap applies."),
        ({"funding": "prepaid", "cap_bearer": "insurer"}, "An insurer pays what is above the cap."),
        ({"cap_bearer": "nobody"}, "Nobody pays what is above the cap: claimants get less"),
    ],
)
def test_who_pays_above_a_cap_is_told_where_one_applies(
    changes: dict[str, str], words: str
) -> None:
    assert cap_note(Scenario().with_changes(**changes)).startswith(words)
