"""How far a claim has come when the notice is given, by the law of its delay.

From diagnosis to payment takes D, of which the part B D passes until the report. Where delays are
gamma distributed the two stretches are gammas of one scale, so that B has a beta distribution and
does not depend on D; where all claims wait equally long B is the same for all.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.laws.gamma_wait import POINT, chance_over, mean_time_since
from mutualmodel.once import cached_property
from mutualmodel.periods import DAYS_PER_PERIOD

# Points of the beta distribution: Gauss and Legendre's, on its quantiles.
_POINTS = 32
# Longer than any delay, half-months: the last settlement pays whatever comes later still.
_NEVER = 1e6


@dataclass(frozen=True, eq=False)
class Stages:
    """Shares of the claims of a half-month by the settlements until they are paid.

    ``paid`` (K,): all that are paid at the settlements 0 to K - 1 after the diagnosis. Of these
    (N, K) are ``reported`` before the notice and ``in_time`` before it or within the time to claim,
    by the half-months from 0 to N - 1 that lie between diagnosis and notice; ``in_time_after``
    (K,) of those diagnosed after it.
    """

    paid: FloatArray
    reported: FloatArray
    in_time: FloatArray
    in_time_after: FloatArray


@lru_cache(maxsize=64)
def stages(days: float, cv: float, reporting_share: float, window_days: float) -> Stages:
    """Return how far claims have come.

    Parameters
    ----------
    days, cv
        Mean delay from diagnosis to payment, and its coefficient of variation.
    reporting_share
        Share of the delay that passes until the report, on average.
    window_days
        A claim reported after the notice is in time so many days after its diagnosis.
    """
    law, window = _law(days, cv, reporting_share), window_days / DAYS_PER_PERIOD
    in_time = np.minimum(law.paid_early(law.between, window), law.paid)
    after = law.paid_early(np.array([[-1.0]]), window)[0]
    return Stages(
        paid=law.paid,
        reported=np.minimum(law.reported, in_time),
        in_time=in_time,
        in_time_after=np.minimum(after, law.paid),
    )


@lru_cache(maxsize=16)
def _law(days: float, cv: float, share: float) -> "_Law":
    return _Law(days / DAYS_PER_PERIOD, cv, share)


class _Law:
    """The joint law of payment and report, in half-months.

    ``paid`` (K,) at each of the settlements ``later``; ``between`` (N, 1) diagnosis and notice.
    """

    def __init__(self, mean: float, cv: float, share: float) -> None:
        """Choose points for the part of the delay that passes until the report."""
        self.mean, self.cv = mean, cv
        portions = Delay.of_days(np.array([mean * DAYS_PER_PERIOD]), cv).portions
        longest = max(portions)
        self.paid = np.array([np.sum(portions.get(lag, 0.0)) for lag in range(longest + 1)])
        self.later = np.arange(longest + 1.0)
        if longest == PAST_PERIODS:
            self.later[-1] = _NEVER
        self.between = np.arange(float(longest))[:, None]
        self.part, self.weight = np.array([share]), np.ones(1)
        self.varied = cv > POINT and mean > POINT
        if self.varied:
            from scipy.special import betaincinv

            point, weight = np.polynomial.legendre.leggauss(_POINTS)
            first, second = share / cv**2, (1.0 - share) / cv**2
            part = betaincinv(first, second, (1.0 + point) / 2.0)
            # A part of nothing or of the whole is no more than rounding.
            self.part, self.weight = np.clip(part, 1e-9, 1.0 - 1e-9), weight / 2.0

    @cached_property
    def reported(self) -> FloatArray:
        """Shares (N, K) paid at each settlement that are reported before the notice."""
        return self.paid_early(self.between, 0.0)

    def paid_early(self, between: FloatArray, window: float) -> FloatArray:
        """Return shares (N, K) paid at each settlement whose report comes early enough.

        That is before the notice, ``between`` (N, 1) whole half-months after the one of diagnosis,
        or within the ``window``. A claim diagnosed the time y before its half-month ends is paid by
        the k-th settlement if D <= k + y, and is reported by then if D <= max(n + y, window) / B.
        The chance of both is integrated over y, the smaller bound changing at most twice.
        """
        k, n, part = self.later[:, None], between[:, :, None], self.part
        # Until then the window counts, and after it the notice.
        until = np.clip(window - n, 0.0, 1.0)
        one = np.clip(window / part - k, 0.0, until)
        two = np.clip((part * k - n) / (1.0 - part), until, 1.0)
        since = self._since
        early = since(k + one) - since(k) + (until - one) * self._over(window / part)
        noticed = part * (since((n + two) / part) - since((n + until) / part))
        both = early + noticed + since(k + 1.0) - since(k + two)
        return np.asarray(np.maximum(np.diff(both @ self.weight, axis=1, prepend=0.0), 0.0))

    def _over(self, x: FloatArray) -> FloatArray:
        if self.varied:
            return chance_over(x, self.mean, self.cv)
        return np.asarray((x >= self.mean).astype(float))

    def _since(self, x: FloatArray) -> FloatArray:
        # Before the diagnosis, where a half-month of the notice would end, nothing is counted.
        x = np.maximum(x, 0.0)
        if self.varied:
            return mean_time_since(x, self.mean, self.cv)
        return np.asarray(np.maximum(x - self.mean, 0.0))
