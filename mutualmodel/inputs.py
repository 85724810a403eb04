"""How an input is declared, described and refused; :mod:`mutualmodel.scenario` declares them."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Value = float | int | str | None

# A stranger's link may hold anything: what is repeated of it is cut to this.
LONGEST_SHOWN = 60

GROUPS = {
    "membership": "Who is in the plan",
    "incidence": "How often members fall ill",
    "benefit": "What is paid and charged",
    "leaving": "Who leaves and why",
    "events": "What makes members leave",
    "uncertainty": "Uncertainty and horizon",
}


class ScenarioError(ValueError):
    """A value no scenario can hold.

    ``problems`` maps each field at fault to a sentence naming the field, the value and the
    allowed range, so that a form can show every sentence beside its own input.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Keep the sentences by field and join them into one message."""
        self.problems = dict(problems)
        super().__init__("\n".join(dict.fromkeys(self.problems.values())))


@dataclass(frozen=True)
class FieldMeta:
    """What is declared about one field of :class:`Scenario`.

    ``minimum`` and ``maximum`` are None for choices; ``choices`` is empty for numbers;
    ``optional`` fields may be None, which means that there is no such cap. ``source`` is an id in
    ``data/figures.csv``.
    """

    name: str
    title: str
    unit: str
    group: str
    help: str
    source: str
    default: Value
    minimum: float | None
    maximum: float | None
    step: float | None
    scale: Literal["linear", "log"]
    optional: bool
    integer: bool
    choices: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The allowed values in words, as error messages give them."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        span = f"{_plain(self.minimum)} to {_plain(self.maximum)}"
        span = f"a whole number from {span}" if self.integer else span
        return f"{span}, or none" if self.optional else span


def declare(
    default: Value,
    title: str,
    *,
    unit: str,
    group: str,
    source: str,
    help: str,
    span: tuple[float, float] | None = None,
    step: float | None = None,
    scale: Literal["linear", "log"] = "linear",
) -> Any:
    """Declare one input: pydantic enforces the range, the rest travels as metadata."""
    extra: Any = {
        "unit": unit,
        "group": group,
        "source": source,
        "step": step,
        "scale": scale,
    }
    bounds: Any = {} if span is None else {"ge": span[0], "le": span[1]}
    return Field(default, title=title, description=help, json_schema_extra=extra, **bounds)


def _plain(number: float | None) -> str:
    """Write a number with thousands separators and no exponent."""
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def sentences(
    report: ValidationError, values: Mapping[str, Any], known: Mapping[str, FieldMeta]
) -> dict[str, str]:
    """Return one sentence a field at fault, naming the field, the value and the range."""
    problems: dict[str, str] = {}
    for error in report.errors():
        if not error["loc"]:
            problems |= _ages_sentence(values, known)
            continue
        name = str(error["loc"][0])
        problems[name] = (
            f"{shown(name)} = {shown(repr(values.get(name)))}: {_expected(name, known)}"
        )
    return problems


def shown(text: str) -> str:
    """Repeat text from outside in one line of at most :data:`LONGEST_SHOWN` letters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _expected(name: str, known: Mapping[str, FieldMeta]) -> str:
    if name in known:
        return f"allowed is {known[name].allowed}"
    near = difflib.get_close_matches(name, known, n=1)
    return "there is no such input" + (f"; did you mean {near[0]}?" if near else "")


def _ages_sentence(values: Mapping[str, Any], known: Mapping[str, FieldMeta]) -> dict[str, str]:
    names = ("share_under_18", "share_40_to_59")
    given = [f"{name} = {shown(repr(values.get(name, known[name].default)))}" for name in names]
    sentence = " and ".join(given) + ": together they may be 0 to 1"
    return dict.fromkeys(names, sentence)


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
    return {name: describe(model, name) for name in model.model_fields}


class Declared(BaseModel):
    """A frozen, flat record of declared inputs.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    # Names come from links and command lines: any of them, "self" too, is a name like another.
    def __init__(self, /, **values: Any) -> None:
        """Validate, turning pydantic's report into one sentence a field."""
        try:
            super().__init__(**values)
        except ValidationError as report:
            raise ScenarioError(sentences(report, values, described(type(self)))) from None

    def with_changes(self, /, **changes: Value) -> Self:
        """Return this record with the named fields changed; the whole is validated again."""
        return type(self)(**{**self.model_dump(), **changes})

    def code(self) -> str:
        """Return the Python expression that makes this record, naming only what is changed."""
        usual = type(self)().model_dump()
        changed = {name: v for name, v in self.model_dump().items() if v != usual[name]}
        arguments = "".join(f"    {name}={value!r},\n" for name, value in changed.items())
        return f"{type(self).__name__}(\n{arguments})" if arguments else f"{type(self).__name__}()"
