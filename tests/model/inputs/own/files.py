"""Files that people may bring: proper ones, odd ones and hostile ones, all made here."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

PATH_ROWS = (("month", "members"), (0, 1e6), (12, 2e6))


def workbook(rows: Sequence[Sequence[Any]] = PATH_ROWS, *more: Sequence[Sequence[Any]]) -> bytes:
    """Make a workbook with a sheet for each list of rows."""
    book = Workbook()
    for at, sheet_rows in enumerate((rows, *more)):
        sheet = book.active if at == 0 else book.create_sheet()
        assert sheet is not None
        for row in sheet_rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """Put other parts into a workbook, or more of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part))
        for name, text in changes.items():
            new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bomb() -> bytes:
    """Make a workbook whose sheet unpacks to a hundred megabytes."""
    return repacked(workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 100_000_000})


def lying_bomb() -> bytes:
    """Make the same, with an archive that says that the sheet is small."""
    content = bytearray(bomb())
    size = (len(b"<worksheet>") + 100_000_000).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    return bytes(content.replace(size, small))


def many_laughs() -> bytes:
    """Make a workbook whose sheet declares entities of entities."""
    text = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    text += b'<!ENTITY lol2 "&lol;&lol;&lol;">]><worksheet>&lol2;</worksheet>'
    return repacked(workbook(), {"xl/worksheets/sheet1.xml": text})


def with_macros() -> bytes:
    """Make a workbook with a part for macros."""
    return repacked(workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def far_row() -> bytes:
    """Make a workbook with a row a million rows below the first."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        text = archive.read("xl/worksheets/sheet1.xml")
    text = text.replace(b'<row r="3"', b'<row r="1000000"').replace(b'"A3"', b'"A1000000"')
    return repacked(workbook(), {"xl/worksheets/sheet1.xml": text.replace(b'"B3"', b'"B1000000"')})


def protected() -> bytes:
    """Make an archive that says that its parts are encrypted."""
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        starts = [part.header_offset for part in archive.infolist()]
    for start in starts:
        content[start + 6] |= 1
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


# What is brought as a path of members, and a word of how it is refused.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "blanks": (b"\n\n  \n", "is empty"),
    "a header alone": (b"month,members\n", "no row below"),
    "too large": (b"month,members\n" + b"0,1\n" * 600_000, "too large"),
    "ten million rows": (b"0\n" * 10_000_000, "too large"),
    "too many rows": (b"month,members\n" + b"0,1\n" * 5_001, "too many rows"),
    "too many columns": (b"month,members" + b",x" * 30 + b"\n0,1\n", "too many columns"),
    "a long cell": (b"month,members\n0," + b"1" * 5000 + b"\n", "too long"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\0", "cannot be read"),
    "zeros": (b"month,members\n0,\x00\n", "cannot be read as a table"),
    "no letters": (b"month,members\n0,\xff\xfa", "letters"),
    "half of a pair of quotes": (b'month,members\n"0,1\n', "cannot be read as a table"),
    "no such column": (b"day,people\n0,1\n", "is missing in its first row"),
    "a column twice": (b"month,members,membership\n0,1,2\n", "two columns"),
    "a formula": (b"month,members\n0,=1+1\n", "not allowed"),
    "a command": (b"month,members\n0,=cmd|' /C calc'!A0\n", "not allowed"),
    "a huge number": (b"month,members\n0,1e308\n", "not allowed"),
    "a number beyond all": (b"month,members\n0,1e999\n", "not allowed"),
    "no number": (b"month,members\n0,nan\n", "not allowed"),
    "endless": (b"month,members\n0,inf\n", "not allowed"),
    "below zero": (b"month,members\n0,-5\n", "not allowed"),
    "an empty cell": (b"month,members\n0,\n", "is empty"),
    "a month twice": (b"month,members\n0,1\n0,2\n", "for the same month"),
    "no beginning": (b"month,members\n1,5\n", "begin with month 0"),
    "two meanings": (b"month;members\n0;1,5\n6;1.5\n12;2,5\n", "can mean"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old or a protected"),
    "half a workbook": (workbook()[:2000], "damaged"),
    "any other archive": (repacked(workbook(), {"[Content_Types].xml": b"<a/>"}), "damaged"),
    "a zip bomb": (bomb(), "unpacks to more"),
    "a zip bomb that lies": (lying_bomb(), "damaged"),
    "an entity bomb": (many_laughs(), "damaged"),
    "macros": (with_macros(), "macros"),
    "a password": (protected(), "password"),
    "a formula in a workbook": (workbook([*PATH_ROWS, (13, "=1+1")]), "“B4”: a formula"),
    "two sheets": (workbook(PATH_ROWS, PATH_ROWS), "several sheets"),
    "an empty workbook": (workbook([]), "is empty"),
    "a row far below": (far_row(), "too many rows"),
    "yes and no": (workbook([("month", "members"), (0, True)]), "not allowed"),
}
