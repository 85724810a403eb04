"""Years of few claims, one combination of payouts after another: the atoms of the law."""

import math

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.lattice import Year, support

# Listed and put in order within a fifth of a second.
MOST_COMBINATIONS = 500_000
# Where not all can be listed: each further claim costs a pass over all frequencies.
_FEW = 8
_NOTHING = 1e-16


def count_law(year: Year, most: int) -> FloatArray:
    """Return the logarithms (most + 1,) of the probabilities of 0, 1 ... ``most`` claims.

    Panjer's recursion for counts: at c = 0 Poisson, elsewhere negative binomial.
    """
    square = year.cv**2
    n = np.arange(most)
    law = np.full(most + 1, -np.inf)
    for chance, level in year.states:
        claims = level * float(year.claims.sum())
        none = -math.log1p(square * claims) / square if square > 0.0 else -claims
        # Without claims nothing but zero is possible.
        with np.errstate(divide="ignore"):
            ratio = np.log(claims * (1.0 + square * n) / ((1.0 + square * claims) * (n + 1.0)))
        steps = np.concatenate([[math.log(chance) + none], ratio])
        law = np.logaddexp(law, np.cumsum(steps))
    return law


def listable(year: Year) -> tuple[int, bool]:
    """Return up to how many claims to list combinations of payouts, and whether those are all.

    -1: it would be of no use, for so few claims do not happen.
    """
    kinds = len(year.amounts)
    most = _most_claims(kinds)
    likely = math.ceil(support(year, np.ones(kinds))[1])
    if likely <= MOST_COMBINATIONS:
        # From the far end, where probabilities are small.
        beyond = np.cumsum(np.exp(count_law(year, likely))[::-1])[::-1]
        needed = int(np.argmax(np.append(beyond[1:], 0.0) <= _NOTHING))
        if needed <= most:
            return needed, True
    most = min(most, _FEW)
    happens = float(np.exp(count_law(year, most)).sum()) > _NOTHING
    return (most if happens else -1), False


def _most_claims(kinds: int) -> int:
    """Return the largest m for which ``kinds`` payouts have few enough combinations of m claims."""
    most = 0
    while math.comb(most + 1 + kinds, kinds) <= MOST_COMBINATIONS:
        most += 1
    return most


def few_claims(year: Year, most: int) -> tuple[FloatArray, FloatArray]:
    """Return what up to ``most`` claims may come to, in yuan and rising, and the probabilities.

    Every combination of payouts once, so that a sum which two of them have is there twice.
    """
    from scipy.special import gammaln

    shares = year.claims / year.claims.sum()
    value, ways, left = np.zeros(1), np.zeros(1), np.full(1, most)
    for amount, share in zip(year.amounts, shares, strict=True):
        # To each combination so far: none, one ... of this kind, up to all that are left.
        choices = left + 1
        first = np.cumsum(choices) - choices
        of_kind = np.arange(choices.sum()) - np.repeat(first, choices)
        value, ways, left = (np.repeat(values, choices) for values in (value, ways, left))
        value = value + of_kind * amount
        ways = ways + of_kind * math.log(share) - gammaln(of_kind + 1.0)
        left = left - of_kind
    number = most - left
    probability = np.exp(count_law(year, most)[number] + gammaln(number + 1.0) + ways)
    order = np.argsort(value, kind="stable")
    return value[order], probability[order]
