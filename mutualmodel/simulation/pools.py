"""Pool size against uncertainty: what chance alone does, and what no pool is large enough for."""

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project_many
from mutualmodel.inputs.ranges import pool_sizes
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws.shifted_gamma import ShiftedYear
from mutualmodel.levels import HIGH, LOW, ONE_IN_200
from mutualmodel.periods import plan_year
from mutualmodel.simulation.annual_law import claims_and_shares

_POOLS = 46
_LEVELS = (LOW, HIGH, ONE_IN_200)


@dataclass(frozen=True, eq=False)
class PoolLayers:
    """What a member pays in a year as the pool grows, in yuan: arrays (N,) over ``members`` (N,).

    ``mean`` is expected without chance. ``chance_low``, ``chance_high`` and ``chance_one_in_200``
    are the 5, 95 and 99.5 % years with pure chance alone; ``low``, ``high`` and ``one_in_200``
    those with the systemic factor and bad years as well. No caps and no dissolution.
    """

    members: FloatArray
    mean: FloatArray
    chance_low: FloatArray
    chance_high: FloatArray
    chance_one_in_200: FloatArray
    low: FloatArray
    high: FloatArray
    one_in_200: FloatArray


def pool_layers(scenario: Scenario, members: FloatArray | None = None, year: int = 1) -> PoolLayers:
    """Return the spread of a member's cost over pool sizes, chance and systemic risk apart.

    ``members`` (N,) are by default 46 sizes over the range of the field, or from 10,000 on where
    the plan has no fewer.

    Raises
    ------
    ValueError
        When the year lies outside the horizon, or a size outside the field's range.
    """
    span = plan_year(year, scenario.years)
    if members is None:
        members = pool_sizes(_POOLS, scenario.members)
    sizes = np.asarray(members, dtype=float)
    free = scenario.with_changes(
        per_claim_cap=None, annual_cap=None, minimum_members=0.0, years=year
    )
    mean: list[float] = []
    alone: list[list[float]] = []
    whole: list[list[float]] = []
    for projection in project_many([free.with_changes(members=float(size)) for size in sizes]):
        claims, shares = claims_and_shares(projection, span)
        mean.append(float(claims @ shares.expected))
        calm = free.with_changes(systemic_cv=0.0, bad_year_probability=0.0)
        for rows, plan in ((alone, calm), (whole, free)):
            law = ShiftedYear(claims, shares, plan)
            rows.append([law.quantile(level) for level in _LEVELS])
    return PoolLayers(sizes, np.array(mean), *np.array(alone).T, *np.array(whole).T)
