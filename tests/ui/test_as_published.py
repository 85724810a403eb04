"""Published values, units and days as a reader writes them."""

import re

import pytest

from mutualmodel.figures import figures
from ui.kit.as_published import as_kept, units_in_words, value_in_words, value_with_unit
from ui.kit.language import day_in_words, speaking


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("more than 12,000,000", "more than 12 million", "超过1200万"),
        ("25,937,000,000", "25.937 bn", "259.37亿"),
        # In a large unit only where that has fewer digits.
        ("105,803,500", "105,803,500", "10580.35万"),
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


@pytest.mark.parametrize(
    ("text", "unit", "english", "chinese"),
    [
        ("3 to 4", "yuan a member", "3 to 4 yuan a member", "3至4元/人"),
        ("97,862; 89,099", "persons", "97,862; 89,099 persons", "97,862；89,099人"),
        ("1; 2", "years; years", "1 year; 2 years", "1年；2年"),
        # Every part has its own unit, or none.
        (
            "more than 2,000; 45,000; 800",
            "persons; hospitals; offices",
            "more than 2,000 persons; 45,000 hospitals; 800 offices",
            "超过2,000人；4.5万家医院；800家机构",
        ),
        ("30; woman; 30,000", "years of age; ; yuan a year",
         "30 years of age; woman; 30,000 yuan a year", "30岁；女性；3万元/年"),
        ("40; 0; none", "members; members a year", "40 members; 0 members a year; none",
         "40人；0人/年；无"),
        # A bare number is named before it, and a year says that it is one.
        ("0 to 2", "selection exponent", "selection exponent 0 to 2", "选择指数0至2"),
        ("-0.27; 5", "elasticity of demand; years", "elasticity of demand −0.27; 5 years",
         "需求弹性−0.27；5年"),
        ("2016; 24 March 2021", "date", "2016; 24 Mar 2021", "2016年；2021年3月24日"),
        # What is no number has no unit behind it.
        ("none", "yuan", "none", "无"),
        ("16 October 2018", "launch date", "16 Oct 2018 (launch date)",
         "2018年10月16日（上线日期）"),
        ("data/population.csv", "persons", "data/population.csv (persons)",
         "data/population.csv（人）"),
        ("about 1/3", "of platforms", "about 1/3 of platforms", "约三分之一（占平台数）"),
    ],
)  # fmt: skip
def test_a_unit_stands_where_it_can_be_read(
    text: str, unit: str, english: str, chinese: str
) -> None:
    assert value_with_unit(text, unit) == english
    with speaking("zh"):
        assert value_with_unit(text, unit) == chinese


def test_no_unit_is_told_apart_from_its_number_in_chinese() -> None:
    with speaking("zh"):
        for value, unit in zip(figures()["value"], figures()["unit"], strict=True):
            told = value_with_unit(value, unit)
            assert not re.search(r"[\u4e00-\u9fff] \d(?!\d:)|[\d.] [\u4e00-\u9fff]", told), told
        assert units_in_words("years of age; ; yuan a year") == "岁；；元/年"


def test_a_value_has_no_fewer_parts_than_units() -> None:
    for value, unit in zip(figures()["value"], figures()["unit"], strict=True):
        assert len(value.split("; ")) >= len(unit.split("; ")), value


def test_no_english_word_is_left_in_a_chinese_value() -> None:
    with speaking("zh"):
        for text in figures()["value"]:
            told = value_in_words(text)
            if not text.startswith("data/"):
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


def test_what_is_taken_away_is_in_the_readers_words() -> None:
    assert as_kept("about 12,000,000; none") == "about 12,000,000; none"
    assert units_in_words("claims") == "claims"
    with speaking("zh"):
        assert as_kept("about 12,000,000; none") == "约1200万；无"
        assert [units_in_words(unit) for unit in ("claims", "members")] == ["件", "人"]
