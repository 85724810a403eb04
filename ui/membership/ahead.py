"""The years that the membership page looks ahead, and who is in the plan by then."""

import streamlit as st

from mutualmodel import Projection, Scenario
from mutualmodel.membership import Composition, composition

# Leaving takes years to show, so this page looks as far as a projection can.
YEARS = 10


def far(scenario: Scenario) -> Scenario:
    """Return a plan with so many years ahead of it."""
    return scenario.with_changes(years=YEARS)


def last_members(plan: Projection) -> float:
    """Return the members at the last settlement."""
    return float(plan.array("members")[-1])


@st.cache_data(max_entries=32, show_spinner=False)
def people(scenario: Scenario) -> Composition:
    """Return members by risk class and age at every settlement."""
    return composition(scenario)
