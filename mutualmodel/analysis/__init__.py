"""Plans compared, swept, pushed until they break, watched, and under the rules of other plans."""

from mutualmodel.analysis.breaking import BREAKS, breaking_points, broken_now
from mutualmodel.analysis.compare import compare
from mutualmodel.analysis.plan_rules import RULES, PlanRules, rules_followed
from mutualmodel.analysis.pool_size import PoolEffect, pool_effect
from mutualmodel.analysis.supervision import INDICATORS, supervisory_review
from mutualmodel.analysis.sweep import Sweep, sweep

__all__ = [
    "BREAKS",
    "INDICATORS",
    "RULES",
    "PlanRules",
    "PoolEffect",
    "Sweep",
    "breaking_points",
    "broken_now",
    "compare",
    "pool_effect",
    "rules_followed",
    "supervisory_review",
    "sweep",
]
