"""What breaks this plan, and who is then left unpaid: a panel of several pages."""

import pandas as pd
import streamlit as st

from mutualmodel import Scenario
from mutualmodel.analysis import breaking_points, broken_now
from ui.frame import state
from ui.frame.background import Job, ask, ask_again
from ui.frame.breaking_charts import breaking_rows, breaking_sentence, nearness, row_name
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.language import _, sentence
from ui.kit.theme import palette

_LOOK_AGAIN_MS = 600
# Presses to a break, in one row.
_PRESSES = 4


def breaking_panel(view: state.View) -> None:
    """Draw how near the plan is to breaking; a plan that reacts is worked out beside the page."""
    found, past = _found("breaking", view.plan), None
    if view.past is not None:
        past = _found("breaking_baseline", view.past)
    if found is None or (view.past is not None and past is None):
        st.caption(_("What breaks this plan is being worked out."))
        ask_again("breaking_progress", _LOOK_AGAIN_MS)
        return
    standing = broken_now(view.plan)
    says(
        breaking_sentence(found, standing, view.plan.years),
        kind="alert" if standing else "",
    )
    if len(found):
        chart = nearness(found, past, palette())
        chart_card(chart, key="breaking", height=90 + 34 * len(breaking_rows(found)))
        _presses(found)
        numbers({"breaking": chart}, key="breaking")


def _found(name: str, plan: Scenario) -> pd.DataFrame | None:
    """Return the breaking points of a plan, None while they are worked out beside the page."""
    if not plan.reacts_to_share:
        return breaking_points(plan)
    job: Job[pd.DataFrame] = ask(name, ("breaking", plan), lambda report: breaking_points(plan))
    if job.failure is not None:
        st.error(sentence(job.failure.sentence))
    return job.result


def _presses(found: pd.DataFrame) -> None:
    """Offer to go to the nearest breaks; Undo comes back."""
    st.caption(_("Go there; Undo brings you back."))
    columns = st.columns(_PRESSES)
    for column, (_place, one) in zip(columns, found.head(_PRESSES).iterrows(), strict=False):
        column.button(
            row_name(one["input"], one["way"]),
            key=f"break_{one['input']}_{one['way']}",
            icon=":material/arrow_forward:",
            on_click=state.change,
            args=({f"plan.{one['input']}": float(one["value"])},),
            width="stretch",
        )
