"""What a reader sees who points at something: numbers with their units, as hover templates.

Every function returns a piece of a Plotly template, in which the number of an ``axis`` ("x", "y" or
"z") stands; pieces are put together like other text. Units are the messages that pages write.
"""

import re
import unicodedata
from typing import Literal

from mutualmodel.magnitudes import Magnitude
from ui.kit import language
from ui.kit.language import _

AxisName = Literal["x", "y", "z"]

TEXT = "%{text}"

# What a line may be broken before: a word with the spaces before it or, where a script has none, a
# character with the marks that must not begin a line.
_PIECES = re.compile(
    r"\s*(?:[\u3040-\u9fff\uf900-\ufaff][\u3001-\u303f\uff01-\uff60]*"
    r"|[^\s\u3040-\u9fff\uf900-\ufaff]+)"
)


def day() -> str:
    """Write the day at which a point stands."""
    return "%{{x|{written}}}".format(written=_("%d %b %Y"))


def plain(axis: AxisName) -> str:
    """Write a value as its axis does: the name of a category, or an age."""
    return f"%{{{axis}}}"


def digits(axis: AxisName = "y") -> str:
    """Write a number with three significant digits and thousands separators."""
    return f"%{{{axis}:,.3~g}}"


def decimals(count: int, axis: AxisName = "y") -> str:
    """Write a number with exactly so many decimals and thousands separators."""
    return f"%{{{axis}:,.{count}f}}"


def percentage(count: int = 1, axis: AxisName = "y") -> str:
    """Write a fraction as a percentage with so many decimals."""
    return f"%{{{axis}:.{count}%}}"


def with_unit(number: str, unit: str) -> str:
    """Write a piece from above with the unit that an axis is titled with."""
    return language.with_unit(number, unit)


def money(axis: AxisName = "y") -> str:
    """Write an amount of money with three significant digits."""
    return _("{amount} ¤").format(amount=digits(axis))


def whole_money(axis: AxisName = "y") -> str:
    """Write an amount of money without decimals."""
    return _("{amount} ¤").format(amount=decimals(0, axis))


def in_unit(number: str, unit: Magnitude) -> str:
    """Write a piece from above, a count in a large unit, as short as an axis does."""
    return language.counted_in(unit, number, short=True)


def times(axis: AxisName = "y") -> str:
    """Write a factor with three decimals."""
    return "× " + decimals(3, axis)


def detail(place: int | None = None) -> str:
    """Write what was handed over as ``details``, or its part at this place."""
    return "%{customdata}" if place is None else f"%{{customdata[{place}]}}"


def named(name: str, template: str) -> str:
    """Write a name before it, for what is told alone."""
    return language.named(name, template)


def in_row(name: str) -> str:
    """Write a name behind that of the row it stands in."""
    return language.listed((plain("y"), name))


def alone(template: str) -> str:
    """Leave out the name that Plotly writes beside what is pointed at."""
    return template + "<extra></extra>"


def wrapped(text: str, width: int = 60) -> str:
    """Break a text into lines of so many letters; Plotly breaks none itself.

    A character of East Asian scripts is as wide as two letters.
    """
    lines, current = [], ""
    for piece in _PIECES.findall(" ".join(text.split())):
        if _letters(current) + _letters(piece.strip()) > width:
            lines.append(current)
            current = ""
        current = (current + piece).strip()
    return "<br>".join([*lines, current])


def _letters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
