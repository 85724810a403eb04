"""Try values of the fitted numbers against the reports, in a millisecond each.

For given ages of the members the claims diagnosed are a sum of three parts, one for each year of
selection; so the engine runs once, and a trial only adds the parts up and spreads them over the
settlements.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.delay import PAST_PERIODS, Delay
from mutualmodel.figures.reading import numbers_of
from mutualmodel.figures.rulebook import rule_on
from mutualmodel.history.fits import Fit, fit_of
from mutualmodel.history.record import SETTLEMENT_DATES, members_on
from mutualmodel.history.replay import SETTLEMENTS, parts_by_selection
from mutualmodel.history.reports import RANGE_IN_ERRORS, Report, covariance, seen
from mutualmodel.inputs.scenario import Scenario

# Where nothing has been paid yet the model's figure is bad, but no error.
_LEAST = 1e-6


class Trials:
    """The reports that a fit sees, and how the model's figures for them follow from the values.

    ``start`` supplies all that is not fitted; ``chosen`` are the I reports seen, ``reported`` (I,)
    their logarithms; ``held`` are values that are given, by name. ``whitening`` (I, I) makes their
    errors independent and of size one. ``judged`` is the logarithm of the lasting delay as it is
    judged without the record, and its standard error.
    """

    def __init__(
        self,
        start: Scenario,
        chosen: tuple[Report, ...] | None = None,
        held: Mapping[str, float] | None = None,
    ) -> None:
        self.start, self.held = start, dict(held or {})
        self.chosen = seen(None) if chosen is None else chosen
        # Before the launch nothing is diagnosed.
        self._parts = parts_by_selection(start)[:, PAST_PERIODS:]
        self._members = members_on(SETTLEMENT_DATES)
        self._fee = np.array([rule_on(day).fee_rate for day in SETTLEMENT_DATES])
        self.reported = np.log([report.reported for report in self.chosen])
        common = covariance(self.chosen, start.systemic_cv, start.systemic_correlation)
        self.whitening = np.linalg.inv(np.linalg.cholesky(common))
        centre, low, high = numbers_of("claim_delay_judged")
        self.judged = np.log(centre), np.log(high / low) / RANGE_IN_ERRORS

    def fit(self, values: Mapping[str, float]) -> Fit:
        """Return the fit with these values by the names in :data:`~.fits.FITTED`."""
        return fit_of(self.start, dict(values))

    def figures(self, values: Mapping[str, float], of: tuple[Report, ...]) -> FloatArray:
        """Return the model's figures (I,) for I reports, in their units."""
        fit = self.fit(values)
        scenario = fit.scenario
        select = np.array([1.0, scenario.select_year_1, scenario.select_year_2])
        found = scenario.incidence_multiplier * np.tensordot(select, self._parts, axes=1)
        paid = np.zeros_like(found)
        for lag, portion in self._delay(fit).portions.items():
            before = SETTLEMENTS - lag
            paid[lag:] += portion[:before] * found[:before]
        return modelled(of, paid, self._members, self._fee, fit.other_plans_share)

    def _delay(self, fit: Fit) -> Delay:
        """Return the delay by period of diagnosis since the launch."""
        plan = fit.scenario
        days = fit.slow_start.mean_days(plan.claim_delay_days)[PAST_PERIODS:]
        return Delay.of_days(days[:, None], plan.claim_delay_cv)

    def residuals(self, values: Mapping[str, float]) -> FloatArray:
        """Return (I + 1,) independent standard normals, were the model and the values right.

        The last is of the lasting delay: from the record alone it could be nothing at all, so it
        is held by a judgement.
        """
        model = np.log(np.maximum(self.figures(values, self.chosen), _LEAST))
        centre, error = self.judged
        judged = (np.log(values["claim_delay_days"]) - centre) / error
        return np.append(self.whitening @ (model - self.reported), judged)


def modelled(
    of: tuple[Report, ...],
    paid: FloatArray,
    members: FloatArray,
    fee: FloatArray,
    other_plans_share: float,
) -> FloatArray:
    """Return the model's figures for reports, (I,).

    Parameters
    ----------
    paid
        Claims and yuan paid by the critical-illness plan at each settlement, (N, 2).
    members, fee
        Members, and the fee over the payouts, at each settlement, (N,).
    other_plans_share
        Part of the claims of all plans that were the senior and chronic plans'.
    """
    others = other_plans_share / (1.0 - other_plans_share) * paid[:, :1]
    all_plans = paid + others * np.array([1.0, numbers_of("senior_plan")[0]])

    def figure(report: Report) -> float:
        at = list(report.at)
        claims, payout = (all_plans if report.all_plans else paid)[at].T
        if report.of == "share":
            return float((payout * (1.0 + fee[at]) / members[at]).sum())
        if report.of == "payout_a_claim":
            return float(payout.sum() / max(claims.sum(), _LEAST))
        return float((claims if report.of == "claims" else payout).sum())

    return np.array([figure(report) for report in of])
