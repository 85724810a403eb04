"""A chart as a whole: its question, its figure, its words and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ui.kit.charts.figure import Figure
from ui.kit.charts.table import Table
from ui.kit.language import _, sentences


@dataclass(frozen=True)
class Chart:
    """A figure with the question it answers, its words and the numbers behind it.

    ``alt`` says in words what the figure shows and is read aloud in its place; ``table`` makes
    the numbers when they are asked for; ``note`` stands below the figure. ``subject`` says what the
    figure is of where that is not the plan at hand, but the published record.
    """

    title: str
    figure: Figure
    alt: str
    table: Callable[[], pd.DataFrame | Table]
    note: str = ""
    subject: str = ""


def told(now: str, past: str | None) -> str:
    """Return what a chart says in words and, with a baseline, what it would say of that."""
    if past is None:
        return now
    return sentences(now, _("In the baseline: {words}").format(words=past))
