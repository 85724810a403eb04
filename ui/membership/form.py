"""The inputs of the membership page: four levers, and the events that make members leave."""

import streamlit as st

from mutualmodel.inputs import EVENTS
from ui.frame.forms import form

LEVERS = (
    "plan.price_elasticity",
    "plan.risk_spread",
    "plan.lapse_rate",
    "plan.joiners_per_year",
)
EVENT_INPUTS = {
    event: tuple(f"plan.{event}_{part}" for part in ("month", "share", "spares"))
    for event in EVENTS
}
# The inputs that this page shows itself.
ON_PAGE = (*LEVERS, *(path for paths in EVENT_INPUTS.values() for path in paths))


def events_form() -> None:
    """Draw the events side by side: when, how many leave, and how ill those who stay are."""
    # Row by row, so that the sliders of a row stand on one line however long their titles are.
    for row in zip(*EVENT_INPUTS.values(), strict=True):
        columns = st.columns(len(EVENTS), gap="large", vertical_alignment="bottom")
        for column, path in zip(columns, row, strict=True):
            with column:
                form((path,))
