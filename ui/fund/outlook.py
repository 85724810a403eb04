"""What the fund page shows of a plan: simulated courses, and which contribution a fund would need.

A few courses at once, many worked out beside the page.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Needed, Simulation, simulate, solvency
from ui.frame import state
from ui.frame.background import Report
from ui.frame.refining import Refining
from ui.kit.language import _, number

QUICK_COURSES, FULL_COURSES = 400, 10_000
# Where members react to what they pay, each course is moved by itself, over and over.
_FULL_OF_REACTING = 2_000
# Of the map: funds at the start and contributions, and how far they reach over what is needed.
_FUNDS, _CONTRIBUTIONS = 17, 41
_REACH = 1.4
_MONTHS_HELD = 6.0
# Parts of the work: the plan's own courses, those after the event, the contributions.
_DONE = (0.4, 0.65, 1.0)


@dataclass(frozen=True, eq=False)
class Needs:
    """Which contribution a fund needs that begins with what the plan's holds at the start.

    ``by_year`` over the first year, the first two and so on; ``ruin`` (F, C) the probability of
    ruin for some funds at the start (F,), yuan a member, and ``contributions`` (C,), yuan a month.
    """

    by_year: tuple[Needed, ...]
    funds: FloatArray
    contributions: FloatArray
    ruin: FloatArray

    @property
    def whole(self) -> Needed:
        """What is needed over all years of the plan."""
        return self.by_year[-1]


@dataclass(frozen=True, eq=False)
class Outlook:
    """A plan's simulated courses, the same plan's after the event, and what a fund would need.

    ``needs`` is None where that is still to be worked out.
    """

    simulation: Simulation
    after: Simulation
    needs: Needs | None

    @property
    def plan(self) -> Scenario:
        """The plan."""
        return self.simulation.scenario


@dataclass(frozen=True, eq=False)
class Outlooks:
    """The present plan's outlook and, if one is pinned, the baseline's."""

    now: Outlook
    past: Outlook | None


def needs_of(plan: Scenario, paths: int, report: Report) -> Needs:
    """Work out which contributions a fund of a plan needs, from so many courses."""
    known = solvency(plan, paths=paths, progress=report)
    by_year = tuple(known.needed(year) for year in range(1, plan.years + 1))
    most = known.needed(opening_fund=0.0).at(ONE_IN_200)
    if not np.isfinite(most):
        most = 0.0
    top = _REACH * max(most, 1.0)
    funds = np.linspace(0.0, max(_MONTHS_HELD * top, 1.25 * plan.opening_fund), _FUNDS)
    contributions = np.linspace(0.0, top, _CONTRIBUTIONS)
    return Needs(by_year, funds, contributions, known.ruin(contributions, funds))


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
    return needs_of(plan, QUICK_COURSES, lambda share: None)


def _full(plan: Scenario, report: Report) -> Outlook:
    first, second, last = _DONE
    simulation = simulate(plan, FULL_COURSES, progress=lambda share: report(first * share))
    after = simulation
    if plan.funding != "after":
        gap = second - first
        after = simulate(
            _after(plan), FULL_COURSES, progress=lambda share: report(first + gap * share)
        )
    rest, courses = last - second, _FULL_OF_REACTING if plan.reacts_to_share else FULL_COURSES
    needs = needs_of(_canonical(plan), courses, lambda share: report(second + rest * share))
    return Outlook(simulation, after, needs)


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
    return _("From {quick} simulated courses; {full} are on their way.").format(
        quick=number(QUICK_COURSES), full=number(FULL_COURSES)
    )


_REFINING = Refining("fund", _quick, _full, _key, _told)
is_refined = _REFINING.is_refined
drop_unasked = _REFINING.drop_unasked
refine = _REFINING.refine


def outlooks(view: state.View) -> Outlooks:
    """Return the outlooks of the present plan and the baseline, from as many courses each."""
    return Outlooks(*_REFINING.both(view))
