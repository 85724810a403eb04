"""What the fund page shows of a plan: its courses, and the contribution that a fund would need."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Needed, Simulation
from mutualmodel.simulation.solvency import Solvency

# Of the map: funds at the start and contributions, and how far they reach over what is needed.
_FUNDS, _CONTRIBUTIONS = 17, 81
_REACH = 1.4
_MONTHS_HELD = 6.0


@dataclass(frozen=True, eq=False)
class Needs:
    """Which contribution a fund needs that begins with what the plan's holds at the start.

    ``by_year`` over the first year, the first two and so on.
    """

    by_year: tuple[Needed, ...]

    @property
    def whole(self) -> Needed:
        """What is needed over all years of the plan."""
        return self.by_year[-1]


@dataclass(frozen=True, eq=False)
class RuinMap:
    """The probability of ruin (F, C) over all years of a plan.

    For some funds at the start (F,), yuan a member, and contributions (C,), yuan a month.
    """

    funds: FloatArray
    contributions: FloatArray
    ruin: FloatArray


@dataclass(frozen=True, eq=False)
class Outlook:
    """A plan's simulated courses, the same plan's after the event, and what a fund would need.

    ``needs`` and ``tried`` are None where they are still to be worked out: which contribution would
    be enough, and what becomes of many funds.
    """

    simulation: Simulation
    after: Simulation
    needs: Needs | None
    tried: RuinMap | None = None

    @property
    def plan(self) -> Scenario:
        """The plan."""
        return self.simulation.scenario


@dataclass(frozen=True, eq=False)
class Outlooks:
    """The present plan's outlook and, if one is pinned, the baseline's."""

    now: Outlook
    past: Outlook | None


def needs_of(known: Solvency) -> Needs:
    """Say which contributions a fund needs, of what falls due on many courses."""
    years = range(1, known.scenario.years + 1)
    return Needs(tuple(known.needed(year) for year in years))


def tried_of(known: Solvency, report: Callable[[float], object] = lambda share: None) -> RuinMap:
    """Try many funds against what falls due on many courses."""
    most = known.needed(opening_fund=0.0).at(ONE_IN_200)
    if not np.isfinite(most):
        most = 0.0
    top = _REACH * max(most, 1.0)
    held = max(_MONTHS_HELD * top, 1.25 * known.scenario.opening_fund)
    funds, contributions = np.linspace(0.0, held, _FUNDS), np.linspace(0.0, top, _CONTRIBUTIONS)
    return RuinMap(funds, contributions, known.ruin(contributions, funds, progress=report))
