"""A model of mutual-aid health plans: what members pay, how sure that is, and who bears the rest.

>>> from mutualmodel import Scenario, project
>>> round(project(Scenario()).headline.cost_per_member_year)
91
"""

from mutualmodel.analysis import PoolEffect, Sweep, compare, grid, pool_effect, sweep
from mutualmodel.annual_law import CostBand, cost_band
from mutualmodel.closing import WindDown, wind_down
from mutualmodel.composition import Composition, composition
from mutualmodel.explain import EXPLAINED, Step, explain
from mutualmodel.inputs import (
    GROUPS,
    PRESETS,
    Case,
    ClosingTerms,
    FieldMeta,
    InsurerTerms,
    Opened,
    Person,
    Preset,
    Problem,
    Scenario,
    ScenarioError,
    fields,
    from_query,
    preset_of,
    to_query,
)
from mutualmodel.projection import (
    Headline,
    Projection,
    ProjectionBatch,
    project,
    project_many,
    smallest_pool,
)
from mutualmodel.reproduce import reproduce
from mutualmodel.sentence import Quantity, Sentence
from mutualmodel.tables import figure, figures, sources
from mutualmodel.unmoved import why_unmoved

__all__ = [
    "EXPLAINED",
    "GROUPS",
    "PRESETS",
    "Case",
    "ClosingTerms",
    "Composition",
    "CostBand",
    "FieldMeta",
    "Headline",
    "InsurerTerms",
    "Opened",
    "Person",
    "PoolEffect",
    "Preset",
    "Problem",
    "Projection",
    "ProjectionBatch",
    "Quantity",
    "Scenario",
    "ScenarioError",
    "Sentence",
    "Step",
    "Sweep",
    "WindDown",
    "compare",
    "composition",
    "cost_band",
    "explain",
    "fields",
    "figure",
    "figures",
    "from_query",
    "grid",
    "pool_effect",
    "preset_of",
    "project",
    "project_many",
    "reproduce",
    "smallest_pool",
    "sources",
    "sweep",
    "to_query",
    "why_unmoved",
    "wind_down",
]
