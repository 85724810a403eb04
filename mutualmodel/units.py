"""What kind of number an input or a result is: below everything, so that every layer can write it.

A unit is a kind, which settles how a number is written and read, and a label in plain words that
stands behind it: ``Unit("share", "of payouts")`` reads 8 % of payouts, ``Unit("money", "yuan a
year")`` reads 188 yuan a year.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "money", "share", "rate", "count", "days", "months", "years", "multiple", "plain", "settlement"
]


@dataclass(frozen=True)
class Unit:
    """The kind of a number, and the words behind it.

    ``money`` is an amount, its label names the currency and what it is for. ``share`` is a fraction
    of one and ``rate`` a fraction a year: both are written and typed in per cent. ``count`` counts
    members or things. ``days``, ``months`` and ``years`` are times. ``multiple`` is a factor on
    something, which the label names. ``plain`` is a bare number. ``settlement`` is the place of a
    settlement in the record's calendar, from 0, which a page writes as its date.
    """

    kind: Kind
    label: str = ""

    @property
    def percent(self) -> bool:
        """Whether people write it in per cent."""
        return self.kind in ("share", "rate")

    def __str__(self) -> str:
        """Name the unit as a table of inputs does."""
        if self.percent:
            return f"{self.kind} {self.label}".strip()
        return self.label or self.kind


PLAIN = Unit("plain")
YUAN = Unit("money", "yuan")
YUAN_A_YEAR = Unit("money", "yuan a year")
MEMBERS = Unit("count", "members")
SHARE = Unit("share")
A_YEAR = Unit("rate", "a year")
DAYS = Unit("days", "days")
MONTHS = Unit("months", "months")
YEARS = Unit("years", "years")


def plainly(value: float, unit: Unit) -> str:
    """Write a number as a Python user reads it: separators, no exponent, per cent as such."""
    shown = 100.0 * value if unit.percent else value
    number = f"{shown:,.6f}".rstrip("0").rstrip(".")
    sign = " %" if unit.percent else ""
    return f"{number}{sign} {unit.label}".strip()
