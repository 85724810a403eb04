"""Workbooks that are written in memory alone.

openpyxl lays each sheet into a temporary file before it packs it. Where the disk is full or cannot
be written there would be no workbook, and anywhere else a reader's figures would lie on the disk.
"""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


class _InMemory(ExcelWriter):
    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self._sheets = archive

    def write_worksheet(self, ws: Worksheet) -> None:
        """Pack a sheet without charts and pictures, which ours have none of."""
        writer: Any = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        sheet: Any = ws
        sheet._rels = writer._rels
        self._sheets.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def packed(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    content = BytesIO()
    _InMemory(book, ZipFile(content, "w", ZIP_DEFLATED)).save()
    return content.getvalue()
