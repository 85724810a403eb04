"""Results of very many cases, on any executor: threads, processes, or a cluster of machines."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis.results import result_named, table_of
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.case import Case

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
        Any number, of any horizons.
    results
        Names in :data:`~mutualmodel.analysis.results.RESULTS`.
    executor
        Any of ``concurrent.futures``, or what behaves as one; None works in this thread. Cases go
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
    chunks = [tuple(cases[first : first + _CHUNK]) for first in range(0, len(cases), _CHUNK)]
    tell = progress or (lambda share: None)
    if executor is None:
        found = {}
        for place, chunk in enumerate(chunks):
            found[place] = table_of(chunk, names)
            tell(len(found) / len(chunks))
    else:
        found = _on(executor, chunks, names, tell)
    rows = [found[place] for place in range(len(chunks))]
    whole = np.concatenate(rows) if rows else np.empty((0, len(names)))
    return pd.DataFrame(whole, columns=list(names))


def _on(
    executor: Executor,
    chunks: Sequence[Sequence[Case]],
    names: Sequence[str],
    tell: Callable[[float], object],
) -> dict[int, FloatArray]:
    places: dict[Future[FloatArray], int] = {
        executor.submit(table_of, chunk, names): place for place, chunk in enumerate(chunks)
    }
    found: dict[int, FloatArray] = {}
    try:
        for done in as_completed(places):
            found[places[done]] = done.result()
            tell(len(found) / len(chunks))
    finally:
        for future in places:
            future.cancel()
    return found
