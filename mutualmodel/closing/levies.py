"""What members still pay when a plan closes at their cost: its caps hold to the last claim."""

from dataclasses import replace

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing.books import Books
from mutualmodel.engine.caps import expected_charges
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.periods import PERIODS_PER_YEAR


def members_levies(books: Books, claims: FloatArray, paid_share: float) -> FloatArray:
    """Return the yuan (P,) that the members at the notice pay at each settlement after it.

    ``claims`` (P, 3) fall due at each by payout kind, and ``paid_share`` of each is to be paid,
    without a fee. One claim costs a member at most the plan's cap on one claim. A plan year that is
    under way at the notice goes on, and with it what is left of the cap on a year: as everywhere, a
    year is expected to charge E[min(X, cap)].
    """
    scenario = books.scenario
    members = float(books.members.sum())
    if members < 1.0:
        return np.zeros(len(claims))
    one = paid_share * np.array(scenario.payouts) / members
    capped = ClaimSize(one, scenario.claim_size_cv, scenario.claim_limit)
    if scenario.year_cap is None:
        return np.asarray(claims @ capped.expected * members)
    before = len(books.year_claims)
    due = _by_year(np.concatenate([books.year_claims, claims]))
    shares = _by_year(np.concatenate([books.year_shares, np.tile(one, (len(claims), 1))]))
    size = replace(capped, mean=shares)
    charged = expected_charges(due, size, scenario.year_cap, scenario.systemic_cv).ravel()
    return np.asarray(members * charged[before : before + len(claims)])


def _by_year(rows: FloatArray) -> FloatArray:
    """Return rows (S, 3) as plan years (Y, 24, 3), the last filled up with nothing."""
    more = -len(rows) % PERIODS_PER_YEAR
    return np.pad(rows, ((0, more), (0, 0))).reshape(-1, PERIODS_PER_YEAR, rows.shape[1])
