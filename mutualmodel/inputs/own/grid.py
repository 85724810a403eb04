"""From a file's bytes to rows of cells: what is no table, too large or of another form is refused.

Nothing is written to the disk, and nothing is unpacked before its size is known.
"""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mutualmodel.inputs.own.errors import OwnTableError, quoted, refused
from mutualmodel.text import N_, Given, Quantity, Sentence
from mutualmodel.units import Unit

# A row a settlement of ten years, or a row a sex and age, is a few hundred.
MOST_BYTES = 2_000_000
MOST_ROWS = 3_000
MOST_COLUMNS = 20
LONGEST_CELL = 200
_SEPARATORS = (",", ";", "\t")
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

GridCell = str | int | float | dt.date | None
_ROWS = Unit("count", "rows", "row")
_COLUMNS = Unit("count", "columns", "column")
_MEGABYTES = Unit("plain", "MB")


@dataclass(frozen=True)
class Grid:
    """The rows of a file, the first one its header, each with the number it has in the file.

    ``notes`` say how the file was read. ``separator`` is the mark between cells, empty where the
    file has cells of its own; ``lettered`` says that columns are known by letters there.
    """

    file: str
    rows: tuple[tuple[int, tuple[GridCell, ...]], ...]
    separator: str = ""
    lettered: bool = False
    notes: tuple[Sentence, ...] = ()


def grid_of(content: bytes, file: str) -> Grid:
    """Return the rows of a CSV or Excel file, or of pasted cells.

    Raises
    ------
    OwnTableError
        When the file is too large, no table, or of a form that is not read here.
    """
    if len(content) > MOST_BYTES:
        raise refused(
            file,
            N_("{file} is too large. A table may have at most {most}."),
            most=Quantity(MOST_BYTES / 1e6, _MEGABYTES),
        )
    if content.startswith(_OLD_EXCEL):
        raise refused(
            file,
            N_(
                "{file} is an old or a protected Excel file. Save it as a workbook (.xlsx) without "
                "a password, or as CSV."
            ),
        )
    if content.startswith(_ZIP):
        from mutualmodel.inputs.own.workbook import grid_of_workbook

        return grid_of_workbook(content, file)
    return _grid_of_text(content, file)


def checked_size(file: str, rows: Sequence[tuple[int, tuple[GridCell, ...]]]) -> None:
    """Refuse a table of too many rows or columns, of too long cells, or of none.

    Raises
    ------
    OwnTableError
        When it is one.
    """
    if len(rows) > MOST_ROWS + 1:
        raise too_many_rows(file)
    if not rows:
        raise refused(file, N_("{file} is empty."))
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise refused(
                file,
                N_("{file}, row {row} has too many columns. A table may have at most {most}."),
                row=Given(str(number)),
                most=Quantity(MOST_COLUMNS, _COLUMNS),
            )
        for cell in cells:
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise refused(
                    file,
                    N_("{file}, row {row}: the cell {cell} is too long to be read."),
                    row=Given(str(number)),
                    cell=quoted(cell),
                )


def too_many_rows(file: str) -> OwnTableError:
    """Return the error of a table that has too many rows."""
    return refused(
        file,
        N_("{file} has too many rows. A table may have at most {most}."),
        most=Quantity(MOST_ROWS, _ROWS),
    )


def _grid_of_text(content: bytes, file: str) -> Grid:
    text, notes = _decoded(content, file)
    if "\0" in text:
        raise _no_table(file)
    header = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    rows: list[tuple[int, tuple[GridCell, ...]]] = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, tuple(cell.strip() or None for cell in cells)))
            if len(rows) > MOST_ROWS + 1:
                raise too_many_rows(file)
    except csv.Error:
        raise _no_table(file) from None
    checked_size(file, rows)
    return Grid(file, tuple(rows), separator, notes=notes)


def _no_table(file: str) -> OwnTableError:
    return refused(file, N_("{file} cannot be read as a table. It may be CSV or Excel (.xlsx)."))


def _decoded(content: bytes, file: str) -> tuple[str, tuple[Sentence, ...]]:
    """Read UTF-8 or, failing that, the national standard of China, and say so."""
    names = ["utf-16"] if content.startswith(_MARKS_OF_UTF16) else ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "gb18030":
            return text, (Sentence("Its letters were read as GB 18030, for they are no UTF-8."),)
        return text, ()
    raise refused(
        file, N_("The letters of {file} cannot be read. Save it as CSV in UTF-8, or as .xlsx.")
    )
