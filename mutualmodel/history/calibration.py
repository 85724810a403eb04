"""Fit the assumptions to the record, once as could be known at the end of 2020, once with it all.

Four numbers are fitted: the incidence of members two years in the plan over the table's, the two
select factors and the delay from diagnosis to payment. The ages of members are not: they are set by
the published mean age and average payout. Residuals are log ratios of model to report over a
standard error that says how far a report is trusted. ``docs/data.md`` has the reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.rulebook import rule_on
from mutualmodel.history.record import SETTLEMENT_DATES, settlements, yearly_reported
from mutualmodel.history.replay import replay
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd
    from scipy.optimize import OptimizeResult

Point = dict[str, Any]

FITTED = ("incidence_multiplier", "select_year_1", "select_year_2", "claim_delay_days")
# Where the search starts and its bounds; wide enough that no bound is met.
_START = {"incidence_multiplier": 0.5, "select_year_1": 0.4, "select_year_2": 0.6}
# With too long a delay nothing is paid by May 2019, and no small step mends that; so the search
# starts below it, more than once, and the best end is taken.
_STARTING_DELAYS = (45.0, 90.0)
_BOUNDS = {
    "incidence_multiplier": (0.2, 1.5),
    "select_year_1": (0.0, 1.5),
    "select_year_2": (0.0, 1.5),
    "claim_delay_days": (0.0, 300.0),
}
# Of a year's share, published to the yuan; of the share of 2021, derived as 140 to 160; of the
# claims, which from 2020 on count the small senior and chronic plans too; of a settlement of 2019.
_SHARE_ERROR, _DERIVED_ERROR, _CLAIMS_ERROR, _SETTLEMENT_ERROR = 0.01, 0.03, 0.10, 0.25
# The level of the members two years in cannot be told from 2019 and 2020: from a low guess to what
# commercial prices imply of the same table.
LEVELS_AT_END_OF_2020 = (0.55, 0.67, 0.78)
END_OF_2020 = dt.date(2020, 12, 31)
# What a member is charged in a trial in which nothing has been paid yet: bad, but no error.
_LEAST_YUAN = 1e-6
# Counts since launch that are the yearly counts added up: to compare them again would be no test.
_ADDED_UP = ("claims_to_2020_12_31", "claims_to_2021_12_28")
# Claims are published a week before they are shared.
_PUBLISHED_BEFORE = dt.timedelta(days=7)


@dataclass(frozen=True, eq=False)
class Calibration:
    """A fit: the scenario with the fitted values, and the table of reports against the model.

    ``points`` has one row a report: ``date``; ``quantity`` (share or claims of a year or of a
    settlement, payout of a settlement, claims since launch); ``reported`` and ``model`` in yuan a
    member, claims or yuan; ``error`` (model over reported less one); ``trust`` (standard error of
    the logarithm of the report); ``used`` (whether the fit saw it).

    ``covariance`` of the estimates, one row and column a fitted field: the inverse of J'J, J the
    derivatives of the residuals. It says how well reports of this trust fix the values, given that
    the model is right and the ages are.
    """

    scenario: Scenario
    points: pd.DataFrame
    covariance: pd.DataFrame

    @property
    def estimates(self) -> dict[str, float]:
        """The fitted values by field of :class:`Scenario`, the delay in days."""
        return {name: getattr(self.scenario, name) for name in FITTED}

    @property
    def standard_errors(self) -> dict[str, float]:
        """The standard error of each fitted value, in its own unit."""
        spread = np.sqrt(np.diag(self.covariance.to_numpy()))
        return dict(zip(map(str, self.covariance), map(float, spread), strict=True))

    @property
    def correlations(self) -> pd.DataFrame:
        """Correlations of the estimates: near 1 or -1, two of them cannot be told apart."""
        errors = np.array(list(self.standard_errors.values()))
        return self.covariance.div(errors, axis=0).div(errors, axis=1)


def calibrate(start: Scenario | None = None) -> Calibration:
    """Fit all four numbers to the yearly shares and claims of 2019, 2020 and 2021.

    Parameters
    ----------
    start
        Supplies the ages and sexes of members, by default those of :class:`Scenario`.
    """
    base = start or Scenario()
    return _calibrated(base.with_changes(**_START), FITTED, None)


def calibrate_to_2020(level: float, start: Scenario | None = None) -> Calibration:
    """Fit the select factors and the delay to what was known at the end of 2020.

    The shares of the years 2019 and 2020 and the settlements of 2019 are used; the incidence after
    two years in the plan, ``level`` times the table, cannot be told from them and is given.

    Parameters
    ----------
    level
        One of :data:`LEVELS_AT_END_OF_2020`, or any other multiple of the table.
    start
        Supplies the ages and sexes of members, by default those of :class:`Scenario`.
    """
    base = (start or Scenario()).with_changes(**{**_START, "incidence_multiplier": level})
    return _calibrated(base, FITTED[1:], END_OF_2020)


def _calibrated(start: Scenario, names: tuple[str, ...], known_on: dt.date | None) -> Calibration:
    # Scipy and pandas take longer to import than all of the model, and a replay needs neither.
    import pandas as pd
    from scipy.optimize import least_squares

    def residuals(values: FloatArray) -> FloatArray:
        points = _fitted_points(replay(_with_values(start, names, values)), known_on)
        reported, model, trust = np.array(
            [[p["reported"], p["model"], p["trust"]] for p in points if p["used"]], dtype=float
        ).T
        return np.asarray(np.log(np.maximum(model, _LEAST_YUAN) / reported) / trust)

    def search(delay: float) -> OptimizeResult:
        return least_squares(
            residuals,
            [{**start.model_dump(), "claim_delay_days": delay}[name] for name in names],
            bounds=tuple(zip(*(_BOUNDS[name] for name in names), strict=True)),
            x_scale=[100.0 if name == "claim_delay_days" else 0.1 for name in names],
            diff_step=1e-5,
        )

    best = min((search(delay) for delay in _STARTING_DELAYS), key=lambda found: found.cost)
    scenario = _with_values(start, names, best.x)
    covariance = pd.DataFrame(np.linalg.inv(best.jac.T @ best.jac), names, names)
    return Calibration(scenario, compare_with_record(scenario, known_on), covariance)


def _with_values(start: Scenario, names: Sequence[str], values: FloatArray) -> Scenario:
    return start.with_changes(**dict(zip(names, map(float, values), strict=True)))


def compare_with_record(scenario: Scenario, known_on: dt.date | None = None) -> pd.DataFrame:
    """Return every dated report beside the model's figure; see :class:`Calibration`.

    Left out are bounds, reports without a day and counts since launch that only add up the years.

    Parameters
    ----------
    known_on
        What the fit could have seen: None for the final fit, which uses the yearly figures alone; a
        day for the shares of years over by then and the settlements of 2019.
    """
    import pandas as pd

    table = replay(scenario)
    points = pd.DataFrame([*_fitted_points(table, known_on), *_running_points(table)])
    points["error"] = points["model"] / points["reported"] - 1.0
    return points


def _fitted_points(table: pd.DataFrame, known_on: dt.date | None) -> list[Point]:
    return [*_yearly_points(table, known_on), *_single_points(table, known_on)]


def _yearly_points(table: pd.DataFrame, known_on: dt.date | None) -> list[Point]:
    records: list[Point] = []
    for row in _rows(yearly_reported()):
        over = dt.date(row["year"], 12, 31)
        # Both figures of 2021 end with the last settlement that members paid.
        paid = [day.year == row["year"] and rule_on(day).members_pay for day in SETTLEMENT_DATES]
        derived = row["share_low"] != row["share_high"]
        share = {
            "date": over,
            "quantity": N_("share of the year"),
            "reported": row["share_yuan"],
            "model": table["charged_per_member"].to_numpy()[paid].sum(),
            "trust": _DERIVED_ERROR if derived else _SHARE_ERROR,
            "used": known_on is None or over <= known_on,
        }
        claims = share | {
            "quantity": N_("claims of the year"),
            "reported": row["claims"],
            "model": table["claims"].to_numpy()[paid].sum(),
            "trust": _CLAIMS_ERROR,
            "used": known_on is None,
        }
        records += [share, claims]
    return records


def _single_points(table: pd.DataFrame, known_on: dt.date | None) -> list[Point]:
    quantities = {
        N_("share of a settlement"): ("reported_share", "gross_per_member"),
        N_("claims of a settlement"): ("reported_claims", "claims"),
        N_("payout of a settlement"): ("reported_payout", "payout"),
    }
    reported_at_all = table[[column for column, _ in quantities.values()]].notna().any(axis=1)
    records: list[Point] = []
    for row in _rows(table[reported_at_all]):
        for quantity, (reported, model) in quantities.items():
            # Where the operator pays, nothing is charged: a share of 0 is no report of the cost.
            if not row[reported] > 0:
                continue
            in_2019 = row["date"].year == 2019 and quantity == "share of a settlement"
            records.append(
                {
                    "date": row["date"].date(),
                    "quantity": quantity,
                    "reported": row[reported],
                    "model": row[model],
                    "trust": _SETTLEMENT_ERROR,
                    "used": known_on is not None and in_2019,
                }
            )
    return records


def _running_points(table: pd.DataFrame) -> list[Point]:
    record = settlements()
    counted = record[(record["scope"] == "cumulative") & record["claims"].notna()]
    dated = counted[counted["date"].notna() & ~counted["figure_id"].isin(_ADDED_UP)]
    points: list[Point] = []
    for row in _rows(dated):
        published = (table["date"] <= row["date"] + _PUBLISHED_BEFORE).to_numpy()
        point = {
            "date": row["date"].date(),
            "quantity": N_("claims since launch"),
            "reported": row["claims"],
            "model": table["claims"].to_numpy()[published].sum(),
            "trust": _CLAIMS_ERROR,
            "used": False,
        }
        points.append(point)
    return points


def _rows(table: pd.DataFrame) -> list[Point]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
