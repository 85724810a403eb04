"""Published values are read as what they say: numbers, spans, days, and words otherwise."""

import datetime as dt
import re

import pytest

from mutualmodel.figures import figures
from mutualmodel.figures.values import (
    Amount,
    Day,
    Number,
    Part,
    Words,
    read_published,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("0.03", [Number(Amount(0.03, 2))]),
        ("more than 12,000,000", [Number(Amount(12e6), sign="more than")]),
        ("-0.27", [Number(Amount(-0.27, 2))]),
        ("+29 to +32", [Number(Amount(29.0), Amount(32.0))]),
        ("45 to 55 %", [Number(Amount(45.0), Amount(55.0), percent=True)]),
        ("13.3 to 16", [Number(Amount(13.3, 1), Amount(16.0))]),
        ("26.9 million", [Number(Amount(26_900_000.0))]),
        # A year and a seed have no thousands.
        ("2016", [Number(Amount(2016.0, grouped=False))]),
        ("28 January 2022, 24:00", [Day(dt.date(2022, 1, 28), "24:00")]),
        ("May 2016", [Day(dt.date(2016, 5, 1), month_only=True)]),
        ("members, by a call", [Words("members, by a call")]),
        ("data/incidence.csv", [Words("data/incidence.csv")]),
    ],
)
def test_a_value_is_read_as_what_it_says(text: str, parts: list[Part]) -> None:
    assert read_published(text) == [parts]


def test_parts_stand_between_semicolons_and_numbers_may_follow_each_other() -> None:
    several = [[40_000.0, 20_000.0], [10_000.0]]
    assert read_published("40,000, 20,000; 10,000") == [
        [Number(Amount(one)) for one in part] for part in several
    ]
    assert words_of("40; none; data/incidence.csv; 1/3; half") == ["none", "half"]


def test_no_digit_of_the_register_is_lost() -> None:
    for text in figures()["value"]:
        for part, written in zip(read_published(text), text.split("; "), strict=True):
            numbers = [one for one in part if isinstance(one, Number)]
            ends = [end for one in numbers for end in (one.low, one.high) if end is not None]
            if ends and "million" not in written:
                told = [f"{end.value:.{end.decimals}f}" for end in ends]
                bare = written.replace(",", "").replace("+", "")
                assert told == re.findall(r"-?\d+(?:\.\d+)?", bare), text
