"""The files in ``data/``: read as text and checked; what is wrong is told by file and field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.manifest import DataError, check_unchanged, text_of

__all__ = [
    "DATA_FOLDER",
    "SEXES",
    "DataError",
    "Row",
    "by_id",
    "by_sex_and_age",
    "check_choice",
    "check_filled",
    "number_in",
    "read_rows",
    "read_text",
]

Row = Mapping[str, str]

_PACKAGE = Path(__file__).resolve().parents[1]
# An installed package carries the figures; in the checkout they lie beside it.
DATA_FOLDER = next(
    (place for place in (_PACKAGE / "data", _PACKAGE.parent / "data") if place.is_dir()),
    _PACKAGE.parent / "data",
)

SEXES = ("M", "F")


def read_text(name: str) -> str:
    """Return a file of ``data/`` as it was signed; see :mod:`mutualmodel.figures.manifest`.

    Raises
    ------
    DataError
        When it is missing, is not UTF-8 or was changed.
    """
    text = text_of(DATA_FOLDER, name)
    check_unchanged(DATA_FOLDER, name, text)
    return text


def read_rows(name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a file of ``data/`` as text, insisting on its columns and on complete rows."""
    reader = csv.reader(io.StringIO(read_text(name), newline=""), strict=True)
    header = next(reader, [])
    if header != list(columns):
        raise DataError(f"{name}: columns are {header}, must be {list(columns)}")
    rows = list(reader)
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(columns):
            raise DataError(f"{name}: row {line} has {len(cells)} cells, must be {len(columns)}")
    return [dict(zip(columns, cells, strict=True)) for cells in rows]


def by_sex_and_age(
    name: str, rows: Iterable[Row], column: str, last_age: int, unit: float
) -> FloatArray:
    """Return a column as a read-only (2, last_age + 1) array times ``unit``.

    Raises :class:`DataError` when a sex and age is unknown, missing or there twice, or when a
    cell is not a positive number.
    """
    values = np.full((len(SEXES), last_age + 1), np.nan)
    for row in rows:
        check_choice(name, row, "sex", SEXES)
        age, value = number_in(name, row, "age"), number_in(name, row, column)
        if age not in range(last_age + 1):
            raise DataError(f"{name}: age is {row['age']}, allowed is 0 to {last_age}")
        if not 0 < value < np.inf:
            raise DataError(f"{name}: {column} is {row[column]}, must be positive: {dict(row)}")
        place = SEXES.index(row["sex"]), int(age)
        if not np.isnan(values[place]):
            raise DataError(f"{name}: sex {row['sex']} and age {row['age']} are there twice")
        values[place] = value
    gaps = [f"{SEXES[sex]} {age}" for sex, age in np.argwhere(np.isnan(values))]
    if gaps:
        raise DataError(f"{name}: {column} is missing for sex and age {', '.join(gaps)}")
    values *= unit
    values.setflags(write=False)
    return values


def number_in(name: str, row: Row, column: str) -> float:
    """Return a cell as a number, or say which one is none."""
    try:
        return float(row[column])
    except ValueError:
        raise DataError(f"{name}: {column} is {row[column]!r}, not a number: {dict(row)}") from None


def by_id(name: str, rows: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Index rows by id, which must be there and only once."""
    indexed: dict[str, dict[str, str]] = {}
    for row in rows:
        if not row["id"] or row["id"] in indexed:
            raise DataError(f"{name}: id {row['id']!r} is empty or there twice")
        indexed[row["id"]] = row
    return indexed


def check_choice(name: str, row: Row, column: str, allowed: Sequence[str]) -> None:
    """Raise :class:`DataError` unless the cell holds one of the allowed words."""
    if row[column] not in allowed:
        words = ", ".join(word or "empty" for word in allowed)
        raise DataError(
            f"{name}: {column} is {row[column]!r}, allowed is {words}: {row.get('id', dict(row))}"
        )


def check_filled(name: str, row: Row, columns: Iterable[str]) -> None:
    """Raise :class:`DataError` when a cell that must say something is empty."""
    for column in columns:
        if not row[column]:
            raise DataError(f"{name}: {row['id']} has nothing in {column}")
