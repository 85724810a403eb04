"""From diagnosis to payment: when a claim is paid, and which claims are outstanding until then.

One delay holds for all claims of a plan. Between two settlements it is split over both, so that
what is paid moves with every day of it.
"""

import math
from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.inputs.scenario import fields
from mutualmodel.periods import DAYS_PER_PERIOD

_LONGEST_DAYS = fields()["claim_delay_days"].maximum or 0.0
# Claims diagnosed up to the longest delay before the start are still to be paid.
PAST_PERIODS = math.ceil(_LONGEST_DAYS / DAYS_PER_PERIOD) + 2


def whole_periods(days: float) -> int:
    """Return how many settlement periods are full after so many days."""
    return int(days / DAYS_PER_PERIOD)


@dataclass(frozen=True, eq=False)
class Delay:
    """A delay of ``whole`` settlement periods and, of a further one, the ``part`` (B,).

    Of the claims diagnosed in a period, 1 - ``part`` are paid at the settlement ``whole`` periods
    later and ``part`` at the one after it.
    """

    whole: int
    part: FloatArray

    @classmethod
    def of_days(cls, days: FloatArray) -> "Delay":
        """Return the delay of plans (B,) whose delays have the same whole periods."""
        whole = whole_periods(float(days[0]))
        return cls(whole, days / DAYS_PER_PERIOD - whole)

    @property
    def portions(self) -> dict[int, FloatArray]:
        """Shares of the claims of a period (B,), by the settlements until they are paid."""
        later = {self.whole + 1: self.part} if self.part.any() else {}
        return {self.whole: 1.0 - self.part} | later

    def paid(self, diagnosed: FloatArray, first: int, last: int) -> FloatArray:
        """Return what is paid (S, B, K) at the settlements from ``first`` to before ``last``.

        ``diagnosed`` (PAST_PERIODS + T, B, K) may be claims or yuan; row PAST_PERIODS is diagnosed
        in the first period.
        """
        start, end = PAST_PERIODS + first - self.whole, PAST_PERIODS + last - self.whole
        part = self.part[:, None]
        return (1.0 - part) * diagnosed[start:end] + part * diagnosed[start - 1 : end - 1]

    def outstanding(
        self,
        diagnosed: FloatArray,
        *,
        running: BoolArray | None = None,
        worth: FloatArray | None = None,
    ) -> FloatArray:
        """Return what is diagnosed and not paid (T, B, K) when each period ends.

        ``diagnosed`` as for :meth:`paid`. Where ``running`` (T, B) is false nothing is added or
        paid any more. With ``worth`` (B, K) in yuan all kinds come to one sum of yuan (T, B, 1).
        """
        # What was diagnosed j periods before the start is unpaid in so far as its delay exceeds j.
        ahead = np.arange(PAST_PERIODS, 0, -1.0)[:, None]
        unpaid = np.clip(self.whole + self.part - ahead + 1.0, 0.0, 1.0)
        before = diagnosed[:PAST_PERIODS]
        flow = diagnosed[PAST_PERIODS:] - self.paid(diagnosed, 0, len(diagnosed) - PAST_PERIODS)
        if worth is not None:
            before, flow = ((part * worth).sum(axis=2, keepdims=True) for part in (before, flow))
        opening = (before * unpaid[:, :, None]).sum(axis=0)
        if running is not None:
            flow = flow * running[:, :, None]
        # A running sum that comes back to nothing may end a rounding error below it.
        return np.asarray(np.maximum(opening + np.cumsum(flow, axis=0), 0.0))
