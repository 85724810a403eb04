"""Fit the assumptions to the record, once with all of it, once as could be known at end of 2020.

Fitted are the incidence of members two years in the plan over the table's, the two select factors,
mean and spread of the delay from diagnosis to payment, how much longer the first claims took, and
which part of the published claims was the senior and chronic plans'. The ages of members are not:
they are set by what was published of them. Residuals are log ratios of model to report, weighted by
the errors of :mod:`~mutualmodel.history.reports`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.history.fits import (
    FITTED,
    OTHER_PLANS_SHARE,
    Fit,
)
from mutualmodel.history.record import SETTLEMENT_DATES, members_on
from mutualmodel.history.replay import replay
from mutualmodel.history.reports import END_OF_2020, reports, seen
from mutualmodel.history.trials import Trials, modelled
from mutualmodel.inputs.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from scipy.optimize import OptimizeResult

Values = dict[str, float]

# Those who have been in the plan longer fall ill no less often: 0 <= first <= second <= 1. The
# other bounds are wide enough that the record, not they, holds the values.
BOUNDS: dict[str, tuple[float, float]] = {
    "incidence_multiplier": (0.15, 2.5),
    "select_year_1": (0.0, 1.0),
    "select_year_2": (0.0, 1.0),
    "claim_delay_days": (10.0, 365.0),
    "claim_delay_cv": (0.05, 1.0),
    "slow_start_days": (0.0, 600.0),
    "slow_start_fall_days": (20.0, 1000.0),
    "other_plans_share": (0.0, 0.3),
}
# With too long a delay nothing is paid by May 2019, and no small step mends that; so the search
# starts more than once, and the best end is taken.
_STARTS: tuple[Values, ...] = tuple(
    dict(zip(FITTED, values, strict=True))
    for values in (
        (0.45, 0.40, 0.65, 90.0, 0.25, 170.0, 120.0, 0.05),
        (0.60, 0.35, 0.50, 60.0, 0.30, 190.0, 200.0, 0.05),
        (0.40, 0.40, 0.80, 120.0, 0.25, 140.0, 120.0, 0.05),
    )
)
# The level of the members two years in cannot be told from 2019 and 2020: from a low guess to what
# commercial prices imply of the same table.
LEVELS_AT_END_OF_2020 = (0.55, 0.67, 0.78)


@dataclass(frozen=True, eq=False)
class Calibration:
    """A fit, its table of reports against the model, and how well it holds the values.

    ``points`` is :func:`compare_with_record` of the fit. ``covariance`` has one row and column a
    free value: the inverse of J'J, J the derivatives of the residuals, which is what the values'
    errors would be if the model were linear. ``chi_square`` is the sum of squared residuals,
    ``held`` the values that were given.
    """

    fit: Fit
    points: pd.DataFrame
    covariance: pd.DataFrame
    chi_square: float
    held: Mapping[str, float]

    @property
    def estimates(self) -> Values:
        """All values by the names in :data:`~mutualmodel.history.fits.FITTED`."""
        return self.fit.estimates

    @property
    def standard_errors(self) -> Values:
        """The standard error of each free value as it is searched: of the logarithm of most."""
        spread = np.sqrt(np.diag(self.covariance.to_numpy()))
        return dict(zip(map(str, self.covariance), map(float, spread), strict=True))

    @property
    def correlations(self) -> pd.DataFrame:
        """Correlations of the free values: near 1 or -1, two of them cannot be told apart."""
        errors = np.array(list(self.standard_errors.values()))
        return self.covariance.div(errors, axis=0).div(errors, axis=1)


def calibrate(start: Scenario | None = None, **held: float) -> Calibration:
    """Fit to all that was published but what is kept apart to judge by.

    Parameters
    ----------
    start
        Supplies all that is not fitted, among it ages and sexes of members and the spread of a
        year's systematic factor; by default that of :class:`Scenario`.
    held
        Values that are given and not fitted, by name.
    """
    return _calibrated(Trials(start or Scenario(), held=held), None)


def calibrate_to_2020(level: float, start: Scenario | None = None) -> Calibration:
    """Fit to what was known at the end of 2020: shares of 2019 and 2020, settlements of 2019.

    Parameters
    ----------
    level
        Incidence after two years in the plan over the table, which cannot be told from these and
        is given: one of :data:`LEVELS_AT_END_OF_2020`, or any other.
    start
        As for :func:`calibrate`.
    """
    held = {"incidence_multiplier": level, OTHER_PLANS_SHARE: 0.0}
    return _calibrated(Trials(start or Scenario(), seen(END_OF_2020), held), END_OF_2020)


def _calibrated(trials: Trials, known_on: dt.date | None) -> Calibration:
    # Pandas takes longer to import than all of the model, and a replay needs it for its table only.
    import pandas as pd

    values, best = best_values(trials)
    free = free_names(trials.held)
    covariance = pd.DataFrame(np.linalg.pinv(best.jac.T @ best.jac), free, free)
    fit = trials.fit(values)
    points = compare_with_record(fit, known_on)
    return Calibration(fit, points, covariance, 2.0 * float(best.cost), trials.held)


def free_names(held: Mapping[str, float]) -> list[str]:
    """Return the values that are fitted when some are given, in the order of ``FITTED``."""
    return [name for name in FITTED if name not in held]


def best_values(
    trials: Trials, starts: Sequence[Values] = _STARTS
) -> tuple[Values, OptimizeResult]:
    """Search for the values with the least residuals.

    Returns
    -------
    tuple
        All values by name, and what the search found, its variables in the order of
        :func:`free_names`, as :func:`to_variables` has them.
    """
    from scipy.optimize import least_squares

    held, free = trials.held, free_names(trials.held)

    def search(start: Values) -> OptimizeResult:
        first = to_variables({**start, **held}, free)
        return least_squares(
            lambda x: trials.residuals(from_variables(x, free, held)),
            first,
            bounds=variable_bounds(free),
            x_scale="jac",
            diff_step=1e-5,
        )

    best = min((search(start) for start in starts), key=lambda found: found.cost)
    return from_variables(best.x, free, held), best


# Varied by their logarithm, in which the likelihood is nearer to a normal one.
_LOGGED = frozenset(
    ("incidence_multiplier", "claim_delay_days", "claim_delay_cv", "slow_start_fall_days")
)


def to_variables(values: Mapping[str, float], free: Sequence[str]) -> FloatArray:
    """Return the variables (V,) of a search for values: logarithms of those above zero."""
    return np.array([np.log(values[n]) if n in _LOGGED else values[n] for n in free])


def from_variables(variables: FloatArray, free: Sequence[str], held: Mapping[str, float]) -> Values:
    """Return all values by name, of which the search holds some."""
    found = zip(free, map(float, variables), strict=True)
    varied = {name: float(np.exp(x)) if name in _LOGGED else x for name, x in found}
    return {name: varied.get(name, held.get(name, np.nan)) for name in FITTED}


def variable_bounds(free: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Return the least and the greatest variables, each (V,)."""
    low, high = zip(*(BOUNDS[name] for name in free), strict=True)
    return (
        to_variables(dict(zip(free, low, strict=True)), free),
        to_variables(dict(zip(free, high, strict=True)), free),
    )


def compare_with_record(fit: Fit, known_on: dt.date | None = None) -> pd.DataFrame:
    """Return every dated report beside the model's figure.

    Left out are bounds, reports without a day and counts since launch that only add up the years.

    Parameters
    ----------
    known_on
        What the fit could have seen: None for the final fit; a day for the shares of years over by
        then and the settlements of 2019.

    Returns
    -------
    DataFrame
        One row a report: ``date``; ``quantity``; ``reported`` and ``model`` in yuan a member,
        claims or yuan; ``error`` (model over reported less one); ``trust`` (standard error of the
        logarithm of the report); ``used`` (whether the fit saw it).
    """
    import pandas as pd

    table = replay(fit.scenario, slow_start=fit.slow_start)
    every = reports()
    paid = table[["claims", "payout"]].to_numpy()
    members = members_on(SETTLEMENT_DATES)
    fee = table["fee"].to_numpy() / np.maximum(table["payout"].to_numpy(), 1e-9)
    model = modelled(every, paid, members, fee, fit.other_plans_share)
    points = pd.DataFrame(
        {
            "date": [report.day for report in every],
            "quantity": [report.quantity for report in every],
            "reported": [report.reported for report in every],
            "model": model,
            "trust": [report.error for report in every],
            "used": [report.seen_by(known_on) for report in every],
        }
    )
    points["error"] = points["model"] / points["reported"] - 1.0
    return points
