"""What the command line says, in the language of whoever asks it.

The pages have Babel for this and a session that knows its reader (``ui.kit.language``); a command
has its options and its environment. A terminal that cannot write a language is spoken to in
English. Names that one types, such as those of inputs and results, are the same in all languages.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce

from mutualmodel.inputs import FieldMeta, Problem, ScenarioError
from mutualmodel.locale import ENGLISH, languages, of_environment, translations
from mutualmodel.magnitudes import counts_by_ten_thousands, of_inputs
from mutualmodel.money import MARK
from mutualmodel.text import N_, Given, Part, Quantity, Sentence
from mutualmodel.units import OF_RESULTS, Unit

LANGUAGE_OPTIONS = ("--lang", "--language")
# What every terminal can write that can write the language at all.
_SAMPLE = {"zh": "中文，“元”"}
# What argparse says itself, which looks it up when it does.
_OF_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("%(heading)s:"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
# Kinds of numbers that have no label.
_KINDS = {"share": N_("fraction"), "plain": N_("number"), "settlement": N_("settlement")}

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


# ---------------------------------------------------------------------------------- the language


def language_asked(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the language of a command, that of its last ``--lang``, and its other arguments.

    Without the option it is the environment's. What is no language stays among the arguments, to
    be refused like any other option.
    """
    found, rest, at = of_environment(), [], 0
    while at < len(arguments):
        name, sign, value = arguments[at].partition("=")
        if name in LANGUAGE_OPTIONS and not sign:
            value = "".join(arguments[at + 1 : at + 2])
        known = name in LANGUAGE_OPTIONS and value in languages()
        taken = 2 if known and not sign else 1
        if known:
            found = value
        else:
            rest.append(arguments[at])
        at += taken
    return found, rest


def writable(language: str, encodings: Iterable[str | None]) -> str:
    """Return a language where all terminals can write it, else English."""
    try:
        for encoding in encodings:
            _SAMPLE.get(language, "").encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ENGLISH
    return language


@contextmanager
def speaking_as_asked(arguments: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Speak as a command asks for; give that language and its other arguments.

    Where the terminal cannot write the language, English is spoken.
    """
    wanted, rest = language_asked(arguments)
    encodings = [getattr(stream, "encoding", None) for stream in (sys.stdout, sys.stderr)]
    with speaking(writable(wanted, encodings)):
        yield wanted, rest


def language() -> str:
    """Return the language that is spoken."""
    return _spoken.get()


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language; argparse too, which has a place for that only in its own module."""
    before = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    token = _spoken.set(chosen)
    try:
        if chosen != ENGLISH:
            for name, look_up in (("_", _), ("ngettext", ngettext)):
                setattr(argparse, name, look_up)
        yield
    finally:
        for name, look_up in before.items():
            setattr(argparse, name, look_up)
        _spoken.reset(token)


# ------------------------------------------------------------------------------------- the words


def _(text: str) -> str:
    """Return a text in the language that is spoken; the plan's money keeps its mark."""
    return translations(language()).gettext(text) if text else ""


def ngettext(one: str, many: str, count: float) -> str:
    """Return the text that fits a count."""
    whole = float(count).is_integer()
    return translations(language()).ngettext(one, many, abs(int(count)) if whole else 2)


def named(name: str, value: str) -> str:
    """Write a name before what is said of it."""
    return _("{name}: {value}").format(name=name, value=value)


def listed(texts: Iterable[str]) -> str:
    """Tell several things one after another."""
    told = _("{several}, {one}")
    return reduce(lambda before, one: told.format(several=before, one=one), texts)


def of_problem(problem: Problem) -> str:
    """Tell why an input cannot be used: in English as to a Python user, by its name."""
    if language() == ENGLISH:
        return str(problem)
    return named(problem.name, sentence(problem.sentence))


def of_problems(error: ScenarioError) -> list[str]:
    """Tell all that is wrong with a record of inputs."""
    return list(dict.fromkeys(map(of_problem, error.problems.values())))


def sentence(item: Sentence) -> str:
    """Write a sentence of the model with its numbers."""
    if language() == ENGLISH:
        return str(item)
    return _(item.text).format(**{name: _part(value) for name, value in item.values.items()})


def _part(value: Part | Sentence) -> str:
    if isinstance(value, Sentence):
        return sentence(value)
    if isinstance(value, Quantity):
        unit = value.unit if isinstance(value.unit, Unit) else OF_RESULTS[value.unit]
        return _quantity(value.value, unit)
    if isinstance(value, Given):
        return value.text
    return _(value) if isinstance(value, str) else listed(map(_, value))


# ----------------------------------------------------------------------------------- the numbers


def _quantity(value: float, unit: Unit) -> str:
    shown = 100.0 * value if unit.percent else value
    written = number(shown)
    if unit.percent:
        written = _("{number} %").format(number=written)
    label = ngettext(unit.one, unit.label, shown) if unit.one else _(unit.label)
    if not label:
        return written
    # The name of a bare number stands before it: elasticity 2.
    if unit.kind == "plain" and unit not in OF_RESULTS.values():
        return _("{unit} {number}").format(unit=label, number=written)
    return _("{number} {unit}").format(number=written, unit=label)


def number(value: float, decimals: int = 6) -> str:
    """Write a number with as many decimals as it has, so many at most, in large units if there are.

    Those are of languages that count in ten thousands: 3.24 million are 324 of them.
    """
    for unit in of_inputs(language()):
        if abs(value) >= unit.size:
            counted = _exact(value / unit.size, decimals)
            # Nobody marks the thousands of ten thousands.
            if counts_by_ten_thousands(language()):
                counted = counted.replace(",", "")
            return _(unit.written).format(number=counted)
    return _exact(value, decimals)


def _exact(value: float, decimals: int) -> str:
    written = f"{value:,.{decimals}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def unit_of(meta: FieldMeta) -> str:
    """Name the unit of an input, in English as a table of inputs does; choices have none."""
    if meta.numeric or language() == ENGLISH:
        return unit_named(meta.unit)
    return _("choice")


def unit_named(unit: Unit) -> str:
    """Name the unit of a raw number, in English as a table of inputs does."""
    if language() == ENGLISH:
        return str(unit)
    label = ngettext(unit.one, unit.label, 2) if unit.one else _(unit.label)
    if unit.percent:
        kind = _(_KINDS["share"])
        return _("{number} {unit}").format(number=kind, unit=label) if label else kind
    return label or _(_KINDS.get(unit.kind, unit.kind))


def allowed(meta: FieldMeta) -> str:
    """Tell which values an input takes, in English as to a Python user."""
    if language() == ENGLISH:
        return meta.allowed
    if meta.choices:
        first, last = meta.choices[0], meta.choices[-1]
        if meta.ordered and len(meta.choices) > _MANY:
            return _("one from {low} to {high}").format(low=first, high=last)
        return _("one of {choices}").format(choices=listed(meta.choices))
    if meta.pattern:
        return _(meta.written_as)
    assert meta.minimum is not None
    assert meta.maximum is not None
    ends = {"low": number(meta.minimum), "high": number(meta.maximum)}
    if meta.integer:
        return _("a whole number from {low} to {high}").format(**ends)
    span = _("{low} to {high}").format(**ends)
    return _("{span}, or none").format(span=span) if meta.optional else span


# From so many choices in an order on the first and the last are told.
_MANY = 24


def money_named(text: str) -> str:
    """Put a word for money in place of its mark: which money it is, only a plan knows."""
    return text.replace(MARK, _("money"))
