"""Who pays for whom: what each age and sex expects to receive against the single price it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.ages import OLDEST_AGE
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis, by_age
from mutualmodel.engine.bearing import Parts
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.engine.projection import Projection, ProjectionBatch, project, project_many
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.periods import PERIODS_PER_YEAR

# Benefits so small beside what is received cannot be what it was paid for.
_LEAST_PLACED = 1e-9
_LEAST_PRESENT = 1e-3


@dataclass(frozen=True, eq=False)
class Fairness:
    """Receipts and payments of one year by sex and age; yuan a year and member.

    ``members`` (2, A): share of all members, summing to one. ``severe`` and ``mild`` (2, A):
    expected claims a year. ``payout`` (A,): lump sum at each age, ``payout_age`` the one from which
    the plan's is another, ``first_age`` the youngest of members, ``mild_payout`` that for mild
    illness; ``received_share`` of them is received. ``unplaced``: what is received by ages that
    nobody had at the start, told as everyone's. ``paid``: what every member is charged. ``fee`` and
    ``help``: what of the bill goes to the operator, and what others pay of it, a member;
    ``unpaid``: what of it claimants do without. All are 0 of a plan that never starts.
    """

    members: FloatArray
    severe: FloatArray
    mild: FloatArray
    payout: FloatArray
    payout_age: int
    first_age: int
    mild_payout: float
    received_share: float
    unplaced: float
    paid: float
    fee: float
    help: float
    unpaid: float

    @property
    def ages(self) -> slice:
        """The single ages that members may have."""
        return slice(self.first_age, len(self.payout))

    @property
    def young(self) -> float:
        """Mean expected benefit of members below the payout age; 0 if there are none."""
        return self.of_ages(0, self.payout_age)

    @property
    def old(self) -> float:
        """Mean expected benefit of members from the payout age on; 0 if there are none."""
        return self.of_ages(self.payout_age, len(self.payout))

    @property
    def two_groups(self) -> bool:
        """Whether there are members on either side of the payout age."""
        young = float(self.members[:, : self.payout_age].sum())
        return 0.0 < young < float(self.members.sum())

    @property
    def received(self) -> FloatArray:
        """Expected benefit (2, A)."""
        promised = self.severe * self.payout + self.mild * self.mild_payout
        return np.asarray(self.received_share * promised + self.unplaced)

    @property
    def mean_received(self) -> float:
        """Mean expected benefit: what is paid, less the fee, and what others add."""
        return float((self.members * self.received).sum())

    @property
    def subsidy(self) -> FloatArray:
        """Expected benefit less an equal share of all benefits, (2, A): zero in sum over members.

        Above zero where others pay for them. The fee is nobody's benefit and help from outside
        nobody's payment, so both stay out of it.
        """
        return np.asarray(self.received - self.mean_received)

    @property
    def parts(self) -> Parts:
        """Who bears the bill, yuan a member and year."""
        return Parts(self.paid, self.help, self.unpaid)

    @property
    def paid_in(self) -> float:
        """What is paid in for a member, by herself and by whoever pays above the caps."""
        return self.paid + self.help

    @property
    def per_yuan(self) -> FloatArray:
        """Expected benefit for each yuan paid in, by whomever, (2, A); 0 where nothing is paid.

        Where others pay most of it, a yuan of a member's own would seem to buy a hundred.
        """
        return self.received / self.paid_in if self.paid_in else np.zeros_like(self.received)

    @property
    def fair_price(self) -> FloatArray:
        """Actuarially fair contribution (2, A): in proportion to expected benefit, same in all."""
        mean = self.mean_received
        return self.paid * self.received / mean if mean else np.zeros_like(self.received)

    @property
    def moved(self) -> float:
        """Yuan a member and year that change hands between ages and sexes."""
        return float((self.members * np.maximum(self.subsidy, 0.0)).sum())

    def of_ages(self, low: int, high: int) -> float:
        """Mean expected benefit of members aged ``low`` to below ``high``; 0 if there are none."""
        members = self.members[:, low:high]
        total = float(members.sum())
        return float((members * self.received[:, low:high]).sum()) / total if total else 0.0


def fairness(scenario: Scenario) -> Fairness:
    """Return what each age and sex expects against what it pays, in the plan's first year.

    Ages are those at the start. Rates by age are the table's, all times one factor at which the
    total of each payout kind's claims is the projection's: it stands for the multiplier, waiting,
    select factors, delay and half a year of ageing, taken as alike at all ages below and above the
    cut. Where bills stay unpaid, every claim is cut alike.
    """
    return _of_year(scenario, project(scenario.with_changes(years=1)))


def fairness_of_each(scenarios: Sequence[Scenario]) -> list[Fairness]:
    """Return the same of many plans, projected side by side."""
    return fairness_in(project_many([scenario.with_changes(years=1) for scenario in scenarios]))


def fairness_in(years: ProjectionBatch) -> list[Fairness]:
    """Return the same of plans that are projected already, over one year each."""
    return [_of_year(scenario, year) for scenario, year in zip(years.scenarios, years, strict=True)]


def _of_year(scenario: Scenario, year: Projection) -> Fairness:
    ledger = {
        name: float(year.array(name).sum())
        for name in ("payout", "fee", "sponsor", "unpaid", "members")
    }
    member_years = ledger["members"] / PERIODS_PER_YEAR
    basis = RateBasis.of(scenario)
    rates, members = basis.claims, opening_ages(scenario)
    claims = year.array("claims_by_kind").sum(axis=0)
    found = np.einsum("sa,sag->g", members, rates) * member_years
    level = _levels(claims, found, scenario)
    paid_out = ledger["payout"] - ledger["unpaid"]
    charged = paid_out + ledger["fee"] - ledger["sponsor"]
    a_member = 1.0 / member_years if member_years else 0.0
    severe, mild = rates[:, :, 0] * level[0] + rates[:, :, 1] * level[1], rates[:, :, 2] * level[2]
    under, over, mild_payout = scenario.payouts
    lump_sum = basis.by_payout_age(under, over)
    promised = float((members * (severe * lump_sum + mild * mild_payout)).sum())
    received = paid_out * a_member
    placed = promised > _LEAST_PLACED * received
    return Fairness(
        members=members,
        severe=severe,
        mild=mild,
        payout=lump_sum,
        payout_age=basis.payout_age,
        first_age=basis.minimum_age,
        mild_payout=mild_payout,
        # Ages at the start miss those who reach the payout age in the year: hardly any claims, but
        # the total is to be the projection's.
        received_share=received / promised if placed else 0.0,
        unplaced=0.0 if placed else received,
        paid=charged * a_member,
        fee=ledger["fee"] * a_member,
        help=ledger["sponsor"] * a_member,
        unpaid=ledger["unpaid"] * a_member,
    )


def _levels(claims: FloatArray, found: FloatArray, scenario: Scenario) -> FloatArray:
    """Factor (3,) from the table's rates to the year's claims, by payout kind.

    Illness that the plan pays nothing for is not counted, and a group without members has no
    claims: those kinds take the factor of all others, or else the bare multiplier.
    """
    # Of a group that hardly anyone was in, most claims come from those who grew into it.
    present = found > _LEAST_PRESENT * found.sum()
    known = present & (np.array(scenario.payouts) > 0)
    others = claims[known].sum() / found[known].sum() if known.any() else 0.0
    usual = others or scenario.paid_multiplier
    return np.where(known, claims / np.where(known, found, 1.0), usual)


def with_cut(plan: Fairness, age_cut: int, ratio: float) -> Fairness:
    """Return the plan with another cut by age, costing members the same in all.

    Below ``age_cut`` a payout U, from it on ``ratio`` x U, where U is such that the year's severe
    claims cost as much as they do. A ratio of 1 is the same payout for everyone.

    Raises
    ------
    ValueError
        When the cut is no age or the ratio is below 0. From the exit age on no cut cuts anything.
    """
    exit_age = len(plan.payout)
    if not 0 <= age_cut <= OLDEST_AGE:
        raise ValueError(f"age_cut = {age_cut!r}: allowed is 0 to {OLDEST_AGE}")
    if not ratio >= 0:
        raise ValueError(f"ratio = {ratio!r}: allowed is 0 and above")
    shape = by_age(1.0, ratio, age_cut, exit_age)
    claims = plan.members * plan.severe
    units = float((claims * shape).sum())
    level = float((claims * plan.payout).sum()) / units if units else 0.0
    return replace(plan, payout=level * shape)


def equal_payout(plan: Fairness) -> float:
    """Return the one payout at every age that costs members the same in all; yuan."""
    return float(with_cut(plan, len(plan.payout), 1.0).payout[0])


def balancing_payout(plan: Fairness) -> float:
    """Return the payout of the old at which both groups receive the same for each yuan; yuan.

    With R the mean severe claims and M the mean benefit for mild illness of a member in each
    group, (R_young x payout of the young + M_young - M_old) / R_old; 0 where even nothing from the
    payout age on would leave the old better off, and NaN where there is one group only.
    """
    if not plan.two_groups:
        return float("nan")
    young_ages, old_ages = slice(plan.payout_age), slice(plan.payout_age, None)
    young, old = plan.members[:, young_ages], plan.members[:, old_ages]

    def mean(values: FloatArray, members: FloatArray) -> float:
        return float((values * members).sum() / members.sum())

    young_rate = mean(plan.severe[:, young_ages], young)
    old_rate = mean(plan.severe[:, old_ages], old)
    mild = mean(plan.mild[:, young_ages], young) - mean(plan.mild[:, old_ages], old)
    worth = young_rate * float(plan.payout[0]) + mild * plan.mild_payout
    return max(worth / old_rate, 0.0) if old_rate else 0.0
