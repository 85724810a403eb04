"""What every page shows as charts and tables, had by its name without drawing it.

A page's folder has a module ``contents`` with ``charts_of(view, colours)`` and ``tables_of(view)``,
both by the key under which the page offers them. So a workbook or a report has all that the pages
have; of the lab what it shows of the kept cases, for the rest answers what is asked there.
"""

import importlib
from dataclasses import dataclass

from ui.frame.state import View
from ui.kit.charts import Chart, Titled, whole
from ui.kit.palette import LIGHT, Palette

# In the order of the menu.
WITH_CONTENTS = (
    "home",
    "membership",
    "risk",
    "fund",
    "closing",
    "insurance",
    "fairness",
    "history",
    "lab",
    "limits",
    "sources",
    "glossary",
)


@dataclass(frozen=True)
class Contents:
    """The charts of a page, and its tables that belong to no chart, by key."""

    charts: dict[str, Chart]
    tables: dict[str, Titled]


def contents_of(page: str, view: View, colours: Palette = LIGHT) -> Contents:
    """Return what a page of :data:`WITH_CONTENTS` shows of a view."""
    # A page stands above this room, so it is found by the name that it has everywhere.
    room = importlib.import_module(f"ui.{page}.contents")
    return Contents(room.charts_of(view, colours), room.tables_of(view))


def tables_of(page: str, view: View) -> dict[str, Titled]:
    """Return every table of a page, those of its charts first, by key."""
    found = contents_of(page, view)
    of_charts = {
        key: Titled(chart.name, whole(chart.table()), chart.subject)
        for key, chart in found.charts.items()
    }
    # One that stands below its chart is the chart's.
    others = {key: table for key, table in found.tables.items() if key not in of_charts}
    return {**of_charts, **others}
