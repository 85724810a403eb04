"""The reader's scenario and baseline: the only place that touches session state and the URL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from mutualmodel import (
    PRESETS,
    Preset,
    Scenario,
    ScenarioError,
    from_query,
    preset_of,
    to_query,
)
from mutualmodel.inputs import Value, shown

_SCENARIO = "scenario"
_BASELINE = "baseline"
_LINK_PROBLEMS = "link_problems"
_INPUT_PROBLEMS = "input_problems"
_OWN_PARAMETERS = ("figure",)
# Choices of single pages, such as a person's age, travel in the link under this prefix.
_CHOICE = "p."
_CHOICES = "page_choices"

_T = TypeVar("_T")


@dataclass(frozen=True)
class View:
    """What a page shows: the present scenario and, if one is pinned, the baseline."""

    scenario: Scenario
    baseline: Scenario | None

    @property
    def preset(self) -> Preset | None:
        """The preset that this scenario is, None once it has been edited."""
        return preset_of(self.scenario)

    @property
    def changes(self) -> dict[str, tuple[Value, Value]]:
        """Fields that differ from the baseline: (baseline's value, present value)."""
        return {} if self.baseline is None else self.scenario.changes_from(self.baseline)


def view() -> View:
    """Return the present state, read from the link when the session begins."""
    if _SCENARIO not in st.session_state:
        _open_link()
    return View(st.session_state[_SCENARIO], st.session_state.get(_BASELINE))


def _open_link() -> None:
    given = st.query_params.to_dict()
    choices = {k.removeprefix(_CHOICE): v for k, v in given.items() if k.startswith(_CHOICE)}
    query = {k: v for k, v in given.items() if k not in _OWN_PARAMETERS}
    link = from_query({k: v for k, v in query.items() if not k.startswith(_CHOICE)})
    st.session_state[_CHOICES] = choices
    st.session_state[_SCENARIO] = link.scenario
    st.session_state[_BASELINE] = link.baseline
    st.session_state[_LINK_PROBLEMS] = dict(link.problems)


def write_link() -> None:
    """Put the present state into the address bar, beside the page's own parameters."""
    wanted = query()
    present = st.query_params.to_dict()
    own = {key: present[key] for key in _OWN_PARAMETERS if key in present}
    if present != {**wanted, **own}:
        st.query_params.from_dict({**wanted, **own})


def query() -> dict[str, str]:
    """Return the present state as query parameters.

    Links between pages carry it, so that the address need not be written once more on arrival:
    that would leave two entries in the browser's history for one step.
    """
    now = view()
    choices: dict[str, str] = st.session_state.get(_CHOICES, {})
    chosen = {_CHOICE + name: text for name, text in choices.items()}
    return {**to_query(now.scenario, now.baseline), **chosen}


def choice(name: str, allowed: Sequence[str], default: str) -> str:
    """Return a page's own choice among words; one that is not allowed is reported and left out."""
    return _chosen(
        name, default, ", ".join(allowed), lambda text: text if text in allowed else None
    )


def number_choice(name: str, minimum: float, maximum: float, default: float) -> float:
    """Return a page's own number; one out of range is reported and left out."""

    def read(text: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            return None
        return value if minimum <= value <= maximum else None

    return _chosen(name, default, f"{minimum:g} to {maximum:g}", read)


def _chosen(name: str, default: _T, allowed: str, read: Callable[[str], _T | None]) -> _T:
    choices: dict[str, str] = st.session_state.setdefault(_CHOICES, {})
    if name not in choices:
        return default
    value = read(choices[name])
    if value is None:
        problem = f"{_CHOICE}{name} = {shown(repr(choices.pop(name)))}: allowed is {allowed}"
        st.session_state[_LINK_PROBLEMS] = {**link_problems(), _CHOICE + name: problem}
        st.rerun()  # complaints stand at the head of the page, which is drawn by now
    return value


def choose(name: str, value: str | float, default: str | float) -> None:
    """Keep a page's own choice; what equals the default is left out of the link."""
    choices: dict[str, str] = dict(st.session_state.get(_CHOICES, {}))
    choices.pop(name, None)
    if value != default:
        choices[name] = value if isinstance(value, str) else f"{value:.12g}"
    st.session_state[_CHOICES] = choices


def link_to(page: str, **parameters: str) -> str:
    """Return a relative address of a page that carries the present state."""
    return f"{page}?{urlencode({**query(), **parameters})}"


def page_parameter(name: str) -> str | None:
    """Return one of the page's own parameters from the address."""
    return st.query_params.get(name)


def link_problems() -> Mapping[str, str]:
    """Return what in the opened link could not be used, by parameter."""
    problems: dict[str, str] = st.session_state.get(_LINK_PROBLEMS, {})
    return problems


def dismiss_link_problems() -> None:
    """Forget what was wrong with the link."""
    st.session_state[_LINK_PROBLEMS] = {}


def input_problems() -> dict[str, str]:
    """Return the refused inputs of the last change by field."""
    problems: dict[str, str] = st.session_state.get(_INPUT_PROBLEMS, {})
    return problems


def change(**changes: Value) -> None:
    """Change inputs; a refused value leaves the scenario as it was and is reported."""
    try:
        st.session_state[_SCENARIO] = view().scenario.with_changes(**changes)
    except ScenarioError as error:
        st.session_state[_INPUT_PROBLEMS] = error.problems
    else:
        st.session_state[_INPUT_PROBLEMS] = {}


def replace(scenario: Scenario) -> None:
    """Show another scenario altogether; the baseline stays."""
    st.session_state[_SCENARIO] = scenario
    st.session_state[_INPUT_PROBLEMS] = {}


def load_preset(name: str) -> None:
    """Show a preset by name."""
    replace(PRESETS[name].scenario)


def pin() -> None:
    """Make the present scenario the baseline."""
    st.session_state[_BASELINE] = view().scenario


def unpin() -> None:
    """Go on without a baseline."""
    st.session_state[_BASELINE] = None


def back_to_baseline(field: str) -> None:
    """Give one field the value it has in the baseline."""
    baseline = view().baseline
    if baseline is not None:
        change(**{field: getattr(baseline, field)})


def mark_drawn(scenario: Scenario) -> None:
    """Remember which scenario the whole page, not only its live part, shows."""
    st.session_state["drawn"] = scenario


def drawn() -> Scenario | None:
    """Return the scenario that the whole page shows."""
    scenario: Scenario | None = st.session_state.get("drawn")
    return scenario


def offer(key: str, value: object) -> None:
    """Set what a widget will show before it is drawn: the scenario rules, widgets follow."""
    st.session_state[key] = value


def offered(key: str) -> object:
    """Return what a widget holds."""
    return st.session_state[key]
