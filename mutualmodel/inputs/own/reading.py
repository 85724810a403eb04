"""From a file to a table: every cell is checked, and all that is wrong is told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mutualmodel.inputs.declare import Problem
from mutualmodel.inputs.own.cells import CellError, Marks, held, marks_of
from mutualmodel.inputs.own.errors import MOST_TOLD, OwnTableError, quoted, refused
from mutualmodel.inputs.own.grid import Grid, GridCell, grid_of
from mutualmodel.inputs.own.kinds import KINDS, Column, Kind
from mutualmodel.inputs.own.making import Row, made
from mutualmodel.inputs.own.tables import OwnTable, OwnTables
from mutualmodel.inputs.showing import shown
from mutualmodel.text import N_, Given, Sentence

_NOT_ALLOWED = N_("{file}, row {row}, column {column}: {given} is not allowed. Allowed: {allowed}.")
_EMPTY = N_("{file}, row {row}, column {column} is empty. Allowed: {allowed}.")


@dataclass(frozen=True)
class Reading:
    """A table that was read; ``notes`` say what was made of the file."""

    table: OwnTable
    notes: tuple[Sentence, ...] = ()


def read_table(kind: str, content: bytes, file: str, *, hold_ends: bool = False) -> Reading:
    r"""Read a table of a reader's own from CSV, Excel or pasted cells.

    Parameters
    ----------
    kind
        One of :data:`~mutualmodel.inputs.own.kinds.KINDS`.
    content
        At most two megabytes of CSV (UTF-8 or GB 18030, parted by commas, semicolons or tabs) or of
        an Excel workbook (.xlsx) without formulas and macros.
    file
        What the errors call it.
    hold_ends
        Give ages before the first and after the last of an incidence table the rate of that one;
        without it such ages are refused as missing.

    Raises
    ------
    OwnTableError
        With a problem for everything that is wrong: by file, row, column, value and what is
        allowed.

    Examples
    --------
    >>> reading = read_table("level", "月;系数\n0;1,5\n12;2,5".encode(), "paste")
    >>> reading.table.values
    (1.5, 2.5)
    >>> str(reading.notes[0])
    'Its numbers were read with decimal commas.'
    """
    declared = KINDS[kind]
    grid = grid_of(content, file)
    places, notes = _columns(declared, grid)
    cells = [row[at] for _, row in grid.rows[1:] for at in places if at < len(row)]
    marks = marks_of(cells, grid.separator)
    if marks.comma:
        notes += (Sentence("Its numbers were read with decimal commas."),)
    rows = _rows(declared, grid, places, marks)
    table, more = made(declared, rows, file, hold_ends=hold_ends)
    return Reading(table, grid.notes + notes + more)


def tables_of(texts: Mapping[str, str]) -> OwnTables:
    """Return tables by the texts that :meth:`~mutualmodel.inputs.own.OwnTables.texts` gave.

    Raises
    ------
    OwnTableError
        When one is no table of its kind.
    """
    tables = OwnTables()
    for kind, text in texts.items():
        tables = tables.with_table(read_table(kind, text.encode(), kind).table)
    return tables


def _columns(kind: Kind, grid: Grid) -> tuple[dict[int, Column], tuple[Sentence, ...]]:
    """Find the kind's columns by their heads; return them by place, and what was left out."""
    known = {word: column for column in kind.columns for word in _words(column)}
    places: dict[int, Column] = {}
    left_out: list[str] = []
    for at, head in enumerate(grid.rows[0][1]):
        column = known.get(_folded(head))
        if column is None:
            left_out += [] if head is None else [str(head)]
        elif any(_same(column, other) for other in places.values()):
            raise refused(
                grid.file,
                N_("{file} has two columns for {column}. Leave one of them."),
                column=kind.column(column.stands_for or column.name).title,
            )
        else:
            places[at] = column
    given = {column.stands_for or column.name for column in places.values()}
    missing = [kind.column(n) for n in kind.heads if n not in given and not kind.column(n).optional]
    if missing:
        raise OwnTableError([_missing(column, kind, grid) for column in missing])
    if not left_out:
        return places, ()
    names = Given(", ".join("“" + shown(name) + "”" for name in left_out[:MOST_TOLD]))
    return places, (Sentence("Columns that are not used here: {names}.", {"names": names}),)


def _missing(column: Column, kind: Kind, grid: Grid) -> Problem:
    sentence = Sentence(
        "{file}: the column “{column}” is missing in its first row. It needs: {columns}.",
        {
            "file": quoted(grid.file),
            "column": Given(column.name),
            "columns": Given(", ".join(kind.heads)),
        },
    )
    return Problem(column.name, str(sentence), sentence)


def _words(column: Column) -> list[str]:
    return [_folded(word) for word in (column.name, *column.aliases)]


def _folded(head: GridCell) -> str:
    return " ".join(str(head or "").replace("_", " ").casefold().split())


def _same(one: Column, other: Column) -> bool:
    return (one.stands_for or one.name) == (other.stands_for or other.name)


def _rows(
    kind: Kind, grid: Grid, places: Mapping[int, Column], marks: Marks
) -> list[tuple[int, Row]]:
    """Return what every row holds, by number; no row names the same as another."""
    problems: list[Problem] = []
    rows: list[tuple[int, Row]] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in grid.rows[1:]:
        row: Row = {}
        for at, column in places.items():
            cell = cells[at] if at < len(cells) else None
            try:
                row[column.stands_for or column.name] = held(column, cell, marks)
            except CellError as error:
                problems.append(_problem(grid, number, (at, column), cell, error.allowed))
        if len(row) < len(places):
            continue
        key = tuple(row[name] for name in kind.keys)
        if key in seen:
            problems.append(_twice(grid, number, seen[key], kind))
        seen[key] = number
        rows.append((number, row))
    if problems:
        raise OwnTableError(_cut(problems, grid.file))
    if not rows:
        raise refused(grid.file, N_("{file} has no row below its first."))
    return rows


def _problem(
    grid: Grid, number: int, place: tuple[int, Column], cell: GridCell, allowed: Sentence
) -> Problem:
    at, column = place
    text = _EMPTY if cell is None else _NOT_ALLOWED
    sentence = Sentence(
        text,
        {
            "file": quoted(grid.file),
            "row": Given(str(number)),
            "column": Given(f"{column.name} ({_letter(at)})" if grid.lettered else column.name),
            "given": quoted(str(cell)),
            "allowed": allowed,
        },
    )
    return Problem(column.name, str(sentence), sentence)


def _letter(at: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]


def _twice(grid: Grid, number: int, before: int, kind: Kind) -> Problem:
    sentence = Sentence(
        "{file}, row {row} is for the same {keys} as row {before}. Leave one of them.",
        {
            "file": quoted(grid.file),
            "row": Given(str(number)),
            "keys": tuple(kind.column(name).title for name in kind.keys),
            "before": Given(str(before)),
        },
    )
    return Problem(kind.keys[0], str(sentence), sentence)


def _cut(problems: Sequence[Problem], file: str) -> list[Problem]:
    """Leave the first problems, and say how many more there are."""
    more = len(problems) - MOST_TOLD
    if more <= 0:
        return list(problems)
    sentence = Sentence(
        "{file}: {more} more cells are not as they may be.",
        {"file": quoted(file), "more": Given(str(more))},
    )
    return [*problems[:MOST_TOLD], Problem("", str(sentence), sentence)]
