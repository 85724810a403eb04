"""Plans that all fit the past, and how they differ in the years to come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import costs_ahead
from mutualmodel.history.reports import Report, reports
from mutualmodel.history.trials import Trials
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.levels import HIGH, LOW


@dataclass(frozen=True, eq=False)
class PlansAlike:
    """What D plausible sets and the fit make of Y past years and of the default's N years to come.

    ``years`` (Y,) are calendar years and ``reported`` (Y,) the shares published of them, in
    yuan; ``past`` (D, Y) and ``fitted_past`` (Y,) the replay's. ``ahead`` (D, N) and
    ``fitted_ahead`` (N,) are the yuan that a member of the default plan is expected to be charged
    in each year, and ``low`` and ``high`` (N,) hold nine in ten of all plausible sets, not only
    of the D.
    """

    years: tuple[int, ...]
    reported: FloatArray
    past: FloatArray
    fitted_past: FloatArray
    ahead: FloatArray
    fitted_ahead: FloatArray
    low: FloatArray
    high: FloatArray


@lru_cache(maxsize=4)
def plans_alike(count: int) -> PlansAlike:
    """Follow the fit and some of the kept plausible sets, spread evenly over them.

    Parameters
    ----------
    count
        How many sets, D; at most as many as are kept.
    """
    shares = shares_of_years()
    every = kept_plans()
    some = every.iloc[np.linspace(0, len(every) - 1, min(count, len(every))).astype(int)]
    trials, fit = Trials(Scenario()), fits()[FINAL]
    past = [trials.figures(one, shares) for one in some.to_dict("records")]  # type: ignore[arg-type]
    ahead = costs_ahead(every)
    low, high = np.quantile(ahead, (LOW, HIGH), axis=0)
    return PlansAlike(
        years=tuple(report.day.year for report in shares),
        reported=np.array([report.reported for report in shares]),
        past=np.array(past),
        fitted_past=trials.figures(fit.estimates, shares),
        ahead=ahead[some.index],
        fitted_ahead=costs_ahead(every.head(1).assign(**fit.estimates))[0],
        low=low,
        high=high,
    )


def shares_of_years() -> tuple[Report, ...]:
    """Return the reports of what a member was charged in a whole year."""
    return tuple(one for one in reports() if one.of == "share" and len(one.at) > 1)
