"""Birth-cohort cells: who is in them, how often they fall ill and when they leave by age.

A cell holds the members of one sex whose exact ages at the start lie in one year of age, ``[x, x +
1)``; all of them grow older together. At time t the cell spans ``[y, y + 1)`` with ``y = x + t /
24``, its members are spread evenly over that span, and its rate is the mean of the table's. Members
leave on the birthday of the exit age. Cells with x below the youngest age hold those who reach it,
or are born, after the start. From 60 on a cell also shrinks by deaths, at the mean force of
mortality of its members: it cancels out of who joins later, so joiners are divided by it as by the
share below the exit age. For opening members the cells are exact; where many join, half the width
moves the first year's cost by about a thousandth, and twice the width moves it by up to four
(tested).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis, ages_of_groups, by_age
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.once import cached_property
from mutualmodel.periods import PERIODS_PER_YEAR

CELL_YEARS = 1.0
PAYOUT_KINDS = ("under_40", "40_plus", "mild")
STATED_SHARES = ("share_under_18", "share_40_to_59", "share_60_plus")
# The payouts of the bridging policy of 2022 fell at this age.
BRIDGE_PAYOUT_AGE = 40


@dataclass(frozen=True, eq=False)
class Cohorts:
    """The cells over time. C cells (men's first), T periods, K age-and-sex groups.

    ``claims`` (PAST_PERIODS + T, C, 3): first diagnoses a year and member by payout kind at the
    middle of the period, counting only members below the exit age and, of those at the start, who
    are still alive; row PAST_PERIODS is the first period.
    ``remaining`` (T + 1, C): share of a cell's members who are alive and below the exit age at the
    start of the period.
    ``joining`` (T + 1, K, C): spread of one new member of each group over the cells.
    ``surviving`` (T + 1, C): share of a cell's members whom death has left since the start; None
    where deaths are no decrement of their own.
    """

    claims: FloatArray
    remaining: FloatArray
    joining: FloatArray
    surviving: FloatArray | None = None

    @cached_property
    def columns(self) -> FloatArray:
        """What people are summed by over cells, (T + 1, C, K).

        Members now and a period ago, the latter less those who died since where deaths are counted,
        and claims by kind.
        """
        remaining = self.remaining[:, :, None]
        claims = np.zeros((len(remaining), *self.claims.shape[1:]))
        claims[:-1] = self.claims[PAST_PERIODS:]
        before = np.concatenate([remaining[:1], remaining[:-1]])
        people = [remaining, before]
        if self.surviving is not None:
            dying = self.surviving[1:] / self.surviving[:-1]
            people.append(np.concatenate([before[:1], before[1:] * dying[:, :, None]]))
        return np.concatenate([*people, claims], axis=2)

    @cached_property
    def by_column(self) -> FloatArray:
        """The same, (T + 1, K, C): each column in one piece."""
        return np.ascontiguousarray(self.columns.swapaxes(1, 2))

    @cached_property
    def opening_columns(self) -> FloatArray:
        """The sums of one opening member of each group before anyone has left, (T + 1, G, K)."""
        return np.asarray(np.matmul(self.joining[0], self.columns))

    @cached_property
    def earlier_claims(self) -> FloatArray:
        """What one opening member of each group claimed a year before the start, by payout kind.

        (PAST_PERIODS, G, 3).
        """
        return np.asarray(np.matmul(self.joining[0], self.claims[:PAST_PERIODS]))


@lru_cache(maxsize=32)
def cohorts(basis: RateBasis, years: int, cell_years: float = CELL_YEARS) -> Cohorts:
    """Build the cells of a basis for a horizon in years; see :class:`Cohorts` for shapes."""
    periods = years * PERIODS_PER_YEAR
    start = _opening_ages(basis, years, cell_years)
    middle = (np.arange(-PAST_PERIODS, periods) + 0.5) / PERIODS_PER_YEAR
    opening = np.arange(periods + 1) / PERIODS_PER_YEAR
    age = start + opening[:, None]
    below = np.tile(_below_exit(basis, age, cell_years), 2)
    claims = _claim_rates(basis, start + middle[:, None], cell_years)
    surviving, halfway = _survival(basis, age[:-1] + 0.5 / PERIODS_PER_YEAR, cell_years)
    if surviving is not None:
        claims[PAST_PERIODS:] *= halfway[:, :, None]
    remaining = below if surviving is None else below * surviving
    joining = np.einsum("tca,ksa->tksc", _overlap(basis, age, cell_years), ages_of_groups(basis))
    joining = joining.reshape(periods + 1, -1, 2 * len(start))
    # Joiners are below the exit age and alive when they join; dividing by the share of the cell
    # that still is makes "retention x joiners x remaining" the joiners themselves in that period.
    joining /= np.where(remaining > 0, remaining, 1.0)[:, None, :]
    return Cohorts(claims, remaining, joining, surviving)


@lru_cache(maxsize=4)
def by_single_age(basis: RateBasis, years: int) -> FloatArray:
    """Return the shares (T + 1, C', A) of a cell's members at each single age below the exit age.

    C' are the usual cells of one sex; the rows of those who are too young, and of those past the
    exit age, are zero. Deaths are left aside.
    """
    opening = np.arange(years * PERIODS_PER_YEAR + 1) / PERIODS_PER_YEAR
    age = _opening_ages(basis, years, CELL_YEARS) + opening[:, None]
    shared = _overlap(basis, age, CELL_YEARS)
    # A newborn cell is only partly above age zero, but all its members are.
    shared /= np.maximum(shared.sum(axis=2, keepdims=True), 1e-12)
    return np.asarray(shared * _below_exit(basis, age, CELL_YEARS)[:, :, None])


def opening_ages(scenario: Scenario) -> FloatArray:
    """Return the share of a plan's opening members (2, A) by sex and single age."""
    shares = {name: getattr(scenario, name) for name in STATED_SHARES}
    return RateBasis.of(scenario).age_distribution(shares, scenario.share_female)


def bridging_claims(basis: RateBasis, terms: ClosingTerms) -> FloatArray:
    """Return what a life claims a year from the bridging policy (2, A) by sex and age, yuan.

    At the table's incidence, of critical and mild illness. Its payouts are inputs of the closing,
    and all that is said of the policy follows them; they change at the policy's own age.
    """

    def benefit(young: float, old: float) -> FloatArray:
        return by_age(young, old, BRIDGE_PAYOUT_AGE, basis.exit_age)

    critical = benefit(terms.bridge_under_40, terms.bridge_40_plus)
    mild = benefit(terms.bridge_mild_under_40, terms.bridge_mild_40_plus)
    return np.asarray(basis.severe * critical + basis.mild * mild)


def _opening_ages(basis: RateBasis, years: int, cell_years: float) -> FloatArray:
    """Lower ages (C',) of the cells at the start; the lowest are of those yet too young."""
    too_young = -(-years // cell_years)
    return np.arange(basis.minimum_age - too_young * cell_years, basis.exit_age, cell_years)


def _below_exit(basis: RateBasis, age: FloatArray, cell_years: float) -> FloatArray:
    """Share (T, C') of the members of cells, whose lower age is ``age``, below the exit age."""
    return np.clip((basis.exit_age - age) / cell_years, 0.0, 1.0)


def _overlap(basis: RateBasis, age: FloatArray, cell_years: float) -> FloatArray:
    """Years (T, C', A) that a cell spanning [y, y + cell_years) shares with each single age.

    None with ages below the youngest that the plan admits.
    """
    low, single = age[:, :, None], np.arange(basis.exit_age)
    shared = np.minimum(low + cell_years, single + 1) - np.maximum(low, single)
    shared[:, :, : basis.minimum_age] = 0.0
    return np.asarray(np.clip(shared, 0.0, None))


def _claim_rates(basis: RateBasis, age: FloatArray, cell_years: float) -> FloatArray:
    """Rates (T, C, 3) of cells whose lower age is ``age`` (T, C'), men's cells first."""
    # A newborn cell is only partly above age zero, but all its members are.
    born_years = np.clip(age + cell_years - basis.minimum_age, 1e-9, cell_years)
    mixture = _overlap(basis, age, cell_years) / born_years[:, :, None]
    rates = np.einsum("tca,sag->tscg", mixture, basis.claims)
    return np.asarray(rates.reshape(len(age), -1, len(PAYOUT_KINDS)))


def _survival(
    basis: RateBasis, middle: FloatArray, cell_years: float
) -> tuple[FloatArray | None, FloatArray]:
    """Share of a cell that deaths have left at the start (T + 1, C) and middle (T, C) of periods.

    exp(-sum of the force of mortality), each period at the mean of those who are members at its
    middle, where the lower ages of the cells of one sex are ``middle`` (T, C').
    """
    if not basis.has_deaths:
        return None, np.empty(0)
    overlap = _overlap(basis, middle, cell_years)
    present = np.maximum(overlap.sum(axis=2, keepdims=True), 1e-12)
    force = np.einsum("tca,sa->tsc", overlap / present, basis.force_of_mortality)
    hazard = force.reshape(len(middle), -1) / PERIODS_PER_YEAR
    surviving = np.ones((len(hazard) + 1, hazard.shape[1]))
    np.exp(-np.cumsum(hazard, axis=0), out=surviving[1:])
    return surviving, surviving[:-1] * np.exp(-hazard / 2.0)
