"""Work beside the page, which in these tests waits until a test has it done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from ui.frame.background import Desk, Job, Report

PATIENCE_S = 60.0

Work = Callable[[Report], object]
_queue = Desk.queue
_waiting: list[tuple[Desk, Job[object], Work]] = []


@contextmanager
def nothing_done() -> Iterator[None]:
    """Let all work beside the page wait: it would take the time of the tests that come after."""

    def wait(desk: Desk, job: Job[object], work: Work) -> None:
        _waiting.append((desk, job, work))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "queue", wait)
        yield
    forget()


def forget() -> None:
    """Leave undone what waits."""
    _waiting.clear()


def to_do() -> list[Job[object]]:
    """Give the work that waits."""
    return [job for _, job, _ in _waiting]


def refined(app: AppTest) -> AppTest:
    """Have all the work done that the page asked for, and show the page with its results."""
    end = time.monotonic() + PATIENCE_S
    while _waiting:
        begun = _waiting.copy()
        forget()
        for one in begun:
            _queue(*one)
        while any(job.running for _, job, _ in begun):
            assert time.monotonic() < end
            time.sleep(0.01)
        app.run()
    assert not app.exception
    return app
