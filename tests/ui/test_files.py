"""Files of tables hold raw numbers, say where they come from, and nothing in them acts."""

import csv
import datetime as dt
import io
import json

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from mutualmodel import Case
from ui.frame.imprint import imprint, origin
from ui.kit.charts import Table
from ui.kit.files import book_of, cell, csv_file, harmless, sheet_names, xlsx_file
from ui.kit.imprint import Imprint

DAY = dt.date(2026, 5, 4)
HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
]


def made(case: Case | None = None, baseline: Case | None = None) -> Imprint:
    shown = case or Case()
    return imprint(shown, baseline, origin(shown, baseline, address="http://here/"), DAY)


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


TABLE = Table(
    pd.DataFrame(
        {
            "day": [dt.date(2020, 1, 31), dt.date(2020, 2, 29)],
            "claims": [16528.0, np.nan],
            "incidence, × table": [0.12375000000000001, -0.0],
            "members": np.array([105803500, 3], dtype=np.int64),
        }
    ),
    pd.DataFrame({"claims": ["16,528", "none"]}),
)


def test_a_csv_has_raw_numbers_and_behind_an_empty_line_where_they_are_from() -> None:
    rows = read_csv(csv_file(TABLE, made(Case().with_changes({"plan.fee_rate": 0.1})), "Claims"))
    assert rows[:3] == [
        ["day", "claims", "incidence, × table", "members"],
        ["2020-01-31", "16528", "0.12375", "105803500"],
        ["2020-02-29", "", "0", "3"],
    ]
    assert rows[3] == []
    told = {row[0]: row[1:] for row in rows[4:] if row}
    assert told["Table"] == ["Claims"]
    assert told["Plan"] == ["Peak 2020, changed"]
    assert told["Changed"] == ["Management fee: 10 % of payouts"]
    assert told["Made on"] == ["2026-05-04"]
    assert told["Link"][0].startswith("http://here/?v=")
    fee = next(row for row in rows if row[1:2] == ["plan.fee_rate"])
    assert fee[2:5] == ["0.1", "fraction of payouts", "10 % of payouts"]
    assert any(row and row[-1].startswith("https://") for row in rows)


def test_a_workbook_has_numbers_as_numbers_and_days_as_days() -> None:
    book = load_workbook(io.BytesIO(xlsx_file(TABLE, made(), "Claims: paid?")))
    table, about = book.worksheets
    assert table.title == "Claims paid"
    first, *numbers = table.iter_cols(min_row=2)
    assert [(one.value.date(), one.is_date) for one in first] == [  # type: ignore[union-attr]
        (dt.date(2020, 1, 31), True),
        (dt.date(2020, 2, 29), True),
    ]
    assert [[one.value for one in column] for column in numbers] == [
        [16528, None],
        [0.12375, 0],
        [105803500, 3],
    ]
    names = {row[1].value: row[2].value for row in about.iter_rows(min_col=1, max_col=3)}
    assert {name: names[name] for name in Case.fields()} == pytest.approx(Case().values())


def test_a_pinned_baseline_has_a_column_of_its_own() -> None:
    rows = read_csv(csv_file(TABLE, made(Case(), Case().with_changes({"plan.years": 3}))))
    heads = next(row for row in rows if row and row[0] == "input")
    years = next(row for row in rows if row[1:2] == ["plan.years"])
    assert (years[heads.index("value")], years[heads.index("baseline")]) == ("5", "3")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    table = Table(pd.DataFrame({text: [text]}))
    for row in read_csv(csv_file(table, None)):
        assert row[0].startswith("'")
    book = load_workbook(io.BytesIO(xlsx_file(table, None)))
    for (one,) in book.worksheets[0].iter_rows():
        assert one.data_type == "s"
        assert one.quotePrefix
        # Excel keeps a carriage return of XML as a line break.
        assert str(one.value).replace("\n", "\r") == text


def test_a_number_less_than_nothing_stays_a_number() -> None:
    assert harmless(cell(-4.4)) == -4.4
    assert harmless("−4.4") == "−4.4"


def test_there_are_no_formulas_in_a_workbook() -> None:
    book = load_workbook(io.BytesIO(xlsx_file(TABLE, made())))
    kinds = {one.data_type for sheet in book for row in sheet.iter_rows() for one in row}
    assert "f" not in kinds


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (0.1 + 0.2, 0.3),
        (np.float64(1e-9), 1e-9),
        (np.float32(0.5), 0.5),
        (float("nan"), None),
        (float("inf"), None),
        (np.int64(7), 7),
        (8645360188.0, 8645360188),
        (pd.Timestamp("2020-01-31"), dt.date(2020, 1, 31)),
        (pd.NaT, None),
        ("a\x00b", "ab"),
    ],
)
def test_a_cell_is_held_without_dust(value: object, held: object) -> None:
    found = cell(value)
    assert found == held
    assert type(found) is type(held)
    json.dumps(found, default=str)


def test_a_workbook_is_packed_without_a_file_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    rows: list[tuple[str | float | None, ...]] = [("x", "y"), (1, 2.5), ("a & b", None)]
    book = load_workbook(io.BytesIO(book_of({"One": rows, "Two": [("z",)]})))
    assert [tuple(cell.value for cell in row) for row in book["One"]] == rows
    assert [tuple(cell.value for cell in row) for row in book["Two"]] == [("z",)]


def test_sheets_have_names_that_excel_takes_and_no_two_alike() -> None:
    titles = [
        "How far can each input move before something breaks?",
        "How far can each input be moved before nothing breaks?",
        "a/b\\c*d[e]f:g?",
        "'",
        "UNDER stress",
        "Under Stress",
    ]
    names = sheet_names(titles)
    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(titles)
    assert not any(sign in name for name in names for sign in "[]:*?/\\'")
    assert (
        load_workbook(io.BytesIO(book_of({title: [("x",)] for title in titles}))).sheetnames
        == names
    )
