"""What a reader sees who points at something: numbers with their units, as hover templates.

Every function returns a piece of a Plotly template, in which the number of an ``axis`` ("x", "y" or
"z") stands; pieces are put together like other text. Units are the messages that pages write.
"""

from typing import Literal

from ui.kit.language import _

AxisName = Literal["x", "y", "z"]

DAY = "%{x|%d %b %Y}"
TEXT = "%{text}"


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
    return f"{number} {unit}"


def yuan(axis: AxisName = "y") -> str:
    """Write an amount of yuan with three significant digits."""
    return _("{amount} yuan").format(amount=digits(axis))


def whole_yuan(axis: AxisName = "y") -> str:
    """Write an amount of yuan without decimals."""
    return _("{amount} yuan").format(amount=decimals(0, axis))


def millions(number: str) -> str:
    """Write a piece from above, a count in millions, as short as an axis does."""
    return _("{number} M").format(number=number)


def times(axis: AxisName = "y") -> str:
    """Write a factor with three decimals."""
    return "× " + decimals(3, axis)


def detail(place: int | None = None) -> str:
    """Write what was handed over as ``details``, or its part at this place."""
    return "%{customdata}" if place is None else f"%{{customdata[{place}]}}"


def named(name: str, template: str) -> str:
    """Write a name before it, for what is told alone."""
    return f"{name}: {template}"


def alone(template: str) -> str:
    """Leave out the name that Plotly writes beside what is pointed at."""
    return template + "<extra></extra>"
