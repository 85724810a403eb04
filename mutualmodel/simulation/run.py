"""Simulate a plan: chunks of paths on two threads or on any executor, each put in its place."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import fields as dataclass_fields
from functools import lru_cache

import numpy as np

from mutualmodel.chunks import work_off
from mutualmodel.engine.projection import Projection
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import Way, held
from mutualmodel.levels import HIGH, MEDIAN, ONE_IN_200
from mutualmodel.periods import whole_number
from mutualmodel.simulation.draws import PATHS_PER_CHUNK
from mutualmodel.simulation.paths import Chunk, Paths, Yearly
from mutualmodel.simulation.result import Example, Fan, Simulation
from mutualmodel.text import N_

MOST_PATHS = 50_000
EXAMPLES = ((N_("median"), MEDIAN), (N_("1 in 20"), HIGH), (N_("1 in 200"), ONE_IN_200))
_THREADS = 2


def simulate(
    scenario: Scenario,
    paths: int = 10_000,
    seed: int | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[float], object] | None = None,
) -> Simulation:
    """Move a plan along many paths of chance.

    On every path the claims paid are Poisson counts by payout kind; a factor common to all claims
    is drawn for each plan year; bad years and runs strike; members react to the share they are
    charged on that path; both caps and the dissolution rule hold.

    Parameters
    ----------
    paths
        How many, 1 to 50,000. The first of them are the same however many there are.
    seed
        Start of the random numbers, by default the scenario's. Plans simulated with the same seed
        meet the same chance.
    executor
        Any of ``concurrent.futures``, or what behaves as one, such as a cluster's
        ``Client.get_executor(pure=False)`` of ``distributed``; by default two threads. Every chunk
        of 500 paths has random numbers of its own, so the paths are the same to the last digit.
    progress
        Called in this thread with the share done after every chunk of 500 paths. An exception it
        raises ends the simulation at once: so a newer request cancels an older one.

    Raises
    ------
    ValueError
        When paths or seed are out of range.

    Examples
    --------
    >>> simulation = simulate(Scenario(years=1), paths=500)
    >>> simulation.quantiles("cost").values.shape
    (1, 7)
    """
    whole_number("paths", paths, 1, MOST_PATHS)
    if seed is not None:
        scenario = scenario.with_changes(seed=seed)
    plan = Paths(scenario)
    share, members = np.empty((2, plan.calm.periods, paths))
    fund = np.empty_like(share) if scenario.holds_money else None
    yearly: dict[int, Yearly] = {}

    def take(place: int, chunk: Chunk) -> None:
        first = place * PATHS_PER_CHUNK
        part = slice(first, first + chunk.share.shape[1])
        share[:, part], members[:, part] = chunk.share, chunk.members
        if fund is not None:
            fund[:, part] = chunk.fund
        yearly[place] = chunk.yearly
        if progress is not None:
            progress(len(yearly) / -(-paths // PATHS_PER_CHUNK))

    _simulated(plan, paths, executor, take)
    by_year = _joined([yearly[place] for place in range(len(yearly))])
    return Simulation(
        scenario=scenario,
        paths=paths,
        yearly=by_year,
        share=Fan.of_paths(share),
        membership=Fan.of_paths(members),
        fund=None if fund is None else Fan.of_paths(fund),
        examples=_examples(plan, by_year),
    )


def _simulated(
    plan: Paths,
    paths: int,
    executor: Executor | None,
    take: Callable[[int, Chunk], object],
) -> None:
    """Take the chunks as they are done; an exception drops those not begun."""
    sizes = [min(PATHS_PER_CHUNK, paths - at) for at in range(0, paths, PATHS_PER_CHUNK)]
    if executor is not None:
        given = ((plan.scenario, number, size, plan.way) for number, size in enumerate(sizes))
        work_off(executor, _chunk, given, take)
    elif len(sizes) == 1:
        take(0, plan.chunk(0, sizes[0]))
    else:
        plan.prepare()
        with ThreadPoolExecutor(_THREADS) as pool:
            work_off(pool, plan.chunk, enumerate(sizes), take)


def _chunk(scenario: Scenario, number: int, paths: int, to: Way) -> Chunk:
    return _prepared(scenario, to).chunk(number, paths)


@lru_cache(maxsize=2)
def _prepared(scenario: Scenario, to: Way) -> Paths:
    """Return the paths of a plan; a worker prepares once what all chunks of it share."""
    with held(to):
        plan = Paths(scenario)
    plan.prepare()
    return plan


def _joined(parts: list[Yearly]) -> Yearly:
    return Yearly(
        *(
            np.concatenate([getattr(part, field.name) for part in parts], axis=1)
            for field in dataclass_fields(Yearly)
        )
    )


def _examples(plan: Paths, yearly: Yearly) -> tuple[Example, ...]:
    """Pick paths by their dearest year; where caps make many equal, by its cost before caps."""
    order = np.lexsort((yearly.gross.max(axis=0), yearly.cost.max(axis=0)))
    chosen = [int(order[round(level * (len(order) - 1))]) for _, level in EXAMPLES]
    draws = plan.draws_of(chosen)
    ledger = plan.ledger(draws)
    return tuple(
        Example(
            name=name,
            level=level,
            path=chosen[column],
            factor=draws.factor[:, column],
            runs=tuple(int(period) for period in draws.run[:, column] if period >= 0),
            projection=Projection(plan.scenario, ledger, column),
        )
        for column, (name, level) in enumerate(EXAMPLES)
    )
