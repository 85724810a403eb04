"""From a cell to what it holds: numbers as people write them, ages, sexes and days."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mutualmodel.inputs.numerals import NumeralError, read_number
from mutualmodel.inputs.own.grid import GridCell
from mutualmodel.inputs.own.kinds import SEX_WORDS, Column
from mutualmodel.text import Part, Quantity, Sentence
from mutualmodel.units import PLAIN

# What can only have a decimal comma, or only a decimal point: a mark with other than three digits
# behind it, or with a zero alone before it.
_ONLY_COMMA = re.compile(r"[+-]?(0,[0-9]+|[0-9][0-9.]*,([0-9]{1,2}|[0-9]{4,}))( ?%)?")
_ONLY_POINT = re.compile(
    r"[+-]?([0-9]*\.([0-9]{1,2}|[0-9]{4,})|0?\.[0-9]+)(e[+-]?[0-9]+)?( ?%)?", re.IGNORECASE
)
_DAY = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")
_SWAPPED = str.maketrans(",.", ".,")


class CellError(ValueError):
    """A cell that does not hold what its column may; ``allowed`` says what that is."""

    def __init__(self, allowed: Sentence) -> None:
        """Keep what is allowed."""
        super().__init__(str(allowed))
        self.allowed = allowed


@dataclass(frozen=True)
class Marks:
    """How numbers of a file are written: which marks are decimal ones; None if that is open."""

    comma: bool | None = False


def marks_of(cells: Iterable[GridCell], separator: str) -> Marks:
    """Find out from all cells of a file whether its decimal mark is a comma.

    It is open where cells are parted by something else than a comma and none tells.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    comma = any(_ONLY_COMMA.fullmatch(text) for text in texts)
    point = any(_ONLY_POINT.fullmatch(text) for text in texts)
    if comma != point:
        return Marks(comma)
    return Marks(None if separator in (";", "\t") and not point else False)


def held(column: Column, cell: GridCell, marks: Marks) -> float | int | dt.date | None:
    """Return what a cell of a column holds, a sex as its place in (men, women).

    Raises
    ------
    CellError
        When it holds something else.
    """
    if cell is None:
        if column.gaps:
            return None
        raise CellError(allowed(column))
    if column.holds == "sex":
        return _sex(cell)
    if column.holds == "day":
        return _day(cell)
    number = _number(column, cell, marks)
    whole = column.holds == "age"
    low, high = column.minimum, column.maximum
    fits = low <= number <= high and not (column.open_end and number == high)
    if not fits or (whole and number != round(number)):
        raise CellError(allowed(column))
    return int(number) if whole else number * column.times


def allowed(column: Column) -> Sentence:
    """Say what a column may hold."""
    if column.holds == "sex":
        return Sentence("M or F, male or female, 男 or 女")
    if column.holds == "day":
        return Sentence("a day such as 2020-08-14, from 2000 to 2100")
    ends = {
        "low": Quantity(column.minimum, column.unit),
        "high": Quantity(column.maximum, column.unit),
    }
    if column.holds == "age":
        return Sentence("a whole number from {low} to {high}", ends)
    if column.open_end:
        return Sentence("a number from {low} to less than {high}", ends)
    return Sentence("a number from {low} to {high}", ends)


def _sex(cell: GridCell) -> int:
    word = str(cell).casefold()
    if word not in SEX_WORDS:
        raise CellError(Sentence("M or F, male or female, 男 or 女"))
    return SEX_WORDS[word]


def _day(cell: GridCell) -> dt.date:
    found = None if isinstance(cell, dt.date) else _DAY.fullmatch(str(cell))
    refusal = CellError(Sentence("a day such as 2020-08-14, from 2000 to 2100"))
    if found is None:
        if not isinstance(cell, dt.date):
            raise refusal
        day = cell
    else:
        try:
            day = dt.date(*map(int, found.groups()))
        except ValueError:
            raise refusal from None
    if not 2000 <= day.year <= 2100:
        raise refusal
    return day


def _number(column: Column, cell: GridCell, marks: Marks) -> float:
    if isinstance(cell, int | float):
        if not -1e300 < cell < 1e300:
            raise CellError(allowed(column))
        return float(cell)
    if not isinstance(cell, str):
        raise CellError(allowed(column))
    texts = {
        True: [cell.translate(_SWAPPED)],
        False: [cell],
        None: [cell, cell.translate(_SWAPPED)],
    }[marks.comma]
    readings = list(dict.fromkeys(_readings(column, texts)))
    fitting = [one for one in readings if column.minimum <= one <= column.maximum]
    readings = fitting or readings
    if len(readings) > 1:
        one, other = (Quantity(reading, PLAIN) for reading in readings[:2])
        values: dict[str, Part | Sentence] = {"one": one, "other": other}
        raise CellError(Sentence("It can mean {one} or {other}: write it so", values))
    if not readings or not math.isfinite(readings[0]):
        raise CellError(allowed(column))
    return readings[0]


def _readings(column: Column, texts: Iterable[str]) -> Iterable[float]:
    """Give the numbers that a cell can mean, a percentage as a fraction of one."""
    words = tuple(filter(None, (column.unit.label, column.unit.one)))
    for text in texts:
        try:
            read = read_number(text, suffixes=words, written="machine")
        except NumeralError as error:
            yield from error.readings
            continue
        # A rate in a thousand cannot be a percentage as well.
        if not read.percent:
            yield read.value
        elif column.times == 1.0:
            # Dividing by 100 leaves 0.07 as 0.07000000000000001; twelve digits are meant.
            yield float(f"{read.value * 0.01:.12g}")
