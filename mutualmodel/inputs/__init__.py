"""What can be set: every input declared once, cases made of them, and their links and files."""

from mutualmodel.inputs.case import Case, records
from mutualmodel.inputs.case_file import CaseFileError, from_file, to_file
from mutualmodel.inputs.choices import Basis, Choices
from mutualmodel.inputs.closing import WAYS, ClosingTerms, WayOfClosing, terms_of
from mutualmodel.inputs.declare import Declared, FieldMeta, Problem, ScenarioError, Value
from mutualmodel.inputs.events import EVENT_INPUTS, PlanEvent
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.links import Opened, from_query, to_query
from mutualmodel.inputs.person import Person
from mutualmodel.inputs.presets import (
    ALL_PRESETS,
    OTHER_PLANS,
    PRESETS,
    Preset,
    Published,
    PublishedCost,
    preset_named,
    preset_of,
)
from mutualmodel.inputs.ranges import grid, pool_sizes
from mutualmodel.inputs.reading import read_value, write_value
from mutualmodel.inputs.recorded import RECORDED_LEAVING, RECORDED_RUNS, Recorded
from mutualmodel.inputs.scenario import GROUPS, Scenario, fields, plausible
from mutualmodel.inputs.thresholds import Thresholds

__all__ = [
    "ALL_PRESETS",
    "EVENT_INPUTS",
    "GROUPS",
    "OTHER_PLANS",
    "PRESETS",
    "RECORDED_LEAVING",
    "RECORDED_RUNS",
    "WAYS",
    "Basis",
    "Case",
    "CaseFileError",
    "Choices",
    "ClosingTerms",
    "Declared",
    "FieldMeta",
    "InsurerTerms",
    "Opened",
    "Person",
    "PlanEvent",
    "Preset",
    "Problem",
    "Published",
    "PublishedCost",
    "Recorded",
    "Scenario",
    "ScenarioError",
    "Thresholds",
    "Value",
    "WayOfClosing",
    "fields",
    "from_file",
    "from_query",
    "grid",
    "plausible",
    "pool_sizes",
    "preset_named",
    "preset_of",
    "read_value",
    "records",
    "terms_of",
    "to_file",
    "to_query",
    "write_value",
]
