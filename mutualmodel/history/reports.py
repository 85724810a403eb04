"""What was published of the plan's claims, each with how far it is trusted and who may see it.

A report says what one figure of the replay should come to. Its error is the standard error of its
logarithm: of the report itself, of chance where claims are few, and of what the model leaves out of
a single settlement. Kept apart from the fit, to judge it by, are the single settlements from
September 2019 to November 2021 and the counts between. ``docs/history.md`` gives the errors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.reading import numbers_of
from mutualmodel.figures.rulebook import rule_on
from mutualmodel.history.record import (
    SETTLEMENT_DATES,
    members_on,
    settlements,
    yearly_reported,
)
from mutualmodel.text import N_

Figure = Literal["share", "claims", "payout", "payout_a_claim"]

# Of a year: its share, published to the yuan or closer; its claims; the payouts of 2020, from the
# fee of 8 % that was published to the million.
_SHARE_ERROR, _CLAIMS_ERROR, _FEE_ERROR = 0.01, 0.05, 0.01
# What one settlement is off by for reasons the model does not have, such as how cases bunch: more
# while the plan was new than at its end, when thousands were settled at a time.
_BUNCHING, _BUNCHING_AT_END = 0.10, 0.03
# Of what a claim pays on average: it rests on how incidence goes with age, which is the table's.
_MEAN_PAYOUT_ERROR = 0.10
# Shares are published to the hundredth of a yuan.
_ROUNDING = 0.01 / np.sqrt(12.0)
# Nine in ten lie within a range that a report gives, or a judgement.
RANGE_IN_ERRORS = 2 * 1.645
# The first claims were accidents inside the waiting period, which the model leaves out.
_FIRST_FITTED = dt.date(2019, 5, 1)
_KEPT_APART = dt.date(2019, 9, 1), dt.date(2021, 11, 30)
# Counts since launch that are the yearly counts added up: to compare them again would be no test.
_ADDED_UP = ("claims_to_2020_12_31", "claims_to_2021_12_28")
END_OF_2020 = dt.date(2020, 12, 31)


@dataclass(frozen=True, eq=False)
class Report:
    """One published figure.

    ``at`` (N,) are the settlements over which ``of`` is summed. With ``all_plans`` the senior and
    chronic plans are in it. ``error`` is the standard error of its logarithm, ``year`` the one
    whose chances are in it, None where these cancel. ``kept_apart`` from every fit.
    """

    day: dt.date
    quantity: str
    of: Figure
    at: tuple[int, ...]
    reported: float
    error: float
    year: int | None = None
    all_plans: bool = False
    kept_apart: bool = False

    def seen_by(self, known_on: dt.date | None) -> bool:
        """Whether a fit saw it: the final one, or one of what was known on a day.

        Of what was known at the end of 2020 the shares of the years and the settlements of 2019
        are used.
        """
        if known_on is None:
            return not self.kept_apart
        return self.of == "share" and self.day <= known_on and not self.kept_apart


@cache
def reports() -> tuple[Report, ...]:
    """Return every dated report; left out are bounds and counts that only add up the years.

    Raises
    ------
    DataError
        When a file of the record breaks a rule.
    """
    return (*_of_years(), *_of_settlements(), *_mean_payouts(), *_since_launch())


def seen(known_on: dt.date | None) -> tuple[Report, ...]:
    """Return the reports that a fit sees: the final one, or one of what was known on a day."""
    return tuple(report for report in reports() if report.seen_by(known_on))


def years_alone() -> tuple[Report, ...]:
    """Return the shares and claims of the three years, all that an older fit had seen.

    With these for :class:`~mutualmodel.history.trials.Trials`, what else was published shows by
    how much it narrows the years to come.
    """
    return tuple(report for report in reports() if _is_of_a_year(report))


def _is_of_a_year(report: Report) -> bool:
    return report.of in ("share", "claims") and len(report.at) > 1 and report.year is not None


def covariance(chosen: tuple[Report, ...], year_cv: float, year_correlation: float) -> FloatArray:
    """Return the covariance (I, I) of the logarithms of I reports about the model's expectation.

    The year's chances are common to all reports of it, and correlated from one year to the next.

    Parameters
    ----------
    chosen
        The reports.
    year_cv
        Coefficient of variation of the systematic factor of a year.
    year_correlation
        Correlation of one year's factor with the next's.
    """
    own = np.diag([report.error**2 for report in chosen])
    years = np.array([np.nan if report.year is None else report.year for report in chosen])
    apart = np.abs(years[:, None] - years)
    common = np.where(np.isnan(apart), 0.0, year_correlation ** np.nan_to_num(apart))
    # A log-normal factor of this coefficient of variation.
    return np.asarray(own + np.log1p(year_cv**2) * common)


def _of_years() -> Iterator[Report]:
    for row in yearly_reported().to_dict("records"):
        year = int(row["year"])
        within = [i for i, day in enumerate(SETTLEMENT_DATES) if day.year == year]
        charged = [i for i in within if rule_on(SETTLEMENT_DATES[i]).members_pay]
        last, low, high = dt.date(year, 12, 31), row["share_low"], row["share_high"]
        error = max(float(np.log(high / low)) / RANGE_IN_ERRORS, _SHARE_ERROR)
        share, of_all = float(row["share_yuan"]), row["scope"] == "all"
        yield Report(last, N_("share of the year"), "share", tuple(charged), share, error, year)
        claims, quantity = float(row["claims"]), N_("claims of the year")
        yield Report(last, quantity, "claims", tuple(within), claims, _CLAIMS_ERROR, year, of_all)
    in_2020 = tuple(i for i, day in enumerate(SETTLEMENT_DATES) if day.year == 2020)
    payout = numbers_of("fee_2020")[0] / rule_on(END_OF_2020).fee_rate
    quantity = N_("payouts of the year")
    yield Report(END_OF_2020, quantity, "payout", in_2020, payout, _FEE_ERROR, 2020, True)


def _of_settlements() -> Iterator[Report]:
    quantities: dict[str, tuple[Figure, str]] = {
        "share_yuan": ("share", N_("share of a settlement")),
        "claims": ("claims", N_("claims of a settlement")),
        "payout_yuan": ("payout", N_("payout of a settlement")),
    }
    record = settlements()
    for row in record[record["scope"] == "period"].to_dict("records"):
        day = row["date"].date()
        at = SETTLEMENT_DATES.index(day)
        # Where the operator pays, nothing is charged: a share of 0 is no report of the cost.
        told = [column for column in quantities if row[column] > 0]
        for column in told:
            of, quantity = quantities[column]
            yield Report(
                *(day, quantity, of, (at,), float(row[column])),
                error=_settlement_error(day, of, float(row[column])),
                year=day.year,
                all_plans=row["plan"] == "all",
                # Of a share and a count of one settlement of 2019 the fit sees the share: with what
                # a claim paid, which it sees too, they are the same report.
                kept_apart=_apart(day) or (of == "claims" and "share_yuan" in told[:1]),
            )


def _settlement_error(day: dt.date, of: Figure, reported: float) -> float:
    if day > _KEPT_APART[1]:
        return _BUNCHING_AT_END
    if of == "claims":
        return float(np.hypot(_BUNCHING, reported**-0.5))
    rule, at = rule_on(day), SETTLEMENT_DATES.index(day)
    mean_payout = min(numbers_of("average_payout_2019_mid"))
    claims = reported * _members()[at] / (1.0 + rule.fee_rate) / mean_payout
    return float(np.sqrt(_BUNCHING**2 + 1.0 / claims + (_ROUNDING / reported) ** 2))


def _apart(day: dt.date) -> bool:
    return day < _FIRST_FITTED or _KEPT_APART[0] <= day <= _KEPT_APART[1]


def _mean_payouts() -> Iterator[Report]:
    record = settlements()
    totals = record[(record["scope"] == "check") & record["payout_yuan"].notna()]
    counted = record[(record["scope"] == "period") & record["claims"].notna()]
    claims = dict(zip(counted["date"], counted["claims"], strict=True))
    for row in totals[totals["date"].isin(claims)].to_dict("records"):
        day = row["date"].date()
        fee = rule_on(day).fee_rate if row["payout_includes_fee"] == "yes" else 0.0
        mean = float(row["payout_yuan"]) / (1.0 + fee) / claims[row["date"]]
        at = (SETTLEMENT_DATES.index(day),)
        quantity = N_("payout a claim of a settlement")
        yield Report(day, quantity, "payout_a_claim", at, mean, _MEAN_PAYOUT_ERROR)


def _since_launch() -> Iterator[Report]:
    record = settlements()
    counted = record[(record["scope"] == "cumulative") & record["claims"].notna()]
    dated = counted[counted["date"].notna() & ~counted["figure_id"].isin(_ADDED_UP)]
    for row in dated.to_dict("records"):
        day, last = row["date"].date(), _last_counted(row["date"].date(), row["period"])
        by_then = tuple(i for i, settled in enumerate(SETTLEMENT_DATES) if settled <= last)
        yield Report(
            *(day, N_("claims since launch"), "claims", by_then, float(row["claims"])),
            error=_CLAIMS_ERROR,
            all_plans=row["plan"] == "all",
            kept_apart=True,
        )


def _last_counted(day: dt.date, period: str) -> dt.date:
    """Return the last settlement in a count: the one it names, or of the eve the next day's."""
    month, _, half = period.removeprefix("launch to ").partition(" ")
    if half:
        return dt.date.fromisoformat(f"{month}-{14 if half == 'P1' else 28}")
    return day + dt.timedelta(days=1)


@cache
def _members() -> FloatArray:
    return members_on(SETTLEMENT_DATES)
