"""A floor for the engine: the least that a compiled loop over cells does for the same answer.

For every settlement, risk class and cell one exponential and the sums of members and claims:
nothing is charged, delayed, waited for, checked or laid out, and no result has a name. Needs numba.
"""

import math

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels.compiling import kernel


@kernel
def floor(
    plans: int, columns: FloatArray, opening: FloatArray, by_cell: FloatArray, classes: int
) -> float:
    """Move some plans through their settlements; ``columns`` (T, K, C), ``by_cell`` (T, C)."""
    periods, kinds, cells = columns.shape
    total = 0.0
    for _plan in range(plans):
        retention, sums = np.ones((classes, cells)), np.zeros(kinds)
        for period in range(periods):
            sums[:] = 0.0
            for group in range(classes):
                for cell in range(cells):
                    people = retention[group, cell] * opening[cell]
                    for kind in range(kinds):
                        sums[kind] += people * columns[period, kind, cell]
                    hazard = min(max(sums[0] * by_cell[period, cell], 1e-4), 0.5)
                    retention[group, cell] *= math.exp(-hazard)
            total += sums[0]
    return total
