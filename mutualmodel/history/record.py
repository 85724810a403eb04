"""The published record: settlements, members, rules, events and the other plans of the time.

Everything is read from ``data/`` and checked there and then. Points that were reported differently
are not averaged: :func:`conflicts` gives them as ranges. ``docs/data.md`` says how the path of
members and the rules were chosen.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.files import DataError, Row, by_id, check_choice, number_in, read_rows
from mutualmodel.figures.reading import (
    DATE_PRECISIONS,
    check_figures,
    check_order,
    check_partial_day,
    day_of,
    frame_of,
    numbers_of,
    table_of,
)
from mutualmodel.figures.register import _sources, figure
from mutualmodel.figures.rulebook import COVER_END, LAUNCH

if TYPE_CHECKING:
    import pandas as pd

# Every day of the calendar from the launch on, which the replay steps through. Claims were first
# shared on FIRST_SETTLEMENT; on the days before it nothing was.
SETTLEMENT_DATES: tuple[dt.date, ...] = tuple(
    day
    for year, month, day_of_month in itertools.product(range(2018, 2023), range(1, 13), (14, 28))
    if LAUNCH < (day := dt.date(year, month, day_of_month)) <= COVER_END
)
FIRST_SETTLEMENT = dt.date(2019, 1, 28)

EVENT_KINDS = ("launch", "rule", "scandal", "regulator", "operator", "competitor", "closing")
CLOSING_PRECISIONS = ("day", "month", "year", "open", "unknown")
PEAK_DEFINITIONS = ("sharing", "registered", "mixed", "not_stated")
LONGEST_EVENT_TITLE = 40

_SETTLEMENT_NUMBERS = ("share_yuan", "claims", "members", "payout_yuan")
_SETTLEMENT_COLUMNS = (
    *("date", "period", "scope", "plan", "share_yuan", "share_sign", "claims", "members"),
    *("payout_yuan", "payout_sign", "payout_includes_fee", "kind", "reliability"),
    *("figure_id", "other_figure_ids"),
)
_MEMBERSHIP_COLUMNS = (
    *("date", "date_precision", "members", "members_sign", "definition", "kind"),
    *("reliability", "figure_id", "conflict", "path"),
)
_EVENT_COLUMNS = ("date", "date_precision", "title", "text", "kind", "figure_ids")
_PLATFORM_NUMBERS = (
    *("peak_members_low", "peak_members_high", "largest_payout_yuan", "fee_rate"),
    *("minimum_members",),
)
_PLATFORM_COLUMNS = (
    *("platform", "name_zh", "operator", "launch", "closing", "closing_precision"),
    *("peak_members_low", "peak_members_high", "peak_definition", "largest_payout_yuan"),
    *("yearly_cost_yuan", "yearly_cost_year", "fee_rate", "minimum_members", "how_closed"),
    *("conflict", "source_ids", "figure_ids", "note"),
)
# Year, settlements charged to members, settlements in its claims, figures of the share and the
# claims, plans in the claims. The last settlement of 2021 was the operator's.
_YEARS = (
    (2019, 23, 23, "cost_2019", "claims_2019", "critical_illness"),
    (2020, 24, 24, "cost_2020", "claims_2020", "all"),
    (2021, 23, 24, "cost_2021_derived", "claims_2021_derived", "all"),
)

# Only where each report may be right: a slip, such as the 91 yuan said of 2021, is no range.
_CONFLICTS = (
    ("2019-05-14", "claims", ("claims_2019_05_p1_digfin", "claims_2019_05_p1_blog")),
    ("2019-08-09", "claims_since_launch", ("claims_to_2019_08_09", "claims_to_2019_07_added")),
    ("2020-02-05", "share", ("share_early_2020_one", "share_early_2020_three")),
    ("2020-04-14", "members", ("members_apr_2020_sharing", "members_apr_2020_registered")),
    ("2020-08-15", "members", ("members_aug_2020_sharing", "members_aug_2020_registered")),
    ("2020-11-14", "members", ("members_peak_2020", "members_oct_2020", "members_sep_2020")),
    ("2020-12-28", "share", ("share_2020_12_p2", "share_2020_12_p2_from_claims")),
    ("2020-12-28", "claims", ("claims_2020_12_p2", "claims_2020_12_p2_from_share")),
    ("2020-12-31", "members", ("members_end_2020", "members_dec_2020", "members_jan_2021")),
    ("2021-04-28", "share", ("share_2021_04_p2", "share_2021_04_p2_from_payout")),
    ("2021-12-28", "members", ("members_dec_2021", "members_dec_2021_lanjing")),
)


def settlements() -> pd.DataFrame:
    """Return every reported settlement, year and running total, one a row.

    Returns
    -------
    DataFrame
        ``date`` (NaT where the day is not known); ``share_yuan`` a member, ``claims``, ``members``
        and ``payout_yuan`` as numbers (NaN where not reported); the other columns of
        ``record_settlements.csv`` as text.

    Raises
    ------
    DataError
        When the file breaks a rule.
    """
    name = "record_settlements.csv"
    rows = read_rows(name, _SETTLEMENT_COLUMNS)
    for row in rows:
        if row["date"]:
            day_of(name, row)
        check_figures(name, f"{row['figure_id']};{row['other_figure_ids']}")
    return frame_of(name, rows, _SETTLEMENT_NUMBERS)


def membership() -> pd.DataFrame:
    """Return every reported count of members, one a row.

    Returns
    -------
    DataFrame
        ``date`` (NaT where the day is not known), ``members`` as a number, ``path`` true for the
        points that :func:`members_on` goes through; the other columns of
        ``record_membership.csv`` as text.

    Raises
    ------
    DataError
        When the file breaks a rule.
    """
    name = "record_membership.csv"
    frame = frame_of(name, _membership_rows(), ("members",))
    frame["path"] = frame["path"] == "1"
    return frame


def events() -> pd.DataFrame:
    """Return what happened, in order of time, one event a row.

    Returns
    -------
    DataFrame
        ``date`` (the first of the month where ``date_precision`` is month), ``date_precision``,
        ``title`` of at most 40 characters, ``text`` of one sentence, ``kind`` (one of
        :data:`EVENT_KINDS`) and ``figure_ids``, separated by semicolons.

    Raises
    ------
    DataError
        When ``events.csv`` breaks a rule.
    """
    name = "events.csv"
    rows = read_rows(name, _EVENT_COLUMNS)
    days = [day_of(name, row) for row in rows]
    check_order(name, days, strictly=False)
    for row in rows:
        check_choice(name, row, "date_precision", DATE_PRECISIONS)
        check_choice(name, row, "kind", EVENT_KINDS)
        if not 0 < len(row["title"]) <= LONGEST_EVENT_TITLE or not row["text"]:
            raise DataError(
                f"{name}: {row['date']} needs a text and a title of 1 to {LONGEST_EVENT_TITLE} "
                f"characters, has {row['title']!r}"
            )
        check_figures(name, row["figure_ids"])
    return frame_of(name, rows, ())


def platforms() -> pd.DataFrame:
    """Return the plans of the time, the plan itself among them, one a row.

    Returns
    -------
    DataFrame
        ``launch`` and ``closing`` as ISO text, in part or empty where not known;
        ``peak_members_low`` and ``peak_members_high`` (one of them NaN where only a bound is
        known), ``largest_payout_yuan``, ``fee_rate`` (a fraction of payouts) and
        ``minimum_members`` as numbers; ``yearly_cost_yuan`` as reported; the other columns of
        ``platforms.csv`` as text.

    Raises
    ------
    DataError
        When ``platforms.csv`` breaks a rule.
    """
    name = "platforms.csv"
    rows = read_rows(name, _PLATFORM_COLUMNS)
    by_id(name, [{**row, "id": row["platform"]} for row in rows])
    for row in rows:
        _check_platform(name, row)
    return frame_of(name, rows, _PLATFORM_NUMBERS)


def members_on(days: Sequence[dt.date]) -> FloatArray:
    """Return the members of the plan on given days, as the record has them.

    Parameters
    ----------
    days : sequence of date
        Not before the first point of the path, 26 October 2018.

    Returns
    -------
    ndarray, shape (len(days),)
        Persons, on straight lines between the points marked ``path`` in
        ``record_membership.csv``: sharing members where they are stated, registered otherwise.
        Flat after the last point.

    Raises
    ------
    ValueError
        When a day is before the first point.
    """
    known, members = _path()
    asked = [day.toordinal() for day in days]
    if asked and min(asked) < known[0]:
        first = dt.date.fromordinal(int(known[0]))
        raise ValueError(f"days: got {min(days)}, allowed is {first} (first point) and later")
    return np.asarray(np.interp(asked, known, members), dtype=np.float64)


def yearly_reported() -> pd.DataFrame:
    """Return what a member paid and how many claims were paid in 2019, 2020 and 2021.

    Returns
    -------
    DataFrame
        ``year``; ``settlements`` that members paid for; ``share_yuan`` a member of the critical
        illness plan over the year, ``share_low`` and ``share_high`` its range (apart from it in
        2021 only, which is derived); ``claims`` of ``claims_settlements`` settlements, one more
        than members paid for in 2021; ``scope`` of the claims, critical_illness or all plans;
        ``kind``; ``figure_ids``, separated by semicolons.
    """
    records: list[dict[str, object]] = []
    for year, charged, counted, share_id, claims_id, scope in _YEARS:
        share = numbers_of(share_id)
        record = {"year": year, "settlements": charged, "share_yuan": share[0]}
        record |= {"share_low": min(share), "share_high": max(share)}
        record |= {"claims": int(numbers_of(claims_id)[0]), "claims_settlements": counted}
        words = {"scope": scope, "kind": figure(share_id).kind}
        records.append({**record, **words, "figure_ids": f"{share_id};{claims_id}"})
    return table_of(records)


def conflicts() -> pd.DataFrame:
    """Return the points that were reported differently, as ranges in order of time.

    Returns
    -------
    DataFrame
        ``date``; ``quantity``: members, share (yuan a member and settlement), claims (of one
        settlement) or claims_since_launch; ``low`` and ``high``, of which bounds such as *more
        than* count as they stand; ``figure_ids``, separated by semicolons.
    """
    records = []
    for date, quantity, ids in _CONFLICTS:
        values = [value for id in ids for value in numbers_of(id)]
        record = {"date": dt.date.fromisoformat(date), "quantity": quantity}
        record |= {"low": min(values), "high": max(values), "figure_ids": ";".join(ids)}
        records.append(record)
    return table_of(records)


def _membership_rows() -> list[dict[str, str]]:
    """Read and check the counts of members."""
    name = "record_membership.csv"
    rows = read_rows(name, _MEMBERSHIP_COLUMNS)
    for row in rows:
        check_choice(name, row, "path", ("0", "1"))
        check_figures(name, row["figure_id"])
        if row["date"] or row["path"] == "1":
            day_of(name, row)
    return rows


@cache
def _path() -> tuple[FloatArray, FloatArray]:
    """Return the points of the path of members: days as ordinals, persons."""
    name = "record_membership.csv"
    chosen = [row for row in _membership_rows() if row["path"] == "1"]
    days = [day_of(name, row) for row in chosen]
    check_order(name, days, strictly=True)
    members = [number_in(name, row, "members") for row in chosen]
    return np.array([day.toordinal() for day in days], dtype=np.float64), np.array(members)


def _check_platform(name: str, row: Row) -> None:
    """Check the words, the days, the range and the ids of one plan."""
    check_choice(name, row, "closing_precision", CLOSING_PRECISIONS)
    check_choice(name, row, "peak_definition", PEAK_DEFINITIONS)
    for column in ("launch", "closing"):
        check_partial_day(name, row, column)
    low, high = row["peak_members_low"], row["peak_members_high"]
    if low and high and float(low) > float(high):
        raise DataError(f"{name}: {row['platform']} has a peak of {low} to {high} members")
    ids = check_figures(name, row["figure_ids"])
    if row["conflict"] and row["conflict"] not in {figure(id).conflict for id in ids}:
        raise DataError(f"{name}: {row['platform']}: {row['conflict']!r} is no figure's conflict")
    known = _sources()
    unknown = [id for id in row["source_ids"].split(";") if id not in known]
    if unknown:
        raise DataError(
            f"{name}: {row['platform']} names the source {unknown[0]!r}, not in sources.csv"
        )
