"""Very many cases: the same figures on any executor, nothing lost, nothing doubled."""

import multiprocessing
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mutualmodel import PRESETS, Case, Scenario, project_many
from mutualmodel.analysis import RESULTS, Varied, results, run_many
from mutualmodel.analysis.results import values_of
from mutualmodel.chunks import MOST_WAITING, work_off
from mutualmodel.inputs import ScenarioError

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
        # What a worker refuses comes back as what it is, and not as a broken pool.
        with pytest.raises(ScenarioError, match=r"fee_rate = 3.0: allowed is 0 to 0.5"):
            run_many(Varied(Case(), {"fee_rate": [0.1, 3.0]}), NAMES[:1], processes)
    pd.testing.assert_frame_equal(found, run_many(cases, NAMES[:1]), check_exact=True)


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


def test_cases_that_vary_are_those_made_one_by_one() -> None:
    fees, members = np.linspace(0.1, 0.3, 300), np.geomspace(1e4, 1e8, 300)
    cases = Varied(Case(), {"plan.fee_rate": fees, "members": members, "insurer.loading": fees})
    wanted = [
        Case().with_changes({"plan.fee_rate": fee, "plan.members": size, "insurer.loading": fee})
        for fee, size in zip(fees.tolist(), members.tolist(), strict=True)
    ]
    assert list(cases) == wanted
    assert list(cases[7:11]) == wanted[7:11]
    assert cases[-1] == wanted[-1]
    found = run_many(cases, NAMES[:2])
    pd.testing.assert_frame_equal(found, run_many(wanted, NAMES[:2]), check_exact=True)
    assert len(pickle.dumps(cases[:256])) < len(pickle.dumps(wanted[:256])) / 10


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"fees": [0.1]}, "fees"),
        ({"fee_rate": [0.1], "members": [1e6, 2e6]}, "members"),
        ({}, "one column"),
    ],
)
def test_cases_that_cannot_vary_so_are_refused(columns: dict[str, list[float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Varied(Case(), columns)


def test_a_refusal_survives_being_sent() -> None:
    with pytest.raises(ScenarioError) as refused:
        Scenario(fee_rate=3.0, members=1.0)
    sent = pickle.loads(pickle.dumps(refused.value))
    assert (str(sent), sent.problems) == (str(refused.value), refused.value.problems)


def square(number: int) -> int:
    """Do some work."""
    return number * number


def test_no_more_wait_than_a_scheduler_can_hold() -> None:
    taken: dict[int, int] = {}
    made: list[int] = []
    number = 4 * MOST_WAITING

    def chunks() -> Any:
        for place in range(number):
            # As many as wait, and as many as are being taken.
            assert len(made) - len(taken) < 2 * MOST_WAITING
            made.append(place)
            yield (place,)

    with ThreadPoolExecutor(3) as threads:
        work_off(threads, square, chunks(), taken.__setitem__)
    assert taken == {place: place * place for place in range(number)}


def test_what_needs_the_first_year_alone_is_that_of_all_years() -> None:
    short = [name for name, result in RESULTS.items() if result.first_year_only]
    plans = [
        *(preset.scenario for preset in PRESETS.values()),
        Scenario(price_elasticity=1.0, joiners_per_year=6e6),
        Scenario(funding="fund", contribution_month=5.0, price_elasticity=0.5),
        Scenario(members=10_000.0, lapse_rate=0.2, years=10),
    ]
    for plan in plans:
        whole = project_many([plan])
        for name in short:
            read = RESULTS[name].of_plans
            assert read is not None
            # Read off the plan's own projection, not off that of its settled members.
            if RESULTS[name].plan is RESULTS["first_year"].plan:
                found = values_of([Case(plan=plan)], name)
                np.testing.assert_allclose(found, read(whole), rtol=1e-12, err_msg=name)
    assert {"first_year", "claims"} <= set(short)
