"""How long very many projections take on one worker of a cluster and on two.

python bench/beyond.py                        40,000 projections
python bench/beyond.py --projections 1000000  a million

Cases are drawn at random over incidence, members, cap and fee, with a seed; what a member pays in
the first year is had of each. Workers are processes of one thread on this machine. All is measured
in one run, in turns, so that a busy machine slows all alike; what the figures have in common is
checked: one and two workers give the same to the last digit.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pandas as pd
from distributed import Client, LocalCluster

from mutualmodel import Case, Scenario
from mutualmodel.analysis import Varied, run_many

SEED = 11
NAMES = ("first_year",)
# So many at first on every worker, which then has the model and its tables loaded.
WARM = 2_048


def sample(number: int) -> Varied:
    """Draw cases that differ in incidence, members, cap and fee; members do not react."""
    chance = np.random.default_rng(SEED)
    columns = {
        "incidence_multiplier": chance.uniform(0.1, 2.0, number),
        "members": np.exp(chance.uniform(np.log(1e5), np.log(2e8), number)),
        "annual_cap": chance.uniform(20.0, 500.0, number),
        "fee_rate": chance.uniform(0.0, 0.2, number),
    }
    return Varied(Case(plan=Scenario(price_elasticity=0.0)), columns)


def seconds(work: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Give how long some work takes, and what comes of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def on(workers: int, cases: Varied) -> tuple[float, pd.DataFrame]:
    """Run the cases on a cluster of so many workers, once all have the model loaded."""
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.wait_for_workers(workers)
        executor: Executor = client.get_executor(pure=False)
        run_many(cases[: WARM * workers], NAMES, executor)
        return seconds(lambda: run_many(cases, NAMES, executor))


def main() -> int:
    """Print what each took; return 1 where the figures differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--projections", type=int, default=40_000)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    cases = sample(asked.projections)
    print(f"{asked.projections:,} projections, {os.cpu_count()} cores, seconds by turn")
    took: dict[str, list[float]] = {"no cluster": [], "one worker": [], "two workers": []}
    tables: list[pd.DataFrame] = []
    for turn in range(asked.turns):
        found = [seconds(lambda: run_many(cases, NAMES)), on(1, cases), on(2, cases)]
        for name, (time_taken, table) in zip(took, found, strict=True):
            took[name].append(time_taken)
            tables.append(table)
        print(turn + 1, *(f"{name} {runs[-1]:.1f}" for name, runs in took.items()), flush=True)
    one = statistics.median(took["one worker"])
    for name, runs in took.items():
        middle = statistics.median(runs)
        rate = asked.projections / middle
        print(f"{name:12}{middle:9.1f} s{rate:12,.0f} a second{one / middle:8.2f} x one worker")
    alike = all(table.equals(tables[0]) for table in tables)
    print("the same to the last digit" if alike else "THE FIGURES DIFFER")
    return int(not alike)


if __name__ == "__main__":
    sys.exit(main())
