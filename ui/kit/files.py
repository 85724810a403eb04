"""Files of tables: CSV and Excel workbooks with raw numbers and where they come from.

Nothing in them can act: text that a spreadsheet would take for a formula is marked as text, and
there are no formulas. Numbers are written to twelve digits, so that no dust of binary fractions is
left. To be called in the reader's language, for what stands beside the tables is in it.
"""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ui.kit.charts import Table
from ui.kit.imprint import Imprint
from ui.kit.language import _, listed

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | dt.date | None
Row = Sequence[Value]

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DIGITS = 12
# With these a spreadsheet begins a formula, the wide ones of East Asian keyboards included.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767
_WIDEST, _NARROWEST = 48, 9


# -------------------------------------------------------------------------------------- the cells


def cell(value: Any) -> Value:
    """Return what a file has of a value: a number without dust, a date, plain text, or nothing."""
    if value is None or value is pd.NaT:
        return None
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool | int):
        return plain
    if isinstance(plain, float):
        if not math.isfinite(plain):
            return None
        rounded = float(f"{plain:.{_DIGITS}g}")
        return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded
    if isinstance(plain, dt.datetime):
        return plain.date()
    if isinstance(plain, dt.date):
        return plain
    return _UNPRINTABLE.sub("", str(plain))[:_LONGEST_TEXT]


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon with a text instead of showing it."""
    return text.startswith(_STARTS)


def harmless(value: Value) -> Value:
    """Return a value that a spreadsheet shows, whatever it begins with."""
    unsafe = isinstance(value, str) and looks_like_a_formula(value)
    return f"'{value}" if unsafe else value


def rows_of(table: pd.DataFrame) -> list[list[Value]]:
    """Return a table as rows, its titles first."""
    heads: list[Value] = [cell(str(name)) for name in table.columns]
    body = [[cell(value) for value in row] for row in table.astype(object).to_numpy().tolist()]
    return [heads, *body]


# ------------------------------------------------------------------------------ where it is from


def told_rows(title: str, imprint: Imprint) -> list[Row]:
    """Return what a file says of itself: whose plan, what was changed, link, version and date."""
    origin = imprint.origin
    lines: list[Row] = [(_("Table"), title)] if title else []
    lines.append((_("Plan"), origin.plan))
    lines += [(_("Changed"), change) for change in origin.changes]
    if origin.baseline:
        lines.append((_("Baseline"), origin.baseline))
    lines += [(_("Note"), note) for note in imprint.notes]
    lines += [
        (_("Source"), origin.source),
        (_("Link"), origin.link),
        (_("Version"), imprint.version),
        (_("Made on"), imprint.made_on),
    ]
    return lines


def input_rows(imprint: Imprint) -> list[Row]:
    """Return all inputs with their raw values, a title line first; none where there are none."""
    if not imprint.settings:
        return []
    past = [_("baseline")] if imprint.compared else []
    heads = [_("input"), _("name"), _("value"), _("unit"), _("in words"), *past]
    rows: list[Row] = [(*heads, _("where from"), _("figures"))]
    for one in imprint.settings:
        held = [cell(one.baseline)] if imprint.compared else []
        value = [one.title, one.name, cell(one.value), one.unit, one.written]
        rows.append((*value, *held, one.origin, listed(one.figures)))
    return rows


def source_rows(imprint: Imprint) -> list[Row]:
    """Return the published sources of the inputs, a title line first; none where there are none."""
    if not imprint.references:
        return []
    rows: list[Row] = [(_("source"), _("outlet"), _("title"), _("published"), _("address"))]
    rows += [
        (one.id, _(one.outlet), one.title, one.published, one.url) for one in imprint.references
    ]
    return rows


def _about(title: str, imprint: Imprint) -> list[Row]:
    blocks = [told_rows(title, imprint), input_rows(imprint), source_rows(imprint)]
    rows: list[Row] = []
    for block in filter(None, blocks):
        rows += [(), *block] if rows else block
    return rows


# -------------------------------------------------------------------------------------- the files


def csv_file(table: Table, imprint: Imprint | None, title: str = "") -> bytes:
    """Return a table as CSV in UTF-8, and behind an empty line where it comes from."""
    text = io.StringIO()
    writer = csv.writer(text)
    rows: list[Row] = [*rows_of(table.raw)]
    if imprint is not None:
        rows += [(), *_about(title, imprint)]
    writer.writerows([harmless(cell(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(table: Table, imprint: Imprint | None, title: str = "") -> bytes:
    """Return a table as a workbook with a second sheet that says where it comes from."""
    sheets: dict[str, Sequence[Row]] = {title or _("Table"): rows_of(table.raw)}
    if imprint is not None:
        sheets[_("About")] = _about(title, imprint)
    return book_of(sheets)


def book_of(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return a workbook of some sheets, by name; the first row of each is its titles."""
    from openpyxl import Workbook

    from ui.kit.workbook import packed

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in zip(sheet_names(sheets), sheets.values(), strict=True):
        _fill(book.create_sheet(name), rows)
    return packed(book)


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return titles as Excel takes them for sheets: at most 31 characters, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip("'") or "-"
        name, count = _cut(plain, _LONGEST_NAME), 1
        while name.casefold() in taken:
            count += 1
            tail = f" {count}"
            name = _cut(plain, _LONGEST_NAME - len(tail)) + tail
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, whole words where that is no great loss."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rpartition(" ")[0]
    return (word if len(word) > most // 2 else cut).rstrip(" ,;:'") + "…"


def _fill(sheet: "Worksheet", rows: Sequence[Row]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for place, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            held = cell(value)
            if held is None:
                continue
            written = sheet.cell(place, column)
            _write(written, held)
            if place == 1:
                written.font = Font(bold=True)
            widths[column] = max(widths.get(column, 0), len(str(held)))
    for column, width in widths.items():
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(width + 2, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "A2"


def _write(written: "Cell | MergedCell", value: Value) -> None:
    written.value = value
    if isinstance(value, str):
        # What begins with "=" would be taken for a formula, here and again by whoever edits it.
        written.data_type = "s"
        written.quotePrefix = looks_like_a_formula(value)
    elif isinstance(value, dt.date):
        written.number_format = "yyyy-mm-dd"
