"""Published values and days as a reader writes them; files keep them as they were published."""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from mutualmodel import Case, magnitudes
from mutualmodel.figures.values import (
    BETWEEN_UNITS,
    Amount,
    Day,
    Number,
    Part,
    Words,
    is_file,
    read_published,
)
from mutualmodel.locale import ENGLISH
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS
from ui.kit.language import (
    COMMAS,
    SEMICOLONS,
    _,
    counted_in,
    day_in_words,
    day_written,
    language,
    listed,
    month,
    ngettext,
    number,
    with_unit,
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
_A_DAY = "date"
# What has no amount has no unit either.
_NOTHING = tuple(map(Words, ("none", "none found", "amounts not found", "what that costs")))
# Beside those of inputs.
_OTHER_NAMES = frozenset(
    {
        "coefficient of variation",
        "elasticity of demand",
        "elasticity of leaving",
        "Sesame score",
        "share",
    }
)


def value_in_words(text: str) -> str:
    """Write a published value with the marks, large units and words of the reader's language."""
    return listed(map(_part_told, read_published(text)), SEMICOLONS)


def value_with_unit(text: str, unit: str) -> str:
    """Write a published value as :func:`value_in_words`, each part of it with its unit.

    A unit has as many parts as its value, or one for all of them, which stands behind the last.
    """
    parts, labels = read_published(text), unit.split(BETWEEN_UNITS)
    if len(labels) > 1:
        # What has no unit stands last.
        labels += [""] * (len(parts) - len(labels))
        pairs = zip(parts, labels, strict=True)
        return listed((_measured([part], label) for part, label in pairs), SEMICOLONS)
    return _measured(parts, unit)


def units_in_words(unit: str) -> str:
    """Name the unit of a published value, or the units of its parts."""
    return listed(map(_named_unit, unit.split(BETWEEN_UNITS)), SEMICOLONS)


def as_kept(text: str) -> str:
    """Return a value for a file: as the register has it, which is in English, or in words."""
    return text if language() == ENGLISH else value_in_words(text)


def _named_unit(label: str) -> str:
    one = _counted().get(label)
    return ngettext(one, label, 2) if one else _(label)


def _measured(parts: Sequence[Sequence[Part]], label: str) -> str:
    """Write parts of a value that are of one unit."""
    if label == _A_DAY:
        return listed(map(_year_or_day, parts), SEMICOLONS)
    told = listed(map(_part_told, parts), SEMICOLONS)
    if not label or all(one in _NOTHING for one in parts[-1]):
        return told
    name = _unit_behind(label, parts[-1][-1])
    if any(map(_needs_brackets, parts[-1])):
        return _("{value} ({unit})").format(value=told, unit=name)
    if label in _names_of_numbers():
        return _("{unit} {number}").format(unit=name, number=told)
    return with_unit(told, name)


def _needs_brackets(part: Part) -> bool:
    """Whether a part has no number behind which a unit could stand: a day, or a file's name."""
    return isinstance(part, Day) or (isinstance(part, Words) and is_file(part.text))


def _year_or_day(part: Sequence[Part]) -> str:
    """Write a part of a date: what would be a bare number is a year."""
    return listed(
        (
            day_in_words(f"{one.low.value:.0f}") if isinstance(one, Number) else _told(one)
            for one in part
        ),
        COMMAS,
    )


def _unit_behind(label: str, part: Part) -> str:
    """Return the name of a unit as it stands behind a part of a value."""
    one = _counted().get(label)
    count = part.low.value if isinstance(part, Number) and part.high is None else 2
    return ngettext(one, label, count) if one else _(label)


@cache
def _names_of_numbers() -> frozenset[str]:
    """Return units that are names of bare numbers, and stand before them."""
    known = (meta.unit for meta in Case.fields().values())
    return _OTHER_NAMES | {unit.label for unit in known if unit.kind == "plain"}


@cache
def _counted() -> Mapping[str, str]:
    """Return units that have another name behind exactly one, by their label."""
    known = [*OF_RESULTS.values(), *(meta.unit for meta in Case.fields().values())]
    return {unit.label: unit.one for unit in known if unit.one}


def _part_told(part: Sequence[Part]) -> str:
    return listed(map(_told, part), COMMAS)


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
            return counted_in(unit, number(value / unit.size, decimals))
    return number(value, amount.decimals)
