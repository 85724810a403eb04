"""The courses behind the fund page: a few at once, many worked out beside the page."""

from dataclasses import replace

import streamlit as st

from mutualmodel import Scenario
from mutualmodel.simulation import Simulation, simulate, solvency
from mutualmodel.simulation.solvency import PATHS_OF_REACTING
from ui.frame import state
from ui.frame.background import Report
from ui.frame.refining import FULL_COURSES, QUICK_COURSES, Refining
from ui.fund.outlook import Needs, Outlook, Outlooks, RuinMap, needs_of, tried_of
from ui.kit.language import _, number

# Parts of the work: the plan's own courses, those after the event, those of a fund, funds tried.
_DONE = (0.4, 0.65, 0.72, 1.0)


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick(plan: Scenario) -> Outlook:
    simulation = simulate(plan, QUICK_COURSES)
    after = simulation if plan.funding == "after" else _quick_after(_after(plan))
    needs = None if plan.reacts_to_share else _quick_needs(_canonical(plan))
    return Outlook(simulation, after, needs)


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick_after(plan: Scenario) -> Simulation:
    return simulate(plan, QUICK_COURSES)


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick_needs(plan: Scenario) -> Needs:
    return needs_of(solvency(plan, paths=QUICK_COURSES))


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick_tried(plan: Scenario) -> RuinMap:
    return tried_of(solvency(plan, paths=QUICK_COURSES))


def _full(plan: Scenario, report: Report) -> Outlook:
    first, second, third, last = _DONE
    simulation = simulate(plan, FULL_COURSES, progress=lambda share: report(first * share))
    after = simulation
    if plan.funding != "after":
        gap = second - first
        after = simulate(
            _after(plan), FULL_COURSES, progress=lambda share: report(first + gap * share)
        )
    known = solvency(
        _canonical(plan),
        paths=PATHS_OF_REACTING if plan.reacts_to_share else FULL_COURSES,
        progress=lambda share: report(second + (third - second) * share),
    )
    needs = needs_of(known)
    tried = tried_of(known, lambda share: report(third + (last - third) * share))
    return Outlook(simulation, after, needs, tried)


def _after(plan: Scenario) -> Scenario:
    """Return the same plan whose members pay after the event."""
    return plan.with_changes(funding="after")


def _canonical(plan: Scenario) -> Scenario:
    """Return a plan without what makes no difference to the contribution that a fund needs."""
    fields = Scenario.fields()
    same = ("contribution_month", "deficit_bearer", "call_limit", "stop_loss_attachment")
    return plan.with_changes(funding="fund", **{name: fields[name].default for name in same})


def _key(plan: Scenario) -> tuple[str, Scenario]:
    return "fund", plan


def _told() -> str:
    return _("From {quick} simulated runs; {full} are being worked out.").format(
        quick=number(QUICK_COURSES), full=number(FULL_COURSES)
    )


_REFINING = Refining("fund", _quick, _full, _key, _told)
is_refined = _REFINING.is_refined
drop_unasked = _REFINING.drop_unasked
refine = _REFINING.refine


def outlooks(view: state.View) -> Outlooks:
    """Return the outlooks of the present plan and the baseline, from as many courses each.

    Of a few courses without the funds tried, which take longer than all the rest.
    """
    return Outlooks(*_REFINING.both(view))


def with_tried(shown: Outlooks) -> Outlooks:
    """Return outlooks with the funds tried against the plan's courses, a few or many."""
    now = shown.now
    if now.needs is None or now.tried is not None:
        return shown
    return replace(shown, now=replace(now, tried=_quick_tried(_canonical(now.plan))))
