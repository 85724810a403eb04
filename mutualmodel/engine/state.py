"""What lies in memory while plans move: what a run leaves behind, and what it works with."""

from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.cohorts import Cohorts
from mutualmodel.engine.exposure import LONGEST_LAG


class Sizes(Protocol):
    """The sizes of the claims that were counted on paths, over the mean of their kind."""

    def come_to(
        self, first: int, claims: FloatArray, most: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return what claims (S, B, 3) paid at the settlements from ``first`` on come to.

        First in all, then if of each no more than ``most`` (S, 1 or B, 3) counts; both (S, B, 3).
        """


@dataclass(frozen=True, eq=False)
class BalanceFlows:
    """What balances took in and gave out over a run: B rows, T periods, yuan.

    ``opened`` (T + 1, B): what members hold at the start of a period, before those who have just
    joined pay in; ``paid_in`` (T, B): by these, and as top-ups after the settlement; ``drawn``
    (T, B): what the settlement took from the balance of a member on average.
    """

    opened: FloatArray
    paid_in: FloatArray
    drawn: FloatArray

    @classmethod
    def empty(cls, periods: int, size: int) -> "BalanceFlows":
        """Return room for a run."""
        return cls(np.zeros((periods + 1, size)), *np.zeros((2, periods, size)))

    def put(self, part: slice, other: "BalanceFlows") -> None:
        """Put those of some rows in their place."""
        for field in fields(self):
            getattr(self, field.name)[:, part] = getattr(other, field.name)


@dataclass(frozen=True, eq=False)
class PlanRun:
    """A group of plans over their horizon: B rows, T periods, R risk classes.

    Arrays are filled period by period, each with a last row for the end of the horizon:

    - ``members`` (T + 1, B) at the start of a period,
    - ``survivors`` (T + 1, B) those of the period before who did not lapse, counted before its
      deaths and the birthdays on which membership ends, and ``living`` (T + 1, B) those of them
      who did not die; the same array where deaths are no decrement of their own,
    - ``covered`` (T + 1, B) those past the waiting period,
    - ``incurred`` (PAST_PERIODS + T + 1, B, 3) the claims diagnosed by payout kind that are to be
      paid; the first PAST_PERIODS rows lie before the start and the last is empty,
    - ``settled`` (T, B, 3) the claims paid at each settlement: those expected, or ``counted`` where
      chance drew them, and then of the ``sizes`` drawn for them, if these vary,
    - ``by_age`` (T + 1, B, R, 2, A) the members by risk class, sex and single age; None where it
      was not asked for,
    - ``balances``: what members' own balances took in and gave out; None where they have none.

    Dissolution is not applied here.
    """

    rows: Rows
    cells: Cohorts
    members: FloatArray
    survivors: FloatArray
    living: FloatArray
    covered: FloatArray
    incurred: FloatArray
    settled: FloatArray
    counted: bool
    sizes: Sizes | None
    by_age: FloatArray | None
    balances: BalanceFlows | None

    @property
    def periods(self) -> int:
        """Settlements within the horizon."""
        return self.rows.periods


@dataclass(frozen=True, eq=False)
class State:
    """What a run works with beside the figures it leaves; C cells, K columns.

    - ``class_share``, ``class_risk`` (R, B): share of a risk class at joining, and its relative
      risk times that; ``relative_risk`` (B, R),
    - ``by_class`` (B, R): the members of the latest period counted,
    - ``incidence`` (PAST_PERIODS + T + 1, B): the multiplier on the table at which claims are paid,
    - ``columns`` (T + 1, C, K): what people are summed by over cells,
    - ``ages`` (T + 1, C / 2, A): the single ages of the cells of one sex; None if not asked for,
    - ``opening`` (B, C): the opening members; ``opening_shares`` (3, T + 1, 1, 1, B): of them who
      have joined, are past waiting, and can claim, the last at their select factors,
    - ``joined_sum`` (kept, B, R, C): those who joined since the start, over their retention at
      joining; None where nobody joins,
    - ``scratch`` (B, R, C): room for what every step works out anew; None where nobody reacts.
    """

    run: PlanRun
    class_share: FloatArray
    class_risk: FloatArray
    relative_risk: FloatArray
    by_class: FloatArray
    incidence: FloatArray
    columns: FloatArray
    ages: FloatArray | None
    opening: FloatArray
    opening_shares: FloatArray
    joined_sum: FloatArray | None
    scratch: FloatArray | None

    @property
    def rows(self) -> Rows:
        """The inputs of the plans."""
        return self.run.rows

    def joined_by(self, period: int, periods: int = 1) -> FloatArray:
        """Return those who had joined by a period and the ones after it, (``periods``, B, R, C).

        A step needs no more of the past than the longest lag, so rows are used again and again.
        """
        assert self.joined_sum is not None
        start = (LONGEST_LAG + period) % len(self.joined_sum)
        return self.joined_sum[start : start + periods]
