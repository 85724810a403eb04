"""What a report shows: a case beside its baseline, and what its charts are drawn from."""

from collections.abc import Callable
from dataclasses import dataclass

from mutualmodel import Case, Projection, Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.once import cached_property


@dataclass(frozen=True, eq=False)
class Shown:
    """A case and its baseline, over as many ``paths`` as chance is simulated.

    A baseline in other money is none, for nothing is converted. ``watch`` is called between the
    steps of what takes long; what it raises leaves that off.
    """

    case: Case
    pinned: Case | None
    paths: int
    watch: Callable[[float], object] = lambda share: None

    @cached_property
    def baseline(self) -> Case | None:
        """The baseline, if there is one in the same money."""
        return self.case.comparable(self.pinned)

    @property
    def plan(self) -> Scenario:
        """The plan."""
        return self.case.plan

    @cached_property
    def drawn_past(self) -> Case | None:
        """The baseline as charts draw it: one that never starts has no line."""
        past = self.baseline
        return None if past is None or never_starts(project(past.plan)) else past

    @cached_property
    def projection(self) -> Projection:
        """The plan's projection."""
        return project(self.plan)

    @cached_property
    def before(self) -> Projection | None:
        """The baseline's projection, if it is drawn."""
        return None if self.drawn_past is None else project(self.drawn_past.plan)

    @cached_property
    def starts(self) -> bool:
        """Whether there is a plan to be drawn at all."""
        return not never_starts(self.projection)
