"""Balances of their own from which members pay: who has run dry, tops up or is out.

All who joined at one settlement hold the same balance, for all are charged the same; so balances
are told by when members joined, the opening members being one group. Those of a group whom a levy
would leave with less than the floor top up, or leave: a known share of them does. Who leaves then
pays of that levy what the balance holds; and who leaves for whatever reason is paid back what is
left.
"""

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.fund import Money
from mutualmodel.engine.state import BalanceFlows, State
from mutualmodel.periods import PERIODS_PER_YEAR

# Keeps a mean over nobody from being no number.
_NOBODY = 1e-300
_NOTHING = 1e-9


class Balances:
    """The balances of B plans while they move: one group for each settlement at which members join.

    ``own`` (T + 1, B) is the balance of each group, the opening members being the first;
    ``entered`` (B, T + 1, R C) those of it who have not run dry, over their retention at joining;
    None where nobody joins. ``out`` (B,) says whether any of them has.
    """

    def __init__(self, state: State) -> None:
        """Begin with the opening members' balances."""
        rows = state.rows
        self.state, self.rows = state, rows
        self.own = np.tile(rows["opening_balance"], (rows.periods + 1, 1))
        self.entered: FloatArray | None = None
        if state.joined_sum is not None:
            size = (len(rows.order), rows.periods + 1, state.joined_sum[0, 0].size)
            self.entered = np.zeros(size)
        self.out = np.zeros(len(rows.order), dtype=bool)
        assert state.run.balances is not None
        self.flows = state.run.balances

    def settle(self, period: int, retention: FloatArray, levy: FloatArray) -> FloatArray:
        """Draw a levy (B,) at a settlement; return what members paid of it on average, (B,)."""
        groups = self._people(period, retention)
        own = self.own[: period + 1]
        flows = self.flows
        existing = groups[:period] if period else groups
        flows.opened[period] = (existing * own[: len(existing)]).sum(axis=0)
        if period:
            flows.paid_in[period] = groups[period] * own[period]
        flows.drawn[period] = self._draw(period, groups, levy)
        return np.asarray(flows.drawn[period])

    def close(self, retention: FloatArray) -> None:
        """Count what members hold at the end of the horizon."""
        groups = self._people(self.rows.periods, retention)[:-1]
        self.flows.opened[-1] = (groups * self.own[:-1]).sum(axis=0)

    def admit(self, period: int) -> None:
        """Note who has joined at the end of a period, as the running sums of joiners have it."""
        if self.entered is not None:
            (now,), (before,) = self.state.joined_by(period + 1), self.state.joined_by(period)
            entering = self.entered[:, period + 1].reshape(now.shape)
            np.subtract(now, before, out=entering)

    def refresh(self, period: int) -> None:
        """Have the running sums of joiners that a period needs hold those who are left."""
        if self.entered is None or not self.out.any():
            return
        lags = {0, 1, self.rows.waiting_lag, self.rows.waiting_lag + 1}
        lags |= {PERIODS_PER_YEAR, 2 * PERIODS_PER_YEAR}
        so_far, begin = np.zeros_like(self.entered[:, 0]), 1
        for end in sorted(period - lag for lag in lags if lag < period):
            so_far += self.entered[:, begin : end + 1].sum(axis=1)
            begin = end + 1
            (kept,) = self.state.joined_by(end)
            kept[:] = so_far.reshape(kept.shape)

    def _people(self, period: int, retention: FloatArray) -> FloatArray:
        """Count the members (U, B) of every group at the start of a period."""
        rows, state = self.rows, self.state
        groups = np.zeros((period + 1, len(rows.order)))
        if period == 0:
            groups[0] = rows["members"]
            return groups
        staying = retention * state.columns[period, :, 0] * state.class_share.T[:, :, None]
        groups[0] = (staying * state.opening[:, None, :]).sum(axis=(1, 2))
        if self.entered is not None:
            weight = staying.reshape(len(staying), -1, 1)
            groups[1:period] = np.matmul(self.entered[:, 1:period], weight)[:, :, 0].T
        groups[period] = rows.entering[period - 1]
        return groups

    def _draw(self, period: int, groups: FloatArray, levy: FloatArray) -> FloatArray:
        """Take a levy (B,) from all, and have those who run dry pay in or leave.

        Returns what is taken from a member on average, (B,).
        """
        rows, own = self.rows, self.own[: period + 1]
        left = own - levy
        below = rows["balance_floor"] - left
        asked = below > 0.0
        if not asked.any():
            own[:] = left
            return levy
        share = np.where(asked, rows["top_up_share"], 1.0)
        paid = np.where(asked, np.ceil(below / rows["top_up"]) * rows["top_up"], 0.0)
        taken = share * levy + (1.0 - share) * np.minimum(own, levy)
        total = np.maximum(groups.sum(axis=0), _NOBODY)
        own[:] = left + paid
        self.flows.paid_in[period] += (groups * paid * share).sum(axis=0)
        self.state.opening[:] *= share[0][:, None]
        if self.entered is not None:
            leaving = share[1:] < 1.0
            self.out[:] |= leaving.any(axis=0)
            for group in np.flatnonzero(leaving.any(axis=1)) + 1:
                self.entered[:, group] *= share[group][:, None]
        return np.asarray((groups * taken).sum(axis=0) / total)


def drawn(
    rows: Rows, members: FloatArray, alive: BoolArray, levy: FloatArray, flows: BalanceFlows
) -> tuple[FloatArray, Money]:
    """Return what members pay of a ``levy`` (T, B) from their balances, and how money moves.

    The first is what a balance gives on average, yuan a member (T, B). Of what is short claimants
    do without, and no fee is charged on it: ``unpaid`` and ``fee`` are the changes by that. A plan
    that has dissolved has paid all balances back.
    """
    # A mean that lacks only its last digits lacks nothing.
    taken = np.where(levy - flows.drawn > _NOTHING * levy, flows.drawn, levy)
    short = (levy - taken) * members
    unpaid = short / (1.0 + rows["fee_rate"])
    paid_in, held = flows.paid_in * alive, flows.opened[1:] * alive
    before = np.concatenate([flows.opened[:1], held[:-1]])
    none = np.zeros_like(held)
    return taken, Money(
        contributions=paid_in,
        called=none,
        sponsor=none,
        unpaid=unpaid,
        fee=unpaid - short,
        returned=np.maximum(before + paid_in - taken * members - held, 0.0),
        interest=none,
        deficit=short,
        fund=held,
    )
