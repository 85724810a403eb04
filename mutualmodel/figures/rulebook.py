"""The rules of the plan, and from which day each set of them held."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache

from mutualmodel.figures.files import DataError, Row, check_choice, read_rows
from mutualmodel.figures.rates import INCIDENCE_TABLES
from mutualmodel.figures.reading import (
    DATE_PRECISIONS,
    check_figures,
    check_order,
    day_of,
    optional_number,
)

LAUNCH = dt.date(2018, 10, 16)
COVER_END = dt.date(2022, 1, 28)

_RULE_COLUMNS = (
    *("date", "date_precision", "fee_rate", "payout_under_40", "payout_40_plus"),
    *("incidence_table", "mild_payout", "annual_cap", "per_claim_cap", "members_pay"),
    *("figure_ids", "note"),
)


@dataclass(frozen=True)
class Rule:
    """The rules from a day on: one row of ``rules.csv``.

    ``fee_rate`` is a fraction of the payouts; payouts and caps are in yuan, a cap of None is none.
    ``annual_cap`` is for a calendar year. ``mild_payout`` is 0 where mild illness is not paid
    apart: with CI2 the severe payout covers it, from 2020 on nothing does. ``members_pay`` is
    false where the operator pays in their place.
    """

    date: dt.date
    date_precision: str
    fee_rate: float
    payout_under_40: float
    payout_40_plus: float
    incidence_table: str
    mild_payout: float
    annual_cap: float | None
    per_claim_cap: float | None
    members_pay: bool
    figure_ids: tuple[str, ...]
    note: str

    @property
    def year_limit(self) -> float:
        """The cap on a calendar year in yuan, infinity where there is none."""
        return math.inf if self.annual_cap is None else self.annual_cap


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of the plan in order of the day from which they held.

    Raises
    ------
    DataError
        When ``rules.csv`` breaks a rule of its own.
    """
    name = "rules.csv"
    found = tuple(_rule(name, row) for row in read_rows(name, _RULE_COLUMNS))
    check_order(name, [rule.date for rule in found], strictly=True)
    if not found or found[0].date != LAUNCH:
        raise DataError(f"{name}: the first row must be of the launch, {LAUNCH}")
    return found


def rule_on(day: dt.date) -> Rule:
    """Return the rules in force on a day; the last ones hold on after the plan has closed.

    Raises
    ------
    ValueError
        When the day is before the launch.

    Examples
    --------
    >>> rule_on(dt.date(2019, 12, 31)).annual_cap
    188.0
    """
    if day < LAUNCH:
        raise ValueError(f"day: got {day}, allowed is {LAUNCH} (launch) to {COVER_END} and later")
    return next(rule for rule in reversed(rules()) if rule.date <= day)


def _rule(name: str, row: Row) -> Rule:
    """Make the record of one row, checking what a replay relies on."""
    check_choice(name, row, "date_precision", DATE_PRECISIONS)
    check_choice(name, row, "incidence_table", INCIDENCE_TABLES)
    check_choice(name, row, "members_pay", ("0", "1"))
    fee_rate = _number(name, row, "fee_rate")
    if fee_rate >= 1:
        raise DataError(f"{name}: fee_rate is {fee_rate:g}, must be a fraction below 1")
    return Rule(
        date=day_of(name, row),
        date_precision=row["date_precision"],
        fee_rate=fee_rate,
        payout_under_40=_number(name, row, "payout_under_40"),
        payout_40_plus=_number(name, row, "payout_40_plus"),
        incidence_table=row["incidence_table"],
        mild_payout=_number(name, row, "mild_payout"),
        annual_cap=optional_number(name, row, "annual_cap"),
        per_claim_cap=optional_number(name, row, "per_claim_cap"),
        members_pay=row["members_pay"] == "1",
        figure_ids=check_figures(name, row["figure_ids"]),
        note=row["note"],
    )


def _number(name: str, row: Row, column: str) -> float:
    """Return a cell that must hold a number."""
    value = optional_number(name, row, column)
    if value is None:
        raise DataError(f"{name}: {row['date']} has nothing in {column}")
    return value
