"""Tables are read as they were meant, in the ways people write them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualmodel.figures import incidence
from mutualmodel.inputs.own import (
    KINDS,
    OwnAges,
    OwnIncidence,
    OwnMembers,
    OwnPrices,
    OwnRecord,
    OwnTableError,
    OwnTables,
    read_table,
    template,
    template_as_workbook,
)
from tests.model.inputs.own.files import workbook


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_a_table_in_both_forms(kind: str) -> None:
    table = template(kind)
    assert read_table(kind, table.text.encode(), "a.csv").table == table
    assert read_table(kind, template_as_workbook(kind), "a.xlsx").table == table


_PATHS = st.dictionaries(st.floats(0.1, 120), st.floats(1, 1e9), max_size=30)


@given(_PATHS, st.floats(1, 1e9))
def test_a_path_is_written_and_read_to_the_last_bit(
    later: dict[float, float], first: float
) -> None:
    pairs = sorted({0.0: first, **later}.items())
    months, members = zip(*pairs, strict=True)
    table = OwnMembers(months, members)
    again = read_table("members", table.text.encode(), "a.csv").table
    assert again == table
    assert again.fingerprint == table.fingerprint


_RATES = st.lists(st.floats(0, 0.999), min_size=106, max_size=106)


@settings(max_examples=20)
@given(_RATES, _RATES)
def test_an_incidence_table_is_written_and_read_to_the_last_bit(
    men: list[float], women: list[float]
) -> None:
    table = OwnIncidence((tuple(men), (*women[:-1], 0.5)))
    assert read_table("incidence", table.text.encode(), "a.csv").table == table


def test_rates_in_a_thousand_are_those_of_the_published_table() -> None:
    # The file in data/ holds them so, and both multiply alike.
    rates = incidence("CI4")
    lines = [
        f"{age},{sex},{1000 * rates[at, age]:.12g}"
        for at, sex in enumerate("MF")
        for age in range(106)
    ]
    content = "\n".join(["Age,Sex,Rate per 1000", *lines]).encode()
    table = read_table("incidence", content, "a.csv").table
    assert isinstance(table, OwnIncidence)
    assert (table.array == rates).all()


@pytest.mark.parametrize(
    ("content", "members"),
    [
        (b"month,members\n0,1000000\n6,2000000\n", (1e6, 2e6)),
        (
            b"\xef\xbb\xbfMonth;Members\r\n0;1.000.000,5\r\n6;2.000.000,5\r\n",
            (1000000.5, 2000000.5),
        ),
        ("月份\t人数\n0\t100万\n6\t200万\n".encode("gb18030"), (1e6, 2e6)),
        ("月,会员数\n0,1.5亿\n6,2亿\n".encode(), (1.5e8, 2e8)),
        ("month\tmembers\n0\t1m\n6\t2m\n".encode("utf-16"), (1e6, 2e6)),
        (b'month,members\n"6","2,000,000"\n"0","1,000,000"\n', (1e6, 2e6)),
        (b"month,members\n0,1e6\n6,2 million members\n", (1e6, 2e6)),
    ],
)
def test_numbers_are_read_as_people_write_them(content: bytes, members: tuple[float, ...]) -> None:
    table = read_table("members", content, "a.csv").table
    assert table == OwnMembers((0.0, 6.0), members)


def test_a_percentage_is_a_fraction() -> None:
    lines = "".join(f"{age};{sex};0,07 %\n" for sex in ("男", "女") for age in range(106))
    table = read_table("incidence", f"年龄;性别;发病率\n{lines}".encode(), "a.csv").table
    assert isinstance(table, OwnIncidence)
    assert set(table.rates[0]) == {0.0007}


def test_how_a_file_was_read_is_said() -> None:
    content = "月份;人数;备注\n0;1,5;x\n6;2,5;y\n".encode("gb18030")
    notes = " ".join(map(str, read_table("members", content, "a.csv").notes))
    assert "GB 18030" in notes
    assert "decimal commas" in notes
    assert "“备注”" in notes


def test_ages_outside_hold_the_last_rate_only_when_told() -> None:
    lines = "".join(f"{age},{sex},0.00{age}\n" for sex in "MF" for age in range(20, 60))
    content = f"age,sex,rate\n{lines}".encode()
    with pytest.raises(OwnTableError, match="0–19, 60–105"):
        read_table("incidence", content, "a.csv")
    reading = read_table("incidence", content, "a.csv", hold_ends=True)
    assert isinstance(reading.table, OwnIncidence)
    assert reading.table.rates[1][0] == 0.0020
    assert reading.table.rates[0][105] == 0.0059
    assert "20 and 59" in str(reading.notes[0])


def test_a_gap_is_refused_even_then() -> None:
    lines = "".join(f"{age},{sex},0.1\n" for sex in "MF" for age in (20, 22))
    with pytest.raises(OwnTableError, match="for the ages 21"):
        read_table("incidence", f"age,sex,rate\n{lines}".encode(), "a.csv", hold_ends=True)


def test_a_table_for_one_sex_only_is_refused() -> None:
    lines = "".join(f"{age},M,0.1\n" for age in range(106))
    with pytest.raises(OwnTableError, match="women"):
        read_table("incidence", f"age,sex,rate\n{lines}".encode(), "a.csv", hold_ends=True)


def test_ages_that_are_not_there_have_no_members() -> None:
    table = read_table("ages", b"age,sex,members\n30,M,2\n31,F,6\n", "a.csv").table
    assert isinstance(table, OwnAges)
    assert table.array.sum() == 8
    assert table.array[1, 31] == 6


def test_a_record_may_have_gaps_and_days_of_any_form() -> None:
    content = "日期,人数,案件数,payout\n2020年8月14日,100万,30,\n2020/07/28,100万,,5e6\n".encode()
    table = read_table("record", content, "a.csv").table
    assert table == OwnRecord(
        (dt.date(2020, 7, 28), dt.date(2020, 8, 14)),
        (1e6, 1e6),
        (None, 30.0),
        (5e6, None),
        (None, None),
    )


def test_days_of_a_workbook_are_days() -> None:
    rows = [
        ("date", "members", "claims"),
        (dt.date(2020, 1, 14), 5, 1),
        (dt.date(2020, 1, 28), 5, 2),
    ]
    table = read_table("record", workbook(rows), "a.xlsx").table
    assert isinstance(table, OwnRecord)
    assert table.days == (dt.date(2020, 1, 14), dt.date(2020, 1, 28))


def test_a_workbook_that_was_read_leaves_empty_sheets_aside() -> None:
    rows = [("month", "members"), (0, 5)]
    assert read_table("members", workbook(rows, []), "a.xlsx").table == OwnMembers((0.0,), (5.0,))


def test_prices_are_for_one_benefit() -> None:
    content = b"age,sex,premium,benefit\n30,M,100,3e5\n30,F,90,1e5\n"
    with pytest.raises(OwnTableError, match="one benefit"):
        read_table("prices", content, "a.csv")
    table = read_table("prices", content.replace(b"1e5", b"3e5"), "a.csv").table
    assert isinstance(table, OwnPrices)
    assert table.price(0, 30) == 100
    assert table.price(0, 31) is None


def test_a_fingerprint_tells_tables_apart() -> None:
    one, other = OwnMembers((0.0,), (5.0,)), OwnMembers((0.0,), (5.000000001,))
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == OwnMembers((0.0,), (5.0,)).fingerprint
    assert len(one.fingerprint) == 10


def test_tables_are_kept_one_of_a_kind() -> None:
    one, other = OwnMembers((0.0,), (5.0,)), OwnMembers((0.0,), (6.0,))
    tables = OwnTables().with_table(one).with_table(other)
    assert list(tables) == [other]
    assert tables.fingerprints() == {"members": other.fingerprint}
    assert not tables.without("members")
    assert hash(tables) == hash(OwnTables(members=other))


def test_every_kind_has_a_place_among_the_tables() -> None:
    for kind in KINDS:
        assert OwnTables().with_table(template(kind)).table(kind) == template(kind)
