"""The ages at which something changes, and the bands of age between them."""

import numpy as np

from mutualmodel.arrays import FloatArray

ADULT_AGE = 18
# From this birthday on a critical illness is paid the smaller lump sum.
PAYOUT_AGE = 40
# Membership ends on this birthday.
EXIT_AGE = 60


def _band(first: int, end: int) -> tuple[str, slice]:
    return f"{first}–{end - 1}", slice(first, end)


# Single ages of each band by its name; the names are numbers and the same in every language.
AGE_BANDS = dict((_band(0, ADULT_AGE), _band(ADULT_AGE, PAYOUT_AGE), _band(PAYOUT_AGE, EXIT_AGE)))


def by_payout_age(young: float, old: float, cut: int = PAYOUT_AGE) -> FloatArray:
    """Return a value for every single age (60,): ``young`` below the cut and ``old`` from it on."""
    return np.where(np.arange(EXIT_AGE) < cut, young, old)
