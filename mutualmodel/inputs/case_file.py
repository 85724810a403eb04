"""Case files: a case and its baseline as JSON that can be read in years to come.

A file holds every input, not only the changed ones, and the version of the link defaults it was
written with: an input that a later version knows and the file does not has the default of the
file's own version. Tables of the reader's own are in it as CSV, and are held to the same limits as
when they were brought. ``docs/case.schema.json`` is the published form; a test holds it to
:func:`schema`.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mutualmodel.inputs.case import Case, records
from mutualmodel.inputs.declare import FieldMeta, Problem, ScenarioError, Value, unknown
from mutualmodel.inputs.kept import MOST_KEPT, KeptCases, KeptError
from mutualmodel.inputs.links import (
    GUESSES,
    VERSION,
    Opened,
    case_of_version,
    currency_of,
    link_defaults,
    settle,
    unknown_version,
)
from mutualmodel.inputs.links_before import as_today, inputs_before
from mutualmodel.inputs.own import KINDS, OwnTableError, OwnTables, read_table
from mutualmodel.inputs.reading import read_value
from mutualmodel.inputs.showing import LONGEST_SHOWN, shown
from mutualmodel.text import N_, Given, Part, Sentence

FORMAT = "mutual-aid case"
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"
_PARTS = ("format", "version", "case", "baseline")
# What files had no place for at first.
_KEPT = "kept"
_OWN = "own"


class CaseFileError(ValueError):
    """What was opened is no case file; ``problem`` says why."""

    def __init__(self, sentence: Sentence) -> None:
        """Keep the sentence, and say it in English to a Python user."""
        self.problem = Problem("file", str(sentence), sentence)
        super().__init__(str(sentence))


def to_file(case: Case, baseline: Case | None = None, kept: KeptCases | None = None) -> str:
    """Return the text of a case file; ``kept`` are further cases by name."""
    held = {
        "format": FORMAT,
        "version": int(VERSION),
        "case": _records_of(case),
        "baseline": None if baseline is None else _records_of(baseline),
        _KEPT: [{"name": one.name, "case": _records_of(one.case)} for one in kept or ()],
    }
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"


def from_file(content: str | bytes) -> Opened:
    """Read a case file of this or an earlier version.

    What is unknown, missing or not allowed is named in ``problems``; everything else is used.

    Raises
    ------
    CaseFileError
        When the content is no case file at all.
    """
    held = _parsed(content)
    problems: list[Problem] = [
        unknown(name, value, {}) for name, value in held.items() if name not in (*_PARTS, _KEPT)
    ]
    version = str(held.get("version"))
    if version not in link_defaults():
        problems.append(unknown_version("version", version))
        version = VERSION
    case = _read(held.get("case"), version, "", problems)
    baseline = None
    if held.get("baseline") is not None:
        baseline = _read(held["baseline"], version, "baseline.", problems)
    kept = _kept(held.get(_KEPT), version, problems)
    return Opened(case, baseline, tuple(problems), kept)


def schema() -> dict[str, Any]:
    """Return the JSON schema of the files written today."""
    every = {name: _record_schema(model.fields()) for name, model in records().items()}
    own = {
        "type": "object",
        "properties": {kind: {"type": "string"} for kind in KINDS},
        "additionalProperties": False,
    }
    case = {
        "type": "object",
        "properties": {**every, _OWN: own},
        "required": list(every),
        "additionalProperties": False,
    }
    named = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_SHOWN},
            "case": {"$ref": "#/$defs/case"},
        },
        "required": ["name", "case"],
        "additionalProperties": False,
    }
    return {
        "$schema": SCHEMA_ID,
        "title": "A case of the mutual-aid dashboard",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": int(VERSION)},
            "case": {"$ref": "#/$defs/case"},
            "baseline": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/case"}]},
            _KEPT: {"type": "array", "items": named, "maxItems": MOST_KEPT},
        },
        "required": list(_PARTS),
        "additionalProperties": False,
        "$defs": {"case": case},
    }


def _record_schema(metas: Mapping[str, FieldMeta]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _input_schema(meta) for name, meta in metas.items()},
        "required": list(metas),
        "additionalProperties": False,
    }


def _input_schema(meta: FieldMeta) -> dict[str, Any]:
    told = {"title": meta.title, "description": f"{meta.help} Unit: {meta.unit}."}
    if meta.choices:
        return {**told, "enum": list(meta.choices)}
    if meta.pattern:
        return {**told, "type": "string", "pattern": f"^(?:{meta.pattern})$"}
    kind = "integer" if meta.integer else "number"
    number = {"type": kind, "minimum": meta.minimum, "maximum": meta.maximum}
    if meta.optional:
        return {**told, "anyOf": [{"type": "null"}, number]}
    return {**told, **number}


def _records_of(case: Case) -> dict[str, Mapping[str, Value]]:
    held: dict[str, Mapping[str, Value]] = {
        name: getattr(case, name).values() for name in records()
    }
    return held | ({_OWN: case.own.texts()} if case.own else {})


def _parsed(content: str | bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        held = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except CaseFileError:
        raise
    except (ValueError, RecursionError):
        unread = Sentence("This is no case file: it cannot be read as JSON.")
        raise CaseFileError(unread) from None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        foreign = Sentence("This is no case file: it was not written by this dashboard.")
        raise CaseFileError(foreign)
    return held


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a file that says two things of one input: none of them may be dropped unsaid."""
    held = dict(pairs)
    if len(held) < len(pairs):
        doubled = Sentence("This case file cannot be used: a name stands in it twice.")
        raise CaseFileError(doubled)
    return held


def _read(held: Any, version: str, prefix: str, problems: list[Problem]) -> Case:
    """Build a case from what a file holds, naming what is unknown, missing or not allowed."""
    given = _flat(held)
    start = case_of_version(version).with_own(_tables(held, prefix, problems))
    currency = currency_of(given.get("plan.currency"), start)
    changes: dict[str, Value] = {}
    known = Case.fields() | inputs_before()
    for path, value in given.items():
        if path not in known:
            near = Case.fields() if len(problems) < GUESSES else {}
            problems.append(_of(unknown(path, value, near), prefix))
            continue
        try:
            changes[path] = _value(known[path], value, currency)
        except ScenarioError as error:
            problem = next(iter(error.problems.values()))
            problems.append(_of(problem.under(path.rpartition(".")[0] + "."), prefix))
    changes = as_today(changes, start.plan.claim_delay_days)
    case, refused = settle(start, changes)
    problems += [_of(problem, prefix) for problem in refused.values()]
    expected = [path for path in link_defaults()[version] if path in Case.fields()]
    missing = [path for path in expected if path not in given and path not in changes]
    problems += [_of(_missing(path, start), prefix) for path in missing]
    return case


def _kept(held: Any, version: str, problems: list[Problem]) -> KeptCases:
    """Read the cases that a file holds by name, naming what of them could not be used."""
    kept = KeptCases()
    if held is not None and not isinstance(held, list):
        problems.append(unknown(_KEPT, held, {}))
        return kept
    for one in held or ():
        if not isinstance(one, dict) or set(one) != {"name", "case"}:
            problems.append(unknown(_KEPT, json.dumps(one), {}))
            continue
        found: list[Problem] = []
        case = _read(one["case"], version, "", found)
        try:
            kept = kept.with_case(str(one["name"]), case)
        except KeptError as error:
            problems.append(Problem(_KEPT, str(error), error.sentence))
            continue
        problems += [_of_kept(problem, shown(str(one["name"]))) for problem in found]
    return kept


def _of_kept(problem: Problem, name: str) -> Problem:
    text = N_("In the kept case {name}: {problem}")
    parts: dict[str, Part | Sentence] = {"name": Given(f"“{name}”"), "problem": problem.sentence}
    return replace(problem.under(f"{_KEPT}."), sentence=Sentence(text, parts))


def _tables(held: Any, prefix: str, problems: list[Problem]) -> OwnTables:
    """Read the tables of the reader's own that a file has, naming what is wrong with them."""
    tables = OwnTables()
    texts = held.get(_OWN) if isinstance(held, dict) else None
    for kind, text in texts.items() if isinstance(texts, dict) else ():
        if kind not in KINDS or not isinstance(text, str):
            problems.append(_of(unknown(f"{_OWN}.{kind}", text, {}), prefix))
            continue
        try:
            content = text.encode("utf-8", "surrogatepass")
            tables = tables.with_table(read_table(kind, content, f"{_OWN}.{kind}").table)
        except OwnTableError as error:
            problems += [_of(problem, prefix) for problem in error.problems]
    return tables


def _flat(held: Any) -> dict[str, Any]:
    """Return what a file holds by dotted name; a record that is none is a name like another."""
    flat: dict[str, Any] = {}
    for record, values in held.items() if isinstance(held, dict) else ():
        if record == _OWN and isinstance(values, dict):
            continue
        if isinstance(values, dict):
            flat |= {f"{record}.{name}": value for name, value in values.items()}
        else:
            # A dotted name has no place here, however right it looks.
            flat[f"{record}:"] = values
    return flat


def _value(meta: FieldMeta, value: Any, currency: str) -> Value:
    """Take a number as it stands, and what people have typed into the file as they type it."""
    if isinstance(value, str):
        return read_value(meta, value, currency=currency)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise ScenarioError({meta.name: meta.refusal(shown(json.dumps(value)))})


def _missing(path: str, start: Case) -> Problem:
    meta, value = Case.fields()[path], start.value(path)
    sentence = Sentence(
        "{title} is missing in this file. The default is used.", {"title": meta.title}
    )
    return Problem(path, f"{path} is missing: {value!r} is used", sentence, is_missing=True)


def _of(problem: Problem, prefix: str) -> Problem:
    return problem.of_baseline(prefix) if prefix else problem
