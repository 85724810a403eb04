"""The engine's tests hold for both of its ways: numpy, and kernels where there is numba."""

import pytest

from mutualmodel.kernels import SETTING, installed


@pytest.fixture(autouse=True, params=["numpy", "numba"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the engine go one way for a whole test, in all threads."""
    if request.param == "numba" and not installed():
        pytest.skip("numba is not installed")
    monkeypatch.setenv(SETTING, request.param)
    return str(request.param)
