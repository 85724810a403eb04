"""Long computations beside the page: with progress, cancelled by a newer request, kept when done.

A page asks for the same work at every run and gets the job as it stands:

    job = ask("risk", key=(scenario, paths), work=lambda report: simulate(..., progress=report))
    if job.result is not None: ...

A request under the same name with another key cancels the job before it: ``report`` then raises
:class:`Cancelled` inside the work. Results are shared by all sessions of the process, whatever
language their readers speak: so they are data, and work that asks for a text in one fails.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from weakref import WeakSet

import streamlit as st

from mutualmodel import Problem, ScenarioError
from mutualmodel.text import Given, Sentence
from ui.frame.fault_log import note
from ui.frame.giving_way import CROSSING, PATIENCE
from ui.frame.presses import safely
from ui.frame.turns import Turns
from ui.kit.components import source, unseen
from ui.kit.language import speechless

T = TypeVar("T")
Report = Callable[[float], None]

_RESULTS_KEPT = 24
_WORKERS = 2
# Files are large, and each is asked for by one reader.
_FILES_KEPT = 3


_ask_again = st.components.v2.component(
    "ask_again",
    html=unseen("ask-again"),
    js=source("ask_again.js"),
)


class Cancelled(Exception):  # noqa: N818 - it is no error, like StopIteration
    """Raised by ``report`` inside work that is no longer wanted."""


@dataclass(eq=False)
class Job(Generic[T]):
    """One computation: how far it is, from 0 to 1, and its result or what went wrong.

    ``session``: whose turn it is done in. ``report_id``: under which id what went wrong stands in
    the log. ``stopped``: its reader has stopped it, and it is not begun again until she says so.
    ``gives_way_until``: when on the monotonic clock it has given way to pages and levers for long
    enough.
    """

    key: Hashable
    progress: float = 0.0
    result: T | None = None
    problem: BaseException | None = None
    report_id: str = ""
    session: str = ""
    stopped: bool = False
    gives_way_until: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it is still to finish."""
        return self.result is None and self.problem is None and not self.stopped

    @property
    def failure(self) -> Problem | None:
        """What went wrong: a sentence for the page's reader, a message for a Python user."""
        if self.problem is None:
            return None
        if isinstance(self.problem, ScenarioError):
            return next(iter(self.problem.problems.values()))
        told = Sentence(
            "This could not be worked out. Your plan is kept. Report {id}, in the server's log.",
            {"id": Given(self.report_id)},
        )
        return Problem("background", repr(self.problem), told)

    @property
    def left(self) -> bool:
        """Whether it has been cancelled, be it that it is still at it."""
        return self._stop.is_set() or isinstance(self.problem, Cancelled)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait until it is over, and no longer than so: what is quick then needs no second look."""
        if self.running:
            self._over.wait(seconds)

    def give_up(self) -> None:
        """Leave work that was never begun, as its session has asked for too much besides."""
        self.problem = Cancelled()
        self._over.set()

    def report(self, share: float) -> None:
        """Say how far the work has come and let others by, or leave it if it has been cancelled."""
        self._leave_if_cancelled()
        self.progress = min(max(share, 0.0), 1.0)
        CROSSING.let_by(self._leave_if_cancelled, self.gives_way_until)

    def _leave_if_cancelled(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def run(self, work: Callable[[Report], T]) -> None:
        """Do the work; what it raises is kept for the page to tell."""
        try:
            self.report(0.0)
            with speechless():
                self.result = work(self.report)
        except (Cancelled, ScenarioError) as problem:
            self.problem = problem
        except BaseException as problem:
            self.report_id = note("background", problem)
            self.problem = problem
        finally:
            self._over.set()


class Desk:
    """Where a process's jobs are done, a few at a time, and their results kept."""

    def __init__(self, workers: int = _WORKERS, kept: int = _RESULTS_KEPT) -> None:
        """Start no thread yet: the pool does when the first job comes."""
        self._turns = Turns(workers)
        self._done: OrderedDict[Hashable, Job[object]] = OrderedDict()
        self._begun: WeakSet[Job[object]] = WeakSet()
        self._kept = kept
        self._lock = threading.Lock()

    def finished(self, key: Hashable) -> "Job[object] | None":
        """Return the job with this key if its result is still kept."""
        with self._lock:
            if key in self._done:
                self._done.move_to_end(key)
            return self._done.get(key)

    def start(
        self,
        key: Hashable,
        work: Callable[[Report], object],
        session: str = "",
        patience: float = PATIENCE,
    ) -> "Job[object]":
        """Queue new work of a session; for so many seconds from now it gives way to pages."""
        until = time.monotonic() + patience
        job: Job[object] = Job(key, session=session, gives_way_until=until)
        with self._lock:
            self._begun.add(job)
        self.queue(job, work)
        return job

    def queue(self, job: "Job[object]", work: Callable[[Report], object]) -> None:
        """Have a job done when it is its session's turn."""
        self._turns.queue(job.session, lambda: self._do(job, work), job.give_up)

    def close(self) -> None:
        """Leave off all that is still to finish: nobody will ask for it any more."""
        with self._lock:
            for job in self._begun:
                job.cancel()
        self._turns.close()

    def _do(self, job: "Job[object]", work: Callable[[Report], object]) -> None:
        job.run(work)
        if job.problem is None:
            with self._lock:
                self._done[job.key] = job
                while len(self._done) > self._kept:
                    self._done.popitem(last=False)


@st.cache_resource(on_release=Desk.close)
def _desk() -> Desk:
    return Desk()


@st.cache_resource(on_release=Desk.close)
def _desk_of_files() -> Desk:
    # One at a time: threads that compute share the interpreter with everyone's levers.
    return Desk(workers=1, kept=_FILES_KEPT)


def ask_file(name: str, key: Hashable, work: Callable[[Report], bytes]) -> Job[bytes]:
    """Return the job that makes a file, as :func:`ask` does; one file is made at a time.

    Its key has the language in which the file is written, for it is made of words.
    """
    return _asked(_desk_of_files(), name, key, work)


def ask(
    name: str, key: Hashable, work: Callable[[Report], T], *, patience: float = PATIENCE
) -> Job[T]:
    """Return the job of this key, begun now if it has not been; cancel the one before it.

    ``patience``: for how many seconds it gives way to pages; none where the page waits for it.
    """
    return _asked(_desk(), name, key, work, patience)


def _asked(
    desk: Desk, name: str, key: Hashable, work: Callable[[Report], T], patience: float = PATIENCE
) -> Job[T]:
    slot = f"job_{name}"
    if key in _stopped() and desk.finished(key) is None:
        drop(name)
        return Job(key, stopped=True)
    present: Job[T] | None = st.session_state.get(slot)
    if present is not None and present.key == key and not present.left:
        return present
    drop(name)
    # A session's own job is the same object that the desk keeps once it is done.
    job: Job[T] = desk.finished(key) or desk.start(  # type: ignore[assignment]
        key, work, _session(), patience
    )
    st.session_state[slot] = job
    return job


def ask_kept(name: str, key: Hashable, work: Callable[[Report], T]) -> Job[T]:
    """Return the job of this key as :func:`ask` does, for whoever reads its result by its key.

    It is begun anew once other sessions' results have taken the place of its own.
    """
    job = ask(name, key, work)
    if job.result is not None and kept(key) is None:
        drop(name)
        job = ask(name, key, work)
    return job


def drop(name: str) -> None:
    """Cancel the session's job of this name, if there is one and it is not done."""
    present: Job[object] | None = st.session_state.pop(f"job_{name}", None)
    if present is not None:
        present.cancel()


def stop(jobs: Sequence[Job[Any]]) -> None:
    """Leave off what is not done of some jobs, for this session until :func:`go_on`."""
    for job in jobs:
        if job.running:
            _stopped().add(job.key)
            job.cancel()


def go_on(jobs: Sequence[Job[Any]]) -> None:
    """Have jobs that were stopped begin anew when they are next asked for."""
    _stopped().difference_update(job.key for job in jobs)


def _session() -> str:
    """Return a name of this session, whose turn it is by."""
    name: str = st.session_state.setdefault("jobs_of", secrets.token_hex(8))
    return name


def _stopped() -> set[Hashable]:
    """Return the keys of what the session's reader has stopped."""
    keys: set[Hashable] = st.session_state.setdefault("jobs_stopped", set())
    return keys


def kept(key: Hashable) -> object | None:
    """Return the result of this key if any session has had it worked out and it is still kept."""
    job = _desk().finished(key)
    return None if job is None else job.result


def ask_again(key: str, after_ms: int, then: Callable[[], None] = lambda: None) -> None:
    """Have the page run again after a while, to see how far its jobs are; ``then`` comes first.

    Not with ``run_every`` and ``st.rerun``: both ask for the page they stand on, and where the
    reader has just pressed a link to another, Streamlit merges the two requests into the later one
    and her press is lost. This waits while a pointer or a key is at work.
    """
    data = {"after": after_ms, "turn": time.monotonic_ns()}
    _ask_again(key=key, data=data, on_due_change=safely(then))
