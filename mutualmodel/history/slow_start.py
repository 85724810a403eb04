"""The first claims of the plan took longer to be paid than later ones.

The mean delay of a claim diagnosed t days after the end of the first members' waiting period is
``delay + extra exp(-t / fall)``. It goes by the day of diagnosis: by any other day claims would be
lost or counted twice as it falls.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.figures.reading import numbers_of
from mutualmodel.figures.rulebook import LAUNCH
from mutualmodel.history.record import SETTLEMENT_DATES
from mutualmodel.periods import DAYS_PER_PERIOD


@dataclass(frozen=True)
class SlowStart:
    """What the delay had beyond the lasting one: ``extra_days``, and ``fall_days`` to 1/e of it."""

    extra_days: float
    fall_days: float

    def mean_days(self, lasting: float) -> FloatArray:
        """Return the mean delay of the replay by period of diagnosis, (PAST_PERIODS + N,) days.

        Parameters
        ----------
        lasting
            The mean delay of a plan that is no longer new, in days.
        """
        extra = self.extra_days * np.exp(-_days_since_first_claims() / self.fall_days)
        return np.asarray(np.concatenate([np.full(PAST_PERIODS, lasting), lasting + extra]))


NO_SLOW_START = SlowStart(0.0, 1.0)


@cache
def _days_since_first_claims() -> FloatArray:
    """Days (N,) from the end of the first waiting period to the middle of each settlement's own."""
    first = LAUNCH + dt.timedelta(days=numbers_of("waiting_90_days")[0])
    ahead = np.array([(day - first).days for day in SETTLEMENT_DATES], dtype=float)
    return np.asarray(np.maximum(ahead - DAYS_PER_PERIOD / 2.0, 0.0))
