"""What a published value says: numbers with their sign, spans, days, or words.

Values stand in the register as they were published, in English: "more than 12,000,000",
"13.3 to 16", "46 %; 34 %; about 20 %", "28 January 2022, 24:00". A page writes them as its reader
does; files keep them as they are.
"""

import datetime as dt
import re
from dataclasses import dataclass

# Signs before a number, as the register has them.
SIGNS = (
    "about",
    "more than",
    "nearly",
    "at least",
    "close to",
    "below",
    "fewer than",
    "up to",
)
_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
_NUMBERS = re.compile(
    rf"(?:(?P<sign>{'|'.join(SIGNS)}) )?(?P<low>{_NUMBER})(?: to (?P<high>{_NUMBER}))?"
    r"(?P<million> million)?(?P<percent> %)?"
)
_SEVERAL = re.compile(rf"{_NUMBER}(?:, {_NUMBER})+")
_DAY = re.compile(r"(?P<day>\d{1,2} [A-Z][a-z]+ \d{4})(?:, (?P<hour>\d\d:\d\d))?")
_MONTH = re.compile(r"[A-Z][a-z]+ \d{4}")
_MILLION = 1e6
_FILE = re.compile(r"data/\w+\.csv")
BETWEEN_UNITS = "; "
# From here on a number without commas is a year or a seed.
_BARE_FROM = 1000


@dataclass(frozen=True)
class Amount:
    """A number with as many decimals as it has.

    ``grouped`` is whether it is written with thousands: a year and a seed are not.
    """

    value: float
    decimals: int = 0
    grouped: bool = True


@dataclass(frozen=True)
class Number:
    """A number, or a span of two, with the sign before it."""

    low: Amount
    high: Amount | None = None
    sign: str = ""
    percent: bool = False


@dataclass(frozen=True)
class Day:
    """A day, or the first of a month where only that is known; the hour as it was published."""

    day: dt.date
    hour: str = ""
    month_only: bool = False


@dataclass(frozen=True)
class Words:
    """Anything else, as it stands."""

    text: str


Part = Number | Day | Words


def read_published(text: str) -> list[list[Part]]:
    """Read a value: its parts between semicolons, each of one thing or of several numbers.

    Examples
    --------
    >>> read_published("below 20; none")
    [[Number(low=Amount(value=20.0, decimals=0, grouped=True), high=None, sign='below', \
percent=False)], [Words(text='none')]]
    """
    return [_read(part) for part in text.split(BETWEEN_UNITS) if part]


def words_of(text: str) -> list[str]:
    """Return the words in a value that are neither numbers nor days nor names of files."""
    return [
        one.text
        for part in read_published(text)
        for one in part
        if isinstance(one, Words) and re.search(r"[A-Za-z]", one.text) and not is_file(one.text)
    ]


def units_of(text: str) -> list[str]:
    """Return the units of a value's parts."""
    return [unit for unit in text.split(BETWEEN_UNITS) if unit]


def is_file(text: str) -> bool:
    """Whether words are the name of a file of this project."""
    return _FILE.fullmatch(text) is not None


def _read(part: str) -> list[Part]:
    if _SEVERAL.fullmatch(part):
        found = [_number(one) for one in part.split(", ")]
        return [one for one in found if one is not None]
    return [_number(part) or _day(part) or Words(part)]


def _number(part: str) -> Number | None:
    found = _NUMBERS.fullmatch(part)
    if found is None:
        return None
    low, high = (
        None if text is None else _amount(text, in_millions=bool(found["million"]))
        for text in (found["low"], found["high"])
    )
    assert low is not None
    return Number(low, high, found["sign"] or "", bool(found["percent"]))


def _amount(text: str, *, in_millions: bool) -> Amount:
    value, decimals = float(text.replace(",", "")), len(text.partition(".")[2])
    if in_millions:
        return Amount(round(_MILLION * value, 3))
    return Amount(value, decimals, "," in text or decimals > 0 or abs(value) < _BARE_FROM)


def _day(part: str) -> Day | None:
    if found := _DAY.fullmatch(part):
        return Day(_parsed(found["day"], "%d %B %Y"), found["hour"] or "")
    if _MONTH.fullmatch(part):
        return Day(_parsed(part, "%B %Y"), month_only=True)
    return None


def _parsed(text: str, pattern: str) -> dt.date:
    return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
