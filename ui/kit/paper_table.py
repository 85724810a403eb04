"""A table as it stands on paper: all of its rows and columns, numbers to the right."""

import math

import numpy as np
import pandas as pd

from ui.kit.language import number
from ui.kit.markup import Markup, element

# Significant digits of a column's usual number, and the least that any of its numbers has.
_DIGITS, _LEAST_DIGITS = 4, 2
_MOST_DECIMALS = 8


def paper_table(table: pd.DataFrame) -> Markup:
    """Return a table in HTML; words are escaped, and what is not there is a dash.

    The numbers of a column have equally many decimals, so that they stand below each other.
    """
    numeric = set(table.select_dtypes("number").columns)
    sides = ["number" if name in numeric else "" for name in table]
    titles = [
        element("th", str(name), css=side, scope="col")
        for name, side in zip(table, sides, strict=True)
    ]
    usual = [_decimals(table[name]) if name in numeric else 0 for name in table]
    rows = [
        element(
            "tr",
            *(
                element("td", _told(value, decimals), css=side)
                for value, decimals, side in zip(row, usual, sides, strict=True)
            ),
        )
        for row in table.itertuples(index=False, name=None)
    ]
    return element(
        "table",
        element("thead", element("tr", *titles)),
        element("tbody", *rows),
        css="paper-table",
    )


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
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    size = abs(value)
    if size and math.isfinite(size) and not float(size).is_integer():
        decimals = max(decimals, _needed(size, _LEAST_DIGITS))
    return number(value, decimals)
