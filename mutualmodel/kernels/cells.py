"""Loops over the cells of one plan, innermost and simple enough to take several cells at once.

Cells are numbered without a sign: of a number that may lie below zero each use has to be looked at.
Sums are kept in variables and not in arrays, which might be one with what they are summed from.
"""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels.compiling import part
from mutualmodel.kernels.laid_out import Course, Plans
from mutualmodel.periods import PERIODS_PER_YEAR

# 1 / n!, down to where the next term is below a rounding error for arguments up to a half.
_TERMS = (
    1 / 87178291200,
    1 / 6227020800,
    1 / 479001600,
    1 / 39916800,
    1 / 3628800,
    1 / 362880,
    1 / 40320,
    1 / 5040,
    1 / 720,
    1 / 120,
    1 / 24,
    1 / 6,
    1 / 2,
)

# The first and the one after the last.
Cells = tuple[np.uintp, np.uintp]
# Members now and a period ago, those of them alive, those past waiting, and claims by three kinds.
Sums = tuple[float, float, float, float, float, float, float]


@part
def span(plans: Plans, course: Course, plan: int, period: int) -> Cells:
    """Return the first cell that has members, and the one after the last.

    The lowest cells have none until somebody joins, and the highest none once they are too old.
    Between men and women there are some of both that are not worth a loop of their own.
    """
    first, last = 0, plans.columns.shape[2]
    while last > first and plans.columns[period, 1, last - 1] == 0.0:
        last -= 1
    if len(course.joined) == 0:
        while first < last and plans.opening[plan, first] == 0.0:
            first += 1
    return np.uintp(first), np.uintp(last)


@part
def leave(
    retention: FloatArray,
    plan: int,
    group: int,
    cells: Cells,
    by_cell: FloatArray,
    price: float,
    bounds: tuple[float, float],
    besides: float,
) -> None:
    """Multiply the retention (B, R, C) of a class by exp(-hazard), and by ``besides``.

    The hazard is ``price`` times ``by_cell`` (C,) within ``bounds``, no more than a half: there its
    exponential is this polynomial, which unlike a library's is taken of several cells at once.
    """
    least, most = bounds
    for cell in range(cells[0], cells[1]):
        hazard = price * by_cell[cell]
        hazard = least if hazard < least else hazard
        x = -(most if hazard > most else hazard)
        stay = _TERMS[0]
        for term in _TERMS[1:]:
            stay = stay * x + term
        retention[plan, group, cell] *= besides * ((stay * x + 1.0) * x + 1.0)


@part
def opening_sums(
    plans: Plans, course: Course, plan: int, period: int, group: int, cells: Cells
) -> Sums:
    """Sum the opening members of a class over cells (``engine.counting``)."""
    now = before = alive = young = old = mild = 0.0
    columns, kinds = plans.columns, plans.columns.shape[1] - 3
    for cell in range(cells[0], cells[1]):
        people = course.retention[plan, group, cell] * plans.opening[plan, cell]
        now += people * columns[period, 0, cell]
        before += people * columns[period, 1, cell]
        alive += people * columns[period, kinds - 1, cell]
        young += people * columns[period, kinds, cell]
        old += people * columns[period, kinds + 1, cell]
        mild += people * columns[period, kinds + 2, cell]
    present, waited, exposed = plans.opening_shares[:, period, plan]
    return (
        present * now,
        present * before,
        present * alive,
        waited * now,
        exposed * young,
        exposed * old,
        exposed * mild,
    )


@part
def joined_sums(
    plans: Plans, course: Course, plan: int, period: int, group: int, cells: Cells
) -> Sums:
    """Sum those of a class who joined since the start over cells (``engine.exposure``)."""
    now = before = alive = covered = young = old = mild = 0.0
    columns, kinds, joined = plans.columns, plans.columns.shape[1] - 3, course.joined
    lag, part, accidents = plans.waiting_lag, plans.waiting_part[plan], plans.accidents[plan]
    first, second = plans.select_1[plan], plans.select_2[plan]
    this, last = row(joined, period), row(joined, period - 1)
    whole, more = row(joined, period - lag), row(joined, period - lag - 1)
    year = row(joined, period - PERIODS_PER_YEAR)
    years = row(joined, period - 2 * PERIODS_PER_YEAR)
    for cell in range(cells[0], cells[1]):
        staying = course.retention[plan, group, cell]
        waited = joined[whole, plan, group, cell]
        waited += part * (joined[more, plan, group, cell] - waited)
        exposed = waited + accidents * (joined[this, plan, group, cell] - waited)
        exposed = first * exposed + (second - first) * joined[year, plan, group, cell]
        exposed = staying * (exposed + (1.0 - second) * joined[years, plan, group, cell])
        present = staying * joined[last, plan, group, cell]
        now += present * columns[period, 0, cell]
        before += present * columns[period, 1, cell]
        alive += present * columns[period, kinds - 1, cell]
        covered += staying * waited * columns[period, 0, cell]
        young += exposed * columns[period, kinds, cell]
        old += exposed * columns[period, kinds + 1, cell]
        mild += exposed * columns[period, kinds + 2, cell]
    return now, before, alive, covered, young, old, mild


@part
def row(joined: FloatArray, period: int) -> int:
    """Return where those who had joined by a period stand (``State.joined_by``)."""
    return (period + len(joined) - 1) % len(joined)


@part
def join(plans: Plans, course: Course, plan: int, period: int) -> None:
    """Let those join who enter at the end of a period, over their retention."""
    joined, now, before = course.joined, row(course.joined, period + 1), row(course.joined, period)
    weights = plans.weights[plan if len(plans.weights) > 1 else 0]
    cells = np.uintp(len(course.entering))
    for cell in range(cells):
        course.entering[cell] = 0.0
    for kind in range(len(weights)):
        weight = weights[kind] * plans.entering[period, plan]
        for cell in range(cells):
            course.entering[cell] += weight * plans.joining[period + 1, kind, cell]
    for group in range(joined.shape[2]):
        for cell in range(cells):
            new = course.entering[cell] / course.retention[plan, group, cell]
            joined[now, plan, group, cell] = joined[before, plan, group, cell] + new
