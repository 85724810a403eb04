"""The incomplete gamma functions of arrays: scipy's where these are exact, else by integration."""

import numpy as np
import pytest
from scipy import special

from mutualmodel.arrays import FloatArray
from mutualmodel.laws.gamma_tails import density, mean_above, part_above, part_below

SMALL = np.geomspace(1e-6, 1e4, 41)[:, None]
LARGE = [1e3, 1e5, 1e6, 1e8, 1e10]
NODES = np.polynomial.legendre.leggauss(120)
# A few deviations either way, beyond those at which scipy leaves off its series.
FAR = np.array([-9.0, -6.0, -4.6, -1.0, 0.0, 0.5, 4.6, 6.0, 9.0])


def integrated(shape: float, deviations: float) -> tuple[float, float, float]:
    """Integrate a gamma's density over what is below and above, and above times the distance."""
    nodes, weights = NODES

    def over(first: float, last: float) -> tuple[float, float]:
        u = (first + last + (last - first) * nodes) / 2.0
        v = u / np.sqrt(shape)
        density = np.exp(shape * (np.log1p(v) - v)) / (1.0 + v) * weights * (last - first) / 2.0
        return float(density.sum()), float((density * (u - deviations)).sum())

    low, (high, beyond) = over(-14.0, deviations)[0], over(deviations, 14.0)
    return low / (low + high), high / (low + high), beyond / (low + high) * np.sqrt(shape)


@pytest.mark.parametrize("times", [1e-3, 0.1, 0.6, 0.99, 1.0, 1.02, 1.4, 3.0, 40.0])
def test_they_are_scipys_where_shapes_are_not_large(times: float) -> None:
    x = SMALL * times
    np.testing.assert_allclose(part_below(SMALL, x), special.gammainc(SMALL, x), rtol=1e-10)
    above = special.gammaincc(SMALL, x)
    np.testing.assert_allclose(part_above(SMALL, x), above, rtol=1e-10, atol=1e-250)


@pytest.mark.parametrize("shape", LARGE)
def test_large_shapes_are_exact_far_from_the_mean(shape: float) -> None:
    below, above, beyond = np.array([integrated(shape, float(far)) for far in FAR]).T
    a, distance = np.full(len(FAR), shape), FAR * np.sqrt(shape)
    # What the integral leaves of the digits of log(1 + v) - v.
    within = 1e-11 + 1e-15 * np.sqrt(shape)
    np.testing.assert_allclose(part_below(a, a + distance, distance), below, rtol=within)
    np.testing.assert_allclose(part_above(a, a + distance, distance), above, rtol=within)
    np.testing.assert_allclose(mean_above(a, a + distance, distance), beyond, rtol=10.0 * within)


@pytest.mark.parametrize("shape", [1e-6, 0.3, 1.0, 9.99, 10.0, 300.0, 5e3])
def test_the_mean_above_is_that_of_the_two_tails(shape: float) -> None:
    a = np.full(60, shape)
    x = np.append(0.0, np.geomspace(1e-3, 3.0, 59)) * max(shape, 1.0)
    by_parts: FloatArray = a * special.gammaincc(a + 1.0, x) - x * special.gammaincc(a, x)
    np.testing.assert_allclose(mean_above(a, x, x - a), by_parts, rtol=1e-10, atol=1e-13 * shape)


@pytest.mark.parametrize("shape", [0.3, 1.0, 7.0, 300.0, 1e5, 1e9])
def test_the_density_is_how_fast_what_is_below_grows(shape: float) -> None:
    x = shape + np.array([-2.0, -0.3, 0.0, 0.5, 3.0]) * np.sqrt(shape)
    step = 1e-4 * np.sqrt(shape)
    inside = x > step
    a = np.full(x.shape, shape)
    slope = (part_below(a, x + step) - part_below(a, np.maximum(x - step, 0.0))) / (2.0 * step)
    np.testing.assert_allclose(density(a, x)[inside], slope[inside], rtol=1e-5)
    assert (density(a, x)[x <= 0.0] == 0.0).all()


def test_laws_of_several_shapes_share_the_places_where_they_are_told() -> None:
    shapes, x = np.array([[0.5], [40.0], [1e8]]), np.array([0.2, 30.0, 1e8])
    together = density(shapes, x)
    assert together.shape == (3, 3)
    for row, shape in zip(together, shapes, strict=True):
        np.testing.assert_allclose(row, density(np.full(3, shape), x), rtol=1e-12)
