"""What every test gets: hypothesis profiles, fresh Streamlit caches and its own program."""

import logging
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# Tests name the way that the engine goes, and servers that they start have their own times.
os.environ.setdefault("MUTUALMODEL_KERNELS", "numpy")

# A shared CI machine stalls now and then, which says nothing about the code, so no deadline.
# The same examples every time there: a red run must mean that the change is at fault.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=30,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, max_examples=50)
# Named by make check.
settings.register_profile("long", deadline=None, max_examples=500)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def _fresh_streamlit_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have no work of another test stand finished, and nothing that was made of a patched model.

    Streamlit's caches belong to the process and outlive a test. What they hold follows from their
    keys, so that tests may share it, unless one of them puts another function into the model.
    """
    patches = "monkeypatch" in request.fixturenames
    _forget(everything=patches)
    yield
    if patches:
        _forget(everything=True)


# What Python was started with; Streamlit puts the page that it runs in its place.
_STARTED = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _own_program() -> Iterator[None]:
    """Put back what Python was started with.

    Processes that are spawned begin by running it: a page, where nobody can read it, breaks them.
    """
    yield
    sys.modules["__main__"] = _STARTED


def _forget(*, everything: bool) -> None:
    # Tests of the model alone never load Streamlit, and this must not be what loads it.
    streamlit = sys.modules.get("streamlit")
    background = sys.modules.get("ui.frame.background")
    if everything and streamlit is not None:
        # It warns each time that no server is running, under every failing test.
        logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()
    elif background is not None:
        background._desk.clear()
        background._desk_of_files.clear()
