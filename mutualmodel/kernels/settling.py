"""Settlements of all periods at once: what is paid, and what of it members are charged.

The reference is ``engine.delay.Delay.paid`` and ``engine.caps`` without a law of the claims: their
number is counted, or no cap on the year holds.
"""

from typing import NamedTuple

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.kernels.compiling import kernel
from mutualmodel.periods import PERIODS_PER_YEAR

_NOBODY = 1e-6


class Terms(NamedTuple):
    """What B plans pay and charge: payouts and ``bills`` with the fee (B, 3), the others (B,)."""

    payouts: FloatArray
    bills: FloatArray
    claim_cap: FloatArray
    annual_cap: FloatArray
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
    by_row, by_plan = shares.shape[1] > 1, shares.shape[2] > 1
    paid[:] = 0.0
    for settlement in range(paid.shape[0]):
        for lag in range(shares.shape[0]):
            found = first + settlement - least - lag
            row = found if by_row else 0
            for plan in range(paid.shape[1]):
                share = shares[lag, row, plan if by_plan else 0]
                for kind in range(paid.shape[2]):
                    paid[settlement, plan, kind] += share * diagnosed[found, plan, kind]


@kernel
def charge(
    terms: Terms, members: FloatArray, alive: BoolArray, paid: FloatArray, charges: Charges
) -> None:
    """Charge ``members`` (T, 1 or B) for claims ``paid`` (T, B, 3) while plans are ``alive``."""
    many = members.shape[1] > 1
    for plan in range(paid.shape[1]):
        column, in_year = plan if many else 0, 0.0
        for period in range(paid.shape[0]):
            if period % PERIODS_PER_YEAR == 0:
                in_year = 0.0
            on = 1.0 if alive[period, column] else 0.0
            among = members[period, column]
            gross = capped = due = 0.0
            for kind in range(3):
                claims = paid[period, plan, kind]
                share = terms.bills[plan, kind] / max(among, _NOBODY)
                gross += claims * share
                capped += claims * min(share, terms.claim_cap[plan])
                due += claims * terms.payouts[plan, kind]
            charged = min(capped, max(terms.annual_cap[plan] - in_year, 0.0))
            in_year += charged
            above, rate = among * max(gross - charged, 0.0) * on, terms.fee_rate[plan]
            helped = 1.0 if terms.helped[plan] else 0.0
            lost = above * (1.0 - helped) / (1.0 + rate)
            charges.gross[period, plan] = gross * on
            charges.capped[period, plan] = capped * on
            charges.charged[period, plan] = charged * on
            charges.payout[period, plan] = due * on
            charges.fee[period, plan] = (due * on - lost) * rate
            charges.sponsor[period, plan] = above * helped
            charges.unpaid[period, plan] = lost
