"""The one engine: members, claims and charges of many plans, settlement by settlement.

Members of cell c at period t are ``L_tc * P_tc * remaining_tc``: ``L`` is the retention
``exp(-sum of lapse hazards)`` and ``P`` the running sum of joiners over their retention at joining.
Members with a tenure of at least e periods are ``L_tc * P_(t-e),c``, so the waiting period and the
select years need no tenure axis. See ``docs/model.md`` for the whole of the mathematics.

Where no member reacts to the share, retention is known beforehand and all periods are computed in
one step; where they do, one period a step. Both go through the same functions.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.caps import charge_within_year, gross_and_capped
from mutualmodel.engine.cohorts import PAYOUT_KINDS, Cohorts, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.lapse import RISK_CLASSES, Reaction, event_hazard, risk_classes
from mutualmodel.periods import DAYS_PER_PERIOD, PERIODS_PER_MONTH, PERIODS_PER_YEAR

# No lag is longer than the two select years.
_LONGEST_LAG = 2 * PERIODS_PER_YEAR
# Members now, members before and the kinds of claims: what every run sums over the cells.
_SUMS = 2 + len(PAYOUT_KINDS)

Tenured = Callable[[int], FloatArray]


class Noise(Protocol):
    """What chance adds to rows that each stand for one path of the same plan."""

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        """Return the claims paid (S, B, 3) in the periods ``first`` to before ``last``."""

    def leaving(self, period: int) -> FloatArray:
        """Return a hazard (B,) of leaving in a period, the same for all members of a path."""


class Engine:
    """A group of plans moving forward together: B rows, T periods, R risk classes, C cells.

    :meth:`run` fills, each with a last row for the end of the horizon,

    - ``members`` (T + 1, B) at the start of a period,
    - ``survivors`` (T + 1, B) those of them who were in a period before, counted before this
      period's sixtieth birthdays,
    - ``covered`` (T + 1, B) those past the waiting period,
    - ``incurred`` (PAST_PERIODS + T + 1, B, 3) the claims diagnosed by payout kind; the first
      PAST_PERIODS rows lie before the start and the last is empty,
    - ``settled`` (T, B, 3) the claims paid at each settlement: those expected, or drawn by
      ``noise``,
    - ``present`` (T + 1, A, R, B) the members by risk class in each of A ``parts`` of all cells.

    Dissolution is not applied here.
    """

    def __init__(
        self,
        rows: Rows,
        cells: Cohorts | None = None,
        noise: Noise | None = None,
        parts: FloatArray | None = None,
    ) -> None:
        """Lay out the opening members as joiners of the past; ``cells`` may replace the usual.

        ``parts`` (T + 1, C, A) says which share of a cell's members counts towards which part.
        """
        self.rows, self.noise = rows, noise
        self.cells = cells = cells or cohorts(rows.incidence_table, rows.years)
        self.periods = periods = rows.years * PERIODS_PER_YEAR
        size, classes = len(rows.order), RISK_CLASSES if rows.reacts else 1
        self.class_share = self.class_risk = np.ones((classes, size))
        self.relative_risk = np.ones((size, classes))
        if rows.reacts:
            self.relative_risk, share = risk_classes(rows["risk_spread"])
            self.class_share, self.class_risk = share.T, (share * self.relative_risk).T
        self.members, self.survivors, self.covered = np.empty((3, periods + 1, size))
        self.incurred = np.empty((PAST_PERIODS + periods + 1, size, len(PAYOUT_KINDS)))
        self.settled = np.empty((periods, size, len(PAYOUT_KINDS)))
        self.incidence = self._incidence()
        # What is summed over cells: below 60 now, below 60 a period ago, claims by kind, and parts.
        remaining = cells.remaining[:, :, None]
        claims = np.zeros((periods + 1, *cells.claims.shape[1:]))
        claims[:-1] = cells.claims[PAST_PERIODS:]
        before = np.concatenate([remaining[:1], remaining[:-1]])
        parts = np.empty((periods + 1, remaining.shape[1], 0)) if parts is None else parts
        self.columns = np.concatenate([remaining, before, claims, remaining * parts], axis=2)
        self.present = np.empty((periods + 1, parts.shape[2], classes, size))
        self.anyone_joins = bool(rows.entering.any())
        if self.anyone_joins:
            # Zero up to the start: opening members are kept apart, at ``opening``. A step needs no
            # more of the past than the longest lag, so its rows are used again and again.
            kept = _LONGEST_LAG + 1 + (0 if rows.reacts else periods)
            self.joined_sum = np.zeros((kept, size, classes, remaining.shape[1]))
        self._place_opening_members()

    def _place_opening_members(self) -> None:
        rows, cells = self.rows, self.cells
        self.opening = rows["members"][:, None] * (rows.weights @ cells.joining[0])
        # Share of them who had joined by each period, from before the first claim still unpaid.
        earliest = PAST_PERIODS + _LONGEST_LAG
        span = np.maximum(rows["opening_tenure_years"] * PERIODS_PER_YEAR, 1e-12)
        joined_by = 1.0 + np.arange(-earliest, self.periods + 1)[:, None] / span
        np.clip(joined_by, 0.0, 1.0, out=joined_by)

        def tenured(lag: int) -> FloatArray:
            return joined_by[_LONGEST_LAG - lag : len(joined_by) - lag]

        waited = self._past_waiting(tenured)
        shares = np.stack([tenured(1), waited, self._select_weighted(waited, tenured)])
        self.opening_shares = shares[:, PAST_PERIODS:, None, None, :]
        rates = np.matmul(self.opening, cells.claims[:PAST_PERIODS])
        level = self.incidence[:PAST_PERIODS] * shares[2, :PAST_PERIODS]
        self.incurred[:PAST_PERIODS] = rates * level[:, :, None] / PERIODS_PER_YEAR

    def _incidence(self) -> FloatArray:
        """Multiplier on the table (PAST_PERIODS + T + 1, B): its level and its trend."""
        years = (np.arange(-PAST_PERIODS, self.periods + 1) + 0.5) / PERIODS_PER_YEAR
        growth = (1.0 + self.rows["incidence_trend"]) ** years[:, None]
        return np.asarray(self.rows["incidence_multiplier"] * growth)

    def _past_waiting(self, tenured: Tenured) -> FloatArray:
        """Members past the waiting period, given those with a tenure of at least a lag."""
        whole = self.rows.waiting_lag
        part = self.rows["waiting_days"] / DAYS_PER_PERIOD - whole
        return (1.0 - part) * tenured(whole) + part * tenured(whole + 1)

    def _select_weighted(self, waited: FloatArray, tenured: Tenured) -> FloatArray:
        """Members past the waiting period, each at the select factor of her year in the plan."""
        first, second = self.rows["select_year_1"], self.rows["select_year_2"]
        return np.asarray(
            first * waited
            + (second - first) * tenured(PERIODS_PER_YEAR)
            + (1.0 - second) * tenured(2 * PERIODS_PER_YEAR)
        )

    def run(self) -> "Engine":
        """Move all rows to the end of the horizon."""
        if self.rows.reacts:
            self._step_by_step()
        else:
            self._all_at_once()
        self.members[0] = self.rows["members"]
        return self

    def _all_at_once(self) -> None:
        hazard = np.array(self.rows.leaving)
        for period, events in self.rows.struck.items():
            if period < self.periods:
                hazard[period] -= sum(np.log1p(-share) for share, _ in events)
        if self.noise is not None:
            hazard += np.stack([self.noise.leaving(period) for period in range(self.periods)])
        retention = np.ones((self.periods + 1, len(self.rows.order)))
        np.exp(-np.cumsum(hazard, axis=0), out=retention[1:])
        if self.anyone_joins:
            entering = np.matmul(self.rows.weights, self.cells.joining[1:])
            entering = entering * (self.rows.entering / retention[1:])[:, :, None]
            since_start = self.joined_sum[_LONGEST_LAG + 1 :, :, 0]
            np.cumsum(entering, axis=0, out=since_start)
        self._count(0, self.periods + 1, retention[:, None, None, :])
        self._settle(0, self.periods)

    def _step_by_step(self) -> None:
        rows, periods = self.rows, self.periods
        reaction = Reaction.of(rows, self.cells)
        remembered = -np.expm1(-1.0 / (PERIODS_PER_MONTH * rows["price_memory_months"]))
        log_retention = np.zeros((len(rows.order), RISK_CLASSES, self.opening.shape[1]))
        retention = np.ones_like(log_retention)
        # Room for what every step works out anew: asking for as much memory each time takes longer.
        self.scratch = np.empty_like(log_retention)
        price = charged_in_year = np.zeros(len(rows.order))
        for period in range(periods):
            self._count(period, period + 1, retention)
            if period == 0:
                self.members[0] = rows["members"]
            if period % PERIODS_PER_YEAR == 0:
                charged_in_year = np.zeros(len(rows.order))
            self._settle(period, period + 1)
            _, capped = gross_and_capped(rows, self.settled[period], self.members[period])
            charged = charge_within_year(capped, charged_in_year, rows["annual_cap"])
            charged_in_year += charged
            latest = charged * PERIODS_PER_YEAR
            price = latest if period == 0 else price + remembered * (latest - price)
            per_incidence = price / self.incidence[PAST_PERIODS + period]
            log_retention -= reaction.hazard(period, per_incidence, out=self.scratch)
            for share, spares in rows.struck.get(period, ()):
                struck = event_hazard(share, spares, self.relative_risk, self.by_class)
                log_retention -= struck[:, :, None]
            if self.noise is not None:
                log_retention -= self.noise.leaving(period)[:, None, None]
            np.exp(log_retention, out=retention)
            if self.anyone_joins:
                entering = rows.weights @ self.cells.joining[period + 1]
                entering = entering * rows.entering[period][:, None]
                now = self.joined_sum[self._row(period + 1)]
                np.divide(entering[:, None, :], retention, out=now)
                now += self.joined_sum[self._row(period)]
        self._count(periods, periods + 1, retention)

    def _count(self, first: int, last: int, retention: FloatArray) -> None:
        """Count members and claims of the S periods from ``first`` to before ``last``."""
        opened = self._over_cells(self.opening[:, None, :], first, last, retention)
        present, waited, exposed = (opened * part[first:last] for part in self.opening_shares)
        everyone = opened[:, _SUMS:]
        if self.anyone_joins:

            def tenured(lag: int) -> FloatArray:
                if last - 1 <= lag:  # nobody who joined since the start has been in for so long
                    return np.zeros((1, self.columns.shape[2], 1, 1))
                start = self._row(first - lag)
                joined = self.joined_sum[start : start + last - first]
                return self._over_cells(joined, first, last, retention)

            joined_waited = self._past_waiting(tenured)
            present += tenured(1)
            waited += joined_waited
            exposed += self._select_weighted(joined_waited, tenured)
            everyone = everyone + tenured(0)[:, _SUMS:]
        self.present[first:last] = everyone * self.class_share
        of_class = present[:, :2] * self.class_share
        now, before = of_class.sum(axis=2).swapaxes(0, 1)
        self.members[first:last] = now
        # At the start, in the first row, the members are the scenario's own: see run().
        entered = self.members[max(first, 1) : last]
        entered += self.rows.entering[max(first, 1) - 1 : last - 1]
        self.survivors[first:last] = before
        newcomers = self.rows.entering[max(last - 2, 0)] * self.class_share
        self.by_class = (of_class[-1, 0] + (newcomers if last > 1 else 0.0)).T
        self.covered[first:last] = (waited[:, 0] * self.class_share).sum(axis=1)
        claims = (exposed[:, 2:_SUMS] * self.class_risk).sum(axis=2)
        at = slice(PAST_PERIODS + first, PAST_PERIODS + last)
        level = self.incidence[at, None] / PERIODS_PER_YEAR
        self.incurred[at] = (claims * level).swapaxes(1, 2)

    def _row(self, period: int) -> int:
        """Row of ``joined_sum`` that holds those who had joined by a period."""
        return (_LONGEST_LAG + period) % len(self.joined_sum)

    def _over_cells(
        self, people: FloatArray, first: int, last: int, retention: FloatArray
    ) -> FloatArray:
        """Sum people (S, B, R, C), once those have left who do, over cells by ``columns``.

        Returns (S, K, R, B). Retention is (B, R, C) where members react and S is one; elsewhere it
        is the same in all cells, (S, 1, 1, B), and taken out of the sum.
        """
        size, classes = len(self.rows.order), len(self.class_share)
        left = people
        if self.rows.reacts:
            left = np.multiply(people.reshape(-1, *people.shape[-2:]), retention, out=self.scratch)
        # In products as small as these the linear algebra starts no threads of its own, which would
        # get in the way of those that run whole groups.
        total = np.matmul(
            left.reshape(-1, classes, size, left.shape[-1]), self.columns[first:last, None]
        )
        by_row = total.reshape(last - first, size, classes, -1).transpose(0, 3, 2, 1)
        by_row = np.ascontiguousarray(by_row)  # several sums follow, each of which would stride
        return by_row if self.rows.reacts else by_row * retention

    def _settle(self, first: int, last: int) -> None:
        """Count the claims paid at the settlements from ``first`` to before ``last``."""
        expected = self.rows.delay.paid(self.incurred, first, last)
        drawn = expected if self.noise is None else self.noise.paid(first, last, expected)
        self.settled[first:last] = drawn
