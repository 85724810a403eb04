"""Plans compared, swept over an input or the size of the pool, pushed until they break, watched."""

from mutualmodel.analysis.breaking import BREAKS, breaking_points, broken_now
from mutualmodel.analysis.compare import compare
from mutualmodel.analysis.pool_size import PoolEffect, pool_effect
from mutualmodel.analysis.supervision import INDICATORS, supervisory_review
from mutualmodel.analysis.sweep import Sweep, sweep

__all__ = [
    "BREAKS",
    "INDICATORS",
    "PoolEffect",
    "Sweep",
    "breaking_points",
    "broken_now",
    "compare",
    "pool_effect",
    "supervisory_review",
    "sweep",
]
