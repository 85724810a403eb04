"""Rows of an Excel workbook, read by openpyxl after its parts have been looked at.

Looked at beforehand: the sizes that the archive gives for its parts (what a part unpacks to is
held to that), macros, and declarations of entities, of which no workbook has any.
"""

import datetime as dt
import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from mutualmodel.inputs.own.errors import OwnTableError, quoted, refused
from mutualmodel.inputs.own.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    GridCell,
    checked_size,
    too_many_rows,
)
from mutualmodel.text import N_

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

MOST_PARTS = 200
MOST_UNPACKED = 20_000_000
_ENTITIES = (b"<!doctype", b"<!entity")


def grid_of_workbook(content: bytes, file: str) -> Grid:
    """Return the rows of the only sheet of a workbook that has any.

    Raises
    ------
    OwnTableError
        When the workbook is damaged, unpacks to too much, has macros or formulas, or has no sheet
        or several with something in them.
    """
    _check_parts(content, file)
    from openpyxl import load_workbook

    try:
        # It warns of styles and extensions, none of which matters here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            filled = [
                (str(sheet.title), rows)
                for sheet in book.worksheets
                if (rows := _rows_of(sheet, file))
            ]
            book.close()
    except OwnTableError:
        raise
    # Whatever it meets in a file that is no workbook, it raises as it comes.
    except Exception:
        raise _damaged(file) from None
    if len(filled) > 1:
        raise refused(
            file,
            N_("{file} has several sheets with something in them. Leave the one with the table."),
        )
    rows = filled[0][1] if filled else []
    checked_size(file, rows)
    return Grid(file, tuple(rows), lettered=True)


def _damaged(file: str) -> OwnTableError:
    return refused(file, N_("{file} is damaged or no Excel workbook."))


def _check_parts(content: bytes, file: str) -> None:
    """Refuse what must not be unpacked, and what no workbook without macros has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise refused(
                    file, N_("{file} unpacks to more than a table needs, so it was not opened.")
                )
            if any(part.flag_bits & 0x1 for part in parts):
                raise refused(file, N_("{file} is protected by a password."))
            for part in parts:
                _check_part(archive, part, file)
    except OwnTableError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError):
        raise _damaged(file) from None
    except Exception:  # what its compression reports of damaged data, by several names
        raise _damaged(file) from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    name = part.filename.lower()
    if "vba" in name or "macrosheet" in name or name.endswith(".bin"):
        raise refused(
            file, N_("{file} has macros or parts that are not read here. Save it as .xlsx.")
        )
    if not name.endswith((".xml", ".rels")):
        return
    # Not more than the archive says is unpacked; one that says less than there is, is damaged.
    with archive.open(part) as packed:
        text = packed.read(part.file_size + 1)
    if b"\0" in text or any(word in text.lower() for word in _ENTITIES):
        raise _damaged(file)
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        raise refused(
            file, N_("{file} has macros or parts that are not read here. Save it as .xlsx.")
        )


def _rows_of(sheet: Any, file: str) -> list[tuple[int, tuple[GridCell, ...]]]:
    rows: list[tuple[int, tuple[GridCell, ...]]] = []
    # What a sheet says of its own size may be wrong; so it is read until it is too large.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        if number > MOST_ROWS + 1:
            raise too_many_rows(file)
        read = [_cell(cell, file) for cell in cells]
        while read and read[-1] is None:
            read.pop()
        if read:
            rows.append((number, tuple(read)))
    return rows


def _cell(cell: "Cell | MergedCell", file: str) -> GridCell:
    value = cell.value
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if cell.data_type in ("f", "e"):
        text = N_("{file}, cell {cell}: a formula is not read. Paste its value instead.")
        if cell.data_type == "e":
            text = N_("{file}, cell {cell}: there is an error in the cell, {value}.")
        raise refused(file, text, cell=quoted(cell.coordinate), value=quoted(str(value)))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return str(value).strip() or None
