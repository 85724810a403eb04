"""A model of mutual-aid health plans: what members pay, how sure that is, and who bears the rest.

>>> from mutualmodel import Scenario, project
>>> round(project(Scenario()).headline.cost_per_member_year)
91

Here stands what everyone needs. The answers to one question each are in the subpackage that is
named after it: :mod:`~mutualmodel.membership`, :mod:`~mutualmodel.simulation` (risk),
:mod:`~mutualmodel.closing`, :mod:`~mutualmodel.insurance`, :mod:`~mutualmodel.fairness`,
:mod:`~mutualmodel.history`, :mod:`~mutualmodel.analysis`, :mod:`~mutualmodel.explain` and
:mod:`~mutualmodel.figures` (the published ones).
"""

from mutualmodel.closing import WindDown, wind_down
from mutualmodel.engine import (
    Headline,
    Projection,
    ProjectionBatch,
    project,
    project_many,
    smallest_pool,
)
from mutualmodel.inputs import (
    PRESETS,
    Case,
    CaseFileError,
    ClosingTerms,
    InsurerTerms,
    Opened,
    Person,
    Preset,
    Problem,
    Scenario,
    ScenarioError,
    from_file,
    from_query,
    preset_of,
    to_file,
    to_query,
)
from mutualmodel.simulation import (
    CostBand,
    Simulation,
    Uncertainty,
    cost_band,
    simulate,
    uncertainty,
)
from mutualmodel.text import Quantity, Sentence

__version__ = "0.1.0"

__all__ = [
    "PRESETS",
    "Case",
    "CaseFileError",
    "ClosingTerms",
    "CostBand",
    "Headline",
    "InsurerTerms",
    "Opened",
    "Person",
    "Preset",
    "Problem",
    "Projection",
    "ProjectionBatch",
    "Quantity",
    "Scenario",
    "ScenarioError",
    "Sentence",
    "Simulation",
    "Uncertainty",
    "WindDown",
    "__version__",
    "cost_band",
    "from_file",
    "from_query",
    "preset_of",
    "project",
    "project_many",
    "simulate",
    "smallest_pool",
    "to_file",
    "to_query",
    "uncertainty",
    "wind_down",
]
