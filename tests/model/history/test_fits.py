"""The fits kept as data are those that a search finds, and the defaults are the final one."""

import pytest

from mutualmodel import Scenario
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import LEVELS_AT_END_OF_2020, calibrate_to_2020
from mutualmodel.history.fits import FINAL, FITTED, early_fits, fits
from mutualmodel.simulation.parameters import VARIED
from tests.model.history.fitted import FIT
from tests.model.history.fitted import FITTED as PLAN


def test_the_final_fit_is_kept_and_is_the_default() -> None:
    kept = fits()[FINAL]
    assert kept.estimates == FIT.estimates
    assert kept.scenario == Scenario()


@pytest.mark.parametrize("name", VARIED)
def test_the_figures_shown_as_sources_are_those_of_the_fit(name: str) -> None:
    source = numbers_of(Scenario.fields()[name].source)[0]
    scale = 100.0 if name == "claim_delay_cv" else 1.0
    assert source == pytest.approx(scale * getattr(fits()[FINAL].scenario, name))


def test_the_figures_of_the_record_alone_are_those_of_the_fit() -> None:
    kept = fits()[FINAL]
    assert numbers_of("fit_slow_start") == [round(kept.slow_start.extra_days), 102.0]
    assert kept.slow_start.fall_days == pytest.approx(102.0, abs=0.5)
    assert numbers_of("fit_other_plans_share")[0] == pytest.approx(
        100.0 * kept.other_plans_share, abs=0.05
    )


@pytest.mark.parametrize("level", LEVELS_AT_END_OF_2020)
def test_the_early_fits_are_kept(level: float) -> None:
    kept, found = early_fits()[level], calibrate_to_2020(level, PLAN)
    for name in FITTED:
        assert kept.estimates[name] == pytest.approx(found.estimates[name], rel=2e-3, abs=1e-9)
