"""Numbers as people type them: ``3m``, ``1.5亿``, ``100,000,000``, ``35 %``, ``¥300,000``.

One reader for number boxes, share links, case files and the command line. Every meaning that a
text can have is worked out; it is read if there is one, and asked back if there are several.
Where another language's way of writing is the only one that makes sense of a text, as in
``12.345,6``, it is read that way.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from mutualmodel.inputs.showing import shown
from mutualmodel.money import CHINESE, marks_of

LONGEST_TEXT = 60

# A bare "t" is left out, for it stands for a thousand as well as for a trillion, and so are 兆 (a
# million or a trillion), "mil" (a thousand in Spanish) and "mm" (a million, or a slip of the hand).
_POWERS = {"": 0} | {
    word: power
    for power, words in {
        2: "hundred 百",
        3: "k thousand thousands 千",
        4: "万",
        6: "m mn mln mio million millions 百万",
        7: "千万",
        8: "亿",
        9: "b bn bln mrd billion billions 十亿",
        10: "百亿",
        11: "千亿",
        12: "tn trn trillion trillions 万亿",
    }.items()
    for word in words.split()
}
# What looks alike and means the same, after NFKC and in lower case.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−➖˗", "-"),
        "➕": "+",
        **dict.fromkeys("‘’ʼ", "'"),
        "。": ".",  # a Chinese keyboard's full stop
        "٪": "%",
        "×": "x",
        "萬": "万",
        "億": "亿",
    }
)
_SPACES_AND_QUOTES = (" ", "'")  # They group digits in every language and mean nothing else.
_MARKS = (".", ",")
# Breaks of lines and cells, a byte order mark, and what surrounds a number in text that runs from
# right to left; but not the overrides of direction, which make 003 look like 300.
_UNSEEN = "\t\n\r\ufeff\u200b\u2060\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"

# The last part takes all that is left: it always matches, so that nothing is ever tried again.
_SHAPE = (
    r"(?P<before>[+-]?) ?(?P<currency>{marks})? ?(?P<after>[+-]?)"
    r"(?P<digits>[0-9.,' _]*)(?:e(?P<exponent>[+-]?[0-9]+))?(?P<tail>.*)"
)
_PERCENT = re.compile(r"%|per ?cent\b")
_UNDERSCORED = re.compile(r"(?<=[0-9])_(?=[0-9])")


@dataclass(frozen=True)
class Numeral:
    """What was understood.

    ``value`` has its multiplier applied: 3e6 for ``3m``. Where a per cent sign stood behind the
    number, ``percent`` is true and ``value`` the number before the sign: 35.0 for ``35%``.
    """

    value: float
    percent: bool


class NumeralError(ValueError):
    """A text that is no number, or that can mean more than one.

    ``text`` is what was typed, as it was typed; ``readings`` holds what it can mean, the decimal
    reading first, and is empty where it cannot be read at all. The message repeats the text in a
    form fit to show.
    """

    text: str
    readings: tuple[float, ...]

    def __init__(self, text: str, readings: tuple[float, ...] = ()) -> None:
        """Keep the text and its readings."""
        super().__init__(text, readings)  # both, so that the error can be copied and pickled
        self.text = text
        self.readings = readings

    def __str__(self) -> str:
        """Say in English what is wrong."""
        if not self.readings:
            return f"“{shown(self.text)}” is not a number"
        *most, last = (f"{value:,}".removesuffix(".0") for value in self.readings)
        meanings = f"{', '.join(most)} or {last}" if most else last
        return f"“{shown(self.text)}” can mean {meanings}"


@dataclass(frozen=True)
class _Parts:
    """A text taken apart: sign, digits with their marks, exponent and what stands behind."""

    sign: str
    currency: bool
    digits: str
    exponent: str | None
    tail: str


@dataclass(frozen=True)
class _Marks:
    """The decimal mark and the group mark of the reader's language.

    With ``machine`` set a dot is the decimal point whatever else there is.
    """

    decimal: str
    group: str
    machine: bool

    @property
    def other(self) -> str:
        """The decimal mark of other languages."""
        return _MARKS[1 - _MARKS.index(self.decimal)]


def read_number(
    text: str,
    *,
    decimal: str = ".",
    group: str = ",",
    suffixes: Collection[str] = (),
    currency: str = CHINESE,
    written: Literal["person", "machine"] = "person",
    allowed: Callable[[float], bool] | None = None,
) -> Numeral:
    """Read a number as people type it.

    Parameters
    ----------
    text : str
        At most 60 characters: an optional sign and mark of the currency, digits with or without
        groups and decimals, then an exponent, a multiplier (``k``, ``million``, ``bn``, ``万``,
        ``亿``, ...) or a per cent sign, then a unit.
    decimal, group : str
        Decimal mark (dot or comma) and group mark (dot, comma, a space or an apostrophe) of the
        reader's language. Spaces and apostrophes between groups of three are read in any case.
    suffixes : collection of str
        Unit words that may stand behind the number and are dropped, the longest that fits. Case,
        width of letters and white space do not matter. One that is a multiplier too ("m" for
        months) makes a text ambiguous. Marks of the currency are dropped without being named here.
    currency : str
        Code of the money that is counted in. Another currency's mark is refused, since no one here
        would convert it.
    written : {"person", "machine"}
        "machine" for what a program wrote, such as a share link: ``decimal`` and ``group`` are
        then a dot and a comma, and a dot is never taken for a group mark.
    allowed : callable, optional
        Says of a value whether it may stand here; asked only where a text can mean several, and
        if it lets just one of them pass, that one is meant. It gets the value with its multiplier
        applied; of a percentage, the number before the sign (35.0 for ``35%``). It does not check
        what is read: a text with one meaning is read whether or not that meaning is allowed.

    Returns
    -------
    Numeral
        The number nearest to what was typed; no rounding of its own comes between.

    Raises
    ------
    NumeralError
        When the text is no number, or beyond what a float holds (``readings`` is empty), or when
        it can mean more than one: ``300.000`` and ``2,5`` in English. ``readings`` then holds what
        is allowed of its meanings or, if nothing is, all of them.
    ValueError
        When ``decimal`` and ``group`` are not such marks.

    Examples
    --------
    >>> read_number("1.5亿").value
    150000000.0
    >>> read_number("−3.2 %")
    Numeral(value=-3.2, percent=True)
    >>> read_number("300.000")
    Traceback (most recent call last):
    mutualmodel.inputs.numerals.NumeralError: “300.000” can mean 300 or 300,000
    >>> read_number("300.000", allowed=lambda yuan: yuan >= 10_000).value
    300000.0
    """
    marks = _Marks(".", ",", True) if written == "machine" else _checked_marks(decimal, group)
    signs = marks_of(currency)
    parts = _parts(text, signs)
    found = [] if parts is None else list(dict.fromkeys(_meanings(parts, marks, suffixes, signs)))
    if allowed is not None and len(found) > 1:
        found = [numeral for numeral in found if allowed(numeral.value)] or found
    if len(found) == 1:
        return found[0]
    raise NumeralError(text, tuple(numeral.value for numeral in found))


def _checked_marks(decimal: str, group: str) -> _Marks:
    """Return the marks of a language; a space or an apostrophe may be of any kind."""
    marks = _Marks(_folded(decimal), _folded(group), False)
    if marks.decimal not in _MARKS:
        raise ValueError(f"decimal: got {decimal!r}, allowed is a dot or a comma")
    if marks.group not in (marks.other, *_SPACES_AND_QUOTES):
        raise ValueError(
            f"group: got {group!r}, allowed with the decimal mark {decimal!r} is "
            f"{marks.other!r}, a space or an apostrophe"
        )
    return marks


# ------------------------------------------------------------------------------------ taking apart


def _parts(text: str, signs: tuple[str, ...]) -> _Parts | None:
    """Take a text apart, or return None where it cannot be a number."""
    if len(text) > LONGEST_TEXT:
        return None
    trimmed = text.strip("".join(c for c in set(text) if _is_blank(c)))
    if any(_is_strange(c) for c in trimmed):
        return None
    match = _shape(signs).fullmatch(_folded(trimmed))
    if match is None or (match["before"] and match["after"]):
        return None
    digits, exponent = match["digits"], match["exponent"]
    if exponent and digits.endswith(" "):
        return None
    return _Parts(
        sign=match["before"] or match["after"],
        currency=match["currency"] is not None,
        digits=digits.strip(),
        exponent=exponent,
        tail=_as_unit(match["tail"]),
    )


@cache
def _shape(signs: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, signs), key=len, reverse=True)
    return re.compile(_SHAPE.replace("{marks}", "|".join(longest_first)), re.DOTALL)


def _is_blank(c: str) -> bool:
    """Tell what may come along unseen at either end of a number that is pasted."""
    return c in _UNSEEN or unicodedata.category(c) in ("Zs", "Zl", "Zp")


def _is_strange(c: str) -> bool:
    """Tell what no number contains: control characters, and digits that are none of a number's.

    NFKC makes plain digits of superscripts and circled ones, and 10² is not 102.
    """
    category = unicodedata.category(c)
    if category.startswith("C") or category in ("Zl", "Zp"):
        return True
    hides_digit = any(plain in "0123456789" for plain in unicodedata.normalize("NFKC", c))
    return hides_digit and category != "Nd"


def _folded(text: str) -> str:
    """Write in one way what can be written in several."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)
    plain = unicodedata.normalize("NFKC", spaced).casefold().translate(_ALIKE)
    return "".join(str(unicodedata.decimal(c, c)) for c in plain)


def _as_unit(text: str) -> str:
    """Fold the white space of a folded text, and drop the full stop of an abbreviation."""
    return " ".join(text.split()).removesuffix(".")


# ---------------------------------------------------------------------------------------- meanings


def _meanings(
    parts: _Parts, marks: _Marks, suffixes: Collection[str], signs: Collection[str]
) -> Iterator[Numeral]:
    """Give all that a text can mean, some of it more than once."""
    for power, percent in _units(parts.tail, suffixes, signs):
        # Nobody scales a number twice, and a percentage of money is no amount of it.
        if (parts.exponent and power) or (parts.currency and percent):
            continue
        scaled = bool(power or parts.exponent)
        for digits in _digit_readings(parts.digits, marks, scaled):
            # Read as one text: 2.01 times a million would be 2009999.9999999998.
            value = float(f"{parts.sign}{digits}e{int(parts.exponent or 0) + power}")
            vanished = value == 0 and digits.strip("0.") != ""
            if abs(value) != float("inf") and not vanished:
                yield Numeral(value, percent)


def _units(tail: str, suffixes: Collection[str], signs: Collection[str]) -> list[tuple[int, bool]]:
    """Give what can be meant by the words behind the digits: a power of ten, and if per cent."""
    rest, percent = _without_sign(tail)
    # A unit may be declared as "% a year" or "a year": the sign has a meaning and is not its part.
    units = {_without_sign(_as_unit(_folded(suffix)))[0] for suffix in suffixes}
    if percent:
        return [(0, True)] if rest in {"", *units} else []
    rests = (_without_ending(tail, units), tail)
    words = [word for rest in rests for word in (rest, _without_ending(rest, signs))]
    return [(_POWERS[word], False) for word in words if word in _POWERS]


def _without_sign(unit: str) -> tuple[str, bool]:
    """Take a leading per cent sign off; say if there was one."""
    sign = _PERCENT.match(unit)
    return (unit[sign.end() :].strip(), True) if sign else (unit, False)


def _without_ending(text: str, endings: Collection[str]) -> str:
    """Drop the longest of the endings that fits, unless it is the end of a longer Latin word."""
    for ending in sorted(filter(None, endings), key=len, reverse=True):
        rest = text.removesuffix(ending)
        if rest != text and not (_is_latin(rest[-1:]) and _is_latin(ending[0])):
            return rest.strip()
    return text


def _is_latin(c: str) -> bool:
    return c.isascii() and c.isalpha()


def _digit_readings(digits: str, marks: _Marks, scaled: bool) -> list[str]:
    """Give what digits with their marks can mean, as plain decimals, the decimal reading first.

    ``scaled`` says that a multiplier or an exponent follows, before which nobody would group in
    the manner of another language.
    """
    if "_" in digits:
        # As in Python: of any length between digits, and no other group mark beside it.
        return _present(_read_as(_UNDERSCORED.sub("", digits), marks.decimal, ""))
    if digits.endswith(marks.other):
        return []
    for group in (marks.group, *_SPACES_AND_QUOTES):
        grouped = _read_as(digits, marks.decimal, group)
        if grouped is not None:
            return [grouped]
    plain = _read_as(digits, marks.decimal, "")
    if plain is not None and scaled:
        return [plain]
    readings = _present(plain, *_foreign_readings(digits, marks))
    slip = digits.replace(marks.other, "", 1)
    if plain is None and slip.isdigit():
        # 2,5 in English: a decimal comma most likely, but the comma may as well be one too many.
        readings.append(slip)
    return readings


def _foreign_readings(digits: str, marks: _Marks) -> Iterator[str | None]:
    """Read the marks as other languages have them."""
    for group in ("", marks.decimal, *_SPACES_AND_QUOTES):
        if not (marks.machine and group == "."):
            yield _read_as(digits, marks.other, group)
    yield _read_as(digits, marks.decimal, marks.other)


def _read_as(digits: str, decimal: str, group: str) -> str | None:
    """Read digits with these marks, or return None if they are not so written.

    With a group mark, there must be groups: one to three digits, the first of them no zero, and
    then three each time. With an empty one there must be none.
    """
    whole, _, fraction = digits.partition(decimal)
    if group:
        first, *others = whole.split(group)
        begins = 1 <= len(first) <= 3 and not first.startswith("0")
        if not (begins and others and all(len(other) == 3 for other in others)):
            return None
        whole = "".join((first, *others))
    return f"{whole}.{fraction}" if (whole + fraction).isdigit() else None


def _present(*readings: str | None) -> list[str]:
    return [reading for reading in readings if reading is not None]
