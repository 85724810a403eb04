"""One input over its range, and what a member pays at each value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualmodel.analysis.read_off import started
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project_many
from mutualmodel.inputs.scenario import Scenario


@dataclass(frozen=True)
class Sweep:
    """First-year cost per member in yuan (N,) as one input of a plan takes each of ``inputs`` (N,).

    ``charged`` is what a member pays, ``gross`` what she would pay without caps; NaN where the plan
    never starts.
    """

    field: str
    inputs: FloatArray
    charged: FloatArray
    gross: FloatArray
    scenario: Scenario


def sweep(scenario: Scenario, field: str, values: Sequence[float] | FloatArray) -> Sweep:
    """Return the first-year cost as one input takes each value; only that year is projected.

    Raises
    ------
    ScenarioError
        When a value is out of the field's range.
    """
    short = scenario.with_changes(years=1)
    rows = project_many([short.with_changes(**{field: float(value)}) for value in values])
    begins = started(rows)
    return Sweep(
        field=field,
        inputs=np.asarray(values, dtype=float),
        charged=begins * rows.cost_per_member_year(),
        gross=begins * rows.array("gross_per_member").sum(axis=1),
        scenario=scenario,
    )
