"""What cover costs and pays beside what people earn: published incomes of 2018 to 2021."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mutualmodel.figures.files import DataError, by_id, check_choice, number_in, read_rows
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

INCOME_GROUPS = {
    "all": N_("all"),
    "urban": N_("urban"),
    "rural": N_("rural"),
    "fifth_1": N_("lowest fifth"),
    "fifth_2": N_("second fifth"),
    "fifth_3": N_("middle fifth"),
    "fifth_4": N_("fourth fifth"),
    "fifth_5": N_("highest fifth"),
}
INCOME_YEARS = (2018, 2019, 2020, 2021)
MEASURES = ("mean", "median")


@dataclass(frozen=True)
class Income:
    """Disposable income a head and year of one group, yuan; ``figure_id`` leads to its source."""

    year: int
    group: str
    measure: str
    yuan: float
    figure_id: str


@cache
def incomes() -> tuple[Income, ...]:
    """Return all published incomes.

    Raises
    ------
    DataError
        When ``income.csv`` breaks a rule.
    """
    name = "income.csv"
    rows = read_rows(name, ("year", "group", "measure", "yuan", "figure_id"))
    found = []
    for row in rows:
        check_choice(name, row, "group", tuple(INCOME_GROUPS))
        check_choice(name, row, "measure", MEASURES)
        check_choice(name, row, "year", tuple(map(str, INCOME_YEARS)))
        yuan = number_in(name, row, "yuan")
        if not yuan > 0:
            raise DataError(f"{name}: yuan is {row['yuan']}, must be positive: {dict(row)}")
        year, group, measure = int(row["year"]), row["group"], row["measure"]
        found.append(Income(year, group, measure, yuan, row["figure_id"]))
    by_id(name, [{"id": f"{i.year} {i.group} {i.measure}"} for i in found])
    return tuple(found)


def incomes_of(year: int, measure: str = "mean") -> dict[str, Income]:
    """Return the incomes of a year by group; the fifths of households are known for 2021 only.

    Raises
    ------
    ValueError
        When there is no such year or measure.
    """
    if year not in INCOME_YEARS:
        raise ValueError(f"year = {year!r}: allowed is {INCOME_YEARS[0]} to {INCOME_YEARS[-1]}")
    if measure not in MEASURES:
        raise ValueError(f"measure = {measure!r}: allowed is one of {', '.join(MEASURES)}")
    return {i.group: i for i in incomes() if i.year == year and i.measure == measure}


def affordability(
    costs: Mapping[str, float], year: int = 2021, measure: str = "mean"
) -> pd.DataFrame:
    """Return yearly costs as shares of disposable income a head.

    Parameters
    ----------
    costs
        Yuan a year by name.

    Returns
    -------
    DataFrame
        One row a group: ``group``, ``income`` in yuan, and one column a cost, as a fraction.
    """
    import pandas as pd

    known = incomes_of(year, measure)
    table = pd.DataFrame(
        {"group": list(known), "income": [income.yuan for income in known.values()]}
    )
    for name, cost in costs.items():
        table[name] = cost / table["income"]
    return table


def years_of_income(payout: float, year: int = 2021, measure: str = "mean") -> dict[str, float]:
    """Return how many years of each group's income a payout in yuan is worth."""
    return {group: payout / income.yuan for group, income in incomes_of(year, measure).items()}
