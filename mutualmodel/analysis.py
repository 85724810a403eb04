"""Compare scenarios, sweep an input, and say what the size of the pool does."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutualmodel.annual_law import cost_band
from mutualmodel.cohorts import FloatArray
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.projection import Projection, project, project_many

if TYPE_CHECKING:
    import pandas as pd


def compare(scenario: Scenario, baseline: Scenario) -> "pd.DataFrame":
    """Return the headline figures of both, one row a figure.

    Columns: ``baseline``, ``scenario``, ``difference``, and ``ratio`` of scenario over baseline
    (NaN where the baseline is zero). Units as in :class:`mutualmodel.projection.Headline`.
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


@dataclass(frozen=True)
class Sweep:
    """First-year cost per member in yuan (N,) as one input takes each of ``inputs`` (N,).

    ``charged`` is what a member pays, ``gross`` what she would pay without caps.
    """

    field: str
    inputs: FloatArray
    charged: FloatArray
    gross: FloatArray


def sweep(scenario: Scenario, field: str, values: Sequence[float] | FloatArray) -> Sweep:
    """Return the first-year cost as one input takes each value; only that year is projected.

    Raises
    ------
    ScenarioError
        When a value is out of the field's range.
    """
    short = scenario.with_changes(years=1)
    rows = project_many([short.with_changes(**{field: float(value)}) for value in values])
    return Sweep(
        field=field,
        inputs=np.asarray(values, dtype=float),
        charged=rows.cost_per_member_year(),
        gross=rows.array("gross_per_member").sum(axis=1),
    )


def grid(field: str, points: int) -> FloatArray:
    """Return ``points`` values over a numeric field's range, on the field's own scale.

    Raises
    ------
    ValueError
        When the field is a choice and has no range.
    """
    meta = fields()[field]
    if meta.minimum is None or meta.maximum is None:
        raise ValueError(f"field = {field!r}: a choice has no range to sweep")
    space = np.geomspace if meta.scale == "log" else np.linspace
    values = space(meta.minimum, meta.maximum, points)
    return np.asarray(np.clip(values, meta.minimum, meta.maximum))


Regime = Literal["dissolved", "cap_binds", "chance", "systemic", "certain"]


@dataclass(frozen=True)
class PoolEffect:
    """What the size of the pool does to a plan in its first year.

    ``regime``: the plan has ``dissolved``; the per-claim cap binds (``cap_binds``); the spread of
    the yearly cost is mostly ``chance``; mostly the ``systemic`` factor; or there is none
    (``certain``). ``claim_share`` and ``uncapped_claim_share``: yuan of one claim a member.
    ``chance_cv`` and ``systemic_cv``: their standard deviations over the mean cost, all before an
    annual cap. ``above_cap``: yuan a year that the two caps keep from members.
    """

    regime: Regime
    members: float
    smallest_pool: float
    claim_share: float
    uncapped_claim_share: float
    mean_cost: float
    gross_cost: float
    chance_cv: float
    systemic_cv: float
    above_cap: float


def pool_effect(projection: Projection) -> PoolEffect:
    """Say which of the pool's effects governs this plan; see :class:`PoolEffect`."""
    scenario, headline = projection.scenario, projection.headline
    band = cost_band(projection)
    chance = band.chance_sd / band.due if band.due else 0.0
    systemic = band.systemic_sd / band.due if band.due else 0.0
    return PoolEffect(
        regime=_regime(projection, chance, systemic),
        members=scenario.members,
        smallest_pool=headline.smallest_pool,
        claim_share=headline.cost_per_claim,
        uncapped_claim_share=scenario.largest_bill / scenario.members,
        mean_cost=headline.cost_per_member_year,
        gross_cost=headline.gross_per_member_year,
        chance_cv=chance,
        systemic_cv=systemic,
        above_cap=headline.sponsor + headline.unpaid,
    )


def _regime(projection: Projection, chance: float, systemic: float) -> Regime:
    headline = projection.headline
    if headline.dissolved_after_years is not None and headline.dissolved_after_years < 1:
        return "dissolved"
    if projection.scenario.members < headline.smallest_pool:
        return "cap_binds"
    if chance == systemic == 0:
        return "certain"
    return "chance" if chance > systemic else "systemic"
