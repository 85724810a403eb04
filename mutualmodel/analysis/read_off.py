"""The results that are read off a projection, of many plans at once."""

import numpy as np

from mutualmodel.analysis.result import OfBatch, Page, Result
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.fund import paid_in_all
from mutualmodel.engine.projection import ProjectionBatch
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.systems import settled_plan
from mutualmodel.membership import YEARS_AHEAD
from mutualmodel.periods import MONTHS_PER_YEAR, PERIODS_PER_MONTH, PERIODS_PER_YEAR
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS


def started(batch: ProjectionBatch) -> FloatArray:
    """Return 1 for plans that start and NaN for those that do not (B,)."""
    return np.where(batch.array("members")[:, 0] > 0, 1.0, np.nan)


def _lasting(batch: ProjectionBatch) -> FloatArray:
    """Return 1 for plans that do not dissolve within their years and NaN for those that do (B,)."""
    return np.where(batch.array("members")[:, -1] > 0, 1.0, np.nan)


def _first_year(batch: ProjectionBatch) -> FloatArray:
    return started(batch) * batch.cost_per_member_year()


def _settlement(batch: ProjectionBatch) -> FloatArray:
    held = (batch.array("members")[:, :PERIODS_PER_YEAR] > 0).sum(axis=1)
    return np.asarray(_first_year(batch) / np.maximum(held, 1))


def _last_year(batch: ProjectionBatch) -> FloatArray:
    going = batch.array("members")[:, -PERIODS_PER_YEAR] > 0
    cost = paid_in_all(batch.array("charged_per_member")[:, -PERIODS_PER_YEAR:])
    return np.where(going, cost, np.nan)


def _last_of_lasting(batch: ProjectionBatch) -> FloatArray:
    return _lasting(batch) * _last_year(batch)


def _in_first_year(column: str) -> OfBatch:
    def total(batch: ProjectionBatch) -> FloatArray:
        return np.asarray(batch.array(column)[:, :PERIODS_PER_YEAR].sum(axis=1))

    return total


def _in_all(column: str) -> OfBatch:
    def total(batch: ProjectionBatch) -> FloatArray:
        return np.asarray(batch.array(column).sum(axis=1))

    return total


def _at_the_end(column: str) -> OfBatch:
    def last(batch: ProjectionBatch) -> FloatArray:
        return np.asarray(batch.array(column)[:, -1])

    return last


def _members_left(batch: ProjectionBatch) -> FloatArray:
    return _lasting(batch) * batch.array("members")[:, -1]


def _one_claim(batch: ProjectionBatch) -> FloatArray:
    return started(batch) * batch.array("claim_share")[:, 0]


def _dissolves_after(batch: ProjectionBatch) -> FloatArray:
    over = batch.array("members") <= 0
    return np.where(over.any(axis=1), over.argmax(axis=1) / PERIODS_PER_YEAR, np.nan)


def _minimum_after(batch: ProjectionBatch) -> FloatArray:
    return MONTHS_PER_YEAR * _dissolves_after(batch)


def _most_held(batch: ProjectionBatch) -> FloatArray:
    monthly = slice(PERIODS_PER_MONTH - 1, None, PERIODS_PER_MONTH)
    return np.asarray(batch.array("fund")[:, monthly].max(axis=1))


def far(plan: Scenario) -> Scenario:
    """Return a plan with as many years as the membership page looks ahead."""
    return plan.with_changes(years=YEARS_AHEAD)


_PROJECTED = {"mutualmodel": ("project",)}
_FAR = f"project(case.plan.with_changes(years={YEARS_AHEAD}))"


def _of_projection(
    name: str,
    title: str,
    unit: str,
    page: Page,
    read: OfBatch,
    expression: str,
    *,
    first_year_only: bool = False,
) -> Result:
    return Result(
        name,
        title,
        OF_RESULTS[unit],
        page,
        f"project(case.plan).{expression}",
        _PROJECTED,
        read,
        first_year_only=first_year_only,
    )


def _of_far(name: str, title: str, unit: str, read: OfBatch, expression: str) -> Result:
    return Result(
        name,
        title,
        OF_RESULTS[unit],
        "membership",
        f"{_FAR}.{expression}",
        _PROJECTED,
        read,
        plan=far,
    )


READ_OFF = (
    _of_projection(
        "first_year",
        N_("A member pays in the first year"),
        "money a year",
        "home",
        _first_year,
        "headline.cost_per_member_year",
        first_year_only=True,
    ),
    _of_projection(
        "settlement",
        N_("A member pays at a settlement of the first year"),
        "money",
        "home",
        _settlement,
        "headline.cost_per_settlement",
        first_year_only=True,
    ),
    _of_projection(
        "one_claim",
        N_("A member’s share of one claim"),
        "money a claim",
        "home",
        _one_claim,
        "headline.cost_per_claim",
        first_year_only=True,
    ),
    _of_projection(
        "last_year",
        N_("A member pays in the last year"),
        "money a year",
        "home",
        _last_year,
        'years["charged_per_member"].iloc[-1]',
    ),
    Result(
        "ultimate",
        N_("A member pays a year once hardly anyone is new"),
        OF_RESULTS["money a year"],
        "home",
        "project(settled_plan(case.plan)).headline.cost_per_member_year",
        {**_PROJECTED, "mutualmodel.insurance": ("settled_plan",)},
        _first_year,
        plan=settled_plan,
        first_year_only=True,
    ),
    _of_projection(
        "claims",
        N_("Claims paid in the first year"),
        "claims",
        "home",
        _in_first_year("claims"),
        "headline.claims",
        first_year_only=True,
    ),
    _of_projection(
        "payout",
        N_("Payouts in the first year"),
        "money in sum",
        "home",
        _in_first_year("payout"),
        'years["payout"].iloc[0]',
        first_year_only=True,
    ),
    _of_projection(
        "sponsor",
        N_("Others pay in all years"),
        "money in sum",
        "home",
        _in_all("sponsor"),
        'years["sponsor"].sum()',
    ),
    _of_projection(
        "unpaid",
        N_("Left unpaid in all years"),
        "money in sum",
        "home",
        _in_all("unpaid"),
        'years["unpaid"].sum()',
    ),
    _of_far(
        "members_ten",
        N_("Members after ten years"),
        "members",
        _members_left,
        'array("members")[-1]',
    ),
    _of_far(
        "share_ten",
        N_("A member pays in the tenth year"),
        "money a year",
        _last_of_lasting,
        'years["charged_per_member"].iloc[-1]',
    ),
    _of_far(
        "minimum_after",
        N_("Below its minimum after"),
        "months",
        _minimum_after,
        f"headline.dissolved_after_years * {MONTHS_PER_YEAR}",
    ),
    _of_projection(
        "members_end",
        N_("Members at the end"),
        "members",
        "membership",
        _at_the_end("members"),
        'array("members")[-1]',
    ),
    _of_projection(
        "dissolves_after",
        N_("The plan dissolves after"),
        "years",
        "membership",
        _dissolves_after,
        "headline.dissolved_after_years",
    ),
    _of_projection(
        "fund_end",
        N_("The fund at the end"),
        "money in sum",
        "fund",
        _at_the_end("fund"),
        'years["fund"].iloc[-1]',
    ),
    _of_projection(
        "held_most",
        N_("Held for members at most, at the end of a month"),
        "money in sum",
        "fund",
        _most_held,
        f'array("fund")[{PERIODS_PER_MONTH - 1} :: {PERIODS_PER_MONTH}].max()',
    ),
)
