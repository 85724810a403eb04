"""A chart as a whole: its question, its figure, its words and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ui.kit.charts.figure import Figure
from ui.kit.language import _, sentences


@dataclass(frozen=True)
class Chart:
    """A figure with the question it answers, its words and the numbers behind it.

    ``alt`` says in words what the figure shows and is read aloud in its place; ``table`` makes
    the numbers when they are asked for; ``note`` stands below the figure.
    """

    title: str
    figure: Figure
    alt: str
    table: Callable[[], pd.DataFrame]
    note: str = ""


def told(now: str, past: str | None) -> str:
    """Return what a chart says in words and, with a baseline, what it would say of that."""
    if past is None:
        return now
    return sentences(now, _("In the baseline: {words}").format(words=past))


def beside(table: pd.DataFrame, past: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table with the baseline's columns behind its own; the first says what a row is."""
    if past is None:
        return table
    named = {name: _("baseline, {column}").format(column=name) for name in past.columns[1:]}
    held = past.reindex(table.index)[list(named)]
    return table.join(held.rename(columns=named))
