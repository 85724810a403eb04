"""Plotly's own words, months, days and marks of numbers in the reader's language."""

from typing import Any

from babel import Locale

from mutualmodel.text import N_
from ui.kit.language import ENGLISH, _, decimal_mark, group_mark, language

# What Plotly says of its own: on the two buttons that our charts have, and while it saves one.
_OF_PLOTLY = (
    N_("Reset axes"),
    N_("Download plot as a PNG"),
    N_("Preparing image - this may take a few seconds"),
    N_("Image download succeeded"),
    N_("Sorry, there was a problem downloading your image!"),
    N_("Double-click to zoom back out"),
)


def plotly_language() -> dict[str, Any]:
    """Return the settings that have Plotly speak, and write dates and numbers, as the reader does.

    Nothing for English, which it writes by itself.
    """
    chosen = language()
    if chosen == ENGLISH:
        return {}
    words = {text: _(text) for text in _OF_PLOTLY}
    return {"locale": chosen, "locales": {chosen: {"dictionary": words, "format": _format(chosen)}}}


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
        "month": _("%b %Y"),
        "dayMonth": _("%b %-d"),
        "dayMonthYear": _("%b %-d, %Y"),
        "decimal": decimal_mark(),
        "thousands": group_mark(),
    }
