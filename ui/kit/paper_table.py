"""A table as it stands on paper: all of its rows and columns, numbers to the right."""

import math

import pandas as pd

from ui.kit.language import number
from ui.kit.markup import Markup, element

# Of numbers that are not whole.
_DIGITS = 4


def paper_table(table: pd.DataFrame) -> Markup:
    """Return a table in HTML; words are escaped, and what is not there is a dash."""
    numeric = set(table.select_dtypes("number").columns)
    sides = ["number" if name in numeric else "" for name in table]
    titles = [element("th", str(name), css=side) for name, side in zip(table, sides, strict=True)]
    rows = [
        element("tr", *(element("td", _told(v), css=s) for v, s in zip(row, sides, strict=True)))
        for row in table.itertuples(index=False, name=None)
    ]
    return element(
        "table",
        element("thead", element("tr", *titles)),
        element("tbody", *rows),
        css="paper-table",
    )


def _told(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer() or not math.isfinite(value):
        return number(value)
    decimals = max(_DIGITS - 1 - math.floor(math.log10(abs(value))), 0)
    text = f"{value:.{min(decimals, 8)}f}".rstrip("0")
    return number(value, len(text.partition(".")[2]))
