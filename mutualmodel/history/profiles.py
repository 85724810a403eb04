"""How well the record knows each fitted value, and what that means for the years to come.

The likelihood profile of a value: it is held, all others are fitted again, and what the fit loses
is chi-square above its least. Where that is below 2.71, the value lies within nine cases in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project_many
from mutualmodel.figures.files import number_in, read_rows
from mutualmodel.history.calibration import (
    BOUNDS,
    best_values,
    calibrate,
    free_names,
    from_variables,
    to_variables,
)
from mutualmodel.history.fits import FINAL, FITTED, FITTED_INPUTS, fits
from mutualmodel.history.trials import Trials
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

PROFILES_FILE = "profiles.csv"
# Nine in ten of a chi-square with one degree of freedom lie below it.
NINE_IN_TEN = 2.71
# Values that are held, in standard errors from the fitted one.
_GRID = np.linspace(-2.4, 2.4, 9)
# The size of the slow start is far from normal: it is looked at up to its bound.
_WIDE_GRIDS = {"slow_start_days": (0.0, 45.0, 90.0, 134.0, 180.0, 250.0, 350.0, 475.0, 600.0)}
YEARS_AHEAD = tuple(f"year_{year}" for year in range(1, Scenario().years + 1))
CHI_SQUARE_ABOVE = "chi_square_above"
PROFILE_COLUMNS = ("held", *FITTED, CHI_SQUARE_ABOVE, *YEARS_AHEAD)


def profile(name: str, values: Sequence[float] | None = None) -> pd.DataFrame:
    """Hold one fitted value at several places and fit the others again.

    Parameters
    ----------
    name
        One of :data:`~mutualmodel.history.fits.FITTED`.
    values
        Where it is held, in its unit; by default nine values around the fitted one.

    Returns
    -------
    DataFrame
        One row a value: ``held`` (the name); all values by name; ``chi_square_above`` the least;
        ``year_1`` to ``year_5``, yuan a member of the default plan with these values.

    Raises
    ------
    ValueError
        When no fitted value has this name.
    """
    import pandas as pd

    if name not in FITTED:
        raise ValueError(f"name: got {name!r}, allowed is one of {', '.join(FITTED)}")
    best = calibrate()
    held_at = (_WIDE_GRIDS.get(name) or _grid(name)) if values is None else values
    rows = []
    for value in held_at:
        trials = Trials(Scenario(), held={name: float(value)})
        found, end = best_values(trials)
        rows.append({"held": name, **found, CHI_SQUARE_ABOVE: 2.0 * end.cost - best.chi_square})
    table = pd.DataFrame(rows)
    ahead = costs_ahead(table[list(FITTED)])
    return table.assign(**dict(zip(YEARS_AHEAD, ahead.T, strict=True)))


def _grid(name: str) -> list[float]:
    """Return values around the fitted one by its standard error, within the bounds."""
    trials = Trials(Scenario())
    found, best = best_values(trials)
    free = free_names({})
    errors = np.sqrt(np.diag(np.linalg.pinv(best.jac.T @ best.jac)))
    at = free.index(name)
    low, high = BOUNDS[name]
    values = []
    for steps in _GRID:
        moved = to_variables(found, free)
        moved[at] += steps * errors[at]
        values.append(float(np.clip(from_variables(moved, free, {})[name], low, high)))
    return sorted(set(values))


def costs_ahead(sets: pd.DataFrame, plan: Scenario | None = None) -> FloatArray:
    """Return what a plan costs a member in each of its years under sets of values, (D, Y) yuan.

    Parameters
    ----------
    sets
        One row a set, with the columns of :data:`~mutualmodel.history.fits.FITTED_INPUTS`.
    plan
        By default that of :class:`Scenario`.
    """
    plan = plan or Scenario()
    inputs = sets[list(FITTED_INPUTS)].to_dict("records")
    plans = [
        plan.with_changes(**{str(name): float(value) for name, value in one.items()})
        for one in inputs
    ]
    charged = project_many(plans).array("charged_per_member")
    return np.asarray(charged.reshape(len(plans), -1, PERIODS_PER_YEAR).sum(axis=2))


@cache
def profiles() -> pd.DataFrame:
    """Return the profiles kept in ``data/profiles.csv``, all values one below the other.

    Raises
    ------
    DataError
        When the file lacks a column or a number.
    """
    import pandas as pd

    rows = read_rows(PROFILES_FILE, PROFILE_COLUMNS)
    numbers = [
        {name: number_in(PROFILES_FILE, row, name) for name in PROFILE_COLUMNS[1:]} for row in rows
    ]
    return pd.DataFrame(numbers).assign(held=[row["held"] for row in rows])


@dataclass(frozen=True)
class KnownWithin:
    """Where a value lies in nine cases of ten by its profile, and the fifth year's cost there.

    An end is None where the profile never rises so far: the record does not bound it there.
    ``cost_low`` and ``cost_high`` are the yuan at the value's lower and upper end.
    """

    low: float | None
    high: float | None
    cost_low: float
    cost_high: float


def known_within(name: str, table: pd.DataFrame | None = None) -> KnownWithin:
    """Return the ends of a value by its kept profile, on straight lines between its values.

    Interpolated is the signed root of chi-square, which would be a straight line of the value were
    the model linear.

    Parameters
    ----------
    name
        One of :data:`~mutualmodel.history.fits.FITTED`.
    table
        Profiles to read instead of those kept.
    """
    every = profiles() if table is None else table
    rows = every[every["held"] == name].sort_values(name)
    values, cost = rows[name].to_numpy(), rows[YEARS_AHEAD[-1]].to_numpy()
    fitted = fits()[FINAL].estimates[name]
    root = np.sign(values - fitted) * np.sqrt(np.maximum(rows[CHI_SQUARE_ABOVE], 0.0))
    ends = np.sqrt(NINE_IN_TEN) * np.array([-1.0, 1.0])
    low, high = np.interp(ends, root, values)
    cost_low, cost_high = np.interp([low, high], values, cost)
    return KnownWithin(
        low=float(low) if root.min() <= ends[0] else None,
        high=float(high) if root.max() >= ends[1] else None,
        cost_low=float(cost_low),
        cost_high=float(cost_high),
    )
