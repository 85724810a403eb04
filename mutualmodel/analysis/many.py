"""Results of very many cases, on any executor: threads, processes, or a cluster of machines."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis.results import result_named, table_of
from mutualmodel.arrays import FloatArray
from mutualmodel.chunks import work_off
from mutualmodel.inputs.case import Case
from mutualmodel.kernels import Way, held, way

if TYPE_CHECKING:
    import pandas as pd

# Always the same, so that no figure depends on how many work: to the last digit, what is had in one
# batch hangs on what else is in it.
_CHUNK = 256


def run_many(
    cases: Sequence[Case],
    results: Sequence[str],
    executor: Executor | None = None,
    *,
    progress: Callable[[float], object] | None = None,
) -> "pd.DataFrame":
    """Return results of many cases: one row a case, in their order, one column a result.

    Parameters
    ----------
    cases
        Any number, of any horizons. Of very many use
        :class:`~mutualmodel.analysis.varied.Varied`, which makes them where they are worked on.
    results
        Names in :data:`~mutualmodel.analysis.results.RESULTS`.
    executor
        Any of ``concurrent.futures``, or what behaves as one, such as a cluster's
        ``Client.get_executor(pure=False)`` of ``distributed``; None works in this thread. Cases go
        to it in chunks of 256, whatever it is, so the figures are the same to the last digit.
    progress
        Called in this thread with the share done after every chunk. An exception that it raises
        leaves all off that has not begun.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    import pandas as pd

    names = tuple(results)
    for name in names:
        result_named(name)
    found = np.full((len(cases), len(names)), np.nan)
    firsts = range(0, len(cases), _CHUNK)
    done = 0

    def take(place: int, rows: FloatArray) -> None:
        nonlocal done
        found[firsts[place] : firsts[place] + _CHUNK] = rows
        done += 1
        if progress is not None:
            progress(done / len(firsts))

    to = way()
    chunks = ((cases[first : first + _CHUNK], names, to) for first in firsts)
    work_off(executor, _rows, chunks, take)
    return pd.DataFrame(found, columns=list(names))


def _rows(cases: Sequence[Case], names: Sequence[str], to: Way) -> FloatArray:
    """Return the results of one chunk; cases that are made when looked at are made once.

    Every chunk goes ``to`` the same way through the engine.
    """
    with held(to):
        return table_of(tuple(cases), names)
