"""Plans moved through chance: chunks of paths through the engine, and what each settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import Rows, grouped
from mutualmodel.engine.caps import Settled, settle
from mutualmodel.engine.cohorts import PAYOUT_KINDS, Cohorts, cohorts
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.fund import Money, no_money
from mutualmodel.engine.guard import check_money, check_paths
from mutualmodel.engine.opening import opened
from mutualmodel.engine.own_path import followed
from mutualmodel.engine.projection import Ledger, ledger_of
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import BalanceFlows, PlanRun, Sizes
from mutualmodel.engine.stepping import move
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import held, way
from mutualmodel.once import cached_property
from mutualmodel.periods import PERIODS_PER_YEAR
from mutualmodel.simulation.draws import PATHS_PER_CHUNK, Draws, draw, joined
from mutualmodel.simulation.whole_members import Luck, in_whole_numbers, run_whole

# Wider cells save most of the work of a path, and Widened takes their error out of the calm path.
# What is left of it elsewhere grows with the reaction (docs/risk.md).
PATH_CELL_YEARS = 4.0
STEEP_CELL_YEARS = 2.0
STEEP_ELASTICITY = 1.5
# Where nobody reacts all periods go at once, and this many rows fit the processor's cache.
_ROWS_AT_ONCE = 50


@dataclass(frozen=True, eq=False)
class Yearly:
    """What each of B paths came to in each of Y plan years: arrays (Y, B), money in yuan.

    ``cost`` and ``gross``: what a member who stays is charged, and would be without caps.
    ``payout``, ``fee``, ``members_pay``, ``sponsor`` and ``unpaid``: all members together, with
    ``members_pay + sponsor + unpaid = payout + fee``. ``claims``: paid in number. ``members``: who
    share the year's last settlement; 0 once dissolved. ``factor``: what chance multiplied the
    year's claims by, whoever pays. ``claim_cap``, ``annual_cap``: whether a claim, or the year, ran
    into its cap. ``dissolved``: whether the plan had by the end of the year.

    Where members pay in advance, yuan of all members together: ``contributions``, ``called``,
    ``returned``, ``deficit`` before anyone stepped in and ``fund`` at the year's end; ``ruined``:
    whether the money in hand did not reach at a settlement. ``members_pay`` is then what of the
    bill their own money pays.
    """

    cost: FloatArray
    gross: FloatArray
    payout: FloatArray
    fee: FloatArray
    members_pay: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray
    claims: FloatArray
    members: FloatArray
    factor: FloatArray
    contributions: FloatArray
    called: FloatArray
    returned: FloatArray
    deficit: FloatArray
    fund: FloatArray
    claim_cap: BoolArray
    annual_cap: BoolArray
    dissolved: BoolArray
    ruined: BoolArray

    @property
    def bill(self) -> FloatArray:
        """Payouts and fee; yuan."""
        return self.payout + self.fee

    @property
    def cap(self) -> BoolArray:
        """Whether either of the two caps binds."""
        return self.claim_cap | self.annual_cap

    @property
    def above_caps(self) -> FloatArray:
        """What the caps kept from the members, whoever bears it; yuan."""
        return self.sponsor + self.unpaid


@dataclass(frozen=True, eq=False)
class Chunk:
    """One chunk of paths: its years; ``share``, ``members`` and ``fund`` (T, B) by settlement."""

    yearly: Yearly
    share: FloatArray
    members: FloatArray
    fund: FloatArray


@dataclass(frozen=True, eq=False)
class Moved:
    """Paths moved to the end of their horizon, and not yet settled; B of them, T settlements.

    ``members`` (T, 1 or B), claims ``paid`` (T, B, 3) in number by payout kind, and ``incurred``
    (PAST_PERIODS + T, 1 or B, 3) those diagnosed: expected, as those paid are counted. ``balances``
    where members pay from their own.
    """

    rows: Rows
    members: FloatArray
    paid: FloatArray
    incurred: FloatArray
    draws: Draws
    balances: BalanceFlows | None = None


@dataclass(frozen=True, eq=False)
class Widened:
    """Draws for wider cells, put right so that the path without chance is that of the usual ones.

    ``level`` (T, 1, 3) multiplies what is expected to be paid, ``drift`` (T,) is a hazard of
    leaving (or, below zero, of staying) for all.
    """

    draws: Draws
    level: FloatArray
    drift: FloatArray

    @property
    def sizes(self) -> Sizes | None:
        """The sizes drawn for the claims."""
        return self.draws.sizes

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        """Return counts (S, B, 3) paid at some settlements."""
        return self.draws.paid(first, last, expected * self.level[first:last])

    def leaving(self, period: int) -> FloatArray:
        """Return the hazard (B,) of leaving after a settlement."""
        return np.asarray(self.draws.leaving(period) + self.drift[period])


class _Still:
    """No chance at all: every claim that is expected is counted as one."""

    sizes = None

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        return expected

    def leaving(self, period: int) -> FloatArray:
        return np.zeros(1)


class _Fitting:
    """Holds other cells to a calm plan's course, and notes what that takes at every settlement.

    They are charged what the calm plan charges: ``level`` is how far their own claims are from it.
    Members they have lost too many or too few by a settlement are put right after it: ``drift``.
    """

    sizes = None

    def __init__(self, calm: PlanRun, own: PlanRun) -> None:
        self.calm, self.own = calm, own
        self.level = np.ones_like(calm.settled)
        self.drift = np.zeros(calm.periods)

    def paid(self, first: int, last: int, expected: FloatArray) -> FloatArray:
        wanted = self.calm.settled[first:last]
        self.level[first:last] = _positive(wanted) / _positive(expected)
        return wanted

    def leaving(self, period: int) -> FloatArray:
        here, wanted = self.own.members[period], self.calm.members[period]
        self.drift[period : period + 1] = np.log(_positive(here) / _positive(wanted))
        return self.drift[period : period + 1]


class Paths:
    """The paths of one plan, chunk by chunk; all of them go one ``way`` through the engine."""

    def __init__(self, scenario: Scenario) -> None:
        """Prepare what all chunks share."""
        self.scenario, self.way = scenario, way()
        self.row = next(grouped([scenario], 1, 1))
        self.whole = in_whole_numbers(scenario)
        runs_dry = scenario.funding == "prepaid"
        varying = self.whole or scenario.reacts_to_share or scenario.runs_strike
        self.members_vary = varying or runs_dry
        # Balances run dry at a settlement, which a correction of the members at another would undo.
        self.widened = self.members_vary and self.row.reacts and not runs_dry

    @cached_property
    def calm(self) -> PlanRun:
        """The plan without chance: one row, run."""
        with held(self.way):
            return run_plans(self.row, noise=_Still())

    @cached_property
    def cells(self) -> Cohorts:
        """Cells wide enough for many paths; the usual ones where nobody reacts."""
        plan = self.scenario
        if not self.widened:
            return self.calm.cells
        steep = plan.price_elasticity > STEEP_ELASTICITY
        width = STEEP_CELL_YEARS if steep else PATH_CELL_YEARS
        return cohorts(RateBasis.of(plan), plan.years, width)

    @cached_property
    def _put_right(self) -> tuple[FloatArray, FloatArray]:
        """Level and drift of :class:`Widened`: those that give the calm path."""
        state = opened(followed(self.row, self.cells), self.cells, counted=True)
        fitting = _Fitting(self.calm, state.run)
        with held(self.way):
            move(state, fitting)
        return fitting.level, fitting.drift

    def prepare(self) -> None:
        """Work out beforehand what several threads would otherwise each do."""
        _ = self._put_right if self.widened else self.calm

    def chunk(self, number: int, paths: int = PATHS_PER_CHUNK) -> Chunk:
        """Move the first ``paths`` of a chunk to the end of the horizon, and settle them."""
        with held(self.way):
            return _settled(self.moved(number, paths))

    def moved(self, number: int, paths: int = PATHS_PER_CHUNK) -> Moved:
        """Move the first ``paths`` of a chunk to the end of the horizon."""
        draws = draw(self.scenario, number).take(slice(0, paths))
        if not self.members_vary:
            calm = self.calm
            counts = draws.paid(0, calm.periods, calm.settled)
            # A fund is moved path by path; without one a single row tells of all.
            rows = repeated(self.row, paths) if self.row.funding == "fund" else self.row
            return Moved(rows, calm.members[:-1], counts, calm.incurred[:-1], draws)
        most = paths if self.row.reacts or self.whole else _ROWS_AT_ONCE
        members = np.empty((self.calm.periods, paths))
        settled = np.empty((*members.shape, len(PAYOUT_KINDS)))
        incurred = np.empty((PAST_PERIODS + len(settled), *settled.shape[1:]))
        prepaid = self.scenario.funding == "prepaid"
        balances = BalanceFlows.empty(len(members), paths) if prepaid else None
        for start in range(0, paths, most):
            part = slice(start, min(start + most, paths))
            run = self._run(draws.take(part))
            members[:, part], settled[:, part] = run.members[:-1], run.settled
            incurred[:, part] = run.incurred[:-1]
            if balances is not None and run.balances is not None:
                balances.put(part, run.balances)
        rows = repeated(self.row, paths)
        return Moved(rows, members, settled, incurred, draws, balances)

    def _run(self, draws: Draws) -> PlanRun:
        rows = repeated(self.row, draws.factor.shape[1])
        noise = Widened(draws, *self._put_right) if self.widened else draws
        if self.whole:
            return run_whole(rows, self.cells, noise, Luck(draws.seed, draws.paths))
        with held(self.way):
            return run_plans(rows, self.cells, noise)

    def draws_of(self, paths: Sequence[int]) -> Draws:
        """Return the draws of single paths."""
        places = [divmod(path, PATHS_PER_CHUNK) for path in paths]
        return joined([draw(self.scenario, chunk).take([column]) for chunk, column in places])

    def ledger(self, draws: Draws) -> Ledger:
        """Move paths once more and keep every figure of them."""
        return ledger_of(self._run(draws))


def repeated(row: Rows, times: int) -> Rows:
    """Return one row of inputs as many rows."""
    column = {name: np.repeat(values, times) for name, values in row.column.items()}
    return replace(
        row, column=column, helped=np.repeat(row.helped, times), order=list(range(times))
    )


def _positive(values: FloatArray) -> FloatArray:
    """Keep values off zero, where a ratio of two that are nothing is to be one."""
    return np.maximum(values, 1e-9)


def _settled(moved: Moved) -> Chunk:
    """Settle every period of some paths, as in a ledger."""
    members, paid, draws = moved.members, moved.paid, moved.draws
    settled = settle(
        moved.rows,
        members,
        paid,
        moved.incurred,
        counted=True,
        balances=moved.balances,
        sizes=draws.sizes,
    )
    money = settled.money or no_money(settled.charged.shape)
    by_year = draws.factor.shape[0], PERIODS_PER_YEAR, draws.factor.shape[1]

    def total(values: FloatArray) -> FloatArray:
        return np.asarray(values.reshape(by_year).sum(axis=1))

    def ever(happens: BoolArray) -> BoolArray:
        return np.asarray(happens.reshape(by_year).any(axis=1))

    alive = np.broadcast_to(settled.alive, settled.charged.shape)
    left = np.broadcast_to(members * settled.alive, settled.charged.shape)
    yearly = Yearly(
        cost=total(settled.charged),
        gross=total(settled.gross),
        payout=total(settled.payout),
        fee=total(settled.fee),
        members_pay=total(_borne_by_members(settled, members)),
        sponsor=total(settled.sponsor),
        unpaid=total(settled.unpaid),
        claims=total(paid.sum(axis=2) * settled.alive),
        members=left[PERIODS_PER_YEAR - 1 :: PERIODS_PER_YEAR],
        factor=draws.factor,
        contributions=total(money.contributions),
        called=total(money.called),
        returned=total(money.returned),
        deficit=total(money.deficit),
        fund=money.fund[PERIODS_PER_YEAR - 1 :: PERIODS_PER_YEAR],
        claim_cap=ever(settled.gross > settled.capped),
        # What a running total leaves of a charge may differ from it in the last digits.
        annual_cap=ever(settled.levied < settled.capped * (1.0 - 1e-9)),
        dissolved=~alive[PERIODS_PER_YEAR - 1 :: PERIODS_PER_YEAR],
        ruined=ever(money.deficit > 0.0),
    )
    _check(moved.rows, settled, left, money, yearly)
    return Chunk(yearly, settled.charged, left, money.fund)


def _check(rows: Rows, settled: Settled, members: FloatArray, money: Money, yearly: Yearly) -> None:
    """Refuse paths whose figures do not add up."""
    figures = {**vars(money), "charged_per_member": settled.charged}
    figures |= {name: getattr(settled, name) for name in ("payout", "fee", "sponsor", "unpaid")}
    check_money(figures, members, rows.funding, rows.held_at_start)
    check_paths({name: values for name, values in vars(yearly).items() if values.dtype != bool})


def _borne_by_members(settled: Settled, members: FloatArray) -> FloatArray:
    """Return what of each bill members bear (T, B): as it falls due, or from a fund of theirs."""
    if settled.money is None:
        return np.asarray(members * settled.charged)
    borne = settled.payout + settled.fee - settled.sponsor - settled.unpaid
    # Where others pay all of it, rounding may leave less than nothing.
    return np.maximum(borne, 0.0)
