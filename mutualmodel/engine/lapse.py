"""Who leaves: the reaction of members to the share, and to events."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import Cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.risk import risk_classes

# However dear the plan, no one leaves at more than 20 or less than a twentieth of the base rate:
# some forget, and some leave at any price. No more than two in five leave between settlements.
RESPONSE_LIMITS = (0.05, 20.0)
MOST_LEAVING_A_PERIOD = 0.5
# The well may all leave at an event, but for one in 10^13: retention is divided by.
MOST_LEAVING_AT_ONCE = 30.0
# A yuan a year below which a price or a benefit is taken as this much, so that 0 / 0 reads as one.
LEAST_YUAN = 1e-9
_NEWTON_STEPS = 60
_NEWTON_WITHIN = 1e-14


@dataclass(frozen=True)
class Reaction:
    """How the members of every cell answer the price; made once, asked every period.

    ``by_class`` (B, R): relative risk ** -elasticity. ``by_cell`` (T, U, C): yearly benefit of a
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
        if (terms == terms[0]).all():
            kinds, kind = terms[:1], np.zeros(len(terms), dtype=np.intp)
            by_cell = _latest_answers(cells, kinds.tobytes())
        else:
            kinds, kind = np.unique(terms, axis=0, return_inverse=True)
            by_cell = _answers(cells, kinds)
        relative, _ = risk_classes(rows["risk_spread"], rows.classes)
        return cls(
            rows=rows,
            by_class=np.maximum(relative, LEAST_YUAN) ** -elasticity[:, None],
            by_cell=by_cell,
            kind=kind.reshape(-1),
        )

    def hazard(
        self, period: int, price_per_incidence: FloatArray, out: FloatArray | None = None
    ) -> FloatArray:
        """Return the hazard of leaving in one period, (B, R, C), in ``out`` if that is given.

        base rate x (price / own expected benefit) ** elasticity, within :data:`RESPONSE_LIMITS`;
        ``price_per_incidence`` (B,) is the smoothed yearly charge over the multiplier on the table.
        """
        base = self.rows.leaving[period]
        price = np.maximum(price_per_incidence, LEAST_YUAN) ** self.rows["price_elasticity"]
        by_cell = self.by_cell[period]
        by_cell = by_cell[self.kind] if len(by_cell) > 1 else by_cell
        by_class = (base * price)[:, None] * self.by_class
        hazard = np.multiply(by_class[:, :, None], by_cell[:, None, :], out=out)
        least, most = (limit * base[:, None, None] for limit in RESPONSE_LIMITS)
        np.maximum(hazard, least, out=hazard)
        np.minimum(hazard, np.minimum(most, MOST_LEAVING_A_PERIOD), out=hazard)
        return np.asarray(hazard)


def _answers(cells: Cohorts, kinds: FloatArray) -> FloatArray:
    """Return the yearly benefit in every cell ** -elasticity (T, U, C), of U ``kinds`` (U, 4)."""
    benefit = np.matmul(kinds[:, :3], cells.claims[PAST_PERIODS:].swapaxes(1, 2))
    benefit /= np.maximum(cells.remaining[:-1], LEAST_YUAN)[:, None, :]
    return np.asarray(np.maximum(benefit, LEAST_YUAN) ** -kinds[:, 3:])


@lru_cache(maxsize=16)
def _latest_answers(cells: Cohorts, kind: bytes) -> FloatArray:
    """Return those of one kind: whoever moves incidence or members asks for the same again."""
    return _answers(cells, np.frombuffer(kind)[None])


def event_hazard(
    share: FloatArray, spares: FloatArray, relative: FloatArray, members: FloatArray
) -> FloatArray:
    """Return the hazard (B, R) with which an event makes just this share of all members leave.

    It is proportional to ``relative`` risk (B, R) ** -``spares`` (B,); ``members`` (B, R) are those
    present by class. Found by Newton's method on the share that stays, which falls and is convex.
    """
    total = members.sum(axis=1, keepdims=True)
    # Where nobody is left the answer is of no consequence, but it must be a number.
    weight = np.where(total > 0, members, 1.0) / np.where(total > 0, total, members.shape[1])
    slope = np.maximum(relative, LEAST_YUAN) ** -spares[:, None]
    level = np.zeros(len(share))
    for _ in range(_NEWTON_STEPS):
        staying = weight * np.exp(-level[:, None] * slope)
        step = (staying.sum(axis=1) - (1.0 - share)) / (staying * slope).sum(axis=1)
        level += step
        if np.all((np.abs(step) <= _NEWTON_WITHIN * level) | (share == 0.0)):
            break
    # A share of nothing is found to within a rounding error, which may lie below it.
    return np.clip(level[:, None] * slope, 0.0, MOST_LEAVING_AT_ONCE)
