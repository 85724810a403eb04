"""The tables of rates that the model is driven by: read-only arrays, loaded once.

The leading axis is sex in the order of :data:`mutualmodel.figures.SEXES`, the second one age last
birthday. ``docs/data.md`` says where each file comes from.
"""

from __future__ import annotations

from functools import cache

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.files import DataError, by_sex_and_age, read_rows

INCIDENCE_TABLES = ("CI1", "CI2", "CI3", "CI4", "CI7")
# Tables of all critical illness a plan covers; CI7 is of severe cancer alone, and neither the ratio
# of mild illness nor the share of deaths due to what it covers is published for it.
MILD_RATIO_TABLES = ("CI1", "CI2", "CI3", "CI4")
LAST_AGE_INCIDENCE = 105
LAST_AGE_MORTALITY = 105
LAST_AGE_MILD_RATIO = 60
LAST_AGE_POPULATION = 99


def incidence(table: str) -> FloatArray:
    """Return first diagnoses of a critical illness per life and year.

    Parameters
    ----------
    table : str
        One of :data:`INCIDENCE_TABLES`: CI1 (6 diseases) and CI2 (25) under the definitions of
        2007, CI3 (6) and CI4 (28) under those of 2020, CI7 severe cancer alone.

    Returns
    -------
    ndarray, shape (2, 106)
        Rates a year as fractions, by sex (men, women) and age 0 to 105; read-only. Insured
        experience with a margin, not a population rate.

    Raises
    ------
    ValueError
        When there is no such table.

    Notes
    -----
    Source: China Association of Actuaries, 5 November 2020 (``ci2020``).

    Examples
    --------
    >>> float(incidence("CI4")[0, 60])  # men of 60
    0.014865
    """
    if table not in INCIDENCE_TABLES:
        raise ValueError(
            f"incidence table: got {table!r}, allowed is one of {', '.join(INCIDENCE_TABLES)}"
        )
    return _incidence_tables()[table]


@cache
def mild_ratio() -> FloatArray:
    """Return mild illness as a fraction of the severe rate of CI4.

    Returns
    -------
    ndarray, shape (2, 61)
        Ratio by sex (men, women) and age 0 to 60, above one for young women; read-only. Three
        mild diseases, early thyroid cancer among them.

    Notes
    -----
    Source: China Association of Actuaries, 5 November 2020 (``mi2020``), in groups of five ages.
    """
    name = "mild_ratio.csv"
    rows = read_rows(name, ("sex", "age", "mild_over_severe_percent"))
    return by_sex_and_age(name, rows, "mild_over_severe_percent", LAST_AGE_MILD_RATIO, 0.01)


@cache
def mortality() -> FloatArray:
    """Return deaths a life and year (2, 106) by sex (men, women) and age; read-only.

    China life table 2010-2013, non-pension 1: CL1 men, CL2 women (``mortality_cl2013``).
    """
    name = "mortality.csv"
    rows = read_rows(name, ("sex", "age", "q"))
    return by_sex_and_age(name, rows, "q", LAST_AGE_MORTALITY, 1.0)


@cache
def population() -> FloatArray:
    """Return the mean population of China from November 2019 to October 2020.

    Returns
    -------
    ndarray, shape (2, 100)
        Persons by sex (men, women) and age last birthday 0 to 99; read-only.

    Notes
    -----
    Source: National Bureau of Statistics of China, census yearbook 2020 (``census2020``).
    """
    name = "population.csv"
    rows = read_rows(name, ("sex", "age", "persons"))
    return by_sex_and_age(name, rows, "persons", LAST_AGE_POPULATION, 1.0)


@cache
def _incidence_tables() -> dict[str, FloatArray]:
    """Load the tables that can be chosen; the others in the file are left aside."""
    name = "incidence.csv"
    rows = read_rows(name, ("table", "sex", "age", "rate_per_1000"))
    loaded = {}
    for table in INCIDENCE_TABLES:
        mine = [row for row in rows if row["table"] == table]
        rates = by_sex_and_age(name, mine, "rate_per_1000", LAST_AGE_INCIDENCE, 0.001)
        if rates.max() >= 1.0:
            raise DataError(f"{name}: {table} has a rate of {rates.max():g} a year, not below 1")
        loaded[table] = rates
    return loaded
