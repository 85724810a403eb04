"""Published values and days as a reader writes them; files keep them as they were published."""

import math
from collections.abc import Mapping
from functools import cache

from mutualmodel import Case, magnitudes
from mutualmodel.figures.values import Amount, Day, Number, Part, read_published
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS
from ui.kit.language import (
    COMMAS,
    SEMICOLONS,
    _,
    day_written,
    language,
    listed,
    month,
    ngettext,
    number,
)

_SIGNED: Mapping[str, str] = {
    "about": N_("about {number}"),
    "more than": N_("more than {number}"),
    "nearly": N_("nearly {number}"),
    "at least": N_("at least {number}"),
    "close to": N_("close to {number}"),
    "below": N_("below {number}"),
    "fewer than": N_("fewer than {number}"),
    "up to": N_("up to {number}"),
}


def value_in_words(text: str) -> str:
    """Write a published value with the marks, large units and words of the reader's language."""
    parts = [listed(map(_told, part), COMMAS) for part in read_published(text)]
    return listed(parts, SEMICOLONS)


def unit_behind(label: str) -> str:
    """Return the name of a published value's unit as it stands behind one; a day needs none."""
    if label == "date":
        return ""
    one = _counted().get(label)
    return ngettext(one, label, 2) if one else _(label)


@cache
def _counted() -> Mapping[str, str]:
    """Return units that have another name behind exactly one, by their label."""
    known = [*OF_RESULTS.values(), *(meta.unit for meta in Case.fields().values())]
    return {unit.label: unit.one for unit in known if unit.one}


def _told(part: Part) -> str:
    if isinstance(part, Number):
        return _number_told(part)
    if isinstance(part, Day):
        if part.month_only:
            return month(part.day)
        told = day_written(part.day)
        return _("{day}, {hour}").format(day=told, hour=part.hour) if part.hour else told
    # Bare numbers and signs, such as a fraction, are the same in every language.
    return _(part.text) if any(map(str.isalpha, part.text)) else part.text


def _number_told(part: Number) -> str:
    told = _amount_told(part.low)
    if part.high is not None:
        told = _("{low} to {high}").format(low=told, high=_amount_told(part.high))
    if part.percent:
        told = _("{number} %").format(number=told)
    return _(_SIGNED[part.sign]).format(number=told) if part.sign else told


def _amount_told(amount: Amount) -> str:
    """Write a number exactly: in a large unit where that needs few digits behind the mark."""
    value = amount.value
    if not amount.grouped:
        return f"{value:.0f}"
    for unit in () if amount.decimals else magnitudes.of_sentences(language()):
        decimals = len(f"{value / unit.size:.8f}".rstrip("0").partition(".")[2])
        # Half of its zeros: 10,580.35 times ten thousand, but 179,127.
        if abs(value) >= unit.size and 2 * decimals <= math.log10(unit.size):
            return _(unit.written).format(number=number(value / unit.size, decimals))
    return number(value, amount.decimals)
