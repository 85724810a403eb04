"""The fits kept in ``data/fits.csv``, so that a page need not search for them again.

A test refits and finds the same values. ``final`` saw the whole record; ``early_LEVEL`` saw what
was known at the end of 2020, with the incidence after two years in the plan given as LEVEL x CI4.
"""

from functools import cache

from mutualmodel.figures.files import read_rows
from mutualmodel.history.calibration import FITTED
from mutualmodel.inputs.scenario import Scenario

FINAL = "final"
_FILE = "fits.csv"
_VALUES = (*FITTED, "share_under_18", "share_40_to_59")


@cache
def fits() -> dict[str, Scenario]:
    """Return the scenario of every fit by name.

    Raises
    ------
    DataError
        When the file lacks a column; ScenarioError when a value is out of range.
    """
    rows = read_rows(_FILE, ("fit", "known_on", *_VALUES))
    return {
        row["fit"]: Scenario().with_changes(**{name: float(row[name]) for name in _VALUES})
        for row in rows
    }


def early_fits() -> dict[float, Scenario]:
    """Return the fits to what was known at the end of 2020, by the level assumed."""
    return {
        scenario.incidence_multiplier: scenario
        for name, scenario in fits().items()
        if name.startswith("early")
    }
