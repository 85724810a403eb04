"""Large numbers are counted as the reader's language does."""

import pytest

from mutualmodel.units import MEMBERS, MONEY
from ui.kit.charts import pool_unit, scale_of, short
from ui.kit.language import amount, large, measured, persons, speaking


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (9_999.0, "9,999", "9,999"),
        (45_678.0, "45,678", "4.57万"),
        (300_000.0, "300,000", "30万"),
        (105_803_500.0, "106 million", "1.06亿"),
        (8.65e9, "8.65 bn", "86.5亿"),
        (-3.24e6, "−3.24 million", "−324万"),
    ],
)
def test_what_is_large_is_rounded_in_the_languages_units(
    value: float, english: str, chinese: str
) -> None:
    assert large(value) == english
    with speaking("zh"):
        assert large(value) == chinese


def test_an_input_keeps_all_its_digits() -> None:
    assert measured(105_803_500.0, MEMBERS) == "105.8035 million members"
    assert measured(300_000.0, MONEY) == "300,000 yuan"
    with speaking("zh"):
        assert measured(105_803_500.0, MEMBERS) == "1.058035亿人"
        assert measured(300_000.0, MONEY) == "30万元"
        assert measured(9_999.0, MONEY) == "9,999元"


def test_amounts_of_some_thousands_keep_their_digits() -> None:
    with speaking("zh"):
        assert amount(45_678.0) == "45,678"
        assert amount(300_000.0) == "30万"
        assert amount(1_234_567.0) == "123万"
        assert persons(105_803_500.0) == "1.06亿"
        assert persons(3_456.0) == "3,456"


def test_round_amounts_are_told_in_ten_thousands() -> None:
    assert amount(50_000.0) == "50,000"
    with speaking("zh"):
        assert amount(50_000.0) == "5万"
        assert amount(-12_000.0) == "−1.2万"
        assert amount(9_000.0) == "9,000"


def test_nobody_marks_the_thousands_of_ten_thousands() -> None:
    assert large(9.1e9) == "9.10 bn"
    with speaking("zh"):
        assert large(91e6) == "9100万"
        assert measured(12_345_678.0, MEMBERS) == "1234.5678万人"
        assert short(2e7) == "2000万"
        # What is in no large unit keeps its marks.
        assert large(9_999.0) == "9,999"


def test_axes_are_marked_and_titled_in_them() -> None:
    assert [short(value) for value in (1e3, 1e4, 1e8)] == ["1 k", "10 k", "100 M"]
    assert scale_of(2e9) == (1e9, "bn yuan")
    assert pool_unit().size == 1e6
    with speaking("zh"):
        assert [short(value) for value in (1e3, 1e4, 1e8)] == ["1,000", "1万", "1亿"]
        assert scale_of(2e9) == (1e8, "亿元")
        assert scale_of(2e7) == (1e4, "万元")
        assert pool_unit().size == 1e4
