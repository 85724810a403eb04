"""Sessions are served in turn, however much one of them asks for."""

import threading
import time

import pytest

from ui.frame import turns
from ui.frame.turns import Turns

PATIENCE_S = 10.0


class Works:
    """Tasks that note when they are begun and wait until they may end."""

    def __init__(self, workers: int) -> None:
        self.turns = Turns(workers)
        self.begun: list[str] = []
        self.dropped: list[str] = []
        self.go = threading.Semaphore(0)

    def ask(self, name: str) -> None:
        """Ask for a task of the session that its name begins with."""

        def work() -> None:
            self.begun.append(name)
            assert self.go.acquire(timeout=PATIENCE_S)

        self.turns.queue(name[0], work, lambda: self.dropped.append(name))

    def until_begun(self, count: int) -> list[str]:
        """Wait until so many were begun and give them in their order."""
        end = time.monotonic() + PATIENCE_S
        while len(self.begun) < count:
            assert time.monotonic() < end, self.begun
            time.sleep(0.002)
        return self.begun

    def finish(self, count: int) -> list[str]:
        """Let all tasks end, one at a time, and give the order in which they were begun."""
        for done in range(1, count + 1):
            self.until_begun(done)
            self.go.release()
        return self.begun


def test_sessions_are_served_one_after_the_other() -> None:
    works = Works(workers=1)
    for name in ("a1", "a2", "a3", "b1", "b2", "c1"):
        works.ask(name)
    assert works.finish(6) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_session_alone_has_all_threads_and_shares_them_with_the_next() -> None:
    works = Works(workers=2)
    for name in ("a1", "a2", "a3", "a4"):
        works.ask(name)
    assert sorted(works.until_begun(2)) == ["a1", "a2"]
    works.ask("b1")
    works.ask("b2")
    works.go.release()
    # Of those who wait b has nothing at work, and then as much as a.
    assert works.until_begun(3)[2] == "b1"
    works.finish(6)


def test_of_too_much_the_oldest_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 2)
    works = Works(workers=1)
    works.ask("a1")
    works.until_begun(1)
    for name in ("a2", "a3", "a4", "b1"):
        works.ask(name)
    assert works.dropped == ["a2"]
    assert works.finish(4) == ["a1", "b1", "a3", "a4"]


def test_a_task_that_raises_ends_nobody_elses_turn() -> None:
    works = Works(workers=1)

    def fail() -> None:
        raise ZeroDivisionError

    works.turns.queue("a", fail, lambda: None)
    works.ask("a2")
    assert works.finish(1) == ["a2"]


def test_who_is_closed_serves_nobody_any_more() -> None:
    works = Works(workers=1)
    works.ask("a1")
    works.until_begun(1)
    works.ask("a2")
    works.turns.close()
    works.go.release(2)
    time.sleep(0.05)
    assert (works.begun, works.dropped) == (["a1"], ["a2"])
