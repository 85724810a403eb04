"""Reading the files of the record: days, numbers and the ids that must lead somewhere."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mutualmodel.figures.files import DataError, Row, number_in
from mutualmodel.figures.register import figure

if TYPE_CHECKING:
    import pandas as pd

DATE_PRECISIONS = ("day", "approx", "month", "year")

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def day_of(name: str, row: Row, column: str = "date") -> dt.date:
    """Return a cell as a day, or raise :class:`DataError` saying which one is none."""
    try:
        return dt.date.fromisoformat(row[column])
    except ValueError:
        raise DataError(
            f"{name}: {column} is {row[column]!r}, must be a day as 2019-08-01: {dict(row)}"
        ) from None


def check_partial_day(name: str, row: Row, column: str) -> None:
    """Raise :class:`DataError` unless a cell is a day, a month, a year or empty."""
    text = row[column]
    if text:
        day_of(name, {**row, column: text + "-01" * (2 - text.count("-"))}, column)


def check_order(name: str, days: Sequence[dt.date], *, strictly: bool) -> None:
    """Raise :class:`DataError` where a day is before the one above it or, strictly, the same."""
    for before, after in itertools.pairwise(days):
        if after < before or (strictly and after == before):
            raise DataError(f"{name}: {after} stands below {before}, must be in order of time")


def check_figures(name: str, ids: str) -> tuple[str, ...]:
    """Return ids separated by semicolons, insisting on at least one and on a figure to each."""
    found = tuple(filter(None, ids.split(";")))
    if not found:
        raise DataError(f"{name}: a row names no figure")
    for id in found:
        try:
            figure(id)
        except ValueError as error:
            raise DataError(f"{name}: {error}") from None
    return found


def optional_number(name: str, row: Row, column: str) -> float | None:
    """Return a cell as a number that is not negative, or None where it is empty."""
    if not row[column]:
        return None
    value = number_in(name, row, column)
    if not 0 <= value < float("inf"):
        raise DataError(f"{name}: {column} is {row[column]}, must not be negative: {dict(row)}")
    return value


def numbers_of(figure_id: str) -> list[float]:
    """Return the numbers in the value of a figure: 146, 140, 160 in *about 146 (140 to 160)*."""
    found = _NUMBER.findall(figure(figure_id).value)
    return [float(text.replace(",", "")) for text in found]


def frame_of(name: str, rows: Iterable[Row], numbers: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table with days in ``date``, numbers in ``numbers`` and text elsewhere."""
    return table_of({**row, **{c: optional_number(name, row, c) for c in numbers}} for row in rows)


def table_of(records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return records as a table, with days in ``date`` if there is such a column."""
    # Pandas takes longer to import than all of the model, and the engine does without it.
    import pandas as pd

    frame = pd.DataFrame.from_records(list(records))
    if "date" in frame:
        frame["date"] = pd.to_datetime(frame["date"])
    return frame
