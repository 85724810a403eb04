"""How long the model takes: projections, simulations and importing it; and what memory.

On a busy machine a time alone says little, so each stands beside a floor measured in the same run:
projections beside the exponential of a million numbers, importing the model beside importing numpy,
pandas and pydantic. The best of several runs is what the machine can do; the median is what it did.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, product
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from mutualmodel import Scenario, project_many, uncertainty
from mutualmodel.analysis import breaking_points, solve, surface, tornado
from mutualmodel.engine import load_kernels
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import cohorts
from mutualmodel.engine.risk import RISK_CLASSES
from mutualmodel.inputs import InsurerTerms, grid
from mutualmodel.insurance import cheaper_over_incidence, person_report
from mutualmodel.kernels import Way, held, installed
from mutualmodel.membership import break_even, outcome_map
from mutualmodel.simulation import claims_law, simulate, spread_over, stress
from mutualmodel.simulation.paths import PATH_CELL_YEARS

ROOT = Path(__file__).resolve().parents[1]
POINTS = 41

# What the product promises, in milliseconds.
ONE_MS, GRID_MS, BREAKING_MS, IMPORT_MS = 5.0, 500.0, 300.0, 600.0
PATHS_MS, FEW_PATHS_MS, PATHS_MB = 1500.0, 150.0, 500.0
MANY_PATHS, FEW_PATHS = 10_000, 400
SETS_MS = 60.0
MAP_MS, TORNADO_MS = 500.0, 250.0


@dataclass(frozen=True)
class Timing:
    """Milliseconds of several runs of one thing, and what it must not take longer than."""

    name: str
    runs: Sequence[float]
    promised: float | None = None

    @property
    def best(self) -> float:
        """The quickest run."""
        return min(self.runs)

    def line(self, floor: float) -> str:
        """Write the row of the table: best, median, promise, times the floor."""
        median = statistics.median(self.runs)
        promise = "" if self.promised is None else f"{self.promised:,.0f}"
        kept = "" if self.promised is None else "kept" if self.best <= self.promised else "MISSED"
        ratio = f"{self.best / floor:,.1f} x"
        return f"{self.name:42}{self.best:10.2f}{median:10.2f}{promise:>10}{ratio:>11}  {kept}"


def timed(name: str, run: Callable[[], object], repeats: int, promised: float | None) -> Timing:
    """Run something once to warm up and then several times."""
    run()
    runs = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        runs.append(1e3 * (time.perf_counter() - start))
    return Timing(name, runs, promised)


def grid_of(start: Scenario) -> list[Scenario]:
    """Every incidence with every membership, over the whole of both sliders."""
    levers = product(grid("incidence_multiplier", POINTS), grid("members", POINTS))
    return [
        start.with_changes(incidence_multiplier=float(incidence), members=float(members))
        for incidence, members in levers
    ]


def projections() -> list[Timing]:
    """Time one plan and a grid of plans, with and without members who react to the share."""
    calm = Scenario(price_elasticity=0.0)
    reacting = calm.with_changes(price_elasticity=1.0)
    growing = reacting.with_changes(joiners_per_year=6e6)
    timings = []
    plans = (
        ("", calm, ONE_MS, GRID_MS),
        (", members react", reacting, None, GRID_MS),
        (", members react and others join", growing, None, None),
    )
    for words, plan, one, many in plans:
        timings.append(timed(f"one projection{words}", partial(project_many, [plan]), 30, one))
        rows = grid_of(plan)
        name = f"{len(rows)} projections{words}"
        timings.append(timed(name, partial(project_many, rows), 9, many))
    return timings


def two_ways() -> list[str]:
    """Compare numpy and compiled kernels with the floor of a compiled loop, in turns."""
    if not installed():
        return ["kernels: numba is not installed"]
    from bench.floor import floor

    head = "two ways: medians of ratios to the floor"
    lines = [f"{head:42}{'numpy':>10}{'numba':>10}{'floor, ms':>11}"]
    calm = Scenario(price_elasticity=0.0)
    reacting = calm.with_changes(price_elasticity=1.0)
    growing = reacting.with_changes(joiners_per_year=6e6)
    for words, plan in (("calm", calm), ("react", reacting), ("react and others join", growing)):
        for name, rows in (("one projection", [plan]), ("1681 projections", grid_of(plan))):
            cells = cohorts(RateBasis.of(plan), plan.years)
            given = cells.by_column, cells.joining[0].sum(axis=0), cells.by_column[:, -3].copy()
            least = partial(floor, len(rows), *given, 1 if plan is calm else RISK_CLASSES)
            lines.append(in_turns(f"{name}, {words}", partial(project_many, rows), least))
        paths = partial(simulate, plan, 2_000)
        wide = cohorts(RateBasis.of(plan), plan.years, PATH_CELL_YEARS)
        given = wide.by_column, wide.joining[0].sum(axis=0), wide.by_column[:, -3].copy()
        least = partial(floor, 2_000, *given, 1 if plan is calm else RISK_CLASSES)
        lines.append(in_turns(f"2,000 paths, {words}", paths, least))
    return lines


def in_turns(name: str, run: Callable[[], object], least: Callable[[], object]) -> str:
    """Time some work both ways and the floor, one after the other; write the row of the table."""
    taken: dict[str, list[float]] = {"floor": [], "numpy": [], "numba": []}
    ways: tuple[Way, Way] = ("numpy", "numba")
    for turn in range(6):
        start = time.perf_counter()
        least()
        spent = {"floor": time.perf_counter() - start}
        for way in ways:
            with held(way):
                start = time.perf_counter()
                run()
                spent[way] = time.perf_counter() - start
        # The first turn warms up.
        for which, seconds in spent.items():
            taken[which] += [seconds] if turn else []
    ratios = [statistics.median(np.array(taken[way]) / np.array(taken["floor"])) for way in ways]
    floor_ms = 1e3 * statistics.median(taken["floor"])
    return f"{name:42}{ratios[0]:10.1f}{ratios[1]:10.1f}{floor_ms:11.2f}"


def loading() -> list[Timing]:
    """Time what kernels cost a new process: importing numba, and loading what is compiled."""
    if not installed():
        return []
    load_kernels()
    program = (
        "import time; from mutualmodel.engine import load_kernels; {first}"
        "start = time.perf_counter(); {then}; print(1e3 * (time.perf_counter() - start))"
    )

    def spent(first: str, then: str, **more: str) -> list[float]:
        command = [sys.executable, "-c", program.format(first=first, then=then)]
        found = []
        for _ in range(3 if not more else 1):
            done = subprocess.run(
                command, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=True
            )
            found.append(float(done.stdout))
        return found

    with TemporaryDirectory() as empty:
        compiling = spent("import numba; ", "load_kernels()", NUMBA_CACHE_DIR=empty)
    return [
        Timing("importing numba", spent("", "import numba")),
        Timing("loading compiled kernels, after that", spent("import numba; ", "load_kernels()")),
        Timing("compiling them, once", compiling),
    ]


def comparing() -> list[Timing]:
    """Time mutual aid against commercial cover: a person's report and a map of 30 incidences."""
    plan, terms = Scenario(), InsurerTerms()
    levels = np.linspace(0.05, 1.5, 30)
    report = partial(person_report, plan, terms, age=30, sex="F", income=30_000.0)
    return [
        timed("one person's comparison with insurance", report, 30, None),
        timed(
            "map over 30 incidences",
            partial(cheaper_over_incidence, plan, terms, "F", levels),
            9,
            None,
        ),
    ]


def settling() -> list[Timing]:
    """Time what the membership page asks: the break-even curve and the map of outcomes."""
    plan = Scenario(price_elasticity=1.0, lapse_rate=0.2, years=10)
    axes = list(np.linspace(0.0, 3.0, 25)), list(np.linspace(0.0, 1.0, 21))
    map_name = "map of 525 outcomes over ten years"
    return [
        timed("what breaks a calm plan", partial(breaking_points, Scenario()), 9, BREAKING_MS),
        timed("break-even curve", partial(break_even, plan, 5), 9, None),
        timed(map_name, partial(outcome_map, plan, *axes), 5, None),
    ]


def how_sure() -> list[Timing]:
    """Time the plausible sets: of a calm plan, all of one that reacts, and the ranges of both."""
    calm = Scenario(price_elasticity=0.0)
    reacting = calm.with_changes(price_elasticity=1.0)
    sets = spread_over(calm)
    # Kept for those who look again, so each run has a plan of its own.
    levels = count(1)

    def ranges(plan: Scenario, few: int | None) -> None:
        moved = plan.with_changes(incidence_multiplier=0.4 + 1e-4 * next(levels))
        uncertainty(moved, sets=few).range_of("all")

    return [
        timed(f"{len(sets)} plausible sets", partial(project_many, sets), 15, SETS_MS),
        timed("range of every year", partial(ranges, calm, None), 15, None),
        timed("range, members react, 40 sets", partial(ranges, reacting, 40), 9, None),
        timed("range, members react, all sets", partial(ranges, reacting, None), 3, None),
    ]


def simulating() -> list[Timing]:
    """Time paths of five years, with feedback and without, the exact law and the stress tests."""
    calm = Scenario(price_elasticity=0.0)
    reacting = calm.with_changes(price_elasticity=1.0)
    growing = reacting.with_changes(joiners_per_year=6e6)
    law = partial(claims_law, 60_000, {100_000: 0.78, 300_000: 0.22}, 0.1)
    return [
        timed(
            f"{FEW_PATHS} paths, members react",
            partial(simulate, reacting, FEW_PATHS),
            9,
            FEW_PATHS_MS,
        ),
        timed(
            f"{MANY_PATHS} paths, members react",
            partial(simulate, reacting, MANY_PATHS),
            5,
            PATHS_MS,
        ),
        timed(
            f"{MANY_PATHS} paths, react and others join",
            partial(simulate, growing, MANY_PATHS),
            3,
            None,
        ),
        timed(f"{MANY_PATHS} paths, nobody reacts", partial(simulate, calm, MANY_PATHS), 5, None),
        timed("exact law of a year", law, 9, None),
        timed("nine stress tests, members react", partial(stress, reacting), 9, None),
    ]


def asking() -> list[Timing]:
    """Time what the lab asks of many cases at once."""
    inputs = "incidence_multiplier", "payout_40_plus", "first_year"
    return [
        timed(
            "a result over two inputs, 41 x 41", partial(surface, Scenario(), *inputs), 5, MAP_MS
        ),
        timed("every input low and high", partial(tornado, Scenario(), "last_year"), 5, TORNADO_MS),
        timed(
            "which value meets a target",
            partial(solve, Scenario(), "payout_under_40", "first_year", 80.0),
            5,
            None,
        ),
    ]


def memory() -> list[tuple[str, float]]:
    """Megabytes that fresh interpreters hold at most while they simulate paths with feedback.

    A new process starts with what its parent held at most, so this has to come first.
    """
    program = (
        "import resource; from mutualmodel import Scenario; "
        "from mutualmodel.simulation import simulate; "
        "plan = Scenario(price_elasticity=1.0, joiners_per_year={joiners}); "
        "simulate(plan, {paths}); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    peaks = []
    for words, joiners in (("", 0.0), (" and others join", 6e6)):
        command = [sys.executable, "-c", program.format(joiners=joiners, paths=MANY_PATHS)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        peaks.append((f"memory of {MANY_PATHS} paths, react{words}, MB", float(said)))
    return peaks


def importing(modules: str, repeats: int = 5) -> list[float]:
    """Milliseconds that importing takes in a fresh interpreter, less starting that."""
    program = (
        "import time; start = time.perf_counter(); "
        f"import {modules}; print(1e3 * (time.perf_counter() - start))"
    )
    command = [sys.executable, "-c", program]
    return [
        float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for _ in range(repeats)
    ]


def main() -> int:
    """Print the tables; return 1 when a promise was missed, 0 otherwise."""
    head = f"{'milliseconds':42}{'best':>10}{'median':>10}{'promised':>10}{'of floor':>11}"
    peaks = memory()
    numbers = np.linspace(0.0, 1.0, 1_000_000)
    floor = timed("floor: exponential of a million numbers", lambda: np.exp(numbers), 30, None)
    timings = [*projections(), *settling(), *comparing(), *how_sure(), *simulating(), *asking()]
    print(head, *(timing.line(floor.best) for timing in [floor, *timings]), sep="\n")
    least = Timing("floor: import numpy, pandas, pydantic", importing("numpy, pandas, pydantic"))
    model = Timing("import mutualmodel", importing("mutualmodel"), IMPORT_MS)
    print(*(timing.line(least.best) for timing in (least, model, *loading())), sep="\n")
    print(*two_ways(), sep="\n")
    timings.append(model)
    for name, peak in peaks:
        print(f"{name:52}{peak:10.0f}{PATHS_MB:10.0f}  {'kept' if peak <= PATHS_MB else 'MISSED'}")
    late = any(t.promised is not None and t.best > t.promised for t in timings)
    return int(late or any(peak > PATHS_MB for _, peak in peaks))


if __name__ == "__main__":
    sys.exit(main())
