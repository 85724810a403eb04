"""Profiles: that they are found again, end at the fit, and agree with the sampler."""

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.history import FITTED as NAMES
from mutualmodel.history.fits import FITTED_INPUTS
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import (
    CHI_SQUARE_ABOVE,
    NINE_IN_TEN,
    PROFILE_COLUMNS,
    YEARS_AHEAD,
    costs_ahead,
    known_within,
    profile,
    profiles,
)
from mutualmodel.history.refit import _DIGITS
from tests.model.history.fitted import FIT

FOUND_AGAIN = ["incidence_multiplier", "claim_delay_days"]


@pytest.mark.parametrize("name", FOUND_AGAIN)
def test_a_point_is_found_again(name: str) -> None:
    kept = profiles()
    row = kept[kept["held"] == name].iloc[2]
    (found,) = profile(name, [row[name]]).to_dict("records")
    assert found[name] == row[name]
    for column in (*NAMES, *YEARS_AHEAD):
        assert found[column] == pytest.approx(row[column], rel=5e-3), column
    assert found[CHI_SQUARE_ABOVE] == pytest.approx(row[CHI_SQUARE_ABOVE], abs=0.01)


def test_every_value_is_profiled_with_all_columns() -> None:
    kept = profiles()
    assert set(kept.columns) == set(PROFILE_COLUMNS)
    assert kept["held"].drop_duplicates().tolist() == list(NAMES)
    # Of nine places those beyond a bound are one.
    assert kept.groupby("held").size().between(8, 9).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_least_at_the_fit_and_rises_from_there(name: str) -> None:
    rows = profiles().query("held == @name").sort_values(name)
    above = rows[CHI_SQUARE_ABOVE].to_numpy()
    least = int(above.argmin())
    assert above[least] == pytest.approx(0.0, abs=1e-3)
    assert rows[name].iloc[least] == pytest.approx(FIT.estimates[name], rel=2e-3)
    assert (np.diff(above[: least + 1]) < 0).all()
    # Far along a slow start nothing more can be told.
    assert (np.diff(above[least:]) > -0.02).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_and_the_sampler_agree(name: str) -> None:
    """Two ways to nine cases in ten: by refitting, and by counting the plausible sets."""
    within, drawn = known_within(name), kept_plans()[name].quantile([0.05, 0.95])
    width = float(np.ptp(drawn))
    # The sampler counts the room that a bend leaves, a profile does not: a quarter of the width.
    for end, other in zip((within.low, within.high), drawn, strict=True):
        if end is not None:
            assert end == pytest.approx(other, abs=0.25 * width)


def test_only_the_size_of_the_slow_start_has_no_upper_end() -> None:
    ends = {name: known_within(name) for name in NAMES}
    assert [name for name, one in ends.items() if None in (one.low, one.high)] == [
        "slow_start_days"
    ]
    assert ends["slow_start_days"].low is not None


def test_the_ends_of_a_parabola_are_its_roots() -> None:
    rows = profiles().query("held == 'incidence_multiplier'").copy()
    fitted = FIT.estimates["incidence_multiplier"]
    rows[CHI_SQUARE_ABOVE] = ((rows["incidence_multiplier"] - fitted) / 0.02) ** 2
    rows["year_5"] = 1000.0 * rows["incidence_multiplier"]
    within = known_within("incidence_multiplier", rows)
    off = 0.02 * NINE_IN_TEN**0.5
    assert within.low == pytest.approx(fitted - off)
    assert within.high == pytest.approx(fitted + off)
    assert within.cost_high == pytest.approx(1000.0 * (fitted + off))


def test_the_cost_ahead_is_that_of_each_plan_alone() -> None:
    some = kept_plans().head(3)
    ahead = costs_ahead(some)
    for row, costs in zip(some[list(FITTED_INPUTS)].to_dict("records"), ahead, strict=True):
        plan = Scenario().with_changes(**{str(name): value for name, value in row.items()})
        yearly = project(plan).array("charged_per_member").reshape(-1, 24).sum(axis=1)
        np.testing.assert_allclose(costs, yearly, rtol=1e-9)


def test_the_level_alone_decides_on_the_fifth_year() -> None:
    ends = {name: known_within(name) for name in NAMES}
    level = ends["incidence_multiplier"]
    assert (level.cost_low, level.cost_high) == pytest.approx((172, 221), abs=1)
    for name in ("claim_delay_days", "claim_delay_cv", "slow_start_days", "slow_start_fall_days"):
        assert abs(ends[name].cost_high - ends[name].cost_low) < 3.0, name


def test_a_value_that_is_not_fitted_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="name: got 'waiting_days', allowed is one of"):
        profile("waiting_days")


def test_values_are_kept_finer_than_the_fits() -> None:
    assert set(_DIGITS) == set(NAMES)
