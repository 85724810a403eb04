"""Numbers as people type them: each meaning found, none guessed, nothing else raised."""

import copy
import doctest
import itertools
import math
import pickle
import time
from collections.abc import Callable, Collection
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutualmodel.inputs import numerals
from mutualmodel.inputs.numerals import LONGEST_TEXT, Numeral, NumeralError, read_number

UNITS = ("yuan", "yuan a year", "a year", "days", "× table", "members", "元", "% of payouts")


def outcome(
    text: str,
    decimal: str = ".",
    group: str = ",",
    suffixes: Collection[str] = (),
    written: Literal["person", "machine"] = "person",
    allowed: Callable[[float], bool] | None = None,
) -> Numeral | NumeralError:
    """Give what was understood, or the error; anything else that is raised fails the test."""
    try:
        return read_number(
            text,
            decimal=decimal,
            group=group,
            suffixes=suffixes,
            written=written,
            allowed=allowed,
        )
    except NumeralError as error:
        return error


def readings(
    text: str,
    decimal: str = ".",
    group: str = ",",
    suffixes: Collection[str] = (),
    written: Literal["person", "machine"] = "person",
) -> tuple[float, ...]:
    """Give all that a text can mean: one reading if it is read, none if it cannot be."""
    read = outcome(text, decimal, group, suffixes, written)
    if isinstance(read, Numeral):
        return (read.value,)
    assert len(read.readings) != 1
    return read.readings


def full_width(text: str) -> str:
    """Write as a Chinese keyboard does."""
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return text.translate(wide | {0x20: 0x3000})


# ---------------------------------------------------------------------------------------- is read

READ = {
    # plain
    "0": 0.0,
    "300": 300.0,
    "007": 7.0,
    "0.1": 0.1,
    "0.10": 0.1,
    "0.0031": 0.0031,
    ".5": 0.5,
    "5.": 5.0,
    "121.7": 121.7,
    "1e8": 1e8,
    "1E+8": 1e8,
    "1e-3": 0.001,
    "1.234e5": 123400.0,
    "1,500e3": 1.5e6,
    "0e999": 0.0,
    "1_000": 1000.0,
    "1_00_0.5": 1000.5,
    "1_000.500": 1000.5,
    # groups
    "300,000": 300_000.0,
    "100,000,000": 1e8,
    "1,500": 1500.0,
    "1,500.": 1500.0,
    "1,234.567": 1234.567,
    "100 000 000": 1e8,
    "100\xa0000\u202f000": 1e8,
    "100\u2009000\u2009000.25": 100_000_000.25,
    "1'000'000": 1e6,
    "1’000’000": 1e6,
    "1‘000ʼ000": 1e6,
    "100 000.000": 1e5,
    # multipliers
    "100 million": 1e8,
    "100 Million": 1e8,
    "100 mio": 1e8,
    "100 Mio.": 1e8,
    "3m": 3e6,
    "3M": 3e6,
    "3 m": 3e6,
    "3 mn": 3e6,
    "3 mln": 3e6,
    "1,500 million": 1.5e9,
    "300k": 3e5,
    "300 K": 3e5,
    "300 \u212a": 3e5,  # the sign of the kelvin
    "300 thousand": 3e5,
    "3 hundred": 300.0,
    "0.44 bn": 440_000_000.0,
    "3b": 3e9,
    "3bn": 3e9,
    "3 Mrd.": 3e9,
    "1.2 billion": 1.2e9,
    "1 trillion": 1e12,
    "1 tn": 1e12,
    "2.01 million": 2_010_000.0,
    "3百": 300.0,
    "3千": 3000.0,
    "30万": 300_000.0,
    "30萬": 300_000.0,
    "0.07万": 700.0,
    "5百万": 5e6,
    "5千万": 5e7,
    "1.5亿": 150_000_000.0,
    "1.5億": 150_000_000.0,
    "1.5 亿": 150_000_000.0,
    "2万亿": 2e12,
    # signs
    "+5": 5.0,
    "＋5": 5.0,
    "-5": -5.0,
    "−5": -5.0,
    "–5": -5.0,
    "‑5": -5.0,
    "—5": -5.0,
    "－5": -5.0,
    "﹣5": -5.0,
    "- 5": -5.0,
    "1e−3": 0.001,
    # width, white space and what is pasted along
    "３００，０００": 300_000.0,
    "１．５": 1.5,
    "1。5": 1.5,
    "٣٠٠": 300.0,
    "३००": 300.0,
    "𝟑𝟎𝟎": 300.0,
    "  300 \t\r\n": 300.0,
    "\u3000\xa0300\u2028": 300.0,
    "\ufeff300\u200b": 300.0,
    "\u200e-300\u200f": -300.0,
    # yuan
    "¥300,000": 300_000.0,
    "￥300,000": 300_000.0,
    "300,000 元": 300_000.0,
    "300,000元。": 300_000.0,
    "CNY 300": 300.0,
    "CNY300": 300.0,
    "cny 300": 300.0,
    "300 CNY": 300.0,
    "RMB 300": 300.0,
    "300 RMB": 300.0,
    "CN¥300": 300.0,
    "91.3 yuan": 91.3,
    "人民币300万元": 3e6,
    "¥300元": 300.0,
    "¥30万": 300_000.0,
    "30万元": 300_000.0,
    "-¥300": -300.0,
    "¥-300": -300.0,
    "− CNY 300": -300.0,
    "8.65 bn yuan": 8.65e9,
    "300k元": 300_000.0,
    "3m ¥": 3e6,
    # written by the product
    "105.8 million": 105_800_000.0,
    "8.65 bn": 8_650_000_000.0,
    "10 k": 10_000.0,
    "100 M": 1e8,
    "+4.2": 4.2,
    "−3.20": -3.2,
    # decimals that cannot be groups
    "0.100": 0.1,
    "0.005": 0.005,
    "00.500": 0.5,
    "300.0001": 300.0001,
    "300.00": 300.0,
    "1234.567": 1234.567,
    "1,234.500": 1234.5,
    "1.234 million": 1_234_000.0,
    "105.803 M": 105_803_000.0,
    "300.000k": 300_000.0,
    "1.500亿": 150_000_000.0,
    "1.500e3": 1500.0,
    # groups and decimals as other languages write them, where nothing else makes sense
    "12.345,6": 12_345.6,
    "1.234,567": 1234.567,
    "1.000.000": 1e6,
    "1.234.567,89": 1_234_567.89,
    "1 234,5": 1234.5,
    "1 234,567": 1234.567,
    "1'234,5": 1234.5,
    "1.234,5 million": 1_234_500_000.0,
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_is_read(text: str, value: float) -> None:
    assert read_number(text) == Numeral(value, percent=False)


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_is_read_alike_in_full_width(text: str, value: float) -> None:
    assert read_number(full_width(text)) == Numeral(value, percent=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35%", 35.0),
        ("35 %", 35.0),
        ("35％", 35.0),
        ("35\xa0%", 35.0),
        ("35﹪", 35.0),
        ("٣٥٪", 35.0),
        ("−3.2 %", -3.2),
        ("+4.2 %", 4.2),
        ("0.100%", 0.1),
        ("1,500 %", 1500.0),
        ("1e-3 %", 0.001),
        ("35 per cent", 35.0),
        ("35 percent", 35.0),
        ("35 % a year", 35.0),
        ("35% of payouts", 35.0),
    ],
)
def test_a_percentage_keeps_its_sign(text: str, value: float) -> None:
    assert read_number(text, suffixes=UNITS) == Numeral(value, percent=True)


@pytest.mark.parametrize("suffix", ["%", "％", "% a year", "percent"])
def test_a_per_cent_sign_is_never_dropped_as_a_unit(suffix: str) -> None:
    assert read_number("35 %", suffixes=[suffix]) == Numeral(35.0, percent=True)
    assert read_number("35", suffixes=[suffix]) == Numeral(35.0, percent=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("91.3 yuan a year", 91.3),
        ("91.3 YUAN  a\xa0Year", 91.3),
        ("90 days", 90.0),
        ("90days.", 90.0),
        ("1.62 × table", 1.62),
        ("1.5x table", 1.5),
        ("3.3 million members", 3.3e6),
        ("3.3m members", 3.3e6),
        ("330万 members", 3.3e6),
        ("３３０万 ＭＥＭＢＥＲＳ", 3.3e6),
        ("300,000 元", 300_000.0),
        ("12 a year", 12.0),
        ("12 of payouts", 12.0),
        ("3 bn yuan a year", 3e9),
        ("¥3 a year", 3.0),
        ("3 yuan a year", 3.0),
    ],
)
def test_a_unit_is_dropped(text: str, value: float) -> None:
    assert readings(text, suffixes=UNITS) == (value,)


def test_the_longest_unit_is_dropped() -> None:
    # Less the shorter one, "m" would be left: a million.
    assert readings("3 m² a year", suffixes=["² a year", "m² a year"]) == ()
    assert readings("3 m of days", suffixes=["of days", "m of days"]) == (3.0,)


@pytest.mark.parametrize("text", ["90 days", "3 mmembers", "3 kyuan", "3 members yuan", "members"])
def test_a_unit_must_be_known_and_stand_alone(text: str) -> None:
    assert readings(text, suffixes=["members", "", " "]) == ()


def test_a_unit_that_is_a_multiplier_too_is_asked_back() -> None:
    assert readings("3 m", suffixes=["m"]) == (3.0, 3e6)
    assert readings("105.8 million", suffixes=["million"]) == (105.8, 105.8e6)
    assert read_number("3 m", suffixes=["m"], allowed=lambda months: months <= 60).value == 3.0


# ------------------------------------------------------------------------------------- is refused

UNREADABLE = [
    *("", " ", "abc", "million", "k", "%", "¥", "-", "+", ".", ",", "'", "_", "e5", "元"),
    *("nan", "inf", "-inf", "infinity", "None", "true", "1e999", "-1e999", "1e-999"),
    *("1e308 k", "1" + "0" * 50 + "e300", "1e99999999999999999999", "1e-99999999999999999999"),
    *("1 2", "1 22 333", "1  000", "0 100", "1..2", "1.2.3", "1.000.00", "1,2,3", "1,2.5"),
    *("--3", "+-3", "-¥-3", "3-", "(3)", "±3", "~3", "=3", "3!", "1/2", "½", "3½", "1:2", "2^3"),
    *("3mm", "3t", "3 x", "3 million million", "3 k m", "3 a", "1 兆", "3m5", "1亿5000万", "三百"),
    *("1e3.5", "1e3,000", "1 e3", "1e 3", "1e", "1ee3", "1e3e3", "1e3k", "1e3 million", "0x10"),
    *("1__000", "_1", "1_", "1_.5", "1_000,5", "1_000 000", "0b1", "1j", "1L"),
    *("1,0000,0000", "10,00,000", "1,500,00", "1,,500", ",500,000", "1,500,", "5,", "300.000,"),
    *("1’0000", "'5", "5'", "1'00", "1 000'000", "1 000,000,000"),
    *("35%%", "%35", "35 % k", "35k%", "¥35%", "35% yuan", "35‰", "35 percentage points"),
    *("10²", "10₂", "①", "⑴", "⒈", "Ⅲ", "㏠", "3\u20e3", "3\u0301", "1٫5"),
    *("3\x00", "\x003", "3\x000", "3\t0", "1\n000", "3\x0b", "3\x1f", "3\x7f", "3\x85", "3\ud800"),
    *("1\u200b000", "1\u2028000", "\u202e003", "\u202d3", "3\ue000", "\u0600300", "3\u0891"),
    *("$3", "3 €", "USD 3", "£3", "¥¥3", "3 yuan yuan"),
    *("1" * 61, " " * 60 + "1", "1" + " " * 60, "9" * 10**6, "1 " * 10**6),
]


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: ascii(text[:20]))
@pytest.mark.parametrize("written", ["person", "machine"])
def test_is_refused(text: str, written: Literal["person", "machine"]) -> None:
    assert readings(text, written=written) == ()


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: ascii(text[:20]))
def test_is_refused_in_full_width(text: str) -> None:
    assert readings(full_width(text)) == ()


def test_sixty_characters_are_read() -> None:
    assert readings("1" * LONGEST_TEXT) == (float("1" * LONGEST_TEXT),)


# ---------------------------------------------------------------------------------- is asked back

AMBIGUOUS = {
    "300.000": (300.0, 300_000.0),
    "1.500": (1.5, 1500.0),
    "1.625": (1.625, 1625.0),
    "10.000": (10.0, 10_000.0),
    "-300.000": (-300.0, -300_000.0),
    "¥300.000": (300.0, 300_000.0),
    "300.000 元": (300.0, 300_000.0),
    "1.625 %": (1.625, 1625.0),
    "2,5": (2.5, 25.0),
    "0,2": (0.2, 2.0),
    "1,00": (1.0, 100.0),
    ",5": (0.5, 5.0),
    "0,200": (0.2, 200.0),
    "100,0000": (100.0, 1_000_000.0),
    "1234,567": (1234.567, 1_234_567.0),
    "−2,5": (-2.5, -25.0),
    "2,5 million": (2.5e6, 25e6),
    "2,5亿": (2.5e8, 25e8),
    "2,5e3": (2500.0, 25_000.0),
    "35,5 %": (35.5, 355.0),
}


@pytest.mark.parametrize(("text", "meanings"), AMBIGUOUS.items())
@pytest.mark.parametrize("width", [str, full_width])
def test_is_asked_back(text: str, meanings: tuple[float, ...], width: Callable[[str], str]) -> None:
    with pytest.raises(NumeralError) as caught:
        read_number(width(text))
    assert caught.value.readings == meanings
    assert caught.value.text == width(text)


@pytest.mark.parametrize("text", ["0,0", "0,000", "-0,00"])
def test_what_means_the_same_both_ways_is_read(text: str) -> None:
    assert readings(text) == (0.0,)


@pytest.mark.parametrize(("text", "meanings"), AMBIGUOUS.items())
def test_the_one_allowed_meaning_is_meant(text: str, meanings: tuple[float, ...]) -> None:
    percent = "%" in text
    for meant in meanings:
        read = read_number(text, allowed=lambda value, meant=meant: value == meant)  # type: ignore[misc]
        assert read == Numeral(meant, percent)


@pytest.mark.parametrize("answer", [True, False])
def test_it_is_asked_back_if_both_or_neither_is_allowed(answer: bool) -> None:
    with pytest.raises(NumeralError) as caught:
        read_number("1.625", allowed=lambda _: answer)
    assert caught.value.readings == (1.625, 1625.0)


def test_only_the_allowed_of_several_meanings_are_asked_back() -> None:
    def ask(most: float) -> tuple[float, ...]:
        with pytest.raises(NumeralError) as caught:
            read_number("2,5 m", suffixes=["m"], allowed=lambda value: value <= most)
        return caught.value.readings

    assert ask(1e9) == (2.5, 25.0, 2.5e6, 25e6)
    assert ask(100.0) == (2.5, 25.0)


def test_a_single_meaning_is_read_whether_or_not_it_is_allowed() -> None:
    assert read_number("5", allowed=lambda _: False).value == 5.0


# -------------------------------------------------------------------------- machines and languages


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("1.625", (1.625,)),
        ("300.000", (300.0,)),
        ("0.125", (0.125,)),
        ("1.234", (1.234,)),
        ("1,234", (1234.0,)),
        ("3m", (3e6,)),
        ("1.5亿", (1.5e8,)),
        ("2,5", (2.5, 25.0)),
        ("1.000.000", ()),
        ("12.345,6", ()),
    ],
)
def test_a_machine_writes_a_dot_only_before_decimals(
    text: str, meanings: tuple[float, ...]
) -> None:
    assert readings(text, written="machine") == meanings
    # Whatever the language of the page that the link opens.
    assert readings(text, ",", ".", written="machine") == meanings


@pytest.mark.parametrize(
    ("decimal", "group", "text", "meanings"),
    [
        (",", ".", "1.500", (1500.0,)),
        (",", ".", "300,000", (300.0, 300_000.0)),
        (",", ".", "2,5", (2.5,)),
        (",", ".", "2.5", (2.5, 25.0)),
        (",", ".", "1,234.5", (1234.5,)),
        (",", ".", "105,803 M", (105_803_000.0,)),
        (",", "\u202f", "1 234,5", (1234.5,)),
        (",", "\xa0", "300,000", (300.0, 300_000.0)),
        (",", " ", "1.500", (1.5, 1500.0)),
        (",", " ", "1.5", (1.5, 15.0)),
        (",", " ", "1.234,5", (1234.5,)),
        (".", "’", "1’500.5", (1500.5,)),
        (".", "'", "1,500", (1.5, 1500.0)),
        (".", "'", "1,234.5", (1234.5,)),
    ],
)
def test_other_languages(decimal: str, group: str, text: str, meanings: tuple[float, ...]) -> None:
    assert readings(text, decimal, group) == meanings


@given(st.text("0123.,' _", max_size=12), st.sampled_from(["", "%", " million", "e3", "元"]))
def test_a_language_with_the_marks_the_other_way_round_mirrors_english(
    digits: str, unit: str
) -> None:
    mirrored = digits.translate(str.maketrans(".,", ",."))
    assert readings(mirrored + unit, ",", ".") == readings(digits + unit)


@pytest.mark.parametrize(
    ("decimal", "group"),
    [(".", "."), (",", ","), (" ", ","), ("", ","), (".", ""), (".", "x"), (".,", " ")],
)
def test_marks_that_no_language_has_are_the_callers_mistake(decimal: str, group: str) -> None:
    with pytest.raises(ValueError, match="allowed") as caught:
        read_number("1", decimal=decimal, group=group)
    assert not isinstance(caught.value, NumeralError)


# ------------------------------------------------------------------------------------ the message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "“abc” is not a number"),
        ("", "“” is not a number"),
        ("2,5", "“2,5” can mean 2.5 or 25"),
        ("300.000", "“300.000” can mean 300 or 300,000"),
        ("-1234,5", "“-1234,5” can mean -1,234.5 or -12,345"),
        ("a\x00\x1b[1m\n\u202eb", "“a [1m b” is not a number"),
        ("x" * 100, "“" + "x" * 59 + "…” is not a number"),
    ],
)
def test_the_message_is_short_and_fit_to_show(text: str, said: str) -> None:
    with pytest.raises(NumeralError) as caught:
        read_number(text)
    assert str(caught.value) == said
    assert caught.value.text == text


def test_the_message_lists_more_than_two_meanings() -> None:
    assert str(NumeralError("x", (1.0, 2.5, 3e6))) == "“x” can mean 1, 2.5 or 3,000,000"


def test_an_error_can_be_copied_and_pickled() -> None:
    error = NumeralError("2,5", (2.5, 25.0))
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (again.text, again.readings, str(again)) == ("2,5", (2.5, 25.0), str(error))


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(numerals)
    assert result.attempted
    assert result.failed == 0


# ----------------------------------------------------------------------------------- in general


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1.625)
@example(-0.0)
@example(5e-324)
@example(1.7976931348623157e308)
def test_a_float_that_a_machine_wrote_comes_back(value: float) -> None:
    read = read_number(repr(value), written="machine")
    assert repr(read) == repr(Numeral(value, percent=False))
    short = repr(value).removesuffix(".0")  # as links have it
    assert repr(read_number(short, written="machine").value) == repr(value)


@given(st.integers(-(10**40), 10**40), st.sampled_from(",_ '’\xa0\u202f\u2009"))
def test_an_integer_with_groups_comes_back(value: int, group: str) -> None:
    text = f"{value:,}".replace(",", group)
    assert readings(text) == (float(value),)
    assert readings(text, written="machine") == (float(value),)


@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
    st.sampled_from(
        [("k", 3), ("thousand", 3), ("M", 6), ("million", 6), ("bn", 9), ("万", 4), ("亿", 8)]
    ),
    st.sampled_from(["", " ", "\xa0"]),
    st.sampled_from(["", "yuan", "元", "members"]),
)
def test_a_number_with_a_word_comes_back_exactly(
    digits: int, decimals: int, word: tuple[str, int], space: str, unit: str
) -> None:
    scaled = digits * 10 ** (word[1] - decimals) if word[1] >= decimals else None
    whole, fraction = divmod(abs(digits), 10**decimals)
    text = f"{'−' if digits < 0 else ''}{whole:,}"
    text += f".{fraction:0{decimals}}" if decimals else ""
    meant = float(f"{digits}e{word[1] - decimals}")
    assert scaled is None or meant == scaled
    assert readings(f"{text}{space}{word[0]} {unit}", suffixes=["members"]) == (meant,)


@given(st.integers(1, 999), st.integers(0, 999))
def test_three_decimals_are_asked_back_with_both_meanings(whole: int, fraction: int) -> None:
    text = f"{whole}.{fraction:03}"
    assert readings(text) == (float(text), whole * 1000.0 + fraction)
    assert readings(text, written="machine") == (float(text),)


@given(
    st.integers(0, 10**6),
    st.text("0123456789", min_size=1, max_size=50).filter(lambda digits: len(digits) != 3),
)
def test_a_decimal_comma_is_asked_back_with_both_meanings(whole: int, fraction: str) -> None:
    meanings = (float(f"{whole}.{fraction}"), float(f"{whole}{fraction}"))
    assert readings(f"{whole},{fraction}") == tuple(dict.fromkeys(meanings))


NUMBERLIKE = st.text("0123459.,' _-+−eEkmMb%¥元万亿 ×x\u202f", max_size=12)


@given(
    NUMBERLIKE | st.text() | st.text(min_size=50, max_size=70),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]),
    st.lists(st.text(max_size=5) | st.sampled_from(UNITS), max_size=4),
    st.sampled_from(["person", "machine"]),
    st.none() | st.sampled_from([0.0, 100.0, 1e6]),
)
def test_no_text_breaks_the_reader(
    text: str,
    marks: tuple[str, str],
    suffixes: list[str],
    written: Literal["person", "machine"],
    most: float | None,
) -> None:
    allowed = None if most is None else lambda value: value <= most
    read = outcome(text, *marks, suffixes, written, allowed)
    if isinstance(read, Numeral):
        assert math.isfinite(read.value)
        return
    assert read.text == text
    assert len(read.readings) != 1
    assert len(set(read.readings)) == len(read.readings)
    assert str(read).isprintable()
    assert len(str(read)) < 250


@given(NUMBERLIKE)
def test_full_width_changes_nothing(text: str) -> None:
    assert readings(full_width(text), suffixes=UNITS) == readings(text, suffixes=UNITS)


@given(NUMBERLIKE)
def test_space_around_changes_nothing(text: str) -> None:
    assert readings(f"\t {text}\u3000\n", suffixes=UNITS) == readings(text, suffixes=UNITS)


@given(NUMBERLIKE)
def test_a_sign_turns_all_meanings(text: str) -> None:
    if text.lstrip(" \u202f¥元")[:1] not in ("-", "+", "−", ""):
        assert readings("−" + text) == tuple(-value for value in readings(text))


def test_a_long_text_takes_no_long_time() -> None:
    parts = ("1", ",", ".", " ", "'", "_", "e", "-", "%", "¥", "yuan", "m", "1,", "1 ", "000,")
    start = time.process_time()
    for one, two in itertools.product(parts, repeat=2):
        readings(((one + two) * LONGEST_TEXT)[:LONGEST_TEXT], suffixes=UNITS)
    assert time.process_time() - start < 5.0
