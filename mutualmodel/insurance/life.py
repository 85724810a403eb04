"""Who stays healthy: deaths, the share of them due to covered illness, and published quotes."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import XIANGHUBAO, RateBasis
from mutualmodel.figures.files import SEXES, by_sex_and_age, number_in, read_rows
from mutualmodel.figures.rates import LAST_AGE_MORTALITY, mortality

LAST_AGE = LAST_AGE_MORTALITY
# K1 goes with the tables of six illnesses, K2 with those of all; none with cancer alone.
_COVERED_BY_OWN = "CI4"
K_TABLES = {"CI1": "K1", "CI2": "K2", "CI3": "K1", "CI4": "K2"}


@cache
def ci_share_of_deaths(incidence_table: str) -> FloatArray:
    """Return k (2, 105): the share of deaths due to the illnesses that a table covers; read-only.

    China Association of Actuaries, 5 November 2020 (``k2020``); ages 0 to 104.

    Raises
    ------
    ValueError
        When there is no such incidence table, or no k is published for it.
    """
    if incidence_table not in K_TABLES:
        raise ValueError(
            f"incidence_table = {incidence_table!r}: allowed is one of {', '.join(K_TABLES)}"
        )
    name = "ci_share_of_deaths.csv"
    rows = read_rows(name, ("table", "sex", "age", "share_percent"))
    mine = [row for row in rows if row["table"] == K_TABLES[incidence_table]]
    return by_sex_and_age(name, mine, "share_percent", LAST_AGE - 1, 0.01)


def leaving_rates(basis: RateBasis, level: float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Return first diagnoses and other deaths a healthy life and year, both (2, 105).

    The first are ``level`` times the table's; the second are (1 - k) q: of those who die, the
    share k were diagnosed before and have left the healthy already. A reader's own table is taken
    to cover the illnesses of CI4.
    """
    ill = level * basis.incidence[:, :LAST_AGE]
    table = basis.incidence_table if basis.own_incidence is None else _COVERED_BY_OWN
    other = (1.0 - ci_share_of_deaths(table)) * mortality()[:, :LAST_AGE]
    return np.asarray(ill), np.asarray(other)


def healthy_survival(
    age: int, sex: str, to_age: int, *, basis: RateBasis = XIANGHUBAO, level: float = 1.0
) -> FloatArray:
    """Return the share (to_age - age + 1,) of those healthy at ``age`` who still are, by year.

    l(x + 1) = l(x) (1 - i(x) - (1 - k(x)) q(x)), from 1 at ``age``.

    Raises
    ------
    ValueError
        When an age or the sex is out of range.
    """
    place = sex_index(sex)
    if not 0 <= age < to_age <= LAST_AGE:
        raise ValueError(f"age = {age!r}, to_age = {to_age!r}: allowed is 0 <= age < to_age <= 105")
    ill, other = leaving_rates(basis, level)
    # Nor do more fall ill than there are, whatever a reader's own table says.
    stay = np.maximum(1.0 - ill[place, age:to_age] - other[place, age:to_age], 0.0)
    return np.concatenate([[1.0], np.cumprod(stay)])


def sex_index(sex: str) -> int:
    """Return the place of a sex on the leading axis of every table."""
    if sex not in SEXES:
        raise ValueError(f"sex = {sex!r}: allowed is one of {', '.join(SEXES)}")
    return SEXES.index(sex)


def survival_known(basis: RateBasis) -> bool:
    """Whether it is published who stays healthy: what must be known beyond one year at a time."""
    return basis.own_incidence is not None or basis.incidence_table in K_TABLES


def check_member_age(name: str, age: int, basis: RateBasis) -> None:
    """Raise a ValueError that names an age unless a member of the plan can have it."""
    if not basis.minimum_age <= age < basis.exit_age:
        raise ValueError(
            f"{name} = {age!r}: allowed is {basis.minimum_age} to {basis.exit_age - 1}"
        )


@dataclass(frozen=True)
class Quote:
    """A published price: one row of ``commercial_quotes.csv``.

    ``premium`` is yuan a year; for level policies per 1,000 yuan insured to ``to_age`` in
    ``payments`` yearly payments (0 where there are none). ``sex`` is M, F or both.
    """

    kind: str
    insurer: str
    product: str
    age_from: int
    age_to: int
    sex: str
    sum_insured: float
    to_age: int
    payments: int
    premium: float
    figure_id: str


@cache
def quotes() -> tuple[Quote, ...]:
    """Return the published quotes: kinds ``level``, ``one_year`` and ``medical``."""
    name = "commercial_quotes.csv"
    columns = list(Quote.__dataclass_fields__)
    return tuple(
        Quote(
            kind=row["kind"],
            insurer=row["insurer"],
            product=row["product"],
            age_from=int(number_in(name, row, "age_from")),
            age_to=int(number_in(name, row, "age_to")),
            sex=row["sex"],
            sum_insured=float(row["sum_insured"] or 0),
            to_age=int(row["to_age"] or 0),
            payments=int(row["payments"] or 0),
            premium=number_in(name, row, "premium"),
            figure_id=row["figure_id"],
        )
        for row in read_rows(name, columns)
    )
