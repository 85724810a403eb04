"""What the fund page shows of a plan: its courses, and the contribution that a fund would need."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Needed, Simulation, solvency

# Of the map: funds at the start and contributions, and how far they reach over what is needed.
_FUNDS, _CONTRIBUTIONS = 17, 81
_REACH = 1.4
_MONTHS_HELD = 6.0
# The courses are so much of the work; trying funds against them is the rest.
_SIMULATED = 0.2


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


def needs_of(plan: Scenario, paths: int, report: Callable[[float], object]) -> Needs:
    """Work out which contributions a fund of a plan needs, from so many courses."""
    known = solvency(plan, paths=paths, progress=lambda share: report(_SIMULATED * share))
    by_year = tuple(known.needed(year) for year in range(1, plan.years + 1))
    most = known.needed(opening_fund=0.0).at(ONE_IN_200)
    if not np.isfinite(most):
        most = 0.0
    top = _REACH * max(most, 1.0)
    funds = np.linspace(0.0, max(_MONTHS_HELD * top, 1.25 * plan.opening_fund), _FUNDS)
    contributions = np.linspace(0.0, top, _CONTRIBUTIONS)
    rest = 1.0 - _SIMULATED
    ruin = known.ruin(
        contributions, funds, progress=lambda share: report(_SIMULATED + rest * share)
    )
    return Needs(by_year, funds, contributions, ruin)
