"""How time grows: periods, cells, paths, rows and members doubled until the growth bends.

Times are the processor's, which others on the machine bear on little, as ratios to the first of
their row; each is the best of some runs, taken in turn over all sizes. ``slope`` is the growth from
one size to the next as a power of the size: 0 where it costs nothing, 1 where in proportion.
"""

import json
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.columns import CALM, PLACES, REACTING
from mutualmodel import Scenario, project_many
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import cohorts
from mutualmodel.engine.run import run_plans
from mutualmodel.laws import claims_law
from mutualmodel.simulation import simulate

RESULTS = Path(__file__).resolve().parents[1] / ".bench" / "growth.json"
ROUNDS = 3
# What takes longer is not doubled once more.
MOST_SECONDS = 2.0
# Runs are repeated for so long at least, so that the clock does not show.
LEAST_SECONDS = 0.01


@dataclass(frozen=True)
class Grown:
    """One thing doubled: its sizes, and what a size is run by."""

    title: str
    unit: str
    sizes: Sequence[float]
    prepare: Callable[[float], Callable[[], object]]


def _years(years: float) -> Callable[[], object]:
    plans = [REACTING.with_changes(years=int(years))]
    return lambda: project_many(plans)


def _cells(width: float) -> Callable[[], object]:
    (rows,) = grouped([REACTING], 1, 1)
    cells = cohorts(rows.basis, rows.years, 1.0 / width)
    return lambda: run_plans(replace(rows), cells)


def _rows(plan: Scenario, rows: float) -> Callable[[], object]:
    plans = [plan.with_changes(members=1e6 + 1e3 * row) for row in range(int(rows))]
    return lambda: project_many(plans)


def _paths(paths: float) -> Callable[[], object]:
    return lambda: simulate(REACTING, int(paths))


def _members(cv: float, members: float) -> Callable[[], object]:
    payouts = {float(place): share for place, share in PLACES.items()}
    return lambda: claims_law(6e-4 * members, payouts, cv)


def _doubled(first: float, times: int) -> list[float]:
    return [first * 2.0**step for step in range(times)]


GROWN = {
    "years": Grown("Years of one plan that reacts", "years", [1, 2, 4, 8], _years),
    "cells": Grown(
        "Cells a year of age, one plan that reacts", "cells", [0.25, 0.5, 1, 2, 4, 8], _cells
    ),
    "rows": Grown("Calm plans at once", "plans", _doubled(1, 12), lambda n: _rows(CALM, n)),
    "rows_reacting": Grown(
        "Reacting plans at once", "plans", _doubled(1, 9), lambda n: _rows(REACTING, n)
    ),
    "paths": Grown("Paths of a plan that reacts", "paths", _doubled(125, 7), _paths),
    "members": Grown(
        "Members, law of a year at c = 0", "members", _doubled(1e4, 15), lambda n: _members(0.0, n)
    ),
    "members_varied": Grown(
        "Members, law of a year at c = 10 %",
        "members",
        _doubled(1e4, 15),
        lambda n: _members(0.1, n),
    ),
}


def _seconds(run: Callable[[], object], number: int = 1) -> float:
    start = time.process_time()
    for _ in range(number):
        run()
    return (time.process_time() - start) / number


def measured(grown: Grown) -> dict[float, float]:
    """Return the best time (seconds) of every size that does not take too long."""
    runs, best = {}, {}
    for size in grown.sizes:
        runs[size] = grown.prepare(size)
        runs[size]()
        best[size] = max(_seconds(runs[size]), 1e-6)
        if best[size] > MOST_SECONDS:
            break
    for _ in range(ROUNDS):
        for size, run in runs.items():
            number = max(1, min(50, int(LEAST_SECONDS / best[size])))
            best[size] = min(best[size], _seconds(run, number))
    return best


def slopes(times: dict[float, float]) -> list[float]:
    """Return the growth from each size to the next as a power of the size."""
    pairs = list(times.items())
    return [
        math.log(late / early) / math.log(large / small)
        for (small, early), (large, late) in pairwise(pairs)
    ]


def main() -> int:
    """Print how each grows and keep it for the page."""
    RESULTS.parent.mkdir(exist_ok=True)
    kept = {}
    for name, grown in GROWN.items():
        times = measured(grown)
        first = next(iter(times.values()))
        print(f"{grown.title}: {1e3 * first:.3f} ms at {min(times):,g} {grown.unit}", flush=True)
        for (size, seconds), slope in zip(times.items(), [math.nan, *slopes(times)], strict=True):
            print(f"  {size:14,g}{seconds / first:10.2f} x{'':4}slope {slope:5.2f}")
        kept[name] = {
            "title": grown.title,
            "unit": grown.unit,
            "sizes": list(times),
            "seconds": list(times.values()),
        }
        content = {"load": os.getloadavg()[0], "grown": kept}
        RESULTS.write_text(json.dumps(content), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
