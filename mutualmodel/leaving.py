"""Who leaves: risk classes and the reaction of members to the share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualmodel.cohorts import PAST_PERIODS, Cohorts, FloatArray
from mutualmodel.rows import Rows

RISK_CLASSES = 3
# However dear the plan, no one leaves at more than 20 or less than a twentieth of the base rate:
# some forget, and some leave at any price. No more than two in five leave between settlements.
RESPONSE_LIMITS = (0.05, 20.0)
MOST_LEAVING_A_PERIOD = 0.5
# A yuan a year below which a price or a benefit is taken as this much, so that 0 / 0 reads as one.
LEAST_YUAN = 1e-9


def risk_classes(risk_spread: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return relative risks and weights (B, 3) of three points standing for a gamma distribution.

    The gamma has mean 1 and coefficient of variation ``risk_spread`` (B,). The points are those of
    Gauss quadrature (generalised Laguerre, by the eigenvalues of its Jacobi matrix), so the first
    five moments are exact; at spread 0 all points are 1.
    """
    spread = np.square(np.asarray(risk_spread, dtype=float))
    jacobi = np.zeros((len(spread), RISK_CLASSES, RISK_CLASSES))
    for n in range(RISK_CLASSES):
        jacobi[:, n, n] = 1.0 + 2.0 * n * spread
    for n in range(1, RISK_CLASSES):
        off_diagonal = np.sqrt(n * spread + n * (n - 1) * spread**2)
        jacobi[:, n, n - 1] = jacobi[:, n - 1, n] = off_diagonal
    points, vectors = np.linalg.eigh(jacobi)
    return points, np.square(vectors[:, 0, :])


@dataclass(frozen=True)
class Reaction:
    """How the members of every cell answer the price; made once, asked every period.

    ``by_class`` (B, 3): relative risk ** -elasticity. ``by_cell`` (T, U, C): yearly benefit of a
    member of average risk, before the multiplier and the trend, ** -elasticity, for the U different
    combinations of payouts and elasticity; ``kind`` (B,) says which of them a row has.
    """

    rows: Rows
    by_class: FloatArray
    by_cell: FloatArray
    kind: NDArray[np.intp]

    @classmethod
    def of(cls, rows: Rows, cells: Cohorts) -> "Reaction":
        """Work out the part of the answer that does not depend on the price."""
        elasticity = rows["price_elasticity"]
        terms = np.column_stack([rows.payouts, elasticity])
        kinds, kind = np.unique(terms, axis=0, return_inverse=True)
        benefit = np.matmul(kinds[:, :3], cells.claims[PAST_PERIODS:].swapaxes(1, 2))
        benefit /= np.maximum(cells.remaining[:-1], LEAST_YUAN)[:, None, :]
        relative, _ = risk_classes(rows["risk_spread"])
        return cls(
            rows=rows,
            by_class=np.maximum(relative, LEAST_YUAN) ** -elasticity[:, None],
            by_cell=np.maximum(benefit, LEAST_YUAN) ** -kinds[:, 3:],
            kind=kind.reshape(-1),
        )

    def hazard(self, period: int, price_per_incidence: FloatArray) -> FloatArray:
        """Return the hazard of leaving in one period, (B, 3, C).

        base rate x (price / own expected benefit) ** elasticity, within :data:`RESPONSE_LIMITS`;
        ``price_per_incidence`` (B,) is the smoothed yearly charge over the multiplier on the table.
        """
        base = self.rows.leaving[period]
        price = np.maximum(price_per_incidence, LEAST_YUAN) ** self.rows["price_elasticity"]
        by_cell = self.by_cell[period]
        by_cell = by_cell[self.kind] if len(by_cell) > 1 else by_cell
        hazard = ((base * price)[:, None] * self.by_class)[:, :, None] * by_cell[:, None, :]
        least, most = (limit * base[:, None, None] for limit in RESPONSE_LIMITS)
        np.maximum(hazard, least, out=hazard)
        np.minimum(hazard, np.minimum(most, MOST_LEAVING_A_PERIOD), out=hazard)
        return np.asarray(hazard)
