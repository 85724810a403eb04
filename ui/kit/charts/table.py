"""A table as a whole: its raw numbers, and the words that a page shows in some of their places."""

from dataclasses import dataclass, field

import pandas as pd

from ui.kit.language import _


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
