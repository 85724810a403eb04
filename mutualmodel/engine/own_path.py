"""Membership as a reader's own path has it: who must join or leave so that it is met."""

from dataclasses import replace

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import Cohorts
from mutualmodel.periods import PERIODS_PER_MONTH


def followed(rows: Rows, cells: Cohorts) -> Rows:
    """Return plans with the joiners and the leaving that lead them along their own path.

    The path gives proportions: every plan begins with its own members. Members leave at the usual
    rate and are made up for by joiners; where that would leave too many, more leave, of all cells
    alike. Nobody answers the share. Events come on top, and so does what chance brings.

    Plans without a path are returned as they are.
    """
    if rows.path is None:
        return rows
    wanted = _wanted(rows)
    people = rows["members"][:, None] * (rows.weights @ cells.joining[0])
    retention = np.ones(len(rows.order))
    joiners, lapse = np.empty((2, rows.periods, len(rows.order)))
    for period in range(rows.periods):
        # Members over their retention, so that all that leave at once is one number a plan.
        reach = (people * cells.remaining[period + 1]).sum(axis=1)
        least = np.exp(-rows.leaving[period]) * retention
        stay = least * reach
        too_many = stay > wanted[period + 1]
        kept = np.where(too_many, wanted[period + 1] / np.where(too_many, reach, 1.0), least)
        lapse[period] = np.log(retention / kept)
        joiners[period] = np.where(too_many, 0.0, wanted[period + 1] - stay)
        joined = rows.weights @ cells.joining[period + 1]
        people = people + (joiners[period] / kept)[:, None] * joined
        retention = kept
    unmoved = {"price_elasticity": np.zeros(len(rows.order))}
    return replace(rows, column=rows.column | unmoved, joiners=joiners, lapse=lapse)


def _wanted(rows: Rows) -> FloatArray:
    """Return the members (T + 1, B) at every settlement."""
    assert rows.path is not None
    months = np.arange(rows.periods + 1) / PERIODS_PER_MONTH
    course = rows.path.at(months) / rows.path.values[0]
    return np.asarray(course[:, None] * rows["members"])
