"""Every result that can be sought, swept or compared, declared once as inputs are.

A result is a number that a page shows: its name, title and unit, and how it is had from a case. Of
many cases those that are read off a projection are had at once, in one batched run.

>>> from mutualmodel import Case
>>> results([Case()], ["first_year", "claims"]).round(0)
   first_year  claims
0        91.0  59810.0
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis.read_off import READ_OFF
from mutualmodel.analysis.result import OfBatch, Result, Worked
from mutualmodel.analysis.worked_out import WORKED_OUT
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.projection import project_many
from mutualmodel.inputs.case import Case
from mutualmodel.inputs.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

RESULTS: Mapping[str, Result] = {one.name: one for one in (*READ_OFF, *WORKED_OUT)}

# What stands large on each page, in its order.
HEADLINES: Mapping[str, tuple[str, ...]] = {
    "home": ("first_year", "likely_low", "likely_high", "settlement", "one_claim"),
    "membership": ("members_ten", "share_ten", "risk_ten", "minimum_after"),
    "risk": ("worst_year", "cap_met", "dissolves", "stays_unpaid"),
    "fund": ("first_year", "ruin", "solvent_contribution", "held_most"),
    "closing": ("owed_at_closing", "operator_pays", "claimants_short", "without_cover"),
    "insurance": ("cheaper_from", "mutual_year", "one_year_premium", "level_premium"),
    "fairness": ("changes_hands", "balancing_payout", "received_young", "received_old"),
}


def _first_of(plan: Scenario) -> Scenario:
    # Any plan can have one year, so the rest need not be checked again.
    return plan if plan.years == 1 else plan.model_copy(update={"years": 1})


def results(
    cases: Sequence[Case],
    names: Sequence[str],
    *,
    paths: int | None = None,
    within: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> "pd.DataFrame":
    """Return results of some cases: one row a case, one column a result, in the result's unit.

    Parameters
    ----------
    cases
        Any number, of any horizons.
    names
        Names in :data:`RESULTS`; :data:`HEADLINES` has those of each page.
    paths
        How many paths are simulated for what is counted over them; by default a few thousand. The
        pages count 10,000.
    within
        Plan years within which the events of the risk page are counted; by default all of a plan's.
    progress
        Called with the share done after every result; what it raises leaves off the rest.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    import pandas as pd

    found = table_of(cases, names, paths=paths, within=within, progress=progress)
    return pd.DataFrame(found, columns=list(names))


def values_of(cases: Sequence[Case], name: str) -> FloatArray:
    """Return one result of some cases (B,).

    Raises
    ------
    ValueError
        When there is no such result.
    """
    return np.asarray(table_of(cases, (name,))[:, 0])


def table_of(
    cases: Sequence[Case],
    names: Sequence[str],
    *,
    paths: int | None = None,
    within: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> FloatArray:
    """Return some results of some cases (B, R) as :func:`results` does.

    A plan is projected once for all read off it, and simulated once for all counted over its paths.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    declared = [result_named(name) for name in names]
    found = np.full((len(cases), len(declared)), np.nan)
    read_off: dict[tuple[Callable[[Scenario], Scenario], bool], list[tuple[int, OfBatch]]] = {}
    for column, result in enumerate(declared):
        if result.of_plans is not None:
            needed = result.plan, result.first_year_only
            read_off.setdefault(needed, []).append((column, result.of_plans))
    told = progress or (lambda share: None)
    for place, case in enumerate(cases):
        worked = Worked(case, paths, within)
        for column, result in enumerate(declared):
            if result.of_case is not None:
                found[place, column] = result.of_case(worked)
            told((place + (column + 1) / len(declared)) / len(cases))
    for (plan_of, first_year_only), columns in read_off.items():
        plans = [plan_of(case.plan) for case in cases]
        if first_year_only:
            plans = list(map(_first_of, plans))
        # A batch is read as one array, so its plans have one horizon.
        for years in sorted({plan.years for plan in plans}):
            places = [place for place, plan in enumerate(plans) if plan.years == years]
            batch = project_many([plans[place] for place in places])
            for column, of_plans in columns:
                found[places, column] = of_plans(batch)
    return found


def result_named(name: str) -> Result:
    """Return the declaration of a result.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    if name not in RESULTS:
        raise ValueError(f"result = {name!r}: allowed is one of {', '.join(RESULTS)}")
    return RESULTS[name]
