"""What every test of a page gets: work beside it that waits to be asked for."""

from collections.abc import Iterator

import pytest

from tests.pages import beside


@pytest.fixture(autouse=True, scope="module")
def _work_beside_waits() -> Iterator[None]:
    with beside.nothing_done():
        yield


@pytest.fixture(autouse=True)
def _nothing_waits_from_before() -> None:
    beside.forget()
