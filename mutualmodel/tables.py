"""The figures in ``data/``: loaded once, checked once, then shared.

Three tables feed the model as read-only arrays with a leading axis of sex in the order of
:data:`SEXES` and a second one of age last birthday. Every figure that the product uses or shows
stands in ``figures.csv`` with its source in ``sources.csv``; :func:`figure` gives one of them.
``docs/data.md`` says where each file comes from.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
Row = Mapping[str, str]

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"

SEXES = ("M", "F")
INCIDENCE_TABLES = ("CI1", "CI2", "CI3", "CI4")
LAST_AGE_INCIDENCE = 105
LAST_AGE_MILD_RATIO = 60
LAST_AGE_POPULATION = 99

TOPICS = (
    "membership",
    "settlements",
    "rules",
    "claims",
    "incidence",
    "population",
    "fee",
    "caps",
    "closing",
    "platforms",
    "insurance",
    "income",
    "assumption",
    "fit",
)
KINDS = ("reported", "derived", "assumption")
RELIABILITIES = ("A", "B", "C")


class DataError(ValueError):
    """A file in ``data/`` that is not as it must be; the message names file, field and value."""


@dataclass(frozen=True)
class Source:
    """Where a figure was read: one row of ``sources.csv``.

    ``outlet`` is the office, company or newspaper; ``published`` an ISO date, month or year, or
    empty. ``reliability`` grades the page as read: A operator, regulator or national press, B
    trade press or a reprint, C a blog or worse.
    """

    id: str
    outlet: str
    title_or_what: str
    url: str
    published: str
    reliability: str
    note: str


@dataclass(frozen=True)
class Figure:
    """One figure with its sources: one row of ``figures.csv``.

    ``value`` is text as reported, in ``unit``; ``as_of`` an ISO date, month or year, or empty.
    ``reliability`` (A, B or C) grades the statement, which can be firmer than the page it was read
    on, and is empty for assumptions. Figures that contradict each other share ``conflict``.
    """

    id: str
    topic: str
    figure: str
    value: str
    unit: str
    as_of: str
    source_ids: tuple[str, ...]
    kind: str
    reliability: str
    conflict: str
    note: str
    sources: tuple[Source, ...]


def incidence(table: str) -> FloatArray:
    """Return first diagnoses of a critical illness per life and year.

    Parameters
    ----------
    table : str
        One of :data:`INCIDENCE_TABLES`: CI1 (6 diseases) and CI2 (25) under the definitions of
        2007, CI3 (6) and CI4 (28) under those of 2020.

    Returns
    -------
    ndarray, shape (2, 106)
        Rates a year as fractions, by sex (men, women) and age 0 to 105; read-only. Insured
        experience with a margin, not a population rate.

    Raises
    ------
    ValueError
        When there is no such table.

    Notes
    -----
    Source: China Association of Actuaries, 5 November 2020 (``ci2020``).

    Examples
    --------
    >>> float(incidence("CI4")[0, 60])  # men of 60
    0.014865
    """
    if table not in INCIDENCE_TABLES:
        raise ValueError(
            f"incidence table: got {table!r}, allowed is one of {', '.join(INCIDENCE_TABLES)}"
        )
    return _incidence_tables()[table]


@cache
def mild_ratio() -> FloatArray:
    """Return mild illness as a fraction of the severe rate of CI4.

    Returns
    -------
    ndarray, shape (2, 61)
        Ratio by sex (men, women) and age 0 to 60, above one for young women; read-only. Three
        mild diseases, early thyroid cancer among them.

    Notes
    -----
    Source: China Association of Actuaries, 5 November 2020 (``mi2020``), in groups of five ages.
    """
    name = "mild_ratio.csv"
    rows = read_rows(name, ("sex", "age", "mild_over_severe_percent"))
    return by_sex_and_age(name, rows, "mild_over_severe_percent", LAST_AGE_MILD_RATIO, 0.01)


@cache
def population() -> FloatArray:
    """Return the mean population of China from November 2019 to October 2020.

    Returns
    -------
    ndarray, shape (2, 100)
        Persons by sex (men, women) and age last birthday 0 to 99; read-only.

    Notes
    -----
    Source: National Bureau of Statistics of China, census yearbook 2020 (``census2020``).
    """
    name = "population.csv"
    rows = read_rows(name, ("sex", "age", "persons"))
    return by_sex_and_age(name, rows, "persons", LAST_AGE_POPULATION, 1.0)


def figures() -> pd.DataFrame:
    """Return all figures, one a row, indexed by id.

    Returns
    -------
    DataFrame
        Text columns topic, figure, value, unit, as_of, source_ids (separated by semicolons), kind,
        reliability, conflict and note; an empty string where there is nothing to say.

    Raises
    ------
    DataError
        When ``figures.csv`` or ``sources.csv`` breaks a rule.
    """
    return _frame({**vars(f), "source_ids": ";".join(f.source_ids)} for f in _figures().values())


def sources() -> pd.DataFrame:
    """Return all sources, one a row, indexed by id.

    Returns
    -------
    DataFrame
        Text columns outlet, title_or_what, url, published, reliability and note.

    Raises
    ------
    DataError
        When ``sources.csv`` breaks a rule.
    """
    return _frame(asdict(source) for source in _sources().values())


def figure(id: str) -> Figure:
    """Return one figure with its sources.

    Parameters
    ----------
    id : str
        Id of a row of ``figures.csv``.

    Raises
    ------
    ValueError
        When there is no such figure; the message gives the ids most like it.

    Examples
    --------
    >>> figure("members_peak_2020").value
    '105,803,500'
    """
    known = _figures()
    if id not in known:
        near = difflib.get_close_matches(id, known, n=3, cutoff=0.4)
        hint = f" (perhaps {' or '.join(near)})" if near else ""
        raise ValueError(
            f"figure id: got {id!r}{hint}, allowed is one of the {len(known)} in data/figures.csv"
        )
    return known[id]


@cache
def _incidence_tables() -> dict[str, FloatArray]:
    """Load the four tables of totals; those of single diseases in the file are left aside."""
    name = "incidence.csv"
    rows = read_rows(name, ("table", "sex", "age", "rate_per_1000"))
    loaded = {}
    for table in INCIDENCE_TABLES:
        mine = [row for row in rows if row["table"] == table]
        rates = by_sex_and_age(name, mine, "rate_per_1000", LAST_AGE_INCIDENCE, 0.001)
        if rates.max() >= 1.0:
            raise DataError(f"{name}: {table} has a rate of {rates.max():g} a year, not below 1")
        loaded[table] = rates
    return loaded


@cache
def _sources() -> dict[str, Source]:
    """Load and check ``sources.csv``."""
    name = "sources.csv"
    rows = read_rows(name, [field.name for field in fields(Source)])
    for row in rows:
        check_choice(name, row, "reliability", RELIABILITIES)
        _check_filled(name, row, ("outlet", "title_or_what", "url"))
    return {id: Source(**row) for id, row in by_id(name, rows).items()}


@cache
def _figures() -> dict[str, Figure]:
    """Load and check ``figures.csv`` and join the sources to it."""
    name = "figures.csv"
    rows = read_rows(name, [field.name for field in fields(Figure) if field.name != "sources"])
    known = _sources()
    return {id: _figure_of(name, row, known) for id, row in by_id(name, rows).items()}


def _figure_of(name: str, row: Row, known: Mapping[str, Source]) -> Figure:
    """Make the record of one row, checking what a reader relies on."""
    _check_filled(name, row, ("figure", "value"))
    check_choice(name, row, "topic", TOPICS)
    check_choice(name, row, "kind", KINDS)
    assumed = row["kind"] == "assumption"
    check_choice(name, row, "reliability", ("",) if assumed else RELIABILITIES)
    source_ids = tuple(filter(None, row["source_ids"].split(";")))
    if not source_ids and not assumed:
        raise DataError(f"{name}: {row['id']} is {row['kind']} and names no source in source_ids")
    for source_id in source_ids:
        if source_id not in known:
            raise DataError(
                f"{name}: {row['id']} names the source {source_id!r}, which is not in sources.csv"
            )
    joined = tuple(known[source_id] for source_id in source_ids)
    plain = {key: text for key, text in row.items() if key != "source_ids"}
    return Figure(**plain, source_ids=source_ids, sources=joined)


def read_rows(name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a file of ``data/`` as text, insisting on its columns and on complete rows."""
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
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


def _check_filled(name: str, row: Row, columns: Iterable[str]) -> None:
    """Raise :class:`DataError` when a cell that must say something is empty."""
    for column in columns:
        if not row[column]:
            raise DataError(f"{name}: {row['id']} has nothing in {column}")


def _frame(records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Make a table of records, indexed by id and without the joined sources."""
    # Pandas takes longer to import than all of the model, and the engine does without it.
    import pandas as pd

    frame = pd.DataFrame.from_records(list(records)).set_index("id")
    return frame.drop(columns="sources", errors="ignore")
