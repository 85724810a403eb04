"""The headline figures of two plans side by side."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.engine.projection import project
from mutualmodel.inputs.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


def compare(scenario: Scenario, baseline: Scenario) -> "pd.DataFrame":
    """Return the headline figures of both, one row a figure.

    Columns: ``baseline``, ``scenario``, ``difference``, and ``ratio`` of scenario over baseline
    (NaN where the baseline is zero). Units as in :class:`mutualmodel.engine.projection.Headline`.
    """
    import pandas as pd

    figures = {
        name: {
            key: np.nan if value is None else value
            for key, value in asdict(project(chosen).headline).items()
            if key != "claims_by_kind"
        }
        for name, chosen in (("baseline", baseline), ("scenario", scenario))
    }
    table = pd.DataFrame(figures)
    table["difference"] = table["scenario"] - table["baseline"]
    table["ratio"] = table["scenario"] / table["baseline"].where(table["baseline"] != 0)
    return table
