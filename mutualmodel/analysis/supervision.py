"""What a supervisor watches: indicators of a plan, and which early-warning thresholds they cross.

The thresholds are the reader's own: no rule or paper that set any for mutual aid was found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.bearing import never_starts
from mutualmodel.engine.projection import Projection, project
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.inputs.thresholds import Thresholds
from mutualmodel.laws.moments import compound_moments, factor_moments
from mutualmodel.laws.shifted_gamma import shifted_gamma_quantiles
from mutualmodel.levels import HIGH
from mutualmodel.periods import PERIODS_PER_MONTH, PERIODS_PER_YEAR, plan_year
from mutualmodel.simulation.annual_law import claims_and_shares
from mutualmodel.text import N_

if TYPE_CHECKING:
    import pandas as pd

State = Literal["crossed", "within", "watched", "none", "no_plan"]
Side = Literal["below", "above", ""]
# What two ways of adding the same yuan up may differ by.
_ROUNDING = 1e-9

COLUMNS = (
    "indicator",
    "title",
    "definition",
    "value",
    "unit",
    "side",
    "threshold",
    "source",
    "state",
    "reason",
    "of_year",
    "crossed_period",
)


@dataclass(frozen=True)
class Indicator:
    """One figure that a supervisor watches.

    ``path`` gives it along a plan: at each settlement (T,), or by plan year (Y,) where ``of_year``
    is true; NaN where there is none, for the ``reason``. ``unit`` is a word of
    :data:`~mutualmodel.units.OF_RESULTS`. ``side`` of the threshold on which it warns; empty where
    it is watched without one, and ``source`` is then that of the input it hangs on most. What
    ``outlives`` the plan has a figure also where it dissolves at the start.
    """

    title: str
    definition: str
    unit: str
    path: Callable[[Projection], FloatArray]
    side: Side = ""
    of_year: bool = False
    reason: str = ""
    source: str = ""
    outlives: bool = False


def supervisory_review(scenario: Scenario, thresholds: Thresholds | None = None) -> pd.DataFrame:
    """Return what a supervisor watches of a plan, one row an indicator of :data:`INDICATORS`.

    Parameters
    ----------
    thresholds
        From where on to warn; by default those of :class:`Thresholds`, which are assumptions.

    Returns
    -------
    DataFrame
        Objects, None where there is nothing; in the order of :data:`COLUMNS`:

        - ``indicator``: its name, ``title`` and ``definition`` in words;
        - ``value``: now, at the first settlement or over the first year (``of_year``), in ``unit``;
        - ``threshold``, and the ``side`` of it, below or above, on which it warns;
        - ``source``: id in ``figures.csv`` of the threshold's default, or where there is no
          threshold of the input that the figure hangs on most;
        - ``state`` now: crossed; within; watched, where there is no threshold; none, where there
          is no such figure; no_plan, where the plan dissolves at the start and leaves none but its
          outstanding claims;
        - ``reason`` why there is no figure: no_plan, no_minimum, no_cap, nothing_paid,
          nothing_submitted; empty where there is one;
        - ``crossed_period``: the first settlement within the horizon, from 0, at which the
          threshold is crossed; that of a year is crossed from its first settlement on.

    Notes
    -----
    All figures are expectations but the year passed once in 20, which is that of the shifted gamma
    (:func:`~mutualmodel.simulation.cost_band`) before the cap on a year.
    """
    import pandas as pd

    levels = thresholds or Thresholds()
    projection = project(scenario)
    rows = [_row(name, one, projection, levels) for name, one in INDICATORS.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(name: str, one: Indicator, projection: Projection, levels: Thresholds) -> list[object]:
    path = one.path(projection)
    dissolved = never_starts(projection)
    if dissolved and not one.outlives:
        path = np.full(len(path), np.nan)
    value = float(path[0]) if np.isfinite(path[0]) else None
    threshold = float(getattr(levels, name)) if one.side else None
    crossed = _crossed(path, threshold, one.side)
    state: State = "crossed" if crossed[0] else "within" if one.side else "watched"
    reason = ""
    if value is None:
        state, reason = ("no_plan", "no_plan") if dissolved else ("none", one.reason)
    step = PERIODS_PER_YEAR if one.of_year else 1
    return [
        name,
        one.title,
        one.definition,
        value,
        one.unit,
        one.side,
        threshold,
        Thresholds.fields()[name].source if one.side else one.source,
        state,
        reason,
        one.of_year,
        step * int(np.argmax(crossed)) if crossed.any() else None,
    ]


def _crossed(path: FloatArray, threshold: float | None, side: Side) -> np.ndarray:
    """Say where a path (T,) or (Y,) is on the wrong side of a threshold; nowhere it has none."""
    if threshold is None:
        return np.zeros(len(path), dtype=bool)
    # Where there is no figure nothing is crossed: a comparison with NaN is false.
    if side == "below":
        return np.asarray(path < threshold * (1.0 - _ROUNDING))
    return np.asarray(path > threshold * (1.0 + _ROUNDING))


# ------------------------------------------------------------------------------- the figures


def _ratio(one: FloatArray, other: FloatArray) -> FloatArray:
    """Divide where there is something to divide by; NaN elsewhere."""
    known = other > 0
    return np.where(known, one / np.where(known, other, 1.0), np.nan)


def _by_year(values: FloatArray) -> FloatArray:
    return np.asarray(values.reshape(-1, PERIODS_PER_YEAR).sum(axis=1))


def _total(name: str) -> Callable[[Projection], FloatArray]:
    """Return the yearly totals of a flow."""
    return lambda plan: _by_year(plan.array(name))


def _minimum_share(plan: Projection) -> FloatArray:
    members, minimum = plan.array("members"), plan.scenario.minimum_members
    return _ratio(members, np.full(len(members), minimum))


def _persistency(plan: Projection) -> FloatArray:
    """Chain what stays from settlement to settlement; nobody does in a plan that dissolves."""
    members = plan.array("members")
    stays = 1.0 - plan.array("lapsed") / np.maximum(members, 1.0)
    stays[:-1][members[1:] == 0] = 0.0
    year = stays.reshape(-1, PERIODS_PER_YEAR).prod(axis=1)
    return np.where(members[::PERIODS_PER_YEAR] > 0, year, np.nan)


def _outstanding(plan: Projection) -> FloatArray:
    """Return what is owed, and from where a plan dissolves what it leaves behind."""
    ended = plan.array("members") == 0
    return np.where(ended, plan.headline.owed_at_dissolution, plan.array("owed"))


def _outstanding_months(plan: Projection) -> FloatArray:
    payout = plan.array("payout")
    # Before the second settlement the first stands for both of a month.
    month = np.convolve(np.concatenate([payout[:1], payout]), np.ones(PERIODS_PER_MONTH), "valid")
    return _ratio(plan.array("owed"), month * (plan.array("members") > 0))


def _turnaround(plan: Projection) -> FloatArray:
    return np.full(plan.scenario.years * PERIODS_PER_YEAR, plan.scenario.claim_delay_days)


def _refused(plan: Projection) -> FloatArray:
    return _by_year(plan.array("submitted") - plan.array("claims"))


def _refused_share(plan: Projection) -> FloatArray:
    return _ratio(_refused(plan), _by_year(plan.array("submitted")))


def _paid_by_members(plan: Projection) -> FloatArray:
    return _by_year(plan.array("charged_per_member") * plan.array("members"))


def _fee_share(plan: Projection) -> FloatArray:
    return _ratio(_by_year(plan.array("fee")), _paid_by_members(plan))


def _loss_ratio(plan: Projection) -> FloatArray:
    payout, unpaid = plan.array("payout"), plan.array("unpaid")
    return _ratio(_by_year(payout - unpaid), _paid_by_members(plan))


def _unpaid_share(plan: Projection) -> FloatArray:
    return _ratio(_by_year(plan.array("unpaid")), _by_year(plan.array("payout")))


def _year_over_cap(plan: Projection) -> FloatArray:
    scenario = plan.scenario
    if scenario.year_cap is None:
        return np.full(scenario.years, np.nan)
    factor = factor_moments(scenario.systemic_cv)
    found = []
    for year in range(1, scenario.years + 1):
        claims, share = claims_and_shares(plan, plan_year(year, scenario.years))
        (high,) = shifted_gamma_quantiles(compound_moments(claims, share, factor), np.array([HIGH]))
        found.append(high / scenario.year_cap)
    return np.array(found)


def _claim_over_cap(plan: Projection) -> FloatArray:
    scenario, members = plan.scenario, plan.array("members")
    if scenario.claim_cap is None:
        return np.full(len(members), np.nan)
    return _ratio(np.full(len(members), scenario.largest_bill / scenario.claim_cap), members)


INDICATORS: dict[str, Indicator] = {
    "minimum_share": Indicator(
        N_("Members over the minimum membership"),
        N_("Members who share a settlement, over the minimum below which the plan dissolves."),
        "percent",
        _minimum_share,
        side="below",
        reason="no_minimum",
    ),
    "persistency": Indicator(
        N_("Persistency"),
        N_(
            "Of the members at the start of a year, those who have not left a year later. Death "
            "from 60 on and reaching the age limit do not count as leaving; in a plan that "
            "dissolves nobody is left."
        ),
        "percent",
        _persistency,
        side="below",
        of_year=True,
    ),
    "outstanding": Indicator(
        N_("Outstanding claims (RBNS and IBNR)"),
        N_("Payouts of claims diagnosed and not yet paid, reported or not."),
        "money",
        _outstanding,
        outlives=True,
        source=fields()["claim_delay_days"].source,
    ),
    "outstanding_months": Indicator(
        N_("Outstanding claims in months"),
        N_("Outstanding claims over the payouts of a month, its last two settlements."),
        "months",
        _outstanding_months,
        side="above",
        reason="nothing_paid",
    ),
    "turnaround_days": Indicator(
        N_("Claims turnaround"),
        N_("Average time from diagnosis to payment."),
        "days",
        _turnaround,
        side="above",
    ),
    "submitted": Indicator(
        N_("Claims submitted"),
        N_("Claims decided in a year, paid or refused."),
        "claims",
        _total("submitted"),
        of_year=True,
        source=fields()["incidence_multiplier"].source,
    ),
    "paid": Indicator(
        N_("Claims paid"),
        N_("Claims paid in a year."),
        "claims",
        _total("claims"),
        of_year=True,
        source=fields()["incidence_multiplier"].source,
    ),
    "refused": Indicator(
        N_("Claims refused"),
        N_("Claims refused in a year."),
        "claims",
        _refused,
        of_year=True,
        source=fields()["refused_share"].source,
    ),
    "refused_share": Indicator(
        N_("Refusal rate"),
        N_("Claims refused over claims submitted in a year."),
        "percent",
        _refused_share,
        side="above",
        of_year=True,
        reason="nothing_submitted",
    ),
    "fee_share": Indicator(
        N_("Fee over what members pay"),
        N_("The operator's fee over the levies of a year: what insurers call the expense ratio."),
        "percent",
        _fee_share,
        side="above",
        of_year=True,
        reason="nothing_paid",
    ),
    "loss_ratio": Indicator(
        N_("Loss ratio"),
        N_("Payouts made over the levies of a year; above 100 % others pay a part of them."),
        "percent",
        _loss_ratio,
        side="above",
        of_year=True,
        reason="nothing_paid",
    ),
    "unpaid_share": Indicator(
        N_("Payouts left unpaid"),
        N_(
            "What claimants are not paid in a year, over the payouts due to them; what a plan "
            "owes when it dissolves is due then."
        ),
        "percent",
        _unpaid_share,
        side="above",
        of_year=True,
        reason="nothing_paid",
    ),
    "year_over_cap": Indicator(
        N_("1-in-20 year over the cap on a year"),
        N_("What a member would pay without the cap, passed in one year of twenty, over the cap."),
        "percent",
        _year_over_cap,
        side="above",
        of_year=True,
        reason="no_cap",
    ),
    "claim_over_cap": Indicator(
        N_("One claim over its cap"),
        N_("A member's share of one claim of the larger payout before its cap, over the cap."),
        "percent",
        _claim_over_cap,
        side="above",
        reason="no_cap",
    ),
}
