"""The incomplete gamma functions of kernels, compiled and as they stand, against scipy's."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import special

from mutualmodel.arrays import FloatArray
from mutualmodel.kernels import installed
from mutualmodel.laws import gamma_tails
from tests.model.kernels.uncompiled import plain_modules

pytestmark = pytest.mark.skipif(not installed(), reason="numba is not installed")

Function = Callable[..., Any]

_random = np.random.default_rng(7)
SHAPES = np.repeat(np.geomspace(1e-6, 1e10, 161), 12)
# Half of them a few deviations from the mean, the others anywhere.
NEAR = SHAPES + np.sqrt(SHAPES) * _random.normal(0.0, 4.0, len(SHAPES))
ANYWHERE = SHAPES * np.exp(_random.normal(0.0, 1.5, len(SHAPES)))
TINY = np.geomspace(1e-12, 100.0, len(SHAPES))
POINTS = [np.where(NEAR > 0.0, NEAR, 0.0), ANYWHERE, TINY]


@pytest.fixture(params=["compiled", "as it stands"])
def functions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    if request.param == "as it stands":
        return plain_modules(monkeypatch)["gamma"]
    from mutualmodel.kernels import gamma

    return gamma


def worked_out(function: Function, results: int, x: FloatArray) -> FloatArray:
    """Ask a part of kernels for all shapes; a part is called by compiled code alone."""
    if not hasattr(function, "py_func"):
        pairs = zip(SHAPES, x, strict=True)
        return np.array(
            [np.atleast_1d(function(float(a), float(z), float(z - a))) for a, z in pairs]
        )
    import numba

    def ask(shapes: FloatArray, x: FloatArray, found: FloatArray) -> None:
        for at in range(len(shapes)):
            if results == 2:
                found[at] = np.array(function(shapes[at], x[at], x[at] - shapes[at]))
            else:
                found[at, 0] = function(shapes[at], x[at], x[at] - shapes[at])

    found = np.empty((len(SHAPES), results))
    numba.njit(ask)(SHAPES, x, found)
    return found


def close(found: FloatArray, right: FloatArray, relative: float) -> None:
    """Compare what is not too small to have all its digits."""
    np.testing.assert_allclose(found, right, rtol=relative, atol=1e-200)


@pytest.mark.parametrize("x", POINTS, ids=["near", "anywhere", "tiny"])
def test_both_tails_are_scipys(functions: ModuleType, x: FloatArray) -> None:
    below, above = worked_out(functions.tails, 2, x).T
    # Beyond this scipy's own are not exact, nor the last digits of what is very far out.
    exact = SHAPES < 1e5
    assert np.abs(below - special.gammainc(SHAPES, x))[exact].max() < 2e-14
    assert np.abs(above - special.gammaincc(SHAPES, x))[exact].max() < 2e-14
    likely = exact & (below > 1e-30) & (above > 1e-30)
    close(below[likely], special.gammainc(SHAPES, x)[likely], 1e-12)
    close(above[likely], special.gammaincc(SHAPES, x)[likely], 1e-12)
    close(below, gamma_tails.part_below(SHAPES, x), 1e-10)
    close(above, gamma_tails.part_above(SHAPES, x), 1e-10)


@pytest.mark.parametrize("x", POINTS, ids=["near", "anywhere", "tiny"])
def test_the_mean_above_is_that_of_laws(functions: ModuleType, x: FloatArray) -> None:
    (found,) = worked_out(functions.mean_above, 1, x).T
    right = gamma_tails.mean_above(SHAPES, x, x - SHAPES)
    assert (np.abs(found - right) / np.maximum(np.sqrt(SHAPES), x)).max() < 1e-13


def test_nothing_lies_beyond_infinity(monkeypatch: pytest.MonkeyPatch) -> None:
    tails = plain_modules(monkeypatch)["gamma"].tails
    assert tails(2.0, np.inf, np.inf) == (1.0, 0.0)
    assert tails(2.0, 0.0, -2.0) == (0.0, 1.0)
