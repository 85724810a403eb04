"""Who is in a plan, who stays, and whether it holds.

>>> from mutualmodel import Scenario
>>> from mutualmodel.membership import composition
>>> round(float(composition(Scenario()).total[0]))
105803500
"""

from mutualmodel.membership.composition import YEARS_AHEAD, Composition, composition
from mutualmodel.membership.demand import (
    DEMAND_YEARS,
    ReactionFor,
    demand_elasticity,
    reaction_for,
)
from mutualmodel.membership.stability import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    BreakEven,
    Outcome,
    OutcomeMap,
    RestingPoint,
    break_even,
    kept,
    months_to_minimum,
    outcome,
    outcome_map,
    without_reaction,
)

__all__ = [
    "DEMAND_YEARS",
    "SETTLES_FROM",
    "UNRAVELS_BELOW",
    "YEARS_AHEAD",
    "BreakEven",
    "Composition",
    "Outcome",
    "OutcomeMap",
    "ReactionFor",
    "RestingPoint",
    "break_even",
    "composition",
    "demand_elasticity",
    "kept",
    "months_to_minimum",
    "outcome",
    "outcome_map",
    "reaction_for",
    "without_reaction",
]
