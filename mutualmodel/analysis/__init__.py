"""Plans compared, swept, sought for a goal, pushed until they break, watched, under other rules."""

from mutualmodel.analysis.breaking import BREAKS, breaking_points, broken_now
from mutualmodel.analysis.compare import compare
from mutualmodel.analysis.many import run_many
from mutualmodel.analysis.plan_rules import RULES, PlanRules, rules_followed
from mutualmodel.analysis.pool_size import PoolEffect, pool_effect
from mutualmodel.analysis.result import Result
from mutualmodel.analysis.results import HEADLINES, RESULTS, results
from mutualmodel.analysis.sobol import VarianceShares, variance_shares
from mutualmodel.analysis.solve import GOALS, Goal, Solution, solve
from mutualmodel.analysis.supervision import INDICATORS, supervisory_review
from mutualmodel.analysis.surface import Surface, surface
from mutualmodel.analysis.sweep import Sweep, sweep
from mutualmodel.analysis.tornado import plausible_span, tornado
from mutualmodel.analysis.varied import Varied

__all__ = [
    "BREAKS",
    "GOALS",
    "HEADLINES",
    "INDICATORS",
    "RESULTS",
    "RULES",
    "Goal",
    "PlanRules",
    "PoolEffect",
    "Result",
    "Solution",
    "Surface",
    "Sweep",
    "VarianceShares",
    "Varied",
    "breaking_points",
    "broken_now",
    "compare",
    "plausible_span",
    "pool_effect",
    "results",
    "rules_followed",
    "run_many",
    "solve",
    "supervisory_review",
    "surface",
    "sweep",
    "tornado",
    "variance_shares",
]
