"""What the record leaves open: sets of values that all fit it, kept in ``data/``.

The fit (:mod:`mutualmodel.history.refit`) draws them; whoever uses them knows nothing of it. A
scenario takes them along: each of its values is multiplied by what a set has over the fitted one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.files import DataError, number_in, read_rows
from mutualmodel.inputs.scenario import Scenario, fields, plausible

PLAUSIBLE_FILE = "plausible_plans.csv"
# The inputs of a scenario that are fitted; the other columns are of the record alone.
VARIED = (
    *("incidence_multiplier", "select_year_1", "select_year_2"),
    *("claim_delay_days", "claim_delay_cv"),
)
# Where the points for assumed inputs come from.
_SEED = 1
# Multiples of the golden ratio fill the interval from 0 to 1 evenly, however many they are.
_GOLDEN = (5.0**0.5 - 1.0) / 2.0
OF_THE_RECORD = ("slow_start_days", "slow_start_fall_days", "other_plans_share")


@cache
def plausible_sets() -> FloatArray:
    """Return the sets (D, 5), equally likely: the columns of :data:`VARIED` in their units.

    Raises
    ------
    DataError
        When the file lacks a column, a value or every row.
    """
    rows = read_rows(PLAUSIBLE_FILE, (*VARIED, *OF_THE_RECORD))
    if not rows:
        raise DataError(f"{PLAUSIBLE_FILE}: has no rows")
    sets = np.array([[number_in(PLAUSIBLE_FILE, row, name) for name in VARIED] for row in rows])
    sets.flags.writeable = False
    return sets


def spread_over(scenario: Scenario, sets: int | None = None) -> list[Scenario]:
    """Return a plan as each of the plausible sets would have it.

    A value is its own times the set's over the fitted one, which is the default, and stays within
    its range; at 0 it stays 0.

    Parameters
    ----------
    sets
        How many, spread evenly over all of them by what they make of the cost and by their delay;
        None for all.
    """
    drawn = plausible_sets()
    if sets is not None and sets < len(drawn):
        drawn = drawn[list(_spread_evenly(sets))]
    known = fields()
    default = Scenario()
    columns = {}
    for name, values in zip(VARIED, drawn.T, strict=True):
        low, high = known[name].minimum, known[name].maximum
        own = getattr(scenario, name) * values / getattr(default, name)
        columns[name] = np.clip(own, low, high)
    each = zip(*columns.values(), strict=True)
    # All within their ranges, and none has to agree with another: they need not be checked anew.
    return [
        scenario.model_copy(update=dict(zip(columns, map(float, one), strict=True))) for one in each
    ]


@cache
def _spread_evenly(count: int) -> tuple[int, ...]:
    """Return the places of some of the sets, of each stretch of their order the one to choose.

    They are kept in the order of what they make of a year's cost. What is outstanding hangs on the
    delay as much, so of each stretch that set is taken whose delay is next in a sequence that fills
    the range of delays evenly.
    """
    delay = plausible_sets()[:, VARIED.index("claim_delay_days")]
    rank = (np.argsort(np.argsort(delay)) + 0.5) / len(delay)
    ends = np.linspace(0, len(delay), count + 1).astype(int)
    chosen = []
    for place, (start, end) in enumerate(itertools.pairwise(ends)):
        wanted = (place * _GOLDEN + 0.5) % 1.0
        chosen.append(int(start + np.argmin(np.abs(rank[start:end] - wanted))))
    return tuple(chosen)


def with_assumed(plans: Sequence[Scenario]) -> list[Scenario]:
    """Return plans with their assumed inputs spread over what is plausible, evenly.

    What was set to another value than the default is assumed no longer, and stays as it was set.
    The points fill all ranges together evenly (a Latin hypercube) and are always the same.
    """
    from scipy.stats.qmc import LatinHypercube

    default, ranges = Scenario(), plausible()
    points = LatinHypercube(len(ranges), rng=np.random.default_rng(_SEED)).random(len(plans))
    columns = {}
    for (name, (low, high, _)), at in zip(ranges.items(), points.T, strict=True):
        own = np.array([getattr(plan, name) for plan in plans])
        assumed = own == getattr(default, name)
        columns[name] = np.where(assumed, low + (high - low) * at, own)
    each = zip(plans, zip(*columns.values(), strict=True), strict=True)
    return [
        plan.with_changes(**dict(zip(columns, map(float, values), strict=True)))
        for plan, values in each
    ]
