"""How an input is declared, described and refused; the records of :mod:`mutualmodel.inputs` do."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mutualmodel.inputs.numerals import NumeralError, read_number
from mutualmodel.inputs.showing import shown
from mutualmodel.text import N_, Given, Part, Quantity, Sentence
from mutualmodel.units import PLAIN, Unit

Value = float | int | str | None

# How the lack of a value is written in links, files and commands, and among an input's words.
NONE = "none"
# The choice of a table that the reader has brought along.
OWN = "own"
# What a record says of itself when a choice of such a table has none.
OWN_TABLES = "own tables"
_LARGEST_TOLD = 1e15


@dataclass(frozen=True)
class Problem:
    """Why an input could not take a value, or what of a link or a file could not be used.

    ``name`` is the input's or, where there is no such input, the word that was given. ``message``
    tells a Python user of it by the input's name, ``sentence`` the reader of a page by its title.
    ``is_missing``: nothing was given for an input, and its default is used.
    """

    name: str
    message: str
    sentence: Sentence
    is_missing: bool = False

    def __str__(self) -> str:
        """Give the message for a Python user."""
        return self.message

    def under(self, prefix: str) -> "Problem":
        """Return the same problem of an input whose name has a prefix, such as ``insurer.``."""
        return replace(self, name=prefix + self.name, message=prefix + self.message)

    def of_baseline(self, prefix: str) -> "Problem":
        """Return the same problem of the baseline's input, told as such; its name has a prefix."""
        sentence = Sentence("In the baseline: {problem}", {"problem": self.sentence})
        return replace(self.under(prefix), sentence=sentence)


class ScenarioError(ValueError):
    """A value no record of inputs can hold.

    ``problems`` maps each field at fault to a :class:`Problem`, so that a form can show every one
    beside its own input; each names the input, the value and the allowed range.
    """

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        """Keep the problems by field and join them into one message."""
        self.problems = dict(problems)
        super().__init__("\n".join(dict.fromkeys(map(str, self.problems.values()))))

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Problem]]]:
        """Let it come back from a worker: by default it would be made anew of its message."""
        return type(self), (self.problems,)


@dataclass(frozen=True)
class FieldMeta:
    """What is declared about one input.

    ``minimum`` and ``maximum`` are None for choices; ``choices`` is empty for numbers and
    ``words`` says what a choice is called where its name does not. Of a text both are so too:
    ``pattern`` is a regular expression for the whole of it, and ``written_as`` says how it is
    written. ``optional`` inputs may be None,
    which means that there is no such cap, or what :data:`NONE` is called among ``words``; ``first``
    is then where one starts that is switched on.
    ``rail`` is the part of the range that a slider and a sweep show, where the allowed range is
    much wider: see :meth:`reach`. Choices that are ``ordered`` stand in an order.
    ``aged`` is the title where the plan's ages are others, see :meth:`titled`.
    ``source`` is an id in ``data/figures.csv``. ``plausible`` has the low and high value between
    which an input may well lie, ``plausible_source`` the id of the figure that says why, which may
    be that it is a judgement; None and empty for what only the reader can choose. ``varied`` inputs
    are neither fitted nor set by a rule: the ranges that let in what is assumed vary them.
    ``decided`` inputs are rules that whoever runs the plan, its closing or the insurer sets.
    ``own`` is the kind of table, which the reader must have brought, that the choice :data:`OWN`
    takes; empty where there is none.
    """

    name: str
    title: str
    unit: Unit
    group: str
    help: str
    source: str
    default: Value
    minimum: float | None
    maximum: float | None
    step: float | None
    scale: Literal["linear", "log"]
    rail: tuple[float, float] | None
    ordered: bool
    optional: bool
    integer: bool
    choices: tuple[str, ...]
    words: Mapping[str, str]
    first: Value
    plausible: tuple[float, float] | None
    plausible_source: str
    varied: bool
    decided: bool
    own: str
    aged: str
    pattern: str
    written_as: str

    @property
    def numeric(self) -> bool:
        """Whether it is a number, and neither a choice nor a text."""
        return not self.choices and not self.pattern

    def tidied(self, text: str) -> str:
        """Return a text as it is kept: the default by its name or word, or in capitals."""
        plain = " ".join(text.replace(",", " ").split())
        usual = str(self.default)
        if plain.casefold() in (usual.casefold(), self.word(usual).casefold()):
            return usual
        return plain.upper()

    def titled(self, plan: Mapping[str, Any]) -> Sentence:
        """Return the title beside the other values of a plan, whose ages it may name.

        ``plan`` maps names of inputs to values; those that are missing are the default.
        """
        payout, end = plan.get("payout_age", 40), plan.get("exit_age", 60)
        if not self.aged or (payout, end) == (40, 60):
            return Sentence(self.title)
        last = min(max(end, 41), 60) - 1
        ages = {"payout": payout, "last": last}
        return Sentence(self.aged, {name: Quantity(age, "") for name, age in ages.items()})

    @property
    def allowed(self) -> str:
        """The allowed values in words, as error messages for Python users give them."""
        if self.choices:
            listed = _listed(self.choices) if self.ordered else ", ".join(self.choices)
            return f"one of {listed}"
        if self.pattern:
            return self.written_as
        span = f"{_plain(self.minimum)} to {_plain(self.maximum)}"
        span = f"a whole number from {span}" if self.integer else span
        return f"{span}, or none" if self.optional else span

    def reach(self, *values: Value) -> tuple[float, float]:
        """Return from where to where a slider or a sweep goes: the rail, and on to all values.

        Beyond the rail it goes on to a round number, 1, 2 or 5 times a power of ten, so that it
        stays where it is while a value moves.
        """
        assert self.minimum is not None
        assert self.maximum is not None
        low, high = self.rail or (self.minimum, self.maximum)
        beyond = [value for value in values if isinstance(value, int | float) and value > high]
        below = [value for value in values if isinstance(value, int | float) and value < low]
        if beyond:
            high = min(_round_above(max(beyond)), self.maximum)
        return min([low, *below]), high

    def word(self, choice: str) -> str:
        """Return what a choice is called."""
        return self.words.get(choice, choice)

    @property
    def nothing(self) -> str:
        """What it is called that an optional input has no value."""
        return self.words.get(NONE, N_("no cap"))

    def refusal(self, value: object) -> Problem:
        """Return the problem of a value that this input cannot take."""
        message = f"{self.name} = {shown(repr(value))}: allowed is {self.allowed}"
        given: Part = Given("“" + shown(str(value)) + "”")
        # What has more digits than a sentence bears is told as it was given, cut short.
        if isinstance(value, int | float) and -_LARGEST_TOLD < value < _LARGEST_TOLD:
            given = Quantity(value, self._bare)
        values: dict[str, Part | Sentence] = {"title": self.title, "given": given}
        if self.choices:
            return Problem(self.name, message, self._none_of_the_choices(values))
        if self.pattern:
            text = N_("{title}: {given} is not allowed. It may be {written_as}.")
            return Problem(
                self.name, message, Sentence(text, values | {"written_as": self.written_as})
            )
        text = _WHOLE if self.integer else _OR_NONE if self.optional else _BETWEEN
        return Problem(self.name, message, Sentence(text, values | self.ends()))

    def ends(self) -> dict[str, Quantity]:
        """Return the ends of its range for a sentence; the words of its unit stand once."""
        assert self.minimum is not None
        assert self.maximum is not None
        named = self._bare if self.unit.kind == "plain" else self.unit
        return {"low": Quantity(self.minimum, self._bare), "high": Quantity(self.maximum, named)}

    @property
    def _bare(self) -> Unit:
        return Unit(self.unit.kind)

    def _none_of_the_choices(self, values: Mapping[str, Part | Sentence]) -> Sentence:
        known = tuple(self.word(choice) for choice in self.choices)
        if self.ordered and len(known) > _LISTED:
            text = N_(
                "{title}: {given} is not allowed. It may be one of {count}, {first} to {last}."
            )
            count = Quantity(len(known), PLAIN)
            return Sentence(text, {**values, "count": count, "first": known[0], "last": known[-1]})
        text = N_("{title}: {given} is not allowed. It may be one of: {choices}.")
        return Sentence(text, {**values, "choices": known})

    def lacks_table(self) -> Problem:
        """Return the problem of the choice of the reader's own table where she has brought none."""
        sentence = Sentence(
            "{title}: “{own}” needs a table of yours, and there is none.",
            {"title": self.title, "own": self.word(OWN)},
        )
        message = f"{self.name} = {OWN!r}: needs a table of kind {self.own!r} among the own ones"
        return Problem(self.name, message, sentence)


_BETWEEN = N_("{title}: {given} is not allowed. It may be from {low} to {high}.")
_WHOLE = N_("{title}: {given} is not allowed. It may be a whole number from {low} to {high}.")
_OR_NONE = N_("{title}: {given} is not allowed. It may be from {low} to {high}, or none.")


def declare(
    default: Value,
    title: str,
    *,
    group: str,
    source: str,
    help: str,
    unit: Unit = PLAIN,
    span: tuple[float, float] | None = None,
    step: float | None = None,
    scale: Literal["linear", "log"] = "linear",
    rail: tuple[float, float] | None = None,
    ordered: bool = False,
    words: Mapping[str, str] | None = None,
    first: Value = None,
    plausible: tuple[float, float] | None = None,
    plausible_source: str = "",
    varied: bool = False,
    decided: bool = False,
    own: str = "",
    aged: str = "",
    pattern: str = "",
    written_as: str = "",
) -> Any:
    """Declare one input: pydantic enforces the range, the rest travels as metadata.

    A text has a ``pattern`` and says in ``written_as`` how it is written.

    ``aged`` is the title of a plan of other ages, with the gaps ``payout``, the age at which the
    payout changes, and ``last``, the last age below 60 at which one is a member.
    """
    extra: Any = {
        "unit": unit,
        "group": group,
        "source": source,
        "step": step,
        "scale": scale,
        "rail": rail,
        "ordered": ordered,
        "words": words or {},
        "first": first,
        "plausible": plausible,
        "plausible_source": plausible_source,
        "varied": varied,
        "decided": decided,
        "own": own,
        "aged": aged,
        "pattern": pattern,
        "written_as": written_as,
    }
    bounds: Any = {} if span is None else {"ge": span[0], "le": span[1]}
    if pattern:
        bounds["pattern"] = f"^(?:{pattern})$"
    return Field(default, title=title, description=help, json_schema_extra=extra, **bounds)


def _round_above(value: float) -> float:
    size = 10.0 ** math.floor(math.log10(value))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= value)


def _plain(number: float | None) -> str:
    """Write a number with thousands separators and no exponent."""
    return f"{number:,.4f}".rstrip("0").rstrip(".")


# A message lists so many choices before it says how many more there are.
_LISTED = 12


def _listed(choices: tuple[str, ...]) -> str:
    more = len(choices) - _LISTED
    if more <= 0:
        return ", ".join(choices)
    return ", ".join(choices[:_LISTED]) + f" and {more} more to {choices[-1]}"


def unknown(name: str, value: object, known: Mapping[str, FieldMeta]) -> Problem:
    """Return the problem of a name that is no input, with the nearest that is."""
    near = difflib.get_close_matches(name, known, n=1)
    message = f"{shown(name)} = {shown(repr(value))}: there is no such input"
    given = Given("“" + shown(name) + "”")
    if not near:
        return Problem(name, message, Sentence("{name} is no input here.", {"name": given}))
    text = N_("{name} is no input here. Did you mean {title}?")
    guess: dict[str, Part | Sentence] = {"name": given, "title": known[near[0]].title}
    return Problem(name, f"{message}; did you mean {near[0]}?", Sentence(text, guess))


def problems_of(
    report: ValidationError, values: Mapping[str, Any], known: Mapping[str, FieldMeta]
) -> dict[str, Problem]:
    """Return one problem a field at fault, naming the field, the value and the range."""
    problems: dict[str, Problem] = {}
    for error in report.errors():
        if not error["loc"]:
            problems |= _TOGETHER[str(error["ctx"]["error"])](values, known)
            continue
        name = str(error["loc"][0])
        value = values.get(name)
        problems[name] = (
            known[name].refusal(value) if name in known else unknown(name, value, known)
        )
    return problems


def _shares_problem(
    values: Mapping[str, Any], known: Mapping[str, FieldMeta]
) -> dict[str, Problem]:
    sentence = N_(
        "Members under 18 ({young}), members aged 40 to 59 ({old}) and members of 60 and over "
        "({seniors}): together they may be at most {all}."
    )
    names = {"young": "share_under_18", "old": "share_40_to_59", "seniors": "share_60_plus"}
    whole = Quantity(1.0, known["share_under_18"].unit)
    return _together(sentence, names, "together they may be 0 to 1", values, known, all=whole)


def _exit_problem(values: Mapping[str, Any], known: Mapping[str, FieldMeta]) -> dict[str, Problem]:
    sentence = N_(
        "The youngest age of members ({youngest}) must be below the age at which membership ends "
        "({end})."
    )
    names = {"youngest": "minimum_age", "end": "exit_age"}
    return _together(sentence, names, "the first must be below the second", values, known)


def _together(
    text: str,
    names: Mapping[str, str],
    rule: str,
    values: Mapping[str, Any],
    known: Mapping[str, FieldMeta],
    **more: Part,
) -> dict[str, Problem]:
    """Return the same problem of all inputs that do not go together."""
    given = {name: values.get(name, known[name].default) for name in names.values()}
    message = " and ".join(f"{name} = {shown(repr(value))}" for name, value in given.items())
    parts: dict[str, Part | Sentence] = {
        part: Quantity(float(given[name]), known[name].unit) for part, name in names.items()
    }
    sentence = Sentence(text, parts | more)
    return {name: Problem(name, f"{message}: {rule}", sentence) for name in given}


def _table_problems(
    values: Mapping[str, Any], known: Mapping[str, FieldMeta]
) -> dict[str, Problem]:
    return {name: known[name].lacks_table() for name in lacking_tables(values, known)}


# What a record of inputs says of itself when its values do not go together.
_TOGETHER = {
    "shares of age groups": _shares_problem,
    "ages of entry and exit": _exit_problem,
    OWN_TABLES: _table_problems,
}


def lacking_tables(values: Mapping[str, Any], known: Mapping[str, FieldMeta]) -> list[str]:
    """Return the inputs that take a table of the reader's own which is not there."""
    held = values.get("own")
    return [
        name
        for name, meta in known.items()
        if meta.own and values.get(name) == OWN and getattr(held, meta.own, None) is None
    ]


def describe(model: type[BaseModel], name: str) -> FieldMeta:
    """Return the metadata of one declared field of a model."""
    info = model.model_fields[name]
    extra: Any = info.json_schema_extra
    bounds: dict[str, float] = {}
    for rule in info.metadata:
        bounds |= {key: getattr(rule, key) for key in ("ge", "le") if hasattr(rule, key)}
    options: tuple[Any, ...] = get_args(info.annotation)
    return FieldMeta(
        name=name,
        title=str(info.title),
        help=str(info.description),
        default=info.default,
        minimum=bounds.get("ge"),
        maximum=bounds.get("le"),
        optional=type(None) in options,
        integer=info.annotation is int,
        choices=tuple(option for option in options if isinstance(option, str)),
        **extra,
    )


@cache
def described(model: type[BaseModel]) -> dict[str, FieldMeta]:
    """Return the metadata of every field of a model by name, in the order of declaration."""
    # A field without metadata is no input: a reader's own tables.
    declared = (name for name, info in model.model_fields.items() if info.json_schema_extra)
    return {name: describe(model, name) for name in declared}


@cache
def choosing_tables(model: type[BaseModel]) -> dict[str, FieldMeta]:
    """Return those of a model's inputs that may take a table of the reader's own."""
    return {name: meta for name, meta in described(model).items() if meta.own}


class Declared(BaseModel):
    """A frozen, flat record of declared inputs.

    ``GROUPS`` names the groups of the record's inputs as a form shows them.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    GROUPS: ClassVar[Mapping[str, str]] = {}

    # Names come from links and command lines: any of them, "self" too, is a name like another.
    def __init__(self, /, **values: Any) -> None:
        """Validate, turning pydantic's report into one problem a field."""
        self._take({}, values)

    def _take(self, standing: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """Take values that stand in another record, and over them some that have to be read."""
        known = described(type(self))
        read = {name: _read(known.get(name), value) for name, value in given.items()}
        try:
            super().__init__(**{**standing, **read})
        except ValidationError as report:
            raise ScenarioError(problems_of(report, {**standing, **given}, known)) from None

    @classmethod
    def fields(cls) -> dict[str, FieldMeta]:
        """Return the metadata of every input by name, in the order of declaration."""
        return described(cls)

    def with_changes(self, /, **changes: Value) -> Self:
        """Return this record with the named fields changed; the whole is validated again."""
        changed = type(self).__new__(type(self))
        changed._take(vars(self), changes)
        return changed

    def values(self) -> dict[str, Value]:
        """Return the value of every input by name."""
        return {name: getattr(self, name) for name in self.fields()}

    def changes_from(self, baseline: Self) -> dict[str, tuple[Value, Value]]:
        """Return {field: (baseline's value, this one's)} for every field that differs."""
        mine, theirs = self.values(), baseline.values()
        return {name: (theirs[name], mine[name]) for name in mine if mine[name] != theirs[name]}

    def code(self) -> str:
        """Return the Python expression that makes this record, naming only what is changed.

        A reader's own tables are left out.
        """
        usual = type(self)().values()
        changed = {name: v for name, v in self.values().items() if v != usual[name]}
        arguments = "".join(f"    {name}={value!r},\n" for name, value in changed.items())
        return f"{type(self).__name__}(\n{arguments})" if arguments else f"{type(self).__name__}()"


def _read(meta: FieldMeta | None, value: Any) -> Any:
    """Read a number that is given as a text as a link's is; leave to the rules what is none."""
    if meta is None or not isinstance(value, str) or meta.choices or meta.pattern:
        return value
    try:
        read = read_number(value, written="machine")
    except NumeralError:
        return value
    if not read.percent:
        return read.value
    return float(f"{read.value * 0.01:.12g}") if meta.unit.percent else value
