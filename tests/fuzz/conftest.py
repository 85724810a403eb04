"""Pages that are tried are tested as all pages are: work waits, and a fault is not hidden."""

from tests.pages.conftest import (  # noqa: F401 - they are fixtures
    _faults_fail,
    _nothing_waits_from_before,
    _work_beside_waits,
)
