"""Who bears a bill: members, whoever stands behind a cap, and claimants who do without."""

from dataclasses import dataclass

import numpy as np

from mutualmodel.engine.projection import Projection
from mutualmodel.periods import plan_year

# Chance takes a year over its cap now and then. Others pay, and claimants go without, in a sense
# worth a word only where that is expected to be more than this part of what is due.
MATERIAL = 1e-3


@dataclass(frozen=True)
class Parts:
    """Yuan of a year's bill by who bears it: ``claimants`` are paid that much too little."""

    members: float
    sponsor: float
    claimants: float

    @property
    def total(self) -> float:
        """The whole bill: payouts and fee."""
        return self.members + self.sponsor + self.claimants

    def share(self, yuan: float) -> float:
        """Return a part over the whole; 0 of no bill."""
        return yuan / self.total if self.total > 0.0 else 0.0

    @property
    def others_pay(self) -> bool:
        """Whether a sponsor or an insurer pays a part worth a word."""
        return self.share(self.sponsor) > MATERIAL

    @property
    def some_unpaid(self) -> bool:
        """Whether claimants do without a part worth a word."""
        return self.share(self.claimants) > MATERIAL


def borne(projection: Projection, year: int | None = 1) -> Parts:
    """Return who is expected to bear the bill of one plan year, or of all where it is None.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    span = slice(None) if year is None else plan_year(year, projection.scenario.years)
    sponsor, unpaid, payout, fee = (
        float(projection.array(name)[span].sum()) for name in ("sponsor", "unpaid", "payout", "fee")
    )
    members = float(np.maximum(payout + fee - sponsor - unpaid, 0.0))
    return Parts(members, sponsor, unpaid)


def never_starts(projection: Projection) -> bool:
    """Say whether a plan has fewer members than its minimum from the start, and so is no plan."""
    return projection.headline.dissolved_after_years == 0.0


def settlements_held(projection: Projection) -> int:
    """Return how many settlements a plan holds within its horizon: all, if it does not dissolve."""
    return int((projection.array("members") > 0).sum())


def ends_in_first_year(projection: Projection) -> bool:
    """Say whether a plan dissolves within its first twelve months, or never starts."""
    after = projection.headline.dissolved_after_years
    return after is not None and after < 1.0
