"""What is worked out beside the page for a plan and its baseline, the last of it shown meanwhile.

A page draws a part of its own from it. Until the result of the present plans is there the part
shows that of the plans before, faded and said to be theirs, and how far the new one is. The next
change cancels what is not done.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from mutualmodel import Scenario
from ui.frame import state
from ui.frame.background import Job, Report, ask_kept, drop, kept
from ui.frame.progress import how_far
from ui.kit.language import _, sentence

T = TypeVar("T")

_PLACES = ("", "_baseline")


@dataclass(frozen=True)
class Shown(Generic[T]):
    """Plans with their results, the baseline's last; ``current``: of those that the page shows."""

    plans: tuple[Scenario, ...]
    results: tuple[T, ...]
    current: bool


@dataclass(frozen=True)
class Beside(Generic[T]):
    """Work beside a page; ``name`` is the page's own and the key of the part that shows it.

    ``work`` is done for each plan, ``key`` is what its result is kept under, and ``told`` says that
    it is being done.
    """

    name: str
    work: Callable[[Scenario, Report], T]
    key: Callable[[Scenario], Hashable]
    told: Callable[[], str]

    def result(self, plan: Scenario) -> T:
        """Return the result of a plan for whoever needs it now, kept or worked out here."""
        found = cast("T | None", kept(self.key(plan)))
        return self.work(plan, lambda _share: None) if found is None else found

    def shown(self, view: state.View) -> Shown[T] | None:
        """Return the result of the view's plans if it is there, else the last one, if any.

        While a lever moves nothing new is asked for.
        """
        last: Shown[T] | None = st.session_state.get(self._last)
        jobs = [] if state.in_motion(view) else self._ask(view)
        results = [one.result for one in jobs]
        if jobs and all(one is not None for one in results):
            plans, there = tuple(view.plans), cast("list[T]", results)
            last = st.session_state[self._last] = Shown(plans, tuple(there), current=True)
            return last
        return None if last is None else Shown(last.plans, last.results, current=False)

    def wait(self, view: state.View, *, stands: bool) -> None:
        """Say how far the work is; ``stands``: something of the plans before is shown meanwhile."""
        jobs = [] if state.in_motion(view) else self._ask(view)
        for job in jobs:
            if job.failure is not None:
                st.error(sentence(job.failure.sentence))
        left_off = (
            _("Stopped: what is shown is of the plan before.")
            if stands
            else _("Stopped before it was worked out.")
        )
        how_far(self.name, jobs, self.told(), left_off, follow=lambda: st.rerun(self.name))

    def drop_unasked(self, view: state.View) -> None:
        """Leave off what is being worked out for a plan that is no longer the one shown."""
        job: Job[Any] | None = st.session_state.get(f"job_{self.name}")
        if job is not None and job.running and job.key != self.key(view.plan):
            drop(self.name)

    def _ask(self, view: state.View) -> list[Job[T]]:
        for place in _PLACES[len(view.plans) :]:
            drop(f"{self.name}{place}")
        return [
            ask_kept(f"{self.name}{place}", self.key(plan), self._work_for(plan))
            for place, plan in zip(_PLACES, view.plans, strict=False)
        ]

    def _work_for(self, plan: Scenario) -> Callable[[Report], T]:
        return lambda report: self.work(plan, report)

    @property
    def _last(self) -> str:
        return f"last_{self.name}"
