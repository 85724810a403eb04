"""The reserve that would have covered what is owed, by month of a plan's life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing.sureness import owed_by_month
from mutualmodel.engine.projection import project
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.levels import HIGH, ONE_IN_200
from mutualmodel.periods import PERIODS_PER_MONTH
from mutualmodel.simulation.uncertainty import Layer

# Of each plan some months by three levels; the points of a mixture take a while to find.
_KEPT = 32
RESERVE_LEVELS = (HIGH, ONE_IN_200)


@dataclass(frozen=True, eq=False)
class Reserve:
    """Payouts owed at the end of each month, (M,), with their spread; yuan.

    ``owed``: expected by the plan's own values. ``low`` (M,): what is owed is less only with the
    probability of 5 %. ``needed`` (M, 2): reserves that cover what is owed with the probabilities
    of :data:`RESERVE_LEVELS`. The plan itself held none. ``members`` (M,) at the time.
    """

    month: FloatArray
    owed: FloatArray
    low: FloatArray
    needed: FloatArray
    members: FloatArray


def reserve_by_month(
    scenario: Scenario,
    *,
    layer: Layer = "all",
    sets: int | None = None,
    assumed: bool = False,
) -> Reserve:
    """Return the reserve that would cover the claims diagnosed and not yet paid.

    Under each plausible set and given a factor common to all claims (gamma, mean 1, cv
    ``systemic_cv``) the claims owed of each kind are Poisson; quantiles are those of the mixture
    over the sets of shifted gammas with the same three moments. From the month in which a plan
    dissolves on there are no rows.

    Parameters
    ----------
    layer
        What the reserve is to cover: one layer alone, or all of them.
    sets, assumed
        As for :func:`mutualmodel.uncertainty`.

    The latest reserves are kept; what is kept cannot be written to.
    """
    return _reserve(scenario, layer, sets, assumed)


@lru_cache(maxsize=_KEPT)
def _reserve(scenario: Scenario, layer: Layer, sets: int | None, assumed: bool) -> Reserve:
    members = project(scenario).array("members")[PERIODS_PER_MONTH - 1 :: PERIODS_PER_MONTH]
    spread = owed_by_month(scenario, sets=sets, assumed=assumed)
    owed, found = spread.own[0, 0], spread.range_of(layer)
    # A reserve for claims that are none is none, whatever is left of rounding.
    some = (members > 0) & (owed > 0)
    low, *needed = (np.where(some, end, 0.0) for end in (found.low, found.high, found.one_in_200))
    alive = members > 0
    reserve = Reserve(
        month=np.arange(1.0, alive.sum() + 1.0),
        owed=owed[alive],
        low=low[alive],
        needed=np.stack(needed, axis=1)[alive],
        members=members[alive],
    )
    for values in vars(reserve).values():
        values.flags.writeable = False
    return reserve
