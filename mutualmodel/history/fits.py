"""The fits kept in ``data/fits.csv``, so that a page need not search for them again.

A test refits and finds the same values. ``final`` saw the whole record but what is kept apart to
judge it by; ``early_LEVEL`` saw what was known at the end of 2020, with the incidence after two
years in the plan given as LEVEL x CI4.
"""

from dataclasses import dataclass
from functools import cache

from mutualmodel.figures.files import read_rows
from mutualmodel.history.slow_start import SlowStart
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.simulation.parameters import OF_THE_RECORD, VARIED

FINAL = "final"
# What a fit finds of a scenario, of the first claims, and of the claims that were published.
FITTED_INPUTS = VARIED
*FITTED_START, OTHER_PLANS_SHARE = OF_THE_RECORD
FITTED = (*FITTED_INPUTS, *OF_THE_RECORD)
FITS_FILE = "fits.csv"
AGES = ("share_under_18", "share_40_to_59")
COLUMNS = ("fit", "known_on", *FITTED, *AGES)


@dataclass(frozen=True)
class Fit:
    """The values of one fit.

    ``scenario`` holds the fitted inputs and the ages they go with, ``slow_start`` how much longer
    the first claims took, ``other_plans_share`` the part of the claims published from 2020 on that
    were those of the senior and chronic plans.
    """

    scenario: Scenario
    slow_start: SlowStart
    other_plans_share: float

    @property
    def estimates(self) -> dict[str, float]:
        """The values by the names in :data:`FITTED`; days, or parts of one."""
        inputs = {name: float(getattr(self.scenario, name)) for name in FITTED_INPUTS}
        start = (self.slow_start.extra_days, self.slow_start.fall_days)
        return inputs | dict(
            zip((*FITTED_START, OTHER_PLANS_SHARE), (*start, self.other_plans_share), strict=True)
        )


def fit_of(start: Scenario, values: dict[str, float]) -> Fit:
    """Return the fit with values by the names in :data:`FITTED`, on the ages of a scenario."""
    inputs = {name: values[name] for name in FITTED_INPUTS}
    slow_start = SlowStart(*(values[name] for name in FITTED_START))
    return Fit(start.with_changes(**inputs), slow_start, values[OTHER_PLANS_SHARE])


@cache
def fits() -> dict[str, Fit]:
    """Return every fit by name.

    Raises
    ------
    DataError
        When the file lacks a column; ScenarioError when a value is out of range.
    """
    rows = read_rows(FITS_FILE, COLUMNS)
    return {
        row["fit"]: fit_of(
            Scenario().with_changes(**{name: float(row[name]) for name in AGES}),
            {name: float(row[name]) for name in FITTED},
        )
        for row in rows
    }


def early_fits() -> dict[float, Fit]:
    """Return the fits to what was known at the end of 2020, by the level assumed."""
    return {
        fit.scenario.incidence_multiplier: fit
        for name, fit in fits().items()
        if name.startswith("early")
    }
