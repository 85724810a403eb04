"""The inputs of the membership page: four levers, and the events that make members leave."""

import streamlit as st

from mutualmodel.inputs import EVENT_INPUTS
from ui.frame.forms import form

REACTION = "plan.price_elasticity"
LEVERS = (
    REACTION,
    "plan.risk_spread",
    "plan.lapse_rate",
    "plan.joiners_per_year",
)
_EVENT_PATHS = [tuple(f"plan.{name}" for name in event.names) for event in EVENT_INPUTS.values()]
# The inputs that this page shows itself.
ON_PAGE = (*LEVERS, *(path for paths in _EVENT_PATHS for path in paths))


def events_form() -> None:
    """Draw the events side by side: when, how many leave, and how ill those who stay are."""
    # Row by row, so that the sliders of a row stand on one line however long their titles are.
    for row in zip(*_EVENT_PATHS, strict=True):
        columns = st.columns(len(row), gap="large", vertical_alignment="bottom")
        for column, path in zip(columns, row, strict=True):
            with column:
                form((path,))
