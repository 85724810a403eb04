"""Plausible sets: a short chain, the sets that are kept, and the years alone."""

import datetime as dt

import numpy as np
import pytest

from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import FITTED as NAMES
from mutualmodel.history.calibration import BOUNDS, best_values, free_names, to_variables
from mutualmodel.history.fits import FITTED_START
from mutualmodel.history.plausible import kept_plans, log_likelihood, plausible_plans
from mutualmodel.history.profiles import costs_ahead
from mutualmodel.history.reports import seen, years_alone
from mutualmodel.history.trials import Trials
from mutualmodel.simulation.parameters import VARIED, plausible_sets
from tests.model.history.fitted import FIT, FITTED

NINE_IN_TEN = [0.05, 0.95]


# --------------------------------------------------------------------------------- the likelihood


def test_the_likelihood_is_greatest_at_the_fit() -> None:
    trials = Trials(FITTED)
    at_fit = to_variables(FIT.estimates, NAMES)
    best = log_likelihood(trials, at_fit)
    assert best == pytest.approx(-0.5 * (trials.residuals(FIT.estimates) ** 2).sum())
    for place in range(len(NAMES)):
        for step in (-0.02, 0.02):
            moved = at_fit.copy()
            moved[place] += step * max(abs(moved[place]), 1.0)
            assert log_likelihood(trials, moved) < best


def test_out_of_bounds_or_healthier_with_time_is_impossible() -> None:
    trials = Trials(FITTED)
    for change in (
        {"claim_delay_days": 9.0},
        {"other_plans_share": 0.31},
        {"select_year_1": 0.7, "select_year_2": 0.6},
    ):
        variables = to_variables({**FIT.estimates, **change}, free_names({}))
        assert log_likelihood(trials, variables) == -np.inf


# -------------------------------------------------------------------------------------- the chain


@pytest.mark.long
def test_a_seed_gives_the_same_sets_and_another_one_others() -> None:
    first, again, other = (plausible_plans(20, seed, FITTED, steps=30) for seed in (3, 3, 4))
    assert first.values.shape == (20, len(NAMES))
    np.testing.assert_array_equal(first.values, again.values)
    assert (first.values.iloc[-1] != other.values.iloc[-1]).all()


def test_a_chain_too_short_for_so_many_sets_is_refused() -> None:
    with pytest.raises(ValueError, match="n = 1000: a chain of 20 steps has no more than 640"):
        plausible_plans(1000, 1, FITTED, steps=20)


def test_what_is_held_stays_held() -> None:
    trials = Trials(FITTED, held={"claim_delay_cv": 0.3})
    assert (plausible_plans(10, 1, trials=trials, steps=20).values["claim_delay_cv"] == 0.3).all()


# ------------------------------------------------------------------------- the sets that are kept


def test_the_kept_sets_are_possible_and_about_the_fit() -> None:
    kept = kept_plans()
    assert kept.shape == (400, len(NAMES))
    for name, (low, high) in BOUNDS.items():
        assert kept[name].between(low, high).all(), name
    assert (kept["select_year_1"] <= kept["select_year_2"]).all()
    # The fit lies among them: for the shape of the slow start, which is hardly known, near an end.
    below = {name: (kept[name] < FIT.estimates[name]).mean() for name in NAMES}
    assert all(0.2 < part < 0.8 for part in below.values()), below
    assert kept["incidence_multiplier"].median() == pytest.approx(0.4234, rel=0.02)
    np.testing.assert_array_equal(kept[list(VARIED)], plausible_sets())


def test_chi_square_of_the_kept_sets_is_that_of_eight_values() -> None:
    """Its excess over the least has about the mean 8, were the model linear."""
    trials = Trials(FITTED)
    least = (trials.residuals(FIT.estimates) ** 2).sum()
    sets = kept_plans().to_dict("records")
    excess = [(trials.residuals(one) ** 2).sum() - least for one in sets]  # type: ignore[arg-type]
    assert np.mean(excess) == pytest.approx(8.0, abs=1.5)
    assert min(excess) > -1e-2


def test_the_fifth_year_of_the_default_in_nine_cases_of_ten() -> None:
    low, high = np.quantile(costs_ahead(kept_plans())[:, 4], NINE_IN_TEN)
    assert (low, high) == pytest.approx((168, 220), abs=1)


@pytest.mark.long
def test_another_seed_gives_the_same_spread() -> None:
    other, kept = plausible_plans(400, 2, FITTED), kept_plans()
    assert other.effective > 400
    for name in NAMES:
        ends = kept[name].quantile(NINE_IN_TEN)
        width = float(np.ptp(ends))
        # A chain a third as long sees less of how far the shape of the slow start may be from ours.
        shape = name in ("claim_delay_cv", *FITTED_START)
        within = (0.45 if shape else 0.2) * width
        np.testing.assert_allclose(other.values[name].quantile(NINE_IN_TEN), ends, atol=within)
    found, told = (np.quantile(costs_ahead(one)[:, 4], NINE_IN_TEN) for one in (other.values, kept))
    # The other chain is a third as long, and tells an end to about two yuan.
    np.testing.assert_allclose(found, told, atol=6.5)


# ------------------------------------------------------------------------------- the years alone


def test_the_years_alone_are_three_shares_and_three_claims() -> None:
    chosen = years_alone()
    assert [(report.day.year, report.of) for report in chosen] == [
        (year, of) for year in (2019, 2020, 2021) for of in ("share", "claims")
    ]
    assert set(chosen) < set(seen(None))


def test_it_is_the_last_settlements_that_bound_the_level() -> None:
    last = [report for report in seen(None) if report.day > dt.date(2021, 12, 1)]
    lost = {}
    for name, more in {"years": (), "last": set(last) - set(years_alone())}.items():
        chosen = (*years_alone(), *sorted(more, key=last.index))
        best, held = (
            2.0 * best_values(Trials(FITTED, chosen, held))[1].cost
            for held in ({}, {"incidence_multiplier": 0.60})
        )
        lost[name] = held - best
    assert lost["years"] < 0.5
    assert lost["last"] > 15


@pytest.mark.long
def test_the_years_alone_leave_twice_as_much_open() -> None:
    # Ends of a law this wide need more than four hundred sets.
    drawn = plausible_plans(4000, 3, trials=Trials(FITTED, years_alone()))
    low, high = np.quantile(costs_ahead(drawn.values)[:, 4], NINE_IN_TEN)
    assert (low, high) == pytest.approx(numbers_of("year_5_from_years_alone"), abs=6)
