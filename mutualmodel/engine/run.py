"""Run plans to the end of their horizon; the latest runs of single plans are kept and shared."""

from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.cohorts import Cohorts, by_single_age, cohorts
from mutualmodel.engine.opening import opened
from mutualmodel.engine.own_path import followed
from mutualmodel.engine.state import PlanRun
from mutualmodel.engine.stepping import Noise, move
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import Way, way


def run_plans(
    rows: Rows,
    cells: Cohorts | None = None,
    noise: Noise | None = None,
    ages: FloatArray | None = None,
) -> PlanRun:
    """Move a group of plans from their start to the end of their horizon.

    Parameters
    ----------
    cells
        By default those of the rows' basis and horizon.
    noise
        What chance adds; None for the expectation.
    ages
        (T + 1, C / 2, A): the single ages of the cells of one sex, to count members by them.
    """
    cells = cells or cohorts(rows.basis, rows.years)
    sizes = None if noise is None else noise.sizes
    led = followed(rows, cells)
    state = opened(led, cells, ages, counted=noise is not None, sizes=sizes)
    move(state, noise)
    return state.run


def run_single(scenario: Scenario) -> PlanRun:
    """Run one plan in expectation, anew."""
    return run_plans(_rows_of(scenario))


def run_of(scenario: Scenario) -> PlanRun:
    """Run one plan in expectation; its arrays cannot be written to."""
    return _run_of(scenario, way())


@lru_cache(maxsize=64)
def _run_of(scenario: Scenario, _: Way) -> PlanRun:
    return _unwritable(run_single(scenario))


def run_by_age(scenario: Scenario) -> PlanRun:
    """Run one plan as :func:`run_of`, its members counted by risk class, sex and age as well."""
    return _run_by_age(scenario, way())


@lru_cache(maxsize=8)
def _run_by_age(scenario: Scenario, _: Way) -> PlanRun:
    ages = by_single_age(RateBasis.of(scenario), scenario.years)
    return _unwritable(run_plans(_rows_of(scenario), ages=ages))


def _rows_of(scenario: Scenario) -> Rows:
    (rows,) = grouped([scenario], 1, 1)
    return rows


def _unwritable(run: PlanRun) -> PlanRun:
    for array in vars(run).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return run
