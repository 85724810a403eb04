"""Figures of a plan from a few simulated courses at once, from many once these are worked out.

A page says how a few are had, how many are, and by which key the many are kept; here they are asked
for, cancelled and put in the place of the few.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import streamlit as st

from mutualmodel import Scenario
from ui.frame import state
from ui.frame.background import Job, Report, ask_again, ask_kept, drop, kept
from ui.frame.progress import AT_ONCE_MS, how_far
from ui.frame.thorough import watched
from ui.kit.language import _, number, sentence

T = TypeVar("T")

# A moving lever is answered by a few courses, a resting one by many.
QUICK_COURSES, FULL_COURSES = 400, 10_000
_LOOK_AGAIN_MS = 600


@dataclass(frozen=True)
class Refining(Generic[T]):
    """What is worked out of a plan: from a few courses at once, from many beside the page.

    ``name`` is that of the page's jobs; ``quick`` and ``full`` work, ``key`` is what the many are
    kept under, and ``told`` says that they are on their way.
    """

    name: str
    quick: Callable[[Scenario], T]
    full: Callable[[Scenario, Report], T]
    key: Callable[[Scenario], Hashable]
    told: Callable[[], str]

    def both(self, view: state.View) -> tuple[T, T | None]:
        """Return what many courses of the plan and its baseline give if they are there, else few.

        Both plans have as many: what differs between few and many of them would look like a
        difference between the plans.
        """
        plans = view.plans
        found = [cast("T | None", kept(self.key(plan))) for plan in plans]
        if (watch := watched()) is not None:
            found = [
                self.full(plan, watch) if there is None else there
                for plan, there in zip(plans, found, strict=True)
            ]
        full = [one for one in found if one is not None]
        now, *past = full if len(full) == len(plans) else [self.quick(plan) for plan in plans]
        return now, past[0] if past else None

    def is_refined(self, view: state.View) -> bool:
        """Say whether many courses of both plans have been worked out."""
        return all(kept(self.key(plan)) is not None for plan in view.plans)

    def drop_unasked(self, view: state.View) -> None:
        """Leave off what is being worked out for a plan that is no longer the one shown."""
        drawn = state.drawn()
        if drawn is not None and view.plan != drawn.plan:
            drop(self.name)

    def refine(
        self, view: state.View, *, refined: bool, follow: Callable[[], None] = st.rerun
    ) -> None:
        """Have many courses of both plans worked out beside the page, and show how far they are.

        ``refined``: what is drawn above has been drawn from many already. ``follow`` has what shows
        them run again once they are there, by default the whole page.
        """
        names = (self.name, f"{self.name}_baseline")
        jobs = [self._job(name, plan) for name, plan in zip(names, view.plans, strict=False)]
        for job in jobs:
            if job.failure is not None:
                st.error(sentence(job.failure.sentence))
        if any(job.running or job.stopped for job in jobs):
            stands = _("Stopped: what is shown is from {quick} simulated runs.")
            left_off = stands.format(quick=number(QUICK_COURSES))
            how_far(self.name, jobs, self.told(), left_off, after_ms=_LOOK_AGAIN_MS, follow=follow)
        elif not refined and all(job.problem is None for job in jobs):
            ask_again(f"{self.name}_refined", AT_ONCE_MS, follow)

    def _job(self, name: str, plan: Scenario) -> Job[T]:
        return ask_kept(name, self.key(plan), lambda report: self.full(plan, report))
