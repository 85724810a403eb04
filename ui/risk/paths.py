"""The paths behind the risk page: a few at once, many worked out beside the page."""

from typing import cast

import numpy as np
import streamlit as st

from mutualmodel import Scenario
from mutualmodel.simulation import Simulation, simulate
from ui.frame import state
from ui.frame.background import Job, Report, ask_again, ask_kept, drop, kept
from ui.kit.language import _, number, sentence
from ui.risk.charts import Paths

# A moving lever is answered by a few paths, a resting one by many.
QUICK_PATHS, FULL_PATHS = 400, 10_000
_LOOK_AGAIN_MS, _AT_ONCE_MS = 600, 50
# The present plan's, the baseline's.
_JOBS = ("risk", "risk_baseline")


def paths(view: state.View) -> Paths:
    """Return many paths if they have been worked out, else a few.

    Both plans have as many: what differs between few and many of them would look like a difference
    between the plans.
    """
    plans = _plans(view)
    found = [cast("Simulation | None", kept(_key(plan))) for plan in plans]
    full = [one for one in found if one is not None]
    now, *past = full if len(full) == len(plans) else [_quick(plan) for plan in plans]
    return Paths(now, past[0] if past else None)


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick(plan: Scenario) -> Simulation:
    return simulate(plan, QUICK_PATHS)


def _plans(view: state.View) -> list[Scenario]:
    return [plan for plan in (view.plan, view.past) if plan is not None]


def _key(plan: Scenario) -> tuple[str, Scenario, int]:
    return "simulate", plan, FULL_PATHS


def are_refined(view: state.View) -> bool:
    """Say whether many paths of both plans have been worked out."""
    return all(kept(_key(plan)) is not None for plan in _plans(view))


def drop_unasked(view: state.View) -> None:
    """Leave off what is being worked out for a plan that is no longer the one shown."""
    drawn = state.drawn()
    if drawn is not None and view.plan != drawn.plan:
        drop(_JOBS[0])


def refine(view: state.View, *, refined: bool) -> None:
    """Have many paths worked out beside the page, and show how far they are.

    ``refined``: what is drawn above has been drawn from many already.
    """
    jobs = [_job(name, plan) for name, plan in zip(_JOBS, _plans(view), strict=False)]
    for job in jobs:
        if job.failure is not None:
            st.error(sentence(job.failure.sentence))
    if any(job.running for job in jobs):
        _progress(jobs)
    elif not refined and all(job.problem is None for job in jobs):
        ask_again("risk_progress", _AT_ONCE_MS)


def _job(name: str, plan: Scenario) -> Job[Simulation]:
    def work(report: Report) -> Simulation:
        return simulate(plan, FULL_PATHS, progress=report)

    return ask_kept(name, _key(plan), work)


def _progress(jobs: list[Job[Simulation]]) -> None:
    share = float(np.mean([job.progress for job in jobs]))
    st.progress(
        share,
        text=_("From {quick} simulated courses; {full} are on their way.").format(
            quick=number(QUICK_PATHS), full=number(FULL_PATHS)
        ),
    )
    ask_again("risk_progress", _LOOK_AGAIN_MS)
