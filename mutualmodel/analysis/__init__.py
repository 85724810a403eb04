"""Many plans at once: compared, swept over an input, and over the size of the pool."""

from mutualmodel.analysis.breaking import BREAKS, breaking_points, broken_now
from mutualmodel.analysis.compare import compare
from mutualmodel.analysis.pool_size import PoolEffect, pool_effect
from mutualmodel.analysis.sweep import Sweep, sweep

__all__ = [
    "BREAKS",
    "PoolEffect",
    "Sweep",
    "breaking_points",
    "broken_now",
    "compare",
    "pool_effect",
    "sweep",
]
