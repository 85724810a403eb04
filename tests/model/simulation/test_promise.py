"""The price of a promise: against the projection, simulated years, and a gamma by hand."""

import numpy as np
import pytest
from scipy.special import gammaincc

from mutualmodel import Scenario, cost_band, project
from mutualmodel.simulation import promised, simulate, stop_loss_curve
from mutualmodel.simulation.promise import excess

PLANS = [
    Scenario(annual_cap=100.0),
    Scenario(annual_cap=60.0, cap_bearer="nobody"),
    Scenario(members=1e5, annual_cap=3.0),
    Scenario(members=1e4),
    Scenario(members=2e6, annual_cap=80.0, cap_bearer="insurer", fee_rate=0.3),
    Scenario(),
]


@pytest.mark.parametrize("plan", PLANS, ids=str)
@pytest.mark.parametrize("year", [1, 4])
def test_what_the_caps_take_off_is_what_others_bear(plan: Scenario, year: int) -> None:
    projection = project(plan)
    promise = promised(projection, year)
    borne = projection.years.loc[year]
    above = borne["sponsor"] + (1.0 + plan.fee_rate) * borne["unpaid"]
    assert promise.total == pytest.approx(above, rel=1e-9, abs=1e-3)
    assert promise.claim_cap >= 0.0
    assert promise.year_cap >= 0.0
    assert (promise.claim_cap > 0.0) is (plan.members < 3.24e6)


def test_a_pool_where_no_cap_binds_has_nothing_promised() -> None:
    assert promised(project(Scenario())).total == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("plan", [Scenario(), Scenario(members=1e5, per_claim_cap=None)], ids=str)
def test_the_curve_is_what_the_projection_takes_off_under_each_cap(plan: Scenario) -> None:
    caps = np.array([60.0, 91.0, 110.0])
    curve = stop_loss_curve(project(plan), caps)
    for cap, above in zip(caps, curve, strict=True):
        band = cost_band(project(plan.with_changes(annual_cap=float(cap))))
        assert above == pytest.approx(band.due - band.mean, rel=1e-6)


@pytest.mark.parametrize(("members", "cv"), [(1e4, 0.1), (1e5, 0.0), (1e7, 0.3)])
def test_the_curve_is_the_mean_of_simulated_years(members: float, cv: float) -> None:
    plan = Scenario(members=members, systemic_cv=cv, per_claim_cap=None, years=1)
    projection, paths = project(plan), 20_000
    gross = simulate(plan, paths).yearly.gross[0]
    caps = np.array([0.5, 1.0, 1.5, 2.0]) * projection.headline.cost_per_member_year
    for cap, above in zip(caps, stop_loss_curve(projection, caps), strict=True):
        over = np.maximum(gross - cap, 0.0)
        # Where chance takes hardly any year over the cap, hardly any path says so.
        error = 4 * over.std() / paths**0.5 + 4e-3 * gross.mean() * (members == 1e4) + 1e-3
        assert above == pytest.approx(over.mean(), abs=error)


@pytest.mark.parametrize("times", [1.2, 1.5, 2.0, 2.5])
def test_far_above_the_mean_it_is_that_of_the_factor_alone(times: float) -> None:
    """Chance has died out in a pool so large: E[(m G - cap)+] of a gamma, to its tail."""
    plan = Scenario(members=3e8, systemic_cv=0.3)
    mean = project(plan).headline.cost_per_member_year
    shape = 1.0 / 0.3**2
    z = shape * times
    by_hand = mean * float(gammaincc(shape + 1.0, z) - times * gammaincc(shape, z))
    (above,) = stop_loss_curve(project(plan), np.array([times * mean]))
    assert above == pytest.approx(by_hand, rel=2e-3)


def test_the_curve_falls_and_is_convex() -> None:
    caps = np.linspace(20.0, 250.0, 60)
    for members in (1e4, 1e6, 1e8):
        curve = stop_loss_curve(project(Scenario(members=members, per_claim_cap=None)), caps)
        assert (np.diff(curve) <= 1e-12).all()
        # Where one law takes over from the other the slope may jump by what they differ.
        assert (np.diff(curve, 2) >= -2e-3 * curve[0]).all()


def test_nothing_is_promised_of_nothing() -> None:
    nothing = project(Scenario(payout_under_40=0.0, payout_40_plus=0.0))
    assert not stop_loss_curve(nothing, np.array([10.0, 100.0])).any()
    assert promised(nothing).total == 0.0


def test_what_is_above_caps_is_summed_value_by_value() -> None:
    values = np.array([0.0, 1.0, 2.5, 4.0, 10.0])
    probabilities = np.array([0.5, 0.3, 0.15, 0.05 - 1e-9, 1e-9])
    caps = np.array([0.0, 0.5, 1.0, 2.5, 3.9, 4.0, 9.0, 10.0, 11.0])
    one_by_one = [float(np.maximum(values - cap, 0.0) @ probabilities) for cap in caps]
    found = excess(values, probabilities, caps)
    np.testing.assert_allclose(found, one_by_one, rtol=1e-12)
    # The rarest keeps its digits: one in 10^9 at 10, of which a cap of 9 leaves 1.
    assert found[6] == pytest.approx(1e-9, rel=1e-12)
    assert found[-2:].tolist() == [0.0, 0.0]
