"""What a promise to pay above the caps is worth: the expectation that whoever gives it takes on."""

import math
from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.engine.cohorts import PAYOUT_KINDS
from mutualmodel.engine.projection import Projection
from mutualmodel.laws.claims_law import claims_law
from mutualmodel.laws.limited import Year
from mutualmodel.laws.sizes import ClaimSize
from mutualmodel.periods import plan_year
from mutualmodel.simulation.annual_law import claims_and_shares

# Parts of the largest share of a claim to which shares are rounded: 300,000 and 100,000 yuan are
# whole numbers of them.
_FINENESS = 300


@dataclass(frozen=True)
class Promise:
    """What the caps of a plan are expected to keep from its members in a year, all of them; yuan.

    ``claim_cap``: above the cap on one claim; ``year_cap``: above the cap on the year, of what the
    first leaves. With the fee on them, whoever bears them.
    """

    claim_cap: float
    year_cap: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.claim_cap + self.year_cap


def promised(projection: Projection, year: int = 1) -> Promise:
    """Return what the two caps of a plan are expected to take off in a plan year.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    span = plan_year(year, projection.scenario.years)
    claims, share = claims_and_shares(projection, span)
    capped = (claims * share.expected).reshape(-1, len(PAYOUT_KINDS)).sum(axis=1)
    members, gross, charged = (
        projection.array(name)[span]
        for name in ("members", "gross_per_member", "charged_per_member")
    )
    return Promise(
        claim_cap=float(members @ np.maximum(gross - capped, 0.0)),
        year_cap=float(members @ np.maximum(capped - charged, 0.0)),
    )


def stop_loss_curve(projection: Projection, caps: FloatArray, year: int = 1) -> FloatArray:
    """Return E[(X - cap)+], yuan a member (N,), for caps on a plan year (N,) in yuan.

    X is what the year would cost a member without a cap on it. Where less than a thousandth of the
    mean is expected above a cap the law in closed form may be off by a half, and the exact law is
    asked instead: that of all claims of the year, shared by its mean membership.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    scenario = projection.scenario
    claims, share = claims_and_shares(projection, plan_year(year, scenario.years))
    law = Year.of(claims, share)
    above = np.array(law.stop_loss(scenario.systemic_cv, np.asarray(caps, dtype=float)))
    rare = above < MATERIAL * law.mean
    if rare.any() and law.mean > 0.0:
        above[rare] = _exact(claims, share, scenario.systemic_cv, caps[rare])
    return above


def _exact(claims: FloatArray, share: ClaimSize, cv: float, caps: FloatArray) -> FloatArray:
    """Return E[(X - cap)+] (N,) by the exact law, each kind of claim at its mean share.

    Shares are rounded to a part of the largest, so that their lattice is short, and the law is
    stretched to the mean that the year has.
    """
    by_kind = claims.reshape(-1, len(PAYOUT_KINDS)).sum(axis=0)
    cost = share.mean if share.varies else share.expected
    costs = (claims * cost).reshape(-1, len(PAYOUT_KINDS)).sum(axis=0)
    paid = (by_kind > 0.0) & (costs > 0.0)
    counts, each = by_kind[paid], costs[paid] / by_kind[paid]
    amounts: dict[float, float] = {}
    for amount, count in zip(each, counts, strict=True):
        whole = max(float(np.rint(_FINENESS * amount / each.max())), 1.0)
        amounts[whole] = amounts.get(whole, 0.0) + float(count / counts.sum())
    unit = float(each.max()) / _FINENESS
    law = claims_law(
        float(counts.sum()),
        amounts,
        cv,
        size_cv=float(share.cv),
        largest=float(share.most) / unit if share.varies else math.inf,
    )
    values = law.values * (float(claims @ share.expected) / law.mean)
    return excess(values, law.probabilities, caps)


def excess(values: FloatArray, probabilities: FloatArray, caps: FloatArray) -> FloatArray:
    """Return E[(X - cap)+] (N,) of a law on ascending values, its caps all looked up in two sums.

    Summed from the far end, where the least of it lies, so that rare caps keep their digits.
    """
    above, worth = (
        np.append(np.cumsum(each[::-1])[::-1], 0.0)
        for each in (probabilities, values * probabilities)
    )
    first = np.searchsorted(values, caps, side="right")
    return np.asarray(np.maximum(worth[first] - caps * above[first], 0.0))
