"""Project plans forward: settlements, years and the headline figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.batch import Rows
from mutualmodel.engine.caps import largest_share, settle, smallest_pool
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.engine.fund import no_money, paid_in_all
from mutualmodel.engine.guard import check_ledger
from mutualmodel.engine.run import run_of, run_plans
from mutualmodel.engine.side_by_side import of_each_group
from mutualmodel.engine.state import PlanRun
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.kernels import Way, way
from mutualmodel.once import cached_property
from mutualmodel.periods import PERIODS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

# Ten years of a plan are some 60 kilobytes.
_KEPT = 128


@dataclass(frozen=True)
class Ledger:
    """Every figure of some plans, settlement by settlement: arrays (T, B), claims (T, B, 3).

    Members are counted at the start of the period and share its settlement; ``joined`` enter,
    ``lapsed``, ``died`` (from 60 on; younger deaths are among the lapsed) and ``aged_out`` leave
    between it and the next. Claims are those paid at the
    settlement, by payout kind; ``submitted`` are those decided there, the paid and the refused, and
    ``diagnosed`` those of the period that will be paid. Money is in yuan. In every period
    ``charged_per_member * members + sponsor + unpaid = payout + fee``; ``payout`` is what is due to
    claimants, ``unpaid`` what of it they do without, and the fee is charged on the rest. ``owed``
    (T, B) are the payouts of claims diagnosed and not yet paid when the period ends. At the
    settlement at which a plan dissolves all that it owes falls due and is unpaid; from there on all
    other figures are zero.

    Where members pay in advance, ``fund`` is what the fund, or all members' balances, hold when the
    period ends; ``contributions`` they pay in, ``called`` those called in besides, ``returned``
    what they get back, ``interest`` what the fund earns, and ``deficit`` what lacked of a bill
    before anyone stepped in: fund = fund before + contributions + called + interest + sponsor +
    unpaid - payout - fee - returned. ``charged_per_member`` is with a fund what a member pays in
    and is called for, less what comes back; with balances what is drawn from hers. All six are zero
    where members pay after the event.
    """

    members: FloatArray
    covered: FloatArray
    joined: FloatArray
    lapsed: FloatArray
    died: FloatArray
    aged_out: FloatArray
    claims_by_kind: FloatArray
    claims: FloatArray
    submitted: FloatArray
    diagnosed: FloatArray
    payout: FloatArray
    fee: FloatArray
    gross_per_member: FloatArray
    charged_per_member: FloatArray
    claim_share: FloatArray
    sponsor: FloatArray
    unpaid: FloatArray
    owed: FloatArray
    contributions: FloatArray
    called: FloatArray
    returned: FloatArray
    interest: FloatArray
    deficit: FloatArray
    fund: FloatArray


COLUMNS = tuple(field.name for field in fields(Ledger) if field.name != "claims_by_kind")


def _ledger(rows: Rows) -> Ledger:
    """Run the engine over one group and settle every period."""
    return ledger_of(run_plans(rows))


def ledger_of(run: PlanRun) -> Ledger:
    """Settle every period of plans that the engine has moved to the end of their horizon.

    Raises
    ------
    FigureFault
        When the figures do not add up, so that nobody is shown them.
    """
    ledger = _settled(run)
    check_ledger(vars(ledger), run.rows.funding, run.rows.held_at_start)
    return ledger


def _settled(run: PlanRun) -> Ledger:
    rows = run.rows
    members, survivors, living = run.members[:-1], run.survivors[1:], run.living[1:]
    # An illness that the plan pays nothing for is not a claim.
    claimable = rows.payouts > 0
    paid = run.settled * claimable
    diagnosed = _of_all_kinds(run.incurred[PAST_PERIODS:-1] * claimable)
    settled = settle(
        rows,
        members,
        paid,
        run.incurred[:-1],
        counted=run.counted,
        balances=run.balances,
        sizes=run.sizes,
    )
    money = settled.money or no_money(settled.charged.shape)
    alive, joined = settled.alive, rows.entering
    claims = _of_all_kinds(paid) * alive
    # In expectation, also where the claims paid are drawn.
    outstanding = rows.delay.outstanding(run.incurred[:-1], running=alive, worth=rows.payouts)
    return Ledger(
        members=members * alive,
        covered=run.covered[:-1] * alive,
        joined=joined * alive,
        # Of large numbers: where nobody leaves the last digits may differ.
        lapsed=np.maximum(members - survivors, 0.0) * alive,
        died=(survivors - living) * alive,
        aged_out=(living + joined - run.members[1:]) * alive,
        claims_by_kind=paid * alive[:, :, None],
        claims=claims,
        submitted=claims / (1.0 - rows["refused_share"]),
        diagnosed=diagnosed * alive,
        payout=settled.payout,
        fee=settled.fee,
        gross_per_member=settled.gross,
        charged_per_member=settled.charged,
        claim_share=largest_share(rows, members) * alive,
        sponsor=settled.sponsor,
        unpaid=settled.unpaid,
        owed=outstanding[:, :, 0] * alive,
        contributions=money.contributions,
        called=money.called,
        returned=money.returned,
        interest=money.interest,
        deficit=money.deficit,
        fund=money.fund,
    )


def _of_all_kinds(claims: FloatArray) -> FloatArray:
    """Sum claims (..., 3) over payout kinds; numpy is slow where an axis is short."""
    return np.asarray(claims[..., 0] + claims[..., 1] + claims[..., 2])


class ProjectionBatch(Sequence["Projection"]):
    """Projections of many scenarios, in the order they were given.

    ``batch[i]`` is one :class:`Projection`; :meth:`array` gives one figure of all of them.
    """

    def __init__(self, scenarios: Sequence[Scenario], parts: Sequence[tuple[Rows, Ledger]]) -> None:
        """Remember where each scenario's column lies."""
        self.scenarios = tuple(scenarios)
        self._place: list[tuple[Ledger, int]] = [(parts[0][1], 0)] * len(scenarios)
        for rows, ledger in parts:
            for column, index in enumerate(rows.order):
                self._place[index] = ledger, column

    def __len__(self) -> int:
        """Return the number of scenarios."""
        return len(self.scenarios)

    def __getitem__(self, index: int) -> "Projection":  # type: ignore[override]
        """Return the projection of one scenario."""
        return Projection(self.scenarios[index], *self._place[index])

    def __iter__(self) -> Iterator["Projection"]:
        """Yield the projections in order."""
        return (self[index] for index in range(len(self)))

    def array(self, name: str) -> FloatArray:
        """Return one column of the ledger for all scenarios, (B, T); horizons must agree."""
        return np.stack([getattr(ledger, name)[:, column] for ledger, column in self._place])

    def cost_per_member_year(self) -> FloatArray:
        """Return what a member pays in the first twelve months, (B,), yuan."""
        return paid_in_all(self.array("charged_per_member")[:, :PERIODS_PER_YEAR])


@dataclass(frozen=True, eq=False)
class Projection:
    """One plan over its horizon: :attr:`periods`, :attr:`years` and :attr:`headline`."""

    scenario: Scenario
    ledger: Ledger
    column: int = 0

    def array(self, name: str) -> FloatArray:
        """Return one column of the ledger over the settlements, (T,) or (T, 3)."""
        return np.asarray(getattr(self.ledger, name)[:, self.column])

    def by_year(self, name: str) -> FloatArray:
        """Return one flow of the ledger summed over each plan year, (Y,): as in :attr:`years`."""
        return np.asarray(self.array(name).reshape(-1, PERIODS_PER_YEAR).sum(axis=1))

    @property
    def periods(self) -> "pd.DataFrame":
        """One row a settlement, 24 a year, with the columns of :class:`Ledger` and ``year``."""
        # A copy each time: whoever asks may write into it, and the plan is shared.
        return self._periods.copy()

    @cached_property
    def _periods(self) -> "pd.DataFrame":
        import pandas as pd

        table = pd.DataFrame({name: self.array(name) for name in COLUMNS})
        table.insert(0, "year", np.arange(len(table)) / PERIODS_PER_YEAR)
        table.index.name = "period"
        return table

    @property
    def years(self) -> "pd.DataFrame":
        """One row a plan year: totals of the flows, mean members, members and debts at its end."""
        return self._years.copy()

    @cached_property
    def _years(self) -> "pd.DataFrame":
        import pandas as pd

        # By arrays: to group a table takes ten times as long, and pages ask at every move.
        table = {name: self.by_year(name) for name in COLUMNS}
        for name in ("members", "covered"):
            table[name] = table[name] / PERIODS_PER_YEAR
        settlements = {
            name: self.array(name).reshape(-1, PERIODS_PER_YEAR)
            for name in ("claim_share", "owed", "fund")
        }
        table["claim_share"] = settlements["claim_share"].max(axis=1)
        for name in ("owed", "fund"):
            table[name] = settlements[name][:, -1]
        return pd.DataFrame(
            table, index=pd.Index(np.arange(1, len(table["owed"]) + 1), name="year")
        )

    @cached_property
    def headline(self) -> "Headline":
        """The figures of the first twelve months that the home page shows."""
        return _headline(self)


@dataclass(frozen=True)
class Headline:
    """What one plan comes to in its first twelve months.

    cost_per_member_year
        Yuan that a member who stays all year is charged; less if the plan dissolves before. With a
        fund what she pays in and is called for, less what comes back.
    cost_per_settlement
        The same, a settlement: mean over the settlements held.
    cost_per_claim
        A member's share of one claim of the larger payout at the start, after the per-claim cap;
        where claims vary in size the mean of such shares.
    gross_per_member_year
        As ``cost_per_member_year`` without caps.
    claims, payout, fee, sponsor, unpaid
        Claims paid and yuan in the year; what a plan owes when it dissolves is due and unpaid.
    submitted, refused
        Claims decided in the year: those paid and those refused, and the latter alone.
    claims_by_kind
        Claims paid by payout kind: under 40, 40 and over, mild.
    average_payout
        Yuan a claim that is settled; 0 without claims.
    claims_per_100k
        Claims diagnosed in the year, without those to be refused, per 100,000 member-years.
    smallest_pool
        Members below whom a claim of the larger payout, of its mean size, exceeds the per-claim
        cap; 0 without a cap.
    dissolved_after_years
        Years until membership fell below the minimum; None if it did not within the horizon.
    owed_at_dissolution
        Yuan of payouts diagnosed and not paid when the plan dissolved; 0 if it did not.
    """

    cost_per_member_year: float
    cost_per_settlement: float
    cost_per_claim: float
    gross_per_member_year: float
    claims: float
    submitted: float
    refused: float
    claims_by_kind: tuple[float, float, float]
    payout: float
    fee: float
    sponsor: float
    unpaid: float
    average_payout: float
    claims_per_100k: float
    mean_members: float
    smallest_pool: float
    dissolved_after_years: float | None
    owed_at_dissolution: float

    @property
    def debts(self) -> float:
        """Yuan of ``payout`` and ``unpaid`` that were owed when the plan dissolved in the year."""
        ended = self.dissolved_after_years is not None and self.dissolved_after_years < 1.0
        return self.owed_at_dissolution if ended else 0.0

    @property
    def members_pay(self) -> float:
        """Yuan of the year's bill that all members bear, at once or from what they paid before."""
        return max(self.payout + self.fee - self.sponsor - self.unpaid, 0.0)


def _headline(projection: Projection) -> Headline:
    scenario = projection.scenario
    first_year = slice(0, PERIODS_PER_YEAR)

    def total(name: str) -> float:
        return float(projection.array(name)[first_year].sum())

    members = projection.array("members")
    held = int((members[first_year] > 0).sum())
    member_years = float(members[first_year].sum()) / PERIODS_PER_YEAR
    claims, submitted = total("claims"), total("submitted")
    cost = float(paid_in_all(projection.array("charged_per_member")[first_year]))
    by_kind = projection.array("claims_by_kind")[first_year].sum(axis=0)
    dissolved = int(np.argmax(members == 0)) if (members == 0).any() else None
    # Nothing else falls due at the settlement that a dissolved plan does not hold.
    debt = 0.0 if dissolved is None else float(projection.array("payout")[dissolved])
    debt_in_year = debt if dissolved is not None and dissolved < PERIODS_PER_YEAR else 0.0
    return Headline(
        cost_per_member_year=cost,
        cost_per_settlement=cost / held if held else 0.0,
        cost_per_claim=float(projection.array("claim_share")[0]),
        gross_per_member_year=total("gross_per_member"),
        claims=claims,
        submitted=submitted,
        refused=submitted - claims,
        claims_by_kind=(float(by_kind[0]), float(by_kind[1]), float(by_kind[2])),
        payout=total("payout"),
        fee=total("fee"),
        sponsor=total("sponsor"),
        unpaid=total("unpaid"),
        average_payout=(total("payout") - debt_in_year) / claims if claims else 0.0,
        claims_per_100k=1e5 * total("diagnosed") / member_years if member_years else 0.0,
        mean_members=float(members[first_year].sum()) / held if held else 0.0,
        smallest_pool=smallest_pool(scenario),
        dissolved_after_years=None if dissolved is None else dissolved / PERIODS_PER_YEAR,
        owed_at_dissolution=debt,
    )


def project(scenario: Scenario) -> Projection:
    """Project one plan over its horizon in expectation.

    The latest plans are kept, so asking again costs nothing; what is kept cannot be written to.

    Examples
    --------
    >>> round(project(Scenario()).headline.cost_per_member_year)
    91
    """
    return _projected(scenario, way())


@lru_cache(maxsize=_KEPT)
def _projected(scenario: Scenario, _: Way) -> Projection:
    return Projection(scenario, _unwritable(ledger_of(run_of(scenario))))


def _unwritable(ledger: Ledger) -> Ledger:
    for field in fields(Ledger):
        getattr(ledger, field.name).flags.writeable = False
    return ledger


def project_many(scenarios: Sequence[Scenario]) -> ProjectionBatch:
    """Project many plans together; the order is kept, horizons and tables may differ.

    Raises
    ------
    ValueError
        When there is no scenario at all.
    """
    if not scenarios:
        raise ValueError("scenarios: at least one is needed, got none")
    return ProjectionBatch(scenarios, of_each_group(scenarios, _ledger))
