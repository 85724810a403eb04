"""What breaks this plan, and who is then left unpaid: a panel of several pages."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import Case
from mutualmodel.analysis import breaking_points, broken_now
from ui.frame import state
from ui.frame.background import Job, ask, ask_again
from ui.frame.breaking_charts import (
    breaking_rows,
    breaking_sentence,
    just_past,
    nearness,
    row_name,
)
from ui.frame.forms import field
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.charts import Chart
from ui.kit.language import _, sentence
from ui.kit.palette import Palette
from ui.kit.theme import palette

_LOOK_AGAIN_MS = 600
# As many presses to a break as have room beside the chart.
_PRESSES = 4


def breaking_place() -> DeltaGenerator:
    """Hold a place for the panel, under its title.

    The panel may be drawn later than what stands below it, so that no lever waits for it.
    """
    place = st.container(key="breaking_panel")
    place.header(_("What breaks this plan?"), divider="gray")
    return place


def breaking_chart(view: state.View, colours: Palette) -> Chart | None:
    """Draw how near the plan is to breaking; None where nothing breaks it. It may take seconds."""
    now, *past = [
        breaking_points(case.plan, costly_year=case.view.costly_year) for case in view.cases
    ]
    return nearness(now, past[0] if past else None, colours) if len(now) else None


def breaking_panel(view: state.View, place: DeltaGenerator) -> None:
    """Draw how near the plan is to breaking; a plan that reacts is worked out beside the page."""
    with place:
        left, right = st.columns([0.36, 0.64], gap="large")
    with left:
        # In one block, however many lines it is: the box below it then keeps its place and focus.
        with st.container():
            found, past = _told(view)
        field("view.costly_year", caption=False)
        if found is not None and len(found):
            _presses(found)
    if found is not None and len(found):
        with right:
            chart = nearness(found, past, palette())
            chart_card(chart, key="breaking", height=90 + 34 * len(breaking_rows(found)))
            numbers({"breaking": chart}, key="breaking")


def _told(view: state.View) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Say what breaks the plan; return the breaking points of plan and baseline once there."""
    case, past = view.case, None
    found = _found("breaking", case)
    if view.baseline is not None:
        past = _found("breaking_baseline", view.baseline)
    if found is None or (view.baseline is not None and past is None):
        st.caption(_("What breaks this plan is being worked out."))
        ask_again("breaking_progress", _LOOK_AGAIN_MS)
        return None, None
    standing = broken_now(case.plan, costly_year=case.view.costly_year)
    told = breaking_sentence(found, standing, case.plan)
    says(told, kind="alert" if standing else "")
    return found, past


def _found(name: str, case: Case) -> pd.DataFrame | None:
    """Return the breaking points of a plan, None while they are worked out beside the page."""
    plan, limit = case.plan, case.view.costly_year
    if not plan.reacts_to_share:
        return breaking_points(plan, costly_year=limit)
    key = ("breaking", plan, limit)
    job: Job[pd.DataFrame] = ask(name, key, lambda report: breaking_points(plan, costly_year=limit))
    if job.failure is not None:
        st.error(sentence(job.failure.sentence))
    return job.result


def _presses(found: pd.DataFrame) -> None:
    """Offer to go to the nearest breaks; Undo comes back."""
    st.caption(_("Set it here; Undo brings you back."))
    rows = st.container(gap="xsmall")
    for _place, one in found.head(_PRESSES).iterrows():
        rows.button(
            row_name(one["title"], one["way"]),
            key=f"break_{one['input']}_{one['way']}",
            icon=":material/arrow_forward:",
            on_click=state.change,
            args=({f"plan.{one['input']}": just_past(one["input"], one["value"], one["way"])},),
            width="stretch",
        )
