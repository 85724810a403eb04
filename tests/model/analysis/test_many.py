"""Very many cases: the same figures on any executor, nothing lost, nothing doubled."""

import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mutualmodel import Case, Scenario
from mutualmodel.analysis import results, run_many

NAMES = ("first_year", "members_end", "owed_at_closing")


def some(number: int) -> list[Case]:
    """Give cases that all differ, of several horizons."""
    fees = np.linspace(0.0, 0.5, number)
    plans = [
        Scenario(fee_rate=float(fee), years=1 + place % 3, price_elasticity=float(place % 2))
        for place, fee in enumerate(fees)
    ]
    return [Case(plan=plan) for plan in plans]


class Backwards(Executor):
    """Begins with what was asked for last, when the first result is waited for."""

    def __init__(self) -> None:
        """Nothing is waiting yet."""
        self.waiting: list[tuple[Future[Any], Any, tuple[Any, ...]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do all that waits once there is a third."""
        future: Future[Any] = Future()
        self.waiting.append((future, fn, args))
        if len(self.waiting) == 3:
            for one, work, given in reversed(self.waiting):
                one.set_result(work(*given))
        return future


def test_every_case_has_its_row() -> None:
    cases = some(20)
    pd.testing.assert_frame_equal(run_many(cases, NAMES), results(cases, NAMES))


def test_no_executor_changes_a_digit() -> None:
    cases = some(600)
    alone = run_many(cases, NAMES[:2])
    with ThreadPoolExecutor(3) as threads:
        pd.testing.assert_frame_equal(run_many(cases, NAMES[:2], threads), alone, check_exact=True)
    found = run_many(cases, NAMES[:2], Backwards())
    pd.testing.assert_frame_equal(found, alone, check_exact=True)
    assert (np.diff(alone["first_year"].to_numpy()[::2]) > 0).all()


def test_processes_of_their_own_do_too() -> None:
    cases = some(300)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=fresh) as processes:
        found = run_many(cases, NAMES[:1], processes)
    np.testing.assert_allclose(found, run_many(cases, NAMES[:1]), rtol=1e-12)


@pytest.mark.parametrize("workers", [0, 2])
def test_progress_is_told_and_ends_it(workers: int) -> None:
    cases = some(600)
    heard: list[float] = []
    with ThreadPoolExecutor(workers or 1) as threads:
        executor = threads if workers else None
        run_many(cases, NAMES[:1], executor, progress=heard.append)
        assert heard == pytest.approx([1 / 3, 2 / 3, 1.0])

        def enough(share: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_many(cases, NAMES[:1], executor, progress=enough)


def test_no_cases_are_an_empty_table_and_an_unknown_result_is_refused_at_once() -> None:
    assert run_many([], NAMES).shape == (0, 3)
    with pytest.raises(ValueError, match="result = 'cost'"):
        run_many(some(3), ["cost"])
