"""Words and numbers in the reader's language.

Texts go through :func:`_` (gettext); model texts are English message ids and are translated here
too. Numbers are written by Babel. English is the only language yet.
"""

import gettext
import math
from pathlib import Path

from babel.numbers import format_decimal, format_percent

from mutualmodel import Quantity, Sentence
from mutualmodel.inputs import FieldMeta, Value
from mutualmodel.text import Given, Part
from mutualmodel.units import Unit

LANGUAGE = "en"
_CATALOGUES = Path(__file__).parents[1] / "locale"
_catalogue = gettext.translation("messages", _CATALOGUES, languages=[LANGUAGE], fallback=True)


def _(text: str) -> str:
    """Return a text in the reader's language."""
    return _catalogue.gettext(text) if text else ""


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands separators and exactly so many decimals."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=LANGUAGE)).replace("-", "−")


def significant(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, but never fewer than its whole part."""
    if value == 0 or not math.isfinite(value):
        return number(0)
    decimals = digits - 1 - math.floor(math.log10(abs(value)) + 1e-12)
    return number(value, min(max(decimals, 0), 8))


def large(value: float) -> str:
    """Write a number in thousands, millions or billions where that reads more easily."""
    size = abs(value)
    if size >= 1e9:
        return _("{number} bn").format(number=significant(value / 1e9))
    if size >= 1e6:
        return _("{number} million").format(number=significant(value / 1e6))
    return number(value) if size >= 1000 else significant(value)


def exact(value: float) -> str:
    """Write a number with as many decimals as it has, six at most."""
    return number(value, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def measured(value: float, unit: Unit) -> str:
    """Write the value of an input with its unit, so exactly that two values never look alike."""
    if unit.percent:
        shown = exact(100.0 * value) + " %"
    elif unit.kind in ("count", "money") and abs(value) >= 1e6:
        shown = _("{number} million").format(number=exact(value / 1e6))
    else:
        shown = exact(value)
    return f"{shown} {_(unit.label)}".strip()


def written(meta: FieldMeta, value: Value) -> str:
    """Write the value of any input for people."""
    if value is None:
        return _("no cap")
    if isinstance(value, str):
        return _(meta.word(value))
    # A seed is a name more than a number.
    return str(value) if meta.unit.kind == "plain" and meta.integer else measured(value, meta.unit)


def amount(value: float) -> str:
    """Write an amount of yuan without its unit: 91.2, 3.80, 0.0031, 300,000, 8.65 bn."""
    size = abs(value)
    if size == 0:
        return number(0)
    if size >= 1e6:
        return large(value)
    if size >= 1000:
        return number(value)
    if size >= 10:
        return number(value, 1)
    return number(value, 2) if size >= 0.995 else significant(value, 2)


def money(value: float) -> str:
    """Write an amount of yuan: 91.2 yuan, 8.65 bn yuan."""
    return _("{amount} yuan").format(amount=amount(value))


def change(value: float) -> str:
    """Write a difference in yuan with its sign."""
    sign = "+" if value > 0 else ""
    return sign + money(value)


def percent(value: float, decimals: int = 0) -> str:
    """Write a fraction as a percentage."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + " %"
    return str(format_percent(value, format=pattern, locale=LANGUAGE)).replace("-", "−")


def ratio(value: float) -> str:
    """Write a ratio as a relative change, +4.2 %, or from three times on as a multiple, × 32.7."""
    if value >= 3:
        return "× " + significant(value)
    return _signed_percent(value - 1)


def _signed_percent(value: float) -> str:
    decimals = 0 if abs(value) >= 0.1 else 1
    return ("+" if value > 0 else "") + percent(value, decimals)


_WRITERS = {
    "percent": lambda value: percent(value, 0 if round(value * 1000) % 10 == 0 else 1),
    "times": lambda value: number(value, 2),
    "yuan": money,
}


def quantity(item: Quantity) -> str:
    """Write a number of the model with its unit."""
    if isinstance(item.unit, Unit):
        return measured(item.value, item.unit)
    if item.unit in _WRITERS:
        return _WRITERS[item.unit](item.value)
    if item.unit.startswith("yuan "):
        return _("{amount} yuan").format(amount=amount(item.value)) + " " + _(item.unit[5:])
    whole = float(item.value).is_integer() and abs(item.value) < 1e6
    return f"{number(item.value) if whole else large(item.value)} {_(item.unit)}".strip()


def sentence(item: Sentence) -> str:
    """Write a sentence of the model with its numbers."""
    return _(item.text).format(**{name: _part(value) for name, value in item.values.items()})


def _part(value: Part | Sentence) -> str:
    if isinstance(value, Sentence):
        return sentence(value)
    if isinstance(value, Quantity):
        return quantity(value)
    if isinstance(value, Given):
        return value.text
    return _(value) if isinstance(value, str) else ", ".join(map(_, value))
