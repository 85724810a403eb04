"""How sure it is what a plan owes: chance, the factor all claims have, and what is not known.

Given one of the plausible sets and the common factor, the claims owed are Poisson. A set changes
how many claims are diagnosed and how long they wait, and with that how many are outstanding.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.closing.books import settlements_to, years_known
from mutualmodel.engine.caps import claim_payouts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.side_by_side import members_and_claims, of_each_run
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_MONTH
from mutualmodel.simulation.uncertainty import Uncertainty, layered

# Years of months under all sets take some megabytes.
_KEPT = 16


def owed_uncertainty(
    scenario: Scenario,
    stop: float,
    terms: ClosingTerms | None = None,
    *,
    sets: int | None = None,
    assumed: bool = False,
) -> Uncertainty:
    """Return how sure all is that is owed, yuan, when a plan stops ``stop`` years from its start.

    As :func:`~mutualmodel.closing.wind_down` has it, the notice and what is reported too late
    included: the one sum of its ``total_owed``. Under a set in which the plan dissolves before it
    stops it is what is owed then.

    Parameters
    ----------
    sets, assumed
        As for :func:`mutualmodel.uncertainty`.

    Raises
    ------
    ValueError
        When ``stop`` lies outside the horizon.
    """
    settlements = settlements_to(scenario, stop)
    years = years_known(scenario, settlements)
    notice = (terms or ClosingTerms()).notice_settlements
    return _owed(scenario.with_changes(years=years), settlements, notice, sets, assumed)


def owed_by_month(
    scenario: Scenario, *, sets: int | None = None, assumed: bool = False
) -> Uncertainty:
    """Return how sure the payouts are that are owed when each month of a plan's life ends, yuan."""
    return _by_month(scenario, sets, assumed)


@lru_cache(maxsize=_KEPT)
def _owed(
    scenario: Scenario, settlements: int, notice: int, sets: int | None, assumed: bool
) -> Uncertainty:
    def claims_of(run: PlanRun) -> FloatArray:
        return _claims_at(run, settlements, notice)

    return _layered(scenario, claims_of, sets, assumed)


@lru_cache(maxsize=_KEPT)
def _by_month(scenario: Scenario, sets: int | None, assumed: bool) -> Uncertainty:
    return _layered(scenario, _claims_by_month, sets, assumed)


def _layered(
    scenario: Scenario,
    claims_of: Callable[[PlanRun], FloatArray],
    sets: int | None,
    assumed: bool,
) -> Uncertainty:
    size = claim_payouts(scenario)

    def sums_of(plans: Sequence[Scenario]) -> FloatArray:
        claims = of_each_run(plans, claims_of)
        return np.stack([claims @ size.power(power) for power in (1, 2, 3)])

    return layered(scenario, sums_of, sets=sets, assumed=assumed)


def _claims_by_month(run: PlanRun) -> FloatArray:
    """Claims (B, M, 3) diagnosed and not paid when each month ends."""
    owed = _outstanding(run, _running(run))
    return owed[PERIODS_PER_MONTH - 1 :: PERIODS_PER_MONTH].swapaxes(0, 1)


def _claims_at(run: PlanRun, settlements: int, notice: int) -> FloatArray:
    """Claims (B, 1, 3) that are owed when the plans stop, or when they dissolve before that.

    To those outstanding come those diagnosed while cover goes on, where there was a plan at all.
    """
    running = _running(run)
    held = running.sum(axis=0)
    stop, plan = np.minimum(settlements, held), np.arange(len(held))
    owed = _outstanding(run, running)[np.maximum(stop - 1, 0), plan]
    for after in range(notice):
        # As in the books: the last row is empty, and beyond it diagnoses go on as before it.
        row = np.minimum(PAST_PERIODS + stop + after, len(run.incurred) - 2)
        owed = owed + run.incurred[row, plan] * (stop > 0)[:, None]
    return np.asarray(owed[:, None, :])


def _running(run: PlanRun) -> BoolArray:
    """Whether plans have members at each settlement, (T, B)."""
    return np.asarray(members_and_claims(run)[0] > 0)


def _outstanding(run: PlanRun, running: BoolArray) -> FloatArray:
    """Claims (T, B, 3) outstanding when each period ends; after a plan's end as they were then."""
    return run.rows.delay.outstanding(run.incurred[:-1], running=running)
