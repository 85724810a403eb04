"""How many readers the server carries: sessions that move a lever, through nginx, on this machine.

make load                       20 sessions on one process, 50 on two, two minutes each
make load ARGS="--seconds 20"   shorter
make load ARGS=--write          the same, and the table into docs/deployment.md

Each session has a plan of its own and moves a lever every two seconds, from one value to the next.
A move is answered when the session's own number stands in the page; any other number is an error.
The readers are on the same machine and take a part of its processors.
"""

import argparse
import asyncio
import datetime as dt
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.reader import LEVER, Reader
from deploy.stand import ROOT, Stand, end_when_told, find_nginx
from mutualmodel import Case, Scenario, project, to_query
from ui.kit.language import amount

EVERY_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
KEPT_SECONDS = 5
# So often as many sessions come again, once those before are closed.
ROUNDS = 4
# So many values each session goes through, over and over.
VALUES = [round(0.5 + 0.07 * place, 2) for place in range(24)]
DOCUMENT = ROOT / "docs" / "deployment.md"
MARKS = ("<!-- measured by make load -->", "<!-- end of what make load measured -->")


@dataclass(frozen=True)
class Target:
    """So many sessions on so many processes: milliseconds of the median and the 95th percentile."""

    sessions: int
    processes: int
    median: float
    late: float


TARGETS = (Target(20, 1, 300.0, 1000.0), Target(50, 2, 500.0, 1500.0))
# What a session may take of a process's memory, megabytes.
MOST_MEMORY = 4.0


@dataclass(frozen=True)
class Load:
    """What was measured: milliseconds a move, megabytes of all processes, and what went wrong."""

    target: Target
    moves: Sequence[float]
    late: int
    empty: float
    full: float
    again: Sequence[float]
    errors: Sequence[str]
    strange: int

    @property
    def median(self) -> float:
        """Median of a move, milliseconds."""
        return statistics.median(self.moves)

    @property
    def p95(self) -> float:
        """95th percentile of a move, milliseconds."""
        return statistics.quantiles(self.moves, n=20)[-1]

    @property
    def each(self) -> float:
        """Megabytes a session."""
        return (self.full - self.empty) / self.target.sessions

    @property
    def grown(self) -> float:
        """Megabytes that a session takes which comes when as many others have closed theirs.

        The first that come again are left out: what they find is still that of moving levers.
        """
        later = self.target.sessions * (len(self.again) - 1)
        return (self.again[-1] - self.again[0]) / later

    def misses(self) -> list[str]:
        """Give which targets are missed."""
        wrong = [f"errors: {self.errors[:3]}"] if self.errors else []
        wrong += [f"{self.strange} numbers of other sessions"] if self.strange else []
        wrong += ["median"] if self.median > self.target.median else []
        wrong += ["95th percentile"] if self.p95 > self.target.late else []
        wrong += ["memory a session"] if self.each > MOST_MEMORY else []
        wrong += ["sessions are not released"] if self.grown > self.each / 2 else []
        return wrong


def memory(process: int) -> float:
    """Give what a process holds in memory, megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def readers(address: str, count: int) -> list[tuple[Reader, list[str]]]:
    """Give readers with plans of their own, and the numbers that each value of the lever gives."""
    found = []
    for place in range(count):
        plan = Scenario(members=1e6 + 250_000 * place, fee_rate=0.04 + 0.002 * place)
        opened = amount(project(plan).headline.cost_per_member_year)
        numbers = [
            amount(project(plan.with_changes(**{LEVER: value})).headline.cost_per_member_year)
            for value in VALUES
        ]
        found.append((Reader(address, to_query(Case(plan=plan)), {opened, *numbers}), numbers))
    return found


async def move_about(
    reader: Reader, numbers: Sequence[str], begin: float, until: float
) -> tuple[list[float], int]:
    """Move at even times; milliseconds of each move, and how many began late."""
    took, late = [], 0
    due = begin
    place = 0
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        late += time.monotonic() - due > EVERY_SECONDS / 4
        place = (place + 1) % len(VALUES)
        try:
            took.append(1000 * await reader.move(VALUES[place], numbers[place], PATIENCE_SECONDS))
        except TimeoutError:
            reader.errors.append("a move got no answer")
        due += EVERY_SECONDS
    return took, late


async def session_of(stand: Stand, target: Target, seconds: float) -> Load:
    """Open the sessions one after the other, let them move, close them, and have others come."""
    warm, numbers = readers(stand.address, 1)[0]
    for _ in range(target.processes):
        one = Reader(warm.address, warm.link, warm.numbers)
        await one.open(PATIENCE_SECONDS)
        # What is loaded at a first move is no session's own.
        await one.move(VALUES[1], numbers[1], PATIENCE_SECONDS)
        await one.settle(PATIENCE_SECONDS)
        await one.close()
    ids = [stand.process(seat) for seat in range(1, target.processes + 1)]
    empty = await _at_rest(ids)
    found = readers(stand.address, target.sessions)
    await _open(found)
    begin = time.monotonic() + 1
    # Evenly spread over the time between two moves of one session.
    apart = EVERY_SECONDS / len(found)
    results = await asyncio.gather(
        *(
            move_about(reader, numbers, begin + apart * place, begin + seconds)
            for place, (reader, numbers) in enumerate(found)
        )
    )
    # A rest that gave way to moves may still have to be drawn.
    for reader, _ in found:
        await reader.settle(PATIENCE_SECONDS)
    full = sum(map(memory, ids))
    await _close(found)
    again = [await _once_more(stand, target.sessions, ids) for _ in range(ROUNDS)]
    return Load(
        target=target,
        moves=[one for took, _ in results for one in took],
        late=sum(late for _, late in results),
        empty=empty,
        full=full,
        again=again,
        errors=[error for reader, _ in found for error in reader.errors],
        strange=sum(len(reader.strange) for reader, _ in found),
    )


async def _at_rest(ids: Sequence[int]) -> float:
    """Wait until processes take no more memory: compiled kernels are loaded beside the first page.

    The first sessions are forgotten by then. Megabytes.
    """
    held = [sum(map(memory, ids))]
    look = KEPT_SECONDS + 2
    while len(held) <= look or (held[-1] - held[-look] > 1.0 and len(held) < PATIENCE_SECONDS):
        await asyncio.sleep(1)
        held.append(sum(map(memory, ids)))
    return held[-1]


async def _open(found: Sequence[tuple[Reader, Sequence[str]]]) -> None:
    for reader, _ in found:
        await reader.open(PATIENCE_SECONDS)


async def _close(found: Sequence[tuple[Reader, Sequence[str]]]) -> None:
    """Close sessions, and wait until they are forgotten."""
    for reader, _ in found:
        await reader.close()
    await asyncio.sleep(KEPT_SECONDS + 3)


async def _once_more(stand: Stand, count: int, ids: Sequence[int]) -> float:
    """Have so many sessions come, make one move each and go: megabytes before they go.

    The memory of closed sessions is not given back to the machine but used again, so that only
    further sessions show whether it was released.
    """
    anew = readers(stand.address, count)
    await _open(anew)
    for reader, numbers in anew:
        await reader.move(VALUES[1], numbers[1], PATIENCE_SECONDS)
        await reader.settle(PATIENCE_SECONDS)
    held = sum(map(memory, ids))
    await _close(anew)
    return held


def measure(target: Target, seconds: float) -> Load:
    """Put up the example deployment with so many processes, and load it."""
    with tempfile.TemporaryDirectory() as folder:
        options = ("--server.disconnectedSessionTTL", str(KEPT_SECONDS))
        with Stand(Path(folder), count=target.processes, options=options) as stand:
            return asyncio.run(session_of(stand, target, seconds))


def table(loads: Sequence[Load], seconds: float, busy: float) -> str:
    """Give what was measured as a table of the documentation."""
    lines = [
        "| processes | sessions | moves | median, ms | 95th percentile, ms | targets, ms "
        "| a process alone, MB | a session, MB | one after others closed, MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for load in loads:
        target = load.target
        cells = [
            f"{target.processes}",
            f"{target.sessions}",
            f"{len(load.moves)}",
            f"{load.median:.0f}",
            f"{load.p95:.0f}",
            f"{target.median:.0f}, {target.late:.0f}",
            f"{load.empty / target.processes:.0f}",
            f"{load.each:.1f}",
            f"{load.grown:+.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    day = dt.datetime.now(dt.UTC).date().isoformat()
    lines += [
        "",
        f"Measured on {day} for {seconds:.0f} seconds on {os.cpu_count()} processors, which the "
        f"readers shared; load of the machine before it {busy:.1f}.",
    ]
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table where the documentation keeps it."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(MARKS[0])
    _, found, after = rest.partition(MARKS[1])
    if not found:
        raise ValueError(f"{DOCUMENT.name} has no place for it")
    DOCUMENT.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Load one process and then two, print the table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=120.0, help="how long the levers move")
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    options = parser.parse_args(arguments)
    if find_nginx() is None:
        raise SystemExit("nginx is not installed: apt-get install nginx-light")
    end_when_told()
    busy = os.getloadavg()[0]
    loads = []
    for target in TARGETS:
        loads.append(measure(target, options.seconds))
        met = ", ".join(loads[-1].misses()) or "all targets are met"
        print(f"{target.sessions} sessions on {target.processes}: {met}", flush=True)
    text = table(loads, options.seconds, busy)
    print(text)
    if options.write:
        write(text)
    return int(any(load.misses() for load in loads))


if __name__ == "__main__":
    sys.exit(main())
