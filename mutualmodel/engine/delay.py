"""From diagnosis to payment: when a claim is paid, and which claims are outstanding until then.

The delay of a claim is gamma distributed, or the same for all where its coefficient of variation is
zero. Claims are diagnosed evenly within a period and paid at the settlement that follows the end of
their delay, so that what is paid moves with every day of it.
"""

from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.kernels import way
from mutualmodel.laws.gamma_wait import POINT, mean_time_since
from mutualmodel.once import cached_property
from mutualmodel.periods import DAYS_PER_PERIOD

# Claims of so many periods before the start may still be to be paid, and a claim that would come
# later than so many periods after its diagnosis is paid then: no claim is lost. With a delay of a
# year that is one in a million at a coefficient of variation of 0.25, and 7 % at 1, the largest.
PAST_PERIODS = 64
# A smaller share of a period's claims is not worth a settlement of its own.
_NOTHING = 1e-13


@dataclass(frozen=True, eq=False)
class Delay:
    """What share of the claims of a period is paid at which of the settlements after it.

    ``shares`` (K, R, B): of the claims diagnosed in each of R = PAST_PERIODS + T periods, paid at
    the settlements ``least`` to ``least`` + K - 1 periods later; they come to one. R is one where
    the date of diagnosis makes no difference, B is one where all plans are alike.
    """

    least: int
    shares: FloatArray

    @classmethod
    def of_days(cls, days: FloatArray, cv: FloatArray | float = 0.0) -> "Delay":
        """Return the delay of plans with a mean in days, (B,) or (R, B), and a spread about it.

        Days in rows belong to the periods of diagnosis, R = PAST_PERIODS + T. ``cv`` is the
        coefficient of variation, standard deviation over mean, of like shape or one for all.
        """
        days, cv = np.asarray(days, dtype=float), np.asarray(cv, dtype=float)
        if days.size == cv.size == 1:
            return _delay((1, 1), days.tobytes(), cv.tobytes())
        mean, spread = np.broadcast_arrays(np.atleast_2d(days), cv)
        # All draws of a plan have one delay; it need not be worked out for each.
        if (mean == mean[:, :1]).all() and (spread == spread[:, :1]).all():
            mean, spread = mean[:, :1], spread[:, :1]
        return _delay(mean.shape, mean.tobytes(), spread.tobytes())

    @property
    def portions(self) -> dict[int, FloatArray]:
        """Shares of the claims of a period (R, B), by the settlements until they are paid."""
        return dict(enumerate(self.shares, start=self.least))

    def paid(self, diagnosed: FloatArray, first: int, last: int) -> FloatArray:
        """Return what is paid (S, B, K) at the settlements from ``first`` to before ``last``.

        ``diagnosed`` (PAST_PERIODS + T, B, K) may be claims or yuan; row PAST_PERIODS is diagnosed
        in the first period.
        """
        if last - first == 1:
            return self._paid_at(diagnosed, first)
        if way() == "numba":
            from mutualmodel.engine.compiled_settling import paid

            rows = PAST_PERIODS + first, PAST_PERIODS + last
            return paid(diagnosed, self.shares, self.least, *rows)
        total = portion = None
        for later, share in self.portions.items():
            found = slice(PAST_PERIODS + first - later, PAST_PERIODS + last - later)
            known = share[found] if len(share) > 1 else share
            portion = np.multiply(known[:, :, None], diagnosed[found], out=portion)
            total = portion.copy() if total is None else np.add(total, portion, out=total)
        assert total is not None
        return total

    def _paid_at(self, diagnosed: FloatArray, settlement: int) -> FloatArray:
        """Return what is paid (1, B, K) at one settlement, all periods of diagnosis at once."""
        lag = np.arange(len(self.shares))
        found = PAST_PERIODS + settlement - self.least - lag
        share = self.shares[lag, found if self.shares.shape[1] > 1 else 0]
        return np.asarray((share[:, :, None] * diagnosed[found]).sum(axis=0, keepdims=True))

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
        if worth is not None:
            # numpy is slow where an axis is short.
            each = (diagnosed[:, :, kind] * worth[:, kind] for kind in range(worth.shape[1]))
            diagnosed = np.asarray(reduce(np.add, each))[:, :, None]
        opening = (diagnosed[:PAST_PERIODS] * self._unpaid_at_start[:, :, None]).sum(axis=0)
        flow = diagnosed[PAST_PERIODS:] - self.paid(diagnosed, 0, len(diagnosed) - PAST_PERIODS)
        if running is not None:
            flow = flow * running[:, :, None]
        # A running sum that comes back to nothing may end a rounding error below it.
        return np.asarray(np.maximum(opening + np.cumsum(flow, axis=0), 0.0))

    @cached_property
    def _unpaid_at_start(self) -> FloatArray:
        """Shares (PAST_PERIODS, B) of what was diagnosed before the start that are unpaid then."""
        count, rows, _ = self.shares.shape
        still = np.zeros((count + 1, *self.shares.shape[1:]))
        still[:-1] = np.cumsum(self.shares[::-1], axis=0)[::-1]
        # What was diagnosed j periods before the start is unpaid in so far as its delay exceeds j.
        longer = np.clip(np.arange(PAST_PERIODS, 0, -1) - self.least, 0, count)
        return np.asarray(still[longer, np.arange(PAST_PERIODS) if rows > 1 else 0])


@lru_cache(maxsize=64)
def _delay(shape: tuple[int, int], days: bytes, cv: bytes) -> Delay:
    """Return the delay of given means in days and spreads; plans of one delay share it."""
    mean = np.frombuffer(days).reshape(shape) / DAYS_PER_PERIOD
    spread = np.frombuffer(cv).reshape(shape)
    shares = _of_points(mean)
    varied = (spread > POINT) & (mean > POINT)
    if varied.any():
        laws, law = np.unique([mean[varied], spread[varied]], axis=1, return_inverse=True)
        shares[:, varied] = _of_gammas(*laws)[:, law.reshape(-1)]
    some = np.flatnonzero(shares.any(axis=(1, 2)))
    shares = shares[some[0] : some[-1] + 1].copy()
    shares.flags.writeable = False
    return Delay(int(some[0]), shares)


def _of_points(mean: FloatArray) -> FloatArray:
    """Return shares (PAST_PERIODS + 1, ...) by settlement of claims that wait equally long."""
    whole = mean.astype(int)
    part = mean - whole
    shares = np.zeros((PAST_PERIODS + 1, *mean.shape))
    np.put_along_axis(shares, whole[None], (1.0 - part)[None], axis=0)
    np.put_along_axis(shares, whole[None] + 1, part[None], axis=0)
    return shares


def _of_gammas(mean: FloatArray, cv: FloatArray) -> FloatArray:
    """Return shares (PAST_PERIODS + 1, N) by settlement of claims that wait a gamma time, periods.

    A claim diagnosed at the time u of its period, between 0 and 1, is paid by the k-th settlement
    after it if its delay D is below k + 1 - u. Over u that is the mean of D's cdf from k to k + 1,
    the difference of E[(x - D)+] between them.
    """
    since = mean_time_since(np.arange(PAST_PERIODS + 1.0)[:, None], mean, cv)
    by_then = np.ones((PAST_PERIODS + 1, len(mean)))
    np.minimum(np.diff(since, axis=0), 1.0, out=by_then[:-1])
    by_then[by_then > 1.0 - _NOTHING] = 1.0
    # Rounding must not make a later settlement take back what an earlier one has paid.
    np.maximum.accumulate(by_then, axis=0, out=by_then)
    return np.diff(by_then, axis=0, prepend=0.0)
