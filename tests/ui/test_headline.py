"""A headline figure: one writer writes its number, the difference and the baseline's number."""

import re
from dataclasses import replace

import pytest

from tests.pages.app import plain
from ui.kit.headline import PEOPLE, Headline, Reading, Writer, headline_markup, in_money
from ui.kit.language import number

COST = Headline("Cost", in_money("yuan a year"), Reading(110.0, "likely"))
MONTHS = Writer(lambda value: (number(value), "months"), lambda value: number(value) + " months")
NEVER = Reading(None, none="never")


def part(figure: Headline, name: str, **how: bool) -> str | None:
    """Give the text of a part of what is drawn."""
    found = re.search(rf'<div class="{name}">(.*?)</div>', headline_markup(figure, **how))
    return plain(found[1]) if found else None


def test_without_a_baseline_there_is_nothing_to_compare() -> None:
    assert part(COST, "title") == "Cost"
    assert part(COST, "value") == "110.0 yuan a year"
    assert part(COST, "note") == "likely"
    assert part(COST, "delta") is None
    assert part(COST, "note past") is None


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (100.0, "+10.0 yuan (+10 %) baseline 100.0 yuan"),
        (220.0, "−110.0 yuan (−50 %) baseline 220.0 yuan"),
        (110.0, "as in the baseline"),
        (110.0 * (1 + 1e-12), "as in the baseline"),
        (0.0, "+110.0 yuan baseline 0 yuan"),
    ],
)
def test_the_difference_is_told_in_yuan_and_as_a_share(before: float, told: str) -> None:
    assert part(replace(COST, past=Reading(before)), "delta") == told


def test_people_are_compared_without_a_share() -> None:
    figure = Headline("Members", PEOPLE, Reading(2e6), Reading(1e6))
    assert part(figure, "delta") == "+1.00 million baseline 1.00 million"


@pytest.mark.parametrize(
    ("now", "before", "value", "told"),
    [
        (NEVER, NEVER, "never", "as in the baseline"),
        (NEVER, Reading(12.0), "never", "baseline: 12 months"),
        (Reading(12.0), NEVER, "12 months", "baseline: never"),
        (Reading(0.0), NEVER, "0 months", "baseline: never"),
        (Reading(12.0), Reading(18.0), "12 months", "−6 months baseline 18 months"),
    ],
)
def test_where_there_is_no_number_a_word_stands(
    now: Reading, before: Reading, value: str, told: str
) -> None:
    figure = Headline("Ends", MONTHS, now, before)
    assert part(figure, "value") == value
    assert part(figure, "delta") == told


def test_the_note_of_the_baseline_is_told_where_it_says_something_else() -> None:
    for note, told in (("", None), ("likely", None), ("rare", "baseline: rare")):
        assert part(replace(COST, past=Reading(100.0, note)), "note past") == told


def test_a_line_can_be_kept_free_below() -> None:
    assert part(COST, "note past", line_below=True) == ""


def test_what_is_told_is_escaped() -> None:
    figure = Headline("<b>", PEOPLE, Reading(None, "a & b", none="<none>"))
    drawn = headline_markup(figure)
    assert "<b>" not in drawn
    assert "<none>" not in drawn
    assert part(figure, "note") == "a & b"
