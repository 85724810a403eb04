"""The caps on what a member is charged, and who bears what is above: how a settlement is settled.

A claim costs a member at most ``per_claim_cap`` and a plan year at most ``annual_cap``. What the
caps cut off the bearer pays, or nobody: then claimants go without it.
"""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR


@dataclass(frozen=True, eq=False)
class Settled:
    """What settlements come to: arrays (T, B), in yuan; all zero from where a plan dissolves.

    ``alive`` (T, 1 or B): whether the plan still goes on. A member's share of the settlement:
    ``gross`` without caps, ``capped`` with capped claims, ``charged`` under the cap on the year as
    well. All members together: ``payout`` and ``fee`` due, ``sponsor`` and ``unpaid`` above the
    caps; ``charged * members + sponsor + unpaid = payout + fee``.
    """

    alive: BoolArray
    gross: FloatArray
    capped: FloatArray
    charged: FloatArray
    payout: FloatArray
    fee: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray


def settle(rows: Rows, members: FloatArray, paid: FloatArray) -> Settled:
    """Settle every period of some plans.

    ``members`` (T, 1 or B) share the settlements, ``paid`` (T, B, 3) are the claims paid at each by
    payout kind. A plan dissolves where its members first fall below their minimum, or below one.
    """
    gross, capped = gross_and_capped(rows, paid, members)
    charged = charges(capped, rows["annual_cap"])
    alive = np.logical_and.accumulate(members >= np.maximum(rows["minimum_members"], 1.0), axis=0)
    payout = (paid * rows.payouts).sum(axis=2) * alive
    above = members * (gross - charged) * alive
    return Settled(
        alive=alive,
        gross=gross * alive,
        capped=capped * alive,
        charged=charged * alive,
        payout=payout,
        fee=payout * rows["fee_rate"],
        sponsor=above * rows.helped,
        unpaid=above * ~rows.helped,
    )


def claim_shares(bills: FloatArray, members: FloatArray) -> FloatArray:
    """Return the uncapped share of one claim in yuan (..., K): its bill (..., K) over members."""
    return np.asarray(bills / members[..., None])


def gross_and_capped(
    rows: Rows, claims: FloatArray, members: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return a member's share of a settlement (..., B) in yuan: uncapped, and with capped claims.

    ``claims`` (..., B, 3) are the claims paid by payout kind, ``members`` (..., B) the sharers.
    """
    share = claim_shares(rows.bills, members)
    capped = np.minimum(share, rows["per_claim_cap"][:, None])
    return (claims * share).sum(axis=-1), (claims * capped).sum(axis=-1)


def charge_within_year(
    capped: FloatArray | float, charged_before: FloatArray | float, annual_cap: FloatArray | float
) -> FloatArray:
    """Return what one settlement charges a member, given what the year charged before it."""
    return np.asarray(np.minimum(capped, np.maximum(annual_cap - charged_before, 0.0)))


def charges(capped: FloatArray, annual_cap: FloatArray) -> FloatArray:
    """Return the charge of every settlement (T, B) under a cap on each plan year's total."""
    by_year = capped.reshape(-1, PERIODS_PER_YEAR, capped.shape[1])
    running = np.cumsum(by_year, axis=1)
    charged = np.diff(np.minimum(running, annual_cap), axis=1, prepend=0.0)
    # Differences of a running total lose the last digits; where the cap is far they need not.
    return np.where(running > annual_cap, charged, by_year).reshape(capped.shape)


def smallest_pool(scenario: Scenario) -> float:
    """Return the members below whom one claim costs each more than the per-claim cap.

    N* = largest payout x (1 + fee rate) / per-claim cap; 0 where there is no such cap.
    """
    return scenario.largest_bill / scenario.claim_limit
