"""Work cut into chunks, on any executor: each is taken once, and what is left off is left off."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Given = TypeVarTuple("Given")

# So many wait for workers at most: enough for some hundred of them, and a scheduler need not hold a
# million cases.
MOST_WAITING = 256


def work_off(
    executor: Executor | None,
    work: Callable[[*Given], T],
    chunks: Iterable[tuple[*Given]],
    take: Callable[[int, T], object],
) -> None:
    """Do some work on every chunk and take what comes of each, in whatever order it is done.

    Parameters
    ----------
    executor
        Any of ``concurrent.futures``, or what behaves as one; None works in this thread.
    work
        What is done with the parts of a chunk. Where an executor's workers are processes or other
        machines it has to be a function of a module.
    chunks
        Looked at only as workers come free: 256 wait at most.
    take
        Called in this thread with the place of a chunk and what came of it. An exception that it
        raises, or that the work does, leaves off all that has not begun.
    """
    if executor is None:
        for place, given in enumerate(chunks):
            take(place, work(*given))
        return
    left = enumerate(chunks)
    waiting: dict[Future[T], int] = {}

    def ask(most: int) -> None:
        for place, given in islice(left, most):
            waiting[executor.submit(work, *given)] = place

    try:
        ask(MOST_WAITING)
        while waiting:
            done = wait(waiting, return_when=FIRST_COMPLETED).done
            ask(len(done))
            for future in done:
                take(waiting.pop(future), future.result())
    finally:
        for future in waiting:
            future.cancel()
