"""Many plans side by side: run in groups on two threads, and what their runs alone tell of them.

What a question needs no money for is answered without settling: that takes as long as the run.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import goes_on
from mutualmodel.engine.guard import check_finite, check_positive
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import carried

# Rows a chunk: large enough to keep numpy busy, small enough for the processor's cache. Stepping
# period by period makes many small calls, during which only one thread can run, so it takes more.
CHUNK_ROWS = 64
STEPPED_CHUNK_ROWS = 384
_THREADS = 2

T = TypeVar("T")


def of_each_group(scenarios: Sequence[Scenario], work: Callable[[Rows], T]) -> list[tuple[Rows, T]]:
    """Do something with plans in groups that can move together; groups come with what it gave."""
    groups = list(grouped(scenarios, CHUNK_ROWS, STEPPED_CHUNK_ROWS))
    if len(groups) == 1:
        return [(groups[0], work(groups[0]))]
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(zip(groups, pool.map(carried(work), groups), strict=True))


def of_each_run(scenarios: Sequence[Scenario], told: Callable[[PlanRun], FloatArray]) -> FloatArray:
    """Return what runs of plans tell of each, (B, ...) in the plans' order; ``told`` of one run."""
    found = of_each_group(scenarios, lambda rows: told(run_plans(rows)))
    place = np.concatenate([rows.order for rows, _ in found])
    return np.asarray(np.concatenate([values for _, values in found])[np.argsort(place)])


def members_and_claims(run: PlanRun) -> tuple[FloatArray, FloatArray]:
    """Return members (T, B) and claims paid (T, B, 3) at each settlement, as a ledger has them.

    Raises
    ------
    FigureFault
        When one is not finite, or is negative.
    """
    members = run.members[:-1] * goes_on(run.rows, run.members[:-1])
    claims = run.settled * ((members > 0.0)[:, :, None] & (run.rows.payouts > 0.0))
    for name, values in (("members", members), ("claims", claims)):
        check_finite((name,), values[None])
        check_positive((name,), values[None], float(values.max(initial=0.0)))
    return members, claims
