"""A table as a whole: its raw numbers, and the words that a page shows in some of their places."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ui.kit.counting import Telling, telling, told_as
from ui.kit.language import _, money_word

# Where a table holds the rate at which its amounts are told, and digits of those.
_AT, _DIGITS = "yuan_a_dollar", 6
# And what its heads say of their own, where names from outside stand in them.
_SAID = "heads_without_names"


@dataclass(frozen=True)
class Table:
    """Raw numbers with their units, and what a reader sees where that is something else.

    ``raw`` is what is taken away: numbers are numbers, their unit is in the title of the column or,
    where it changes from row to row, in a column of its own. ``words`` has, by title, what is shown
    in place of some of its columns; ``unread`` are titles of columns that only files have, because
    the words say them already. All share one index.
    """

    raw: pd.DataFrame
    words: pd.DataFrame = field(default_factory=pd.DataFrame)
    unread: tuple[str, ...] = ()

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it is read on a page."""
        told = {str(name): self.words[name] for name in self.words}
        return self.raw.assign(**told).drop(columns=list(self.unread))


@dataclass(frozen=True)
class Titled:
    """A table of no chart, with its title and, where it is not of the plan at hand, of what."""

    title: str
    table: pd.DataFrame | Table
    subject: str = ""

    def __post_init__(self) -> None:
        """Tell its amounts in the money that the reader wants."""
        object.__setattr__(self, "table", told_table(self.table, telling()))


def whole(table: pd.DataFrame | Table) -> Table:
    """Return a table of numbers that are shown as they are, or one that says how, as the latter."""
    return table if isinstance(table, Table) else Table(table)


def beside(table: pd.DataFrame, past: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table with the baseline's columns behind its own; the first says what a row is."""
    if past is None:
        return table
    named = {name: _baselines(name) for name in past.columns[1:]}
    held = past.reindex(table.index)[list(named)]
    return table.join(held.rename(columns=named))


def whole_beside(table: Table, past: Table | None) -> Table:
    """Return the same of tables that are shown in words."""
    if past is None:
        return table
    words = past.words.rename(columns=_baselines).reindex(table.raw.index)
    return Table(
        beside(table.raw, past.raw),
        table.words.reindex(table.raw.index).join(words),
        (*table.unread, *map(_baselines, past.unread)),
    )


def _baselines(column: str) -> str:
    return _("baseline, {column}").format(column=column)


# ------------------------------------------------------------------------------ in other money


def with_names(raw: pd.DataFrame, heads: Mapping[str, str]) -> pd.DataFrame:
    """Note the heads of a table that hold names from outside, such as a kept case's, and return it.

    ``heads`` has for each the text before the name was filled in: that alone says whether the
    column has amounts, for a case may be called "dollars" or "10 %".
    """
    raw.attrs[_SAID] = {**raw.attrs.get(_SAID, {}), **heads}
    return raw


def told_table(table: pd.DataFrame | Table, how: Telling) -> pd.DataFrame | Table:
    """Return a table with its amounts divided, once only: the columns whose heads name money.

    A head with a sign of per cent is one of shares, whatever it names.
    """
    if isinstance(table, Table):
        return Table(_told_frame(table.raw, how), table.words, table.unread)
    return _told_frame(table, how)


def _told_frame(raw: pd.DataFrame, how: Telling) -> pd.DataFrame:
    if how.rate == 1.0 or _AT in raw.attrs:
        return raw
    with told_as(how):
        word = money_word()
    said = raw.attrs.get(_SAID, {})
    told = {
        place: _told_column(raw.iloc[:, place], how.rate)
        for place, head in enumerate(said.get(head, head) for head in map(str, raw.columns))
        if word in head and "%" not in head
    }
    columns = [told.get(place, raw.iloc[:, place]) for place in range(raw.shape[1])]
    found = pd.concat(columns, axis=1) if columns else raw.copy()
    found.attrs[_AT] = how.rate
    return found


def _told_column(column: pd.Series, rate: float) -> pd.Series:
    told = [_told_cell(value, rate) for value in column.tolist()]
    numeric = pd.api.types.is_numeric_dtype(column)
    return pd.Series(told, index=column.index, name=column.name, dtype=float if numeric else object)


def _told_cell(value: Any, rate: float) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    told = value / rate
    if not math.isfinite(told) or abs(told) >= 10.0**_DIGITS:
        return told if not math.isfinite(told) else float(round(told))
    return float(f"{told:.{_DIGITS}g}")


def in_one_money(
    make: Callable[[], pd.DataFrame | Table], how: Telling
) -> Callable[[], pd.DataFrame | Table]:
    """Return what makes a table as it was told where its chart was drawn, whenever it is asked."""

    def made() -> pd.DataFrame | Table:
        with told_as(how):
            found = make()
        return told_table(found, how)

    return made
