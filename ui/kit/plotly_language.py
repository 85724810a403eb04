"""Months, days and marks of numbers in the reader's language, as Plotly takes them."""

from typing import Any

from babel import Locale

from ui.kit.language import ENGLISH, decimal_mark, group_mark, language


def plotly_language() -> dict[str, Any]:
    """Return the settings that have Plotly write dates and numbers as the reader does.

    Nothing for English, which it writes by itself.
    """
    chosen = language()
    if chosen == ENGLISH:
        return {}
    return {"locale": chosen, "locales": {chosen: {"dictionary": {}, "format": _format(chosen)}}}


def _format(chosen: str) -> dict[str, Any]:
    locale = Locale.parse(chosen)
    # Plotly's weeks begin on Sunday, Babel's on Monday.
    week = (6, 0, 1, 2, 3, 4, 5)
    names, short = locale.days["stand-alone"]["wide"], locale.days["stand-alone"]["abbreviated"]
    months = locale.months["stand-alone"]
    return {
        "days": [names[day] for day in week],
        "shortDays": [short[day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        "decimal": decimal_mark(),
        "thousands": group_mark(),
    }
