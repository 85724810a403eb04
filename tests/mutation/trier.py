"""Run tests many times in one place, each time in a fork of a process that has loaded its packages.

Requests come in as lines of JSON, answers go out as such. What is known of the tests comes with a
request: those that are quick, and those that have noticed something, are run first.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

# What tests load that is none of the project's.
_PACKAGES = (
    "hypothesis.extra.numpy",
    "numpy",
    "openpyxl",
    "pandas",
    "plotly.graph_objects",
    "pydantic",
    "scipy.signal",
    "scipy.special",
    "scipy.stats",
    "streamlit.testing.v1",
)
# A fault that makes a loop endless is noticed too: seconds of work, and of waiting, for one test.
_MOST_WORK = 120.0
_MOST_WAITING = 900
# What a test of which nothing is known may take, in seconds of work.
_UNKNOWN = 0.05
_PASSED = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


class _Run:
    """Runs files of tests one after the other until a test fails or the time is over.

    ``known`` and ``failed`` are the seconds of work that tests took before, and how often they
    failed; ``most`` are those for all together: what is known to take longer is left out.
    """

    def __init__(self, known: Mapping[str, float], failed: Mapping[str, int], most: float) -> None:
        self.known, self.failed, self.most = known, failed, most
        self.seconds: dict[str, float] = {}
        self.fails: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [one for one in items if self.known.get(one.nodeid, 0.0) <= self._left]
        items.sort(key=lambda item: self._patience(item.nodeid))

    def _patience(self, test: str) -> float:
        """Return the seconds that a test costs for each fault that it may be hoped to notice."""
        return self.known.get(test, _UNKNOWN) / (1.0 + 4.0 * self.failed.get(test, 0))

    @property
    def _left(self) -> float:
        return self.most - sum(self.seconds.values())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        signal.setitimer(signal.ITIMER_PROF, _MOST_WORK)
        signal.alarm(_MOST_WAITING)
        before = time.process_time()
        answer = yield
        self.seconds[item.nodeid] = time.process_time() - before
        if self._left < 0.0:
            item.session.shouldstop = "there is no more time for this fault"
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.fails.append(report.nodeid)

    def of_files(self, options: Sequence[str], files: Sequence[str], stem: str) -> str | None:
        """Return the test that failed, or the file that could not be loaded; none if all pass.

        First comes the file of the faulty one's name, then those that have noticed the most.
        """
        for file in sorted(
            files, key=lambda one: (stem not in Path(one).stem, -self._noticed(one))
        ):
            code = pytest.main([*options, file], plugins=[self])
            if self.fails:
                return self.fails[0]
            if self._left < 0.0:
                return None
            if code not in _PASSED:
                return file
        return None

    def _noticed(self, file: str) -> int:
        return sum(many for test, many in self.failed.items() if test.startswith(f"{file}::"))


def answered(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run tests in a fork; return what failed and what each test took."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        _in_fork(request, into)
    os.close(into)
    with os.fdopen(out, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    if not said:
        # It has come to its limit, or fell over altogether.
        return {"by": "no end", "seconds": {}}
    told: dict[str, Any] = json.loads(said)
    return told


def _in_fork(request: Mapping[str, Any], into: int) -> None:
    run = _Run(request["known"], request["failed"], request["most"])
    by: str | None = "what runs the tests"
    try:
        by = run.of_files(request["options"], request["files"], request["stem"])
    finally:
        with os.fdopen(into, "w") as answer:
            json.dump({"by": by, "seconds": run.seconds}, answer)
        os._exit(0)


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in _PACKAGES:
        importlib.import_module(name)
    with contextlib.suppress(ImportError):
        importlib.import_module("numba")
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
