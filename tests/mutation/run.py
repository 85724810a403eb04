"""Test the tests: write small faults into the code and see which of them no test notices.

    make mutate                       a seeded sample of 300
    make mutate ARGS="--count 40 --seed 2 --in mutualmodel/engine"

Each fault is tried against the tests of its own module alone. What survives is printed, but for
what tests/mutation/justified.csv explains: faults that change nothing anybody could see.
"""

import argparse
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
JUSTIFIED = Path(__file__).with_name("justified.csv")
LEAST_KILLED = 0.92
# A fault that makes a loop endless is noticed too.
MOST_SECONDS = 900

# What faults are written into, and the tests that should notice: files and folders in their order.
TESTS_OF: Mapping[str, tuple[str, ...]] = {
    "mutualmodel/engine": ("tests/model/engine",),
    "mutualmodel/laws": ("tests/model/laws", "tests/model/simulation/test_annual_law.py"),
    "mutualmodel/closing": ("tests/model/closing",),
    "mutualmodel/insurance": ("tests/model/insurance",),
    "mutualmodel/simulation/tail.py": ("tests/model/simulation/test_tail.py",),
    "ui/home/pool_size_words.py": ("tests/ui/test_pool_words.py", "tests/pages/test_home.py"),
    "ui/closing/words.py": ("tests/pages/test_closing.py", "tests/pages/test_states.py"),
    "ui/fairness/words.py": ("tests/pages/test_fairness.py",),
    "ui/fund/words.py": ("tests/pages/test_fund.py",),
    "ui/insurance/words.py": ("tests/pages/test_insurance.py",),
    "ui/membership/words.py": ("tests/pages/test_membership.py",),
    "ui/risk/words.py": ("tests/pages/test_risk.py",),
}
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "wheels", "test-artifacts")


def main() -> int:
    """Try a sample; 1 if too few were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in", dest="within", default="", help="files whose name begins so")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    every = [one for one in _mutants() if one.file.startswith(asked.within)]
    sample = random.Random(asked.seed).sample(every, min(asked.count, len(every)))
    print(f"{len(sample)} of {len(every)} faults, seed {asked.seed}")
    survivors = [one for one in _tried(sample, asked.workers) if one is not None]
    explained = _justified()
    left = [one for one in survivors if (one.file, one.was, one.now) not in explained]
    killed = 1.0 - len(survivors) / len(sample)
    print(f"noticed: {killed:.1%} (aim {LEAST_KILLED:.0%}); not explained: {len(left)}")
    for one in left:
        print(f"  {one}")
    return int(killed < LEAST_KILLED)


def _mutants() -> list[Mutant]:
    return [one for name in TESTS_OF for file in _files(name) for one in file]


def _files(name: str) -> Iterator[Iterator[Mutant]]:
    place = ROOT / name
    for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        yield mutants_of(file, file.relative_to(ROOT).as_posix())


def _tried(sample: Sequence[Mutant], workers: int) -> list[Mutant | None]:
    """Return the faults that survive, and none in the place of each that was noticed."""
    places: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        for number in range(workers):
            places.put(Path(shutil.copytree(ROOT, Path(folder) / str(number), ignore=_NOT_COPIED)))
        return list(pool.map(lambda one: _survivor(one, places), sample))


def _survivor(mutant: Mutant, places: "Queue[Path]") -> Mutant | None:
    place, begun = places.get(), time.monotonic()
    file = place / mutant.file
    source = file.read_text(encoding="utf-8")
    try:
        file.write_text(mutant.written(source), encoding="utf-8")
        noticed = _fails(place, _tests_of(mutant.file))
    finally:
        file.write_text(source, encoding="utf-8")
        places.put(place)
    said = "noticed " if noticed else "SURVIVED"
    print(f"{said} {time.monotonic() - begun:4.0f} s  {mutant}", flush=True)
    return None if noticed else mutant


def _tests_of(file: str) -> list[str]:
    """Return the tests of a file, those first that have its name."""
    (targets,) = (tests for name, tests in TESTS_OF.items() if file.startswith(name))
    stem = Path(file).stem
    files = [
        one.relative_to(ROOT).as_posix()
        for target in targets
        for one in (sorted((ROOT / target).glob("test_*.py")) or [ROOT / target])
    ]
    return sorted(files, key=lambda one: (stem not in one, files.index(one)))


def _fails(place: Path, tests: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    # The same examples each time; compiled kernels would not see a fault in the code they mirror.
    told = {"CI": "true", "PYTHONPATH": str(place), "MUTUALMODEL_KERNELS": "numpy"}
    try:
        done = subprocess.run(
            [*command, "-m", "not long", *tests],
            cwd=place,
            env={**os.environ, **told, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def _justified() -> set[tuple[str, str, str]]:
    with JUSTIFIED.open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["was"], row["now"]) for row in csv.DictReader(file)}


if __name__ == "__main__":
    sys.exit(main())
