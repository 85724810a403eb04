"""Who carries the tail: the 1-in-200 year above the mean, by who pays, and an insurer's capital."""

from dataclasses import dataclass

import numpy as np

from mutualmodel.engine.bearing import Parts
from mutualmodel.engine.projection import project
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.claims_law import ClaimsLaw, claims_law
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import plan_year
from mutualmodel.simulation.result import Simulation

# Sums of the same paths in another order differ by a smaller part of themselves.
_SAME = 1e-11


@dataclass(frozen=True)
class TailSplit:
    """A bad year's bill (payouts and fee) over the mean year's, by who bears it, in yuan.

    ``worst`` is the year passed with a probability of 1 - ``level``; ``above`` is what it adds to
    the ``mean``. ``standard_error`` is that of the worst total. ``pool``: members on average over
    the year. ``insurer_capital``: what an insurer with this pool would have to hold on top of the
    claims it expects for such a year, by the exact law; 0 where even such a year stays below
    them, as where a claim comes once in thousands of years.
    """

    year: int
    level: float
    pool: float
    mean: Parts
    worst: Parts
    standard_error: float
    insurer_capital: float

    @property
    def above(self) -> Parts:
        """What the worst year adds to the mean year for each.

        Below zero where others step in, as where a bad year is one of more members; what two sums
        of the same years differ by in their last digits is nothing.
        """
        return Parts(
            _more(self.worst.members, self.mean.members),
            _more(self.worst.sponsor, self.mean.sponsor),
            _more(self.worst.claimants, self.mean.claimants),
        )

    def per_member(self, yuan: float) -> float:
        """Return a sum in yuan a member; 0 without members."""
        return yuan / self.pool if self.pool > 0.0 else 0.0


def _more(worst: float, mean: float) -> float:
    more = worst - mean
    return more if abs(more) > _SAME * mean else 0.0


def tail_split(simulation: Simulation, year: int = 1, level: float = ONE_IN_200) -> TailSplit:
    """Split the bill of a bad plan year over members, sponsor and claimants.

    The bill's quantile is that of Harrell and Davis (1982): a weighted mean of all paths in order
    of their bill, with nearly all the weight around the quantile's rank. The same weights give what
    each bears in such years, so the parts sum to the whole.

    Raises
    ------
    ValueError
        When the year lies outside the horizon or the level is not above 0 and below 1.
    """
    from scipy.special import betainc

    span = plan_year(year, simulation.scenario.years)
    if not 0.0 < level < 1.0:
        raise ValueError(f"level = {level!r}: allowed is above 0 and below 1")
    at, paths, yearly = year - 1, simulation.paths, simulation.yearly
    borne = np.stack([yearly.members_pay[at], yearly.sponsor[at], yearly.unpaid[at]])
    bill = borne.sum(axis=0)
    ranks = np.arange(paths + 1) / paths
    weight = np.diff(betainc((paths + 1) * level, (paths + 1) * (1.0 - level), ranks))
    order = np.argsort(bill, kind="stable")
    worst = borne[:, order] @ weight
    # How far the weighted mean of single paths strays: that of the quantile itself.
    error = simulation.quantiles("bill", (level,)).standard_errors[at, 0]
    law = pool_law(simulation.scenario, year)
    return TailSplit(
        year=year,
        level=level,
        pool=float(simulation.membership.mean[span].mean()),
        mean=Parts(*(float(value) for value in borne.mean(axis=1))),
        worst=Parts(*(float(value) for value in worst)),
        standard_error=float(error),
        insurer_capital=max(law.quantile(level) - law.mean, 0.0),
    )


def pool_law(scenario: Scenario, year: int = 1) -> ClaimsLaw:
    """Return the exact law of the payouts of a plan year, with the claims expected without chance.

    Where claims vary in size it is that of sizes laid on a lattice.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    span = plan_year(year, scenario.years)
    claims = project(scenario).array("claims_by_kind")[span].sum(axis=0)
    total = float(claims.sum())
    shares: dict[float, float] = {}
    for payout, expected in zip(scenario.payouts, claims, strict=True):
        if expected > 0.0:
            shares[payout] = shares.get(payout, 0.0) + float(expected) / total
    return claims_law(
        total,
        shares or {0.0: 1.0},
        scenario.systemic_cv,
        bad_year_probability=scenario.bad_year_probability,
        bad_year_size=scenario.bad_year_size,
        size_cv=scenario.claim_size_cv,
    )
