"""Close a plan: what is owed, who pays it and when, what members are offered, who is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing.books import Books, books_at
from mutualmodel.closing.bridge import Bridge, bridge_of
from mutualmodel.closing.levies import members_levies
from mutualmodel.closing.stages import Stages, stages
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.inputs.closing import WAYS, ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.once import cached_property

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

    Of the money that members paid in advance, ``held`` by the books, what an operator who fails had
    not kept apart is ``lost``. A fund then pays claims as they fall due (``from_fund``) before
    whoever the terms name pays their share of the rest; and where members are to pay, that is from
    their balances alone if they have such. What is left goes back to them: ``given_back``.
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
    def in_time(self) -> FloatArray:
        """Claims in time by settlement and payout kind, (P, 3)."""
        return np.asarray(self.owed[:, :-1].sum(axis=1))

    @property
    def promised(self) -> FloatArray:
        """Yuan that the terms promise at each settlement, (P,): their share of claims in time.

        Of what a fund does not pay.
        """
        rest = np.maximum(self.in_time @ self.payouts - self.from_fund, 0.0)
        return np.asarray(self.terms.paid_share * rest)

    @property
    def held(self) -> float:
        """Yuan that a fund or members' balances hold at the notice."""
        return self.books.held

    @property
    def lost(self) -> float:
        """Yuan of it that are lost with the operator."""
        kept_apart = self.books.scenario.money_kept == "apart"
        return 0.0 if kept_apart or self.terms.operator == "stands" else self.held

    @cached_property
    def from_fund(self) -> FloatArray:
        """Yuan that a fund pays at each settlement, (P,), until it is empty."""
        due = self.in_time @ self.payouts
        if self.books.scenario.funding != "fund":
            return np.zeros_like(due)
        so_far = np.minimum(np.cumsum(due), self.held - self.lost)
        return np.diff(so_far, prepend=0.0)

    @property
    def given_back(self) -> float:
        """Yuan of what members paid in advance that go back to them."""
        used = float(self.from_fund.sum())
        if self.books.scenario.funding == "prepaid":
            used = self.members_pay
        return max(self.held - self.lost - used, 0.0)

    @cached_property
    def _levies(self) -> FloatArray:
        """Yuan that are to be members' at each settlement, (P,), under the plan's caps."""
        if self.terms.payer != "members":
            return np.zeros(len(self.owed))
        due = self.in_time @ self.payouts
        rest = np.maximum(1.0 - self.from_fund / np.where(due > 0.0, due, 1.0), 0.0)
        return members_levies(self.books, self.in_time * rest[:, None], self.terms.paid_share)

    @cached_property
    def levied(self) -> FloatArray:
        """Yuan that members pay at each settlement, (P,): what of their levies balances hold."""
        if self.books.scenario.funding != "prepaid":
            return self._levies
        so_far = np.minimum(np.cumsum(self._levies), self.held - self.lost)
        return np.diff(so_far, prepend=0.0)

    @property
    def sponsored(self) -> FloatArray:
        """Yuan above the caps at each settlement, (P,), where somebody stands behind them."""
        nobody = self.books.scenario.cap_bearer == "nobody"
        if self.terms.payer != "members" or nobody:
            return np.zeros(len(self.owed))
        return np.asarray(np.maximum(self.promised - self._levies, 0.0))

    @property
    def paid(self) -> FloatArray:
        """Yuan paid at each settlement, (P,), by whoever the terms name: an operator has no cap."""
        by_members = self.terms.payer == "members"
        return self.levied + self.sponsored if by_members else self.promised

    @property
    def unpaid(self) -> FloatArray:
        """Yuan that claimants do without at each settlement, (P,)."""
        too_late, in_time = self.owed[:, -1] @ self.payouts, self.in_time @ self.payouts
        return np.asarray(too_late + np.maximum(in_time - self.from_fund - self.paid, 0.0))

    @property
    def total_unpaid(self) -> float:
        """Yuan that claimants do without in all."""
        return float(self.unpaid.sum())

    @property
    def nobody_pays(self) -> bool:
        """Whether something is owed and nothing of it is paid."""
        paid = float(self.paid.sum() + self.from_fund.sum())
        return self.total_owed > 0.0 and paid == 0.0

    @property
    def some_unpaid(self) -> bool:
        """Whether claimants do without a part worth a word of what is owed."""
        return self.total_unpaid > MATERIAL * self.total_owed

    @property
    def claimants_short(self) -> float:
        """Claimants who are paid nothing, or less than is owed to them, by a part worth a word."""
        if not self.some_unpaid:
            return 0.0
        in_time = self.in_time @ self.payouts
        short = in_time - self.from_fund - self.paid > MATERIAL * in_time
        return float(self.owed[:, -1].sum() + self.in_time[short].sum())

    @property
    def cut_by_caps(self) -> bool:
        """Whether the plan's caps take a part worth a word off what members still pay."""
        return self.above_caps > MATERIAL * float(self.promised.sum())

    @property
    def above_caps(self) -> float:
        """What the plan's caps take off what members are to pay, yuan; 0 where others pay."""
        above = float(self.promised.sum() - self._levies.sum())
        return max(above, 0.0) if self.terms.payer == "members" else 0.0

    @property
    def balances_short(self) -> bool:
        """Whether members' balances lack a part worth a word of what is to be theirs."""
        return float(self._levies.sum()) - self.members_pay > MATERIAL * float(self._levies.sum())

    @property
    def some_too_late(self) -> bool:
        """Whether a part worth a word of what is owed is reported after the time to claim."""
        return self.by_stage["too_late"] > MATERIAL * self.total_owed

    @property
    def reporting_days(self) -> float:
        """From diagnosis to report on average, days."""
        return self.terms.reporting_share * self.books.scenario.claim_delay_days

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
        return float(self.levied.sum())

    @property
    def sponsor_pays(self) -> float:
        """What a sponsor or an insurer pays above the plan's caps, yuan."""
        return float(self.sponsored.sum())

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

    A plan that dissolves before then is closed on the terms when it does. One that never starts has
    nobody who would close it: it is left :func:`to_its_own_rule`.

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
    books, terms = books_at(scenario, stop), terms or ClosingTerms()
    return close(books, terms if books.stop else to_its_own_rule(terms))


def to_its_own_rule(terms: ClosingTerms) -> ClosingTerms:
    """Return what holds where a plan dissolves and nobody steps in: no cover, and nothing paid.

    Of the terms only the part of the delay until a report stays, which tells claims reported from
    those that are not. What is left unpaid is the projection's ``owed_at_dissolution``.
    """
    return WAYS["dissolved"].terms.with_changes(reporting_share=terms.reporting_share)


def close(books: Books, terms: ClosingTerms) -> WindDown:
    """Close a plan whose books are known, a replayed one for example."""
    return WindDown(books, terms, _owed(books, terms), bridge_of(books, terms))


def _owed(books: Books, terms: ClosingTerms) -> FloatArray:
    """Claims (P, 5, 3) by settlement after the notice, stage and payout kind."""
    plan = books.scenario
    come = stages(
        plan.claim_delay_days, plan.claim_delay_cv, terms.reporting_share, terms.claim_window_days
    )
    longest = len(come.paid) - 1
    owed = np.zeros((max(terms.notice_settlements + longest, 1), len(STAGES), 3))
    for ago in range(-terms.notice_settlements, longest):
        # Diagnosed in the half-month that ends so many before the notice, or in it if below zero.
        shares = _before(come, ago) if ago >= 0 else _within_notice(come, -ago - 1)
        owed[: len(shares)] += shares[:, :, None] * books.diagnosed[PAST_PERIODS - 1 - ago]
    return owed


def _before(come: Stages, ago: int) -> FloatArray:
    """Shares (P, 5) of the claims diagnosed so many half-months before the notice."""
    due = slice(ago + 1, None)
    paid, in_time, reported = come.paid[due], come.in_time[ago, due], come.reported[ago, due]
    none = np.zeros_like(paid)
    shares = np.stack([none, reported, in_time - reported, none, paid - in_time], axis=1)
    # What falls due at the first settlement has been examined and published.
    shares[0] = [paid[0], 0.0, 0.0, 0.0, 0.0]
    return shares


def _within_notice(come: Stages, after: int) -> FloatArray:
    """Shares (P, 5) of the claims diagnosed so many half-months after the notice."""
    shares = np.zeros((after + len(come.paid), len(STAGES)))
    shares[after:, 3] = come.in_time_after
    shares[after:, 4] = come.paid - come.in_time_after
    return shares
