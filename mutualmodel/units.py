"""What kind of number an input or a result is: below everything, so that every layer can write it.

A unit is a kind, which settles how a number is written and read, and a label in plain words that
stands behind it: ``Unit("share", "of payouts")`` reads 8 % of payouts, ``Unit("money", "¤ a
year")`` reads 188 yuan a year where the plan counts in yuan: ``¤`` stands for its money
(:mod:`mutualmodel.money`). ``Unit("years", "years", "year")`` reads 2 years and 1 year. To write a
unit down marks its labels for translation: see ``docs/languages.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "money", "share", "rate", "count", "days", "months", "years", "multiple", "plain", "settlement"
]


@dataclass(frozen=True)
class Unit:
    """The kind of a number, and the words behind it.

    ``money`` is an amount, its label has the mark of the plan's money and says what it is for.
    ``share`` is a fraction of one and ``rate`` a fraction a year: both are written and typed in per
    cent. ``count`` counts members or things. ``days``, ``months`` and ``years`` are times.
    ``multiple`` is a factor on something, which the label names. ``plain`` is a bare number.
    ``settlement`` is the place of a settlement in the record's calendar, from 0, which a page
    writes as its date. ``one`` is the label behind exactly one, where that is another.
    """

    kind: Kind
    label: str = ""
    one: str = ""

    def behind(self, shown: float) -> str:
        """Return the label behind a number, as it is shown, in English."""
        return self.one if self.one and shown == 1 else self.label

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
MONEY = Unit("money", "¤")
MONEY_A_YEAR = Unit("money", "¤ a year")
# A ratio: the same number in any money.
MONEY_FOR_1000 = Unit("money", "¤ for 1,000")
MEMBERS = Unit("count", "members", "member")
SHARE = Unit("share")
A_YEAR = Unit("rate", "a year")
DAYS = Unit("days", "days", "day")
MONTHS = Unit("months", "months", "month")
YEARS = Unit("years", "years", "year")
# Years that someone has lived: many languages have a word of its own for them.
AGE = Unit("years", "years of age", "year of age")

# The units of results by the word that names each: a result is written rounded, an input exactly.
OF_RESULTS: Mapping[str, Unit] = {
    "": PLAIN,
    "percent": SHARE,
    "times": Unit("multiple", "times"),
    "money": MONEY,
    "money a year": MONEY_A_YEAR,
    "money a claim": Unit("money", "¤ a claim"),
    "money a member": Unit("money", "¤ a member"),
    "money in sum": Unit("money", "¤ in sum"),
    "money a month": Unit("money", "¤ a month"),
    "money for 1,000": MONEY_FOR_1000,
    "members": MEMBERS,
    "member-years": Unit("count", "member-years", "member-year"),
    "claims": Unit("count", "claims", "claim"),
    "claims per 100,000 member-years": Unit(
        "count", "claims per 100,000 member-years", "claim per 100,000 member-years"
    ),
    "per 100,000": Unit("plain", "per 100,000"),
    "in 1,000": Unit("plain", "in 1,000"),
    "settlements": Unit("count", "settlements", "settlement"),
    "half-months": Unit("count", "half-months", "half-month"),
    "days": DAYS,
    "months": MONTHS,
    "years": YEARS,
    "age": AGE,
}


def plainly(value: float, unit: Unit) -> str:
    """Write a number as a Python user reads it: separators, no exponent, per cent as such."""
    shown = 100.0 * value if unit.percent else value
    number = f"{shown:,.6f}".rstrip("0").rstrip(".")
    sign = " %" if unit.percent else ""
    return f"{number}{sign} {unit.behind(shown)}".strip()


def briefly(value: float, unit: Unit) -> str:
    """Write a result as a Python user reads it: rounded, per cent as such."""
    if unit.percent:
        return f"{100 * value:.3g} %"
    number = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{number} {unit.behind(value)}".strip()
