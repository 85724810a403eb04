"""What every test of a page gets: work beside it that waits, and faults that are not hidden."""

from collections.abc import Iterator

import pytest

from tests.pages import beside
from ui.frame import faults, presses


@pytest.fixture(autouse=True, scope="module")
def _work_beside_waits() -> Iterator[None]:
    with beside.nothing_done():
        yield


@pytest.fixture(autouse=True)
def _nothing_waits_from_before() -> None:
    beside.forget()


@pytest.fixture(autouse=True)
def _faults_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let what a page would turn into a message end the test, but where it is about that."""

    def fail(_part: str, problem: Exception) -> None:
        raise problem

    # Not by the fixture: a test that has that one begins and ends with empty caches.
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("faults") is None:
            patch.setattr(faults, "tell", fail)
            patch.setattr(presses, "keep", fail)
        yield
