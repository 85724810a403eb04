"""Measure the engine against others: same plan, same tables, equal answers first.

Each peer in ``bench/peers`` gets a virtual environment of its own below ``.bench/``, from its own
pinned requirements, and answers in a process of its own. Ours is asked in the same way, through the
public functions, once with numpy and once compiled where there are compiled kernels. Runs of one
column are interleaved, ours before each, and what counts is the median of the ratios.
"""

import argparse
import ast
import json
import math
import os
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.columns import COLUMNS, LAWS, tables

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
PLACE = ROOT / ".bench"
RESULTS = PLACE / "peers.json"
SWITCH = "MUTUALMODEL_KERNELS"
FLOOR = "numba_floor"
# Two orders of the same sums of doubles.
EQUAL = 3e-15
# What chance may make of a mean of ten thousand paths. We move them in cells of four years and take
# out what these add; peers are handed cells of a year, for four as they are would be 1.8 % off.
PATHS_WITHIN = 5e-3
ROUNDS, LEAST_SECONDS, SLOW = 7, 0.02, 1.0
LAW_PEERS = ("gemact_law", "aggregate_law", "lossmodels_law")
# What has been looked at and is not run, with the reason.
NOT_RUN = {
    "lifelib": "a library of ready models for modelx: none divides claims among its members, so "
    "the plan would be written as the modelx model above, and run by the same modelx",
    "openfisca-core": "keeps every value in single precision, seven digits, and answers must agree "
    "in nine",
}


@dataclass
class Told:
    """What one peer did in one column."""

    peer: str
    column: str
    seconds: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    ours_processor: list[float] = field(default_factory=list)
    off: float | None = None
    ours_off: float | None = None
    first: float | None = None
    problem: str = ""

    @property
    def ratio(self) -> float | None:
        """Median of the peer's time over ours in the same round; above 1 it is slower."""
        return _median_ratio(self.seconds, self.ours)

    @property
    def work(self) -> float | None:
        """The same of the processor's time, which others on the machine bear on less."""
        return _median_ratio(self.processor, self.ours_processor)


def _median_ratio(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    ratios = [their / our for their, our in zip(theirs, ours, strict=True) if our > 0.0]
    return statistics.median(ratios) if ratios else None


def requirements(peer: str) -> list[str]:
    """Return what a peer's file says that it needs, without running it."""
    tree = ast.parse((PEERS / f"{peer}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "REQUIREMENTS":
            return list(ast.literal_eval(node.value))
    return []


def peers() -> list[str]:
    """Return the peers there are, by name; ours and what they share are none."""
    shared = {"ours", "tables", "worker"}
    every = sorted(path.stem for path in PEERS.glob("*.py") if path.stem not in shared)
    # The floor first, which all others stand beside.
    return sorted(every, key=lambda peer: peer != FLOOR)


def python_of(peer: str) -> Path:
    """Return the interpreter of a peer's environment, made where it is not there or has changed.

    Raises
    ------
    subprocess.CalledProcessError
        When a requirement cannot be installed.
    """
    needs = requirements(peer)
    home = PLACE / peer
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp = home / "requirements.json"
    if stamp.exists() and json.loads(stamp.read_text(encoding="utf-8")) == needs:
        return python
    print(f"  setting up {peer}: {', '.join(needs)}", flush=True)
    venv.create(home, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *needs], check=True, stderr=subprocess.DEVNULL)
    stamp.write_text(json.dumps(needs), encoding="utf-8")
    return python


class Asked:
    """A peer's process."""

    def __init__(self, python: Path, peer: str, setting: str = "") -> None:
        """Start it."""
        paths = f"{ROOT}{os.pathsep}{PEERS}" if peer == "ours" else str(PEERS)
        environment = os.environ | {"PYTHONPATH": paths} | ({SWITCH: setting} if setting else {})
        self.process = subprocess.Popen(
            [str(python), str(PEERS / f"{peer}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    def ask(self, **question: Any) -> dict[str, Any]:
        """Return what it answers; ``error`` says what went wrong."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return dict(json.loads(line)) if line else {"error": "its process ended"}

    def end(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


@contextmanager
def asking(python: Path, peer: str, setting: str = "") -> Iterator[Asked]:
    """Keep a peer's process for as long as it is asked."""
    asked = Asked(python, peer, setting)
    try:
        yield asked
    finally:
        asked.end()


def written(name: str) -> Path:
    """Write what a column asks, and return where."""
    PLACE.mkdir(exist_ok=True)
    path = PLACE / f"{name}.json"
    content = LAWS[name].asked() if name in LAWS else tables(COLUMNS[name])
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def furthest(ours: dict[str, Any], theirs: dict[str, Any]) -> float:
    """Return the largest relative difference between two answers; infinity if they do not fit."""
    if ours.keys() != theirs.keys():
        return math.inf
    worst = 0.0
    for key in ours:
        pairs = list(zip(ours[key], theirs[key], strict=True))
        worst = max(worst, *(abs(a - b) / max(abs(a), 1e-300) for a, b in pairs))
    return worst


def off_from_right(column: str, answer: dict[str, Any]) -> float:
    """Return the relative error of the probability of a year passed once in 10^9."""
    law = LAWS[column]
    right = law.right(law.asked()["above"])[-1]
    return abs(float(answer["above"][-1]) / right - 1.0)


def loaded(peer: Asked, name: str, path: Path) -> dict[str, Any]:
    """Have a peer prepare a column and answer it once."""
    kind = "law" if name in LAWS else name
    return peer.ask(do="load", column=name, kind=kind, plan=str(path))


def repeats(seconds: float) -> int:
    """Return how many runs are timed together, so that the clock does not show."""
    return max(1, min(200, math.ceil(LEAST_SECONDS / max(seconds, 1e-6))))


def measure(told: Told, ours: Asked, peer: Asked) -> None:
    """Time a peer and ours in turn."""
    numbers = {}
    for asked in (ours, peer):
        once = asked.ask(do="time", column=told.column, number=1)["seconds"]
        numbers[asked] = repeats(once), once
    rounds = 3 if max(once for _, once in numbers.values()) > SLOW else ROUNDS
    for _ in range(rounds):
        for asked, seconds, processor in (
            (ours, told.ours, told.ours_processor),
            (peer, told.seconds, told.processor),
        ):
            took = asked.ask(do="time", column=told.column, number=numbers[asked][0])
            seconds.append(took["seconds"])
            processor.append(took["processor"])


def compare(peer: str, setting: str, chosen: Sequence[str]) -> list[Told]:
    """Ask one peer and ours for all columns that both can express."""
    try:
        python = python_of(peer)
    except (subprocess.CalledProcessError, OSError) as error:
        return [Told(peer, "", problem=f"could not be installed: {error}"[:200])]
    wanted = [name for name in chosen if (name in LAWS) == (peer in LAW_PEERS)]
    told = []
    with asking(Path(sys.executable), "ours", setting) as ours, asking(python, peer) as other:
        for name in wanted:
            told.append(one_column(peer, name, ours, other))
            print("  " + line(told[-1]), flush=True)
    return told


def one_column(peer: str, name: str, ours: Asked, other: Asked) -> Told:
    """Check that a peer gives the same answer, and time it."""
    told, path = Told(peer, name), written(name)
    reason = _cannot(peer).get(name)
    if reason:
        return Told(peer, name, problem=reason)
    right, answer = loaded(ours, name, path), loaded(other, name, path)
    problem = right.get("error") or answer.get("error")
    if problem:
        return Told(peer, name, problem=str(problem))
    told.first = float(answer["first"])
    if name in LAWS:
        told.off = off_from_right(name, answer["answer"])
        told.ours_off = off_from_right(name, right["answer"])
        if answer["answer"]["worst"] != right["answer"]["worst"]:
            told.problem = "another one-in-200 year"
            return told
    else:
        told.off = furthest(right["answer"], answer["answer"])
        if told.off > (PATHS_WITHIN if COLUMNS[name].paths else 1e-9):
            told.problem = f"another answer: {told.off:.1e} away"
            return told
    measure(told, ours, other)
    return told


def _cannot(peer: str) -> dict[str, str]:
    """Return why a peer cannot express columns: its own process says so."""
    program = f"import json, {peer}; print(json.dumps({peer}.CANNOT))"
    found = subprocess.run(
        [str(python_of(peer)), "-c", program],
        cwd=PEERS,
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(json.loads(found.stdout.splitlines()[-1])) if found.returncode == 0 else {}


def line(told: Told) -> str:
    """Write one row: the ratio, both medians and how far the answers are apart."""
    if told.ratio is None or told.work is None:
        return f"{told.peer:18}{told.column:16}{told.problem}"
    theirs, ours = (1e3 * statistics.median(each) for each in (told.seconds, told.ours))
    off = "" if told.off is None else f"{told.off:9.0e}"
    off += "" if told.ours_off is None else f", ours {told.ours_off:.0e}"
    ratios = f"{told.ratio:8.2f} x{told.work:8.2f} x"
    return f"{told.peer:18}{told.column:16}{ratios}{theirs:11.3f} ms{ours:11.3f} ms{off}"


def settings() -> list[str]:
    """Return the ways in which ours can be asked: numpy, and compiled where there are kernels."""
    compiled = (ROOT / "mutualmodel" / "kernels").exists() and find_spec("numba") is not None
    return ["numpy", "numba"] if compiled else ["numpy"]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure all peers, print medians of ratios and keep them for the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", action="append", choices=peers(), help="by default all")
    parser.add_argument("--column", action="append", choices=[*COLUMNS, *LAWS])
    asked = parser.parse_args(list(arguments))
    every: dict[str, Any] = {"settings": {}, "load": [os.getloadavg()[0]], "not_run": NOT_RUN}
    for setting in settings():
        print(f"ours: {setting}; a peer's time over ours, the processor's, both in ms, difference")
        kept: list[dict[str, Any]] = []
        every["settings"][setting] = kept
        for peer in asked.peer or peers():
            told = compare(peer, setting, asked.column or [*COLUMNS, *LAWS])
            kept += [vars(one) | {"ratio": one.ratio, "work": one.work} for one in told]
            # Kept after every peer, for all of them take a while.
            RESULTS.write_text(json.dumps(every | {"load": [*every["load"], os.getloadavg()[0]]}))
    print("load average {:.1f} before, {:.1f} after".format(*every["load"], os.getloadavg()[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
