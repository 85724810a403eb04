"""Birth-cohort cells: who is in them, how often they fall ill and when they leave by age.

A cell holds the members of one sex whose exact ages at the start lie in one year of age,
``[x, x + 1)``; all of them grow older together. At time t the cell spans ``[y, y + 1)`` with
``y = x + t / 24``, its members are spread evenly over that span, and its rate is the mean of the
table's. Members leave on their sixtieth birthday. Cells with x below zero hold children who are
born after the start. For opening members the cells are exact; where many join, half the width moves
the first year's cost by about a thousandth, and twice the width moves it by up to four (tested).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mutualmodel.ages import AGE_BANDS, EXIT_AGE, by_payout_age
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.figures.rates import incidence, mild_ratio, population
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR

CELL_YEARS = 1.0
PAYOUT_KINDS = ("under_40", "40_plus", "mild")


@dataclass(frozen=True)
class Cohorts:
    """The cells over time. C cells (men's first), T periods, K = 6 age-and-sex groups.

    ``claims`` (PAST_PERIODS + T, C, 3): first diagnoses a year and member by payout kind at the
    middle of the period, counting only members below 60; row PAST_PERIODS is the first period.
    ``remaining`` (T + 1, C): share of a cell's members who are below 60 at the start of the period.
    ``joining`` (T + 1, K, C): spread of one new member of each group over the cells.
    """

    claims: FloatArray
    remaining: FloatArray
    joining: FloatArray


@lru_cache(maxsize=32)
def cohorts(incidence_table: str, years: int, cell_years: float = CELL_YEARS) -> Cohorts:
    """Build the cells of a table for a horizon in years; see :class:`Cohorts` for shapes."""
    periods = years * PERIODS_PER_YEAR
    start = _opening_ages(years, cell_years)
    middle = (np.arange(-PAST_PERIODS, periods) + 0.5) / PERIODS_PER_YEAR
    opening = np.arange(periods + 1) / PERIODS_PER_YEAR
    age = start + opening[:, None]
    remaining = _remaining(age, cell_years)
    joining = np.einsum("tca,ksa->tksc", _overlap(age, cell_years), _ages_of_groups())
    # Joiners are below 60 when they join; dividing by the share of the cell still below 60 makes
    # "retention x joiners x remaining" come out as the joiners themselves in that period.
    joining /= np.where(remaining > 0, remaining, 1.0)[:, None, None, :]
    return Cohorts(
        claims=_claim_rates(incidence_table, start + middle[:, None], cell_years),
        remaining=np.tile(remaining, 2),
        joining=joining.reshape(periods + 1, 6, 2 * len(start)),
    )


@lru_cache(maxsize=2)
def by_single_age(years: int) -> FloatArray:
    """Return the shares (T + 1, C', 60) of a cell's members who are at each single age below 60.

    C' are the usual cells of one sex; the rows of the unborn, and of those past 60, are zero.
    """
    opening = np.arange(years * PERIODS_PER_YEAR + 1) / PERIODS_PER_YEAR
    age = _opening_ages(years, CELL_YEARS) + opening[:, None]
    shared = _overlap(age, CELL_YEARS)
    # A newborn cell is only partly above age zero, but all its members are.
    shared /= np.maximum(shared.sum(axis=2, keepdims=True), 1e-12)
    return np.asarray(shared * _remaining(age, CELL_YEARS)[:, :, None])


def group_weights(
    share_under_18: FloatArray | float,
    share_40_to_59: FloatArray | float,
    share_female: FloatArray | float,
) -> FloatArray:
    """Return the shares (B, 6) of the groups: under 18, 18 to 39, 40 to 59; men first."""
    young, old, women = map(np.atleast_1d, (share_under_18, share_40_to_59, share_female))
    ages = np.stack([young, 1.0 - young - old, old], axis=1)
    sexes = np.stack([1.0 - women, women], axis=1)
    return np.asarray((sexes[:, :, None] * np.clip(ages, 0.0, 1.0)[:, None, :]).reshape(-1, 6))


def age_distribution(weights: FloatArray) -> FloatArray:
    """Return the share of members (2, 60) by sex and single age for one row of group weights."""
    return np.asarray(np.einsum("k,ksa->sa", weights, _ages_of_groups()))


def opening_ages(scenario: Scenario) -> FloatArray:
    """Return the share of a plan's opening members (2, 60) by sex and single age."""
    mix = scenario.share_under_18, scenario.share_40_to_59, scenario.share_female
    return age_distribution(group_weights(*mix)[0])


def yearly_claim_rates(incidence_table: str) -> FloatArray:
    """Return first diagnoses a year and member (2, 60, 3) by sex, single age and payout kind."""
    severe = incidence(incidence_table)[:, :EXIT_AGE]
    mild = severe * mild_ratio()[:, :EXIT_AGE]
    young = by_payout_age(1.0, 0.0)
    return np.stack([severe * young, severe * (1.0 - young), mild], axis=2)


def bridging_claims(incidence_table: str, terms: ClosingTerms) -> FloatArray:
    """Return what a life claims a year from the bridging policy (2, 60) by sex and age, yuan.

    At the table's incidence, of critical and mild illness. Its payouts are inputs of the closing,
    and all that is said of the policy follows them.
    """
    critical = by_payout_age(terms.bridge_under_40, terms.bridge_40_plus)
    mild = by_payout_age(terms.bridge_mild_under_40, terms.bridge_mild_40_plus)
    rates = yearly_claim_rates(incidence_table)
    return np.asarray((rates[:, :, 0] + rates[:, :, 1]) * critical + rates[:, :, 2] * mild)


@lru_cache(maxsize=1)
def _ages_of_groups() -> FloatArray:
    """Census share of each sex and age within each group: (6, 2, 60), each group summing to one."""
    persons = population()[:, :EXIT_AGE]
    shares = np.zeros((6, 2, EXIT_AGE))
    for group, (sex, ages) in enumerate((s, a) for s in (0, 1) for a in AGE_BANDS.values()):
        shares[group, sex, ages] = persons[sex, ages] / persons[sex, ages].sum()
    return shares


def _opening_ages(years: int, cell_years: float) -> FloatArray:
    """Lower ages (C',) of the cells at the start; below zero for children yet to be born."""
    unborn = -(-years // cell_years)
    return np.arange(-unborn * cell_years, EXIT_AGE, cell_years)


def _remaining(age: FloatArray, cell_years: float) -> FloatArray:
    """Share (T, C') of the members of cells, whose lower age is ``age``, who are below 60."""
    return np.clip((EXIT_AGE - age) / cell_years, 0.0, 1.0)


def _overlap(age: FloatArray, cell_years: float) -> FloatArray:
    """Years (T, C, 60) that a cell spanning [y, y + cell_years) shares with each single age."""
    low, single = age[:, :, None], np.arange(EXIT_AGE)
    shared = np.minimum(low + cell_years, single + 1) - np.maximum(low, single)
    return np.asarray(np.clip(shared, 0.0, None))


def _claim_rates(incidence_table: str, age: FloatArray, cell_years: float) -> FloatArray:
    """Rates (T, C, 3) of cells whose lower age is ``age`` (T, C'), men's cells first."""
    # A newborn cell is only partly above age zero, but all its members are.
    born_years = np.clip(age + cell_years, 1e-9, cell_years)
    mixture = _overlap(age, cell_years) / born_years[:, :, None]
    rates = np.einsum("tca,sag->tscg", mixture, yearly_claim_rates(incidence_table))
    return np.asarray(rates.reshape(len(age), -1, len(PAYOUT_KINDS)))
