"""Share links: a scenario as short query parameters that mean the same in years to come.

A link names its version and only what departs from that version's defaults, which are kept in
``data/link_defaults.json`` and never change once published. When a default changes, a new version
is added; old links are still read against the old one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from mutualmodel.inputs import FieldMeta, ScenarioError, Value, shown
from mutualmodel.scenario import Scenario, fields

VERSION = "2"
_BASELINE = "base."
_NONE = "none"
_DEFAULTS_FILE = Path(__file__).resolve().parents[1] / "data" / "link_defaults.json"


@dataclass(frozen=True)
class LinkState:
    """What a link holds. ``problems`` says, by parameter, what of it could not be used and why."""

    scenario: Scenario
    baseline: Scenario | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def to_query(scenario: Scenario, baseline: Scenario | None = None) -> dict[str, str]:
    """Return the query parameters of a scenario and, if pinned, its baseline."""
    query = {"v": VERSION, **_differences(scenario, "")}
    if baseline is not None:
        query |= {"base": "1", **_differences(baseline, _BASELINE)}
    return query


def from_query(query: Mapping[str, str]) -> LinkState:
    """Read a link. What is wrong in it is left at the default and reported, the rest is kept."""
    version = query.get("v", VERSION)
    if version not in link_defaults():
        known = ", ".join(link_defaults())
        problem = f"v = {shown(repr(version))}: this link's version is unknown; allowed is {known}"
        return LinkState(Scenario(), problems={"v": problem})
    problems: dict[str, str] = {}
    changes = {key: text for key, text in query.items() if not key.startswith(_BASELINE)}
    changes = {key: text for key, text in changes.items() if key not in ("v", "base")}
    scenario = _read(changes, version, "", problems)
    pinned = {k.removeprefix(_BASELINE): t for k, t in query.items() if k.startswith(_BASELINE)}
    baseline = None
    if pinned or query.get("base") == "1":
        baseline = _read(pinned, version, _BASELINE, problems)
    in_order = {name: problems[name] for name in query if name in problems}
    return LinkState(scenario, baseline, in_order)


@cache
def link_defaults() -> dict[str, dict[str, Value]]:
    """Return the defaults of every link version, by version and field."""
    loaded: dict[str, dict[str, Value]] = json.loads(_DEFAULTS_FILE.read_text(encoding="utf-8"))
    return loaded


def _differences(scenario: Scenario, prefix: str) -> dict[str, str]:
    defaults = Scenario(**link_defaults()[VERSION])
    changes = scenario.changes_from(defaults)
    return {prefix + name: _written(value) for name, (_, value) in changes.items()}


def _written(value: Value) -> str:
    if value is None:
        return _NONE
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _read(
    texts: Mapping[str, str], version: str, prefix: str, problems: dict[str, str]
) -> Scenario:
    """Build a scenario, leaving out and reporting what it cannot hold."""
    start = link_defaults()[version]
    kept = {name: _parsed(text, fields().get(name)) for name, text in texts.items()}
    while True:
        try:
            return Scenario(**{**start, **kept})
        except ScenarioError as error:
            faulty = error.problems.keys() & kept.keys()
            if not faulty:  # then the version's own defaults are at fault, and trying again is vain
                raise
            for name in faulty:
                problems[prefix + name] = prefix + error.problems[name]
                del kept[name]


def _parsed(text: str, meta: FieldMeta | None) -> Value:
    """Turn a parameter's text into a value; what is no number stays text, which is then refused."""
    if meta is None or meta.choices:
        return text
    if meta.optional and text == _NONE:
        return None
    try:
        return int(text) if meta.integer else float(text)
    except ValueError:
        return text
