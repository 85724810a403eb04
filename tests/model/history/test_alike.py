"""Plans that all fit the past: what they make of it, and of the years to come."""

import numpy as np
import pytest

from mutualmodel import project
from mutualmodel.history import replay
from mutualmodel.history.alike import plans_alike
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import costs_ahead
from tests.model.history.fitted import FITTED, SLOW_START


def test_the_past_of_the_fit_is_the_replay_and_its_future_the_default() -> None:
    alike = plans_alike(5)
    table = replay(FITTED, slow_start=SLOW_START)
    yearly = table.groupby(table["date"].dt.year)["charged_per_member"].sum()
    assert alike.years == (2019, 2020, 2021)
    np.testing.assert_allclose(alike.fitted_past, yearly[list(alike.years)], rtol=1e-9)
    charged = project(FITTED).array("charged_per_member").reshape(-1, 24).sum(axis=1)
    np.testing.assert_allclose(alike.fitted_ahead, charged, rtol=1e-9)
    np.testing.assert_array_equal(alike.reported, [29.17, 91, 146])


def test_all_fit_the_past_within_a_years_chance_and_differ_ahead() -> None:
    alike = plans_alike(40)
    assert alike.past.shape == (40, 3)
    assert alike.ahead.shape == (40, 5)
    # The year's chance of 10 % is common to all reports of a year.
    assert (np.abs(np.log(alike.past / alike.reported)) < 3 * 0.1).all()
    every = costs_ahead(kept_plans())
    inside = ((every >= alike.low) & (every <= alike.high)).mean(axis=0)
    assert inside == pytest.approx(0.9, abs=0.01)
    assert np.ptp(alike.ahead[:, 4]) > 40


def test_what_is_drawn_are_sets_that_are_kept() -> None:
    alike = plans_alike(3)
    first, last = costs_ahead(kept_plans().iloc[[0, -1]])
    np.testing.assert_allclose(alike.ahead[[0, -1]], [first, last], rtol=1e-9)
