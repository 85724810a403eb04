"""The fits kept in the data are those that a search finds."""

import pytest

from mutualmodel import Scenario
from mutualmodel.history import FITTED, LEVELS_AT_END_OF_2020, calibrate, calibrate_to_2020
from mutualmodel.history.fits import FINAL, early_fits, fits

AGES = Scenario(share_under_18=0.10, share_40_to_59=0.33)


def test_the_final_fit_is_found_again_and_is_the_default() -> None:
    kept = fits()[FINAL]
    found = calibrate(AGES).scenario
    for name in FITTED:
        assert getattr(kept, name) == pytest.approx(getattr(found, name), rel=2e-3), name
        assert getattr(Scenario(), name) == getattr(kept, name)


@pytest.mark.long
@pytest.mark.parametrize("level", LEVELS_AT_END_OF_2020)
def test_the_fit_of_the_end_of_2020_is_found_again(level: float) -> None:
    kept, found = early_fits()[level], calibrate_to_2020(level, AGES).scenario
    for name in FITTED:
        assert getattr(kept, name) == pytest.approx(getattr(found, name), rel=2e-3), name
