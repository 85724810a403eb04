"""The years that the membership page looks ahead, and who is in the plan by then."""

import streamlit as st

from mutualmodel import Projection, Scenario, project
from mutualmodel.engine import settlements_held
from mutualmodel.membership import YEARS_AHEAD, Composition, composition


def far(scenario: Scenario) -> Scenario:
    """Return a plan with so many years ahead of it."""
    return scenario.with_changes(years=YEARS_AHEAD)


def last_members(plan: Projection) -> float:
    """Return the members at the last settlement that the plan holds; 0 if it never starts."""
    held = settlements_held(plan)
    return float(plan.array("members")[held - 1]) if held else 0.0


@st.cache_data(max_entries=32, show_spinner=False)
def people(scenario: Scenario) -> Composition:
    """Return members by risk class and age at every settlement that the plan holds."""
    plan, everyone = project(scenario), composition(scenario)
    held = settlements_held(plan)
    return everyone if plan.headline.dissolved_after_years is None else everyone.until(held)
