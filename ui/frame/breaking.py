"""What breaks this plan, and who is then left unpaid: a panel of several pages."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import Case
from mutualmodel.analysis import breaking_points, broken_now
from ui.frame import state
from ui.frame.background import Job, ask
from ui.frame.breaking_charts import (
    breaking_rows,
    breaking_sentence,
    just_past,
    nearness,
    row_name,
)
from ui.frame.forms import field
from ui.frame.presses import safely
from ui.frame.progress import how_far
from ui.frame.thorough import watched
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
        breaking_points(case.plan, costly_year=case.view.costly_year, progress=watched())
        for case in view.cases
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
            chart_card(chart, key="breaking", height=90 + 36 * len(breaking_rows(found)))
            numbers({"breaking": chart}, key="breaking")


def _told(view: state.View) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Say what breaks the plan; return the breaking points of plan and baseline once there."""
    case = view.case
    jobs = [
        _job(name, one)
        for name, one in zip(("breaking", "breaking_baseline"), view.cases, strict=False)
    ]
    for job in jobs:
        if job.failure is not None:
            st.error(sentence(job.failure.sentence))
    told = _("What breaks this plan is being worked out.")
    left_off = _("Stopped: what breaks this plan is not worked out.")
    how_far("breaking", jobs, told, left_off, after_ms=_LOOK_AGAIN_MS)
    found, *rest = [job.result for job in jobs]
    past = rest[0] if rest else None
    if found is None or (rest and past is None):
        return None, None
    standing = broken_now(case.plan, costly_year=case.view.costly_year)
    told = breaking_sentence(found, standing, case.plan)
    says(told, kind="alert" if standing else "")
    return found, past


def _job(name: str, case: Case) -> Job[pd.DataFrame]:
    """Have the breaking points of a plan worked out: at once where that is quick, else beside."""
    plan, limit = case.plan, case.view.costly_year
    key = ("breaking", plan, limit)
    if not plan.reacts_to_share:
        return Job(key, result=breaking_points(plan, costly_year=limit))
    return ask(name, key, lambda report: breaking_points(plan, costly_year=limit, progress=report))


def _presses(found: pd.DataFrame) -> None:
    """Offer to go to the nearest breaks; Undo comes back."""
    st.caption(_("Set it here; Undo brings you back."))
    rows = st.container(gap="xsmall")
    for _place, one in found.head(_PRESSES).iterrows():
        rows.button(
            row_name(one["title"], one["way"]),
            key=f"break_{one['input']}_{one['way']}",
            icon=":material/arrow_forward:",
            on_click=safely(state.change),
            args=({f"plan.{one['input']}": just_past(one["input"], one["value"], one["way"])},),
            width="stretch",
        )
