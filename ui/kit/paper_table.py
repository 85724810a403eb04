"""A table as it stands on paper: all of its rows and columns, numbers to the right."""

import datetime as dt
import math

import numpy as np
import pandas as pd

from ui.kit.charts import baselines
from ui.kit.language import _, day_in_words, day_written, number
from ui.kit.markup import Markup, element

# Significant digits of a column's usual number, and the least that any of its numbers has.
_DIGITS, _LEAST_DIGITS = 4, 2
_MOST_DECIMALS = 8
# A table of no more columns has the baseline's in columns of their own.
_MOST_BESIDE = 6


def paper_table(table: pd.DataFrame) -> Markup:
    """Return a table in HTML; words are escaped, and what is not there is a dash.

    The numbers of a column have equally many decimals, so that they stand below each other.
    """
    numeric = set(table.select_dtypes("number").columns)
    below = _baselines(table)
    heads = [str(name) for name in table if name not in below.values()]
    usual = {name: _decimals(table[name]) if name in numeric else 0 for name in table}
    columns = [
        [
            element("td", *_cell(values, past), css="number" if name in numeric else "")
            for values, past in zip(
                _lines(table[name], usual[name]),
                _lines(table[below[name]], usual[name]) if name in below else [""] * len(table),
                strict=True,
            )
        ]
        for name in heads
    ]
    titles = [
        element(
            "th",
            *_cell(name, _("baseline") if name in below else ""),
            css="number" if name in numeric else "",
            scope="col",
        )
        for name in heads
    ]
    rows = [element("tr", *cells) for cells in zip(*columns, strict=True)]
    return element(
        "table",
        element("thead", element("tr", *titles)),
        element("tbody", *rows),
        css="paper-table",
    )


def _baselines(table: pd.DataFrame) -> dict[str, str]:
    """Return the columns of a wide table that have the baseline's as a second line in their cells.

    Beside each other the two would make it twice as wide; a narrow one has them so.
    """
    if table.shape[1] <= _MOST_BESIDE:
        return {}
    pairs = {str(name): baselines(str(name)) for name in table}
    return {name: past for name, past in pairs.items() if past in table}


def _lines(column: pd.Series, decimals: int) -> list[str]:
    return [_told(value, decimals) for value in column.tolist()]


def _cell(now: str, past: str) -> list[Markup | str]:
    """Return what stands in a cell, and below it what it is in the baseline."""
    return [now, element("br"), element("small", past, css="past")] if past else [now]


def _decimals(column: pd.Series) -> int:
    """Return how many decimals the numbers of a column have: none where all are whole."""
    sizes = column.abs().to_numpy(dtype=float)
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not len(sizes):
        return 0
    # What is not there in the numbers themselves is not written either.
    most = max(len(_written(size).partition(".")[2]) for size in sizes)
    return min(_needed(float(np.median(sizes)), _DIGITS), most)


def _needed(size: float, digits: int) -> int:
    """Return the decimals with which a number has so many significant digits."""
    return min(max(digits - 1 - math.floor(math.log10(size)), 0), _MOST_DECIMALS)


def _written(size: float) -> str:
    return f"{size:.{_needed(size, _DIGITS)}f}".rstrip("0")


def _told(value: object, decimals: int) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, dt.date):
        return day_written(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return day_in_words(str(value))
    size = abs(value)
    if size and math.isfinite(size) and not float(size).is_integer():
        decimals = max(decimals, _needed(size, _LEAST_DIGITS))
    return number(value, decimals)
