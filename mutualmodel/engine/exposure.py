"""Who of the members can claim, and how often, by how long each has been in the plan.

Members with a tenure of at least e periods are known for every e from running sums of those who
joined (see :mod:`~mutualmodel.engine.counting`), so the waiting period and the select years need no
tenure axis.
"""

from collections.abc import Callable

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.periods import DAYS_PER_PERIOD, MONTHS_PER_YEAR, PERIODS_PER_YEAR

# No lag is longer than the two select years.
LONGEST_LAG = 2 * PERIODS_PER_YEAR

# Gives the members with a tenure of at least so many periods.
Tenured = Callable[[int], FloatArray]


def past_waiting(rows: Rows, tenured: Tenured) -> FloatArray:
    """Return the members past the waiting period."""
    whole = rows.waiting_lag
    part = rows["waiting_days"] / DAYS_PER_PERIOD - whole
    return (1.0 - part) * tenured(whole) + part * tenured(whole + 1)


def select_weighted(rows: Rows, waited: FloatArray, tenured: Tenured) -> FloatArray:
    """Return those who can claim, each at the select factor of her year in the plan.

    Who is still waiting counts for the share of first-year claims that accidents cause: for these
    there is no waiting period, and it never outlasts the first year.
    """
    first, second = rows["select_year_1"], rows["select_year_2"]
    accidents = rows["accident_share"]
    if accidents.any():
        waited = waited + accidents * (tenured(0) - waited)
    return np.asarray(
        first * waited
        + (second - first) * tenured(PERIODS_PER_YEAR)
        + (1.0 - second) * tenured(2 * PERIODS_PER_YEAR)
    )


def incidence_level(rows: Rows) -> FloatArray:
    """Return the multiplier on the table (PAST_PERIODS + T + 1, B) at which claims are paid.

    Its level, its trend and the reader's own factors, less the share of claims that the plan
    refuses: these are diagnosed and submitted, but nothing falls due for them, and no member counts
    on it.
    """
    years = (np.arange(-PAST_PERIODS, rows.periods + 1) + 0.5) / PERIODS_PER_YEAR
    trend = rows["incidence_trend"]
    if rows.alike("incidence_trend"):
        trend = trend[:1]
    growth = (1.0 + trend) ** years[:, None]
    if rows.level is not None:
        growth = growth * rows.level.at(years * MONTHS_PER_YEAR)[:, None]
    return np.asarray(rows["incidence_multiplier"] * (1.0 - rows["refused_share"]) * growth)
