"""The one engine: members, claims and levies settlement by settlement.

>>> from mutualmodel import Scenario
>>> from mutualmodel.engine import project
>>> round(project(Scenario()).headline.cost_per_member_year)
91
"""

from mutualmodel.engine.batch import moves_in_steps
from mutualmodel.engine.bearing import (
    MATERIAL,
    Parts,
    borne,
    ends_in_first_year,
    never_starts,
    settlements_held,
)
from mutualmodel.engine.caps import smallest_pool
from mutualmodel.engine.projection import (
    Headline,
    Ledger,
    Projection,
    ProjectionBatch,
    project,
    project_many,
)
from mutualmodel.engine.warming import load_kernels, load_kernels_beside
from mutualmodel.periods import PERIODS_PER_YEAR

__all__ = [
    "MATERIAL",
    "PERIODS_PER_YEAR",
    "Headline",
    "Ledger",
    "Parts",
    "Projection",
    "ProjectionBatch",
    "borne",
    "ends_in_first_year",
    "load_kernels",
    "load_kernels_beside",
    "moves_in_steps",
    "never_starts",
    "project",
    "project_many",
    "settlements_held",
    "smallest_pool",
]
