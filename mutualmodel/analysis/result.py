"""What is declared about a result: its title and unit, how it is had, and Python for it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing import WindDown, wind_down
from mutualmodel.engine.projection import ProjectionBatch, project_many
from mutualmodel.fairness import Fairness, fairness
from mutualmodel.inputs.case import Case, records
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.once import cached_property
from mutualmodel.simulation import Needed, Simulation, needed_contributions, simulate
from mutualmodel.simulation.solvency import PATHS_OF_REACTING
from mutualmodel.simulation.uncertainty import Uncertainty, uncertainty
from mutualmodel.units import Unit

Page = Literal["home", "membership", "risk", "fund", "closing", "insurance", "fairness"]
OfBatch = Callable[[ProjectionBatch], FloatArray]

# Of a result that is counted over paths, unless more are asked for: its chance is then known to a
# percentage point or two.
PATHS = 2_000


@dataclass(frozen=True, eq=False)
class Worked:
    """A case, and what several results are read off: each is worked out once, when it is asked for.

    ``paths`` is how many paths are simulated, None for what is usual; ``within`` how many plan
    years an event is counted over, None for all of the plan's.
    """

    case: Case
    paths: int | None = None
    within: int | None = None

    @cached_property
    def starts(self) -> bool:
        """Whether the plan starts at all."""
        (plan,) = project_many([self.case.plan.with_changes(years=1)])
        return bool(plan.array("members")[0] > 0)

    @cached_property
    def courses(self) -> Simulation:
        """Simulated paths of the plan."""
        return simulate(self.case.plan, self.paths or PATHS)

    @cached_property
    def needed(self) -> Needed:
        """What a fund of the plan needs, path by path; fewer paths where members react."""
        if self.paths is None:
            return needed_contributions(self.case.plan)
        most = PATHS_OF_REACTING if self.case.plan.reacts_to_share else self.paths
        return needed_contributions(self.case.plan, paths=min(self.paths, most))

    @cached_property
    def spread(self) -> Uncertainty:
        """How sure the cost is, with the layers that the case asks for."""
        return uncertainty(self.case.plan, assumed=self.case.view.varies_assumed)

    @cached_property
    def closed(self) -> WindDown:
        """The plan closed on the day and the terms of the case."""
        return wind_down(self.case.plan, self.case.stop_years, self.case.closing)

    @cached_property
    def fair(self) -> Fairness:
        """Who pays for whom in the plan's first year."""
        return fairness(self.case.plan)


OfCase = Callable[[Worked], float]


def itself(plan: Scenario) -> Scenario:
    """Return the plan whose projection is read: the case's own."""
    return plan


@dataclass(frozen=True)
class Result:
    """What is declared about one result.

    ``of_plans`` reads it off the projections of many plans (B,); ``of_case`` works it out of one
    case. One of the two is None. ``plan`` is whose projection is read, by default the case's own;
    ``first_year_only`` that no later year of it is needed. NaN is a result that a case does not
    have: what a plan costs that never starts, or when one ends that does not.

    ``expression`` is Python for a reader that gives the result of a ``case`` that has it, with
    ``{paths}`` where paths are simulated, and ``uses`` the names that it needs by module.
    """

    name: str
    title: str
    unit: Unit
    page: Page
    expression: str
    uses: Mapping[str, Sequence[str]]
    of_plans: OfBatch | None = None
    of_case: OfCase | None = None
    plan: Callable[[Scenario], Scenario] = itself
    first_year_only: bool = False

    @cached_property
    def reads(self) -> frozenset[str]:
        """The records of a case that it hangs on."""
        named = set(re.findall(r"\bcase\.(\w+)", self.expression))
        if "stop_years" in named:
            named |= {"view"}
        return frozenset({"plan", *named} & set(records()))

    @property
    def at_once(self) -> bool:
        """Whether it is read off a projection: thousands of cases a second then."""
        return self.of_plans is not None

    @property
    def is_counted(self) -> bool:
        """Whether it is counted over simulated paths."""
        return "{paths}" in self.expression

    def code(self, paths: int | None = None) -> str:
        """Return the expression with so many paths, by default as many as are usual."""
        return self.expression.replace("{paths}", f"{paths or PATHS:_}")


def only_started(worth: OfCase) -> OfCase:
    """Return a result that is NaN of a plan which never starts."""

    def of_started(worked: Worked) -> float:
        return worth(worked) if worked.starts else np.nan

    return of_started
