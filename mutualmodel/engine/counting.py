"""Count members and claims of some periods.

Members of cell c at period t are ``L_tc * P_tc * remaining_tc``: ``L`` is the retention
``exp(-sum of lapse hazards)`` and ``P`` the running sum of joiners over their retention at joining.
Members with a tenure of at least e periods are ``L_tc * P_(t-e),c``.
"""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.cohorts import PAYOUT_KINDS
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.exposure import past_waiting, select_weighted
from mutualmodel.engine.state import State
from mutualmodel.periods import PERIODS_PER_YEAR

_KINDS = len(PAYOUT_KINDS)


def count(state: State, first: int, last: int, retention: FloatArray) -> None:
    """Count members and claims of the S periods from ``first`` to before ``last``.

    ``retention`` is (B, R, C) where members react and S is one; elsewhere it is the same in all
    cells, (S, 1, 1, B).
    """
    run, rows = state.run, state.rows
    present, waited, exposed = _people(state, first, last, retention)
    of_class = present[:, :-_KINDS] * state.class_share
    now, before, *living = of_class.sum(axis=2).swapaxes(0, 1)
    run.members[first:last] = now
    # At the start, in the first row, the members are the scenario's own.
    entered = run.members[max(first, 1) : last]
    entered += rows.entering[max(first, 1) - 1 : last - 1]
    if first == 0:
        run.members[0] = rows["members"]
    run.survivors[first:last] = before
    if living:
        run.living[first:last] = living[0]
    newcomers = rows.entering[max(last - 2, 0)] * state.class_share
    state.by_class[:] = (of_class[-1, 0] + (newcomers if last > 1 else 0.0)).T
    run.covered[first:last] = (waited[:, 0] * state.class_share).sum(axis=1)
    claims = (exposed[:, -_KINDS:] * state.class_risk).sum(axis=2)
    at = slice(PAST_PERIODS + first, PAST_PERIODS + last)
    level = state.incidence[at, None] / PERIODS_PER_YEAR
    run.incurred[at] = (claims * level).swapaxes(1, 2)
    if run.by_age is not None:
        run.by_age[first:last] = members_by_age(state, first, last, retention)


def _people(
    state: State, first: int, last: int, retention: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sum members over cells (S, K, R, B).

    Those a period or more in the plan, those past waiting, and those who can claim, the last at
    their select factors.
    """
    rows = state.rows
    opened = _opening_members(state, first, last, retention)
    present, waited, exposed = (opened * part[first:last] for part in state.opening_shares)
    if state.joined_sum is None:
        return present, waited, exposed

    def tenured(lag: int) -> FloatArray:
        if last - 1 <= lag:  # nobody who joined since the start has been in for so long
            return np.zeros((1, state.columns.shape[2], 1, 1))
        joined = state.joined_by(first - lag, last - first)
        return _over_cells(state, joined, first, last, retention)

    joined_waited = past_waiting(rows, tenured)
    present += tenured(1)
    waited += joined_waited
    exposed += select_weighted(rows, joined_waited, tenured)
    return present, waited, exposed


def _opening_members(state: State, first: int, last: int, retention: FloatArray) -> FloatArray:
    """Sum the opening members over cells (S, K, R, B), who elsewhere leave all cells alike."""
    rows = state.rows
    if rows.reacts:
        return _over_cells(state, state.opening[:, None, :], first, last, retention)
    of_one = np.matmul(rows.weights, state.run.cells.opening_columns[first:last])
    return np.asarray(of_one.swapaxes(1, 2)[:, :, None] * (rows["members"] * retention))


def _over_cells(
    state: State, people: FloatArray, first: int, last: int, retention: FloatArray
) -> FloatArray:
    """Sum people (S, B, R, C), once those have left who do, over cells: (S, K, R, B)."""
    classes, size = state.class_share.shape
    left = _staying(state, people, retention)
    # In products as small as these the linear algebra starts no threads of its own, which would
    # get in the way of those that run whole groups.
    total = np.matmul(
        left.reshape(-1, classes, size, left.shape[-1]), state.columns[first:last, None]
    )
    by_row = total.reshape(last - first, size, classes, -1).transpose(0, 3, 2, 1)
    by_row = np.ascontiguousarray(by_row)  # several sums follow, each of which would stride
    return by_row if state.rows.reacts else by_row * retention


def _staying(state: State, people: FloatArray, retention: FloatArray) -> FloatArray:
    """Take off those who left by cell; elsewhere a sum over cells is cut by all alike."""
    if not state.rows.reacts:
        return people
    return np.multiply(people.reshape(-1, *people.shape[-2:]), retention, out=state.scratch)


def members_by_age(state: State, first: int, last: int, retention: FloatArray) -> FloatArray:
    """Count all members by risk class, sex and single age: (S, B, R, 2, A)."""
    assert state.ages is not None
    run = state.run
    ages = state.ages[first:last, None, None]

    def spread(people: FloatArray) -> FloatArray:
        staying = _staying(state, people, retention)
        if run.cells.surviving is not None:
            staying = staying * run.cells.surviving[first:last, None, None]
        by_sex = staying.reshape(-1, *staying.shape[-3:-1], 2, ages.shape[-2])
        return np.asarray(np.matmul(by_sex, ages))

    counted = spread(state.opening[:, None, :])
    if state.joined_sum is not None:
        counted = counted + spread(state.joined_by(first, last - first))
    left = 1.0 if state.rows.reacts else retention.swapaxes(1, 3)[..., None]
    return np.asarray(counted * left * state.class_share.T[:, :, None, None])
