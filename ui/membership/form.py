"""The inputs of the membership page: four levers, and the events that make members leave."""

from collections.abc import Mapping

import streamlit as st

from mutualmodel import Case
from mutualmodel.inputs import EVENT_INPUTS
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.forms import form
from ui.frame.presses import safely
from ui.kit.language import _

REACTION = "plan.price_elasticity"
LEVERS = (
    REACTION,
    "plan.risk_spread",
    "plan.lapse_rate",
    "plan.joiners_per_year",
)
_EVENT_PATHS: Mapping[str, tuple[str, ...]] = {
    name: tuple(f"plan.{path}" for path in event.names) for name, event in EVENT_INPUTS.items()
}
_EVENTS: Mapping[str, str] = {
    "scandal": N_("A scandal"),
    "notice": N_("A regulator’s notice"),
    "listing": N_("The operator’s failed listing"),
}
# The inputs that this page shows itself.
ON_PAGE = (*LEVERS, *(path for paths in _EVENT_PATHS.values() for path in paths))


def events_form() -> None:
    """Draw a switch for each event, and where it is on when, how many leave and how ill."""
    columns = st.columns(len(_EVENT_PATHS), gap="large")
    for column, (name, paths) in zip(columns, _EVENT_PATHS.items(), strict=True):
        with column:
            if _switch(name):
                form(paths)


def _switch(name: str) -> bool:
    """Draw the switch of an event; return whether it is on."""
    key, kept_on = f"event_{name}", f"event_{name}_kept_on"
    # An event that is switched on has nothing set at first: the press is remembered, not its value.
    on = is_set(state.view().case, name) or bool(st.session_state.get(kept_on))
    state.offer(key, on)
    st.toggle(
        _(_EVENTS[name]),
        key=key,
        help=_("Off: nobody leaves because of it."),
        on_change=safely(_take_switch),
        args=(name,),
    )
    return on


def _take_switch(name: str) -> None:
    on = bool(state.offered(f"event_{name}"))
    st.session_state[f"event_{name}_kept_on"] = on
    if not on:
        state.reset(_EVENT_PATHS[name])


def is_set(case: Case, name: str) -> bool:
    """Say whether any input of an event is other than its default."""
    return any(case.value(path) != Case.fields()[path].default for path in _EVENT_PATHS[name])
