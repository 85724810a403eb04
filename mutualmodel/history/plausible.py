"""Values that all fit the record: what it leaves open of a plan's cost.

They are drawn from the likelihood of the reports, over all fitted values at once, with an affine
invariant sampler (Goodman and Weare 2010, in the library emcee). Nothing is known beforehand but
the bounds of the values, that members longer in the plan fall ill no less often, and the judgement
that holds the lasting delay; values above zero are varied by their logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.figures.files import number_in, read_rows
from mutualmodel.history.calibration import (
    best_values,
    free_names,
    from_variables,
    variable_bounds,
)
from mutualmodel.history.fits import FITTED
from mutualmodel.history.profiles import costs_ahead
from mutualmodel.history.trials import Trials
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.simulation.parameters import PLAUSIBLE_FILE

if TYPE_CHECKING:
    import pandas as pd

_WALKERS = 40
_STEPS = 2500
# Of the steps of a chain, those that only forget where it began.
_BURNT = 0.2
# Walkers begin this far from the best values, in standard errors.
_START_SPREAD = 0.3
# So many sets of a chain are looked at to choose from.
_LOOKED_AT = 4000


@dataclass(frozen=True, eq=False)
class PlausiblePlans:
    """Sets of values, all equally likely, in the order of what they make of the fifth year.

    ``values`` has one row a set and one column a name of :data:`~mutualmodel.history.fits.FITTED`.
    ``effective`` is how many independent sets tell as much as the whole chain they were taken from,
    by its autocorrelation; the sets are as good as independent where it is several times their
    number, and tell no more than it where it is smaller.
    """

    values: pd.DataFrame
    effective: float


def plausible_plans(
    n: int = 400,
    seed: int = 1,
    start: Scenario | None = None,
    *,
    trials: Trials | None = None,
    steps: int = _STEPS,
) -> PlausiblePlans:
    """Draw sets of values from the likelihood of the record.

    Parameters
    ----------
    n
        Sets to draw.
    seed
        Of the sampler: the same seed gives the same sets.
    start
        Supplies all that is not fitted; by default :class:`Scenario`.
    trials
        The reports to fit, instead of those of the record; with them ``start`` is not used.
    steps
        Length of the chain; each is a trial of every one of forty walkers.

    Raises
    ------
    ValueError
        When the chain is too short for so many sets.
    """
    import pandas as pd
    from emcee import EnsembleSampler
    from emcee.moves import DEMove, DESnookerMove

    trials = trials or Trials(start or Scenario())
    kept = round(steps * (1.0 - _BURNT)) * _WALKERS
    if n > kept:
        raise ValueError(f"n = {n}: a chain of {steps} steps has no more than {kept} sets")
    free = free_names(trials.held)
    # The values are correlated along a bend, which moves along differences of walkers follow.
    sampler = EnsembleSampler(
        _WALKERS,
        len(free),
        lambda x: log_likelihood(trials, x),
        moves=[(DEMove(), 0.8), (DESnookerMove(), 0.2)],
    )
    rng = np.random.RandomState(seed)
    sampler.random_state = rng.get_state()
    sampler.run_mcmc(_beginnings(trials, rng), steps, skip_initial_state_check=True)
    chain = sampler.get_chain(discard=steps - kept // _WALKERS)
    every = chain.reshape(-1, len(free))
    effective = len(every) / float(np.max(sampler.get_autocorr_time(tol=0, quiet=True)))
    looked_at = every[np.linspace(0, len(every) - 1, max(n, _LOOKED_AT)).astype(int)]
    sets = [from_variables(one, free, trials.held) for one in looked_at]
    table = pd.DataFrame(sets, columns=list(FITTED))
    return PlausiblePlans(_evenly(table, n), effective)


def _evenly(sets: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take ``n`` sets that lie evenly along the order of what they make of the fifth year.

    In that order, so that any that are spread evenly over them tell about as much as all.
    """
    order = np.argsort(costs_ahead(sets)[:, -1], kind="stable")
    places = ((np.arange(n) + 0.5) / n * len(order)).astype(int)
    chosen: pd.DataFrame = sets.iloc[order[places]].reset_index(drop=True)
    return chosen


@cache
def kept_plans() -> pd.DataFrame:
    """Return the sets kept in ``data/plausible_plans.csv``, all fitted values, equally likely.

    Raises
    ------
    DataError
        When the file lacks a column or a number.
    """
    import pandas as pd

    rows = read_rows(PLAUSIBLE_FILE, FITTED)
    return pd.DataFrame(
        [{name: number_in(PLAUSIBLE_FILE, row, name) for name in FITTED} for row in rows]
    )


def log_likelihood(trials: Trials, variables: FloatArray) -> float:
    """Return the logarithm of the likelihood of the values, up to a constant.

    Minus infinity beyond the bounds, and where members longer in the plan would be healthier.
    """
    free = free_names(trials.held)
    low, high = variable_bounds(free)
    if (variables < low).any() or (variables > high).any():
        return -np.inf
    values = from_variables(variables, free, trials.held)
    if values["select_year_1"] > values["select_year_2"]:
        return -np.inf
    residuals = trials.residuals(values)
    return -0.5 * float(residuals @ residuals)


def _beginnings(trials: Trials, rng: np.random.RandomState) -> FloatArray:
    """Return where the walkers begin, (W, V): near the best values, spread as these are unsure."""
    _, best = best_values(trials)
    errors = np.linalg.pinv(best.jac.T @ best.jac)
    low, high = variable_bounds(free_names(trials.held))
    starts: FloatArray = rng.multivariate_normal(best.x, _START_SPREAD**2 * errors, _WALKERS)
    starts = np.clip(starts, low + 1e-9, high - 1e-9)
    first, second = (free_names(trials.held).index(f"select_year_{year}") for year in (1, 2))
    starts[:, first] = np.minimum(starts[:, first], starts[:, second])
    return starts
