"""Tables of a reader's own: frozen values that can be compared, kept as keys and written again."""

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.files import SEXES
from mutualmodel.inputs.own.kinds import KINDS, LAST_AGE, Kind
from mutualmodel.once import cached_property

Cell = str | int | float | None
BySex = tuple[tuple[float, ...], tuple[float, ...]]

_FINGERPRINT = 10


@dataclass(frozen=True)
class OwnTable:
    """A table that its reader has brought along; ``rows`` gives it as it is written."""

    KIND: ClassVar[str] = ""

    @property
    def kind(self) -> Kind:
        """What kind of table it is."""
        return KINDS[self.KIND]

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give the rows, each with a cell for every column of the kind."""
        raise NotImplementedError

    @cached_property
    def text(self) -> str:
        """The table as CSV, every number so that it is read back to the last bit."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.kind.heads)
        writer.writerows([_written(cell) for cell in row] for row in self.rows())
        return out.getvalue()

    @cached_property
    def fingerprint(self) -> str:
        """Ten letters that are the same for the same values and for no others, as far as known."""
        content = f"{self.KIND}\n{self.text}".encode()
        return hashlib.sha256(content).hexdigest()[:_FINGERPRINT]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)


def _by_sex_and_age(*columns: BySex) -> Iterator[list[Cell]]:
    for at, sex in enumerate(SEXES):
        for age, values in enumerate(zip(*(column[at] for column in columns), strict=True)):
            yield [age, sex, *values]


def _unwritable(values: Iterable[Iterable[float]] | Iterable[float]) -> FloatArray:
    array = np.array(values, dtype=float)
    array.flags.writeable = False
    return array


@dataclass(frozen=True)
class OwnIncidence(OwnTable):
    """First diagnoses a life and year, by sex (men, women) and age 0 to 105."""

    KIND: ClassVar[str] = "incidence"

    rates: BySex

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give age, sex and rate."""
        return _by_sex_and_age(self.rates)

    @cached_property
    def array(self) -> FloatArray:
        """The rates (2, 106), read-only."""
        return _unwritable(self.rates)


@dataclass(frozen=True)
class OwnAges(OwnTable):
    """Members, or their shares, by sex (men, women) and age 0 to 105."""

    KIND: ClassVar[str] = "ages"

    weights: BySex

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give age, sex and members of the ages at which there are any."""
        return (row for row in _by_sex_and_age(self.weights) if row[-1])

    @cached_property
    def array(self) -> FloatArray:
        """The members (2, 106), read-only."""
        return _unwritable(self.weights)


@dataclass(frozen=True)
class OwnPath(OwnTable):
    """Values by months since the start, in order of time."""

    months: tuple[float, ...]
    values: tuple[float, ...]

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give month and value."""
        return zip(self.months, self.values, strict=True)

    def at(self, months: FloatArray) -> FloatArray:
        """Return the values at given months: on a line between two rows, flat outside."""
        return np.interp(months, self.months, self.values)


@dataclass(frozen=True)
class OwnMembers(OwnPath):
    """Members by months since the start."""

    KIND: ClassVar[str] = "members"


@dataclass(frozen=True)
class OwnLevel(OwnPath):
    """A factor on incidence by months since the start."""

    KIND: ClassVar[str] = "level"


@dataclass(frozen=True)
class OwnRecord(OwnTable):
    """Settlements in order of time; None where a figure is not known."""

    KIND: ClassVar[str] = "record"

    days: tuple[dt.date, ...]
    members: tuple[float, ...]
    claims: tuple[float | None, ...]
    payout: tuple[float | None, ...]
    share: tuple[float | None, ...]

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give date, members, claims, payout and share."""
        days = (day.isoformat() for day in self.days)
        return zip(days, self.members, self.claims, self.payout, self.share, strict=True)


@dataclass(frozen=True)
class OwnPrices(OwnTable):
    """Yearly premiums for a benefit, each by sex (men, women) and age; not a number if unknown."""

    KIND: ClassVar[str] = "prices"

    premium: tuple[tuple[float | None, ...], tuple[float | None, ...]]
    benefit: float

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Give age, sex, premium and benefit of the ages that have a price."""
        for at, sex in enumerate(SEXES):
            for age, premium in enumerate(self.premium[at]):
                if premium is not None:
                    yield [age, sex, premium, self.benefit]

    def price(self, sex: int, age: int) -> float | None:
        """Return the premium of a year at an age last birthday, None where there is none."""
        return self.premium[sex][age] if 0 <= age <= LAST_AGE else None


@dataclass(frozen=True)
class OwnTables:
    """All that a reader has brought along: at most one table of each kind.

    Examples
    --------
    >>> path = OwnMembers((0.0, 12.0), (1e6, 2e6))
    >>> tables = OwnTables().with_table(path)
    >>> [table.kind.title for table in tables]
    ['Path of members']
    """

    incidence: OwnIncidence | None = None
    ages: OwnAges | None = None
    members: OwnMembers | None = None
    level: OwnLevel | None = None
    record: OwnRecord | None = None
    prices: OwnPrices | None = None

    def __iter__(self) -> Iterator[OwnTable]:
        """Give the tables that are there."""
        return (table for one in fields(self) if (table := getattr(self, one.name)) is not None)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any(True for _ in self)

    def table(self, kind: str) -> OwnTable | None:
        """Return the table of a kind, if there is one."""
        table: OwnTable | None = getattr(self, kind)
        return table

    def with_table(self, table: OwnTable) -> Self:
        """Return these tables with one more, in place of another of its kind."""
        changed: dict[str, Any] = {table.KIND: table}
        return replace(self, **changed)

    def without(self, kind: str) -> Self:
        """Return these tables without the one of a kind."""
        changed: dict[str, Any] = {kind: None}
        return replace(self, **changed)

    def texts(self) -> dict[str, str]:
        """Return every table as CSV by its kind."""
        return {table.KIND: table.text for table in self}

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every table by its kind."""
        return {table.KIND: table.fingerprint for table in self}
