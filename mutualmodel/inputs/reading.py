"""From text to a value of one input and back: the same for boxes, links, files and commands."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal, TypedDict

from mutualmodel.inputs.declare import NONE, FieldMeta, Problem, ScenarioError, Value
from mutualmodel.inputs.numerals import Numeral, NumeralError, read_number
from mutualmodel.inputs.showing import shown
from mutualmodel.money import CHINESE, MARK, marks_of
from mutualmodel.text import N_, Given, Part, Quantity, Sentence
from mutualmodel.units import PLAIN

# A person types per cent as per cent; a link or a command holds the fraction itself.
Written = Literal["person", "machine"]


class _How(TypedDict):
    """How a text is read: the arguments of :func:`read_number`."""

    decimal: str
    group: str
    written: Written
    suffixes: tuple[str, ...]
    currency: str


# As pages write days, in the languages that they speak.
_DAYS = ("%d %b %Y", "%d %B %Y", "%Y年%m月%d日")
_NO_CAP = frozenset({NONE, "no cap", "no limit", "no"})


def read_value(
    meta: FieldMeta,
    text: str,
    *,
    written: Written = "machine",
    decimal: str = ".",
    group: str = ",",
    suffixes: tuple[str, ...] = (),
    currency: str = CHINESE,
) -> Value:
    """Return the value that a text gives an input; the range is checked as well.

    Parameters
    ----------
    meta
        The input.
    text
        What was typed or sent: ``1e8``, ``100 million``, ``1.5亿``, ``8 %``, ``none``, a choice.
    written
        ``person``: shares and rates are typed in per cent. ``machine``: they are fractions, unless
        a per cent sign follows.
    decimal, group
        The decimal mark and the group mark of the reader's language.
    suffixes
        The unit's words in the reader's language, which may follow the number.
    currency
        The money that the plan counts in: an amount may bear its marks and no other's.

    Raises
    ------
    ScenarioError
        When the text is no number, can mean two numbers, is out of range or no known choice.
    """
    plain = text.strip()
    if meta.choices:
        return _choice(meta, plain)
    if meta.pattern:
        return _text(meta, plain)
    if meta.optional and plain.casefold() in _NO_CAP:
        return None
    try:
        words = tuple(filter(None, (*suffixes, meta.unit.label, meta.unit.one)))
        words += tuple(word.replace(MARK, one) for one in marks_of(currency) for word in words)
        how: _How = {
            "decimal": decimal,
            "group": group,
            "written": written,
            "suffixes": words,
            "currency": currency,
        }
        read = _number(meta, plain, how)
    except NumeralError as error:
        raise ScenarioError({meta.name: _unread(meta, error)}) from None
    if read.percent and not meta.unit.percent:
        raise ScenarioError({meta.name: _unread(meta, NumeralError(plain, ()))})
    # Dividing by 100 leaves 0.07 as 0.07000000000000001; twelve digits are the value meant.
    in_percent = read.percent or (written == "person" and meta.unit.percent)
    value = float(f"{read.value * 0.01:.12g}") if in_percent else read.value
    if not _fits(meta, value):
        raise ScenarioError({meta.name: meta.refusal(value)})
    return round(value) if meta.integer else value


def write_value(value: Value) -> str:
    """Write a value so that :func:`read_value` gives it back to the last bit."""
    if value is None:
        return NONE
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


# No input reaches so far, and nobody reads all the digits of what is larger.
_LARGEST_ASKED = 1e15


def _number(
    meta: FieldMeta,
    text: str,
    how: _How,
) -> Numeral:
    """Read a number, asking back where the text can mean two.

    A text in the reader's own notation, such as 1.625, is taken at its word where the other meaning
    (1,625 with a foreign group mark) is out of the input's range.
    """
    try:
        return read_number(text, **how)
    except NumeralError as error:
        own = how["decimal"] in text and how["group"] not in text
        scale = 0.01 if how["written"] == "person" and meta.unit.percent else 1.0
        meant = [reading for reading in error.readings if _fits(meta, reading * scale)]
        if own and meant and meant == [error.readings[0]]:
            return Numeral(meant[0], percent=False)
        raise


def _choice(meta: FieldMeta, text: str) -> str:
    wanted = (_iso_day(text) or text).casefold()
    for choice in meta.choices:
        if wanted in (choice.casefold(), meta.word(choice).casefold()):
            return choice
    raise ScenarioError({meta.name: meta.refusal(text)})


def _iso_day(text: str) -> str | None:
    """Return a day as choices have it, of one written as pages write it: 28 Dec 2019."""
    for pattern in _DAYS:
        try:
            read = dt.datetime.strptime(text.strip(), pattern).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        return read.date().isoformat()
    return None


def _text(meta: FieldMeta, text: str) -> str:
    value = meta.tidied(text)
    if not re.fullmatch(meta.pattern, value):
        raise ScenarioError({meta.name: meta.refusal(text)})
    return value


def _fits(meta: FieldMeta, value: float) -> bool:
    assert meta.minimum is not None
    assert meta.maximum is not None
    whole = not meta.integer or float(value).is_integer()
    return whole and meta.minimum <= value <= meta.maximum


def _unread(meta: FieldMeta, error: NumeralError) -> Problem:
    """Say that a text is no number, or ask which of two is meant, if any may be."""
    if error.readings and min(map(abs, error.readings)) > _LARGEST_ASKED:
        return meta.refusal(error.text)
    given = Given("“" + shown(error.text) + "”")
    message = f"{meta.name} = {shown(repr(error.text))}: "
    values: dict[str, Part | Sentence] = {"title": meta.title, "given": given}
    if error.readings:
        first, *others = error.readings
        message += f"can mean {' or '.join(f'{reading:,.12g}' for reading in error.readings)}"
        text = N_("{title}: {given} can mean {one}. Type it so.")
        if others:
            text = N_("{title}: {given} can mean {one} or {other}. Type the one that is meant.")
            values["other"] = _one_of(others)
        values["one"] = Quantity(first, PLAIN)
        return Problem(meta.name, message, Sentence(text, values))
    text = N_("{title}: {given} is not a number. It may be from {low} to {high}.")
    if meta.optional:
        text = N_("{title}: {given} is not a number. It may be from {low} to {high}, or none.")
    message += f"allowed is {meta.allowed}"
    return Problem(meta.name, message, Sentence(text, values | meta.ends()))


def _one_of(readings: Sequence[float]) -> Part | Sentence:
    first, *others = readings
    if not others:
        return Quantity(first, PLAIN)
    return Sentence("{one} / {other}", {"one": Quantity(first, PLAIN), "other": _one_of(others)})
