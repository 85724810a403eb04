"""Risk classes: their points against the gamma distribution, and plans against forty points."""

import importlib
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, special, stats

from mutualmodel import Scenario, project, project_many
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.risk import (
    FEW_CLASSES_UP_TO,
    FINE_CLASSES,
    RISK_CLASSES,
    class_count,
    risk_classes,
)

risk_module = importlib.import_module("mutualmodel.engine.risk")

FEW_SPREADS = [0.0, 0.05, 0.3, 0.5, 1.0]
FINE_SPREADS = [0.3, 0.55, 0.8, 1.0]
PLANS = {
    "default": {},
    "many leave": {"lapse_rate": 0.2},
    "others join": {"joiners_per_year": 2e7},
    "many leave, others join": {"lapse_rate": 0.2, "joiners_per_year": 2e7},
}


def points_and_weights(spread: float, classes: int) -> tuple[FloatArray, FloatArray]:
    points, weights = risk_classes(np.array([spread]), classes)
    return points[0], weights[0]


def forty_points(spreads: FloatArray, _classes: int) -> tuple[FloatArray, FloatArray]:
    """Gauss and Laguerre's points by scipy, in the place of ours."""
    each = [special.roots_genlaguerre(40, 1 / spread**2 - 1) for spread in spreads]
    return (
        np.array([points * spread**2 for (points, _), spread in zip(each, spreads, strict=True)]),
        np.array([weights / weights.sum() for _, weights in each]),
    )


@pytest.mark.parametrize("spread", FEW_SPREADS)
@pytest.mark.parametrize("order", range(2 * RISK_CLASSES))
def test_five_classes_have_the_moments_of_the_gamma(spread: float, order: int) -> None:
    points, weights = points_and_weights(spread, RISK_CLASSES)
    assert (points > 0).all()
    assert (weights >= 0).all()
    wanted = 1.0
    if spread > 0 and order > 0:
        wanted = stats.gamma(1 / spread**2, scale=spread**2).moment(order)
    assert (weights * points**order).sum() == pytest.approx(wanted, rel=1e-9)


def test_one_more_moment_is_more_than_five_points_can_carry() -> None:
    points, weights = points_and_weights(1.0, RISK_CLASSES)
    exact = stats.gamma(1.0).moment(2 * RISK_CLASSES)
    assert (weights * points ** (2 * RISK_CLASSES)).sum() < 0.999 * exact


@pytest.mark.parametrize("spread", FINE_SPREADS)
def test_before_three_are_one_nine_points_have_all_half_moments(
    spread: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mean of risk ** (n / 2) is a ratio of gamma functions, for n up to seventeen."""
    # What is kept of spreads must not outlive this.
    monkeypatch.setattr(risk_module, "_points", risk_module._points.__wrapped__)
    monkeypatch.setattr(risk_module, "_top_as_one", lambda points, weights, _: (points, weights))
    points, weights = points_and_weights(spread, FINE_CLASSES)
    assert len(points) == 9
    shape = 1 / spread**2
    for n in range(18):
        log_mean = special.gammaln(shape + n / 2) - special.gammaln(shape) - n / 2 * np.log(shape)
        assert (weights * points ** (n / 2)).sum() == pytest.approx(np.exp(log_mean), rel=1e-9)


@pytest.mark.parametrize("spread", FINE_SPREADS)
def test_seven_classes_keep_the_mean_and_nearly_all_of_the_spread(spread: float) -> None:
    points, weights = points_and_weights(spread, FINE_CLASSES)
    assert points.shape == weights.shape == (7,)
    assert (np.diff(points) > 0).all()
    assert weights.sum() == pytest.approx(1.0, rel=1e-12)
    assert weights @ points == pytest.approx(1.0, rel=1e-12)
    found = (weights @ np.square(points - 1)) ** 0.5
    assert 0.98 * spread < found < spread


def test_every_spread_in_a_batch_has_its_own_points() -> None:
    for classes, spreads in ((RISK_CLASSES, FEW_SPREADS), (FINE_CLASSES, FINE_SPREADS)):
        together = [*spreads[::-1], *spreads]
        points, weights = risk_classes(np.array(together), classes)
        for row, spread in enumerate(together):
            alone, weights_alone = points_and_weights(spread, classes)
            np.testing.assert_allclose(points[row], alone, rtol=1e-11)
            np.testing.assert_allclose(weights[row], weights_alone, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(
    ("spread", "classes", "within"),
    [(0.25, 5, 0.0001), (0.5, 5, 0.004), (0.7, 7, 0.002), (1.0, 7, 0.008)],
)
@pytest.mark.parametrize("strength", [0.05, 0.1, 0.3, 1.0, 2.0])
def test_the_points_leave_as_a_gamma_would(
    spread: float, classes: int, within: float, strength: float
) -> None:
    """If those of risk r leave at k / r, a generalised inverse Gaussian is left of a gamma.

    The share who stay and their mean risk are ratios of Bessel functions.
    """
    shape = 1 / spread**2
    argument = 2 * np.sqrt(strength * shape)
    bessel, next_bessel = (special.kve(order, argument) for order in (shape, shape + 1))
    mean = np.sqrt(strength / shape) * next_bessel / bessel
    log_stay = np.log(2 * bessel) - argument + shape / 2 * np.log(strength / shape)
    log_stay += shape * np.log(shape) - special.gammaln(shape)
    points, weights = points_and_weights(spread, classes)
    left = weights * np.exp(-strength / points)
    assert left.sum() == pytest.approx(np.exp(log_stay), rel=within)
    assert (left @ points) / left.sum() == pytest.approx(mean, rel=within)
    # The closed form itself, by integration.
    density = stats.gamma(shape, scale=1 / shape).pdf
    stay, _ = integrate.quad(lambda r: density(r) * np.exp(-strength / r), 0, 20)
    assert np.exp(log_stay) == pytest.approx(stay, rel=1e-5)


# ------------------------------------------------------------------------------ in a projection


def every_year(plans: list[Scenario]) -> FloatArray:
    """Cost before caps and mean membership of every year: (2, plans, Y)."""
    batch, shape = project_many(plans), (len(plans), plans[0].years, 24)
    cost, members = (batch.array(name).reshape(shape) for name in ("gross_per_member", "members"))
    return np.stack([cost.sum(axis=2), members.mean(axis=2)])


def off_forty_points(
    changes: dict[str, float], spreads: list[float], replace: Callable[..., None]
) -> float:
    """Return how far costs and membership of any year are from those of forty points at most."""
    plan = Scenario(minimum_members=0.0, years=5).with_changes(**changes)
    plans = [
        plan.with_changes(risk_spread=spread, price_elasticity=elasticity)
        for spread in spreads
        for elasticity in (0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
    ]
    found = every_year(plans)
    for module in ("lapse", "opening"):
        replace(
            importlib.import_module(f"mutualmodel.engine.{module}"), "risk_classes", forty_points
        )
    return float(np.abs(found / every_year(plans) - 1.0).max())


@pytest.mark.parametrize("plan", PLANS)
def test_every_year_is_within_half_a_per_cent_of_forty_points(
    plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spreads = [0.2, 0.4, 0.5, 0.55, 0.7, 0.85, 1.0]
    assert off_forty_points(PLANS[plan], spreads, monkeypatch.setattr) < 0.005


def test_five_points_would_not_do_where_risks_lie_far_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(risk_module, "FEW_CLASSES_UP_TO", 1.0)
    assert off_forty_points(PLANS["default"], [1.0], monkeypatch.setattr) > 0.03


def test_plans_of_few_and_of_many_classes_are_projected_side_by_side() -> None:
    plans = [
        Scenario(risk_spread=spread, price_elasticity=elasticity, years=2)
        for spread in (0.45, FEW_CLASSES_UP_TO, 0.55, 1.0)
        for elasticity in (0.0, 1.0)
    ]
    assert [class_count(plan.risk_spread) for plan in plans[::2]] == [5, 5, 7, 7]
    # Those that do not react stay together, whatever their spread.
    groups = {tuple(rows.order): rows.classes for rows in grouped(plans, 10, 10)}
    assert set(groups) == {(0, 2, 4, 6), (1, 3), (5, 7)}
    assert (groups[1, 3], groups[5, 7]) == (RISK_CLASSES, FINE_CLASSES)
    batch = project_many(plans)
    for together, plan in zip(batch, plans, strict=True):
        alone = project(plan)
        for name in ("members", "charged_per_member"):
            np.testing.assert_allclose(together.array(name), alone.array(name), rtol=1e-10)
