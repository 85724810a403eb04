"""Published values, units and days as a reader writes them."""

import pytest

from mutualmodel.figures import figures
from ui.kit.as_published import unit_behind, value_in_words
from ui.kit.language import day_in_words, speaking


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("more than 12,000,000", "more than 12 million", "超过1,200万"),
        ("25,937,000,000", "25.937 bn", "259.37亿"),
        # In a large unit only where that has fewer digits.
        ("105,803,500", "105,803,500", "10,580.35万"),
        ("179,127", "179,127", "179,127"),
        ("46 %; about 20 %", "46 %; about 20 %", "46%；约20%"),
        ("13.3 to 16", "13.3 to 16", "13.3至16"),
        ("-0.27; 5", "−0.27; 5", "−0.27；5"),
        ("28 January 2022, 24:00", "28 Jan 2022, 24:00", "2022年1月28日 24:00"),
        ("May 2016; 2021", "May 2016; 2021", "2016年5月；2021"),
        ("none", "none", "无"),
        ("data/incidence.csv", "data/incidence.csv", "data/incidence.csv"),
    ],
)
def test_a_value_is_written_as_its_reader_does(text: str, english: str, chinese: str) -> None:
    assert value_in_words(text) == english
    with speaking("zh"):
        assert value_in_words(text) == chinese


def test_units_stand_behind_their_numbers() -> None:
    assert [unit_behind(unit) for unit in ("claims", "yuan a year", "date")] == [
        "claims",
        "yuan a year",
        "",
    ]
    with speaking("zh"):
        assert [unit_behind(unit) for unit in ("claims", "members", "years of age")] == [
            "件",
            "人",
            "岁",
        ]


def test_no_english_word_is_left_in_a_chinese_value() -> None:
    with speaking("zh"):
        for text in figures()["value"]:
            told = value_in_words(text)
            if "/" not in told:
                assert not any("a" <= sign.lower() <= "z" for sign in told), (text, told)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2018-10-16", "16 Oct 2018", "2018年10月16日"),
        ("2019-04", "April 2019", "2019年4月"),
        ("2020", "2020", "2020年"),
        ("5348", "5348", "5348"),
        ("to the month", "to the month", "to the month"),
    ],
)
def test_a_day_is_written_as_its_reader_does(text: str, english: str, chinese: str) -> None:
    assert day_in_words(text) == english
    with speaking("zh"):
        assert day_in_words(text) == chinese
