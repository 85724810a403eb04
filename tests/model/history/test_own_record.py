"""A record made with known values is fitted back, and what it cannot tell is left alone."""

import datetime as dt
import math

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.history.own_record import fit_own_record
from mutualmodel.inputs.own import OwnMembers, OwnRecord, OwnTables

FIRST = dt.date(2023, 1, 14)


def days(count: int, step: int = 1) -> tuple[dt.date, ...]:
    """Give days half a month, or several, apart."""
    return tuple(FIRST + dt.timedelta(days=round(at * step * 365.25 / 24)) for at in range(count))


def record_of(plan: Scenario, rng: np.random.Generator | None = None) -> OwnRecord:
    """Give the settlements of a plan, its claims as expected or as chance would have them."""
    projection = project(plan)
    claims = projection.array("claims")
    counted = claims if rng is None else rng.poisson(claims)
    return OwnRecord(
        days(len(claims)),
        tuple(projection.array("members").tolist()),
        tuple(map(float, counted)),
        tuple(projection.array("payout").tolist()),
        tuple(projection.array("gross_per_member").tolist()),
    )


COURSE = OwnMembers((0.0, 12.0, 48.0), (2e6, 4e6, 3e6))
PLAN = Scenario(own=OwnTables(members=COURSE), members_path="own", members=2e6, years=2)


def test_a_plans_own_settlements_give_its_incidence_back() -> None:
    made = PLAN.with_changes(incidence_multiplier=0.61)
    fit = fit_own_record(PLAN, record_of(made))
    assert fit.fitted.keys() == {"incidence_multiplier"}
    assert fit.fitted["incidence_multiplier"] == pytest.approx(0.61, rel=5e-3)
    assert fit.miss < 0.02
    assert not fit.bound
    assert fit.plan == PLAN.with_changes(**fit.fitted)


def test_three_years_tell_a_trend() -> None:
    plan = PLAN.with_changes(years=4)
    made = plan.with_changes(incidence_multiplier=0.5, incidence_trend=0.06)
    fit = fit_own_record(plan, record_of(made))
    assert fit.fitted["incidence_trend"] == pytest.approx(0.06, abs=3e-3)
    assert fit.fitted["incidence_multiplier"] == pytest.approx(0.5, rel=1e-2)


def test_chance_is_within_its_error() -> None:
    # No factor of the year: the error is of counts alone.
    plan = PLAN.with_changes(systemic_cv=0.0, members=2e5)
    made = plan.with_changes(incidence_multiplier=0.5)
    rng = np.random.default_rng(5)
    fits = [fit_own_record(plan, record_of(made, rng)) for _ in range(60)]
    strays = [
        math.log(fit.fitted["incidence_multiplier"] / 0.5) / fit.errors["incidence_multiplier"]
        for fit in fits
    ]
    assert abs(np.mean(strays)) < 0.4
    assert 0.8 < np.std(strays) < 1.2


def test_the_factor_of_a_year_is_in_the_error() -> None:
    record = record_of(PLAN)
    fit = fit_own_record(PLAN, record)
    claims = sum(one for one in record.claims if one is not None)
    by_hand = math.sqrt(1 / claims + PLAN.systemic_cv**2 / 2)
    assert fit.errors["incidence_multiplier"] == pytest.approx(by_hand, rel=1e-9)


def test_settlements_of_which_nothing_is_known_are_left_out() -> None:
    made = record_of(PLAN.with_changes(incidence_multiplier=0.5))
    gaps = tuple(None if at % 3 == 1 else one for at, one in enumerate(made.claims))
    fit = fit_own_record(PLAN, OwnRecord(made.days, made.members, gaps, made.payout, made.share))
    assert fit.fitted["incidence_multiplier"] == pytest.approx(0.5, rel=1e-2)


def test_settlements_may_be_further_apart() -> None:
    made = record_of(PLAN.with_changes(incidence_multiplier=0.5))
    claims = np.array(made.claims, dtype=float).reshape(-1, 2).sum(axis=1)
    nothing = (None,) * len(claims)
    monthly = OwnRecord(
        days(len(claims), 2), made.members[1::2], tuple(claims.tolist()), nothing, nothing
    )
    fit = fit_own_record(PLAN, monthly)
    assert fit.fitted["incidence_multiplier"] == pytest.approx(0.5, rel=2e-2)


def test_the_replay_has_the_records_members_and_the_plans_money() -> None:
    record = record_of(PLAN)
    replay = fit_own_record(PLAN, record).replay
    np.testing.assert_allclose(replay["members"], record.members)
    np.testing.assert_allclose(
        replay["payout"], np.array(record.payout, float), rtol=0.02, atol=1e4
    )
    by_hand = replay["payout"] * 1.08 / replay["members"]
    np.testing.assert_allclose(replay["share"], by_hand, rtol=1e-12)


def test_a_record_beyond_all_incidence_is_told_so() -> None:
    record = record_of(PLAN)
    many = tuple(None if one is None else 1000.0 * one for one in record.claims)
    fit = fit_own_record(PLAN, OwnRecord(record.days, record.members, many, many, many))
    assert fit.bound
    assert fit.fitted["incidence_multiplier"] == 3.0


def test_pools_of_any_size_can_be_fitted() -> None:
    made = record_of(PLAN.with_changes(incidence_multiplier=0.5))
    small = tuple(one / 1e4 for one in made.members)
    claims = tuple(None if one is None else one / 1e4 for one in made.claims)
    fit = fit_own_record(PLAN, OwnRecord(made.days, small, claims, made.payout, made.share))
    assert fit.fitted["incidence_multiplier"] == pytest.approx(0.5, rel=1e-2)
