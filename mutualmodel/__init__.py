"""A model of mutual-aid health plans: what members pay, how sure that is, and who bears the rest.

>>> from mutualmodel import Scenario, project
>>> round(project(Scenario()).headline.cost_per_member_year)
91
"""

from mutualmodel.analysis import PoolEffect, Sweep, compare, grid, pool_effect, sweep
from mutualmodel.annual_law import CostBand, cost_band
from mutualmodel.closing import ClosingTerms, WindDown, wind_down
from mutualmodel.composition import Composition, composition
from mutualmodel.explain import EXPLAINED, Step, explain, reproduce
from mutualmodel.inputs import GROUPS, FieldMeta, ScenarioError
from mutualmodel.links import LinkState, from_query, to_query
from mutualmodel.presets import PRESETS, Preset, preset_of
from mutualmodel.projection import (
    Headline,
    Projection,
    ProjectionBatch,
    project,
    project_many,
    smallest_pool,
)
from mutualmodel.scenario import Scenario, fields
from mutualmodel.sentence import Quantity, Sentence
from mutualmodel.tables import figure, figures, sources
from mutualmodel.unmoved import why_unmoved

__all__ = [
    "EXPLAINED",
    "GROUPS",
    "PRESETS",
    "ClosingTerms",
    "Composition",
    "CostBand",
    "FieldMeta",
    "Headline",
    "LinkState",
    "PoolEffect",
    "Preset",
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
