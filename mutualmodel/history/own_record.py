"""A record that a reader has brought: replayed by her plan, and fitted as far as it can tell.

The plan supplies ages, table, select factors, waiting, delay and payouts; the record supplies how
many members there were. Fitted are the incidence and, from :data:`YEARS_FOR_A_TREND` on, its trend:
a year's claims cannot tell the select factors or the delay from the incidence.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.events import EVENT_INPUTS
from mutualmodel.inputs.own import OwnMembers, OwnRecord
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.periods import DAYS_PER_MONTH, MONTHS_PER_YEAR, PERIODS_PER_MONTH

if TYPE_CHECKING:
    import pandas as pd

YEARS_FOR_A_TREND = 3.0
# As long as the longest horizon of a plan; what comes later is left aside.
LONGEST_YEARS = 10
_HALF_A_MONTH = 1.0 / PERIODS_PER_MONTH
_NEARLY_EQUAL = 0.25
_NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class OwnFit:
    """What a record says of a plan.

    ``plan`` is the plan with the fitted values; ``fitted`` has each by the name of its input, and
    ``errors`` the standard errors: of the logarithm of the incidence, and of the trend.
    ``replay`` has a row a settlement: date, members, and claims, payout and share as reported and
    as the plan has them. ``bound`` says that a value lies at an end of its range.
    """

    plan: Scenario
    fitted: dict[str, float]
    errors: dict[str, float]
    replay: pd.DataFrame
    bound: bool

    @property
    def miss(self) -> float:
        """Typical miss of the claims of a settlement, as a fraction: root of the mean square.

        Of the logarithm of model over report, where both are more than nothing.
        """
        known = self.replay[(self.replay["reported_claims"] > 0) & (self.replay["claims"] > 0)]
        ratio = np.log(known["claims"] / known["reported_claims"])
        return float(np.sqrt((ratio**2).mean())) if len(ratio) else math.nan


@lru_cache(maxsize=16)
def fit_own_record(plan: Scenario, record: OwnRecord) -> OwnFit:
    """Fit a plan to a record of settlements.

    The claims are Poisson given a factor of their year, so that the incidence is the ratio of the
    claims reported to those of the plan at once its table, and a trend is the one under which
    their course is the likeliest. Its errors are those of chance and of the years' factors.
    """
    times = _times(record)
    kept = times <= LONGEST_YEARS * MONTHS_PER_YEAR
    reported = np.array([np.nan if one is None else one for one in record.claims])[kept]
    counted = ~np.isnan(reported)
    start = _following(plan, record, times[kept])
    years = float(times[kept][-1]) / MONTHS_PER_YEAR

    def expected(trend: float) -> FloatArray:
        once = start.with_changes(incidence_multiplier=1.0, incidence_trend=trend)
        claims = _claims(once, record, times[kept]).sum(axis=1)
        return np.asarray(np.maximum(claims[counted], _NEAR))

    trend = plan.incidence_trend
    if years >= YEARS_FOR_A_TREND:
        trend = _likeliest(expected, reported[counted])
    level = float(reported[counted].sum() / expected(trend).sum())
    span = fields()["incidence_multiplier"]
    assert span.minimum is not None
    assert span.maximum is not None
    held = min(max(level, span.minimum), span.maximum)
    fitted = {"incidence_multiplier": held}
    errors = {"incidence_multiplier": _error_of_level(plan, float(reported[counted].sum()), years)}
    if years >= YEARS_FOR_A_TREND:
        fitted["incidence_trend"] = trend
        errors["incidence_trend"] = _error_of_trend(plan, times[kept][counted], reported[counted])
    found = start.with_changes(**fitted)
    return OwnFit(
        plan=plan.with_changes(**fitted),
        fitted=fitted,
        errors=errors,
        replay=_replay(found, record, times[kept]),
        bound=held != level,
    )


def _times(record: OwnRecord) -> FloatArray:
    """Return when settlements are held, months from the start: one interval before the first.

    Where the intervals are nearly equal, as from the 14th to the 28th of every month, each
    settlement is of an equal part of the time.
    """
    days = np.array([day.toordinal() for day in record.days], dtype=float)
    months = (days - days[0]) / DAYS_PER_MONTH
    gaps = np.diff(months)
    if np.all(np.abs(gaps / gaps.mean() - 1.0) <= _NEARLY_EQUAL):
        return np.asarray(gaps.mean() * np.arange(1.0, len(months) + 1.0))
    return np.asarray(months + max(float(np.median(gaps)), _HALF_A_MONTH))


def _following(plan: Scenario, record: OwnRecord, times: FloatArray) -> Scenario:
    """Return the plan with the members of the record, and without what would end or strike it."""
    members = record.members[: len(times)]
    # Who shares a settlement was counted half a month before.
    months = np.maximum(times - _HALF_A_MONTH, 0.0)
    pairs = dict(zip([0.0, *months.tolist()], [members[0], *members], strict=True))
    path = OwnMembers(tuple(pairs), tuple(pairs.values()))
    span = fields()["members"]
    assert span.minimum is not None
    assert span.maximum is not None
    return Scenario(
        **{
            **dict(plan),
            **{one.share: 0.0 for one in EVENT_INPUTS.values()},
            "own": plan.own.with_table(path),
            "members_path": OWN,
            "members": min(max(members[0], span.minimum), span.maximum),
            "minimum_members": 0.0,
            "annual_cap": None,
            "years": min(max(math.ceil(times[-1] / MONTHS_PER_YEAR), 1), LONGEST_YEARS),
        }
    )


def _claims(plan: Scenario, record: OwnRecord, times: FloatArray) -> FloatArray:
    """Return the claims paid (N, 3) at the settlements of a record by payout kind."""
    paid = np.cumsum(project(plan).array("claims_by_kind"), axis=0)
    whole = np.concatenate([np.zeros((1, 3)), paid])
    held = np.arange(len(whole)) * _HALF_A_MONTH
    until = np.stack([np.interp(times, held, whole[:, kind]) for kind in range(3)], axis=1)
    # The plan gives proportions, where its own members are held to what a plan may have.
    scale = record.members[0] / plan.members
    return np.diff(np.concatenate([np.zeros((1, 3)), until]), axis=0) * scale


def _likeliest(expected: Callable[[float], FloatArray], reported: FloatArray) -> float:
    """Return the trend under which the course of the claims is the likeliest, whatever its level.

    Given their sum, Poisson counts are multinomial: sum of n log(share of the model).
    """
    from scipy.optimize import minimize_scalar

    def surprise(trend: float) -> float:
        model = expected(trend)
        return -float((reported * np.log(model / model.sum())).sum())

    span = fields()["incidence_trend"]
    found = minimize_scalar(surprise, bounds=(span.minimum, span.maximum), method="bounded")
    return float(found.x)


def _error_of_level(plan: Scenario, claims: float, years: float) -> float:
    """Return the standard error of the logarithm of the incidence.

    Of chance, 1 / claims, and of the mean of the years' factors, whose correlation falls by
    ``systemic_correlation`` from year to year.
    """
    count = max(round(years), 1)
    lag = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    together = (plan.systemic_correlation**lag).sum() / count**2
    share = min(years, 1.0)
    return math.sqrt(1.0 / max(claims, 1.0) + plan.systemic_cv**2 * together / max(share, _NEAR))


def _error_of_trend(plan: Scenario, times: FloatArray, reported: FloatArray) -> float:
    """Return the standard error of the trend: of chance and of the factors of the years."""
    years = times / MONTHS_PER_YEAR
    weight = reported / max(reported.sum(), _NEAR)
    spread = float((weight * (years - (weight * years).sum()) ** 2).sum())
    whole = np.arange(max(round(float(years[-1])), 2))
    between = float(((whole - whole.mean()) ** 2).sum())
    chance = 1.0 / max(float(reported.sum()) * spread, _NEAR)
    return math.sqrt(chance + plan.systemic_cv**2 / between)


def _replay(plan: Scenario, record: OwnRecord, times: FloatArray) -> pd.DataFrame:
    import pandas as pd

    claims = _claims(plan, record, times)
    members = np.array(record.members[: len(times)])
    payout = claims @ np.array(plan.payouts)

    def told(values: tuple[float | None, ...]) -> FloatArray:
        return np.array([np.nan if one is None else one for one in values[: len(times)]])

    return pd.DataFrame(
        {
            "date": pd.to_datetime(list(record.days[: len(times)])),
            "members": members,
            "claims": (claims * (np.array(plan.payouts) > 0)).sum(axis=1),
            "reported_claims": told(record.claims),
            "payout": payout,
            "reported_payout": told(record.payout),
            "share": payout * (1.0 + plan.fee_rate) / members,
            "reported_share": told(record.share),
        }
    )
