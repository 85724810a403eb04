"""One settlement: what each member is charged, what the caps cut off and who bears it."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.periods import PERIODS_PER_YEAR


def claim_shares(rows: Rows, members: FloatArray) -> FloatArray:
    """Return the uncapped share of one claim in yuan (..., B, 3): payout x (1 + fee) / members."""
    bill = rows.payouts * (1.0 + rows["fee_rate"])[:, None]
    return np.asarray(bill / members[..., None])


def gross_and_capped(
    rows: Rows, claims: FloatArray, members: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return a member's share of a settlement (..., B) in yuan: uncapped, and with capped claims.

    ``claims`` (..., B, 3) are the claims paid by payout kind, ``members`` (..., B) the sharers.
    """
    share = claim_shares(rows, members)
    capped = np.minimum(share, rows["per_claim_cap"][:, None])
    return (claims * share).sum(axis=-1), (claims * capped).sum(axis=-1)


def charge_within_year(
    capped: FloatArray, charged_before: FloatArray, annual_cap: FloatArray
) -> FloatArray:
    """Return what one settlement charges a member, given what the year charged before it."""
    return np.minimum(capped, np.maximum(annual_cap - charged_before, 0.0))


def charges(capped: FloatArray, annual_cap: FloatArray) -> FloatArray:
    """Return the charge of every settlement (T, B) under a cap on each plan year's total."""
    by_year = capped.reshape(-1, PERIODS_PER_YEAR, capped.shape[1])
    total = np.minimum(np.cumsum(by_year, axis=1), annual_cap)
    charged = np.diff(total, axis=1, prepend=0.0)
    # Differences of a running total lose the last digits; where the cap is far they need not.
    bound = np.cumsum(by_year, axis=1) > annual_cap
    return np.where(bound, charged, by_year).reshape(capped.shape)
