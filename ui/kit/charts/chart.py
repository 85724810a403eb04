"""A chart as a whole: its question, its figure, its words and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ui.kit.charts.big_ticks import with_big_ticks
from ui.kit.charts.dollars import in_told_money
from ui.kit.charts.figure import Figure
from ui.kit.charts.table import Table, in_one_money
from ui.kit.counting import telling
from ui.kit.language import _, sentences


@dataclass(frozen=True)
class Chart:
    """A figure with the question it answers, its words and the numbers behind it.

    ``alt`` says in words what the figure shows and is read aloud in its place; ``table`` makes
    the numbers when they are asked for; ``note`` stands below the figure. ``subject`` says what the
    figure is of where that is not the plan at hand, but the published record; ``alone`` is the
    title where it needs the heading above it and stands without.
    """

    title: str
    figure: Figure
    alt: str
    table: Callable[[], pd.DataFrame | Table]
    note: str = ""
    subject: str = ""
    alone: str = ""

    def __post_init__(self) -> None:
        """Tell its amounts in the reader's money and units, its table's too whenever made."""
        in_told_money(self.figure)
        with_big_ticks(self.figure)
        object.__setattr__(self, "table", in_one_money(self.table, telling()))

    @property
    def name(self) -> str:
        """The title of a picture or file of the chart, where it stands alone."""
        return self.alone or self.title


def told(now: str, past: str | None) -> str:
    """Return what a chart says in words and, with a baseline, what it would say of that."""
    if past is None:
        return now
    return sentences(now, _("In the baseline: {words}").format(words=past))
