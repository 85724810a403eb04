"""The caps on what a member is charged, and who bears what is above: how a settlement is settled.

A claim costs a member at most ``per_claim_cap`` and a plan year at most ``annual_cap``. What the
caps cut off the bearer pays, or nobody: then claimants go without it. Claims that are counted, as
on a simulated path, meet the caps as they are. Of claims that are expected only the law is known,
and so a year is expected to charge E[min(X, cap)], which is less than min(E[X], cap).
"""

from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.balances import drawn
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.fund import Money, funded
from mutualmodel.engine.state import BalanceFlows, Sizes
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import way
from mutualmodel.laws.limited import Year
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.periods import PERIODS_PER_YEAR

# What is expected above the cap is nothing where it is less than this part of the mean, for a
# difference of two totals tells no more.
_NOTHING = 1e-12
# Keeps a share among nobody a number; a plan with fewer members than one has dissolved.
_NOBODY = 1e-6


@dataclass(frozen=True, eq=False)
class Settled:
    """What settlements come to: arrays (T, B), in yuan; all zero once a plan has dissolved.

    ``alive`` (T, 1 or B): whether the plan still goes on. A member's share of the settlement:
    ``gross`` without caps, ``capped`` with capped claims, ``levied`` under the cap on the year as
    well, and ``charged`` what of it she pays at once: with balances what hers holds, with a fund
    what she pays in instead. All members together: ``payout`` due to claimants, the ``fee`` on what
    of it is paid, ``sponsor`` who pays above the caps, and ``unpaid``, what claimants do without:
    ``charged * members + sponsor + unpaid = payout + fee`` where members pay after the event or
    from balances. ``money`` tells of the money that they pay in advance; None where they do not. At
    the settlement where a plan dissolves all that it owes falls due, and is unpaid, unless a fund
    is left.
    """

    alive: BoolArray
    gross: FloatArray
    capped: FloatArray
    levied: FloatArray
    charged: FloatArray
    payout: FloatArray
    fee: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray
    money: Money | None = None


def settle(
    rows: Rows,
    members: FloatArray,
    paid: FloatArray,
    incurred: FloatArray,
    *,
    counted: bool,
    balances: BalanceFlows | None = None,
    sizes: Sizes | None = None,
) -> Settled:
    """Settle every period of some plans.

    ``members`` (T, 1 or B) share the settlements, ``paid`` (T, B, 3) are the claims paid at each by
    payout kind: ``counted``, or expected. ``incurred`` (PAST_PERIODS + T, 1 or B, 3) are those
    diagnosed. A plan dissolves where its members first fall below their minimum, or below one.
    ``balances`` is what a run tells of them, where members pay from balances.
    Claims come to the ``sizes`` that were drawn for them, or to those expected.
    """
    levied = _levied(rows, members, paid, incurred, counted=counted, sizes=sizes)
    if rows.funding == "fund":
        return _from_fund(rows, members, levied, _debts(rows, levied.alive, incurred))
    if balances is not None:
        return _from_balances(rows, members, levied, balances)
    return levied


def _from_fund(rows: Rows, members: FloatArray, levied: Settled, debts: FloatArray) -> Settled:
    """Have a fund pay what members would be charged; no cap holds on what they pay into it."""
    money = funded(rows, members, levied.alive, levied.payout - debts, debts)
    paying = np.maximum(members, 1.0)
    net = money.contributions + money.called - money.returned
    return replace(
        levied,
        charged=np.where(levied.alive, net / paying, 0.0),
        fee=money.fee,
        sponsor=money.sponsor,
        unpaid=money.unpaid,
        money=money,
    )


def _from_balances(
    rows: Rows, members: FloatArray, levied: Settled, balances: BalanceFlows
) -> Settled:
    """Draw a levy from balances; of what they lack claimants do without."""
    alive = np.broadcast_to(levied.alive, levied.charged.shape)
    taken, money = drawn(rows, members * alive, alive, levied.charged, balances)
    return replace(
        levied,
        charged=taken,
        fee=levied.fee + money.fee,
        unpaid=levied.unpaid + money.unpaid,
        money=money,
    )


def _levied(
    rows: Rows,
    members: FloatArray,
    paid: FloatArray,
    incurred: FloatArray,
    *,
    counted: bool,
    sizes: Sizes | None,
) -> Settled:
    """Settle every period as a plan does that charges its members after the event."""
    alive = goes_on(rows, members)
    if way() == "numba" and sizes is None:
        debts = _debts(rows, alive, incurred)
        return _settled_by_kernels(rows, members, alive, paid, debts, counted=counted)
    share = claim_shares(rows.bills, members)
    held = capped_shares(rows, share)
    worth, capped = come_to(paid, held, sizes)
    gross = (worth * share).sum(axis=2)
    charged = charges(rows, capped, paid, held, counted=counted)
    # Two sums of the same may differ by a rounding error either way.
    above = members * np.maximum(gross - charged, 0.0) * alive
    # The fee is charged on what is paid, so of a bill that is cut short only the payouts are lost.
    lost = above * ~rows.helped / (1.0 + rows["fee_rate"])
    due = (worth * rows.payouts).sum(axis=2) * alive
    debts = _debts(rows, alive, incurred)
    return Settled(
        alive=alive,
        gross=gross * alive,
        capped=capped * alive,
        levied=charged * alive,
        charged=charged * alive,
        payout=due + debts,
        fee=(due - lost) * rows["fee_rate"],
        sponsor=above * rows.helped,
        unpaid=lost + debts,
    )


def _settled_by_kernels(
    rows: Rows,
    members: FloatArray,
    alive: BoolArray,
    paid: FloatArray,
    debts: FloatArray,
    *,
    counted: bool,
) -> Settled:
    """Settle in one loop claims that come to what is expected of them."""
    from mutualmodel.engine.compiled_settling import charged

    found = charged(rows, members, alive, paid, counted=counted)
    return Settled(
        alive=alive,
        gross=found.gross,
        capped=found.capped,
        levied=found.charged,
        charged=found.charged,
        payout=found.payout + debts,
        fee=found.fee,
        sponsor=found.sponsor,
        unpaid=found.unpaid + debts,
    )


def come_to(
    claims: FloatArray, held: ClaimSize, sizes: Sizes | None, first: int = 0
) -> tuple[FloatArray, FloatArray]:
    """Return what claims (S, B, 3) come to in mean payouts, and in yuan a member under the cap.

    The second (S, B) is the sum over kinds.
    """
    if sizes is None:
        return claims, (claims * held.expected).sum(axis=2)
    most = np.divide(
        held.most, held.mean, out=np.full(held.mean.shape, np.inf), where=held.mean > 0
    )
    worth, capped = sizes.come_to(first, claims, most)
    return worth, (capped * held.mean).sum(axis=2)


def _debts(rows: Rows, alive: BoolArray, incurred: FloatArray) -> FloatArray:
    """Return the payouts (T, 1 or B) that a plan owes where it dissolves, zero elsewhere."""
    ends = ~alive
    ends[1:] &= alive[:-1]
    if not ends.any():
        return np.zeros(alive.shape)
    owed = rows.delay.outstanding(incurred, running=alive, worth=rows.payouts)
    return np.asarray(owed[:, :, 0] * ends)


def goes_on(rows: Rows, members: FloatArray) -> BoolArray:
    """Say at which settlements plans still go on, given their ``members``; both (T, 1 or B).

    A plan dissolves where its members first fall below their minimum, or below one.
    """
    enough = members >= np.maximum(rows["minimum_members"], 1.0)
    return np.asarray(np.logical_and.accumulate(enough, axis=0))


def claim_shares(bills: FloatArray, members: FloatArray) -> FloatArray:
    """Return the uncapped share of one claim in yuan (..., K): its bill (..., K) over members.

    Where all have reached the exit age nobody shares any more; what then stands here is not used.
    """
    return np.asarray(bills / np.maximum(members, _NOBODY)[..., None])


def capped_shares(rows: Rows, share: FloatArray) -> ClaimSize:
    """Return what of a share of one claim (..., B, 3) in yuan its cap lets through."""
    return ClaimSize(share, rows["claim_size_cv"][:, None], rows["per_claim_cap"][:, None])


def largest_share(rows: Rows, members: FloatArray) -> FloatArray:
    """Return what a claim of the dearest kind is expected to cost each of ``members`` (T, 1 or B).

    Yuan (T, B), under the cap on one claim.
    """
    if way() == "numba":
        from mutualmodel.engine.compiled_settling import dearest

        return dearest(rows, members)
    shares = capped_shares(rows, claim_shares(rows.bills, members)).expected
    # numpy is slow where an axis is short.
    return np.maximum(np.maximum(shares[..., 0], shares[..., 1]), shares[..., 2])


def claim_costs(scenario: Scenario, members: FloatArray) -> ClaimSize:
    """Return what one claim costs each of some members (...) by payout kind (..., 3), yuan."""
    share = claim_shares(np.array(scenario.bills), members)
    return ClaimSize(share, scenario.claim_size_cv, scenario.claim_limit)


def claim_payouts(scenario: Scenario) -> ClaimSize:
    """Return what one claim pays by payout kind (3,), yuan."""
    return ClaimSize(np.array(scenario.payouts), scenario.claim_size_cv)


def charge_within_year(
    capped: FloatArray | float, charged_before: FloatArray | float, annual_cap: FloatArray | float
) -> FloatArray:
    """Return what one settlement charges a member, given what the year charged before it."""
    return np.asarray(np.minimum(capped, np.maximum(annual_cap - charged_before, 0.0)))


class YearUnderCap:
    """The charges of one plan year under its cap, settlement by settlement; B rows."""

    def __init__(self, rows: Rows, *, counted: bool, sizes: Sizes | None = None) -> None:
        """Begin the first year."""
        self.rows, self.counted, self.sizes = rows, counted, sizes
        self._year = Year.of(np.zeros((len(rows.order), 1)), np.zeros(1))
        self._charged = np.zeros(len(rows.order))
        self._met = np.zeros(len(rows.order), dtype=bool)

    def begin(self) -> None:
        """Begin a year in which nothing has been charged."""
        self._year.sums[:], self._year.least[:] = 0.0, np.inf
        self._charged[:], self._met[:] = 0.0, False

    def charge(self, period: int, claims: FloatArray, share: FloatArray) -> FloatArray:
        """Return the yuan (B,) that a settlement, the next of the year, charges a member.

        ``claims`` (B, 3) are paid at it, each with an uncapped ``share`` (B, 3).
        """
        held = capped_shares(self.rows, share)
        (capped,) = come_to(claims[None], replace(held, mean=share[None]), self.sizes, period)[1]
        cap = self.rows["annual_cap"]
        if self.counted or np.isinf(cap).all():
            now = charge_within_year(capped, self._charged, cap)
            self._charged[:] += now
            return now
        self._year.add(Year.of(claims, held))
        limited, meets = limited_so_far(self._year, cap, self.rows["systemic_cv"])
        np.logical_or(self._met, meets, out=self._met)
        now = np.where(self._met, np.clip(limited - self._charged, 0.0, capped), capped)
        np.maximum(self._charged, limited, out=self._charged)
        return now


def charges(
    rows: Rows,
    capped: FloatArray,
    claims: FloatArray,
    share: FloatArray | ClaimSize,
    *,
    counted: bool,
) -> FloatArray:
    """Return the charge of every settlement (T, B) under a cap on each plan year's total.

    ``capped`` (T, B) falls due before it: ``claims`` (T, B, 3), each with a ``share`` (T, 1 or B,
    3) that its own cap has let through.
    """
    cap = rows["annual_cap"]
    if np.isinf(cap).all():
        return capped
    years = (-1, PERIODS_PER_YEAR)
    if counted:
        by_year = capped.reshape(*years, capped.shape[1])
        running = np.cumsum(by_year, axis=1)
        charged = settlement_by_settlement(np.minimum(running, cap), running > cap, by_year)
    else:
        size = ClaimSize.of(share)
        paid, each = (values.reshape(*years, *values.shape[1:]) for values in (claims, size.mean))
        charged = expected_charges(paid, replace(size, mean=each), cap, rows["systemic_cv"])
    return charged.reshape(capped.shape)


def expected_charges(
    claims: FloatArray,
    share: FloatArray | ClaimSize,
    cap: FloatArray | float,
    cv: FloatArray | float,
) -> FloatArray:
    """Return what each settlement of some plan years is expected to charge a member, (Y, 24, ...).

    ``claims`` and ``share`` (Y, 24, ..., K): expected at it, and what one of each costs a member,
    which its own cap has let through.
    """
    each = Year.of(claims, share)
    so_far = Year(np.cumsum(each.sums, axis=2), np.minimum.accumulate(each.least, axis=1))
    return settlement_by_settlement(*limited_so_far(so_far, cap, cv), each.mean)


def settlement_by_settlement(
    limited: FloatArray, meets: BoolArray, capped: FloatArray
) -> FloatArray:
    """Return what each settlement adds to a year's charge so far, (Y, 24, ...).

    ``limited`` is that charge, ``meets`` whether the cap is met by then, ``capped`` what falls due.
    A law that stands for another may let the charge so far sink a little; no charge is below zero.
    """
    so_far = np.maximum.accumulate(limited, axis=1)
    added = np.clip(np.diff(so_far, axis=1, prepend=0.0), 0.0, capped)
    # Differences of a running total lose the last digits; where the cap is far they need not.
    return np.where(np.logical_or.accumulate(meets, axis=1), added, capped)


def limited_so_far(
    year: Year, annual_cap: FloatArray | float, cv: FloatArray | float
) -> tuple[FloatArray, BoolArray]:
    """Return what a year is expected to charge so far, and whether it may meet its cap by then.

    ``year`` (...) are sums of shares of claims in yuan a member, ``cv`` the spread of the factor
    common to all; the first is E[min(X, cap)], yuan a member.
    """
    meets = year.may_pass(cv, annual_cap)
    limited = np.array(year.mean)
    if meets.any():
        cap, cv = (np.broadcast_to(values, meets.shape)[meets] for values in (annual_cap, cv))
        limited[meets] = year.where(meets).limited_mean(cv, cap)
        meets &= limited < year.mean * (1.0 - _NOTHING)
    return limited, meets


def smallest_pool(scenario: Scenario) -> float:
    """Return the members below whom one claim costs each more than the per-claim cap.

    N* = largest payout x (1 + fee rate) / per-claim cap; 0 where there is no such cap. Where claims
    vary in size the payout is the mean of its kind: of the larger ones the cap cuts some sooner.
    """
    return scenario.largest_bill / scenario.claim_limit
