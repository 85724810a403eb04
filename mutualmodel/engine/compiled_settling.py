"""The compiled way of settling all periods at once: arrays laid out for kernels."""

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.kernels.settling import Charges, Terms, charge, pay, share


def paid(
    diagnosed: FloatArray, shares: FloatArray, least: int, first: int, last: int
) -> FloatArray:
    """Return what is paid (S, B, K) at the settlements that follow the rows ``first`` to ``last``.

    ``diagnosed`` (rows, B, K), of which ``shares`` (lags, 1 or rows, 1 or B) are paid ``least``
    settlements later and at those after.
    """
    size = max(diagnosed.shape[1], shares.shape[2])
    found = np.empty((last - first, size, diagnosed.shape[2]))
    if diagnosed.shape[1] < size:
        diagnosed = np.broadcast_to(diagnosed, (len(diagnosed), size, diagnosed.shape[2]))
    pay(found, own(diagnosed), own(shares), least, first)
    return found


def charged(
    rows: Rows, members: FloatArray, alive: BoolArray, claims: FloatArray, *, counted: bool
) -> Charges:
    """Return what members (T, 1 or B) are charged for ``claims`` (T, B, 3), before any debts.

    Claims are ``counted``, or expected.
    """
    size = claims.shape[1]

    def of_each(values: np.ndarray) -> np.ndarray:
        alike = len(values) == size
        return own(values if alike else np.broadcast_to(values, (size, *values.shape[1:])))

    terms = Terms(
        counted=counted,
        payouts=of_each(rows.payouts),
        bills=of_each(rows.bills),
        claim_cap=of_each(rows["per_claim_cap"]),
        annual_cap=of_each(rows["annual_cap"]),
        size_cv=of_each(rows["claim_size_cv"]),
        systemic_cv=of_each(rows["systemic_cv"]),
        fee_rate=of_each(rows["fee_rate"]),
        helped=of_each(rows.helped),
    )
    charges = Charges(*np.empty((7, *claims.shape[:2])))
    charge(terms, own(members), own(alive), own(claims), charges)
    return charges


def dearest(rows: Rows, members: FloatArray) -> FloatArray:
    """Return what a claim of the dearest kind costs each of ``members`` (T, 1 or B): (T, B)."""
    shares = np.empty((len(members), len(rows.order)))
    share(own(rows.bills), rows["claim_size_cv"], rows["per_claim_cap"], own(members), shares)
    return shares


def own(values: np.ndarray) -> np.ndarray:
    """Return an array as kernels are compiled for: in one piece, and one that could be written."""
    return values if values.flags.c_contiguous and values.flags.writeable else values.copy("C")
