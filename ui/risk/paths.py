"""The paths behind the risk page: a few at once, many worked out beside the page."""

import streamlit as st

from mutualmodel import Scenario
from mutualmodel.simulation import Simulation, simulate
from ui.frame import state
from ui.frame.background import Report
from ui.frame.refining import FULL_COURSES, QUICK_COURSES, Refining
from ui.kit.language import _, number
from ui.risk.charts import Paths


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick(plan: Scenario) -> Simulation:
    return simulate(plan, QUICK_COURSES)


def _full(plan: Scenario, report: Report) -> Simulation:
    return simulate(plan, FULL_COURSES, progress=report)


def _key(plan: Scenario) -> tuple[str, Scenario, int]:
    return "simulate", plan, FULL_COURSES


def _told() -> str:
    return _("From {quick} simulated runs; {full} are being worked out.").format(
        quick=number(QUICK_COURSES), full=number(FULL_COURSES)
    )


_SIMULATED = Refining("risk", _quick, _full, _key, _told)
are_refined = _SIMULATED.is_refined
drop_unasked = _SIMULATED.drop_unasked
refine = _SIMULATED.refine


def at_hand(view: state.View) -> bool:
    """Say whether paths of both plans are there, or the page rests and may wait for a few.

    They are no part of what follows a moving lever: a plan whose members react has some courses in
    a second, and its formula at once.
    """
    return not state.in_motion(view) or are_refined(view)


def paths(view: state.View) -> Paths:
    """Return many paths of both plans if they have been worked out, else a few."""
    return Paths(*_SIMULATED.both(view))
