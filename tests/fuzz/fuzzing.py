"""How much is tried: a few seeded cases with all tests, many new ones with ``make fuzz``."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

# How many cases make fuzz tries in all; none is set in the usual run.
CASES = int(os.environ.get("FUZZ_CASES", "0"))


def tried(share: float, usually: int) -> Callable[[Any], Any]:
    """Have a property tried on a share of all cases, and usually on so many, ever the same."""
    return settings(
        max_examples=max(int(CASES * share), usually),
        derandomize=not CASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
