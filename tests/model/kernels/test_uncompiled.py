"""What kernels say in Python: the same functions, run as they stand and so counted by coverage."""

import math
from types import ModuleType

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import compiled, compiled_settling
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.projection import ledger_of
from mutualmodel.engine.run import run_plans
from mutualmodel.kernels import held, installed
from tests.model.kernels.uncompiled import plain_modules

pytestmark = pytest.mark.skipif(not installed(), reason="numba is not installed")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Load the kernels' modules once more, without a compiler."""
    return plain_modules(monkeypatch)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"joiners_per_year": 1e5, "accident_share": 0.2, "annual_cap": 5.0},
        {"members": 1e5, "annual_cap": 100.0, "claim_size_cv": 1.5, "per_claim_cap": 2.0},
        {"members": 1e3, "annual_cap": 1e4, "claim_size_cv": 0.5, "per_claim_cap": None},
        {"members": 30.0, "annual_cap": 50.0, "systemic_cv": 0.0},
        {"members": 1e5, "claim_size_cv": 1.0},
        {"exit_age": 70, "share_60_plus": 0.1, "notice_share": 0.2, "notice_month": 3.0},
    ],
    ids=str,
)
def test_kernels_as_they_stand_do_what_numpy_does(
    changes: dict[str, float], plain: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Scenario(price_elasticity=1.0, lapse_rate=0.5, years=1, **changes)
    (rows,) = grouped([plan], 1, 1)
    here = run_plans(rows)
    monkeypatch.setattr(compiled, "stepped", plain["stepped"])
    for name in ("pay", "charge", "share"):
        monkeypatch.setattr(compiled_settling, name, getattr(plain["settling"], name))
    with held("numba"):
        there = run_plans(rows)
        found = ledger_of(there)
    expected = ledger_of(here)
    # Under a cap on the year a charge is a difference of two totals.
    within = {"rtol": 1e-12, "atol": 1e-12 * expected.gross_per_member.max()}
    for name in ("gross_per_member", "charged_per_member", "claim_share"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), **within)
    for name in ("members", "survivors", "living", "covered", "incurred", "settled"):
        np.testing.assert_allclose(getattr(there, name), getattr(here, name), rtol=1e-12)


def test_the_polynomial_is_the_exponential(plain: dict[str, ModuleType]) -> None:
    hazards = np.linspace(0.0, 0.5, 4001)
    stay = left(plain, hazards, (0.0, 0.5), 1.0)
    exact = np.array([math.exp(-hazard) for hazard in hazards])
    assert np.abs(stay / exact - 1.0).max() < 2.5e-16


def test_hazards_keep_to_their_bounds(plain: dict[str, ModuleType]) -> None:
    stay = left(plain, np.array([0.0, 0.2, 9.0]), (0.1, 0.3), 0.5)
    np.testing.assert_allclose(stay, 0.5 * np.exp([-0.1, -0.2, -0.3]), rtol=1e-15)


def left(
    plain: dict[str, ModuleType], hazards: FloatArray, bounds: tuple[float, float], besides: float
) -> FloatArray:
    """Have members of some hazards leave, and return who stays."""
    stay = np.ones((1, 1, len(hazards)))
    plain["cells"].leave(stay, 0, 0, (0, len(hazards)), hazards, 1.0, bounds, besides)
    return stay.ravel()
