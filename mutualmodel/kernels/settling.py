"""Settlements of all periods at once: what is paid, and what of it members are charged.

The reference is ``engine.delay.Delay.paid`` and ``engine.caps``.
"""

from typing import NamedTuple

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.kernels.capped import YEAR, begin, expected_size, levy, of_kinds
from mutualmodel.kernels.compiling import kernel
from mutualmodel.periods import PERIODS_PER_YEAR

_NOBODY = 1e-6


class Terms(NamedTuple):
    """What B plans pay and charge: payouts and ``bills`` with the fee (B, 3), the others (B,).

    ``counted``: whether claims are counted, and not expected.
    """

    counted: bool
    payouts: FloatArray
    bills: FloatArray
    claim_cap: FloatArray
    annual_cap: FloatArray
    size_cv: FloatArray
    systemic_cv: FloatArray
    fee_rate: FloatArray
    helped: BoolArray


class Charges(NamedTuple):
    """What settlements come to, before what a plan owes when it dissolves: arrays (T, B), yuan."""

    gross: FloatArray
    capped: FloatArray
    charged: FloatArray
    payout: FloatArray
    fee: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray


@kernel
def pay(
    paid: FloatArray, diagnosed: FloatArray, shares: FloatArray, least: int, first: int
) -> None:
    """Add up what is paid (S, B, K) at settlements of what was ``diagnosed`` (rows, B, K).

    ``shares`` (lags, 1 or rows, 1 or B) of a row are paid ``least`` settlements after it and later;
    the row ``first`` is diagnosed just before the first of the settlements.
    """
    lags, by_row, many = len(shares), shares.shape[1] > 1, shares.shape[2] > 1
    line, weights = np.empty(len(diagnosed)), np.empty(lags)
    for plan in range(paid.shape[1]):
        column = plan if many else 0
        for lag in range(lags):
            weights[lags - 1 - lag] = shares[lag, 0, column]
        for kind in range(paid.shape[2]):
            line[:] = diagnosed[:, plan, kind]
            for settlement in range(paid.shape[0]):
                latest = first + settlement - least
                total = 0.0
                if by_row:
                    for lag in range(lags):
                        total += shares[lag, latest - lag, column] * line[latest - lag]
                else:
                    known = line[latest - lags + 1 : latest + 1]
                    for row in range(lags):
                        total += weights[row] * known[row]
                paid[settlement, plan, kind] = total


@kernel
def charge(
    terms: Terms, members: FloatArray, alive: BoolArray, paid: FloatArray, charges: Charges
) -> None:
    """Charge ``members`` (T, 1 or B) for claims ``paid`` (T, B, 3) while plans are ``alive``."""
    many, year = members.shape[1] > 1, np.empty(YEAR)
    for plan in range(paid.shape[1]):
        column, rate = plan if many else 0, terms.fee_rate[plan]
        sizes = terms.size_cv[plan], terms.claim_cap[plan]
        caps = *sizes, terms.annual_cap[plan], terms.systemic_cv[plan]
        helped = 1.0 if terms.helped[plan] else 0.0
        for period in range(paid.shape[0]):
            if period % PERIODS_PER_YEAR == 0:
                begin(year)
            on, among = 1.0 if alive[period, column] else 0.0, members[period, column]
            claims = of_kinds(paid[period], plan, 1.0)
            shares = of_kinds(terms.bills, plan, max(among, _NOBODY))
            gross, capped, charged = levy(year, claims, shares, caps, terms.counted)
            due = 0.0
            for kind in range(3):
                due += claims[kind] * terms.payouts[plan, kind]
            above = among * max(gross - charged, 0.0) * on
            lost = above * (1.0 - helped) / (1.0 + rate)
            charges.gross[period, plan] = gross * on
            charges.capped[period, plan] = capped * on
            charges.charged[period, plan] = charged * on
            charges.payout[period, plan] = due * on
            charges.fee[period, plan] = (due * on - lost) * rate
            charges.sponsor[period, plan] = above * helped
            charges.unpaid[period, plan] = lost


@kernel
def share(
    bills: FloatArray,
    size_cv: FloatArray,
    claim_cap: FloatArray,
    members: FloatArray,
    shares: FloatArray,
) -> None:
    """Find what a claim of the dearest kind costs each of ``members`` (T, 1 or B): (T, B)."""
    many = members.shape[1] > 1
    for period in range(len(shares)):
        for plan in range(len(bills)):
            among = max(members[period, plan if many else 0], _NOBODY)
            largest = 0.0
            for kind in range(3):
                one = expected_size(bills[plan, kind] / among, size_cv[plan], claim_cap[plan])
                largest = max(largest, one)
            shares[period, plan] = largest
