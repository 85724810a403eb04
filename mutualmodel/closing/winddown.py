"""Close a plan: what is owed, who pays it and when, what members are offered, who is left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray
from mutualmodel.closing.books import Books, books_at
from mutualmodel.closing.bridge import Bridge, bridge_of
from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import DAYS_PER_PERIOD

# What is owed, by how far the claim has come when the notice is given.
STAGES = ("published", "reported", "to_report", "in_notice", "too_late")


@dataclass(frozen=True, eq=False)
class WindDown:
    """How one plan closes on some terms.

    ``owed`` (P, 5, 3): claims by the settlement at which they fall due, the first after the notice
    first; by stage (:data:`STAGES`) and by payout kind:

    - published: due at the first settlement after the notice,
    - reported: diagnosed and reported before the notice, due later,
    - to_report: diagnosed before the notice, reported after it and in time,
    - in_notice: diagnosed while cover goes on after the notice, reported in time,
    - too_late: reported after the time to claim is over; nobody pays.

    Members at the notice either move to the bridging policy or are left with no cover: ``bridge``.
    """

    books: Books
    terms: ClosingTerms
    owed: FloatArray
    bridge: Bridge

    @cached_property
    def payouts(self) -> FloatArray:
        """Lump sums by payout kind, (3,), yuan."""
        return np.array(self.books.scenario.payouts)

    @property
    def owed_yuan(self) -> FloatArray:
        """Payouts owed by settlement and stage, (P, 5), yuan."""
        return np.asarray(self.owed @ self.payouts)

    @property
    def by_stage(self) -> dict[str, float]:
        """Payouts owed by stage, yuan."""
        return dict(zip(STAGES, self.owed_yuan.sum(axis=0).tolist(), strict=True))

    @property
    def total_owed(self) -> float:
        """All payouts owed, yuan: paid + unpaid."""
        return float(self.owed_yuan.sum())

    @property
    def paid(self) -> FloatArray:
        """Yuan paid at each settlement, (P,), by whoever the terms name."""
        return np.asarray(self.terms.paid_share * self.owed_yuan[:, :-1].sum(axis=1))

    @property
    def unpaid(self) -> FloatArray:
        """Yuan that claimants do without at each settlement, (P,)."""
        return np.asarray(self.owed_yuan.sum(axis=1) - self.paid)

    @property
    def claimants_short(self) -> float:
        """Claimants who receive nothing or less than they were promised."""
        in_time = float(self.owed[:, :-1].sum())
        too_late = float(self.owed[:, -1].sum())
        return too_late + (in_time if self.terms.paid_share < 1.0 else 0.0)

    @property
    def refund(self) -> float:
        """Contributions paid back by the operator, yuan."""
        return self.terms.refund_share * self.books.contributed

    @property
    def operator_cost(self) -> dict[str, float]:
        """What closing costs the operator, yuan: claims, refunds and free months of the policy."""
        claims = float(self.paid.sum()) if self.terms.payer == "operator" else 0.0
        free = self.bridge.free_months_cost
        return {"claims": claims, "refund": self.refund, "free_months": free}

    @property
    def operator_total(self) -> float:
        """The sum of :attr:`operator_cost`, yuan."""
        return sum(self.operator_cost.values())

    @property
    def members_pay(self) -> float:
        """What members still pay for claims, yuan."""
        return float(self.paid.sum()) if self.terms.payer == "members" else 0.0

    @property
    def members(self) -> float:
        """Members at the notice."""
        return float(self.books.members.sum())

    @property
    def without_cover(self) -> float:
        """Members left with neither the plan nor the bridging policy."""
        return float(self.bridge.left_out.sum())


def wind_down(scenario: Scenario, stop: float, terms: ClosingTerms | None = None) -> WindDown:
    """Close a plan ``stop`` years from its start.

    Parameters
    ----------
    stop
        Years: the members share the settlements up to then and none after.
    terms
        By default those of Xianghubao.

    Raises
    ------
    ValueError
        When ``stop`` lies outside the horizon.

    Examples
    --------
    >>> closed = wind_down(Scenario(), 1.0)
    >>> round(closed.total_owed / 1e9, 1)
    4.8
    """
    return close(books_at(scenario, stop), terms or ClosingTerms())


def close(books: Books, terms: ClosingTerms) -> WindDown:
    """Close a plan whose books are known, a replayed one for example."""
    return WindDown(books, terms, _owed(books, terms), bridge_of(books, terms))


def _owed(books: Books, terms: ClosingTerms) -> FloatArray:
    """Claims (P, 5, 3) by settlement after the notice, stage and payout kind."""
    portions = Delay.of_days(np.array([books.scenario.claim_delay_days])).portions
    covered = PAST_PERIODS + terms.notice_settlements
    diagnosed = books.diagnosed[:covered]
    # Row j is diagnosed in the half-month that ends PAST_PERIODS - j - 1 before the notice.
    row = np.arange(covered)
    shares = _stages(row, terms)
    last = max(terms.notice_settlements + max(portions), 1)
    owed = np.zeros((last, len(STAGES), 3))
    for later, portion in portions.items():
        due = row + later - PAST_PERIODS
        # What falls due at the first settlement has been examined and published.
        published = (due == 0) & (row < PAST_PERIODS)
        stage = np.where(published[:, None], np.eye(len(STAGES))[0], shares)
        held = due >= 0
        claims = portion * stage[:, :, None] * diagnosed[:, None, :]
        np.add.at(owed, due[held], claims[held])
    return owed


def _stages(row: NDArray[np.int_], terms: ClosingTerms) -> FloatArray:
    """Shares (rows, 5) of the claims of each half-month by stage, none of them published yet."""
    age = np.maximum((PAST_PERIODS - row - 0.5) * DAYS_PER_PERIOD, 0.0)
    not_yet = np.exp(-age / terms.reporting_days)
    never = np.exp(-np.maximum(terms.claim_window_days, age) / terms.reporting_days)
    before = row < PAST_PERIODS
    none = np.zeros_like(not_yet)
    return np.stack(
        [
            none,
            np.where(before, 1.0 - not_yet, 0.0),
            np.where(before, not_yet - never, 0.0),
            np.where(before, 0.0, 1.0 - never),
            never,
        ],
        axis=1,
    )
