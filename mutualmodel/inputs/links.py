"""Share links: a case as short query parameters that mean the same in years to come.

A link names its version and only what departs from that version's defaults, which are kept in
``data/link_defaults.json`` and never change once published. When a default changes, a new version
is added; old links are still read against the old one. The plan's inputs go by their bare names,
those of the other records by dotted ones; the baseline's have ``base.`` before them. Tables of the
sender's own are named by their fingerprints alone.
"""

import contextlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mutualmodel.figures.files import read_text
from mutualmodel.inputs.case import Case, dotted
from mutualmodel.inputs.declare import FieldMeta, Problem, ScenarioError, Value, unknown
from mutualmodel.inputs.kept import KeptCases
from mutualmodel.inputs.links_before import NAMES_BEFORE, as_today, inputs_before
from mutualmodel.inputs.links_own import OWN_PARAMETER, found_tables, own_text
from mutualmodel.inputs.own import OwnTable
from mutualmodel.inputs.reading import read_value, write_value
from mutualmodel.inputs.showing import shown
from mutualmodel.money import MARKS
from mutualmodel.text import Given, Sentence

VERSION = "5"
# Looking for what a wrong name was meant to be takes time, and a page tells of a few only.
GUESSES = 8
_BASELINE = "base."
_PLAN = "plan."
_DEFAULTS_FILE = "link_defaults.json"

# What chat programs, mail and search engines add to a link; it says nothing about the case.
_TRACKING = re.compile(
    r"utm_.*|mc_[ce]id|_?hs(enc|mi)|(fb|g|d|y|tt|tw)clid|msclkid|[gw]braid|igsh(id)?|spm|si|ref(_src)?"
    r"|from|scene|subscene|ascene|isappinstalled|nsukey|clicktime|enterid|srcid|sharer_.*|share_(token|source|from|id|tag)"
    r"|wxshare_count|wechat_redirect|weixinadkey|devicetype|timestamp|_t"
)
# What chat programs glue to the end of a link when a sentence goes on behind it.
_GLUED = "。，、；：！？）】」』》”’.,;:!?)]}>\"'"

Parameters = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Opened:
    """What a link or a file holds.

    ``problems`` says what of it could not be used and why, in its order; empty where all was used.
    ``kept`` are the cases that a file holds beside the one it is about.
    """

    case: Case
    baseline: Case | None = None
    problems: tuple[Problem, ...] = ()
    kept: KeptCases = field(default_factory=KeptCases)


def to_query(case: Case, baseline: Case | None = None) -> dict[str, str]:
    """Return the query parameters of a case and, if pinned, its baseline."""
    query = {"v": VERSION, **_differences(case, "")}
    if baseline is not None:
        query |= {"base": "1", **_differences(baseline, _BASELINE)}
    return query


def from_query(parameters: Parameters, tables: Collection[OwnTable] = ()) -> Opened:
    """Read a link. What is wrong in it is left at the default and reported, the rest is kept.

    Parameters
    ----------
    parameters
        Texts by name; a name that stands more than once has a sequence of texts.
    tables
        Tables of the reader's own that are at hand, of which a link names some.
    """
    texts, problems = _single(parameters)
    version, unread = _version(texts.pop("v", VERSION))
    problems += unread
    pinned = texts.pop("base", "").strip(_GLUED) == "1"
    wanted: tuple[dict[str, str], dict[str, str]] = {}, {}
    for name, text in texts.items():
        wanted[name.startswith(_BASELINE)][name.removeprefix(_BASELINE)] = text
    case, refused = _read(wanted[False], version, tables)
    problems += refused
    baseline = None
    if pinned or wanted[True]:
        baseline, refused = _read(wanted[True], version, tables)
        problems += [problem.of_baseline(_BASELINE) for problem in refused]
        # Such choices once held for the baseline as well, which was a plan alone.
        before = [NAMES_BEFORE[name] for name in map(_plain, parameters) if name in NAMES_BEFORE]
        shared = [path for path in before if path not in wanted[True]]
        baseline = baseline.with_changes({path: case.value(path) for path in shared})
    places = {name: place for place, name in reversed([*enumerate(map(_name, parameters))])}
    problems.sort(key=lambda problem: places[problem.name])
    return Opened(case, baseline, tuple(problems))


@cache
def link_defaults() -> dict[str, dict[str, Value]]:
    """Return the defaults of every link version, by version and dotted name."""
    loaded: dict[str, Any] = json.loads(read_text(_DEFAULTS_FILE))
    return {
        version: {
            f"{record}.{name}": value
            for record, values in held.items()
            for name, value in values.items()
        }
        for version, held in loaded.items()
    }


@cache
def case_of_version(version: str) -> Case:
    """Return the case that all defaults of a link version make.

    Inputs added since then have today's default.
    """
    return Case().with_changes(link_defaults()[version])


def _differences(case: Case, prefix: str) -> dict[str, str]:
    changes = case.changes_from(case_of_version(VERSION))
    own = {prefix + OWN_PARAMETER: own_text(case.own)} if case.own else {}
    return own | {
        prefix + path.removeprefix(_PLAN): write_value(now) for path, (_, now) in changes.items()
    }


def _name(given: str) -> str:
    """Return the name that a link of today has for the parameter that was given."""
    name = _plain(given)
    prefix = _BASELINE if name.startswith(_BASELINE) else ""
    name = name.removeprefix(prefix)
    name = NAMES_BEFORE.get(name, name)
    return prefix + (name.removeprefix(_PLAN) if name in Case.fields() else name)


def _plain(given: str) -> str:
    """Return a name without what a page's source, out of which a link was copied, puts before."""
    return re.sub(r"^(amp;)+", "", given)


def _single(parameters: Parameters) -> tuple[dict[str, str], list[Problem]]:
    """Give every parameter of the case once, under its name of today."""
    several: dict[str, list[str]] = {}
    for given, value in parameters.items():
        name = _name(given)
        if not _TRACKING.fullmatch(name):
            several.setdefault(name, []).extend([value] if isinstance(value, str) else value)
    texts = {name: values[-1] for name, values in several.items() if values}
    return texts, [_doubled(name, vs) for name, vs in several.items() if len(set(vs)) > 1]


def _doubled(name: str, texts: Sequence[str]) -> Problem:
    last = shown(texts[-1])
    message = f"{shown(name)} stands {len(texts)} times in this link: the last, {last}, is used"
    meta = _metas().get(name.removeprefix(_BASELINE))
    title = Given("“" + shown(name) + "”") if meta is None else meta.title
    sentence = Sentence(
        "{title} stands more than once in this link. The last is used, {last}.",
        {"title": title, "last": Given(f"“{last}”")},
    )
    return Problem(name, message, sentence)


def _version(text: str) -> tuple[str, list[Problem]]:
    version = text.strip(_GLUED + " ")
    if version in link_defaults():
        return version, []
    return VERSION, [unknown_version("v", text)]


def unknown_version(name: str, text: str) -> Problem:
    """Return the problem of a link or a file of a version that has no defaults here."""
    known = ", ".join(link_defaults())
    message = f"{name} = {shown(repr(text))}: this version is unknown and read as {VERSION}"
    sentence = Sentence(
        "This is of a version that is not known here, {version}; known are {known}. It was read as "
        "the newest of these.",
        {"version": Given("“" + shown(text) + "”"), "known": Given(known)},
    )
    return Problem(name, f"{message}; allowed is {known}", sentence)


def _read(
    texts: Mapping[str, str], version: str, tables: Collection[OwnTable]
) -> tuple[Case, list[Problem]]:
    """Build a case, leaving out and reporting what it cannot hold."""
    problems: dict[str, Problem] = {}
    changes: dict[str, Value] = {}
    start, known = case_of_version(version), _metas() | inputs_before()
    own, unfound, missing = found_tables(texts, _metas(), tables)
    start = start.with_own(own)
    currency = currency_of(texts.get("currency"), start)
    for name, text in texts.items():
        if name == OWN_PARAMETER or name in unfound:
            continue
        if name not in known:
            problems[name] = unknown(name, text, _metas() if len(problems) < GUESSES else {})
            continue
        try:
            changes[dotted(name)] = _value(known[name], text, currency)
        except ScenarioError as error:
            problems[name] = error.problems[known[name].name].under(_record(name))
    case, refused = settle(start, as_today(changes, start.plan.claim_delay_days))
    for path, problem in refused.items():
        name = path.removeprefix(_PLAN)
        message = problem.message.removeprefix(_PLAN)
        problems[name] = Problem(name, message, problem.sentence)
    return case, [*missing, *problems.values()]


def _record(name: str) -> str:
    """Return what stands before an input's own name in a link."""
    return name[: name.rfind(".") + 1]


def settle(start: Case, changes: Mapping[str, Value]) -> tuple[Case, dict[str, Problem]]:
    """Change a case as far as it can be changed; return it and what was left out, by input."""
    kept, problems = dict(changes), dict[str, Problem]()
    while True:
        try:
            return start.with_changes(kept), problems
        except ScenarioError as error:
            faulty = error.problems.keys() & kept.keys()
            if not faulty:  # then the start itself is at fault, and trying again is vain
                raise
            for path in faulty:
                problems[path] = error.problems[path]
                del kept[path]


def currency_of(given: object, start: Case) -> str:
    """Return the money in which amounts are to be read: the one that is given, if it is known."""
    code = str(given).strip(_GLUED + " ").upper()
    return code if code in MARKS else start.plan.currency


def _value(meta: FieldMeta, text: str, currency: str) -> Value:
    """Read a parameter's text, if need be without what a chat program has glued to its end."""
    # An address turns the plus of 1e+8 into a space.
    text = re.sub(r"(?<=\de) (?=\d)", "+", text, flags=re.IGNORECASE)
    try:
        return read_value(meta, text, currency=currency)
    except ScenarioError:
        with contextlib.suppress(ScenarioError):
            return read_value(meta, text.rstrip(_GLUED + " "), currency=currency)
        raise


@cache
def _metas() -> dict[str, FieldMeta]:
    """Return the metadata of every input by its name in a link."""
    return {path.removeprefix(_PLAN): meta for path, meta in Case.fields().items()}
