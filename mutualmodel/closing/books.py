"""What a plan's books hold on the day it stops: claims diagnosed, members, contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.bearing import MATERIAL
from mutualmodel.engine.caps import claim_costs
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.projection import ledger_of
from mutualmodel.engine.run import run_by_age
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.membership.composition import composition
from mutualmodel.periods import PERIODS_PER_YEAR

End = Literal["stopped", "dissolved", "unstarted"]

# Settlements after the stop for which diagnoses are known, in case cover goes on.
LONGEST_NOTICE = 4


@dataclass(frozen=True, eq=False)
class Books:
    """One plan on the day of the notice.

    ``stop`` is the number of settlements that the members have shared; ``dissolved`` says whether
    there would be no further one, their number having fallen below the plan's minimum: a plan that
    never starts has a stop of 0. ``diagnosed`` (PAST_PERIODS + LONGEST_NOTICE, 3): claims by payout
    kind diagnosed in the half-months up to the stop and, were cover to go on, after it. ``members``
    (R, 2, A): by risk class, sex and age, of risk ``relative_risk`` (R,). ``contributed``: yuan
    charged to members so far; ``held``: yuan that a fund or members' balances hold; ``unpaid``:
    yuan that claimants did without so far. ``year_claims`` and ``year_shares`` (S, 3): claims
    settled in the plan year under way, and what one of each kind cost a member on average before
    its cap, yuan.
    """

    scenario: Scenario
    stop: int
    diagnosed: FloatArray
    members: FloatArray
    relative_risk: FloatArray
    contributed: float
    held: float
    unpaid: float
    dissolved: bool
    year_claims: FloatArray
    year_shares: FloatArray

    @property
    def end(self) -> End:
        """What ends the plan: the notice, its own minimum before that, or that from the start."""
        if self.stop == 0:
            return "unstarted"
        return "dissolved" if self.dissolved else "stopped"

    @property
    def some_unpaid(self) -> bool:
        """Whether claimants did without a part worth a word before the end."""
        return self.unpaid > MATERIAL * (self.contributed + self.unpaid)


def books_at(scenario: Scenario, stop: float) -> Books:
    """Return the books ``stop`` years from the start.

    A plan that dissolves before then is closed after its last settlement, one that never starts
    before its first. Beyond the ten years that a projection can reach, diagnoses go on as in the
    last half-month.

    Raises
    ------
    ValueError
        When ``stop`` does not lie between the second settlement and the horizon.
    """
    return _books(scenario, settlements_to(scenario, stop))


def settlements_to(scenario: Scenario, stop: float) -> int:
    """Return the settlements that members share before a stop in years.

    Raises
    ------
    ValueError
        When ``stop`` does not lie between the second settlement and the horizon.
    """
    # What is no number compares as neither.
    if not 0.5 < stop * PERIODS_PER_YEAR <= scenario.years * PERIODS_PER_YEAR + 0.5:
        least = 1 / PERIODS_PER_YEAR
        raise ValueError(f"stop = {stop!r}: allowed is {least:.3f} to {scenario.years} years")
    return round(stop * PERIODS_PER_YEAR)


def _books(scenario: Scenario, settlements: int) -> Books:
    """Read the books off one run, long enough for the longest notice."""
    longer = scenario.with_changes(years=years_known(scenario, settlements))
    run, people = run_by_age(longer), composition(longer)
    ledger = ledger_of(run)
    alive = int((ledger.members[:, 0] > 0).sum())
    stop = min(settlements, alive)
    shared = ledger.members[:stop, 0]
    year = slice(stop - stop % PERIODS_PER_YEAR, stop)
    return Books(
        scenario=scenario,
        stop=stop,
        diagnosed=_diagnosed(run, stop),
        members=people.members[stop],
        relative_risk=people.relative_risk,
        contributed=float(ledger.charged_per_member[:stop, 0] @ shared),
        held=_held(scenario, ledger.fund[:, 0], stop),
        unpaid=float(ledger.unpaid[:stop].sum()),
        # At the very end of the horizon a projection does not tell of it either.
        dissolved=alive == stop < scenario.years * PERIODS_PER_YEAR,
        year_claims=ledger.claims_by_kind[year, 0],
        year_shares=claim_costs(scenario, ledger.members[year, 0]).mean,
    )


def _held(scenario: Scenario, fund: FloatArray, stop: int) -> float:
    """Return what a fund or members' balances hold after the last settlement; yuan."""
    return float(fund[stop - 1]) if stop else scenario.members * scenario.opening_money


def years_known(scenario: Scenario, settlements: int) -> int:
    """Return the horizon to which diagnoses must be known, as far as a projection can reach."""
    most = fields()["years"].maximum
    assert most is not None
    wanted = -(-(settlements + LONGEST_NOTICE) // PERIODS_PER_YEAR)
    return int(min(max(wanted, scenario.years), most))


def _diagnosed(run: PlanRun, stop: int) -> FloatArray:
    """Claims by kind in the half-months from PAST_PERIODS before the stop to the longest notice."""
    # Row ``stop`` of ``incurred`` lies PAST_PERIODS before the stop; the last row is empty.
    last = np.arange(stop, stop + PAST_PERIODS + LONGEST_NOTICE)
    found = run.incurred[np.minimum(last, len(run.incurred) - 2), 0]
    return np.asarray(found * (run.rows.payouts[0] > 0))
