"""Move plans through time: all periods at once, or step by step where members react.

Where no member reacts to the share, retention is known beforehand and all periods are computed in
one step; where they do, one period a step. Both count and settle through the same functions.
"""

from typing import Protocol

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.balances import Balances
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.caps import (
    YearUnderCap,
    capped_shares,
    claim_shares,
    come_to,
)
from mutualmodel.engine.counting import count
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.fund import Fund
from mutualmodel.engine.lapse import Reaction, event_hazard
from mutualmodel.engine.state import Sizes, State
from mutualmodel.kernels import way
from mutualmodel.periods import PERIODS_PER_MONTH, PERIODS_PER_YEAR


class Noise(Protocol):
    """What chance adds to rows that each stand for one path of the same plan.

    The claims paid are then counted, and meet the year's cap as they are. ``sizes`` are those drawn
    for them; None where each comes to what is expected of it.
    """

    @property
    def sizes(self) -> Sizes | None:
        """The sizes of the claims."""

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        """Return the claims paid (S, B, 3) in the periods ``first`` to before ``last``."""

    def leaving(self, period: int) -> FloatArray:
        """Return a hazard (B,) of leaving in a period, the same for all members of a path."""


def move(state: State, noise: Noise | None = None) -> None:
    """Move all rows to the end of the horizon."""
    if not state.rows.reacts:
        _all_at_once(state, noise)
    elif way() == "numba":
        # Loaded where it is wanted: it loads numba.
        from mutualmodel.engine.compiled import step_by_step

        step_by_step(state, noise)
    else:
        _step_by_step(state, noise)


def _all_at_once(state: State, noise: Noise | None) -> None:
    rows, periods = state.rows, state.rows.periods
    hazard = np.array(rows.leaving)
    for period, events in rows.struck.items():
        if period < periods:
            hazard[period] -= sum(np.log1p(-share) for share, _ in events)
    if noise is not None:
        hazard += np.stack([noise.leaving(period) for period in range(periods)])
    retention = np.ones((periods + 1, len(rows.order)))
    np.exp(-np.cumsum(hazard, axis=0), out=retention[1:])
    if state.joined_sum is not None:
        entering = np.matmul(rows.weights, state.run.cells.joining[1:])
        entering = entering * (rows.entering / retention[1:])[:, :, None]
        np.cumsum(entering, axis=0, out=state.joined_by(1, periods)[:, :, 0])
    count(state, 0, periods + 1, retention[:, None, None, :])
    _pay(state, noise, 0, periods)


def _step_by_step(state: State, noise: Noise | None) -> None:
    rows = state.rows
    reaction = Reaction.of(rows, state.run.cells)
    assert state.scratch is not None
    log_retention = np.zeros_like(state.scratch)
    retention = np.ones_like(log_retention)
    price = np.zeros(len(rows.order))
    paying = Paying(state)
    for period in range(rows.periods):
        paying.prepare(period)
        count(state, period, period + 1, retention)
        _pay(state, noise, period, period + 1)
        charged = paying.charge(period, retention)
        price = remembered(state, period, price, charged)
        per_incidence = answered(rows, price) / state.incidence[PAST_PERIODS + period]
        log_retention -= reaction.hazard(period, per_incidence, out=state.scratch)
        _strike(state, noise, period, log_retention)
        np.exp(log_retention, out=retention)
        _admit(state, period, retention)
        paying.admit(period)
    paying.prepare(rows.periods)
    count(state, rows.periods, rows.periods + 1, retention)
    paying.close(retention)


class Paying:
    """What members pay at each settlement, in whichever way they do."""

    def __init__(self, state: State) -> None:
        """Begin with what a fund or balances hold at the start."""
        self.state, self.rows = state, state.rows
        self.year = YearUnderCap(self.rows, counted=state.run.counted, sizes=state.run.sizes)
        self.fund = Fund(self.rows) if self.rows.funding == "fund" else None
        self.balances = Balances(state) if self.rows.funding == "prepaid" else None

    def prepare(self, period: int) -> None:
        """Leave out those who have run dry, before members are counted."""
        if self.balances is not None:
            self.balances.refresh(period)

    def charge(self, period: int, retention: FloatArray | None = None) -> FloatArray:
        """Return the yuan (B,) that a member pays at a settlement, net of what comes back.

        ``retention`` (B, R, C) is needed where members pay from balances.
        """
        run, rows = self.state.run, self.rows
        members, claims = run.members[period], run.settled[period]
        share = claim_shares(rows.bills, members)
        if self.fund is not None:
            held = capped_shares(rows, share)
            (worth,), _ = come_to(claims[None], held, run.sizes, period)
            flows = self.fund.settle(period, members, (worth * rows.payouts).sum(axis=1))
            return self.fund.charged(flows, members)
        if period % PERIODS_PER_YEAR == 0:
            self.year.begin()
        levy = self.year.charge(period, claims, share)
        if self.balances is None or retention is None:
            return levy
        return self.balances.settle(period, retention, levy)

    def admit(self, period: int) -> None:
        """Note who has joined at the end of a period."""
        if self.balances is not None:
            self.balances.admit(period)

    def close(self, retention: FloatArray) -> None:
        """Count what members hold at the end of the horizon."""
        if self.balances is not None:
            self.balances.close(retention)


def _pay(state: State, noise: Noise | None, first: int, last: int) -> None:
    """Count the claims paid at the settlements from ``first`` to before ``last``."""
    expected = state.rows.delay.paid(state.run.incurred, first, last)
    drawn = expected if noise is None else noise.paid(first, last, expected)
    state.run.settled[first:last] = drawn


def remembered(state: State, period: int, price: FloatArray, charged: FloatArray) -> FloatArray:
    """Return the yearly price (B,) as members remember it; it begins at the first."""
    latest = charged * PERIODS_PER_YEAR
    if period == 0:
        return latest
    return price + forgetting(state.rows) * (latest - price)


def forgetting(rows: Rows) -> FloatArray:
    """Return the part (B,) of the remembered price that gives way to the latest in a period."""
    return np.asarray(-np.expm1(-1.0 / (PERIODS_PER_MONTH * rows["price_memory_months"])))


def answered(rows: Rows, price: FloatArray) -> FloatArray:
    """Return the yearly price (B,) that members answer: the one they remember, or are asked for."""
    if rows.asked is None:
        return price
    row, times = rows.asked
    return price[row] * times


def _strike(state: State, noise: Noise | None, period: int, log_retention: FloatArray) -> None:
    """Let those leave whom an event or chance makes leave after a settlement."""
    for share, spares in state.rows.struck.get(period, ()):
        struck = event_hazard(share, spares, state.relative_risk, state.by_class)
        log_retention -= struck[:, :, None]
    if noise is not None:
        log_retention -= noise.leaving(period)[:, None, None]


def _admit(state: State, period: int, retention: FloatArray) -> None:
    """Let those join who enter at the end of a period."""
    if state.joined_sum is None:
        return
    rows = state.rows
    entering = rows.weights @ state.run.cells.joining[period + 1]
    entering = entering * rows.entering[period][:, None]
    (now,), (before,) = state.joined_by(period + 1), state.joined_by(period)
    np.divide(entering[:, None, :], retention, out=now)
    now += before
