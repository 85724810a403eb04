"""The age from which mutual aid is cheaper as a range: a plan's cost is not sure, a premium is.

A premium is agreed before the year, and the insurer bears what the year turns out to be. So only
the cost of mutual aid has a range, and the ages follow from its ends.
"""

import math
from dataclasses import dataclass

from mutualmodel.engine.bearing import ends_in_first_year
from mutualmodel.engine.projection import project
from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.comparison import BreakEven, break_even
from mutualmodel.insurance.life import sex_index
from mutualmodel.insurance.premiums import one_year_premiums
from mutualmodel.insurance.systems import settled_plan
from mutualmodel.simulation.uncertainty import Layer, Uncertainty, uncertainty


@dataclass(frozen=True)
class BreakEvenRange:
    """Where mutual aid is cheaper if its year costs little, and if it costs much.

    ``low`` and ``high`` are the ends of nine years in ten, yuan, NaN where there is no whole year;
    ``if_low`` and ``if_high`` the ages at those costs. The dearer the year the fewer ages are left,
    so that nine in ten hold for the age too.
    """

    low: float
    high: float
    if_low: BreakEven
    if_high: BreakEven


def year_of(scenario: Scenario, basis: Basis) -> Scenario:
    """Return the plan whose first year is the one that a basis compares."""
    first = scenario.with_changes(years=1)
    return first if basis == "now" else settled_plan(first)


def year_uncertainty(
    scenario: Scenario, basis: Basis = "now", *, sets: int | None = None, assumed: bool = False
) -> Uncertainty:
    """Return how sure the year is that a basis compares: one plan year, yuan a member."""
    return uncertainty(year_of(scenario, basis), sets=sets, assumed=assumed)


def break_even_range(
    scenario: Scenario,
    terms: InsurerTerms,
    sex: str,
    *,
    basis: Basis = "now",
    layer: Layer = "all",
    sets: int | None = None,
    assumed: bool = False,
) -> BreakEvenRange:
    """Return where mutual aid is cheaper than a one-year policy at either end of its cost.

    Parameters
    ----------
    layer
        What the cost may differ by: one layer alone, or all together.
    sets, assumed
        As for :func:`mutualmodel.uncertainty`.

    Examples
    --------
    >>> found = break_even_range(Scenario(), InsurerTerms(), "M")
    >>> found.if_low.age <= found.if_high.age
    True
    """
    low = high = math.nan
    if not ends_in_first_year(project(year_of(scenario, basis))):
        spread = year_uncertainty(scenario, basis, sets=sets, assumed=assumed).range_of(layer)
        low, high = float(spread.low[0]), float(spread.high[0])
    premiums = one_year_premiums(scenario, terms)[sex_index(sex)]
    first = scenario.minimum_age
    return BreakEvenRange(
        low, high, break_even(low, premiums, first), break_even(high, premiums, first)
    )
