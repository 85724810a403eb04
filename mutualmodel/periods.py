"""How time is counted: settlements twice a month, and what that makes of a month, a year, a day."""

from operator import index
from typing import SupportsIndex

MONTHS_PER_YEAR = 12
PERIODS_PER_MONTH = 2
PERIODS_PER_YEAR = PERIODS_PER_MONTH * MONTHS_PER_YEAR
# Leap years included.
DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_PER_PERIOD = DAYS_PER_YEAR / PERIODS_PER_YEAR


def plan_year(year: int, years: int) -> slice:
    """Return the settlements of a plan year, the first being 1, within a horizon of ``years``.

    Raises
    ------
    ValueError
        When the year is no whole number or lies outside the horizon.
    """
    whole_number("year", year, 1, years)
    return slice((year - 1) * PERIODS_PER_YEAR, year * PERIODS_PER_YEAR)


def whole_number(name: str, value: object, low: int, high: int) -> None:
    """Check an argument that counts something.

    Raises
    ------
    ValueError
        When it is no whole number from ``low`` to ``high``; it names the argument, the value and
        what is allowed.
    """
    # A numpy integer is one too; True is not meant as 1.
    if not isinstance(value, SupportsIndex) or isinstance(value, bool):
        raise ValueError(f"{name} = {value!r}: allowed is {low:,} to {high:,}, whole")
    if not low <= index(value) <= high:
        raise ValueError(f"{name} = {value!r}: allowed is {low:,} to {high:,}")
