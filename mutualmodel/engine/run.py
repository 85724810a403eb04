"""Run plans to the end of their horizon."""

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import Cohorts, cohorts
from mutualmodel.engine.opening import opened
from mutualmodel.engine.state import PlanRun
from mutualmodel.engine.stepping import Noise, move


def run_plans(
    rows: Rows,
    cells: Cohorts | None = None,
    noise: Noise | None = None,
    parts: FloatArray | None = None,
) -> PlanRun:
    """Move a group of plans from their start to the end of their horizon.

    Parameters
    ----------
    cells
        By default those of the rows' table and horizon.
    noise
        What chance adds; None for the expectation.
    parts
        (T + 1, C, A): which share of a cell's members counts towards which part.
    """
    state = opened(rows, cells or cohorts(rows.incidence_table, rows.years), parts)
    move(state, noise)
    return state.run
