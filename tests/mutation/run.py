"""Test the tests: write small faults into the code and see which of them no test notices.

    make mutate                       a seeded sample of 300
    make mutate ARGS="--count 40 --seed 2 --in mutualmodel/engine"

Each fault is tried against the tests of its own module alone, and what survives is printed. Faults
that change nothing anybody could see are explained in tests/mutation/justified.csv, and not tried.
"""

import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
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

# What faults are written into, and the files and folders of tests that should notice.
TESTS_OF: Mapping[str, tuple[str, ...]] = {
    "mutualmodel/engine": ("tests/model/engine",),
    "mutualmodel/laws": ("tests/model/laws", "tests/model/simulation/test_annual_law.py"),
    "mutualmodel/closing": ("tests/model/closing",),
    "mutualmodel/insurance": ("tests/model/insurance",),
    "mutualmodel/simulation/tail.py": ("tests/model/simulation/test_tail.py",),
    "ui/home/pool_size_words.py": ("tests/ui/test_pool_words.py", "tests/pages/test_home.py"),
    "ui/closing/words.py": (
        "tests/ui/test_closing_words.py",
        "tests/pages/test_closing.py",
        "tests/pages/test_states.py",
    ),
    "ui/fairness/words.py": (
        "tests/ui/test_fairness_words.py",
        "tests/pages/test_fairness.py",
    ),
    "ui/fund/words.py": (
        "tests/ui/test_fund_words.py",
        "tests/pages/test_fund.py",
    ),
    "ui/insurance/words.py": (
        "tests/ui/test_insurance_words.py",
        "tests/pages/test_insurance.py",
    ),
    "ui/membership/words.py": (
        "tests/ui/test_membership_words.py",
        "tests/pages/test_membership.py",
    ),
    "ui/risk/words.py": (
        "tests/ui/test_risk_words.py",
        "tests/pages/test_risk.py",
    ),
}
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "wheels", "test-artifacts")


def main() -> int:
    """Try a sample; 1 if too few were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in", dest="within", default="", help="files whose name begins so")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=1e9, help="of work at most for each")
    asked = parser.parse_args()
    every = [one for one in _mutants() if one.file.startswith(asked.within)]
    sample = random.Random(asked.seed).sample(every, min(asked.count, len(every)))
    explained = _justified()
    visible = [one for one in sample if _told(one) not in explained]
    hidden = len(sample) - len(visible)
    print(f"{len(sample)} of {len(every)} faults, seed {asked.seed}; nobody could see {hidden}")
    left = [
        one for one in _tried(visible, asked.workers, asked.seconds, Known()) if one is not None
    ]
    killed = 1.0 - len(left) / max(len(visible), 1)
    print(f"noticed of the others: {killed:.1%} (aim {LEAST_KILLED:.0%})")
    for one in left:
        print(f"  {one}")
    return int(killed < LEAST_KILLED)


def _mutants() -> list[Mutant]:
    return [one for name in TESTS_OF for file in _files(name) for one in file]


def _files(name: str) -> Iterator[Iterator[Mutant]]:
    place = ROOT / name
    for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        yield mutants_of(file, file.relative_to(ROOT).as_posix())


class Known:
    """What is known of tests: the seconds of work that each took, and how often it failed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: Counter[str] = Counter()

    def learn(self, by: str | None, seconds: Mapping[str, float]) -> None:
        """Take in what a run of tests told; the one that failed may have been cut short."""
        for test, took in seconds.items():
            if test != by:
                self.seconds[test] = took
        if by is not None:
            self.failed[by] += 1


def _tried(
    sample: Sequence[Mutant], workers: int, most: float, known: Known
) -> list[Mutant | None]:
    """Return the faults that survive, and none in the place of each that was noticed."""
    places: Queue[_Place] = Queue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        for number in range(workers):
            places.put(_Place(Path(folder) / str(number), most, known))
        found = list(pool.map(lambda one: _survivor(one, places), sample))
        for _ in range(workers):
            places.get().close()
        return found


class _Place:
    """A copy of the project, and the process that runs its tests."""

    def __init__(self, root: Path, most: float, known: Known) -> None:
        self.root, self._most, self._known = root, most, known
        shutil.copytree(ROOT, root, ignore=_NOT_COPIED)
        # Compiled once, and used as long as a file is what it was, to the letter.
        compiled = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
        folders = ["mutualmodel", "ui", "pages", "tests"]
        subprocess.run([sys.executable, *compiled, *folders], cwd=root, check=True)
        # The same examples each time; compiled kernels would not see a fault in the code they
        # mirror, and have tests of their own, for which they are compiled once.
        told = {
            "CI": "true",
            "PYTHONPATH": str(root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MUTUALMODEL_KERNELS": "numpy",
            "NUMBA_CACHE_DIR": str(root / "kernels"),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._trier = subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.trier"],
            cwd=root,
            env={**os.environ, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def noticed_by(self, file: str) -> str | None:
        """Run the tests of a file, and return the one that failed, or none."""
        given, answers = self._trier.stdin, self._trier.stdout
        assert given is not None
        assert answers is not None
        request = {
            "options": _options(file),
            "files": _tests_of(file),
            "stem": Path(file).stem,
            "most": self._most,
            "known": dict(self._known.seconds),
            "failed": dict(self._known.failed),
        }
        print(json.dumps(request), file=given, flush=True)
        told = json.loads(answers.readline())
        by: str | None = told["by"]
        self._known.learn(by, told["seconds"])
        return by

    def close(self) -> None:
        """End the process."""
        self._trier.communicate()


def _survivor(mutant: Mutant, places: "Queue[_Place]") -> Mutant | None:
    place, begun = places.get(), time.monotonic()
    file = place.root / mutant.file
    source = file.read_text(encoding="utf-8")
    try:
        file.write_text(mutant.written(source), encoding="utf-8")
        by = place.noticed_by(mutant.file)
    finally:
        file.write_text(source, encoding="utf-8")
        places.put(place)
    said = "SURVIVED" if by is None else "noticed "
    print(f"{said} {time.monotonic() - begun:4.0f} s  {mutant}  [{by or ''}]", flush=True)
    return mutant if by is None else None


def _options(file: str) -> list[str]:
    """Return what pytest is told to try a file's faults."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-m", "not long"]
    # What has nothing to do with kernels need not be tried a second time beside them.
    source = (ROOT / file).read_text(encoding="utf-8")
    both = "compiled" in file or "kernels" in source
    return options if both else [*options, "-k", "not numba"]


def _tests_of(file: str) -> list[str]:
    """Return the files of tests that should notice a file's faults."""
    (targets,) = (tests for name, tests in TESTS_OF.items() if file.startswith(name))
    return [
        one.relative_to(ROOT).as_posix()
        for target in targets
        for one in (sorted((ROOT / target).glob("test_*.py")) or [ROOT / target])
    ]


def _told(mutant: Mutant) -> tuple[str, ...]:
    """Return what a fault is called in the table of those that are explained."""
    return mutant.file, mutant.text, mutant.was, mutant.now


def _justified() -> dict[tuple[str, ...], str]:
    """Return why nobody could see a fault, of each that is explained."""
    with JUSTIFIED.open(encoding="utf-8", newline="") as file:
        return {
            (row["file"], row["line"], row["was"], row["now"]): row["why"]
            for row in csv.DictReader(file)
        }


if __name__ == "__main__":
    sys.exit(main())
