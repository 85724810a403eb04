"""Fit once more and write what the rest of the model reads of it: ``python -m`` this module.

Writes ``data/fits.csv``, ``data/plausible_plans.csv`` and ``data/profiles.csv``. It takes some
minutes; defaults of the inputs that are fitted are the first row of ``fits.csv`` and are set by
hand where they are declared, a test says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping

from mutualmodel.figures.files import DATA_FOLDER
from mutualmodel.figures.manifest import sign
from mutualmodel.history.calibration import LEVELS_AT_END_OF_2020, calibrate, calibrate_to_2020
from mutualmodel.history.fits import AGES, COLUMNS, FINAL, FITS_FILE, FITTED, Fit
from mutualmodel.history.plausible import plausible_plans
from mutualmodel.history.profiles import (
    CHI_SQUARE_ABOVE,
    PROFILE_COLUMNS,
    PROFILES_FILE,
    YEARS_AHEAD,
    profile,
)
from mutualmodel.history.reports import END_OF_2020
from mutualmodel.simulation.parameters import PLAUSIBLE_FILE

DRAWN = 400
SEED = 1
# A chain so long that the ends of nine in ten stand to about a yuan.
STEPS = 8000
# Digits of the values as they are kept.
_DIGITS = {
    "incidence_multiplier": 4,
    "select_year_1": 4,
    "select_year_2": 4,
    "claim_delay_days": 1,
    "claim_delay_cv": 3,
    "slow_start_days": 1,
    "slow_start_fall_days": 1,
    "other_plans_share": 4,
}


def refit() -> None:
    """Fit, draw, profile, and write the files."""
    rows = [_row(FINAL, "", calibrate().fit)]
    for level in LEVELS_AT_END_OF_2020:
        fit = calibrate_to_2020(level).fit
        rows.append(_row(f"early_{level}", END_OF_2020.isoformat(), fit))
    _write(FITS_FILE, COLUMNS, rows)
    drawn = plausible_plans(DRAWN, SEED, steps=STEPS)
    print(f"{DRAWN} sets, worth {drawn.effective:.0f} independent ones")  # noqa: T201
    sets = drawn.values.to_dict("records")
    _write(PLAUSIBLE_FILE, FITTED, (_rounded({n: float(one[n]) for n in FITTED}) for one in sets))
    write_profiles()


def write_profiles() -> None:
    """Profile every fitted value and write the file."""
    rows = []
    for name in FITTED:
        for one in profile(name).to_dict("records"):
            values = {fitted: float(one[fitted]) for fitted in FITTED}
            told = {year: round(one[year], 2) for year in YEARS_AHEAD}
            above = round(one[CHI_SQUARE_ABOVE], 4)
            rows.append(
                {"held": name, **_rounded(values, finer=2), CHI_SQUARE_ABOVE: above, **told}
            )
    _write(PROFILES_FILE, PROFILE_COLUMNS, rows)


def _row(name: str, known_on: str, fit: Fit) -> dict[str, object]:
    ages = {age: getattr(fit.scenario, age) for age in AGES}
    return {"fit": name, "known_on": known_on, **_rounded(fit.estimates), **ages}


def _rounded(values: Mapping[str, float], finer: int = 0) -> dict[str, object]:
    return {name: round(values[name], digits + finer) for name, digits in _DIGITS.items()}


def _write(name: str, columns: Iterable[str], rows: Iterable[dict[str, object]]) -> None:
    with (DATA_FOLDER / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sign(DATA_FOLDER)


if __name__ == "__main__":
    refit()
