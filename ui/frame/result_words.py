"""Results of a case in words."""

import numpy as np

from mutualmodel.analysis import Result
from mutualmodel.text import N_
from ui.kit.language import _, rounded

# Where a case has no such result: it never starts, never ends, or cannot be.
NONE = N_("none")


def told(value: float, result: Result) -> str:
    """Write a result with its unit, or that there is none."""
    return _(NONE) if np.isnan(value) else rounded(value, result.unit)
