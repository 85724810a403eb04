"""From checked rows to a table, with what a kind demands of its rows together."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from mutualmodel.figures.files import SEXES
from mutualmodel.inputs.declare import Problem
from mutualmodel.inputs.own.errors import OwnTableError, quoted, refused
from mutualmodel.inputs.own.kinds import LAST_AGE, Kind
from mutualmodel.inputs.own.tables import (
    BySex,
    OwnAges,
    OwnIncidence,
    OwnLevel,
    OwnMembers,
    OwnPrices,
    OwnRecord,
    OwnTable,
)
from mutualmodel.text import N_, Given, Quantity, Sentence
from mutualmodel.units import MONEY

Row = dict[str, float | int | dt.date | None]
Numbered = Sequence[tuple[int, Row]]
Made = tuple[OwnTable, tuple[Sentence, ...]]

_SEX_TITLES = (N_("men"), N_("women"))
# A fit needs so many settlements at least to tell anything.
FEWEST_SETTLEMENTS = 2


def made(kind: Kind, rows: Numbered, file: str, *, hold_ends: bool) -> Made:
    """Return the table that rows make, and what was made of them.

    Raises
    ------
    OwnTableError
        When rows are missing or do not fit together.
    """
    if kind.name == "incidence":
        return _incidence(rows, file, hold_ends=hold_ends)
    return _MAKERS[kind.name](rows, file), ()


def _incidence(rows: Numbered, file: str, *, hold_ends: bool) -> Made:
    given = _given(rows, "rate")
    problems, notes = list[Problem](), list[Sentence]()
    rates: list[tuple[float, ...]] = []
    for sex, title in enumerate(_SEX_TITLES):
        ages = sorted(age for at, age in given if at == sex)
        ends = hold_ends and bool(ages)
        span = range(ages[0], ages[-1] + 1) if ends else range(LAST_AGE + 1)
        missing = [age for age in span if (sex, age) not in given]
        if missing:
            problems.append(_missing_ages(file, title, missing))
            continue
        held = [min(max(age, span[0]), span[-1]) for age in range(LAST_AGE + 1)]
        rates.append(tuple(given[sex, age] for age in held))
        if len(span) <= LAST_AGE:
            notes.append(_held(title, span))
    if problems:
        raise OwnTableError(problems)
    if not any(map(any, rates)):
        raise refused(file, N_("{file}: every rate is 0. One at least must be more."))
    return OwnIncidence(cast(BySex, tuple(rates))), tuple(notes)


def _given(rows: Numbered, name: str) -> dict[tuple[int, int], float]:
    """Return a column by sex and age."""
    return {(cast(int, row["sex"]), cast(int, row["age"])): _number(row[name]) for _, row in rows}


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _missing_ages(file: str, title: str, missing: Sequence[int]) -> Problem:
    sentence = Sentence(
        "{file}: the rate of {sex} is missing for the ages {ages}. Every age from 0 to {last} is "
        "needed; or let the first and the last rate hold for the ages outside.",
        {
            "file": quoted(file),
            "sex": title,
            "ages": Given(_runs(missing)),
            "last": Given(str(LAST_AGE)),
        },
    )
    return Problem("age", str(sentence), sentence)


def _runs(ages: Sequence[int]) -> str:
    """Write ages in order, those that follow each other as first–last."""
    runs: list[list[int]] = []
    for age in ages:
        if runs and age == runs[-1][1] + 1:
            runs[-1][1] = age
        else:
            runs.append([age, age])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _held(title: str, span: range) -> Sentence:
    return Sentence(
        "For {sex} the rates at ages {first} and {last} are used for all ages before and after.",
        {"sex": title, "first": Given(str(span[0])), "last": Given(str(span[-1]))},
    )


def _ages(rows: Numbered, file: str) -> OwnTable:
    given = _given(rows, "members")
    if not sum(given.values()):
        raise refused(file, N_("{file}: there are no members at any age."))
    weights = tuple(
        tuple(given.get((sex, age), 0.0) for age in range(LAST_AGE + 1))
        for sex in range(len(SEXES))
    )
    return OwnAges(cast(BySex, weights))


def _path(rows: Numbered, name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return months and values in order of time."""
    pairs = sorted((_number(row["month"]), _number(row[name])) for _, row in rows)
    months, values = zip(*pairs, strict=True)
    return months, values


def _members(rows: Numbered, file: str) -> OwnTable:
    months, values = _path(rows, "members")
    if months[0] != 0.0:
        raise refused(file, N_("{file}: a path of members must begin with month 0."))
    return OwnMembers(months, values)


def _level(rows: Numbered, file: str) -> OwnTable:
    months, values = _path(rows, "factor")
    if not any(values):
        raise refused(file, N_("{file}: every factor is 0. One at least must be more."))
    return OwnLevel(months, values)


def _record(rows: Numbered, file: str) -> OwnTable:
    if len(rows) < FEWEST_SETTLEMENTS:
        raise refused(file, N_("{file}: a record needs two settlements at least."))
    ordered = sorted((row for _, row in rows), key=lambda row: cast(dt.date, row["date"]))

    def column(name: str) -> tuple[float | None, ...]:
        return tuple(None if (v := row.get(name)) is None else _number(v) for row in ordered)

    if not any(column("claims")):
        raise refused(file, N_("{file}: no settlement has any claims."))
    return OwnRecord(
        days=tuple(cast(dt.date, row["date"]) for row in ordered),
        members=tuple(_number(row["members"]) for row in ordered),
        claims=column("claims"),
        payout=column("payout"),
        share=column("share"),
    )


def _prices(rows: Numbered, file: str) -> OwnTable:
    benefits = sorted({_number(row["benefit"]) for _, row in rows})
    if len(benefits) > 1:
        raise refused(
            file,
            N_("{file} has prices for {one} and for {other}. All must be for one benefit."),
            one=Quantity(benefits[0], MONEY),
            other=Quantity(benefits[1], MONEY),
        )
    given = _given(rows, "premium")
    men, women = (
        tuple(given.get((sex, age)) for age in range(LAST_AGE + 1)) for sex in range(len(SEXES))
    )
    return OwnPrices((men, women), benefits[0])


_MAKERS: Mapping[str, Callable[[Numbered, str], OwnTable]] = {
    "ages": _ages,
    "members": _members,
    "level": _level,
    "record": _record,
    "prices": _prices,
}
