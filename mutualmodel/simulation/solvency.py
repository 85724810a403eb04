"""Which contribution keeps a fund above zero, and how likely it is ruined below that.

Ruin is the first settlement at which the fund cannot pay its bill, whoever steps in then; within a
year it can come although the year as a whole is paid for. On a path of claims a fund that takes in
more never holds less, so every path has a least contribution that keeps it above zero, and the
contribution sought is a quantile of these. What an insurer above a stop-loss attachment would pay
is left out: who takes in nothing would have nothing to attach to, and need nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.caps import settle
from mutualmodel.engine.fund import funded
from mutualmodel.inputs.scenario import Scenario, fields
from mutualmodel.kernels import carried
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import PERIODS_PER_MONTH, PERIODS_PER_YEAR, whole_number
from mutualmodel.simulation.draws import PATHS_PER_CHUNK
from mutualmodel.simulation.paths import Paths, repeated
from mutualmodel.simulation.result import Quantiles

# What a fund holds (B,) at a contribution of nothing, and more for each yuan of it a month.
_Line = tuple[FloatArray, FloatArray]

PATHS = 4_000
# Where members react to what they pay, each path is moved by itself, over and over.
PATHS_OF_REACTING = 2_000
# Halvings between two contributions, and what is no difference of one.
_HALVINGS, _TINY = 20, 1e-6
_THREADS = 2
# Where members answer what they pay, the contribution and those who stay are sought in turns.
_TURNS = 30
_TURNS_WITHIN = 1e-3
# So many paths tell the median well enough for that: who stays hardly hangs on it.
_FEW = 60


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

    def error(self, confidence: float) -> float:
        """Return the standard error of :meth:`at`, yuan a month."""
        ranked = np.sort(self.contribution)[None, :]
        return float(Quantiles.of_sorted(ranked, (confidence,)).standard_errors[0, 0])

    def ruin(self, contribution: FloatArray | float) -> FloatArray:
        """Return the probability that a fund with such a contribution a month is ruined."""
        ranked = np.sort(self.contribution)
        enough = np.searchsorted(ranked, np.asarray(contribution) * (1.0 + 1e-9), side="right")
        return np.asarray(1.0 - enough / len(ranked))


@dataclass(frozen=True, eq=False)
class Solvency:
    """What falls due on many paths of a plan, for funds to be tried against it."""

    scenario: Scenario
    bills: tuple[_Bills, ...]

    def needed(self, years: int | None = None, opening_fund: float | None = None) -> Needed:
        """Return the least contribution of every path that keeps the fund above zero.

        By default over all years of the plan and with the fund at the start that it has, yuan a
        member.

        Raises
        ------
        ValueError
            When the years lie outside the plan's horizon.
        """
        years = _years(self.scenario, years)
        opening = self.scenario.opening_fund if opening_fund is None else opening_fund
        with ThreadPoolExecutor(_THREADS) as pool:
            found = list(pool.map(lambda one: one.least(years, opening), self.bills))
        return Needed(self.scenario, years, np.concatenate(found))

    def ruin(
        self,
        contributions: FloatArray,
        opening_funds: FloatArray,
        *,
        progress: Callable[[float], object] = lambda share: None,
    ) -> FloatArray:
        """Return the probability of ruin (F, C) for F funds at the start and C contributions.

        Over all years of the plan; yuan a member and yuan a month. ``progress`` is called with the
        share done after every fund; what it raises leaves off the rest.
        """
        found = []
        for fund in opening_funds:
            found.append(self.needed(opening_fund=float(fund)).ruin(contributions))
            progress(len(found) / len(opening_funds))
        return np.stack(found)


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
    years = _years(scenario, years)
    found = solvency(scenario.with_changes(years=years), paths=paths).needed()
    return replace(found, scenario=scenario)


def solvency(
    scenario: Scenario,
    *,
    paths: int = PATHS,
    progress: Callable[[float], object] | None = None,
) -> Solvency:
    """Simulate what falls due on many paths, as :func:`needed_contributions` does.

    ``progress`` is called as by :func:`~mutualmodel.simulation.simulate`.
    """
    told = progress or (lambda share: None)
    plan = scenario.with_changes(
        funding="fund",
        deficit_bearer="members",
        contribution_month=fields()["contribution_month"].default,
    )
    if plan.reacts_to_share:
        plan = _with_answer(plan, paths, told)
    return Solvency(scenario, _simulated(plan, paths, told))


def _years(scenario: Scenario, years: int | None) -> int:
    if years is None:
        return scenario.years
    whole_number("years", years, 1, scenario.years)
    return years


def _with_answer(plan: Scenario, paths: int, progress: Callable[[float], object]) -> Scenario:
    """Return the plan at the contribution that is just enough in half of the paths it makes."""
    some = min(paths, _FEW)
    most = fields()["contribution_month"].maximum
    for _ in range(_TURNS):
        progress(0.0)
        bills = _simulated(plan, some, lambda share: None)
        median = Solvency(plan, bills).needed().at(0.5)
        found = min(median, float(most or np.inf))
        before = plan.contribution_month
        if abs(found - before) <= _TURNS_WITHIN * max(before, 1e-9):
            break
        # Half-way, or two that each drive out the members of the other would take turns for ever.
        plan = plan.with_changes(contribution_month=(found + before) / 2.0)
    return plan


def _simulated(
    plan: Scenario, paths: int, progress: Callable[[float], object]
) -> tuple[_Bills, ...]:
    moving = Paths(plan)
    moving.prepare()
    sizes = [min(PATHS_PER_CHUNK, paths - at) for at in range(0, paths, PATHS_PER_CHUNK)]
    found: list[_Bills] = []
    pool = ThreadPoolExecutor(_THREADS)
    try:
        for bills in pool.map(carried(lambda at: _of_chunk(moving, *at)), enumerate(sizes)):
            found.append(bills)
            progress(len(found) / len(sizes))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return tuple(found)


def _of_chunk(moving: Paths, number: int, paths: int) -> _Bills:
    """Return what falls due on the paths of a chunk."""
    moved = moving.moved(number, paths)
    rows = moved.rows
    if len(rows.order) != paths:
        rows = repeated(rows, paths)
    levied = settle(
        replace(rows, funding="after"),
        moved.members,
        moved.paid,
        moved.incurred,
        counted=True,
        sizes=moved.draws.sizes,
    )
    # What a plan owes where it dissolves is the only thing that falls due then.
    debts = np.where(levied.alive, 0.0, levied.payout)
    return _Bills(rows, moved.members, levied.alive, levied.payout - debts, debts)


@dataclass(frozen=True, eq=False)
class _Bills:
    """What falls due on B paths: members (T, 1 or B), payouts and debts (T, B), in yuan."""

    rows: Rows
    members: FloatArray
    alive: BoolArray
    due: FloatArray
    debts: FloatArray

    def least(self, years: int, opening_fund: float) -> FloatArray:
        """Return the least contribution (B,) that keeps the fund above zero, yuan a month.

        What a fund holds is a straight line in the contribution, until a part r of its surplus over
        the target R goes back: from F it then falls to min(F, (1 - r) F + r R). So at any later
        settlement it holds the least of several lines, one for each way of taking the left or the
        right of these, and the least contribution is the largest that any of them needs.
        """
        rows = self.rows
        members = np.broadcast_to(self.members * self.alive, self.due.shape)
        interest = np.expm1(np.log1p(rows["fund_interest"]) / PERIODS_PER_YEAR)
        worth = (1.0 + interest) ** -np.arange(len(members), dtype=float)[:, None]
        bills = (self.due + self.debts) * (1.0 + rows["fee_rate"]) * worth
        paying = members * worth / PERIODS_PER_MONTH
        back, target = float(rows["surplus_returned"][0]), rows["target_reserve"] * members * worth
        opening = opening_fund * rows["members"]
        flows = bills, paying, target
        keeping = _from_lines(opening, *flows, years, 0.0)
        if back == 0.0:
            return keeping
        returning = _from_lines(opening, *flows, years, back)
        return self._between(keeping, returning, years, opening_fund)

    def _between(
        self, low: FloatArray, high: FloatArray, years: int, opening_fund: float
    ) -> FloatArray:
        """Return the least contribution (B,) between two, the second of them enough.

        No more goes back than was paid in that year, so a fund may hold more than the lines say.
        """
        enough = np.isfinite(high)
        ruined = self._ruined(np.where(enough, high, 0.0) * (1.0 - _TINY), years, opening_fund)
        open_ends = ~ruined & (low < high * (1.0 - _TINY)) & enough
        if not open_ends.any():
            return high
        part = self._of(open_ends)
        below, above = low[open_ends], high[open_ends]
        for _ in range(_HALVINGS):
            middle = (below + above) / 2.0
            ruined = part._ruined(middle, years, opening_fund)
            below, above = np.where(ruined, middle, below), np.where(ruined, above, middle)
        found = high.copy()
        found[open_ends] = above
        return found

    def _of(self, chosen: BoolArray) -> _Bills:
        """Return what falls due on some of the paths."""
        column = {name: values[chosen] for name, values in self.rows.column.items()}
        rows = replace(
            self.rows,
            column=column,
            helped=self.rows.helped[chosen],
            order=list(range(int(chosen.sum()))),
        )
        size = self.due.shape
        members, alive = np.broadcast_to(self.members, size), np.broadcast_to(self.alive, size)
        due, debts = self.due, np.broadcast_to(self.debts, size)
        return _Bills(rows, members[:, chosen], alive[:, chosen], due[:, chosen], debts[:, chosen])

    def _ruined(self, contribution: FloatArray, years: int, opening_fund: float) -> BoolArray:
        """Say which of the paths (B,) are ruined at such a contribution a month (B,)."""
        fund = np.full_like(self.rows["opening_fund"], opening_fund)
        paid_in = {"contribution_month": contribution, "opening_fund": fund}
        rows = replace(self.rows, column=self.rows.column | paid_in)
        span = slice(years * PERIODS_PER_YEAR)
        money = funded(rows, self.members[span], self.alive[span], self.due[span], self.debts[span])
        return np.asarray((money.deficit > 0.0).any(axis=0))


def _from_lines(
    opening: FloatArray,
    bills: FloatArray,
    paying: FloatArray,
    target: FloatArray,
    years: int,
    back: float,
) -> FloatArray:
    """Return the largest contribution (B,) that any of a fund's lines needs."""
    lines = [(opening, np.zeros(bills.shape[1]))]
    least = np.zeros(bills.shape[1])
    for first in range(0, years * PERIODS_PER_YEAR, PERIODS_PER_YEAR):
        span = slice(first, first + PERIODS_PER_YEAR)
        billed, paid = np.cumsum(bills[span], axis=0), np.cumsum(paying[span], axis=0)
        for held, each in lines:
            least = np.maximum(least, _most_lacking(billed - held, paid + each))
        kept = [(held - billed[-1], each + paid[-1]) for held, each in lines]
        lines = kept + _paid_back(kept, back, target[span][-1])
    return least


def _paid_back(kept: list[_Line], back: float, target: FloatArray) -> list[_Line]:
    """Return what of some lines is left after a part of what exceeds a target (B,) went back."""
    if back == 0.0:
        return []
    # All of it back leaves the target, whatever there was.
    lines = kept[:1] if back == 1.0 else kept
    rest = 1.0 - back
    return [(rest * held + back * target, rest * each) for held, each in lines]


def _most_lacking(lacking: FloatArray, paying: FloatArray) -> FloatArray:
    """Return the contribution (B,) that pays what is lacking (T, B) if ``paying`` (T, B) pay it."""
    # Nobody pays in for what a plan owes that dissolves at once: no contribution would do.
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(lacking > 0.0, lacking / paying, 0.0)
    return np.asarray(each.max(axis=0))
