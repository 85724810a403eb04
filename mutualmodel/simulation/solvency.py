"""Which contribution keeps a fund above zero, and how likely it is ruined below that.

Ruin is the first settlement at which the fund cannot pay its bill, whoever steps in then; within a
year it can come although the year as a whole is paid for. On a path of claims a fund that takes in
more never holds less, so every path has a least contribution that keeps it above zero, and the
contribution sought is a quantile of these.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.caps import settle
from mutualmodel.engine.fund import funded
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import PERIODS_PER_MONTH
from mutualmodel.simulation.draws import PATHS_PER_CHUNK
from mutualmodel.simulation.paths import Paths, repeated

PATHS = 4_000
_THREADS = 2
# Halvings of the bracket of a path's least contribution: to a millionth of it.
_HALVINGS = 24
# Where members answer what they pay, the contribution and those who stay are sought in turns.
_TURNS = 30
_TURNS_WITHIN = 1e-4


@dataclass(frozen=True, eq=False)
class Needed:
    """The least contribution (B,) of B paths that keeps the fund above zero, yuan a month.

    Over the first ``years`` plan years, with the fund at the start that the plan has.
    """

    scenario: Scenario
    years: int
    contribution: FloatArray

    def at(self, confidence: float) -> float:
        """Return the contribution that keeps the fund above zero with a probability; yuan a month.

        Raises
        ------
        ValueError
            When the confidence is not above 0 and below 1.
        """
        if not 0.0 < confidence < 1.0:
            raise ValueError(f"confidence = {confidence!r}: allowed is above 0 and below 1")
        return float(np.quantile(self.contribution, confidence, method="higher"))

    def ruin(self, contribution: FloatArray | float) -> FloatArray:
        """Return the probability that a fund with such a contribution a month is ruined."""
        ranked = np.sort(self.contribution)
        enough = np.searchsorted(ranked, np.asarray(contribution) * (1.0 + 1e-9), side="right")
        return np.asarray(1.0 - enough / len(ranked))


def solvent_contribution(
    scenario: Scenario, confidence: float = ONE_IN_200, years: int | None = None
) -> float:
    """Return the contribution that keeps a plan's fund above zero with this probability.

    Parameters
    ----------
    scenario
        The plan; whichever way its members pay, they are taken to pay into a fund.
    years
        Plan years over which it is to hold; by default all of the plan's horizon.

    Returns
    -------
    float
        Yuan a member and month.

    Raises
    ------
    ValueError
        When confidence or years are out of range.

    Examples
    --------
    >>> round(solvent_contribution(Scenario(), 0.5, years=1), 1)
    7.6
    """
    return needed_contributions(scenario, years).at(confidence)


def needed_contributions(
    scenario: Scenario, years: int | None = None, *, paths: int = PATHS
) -> Needed:
    """Return the least contribution of every simulated path that keeps the fund above zero.

    Where members react to what they pay, who stays depends on the contribution: the one at the
    median is sought first, and all paths are those of members who pay it.

    Raises
    ------
    ValueError
        When the years lie outside the plan's horizon.
    """
    years = scenario.years if years is None else years
    if not 1 <= years <= scenario.years:
        raise ValueError(f"years = {years!r}: allowed is 1 to {scenario.years}")
    plan = scenario.with_changes(funding="fund", years=years)
    if not plan.reacts_to_share:
        return Needed(scenario, years, _least(plan, paths))
    return Needed(scenario, years, _least(_with_answer(plan, paths), paths))


def _with_answer(plan: Scenario, paths: int) -> Scenario:
    """Return the plan at the contribution that is just enough in half of the paths it makes."""
    some = min(paths, PATHS_PER_CHUNK)
    most = fields()["contribution_month"].maximum
    for _ in range(_TURNS):
        found = min(float(np.median(_least(plan, some))), float(most or np.inf))
        before = plan.contribution_month
        if abs(found - before) <= _TURNS_WITHIN * max(before, 1e-9):
            break
        # Half-way, or two that each drive out the members of the other would take turns for ever.
        plan = plan.with_changes(contribution_month=(found + before) / 2.0)
    return plan


def _least(plan: Scenario, paths: int) -> FloatArray:
    moving = Paths(plan)
    moving.prepare()
    sizes = [min(PATHS_PER_CHUNK, paths - at) for at in range(0, paths, PATHS_PER_CHUNK)]
    with ThreadPoolExecutor(_THREADS) as pool:
        found = pool.map(lambda at: _of_chunk(moving, *at), enumerate(sizes))
        return np.concatenate(list(found))


@dataclass(frozen=True, eq=False)
class _Bills:
    """What falls due on B paths: members (T, 1 or B), payouts and debts (T, B), in yuan."""

    rows: Rows
    members: FloatArray
    alive: BoolArray
    due: FloatArray
    debts: FloatArray

    def ruined(self, contribution: FloatArray) -> BoolArray:
        """Say which of the paths (B,) are ruined at such a contribution a month (B,)."""
        column = self.rows.column | {"contribution_month": contribution}
        rows = replace(self.rows, column=column)
        money = funded(rows, self.members, self.alive, self.due, self.debts)
        return np.asarray((money.deficit > 0.0).any(axis=0))


def _of_chunk(moving: Paths, number: int, paths: int) -> FloatArray:
    """Return the least contribution of every path of a chunk, (B,), yuan a month."""
    moved = moving.moved(number, paths)
    rows = moved.rows
    if len(rows.order) != paths:
        rows = repeated(rows, paths)
    levied = settle(
        replace(rows, funding="after"), moved.members, moved.paid, moved.incurred, counted=True
    )
    # What a plan owes where it dissolves is the only thing that falls due then.
    debts = np.where(levied.alive, 0.0, levied.payout)
    bills = _Bills(rows, moved.members, levied.alive, levied.payout - debts, debts)
    return _bisected(bills, paths)


def _bisected(bills: _Bills, paths: int) -> FloatArray:
    none = np.zeros(paths)
    enough = _surely_enough(bills)
    low, high = none, np.where(bills.ruined(none), enough, none)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        ruined = bills.ruined(middle)
        low, high = np.where(ruined, middle, low), np.where(ruined, high, middle)
    return high


def _surely_enough(bills: _Bills) -> FloatArray:
    """Return contributions (B,) that pay every settlement out of its own, and all debts."""
    members = np.maximum(np.broadcast_to(bills.members, bills.due.shape), 1.0)
    each = bills.due / members
    last = np.maximum((members * bills.alive).min(axis=0, where=bills.alive, initial=np.inf), 1.0)
    owed = bills.debts.sum(axis=0) / np.where(np.isfinite(last), last, 1.0)
    return np.asarray(
        (each.max(axis=0) + owed) * (1.0 + bills.rows["fee_rate"]) * PERIODS_PER_MONTH * 1.01
    )
