"""Every result that can be sought, swept or compared, declared once as inputs are.

A result is a number that a page shows: its name, title and unit, and how it is had from a case. Of
many cases those that are read off a projection are had at once, in one batched run.

>>> from mutualmodel import Case
>>> results([Case()], ["first_year", "claims"]).round(0)
   first_year  claims
0        91.0  59810.0
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing import wind_down
from mutualmodel.engine.fund import paid_in_all
from mutualmodel.engine.projection import ProjectionBatch, project_many
from mutualmodel.inputs.case import Case
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.comparison import break_even_age
from mutualmodel.insurance.systems import settled_plan
from mutualmodel.periods import MONTHS_PER_YEAR, PERIODS_PER_YEAR
from mutualmodel.simulation import simulate, solvent_contribution
from mutualmodel.simulation.uncertainty import uncertainty
from mutualmodel.text import N_
from mutualmodel.units import OF_RESULTS, SHARE, Unit

if TYPE_CHECKING:
    import pandas as pd

Page = Literal["home", "membership", "risk", "fund", "closing", "insurance"]
OfBatch = Callable[[ProjectionBatch], FloatArray]
OfCase = Callable[[Case], float]

# Of a result that is counted over paths; its chance is known to a percentage point or two.
PATHS = 2_000


def _itself(plan: Scenario) -> Scenario:
    return plan


def _first_of(plan: Scenario) -> Scenario:
    # Any plan can have one year, so the rest need not be checked again.
    return plan if plan.years == 1 else plan.model_copy(update={"years": 1})


@dataclass(frozen=True)
class Result:
    """What is declared about one result.

    ``of_plans`` reads it off the projections of many plans (B,); ``of_case`` works it out of one
    case. One of the two is None. ``plan`` is whose projection is read, by default the case's own;
    ``first_year_only`` that no later year of it is needed. ``reads`` are the records of a case that
    it hangs on. NaN is a result that a case does not have: what a plan costs that never starts, or
    when one ends that does not.
    """

    name: str
    title: str
    unit: Unit
    page: Page
    of_plans: OfBatch | None = None
    of_case: OfCase | None = None
    plan: Callable[[Scenario], Scenario] = _itself
    reads: tuple[str, ...] = ("plan",)
    first_year_only: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it is read off a projection: thousands of cases a second then."""
        return self.of_plans is not None


def results(cases: Sequence[Case], names: Sequence[str]) -> "pd.DataFrame":
    """Return results of some cases: one row a case, one column a result, in the result's unit.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    import pandas as pd

    return pd.DataFrame(table_of(cases, names), columns=list(names))


def values_of(cases: Sequence[Case], name: str) -> FloatArray:
    """Return one result of some cases (B,).

    Raises
    ------
    ValueError
        When there is no such result.
    """
    return np.asarray(table_of(cases, (name,))[:, 0])


def table_of(cases: Sequence[Case], names: Sequence[str]) -> FloatArray:
    """Return some results of some cases (B, R); a plan is projected once for all read off it.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    declared = [result_named(name) for name in names]
    found = np.full((len(cases), len(declared)), np.nan)
    read_off: dict[tuple[Callable[[Scenario], Scenario], bool], list[tuple[int, OfBatch]]] = {}
    for column, result in enumerate(declared):
        if result.of_case is not None:
            found[:, column] = [result.of_case(case) for case in cases]
        else:
            assert result.of_plans is not None
            needed = result.plan, result.first_year_only
            read_off.setdefault(needed, []).append((column, result.of_plans))
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


# ---------------------------------------------------------------------------- read off projections


def started(batch: ProjectionBatch) -> FloatArray:
    """Return 1 for plans that start and NaN for those that do not (B,)."""
    return np.where(batch.array("members")[:, 0] > 0, 1.0, np.nan)


def _first_year(batch: ProjectionBatch) -> FloatArray:
    return started(batch) * batch.cost_per_member_year()


def _last_year(batch: ProjectionBatch) -> FloatArray:
    going = batch.array("members")[:, -PERIODS_PER_YEAR] > 0
    cost = paid_in_all(batch.array("charged_per_member")[:, -PERIODS_PER_YEAR:])
    return np.where(going, cost, np.nan)


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


def _one_claim(batch: ProjectionBatch) -> FloatArray:
    return started(batch) * batch.array("claim_share")[:, 0]


def _dissolves_after(batch: ProjectionBatch) -> FloatArray:
    over = batch.array("members") <= 0
    return np.where(over.any(axis=1), over.argmax(axis=1) / PERIODS_PER_YEAR, np.nan)


# ---------------------------------------------------------------------------- worked out of a case


def _point(which: Literal["high", "one_in_200"]) -> OfCase:
    def point(case: Case) -> float:
        if np.isnan(values_of([case], "first_year")[0]):
            return float("nan")
        return float(getattr(uncertainty(case.plan).range_of(), which)[0])

    return point


def _ruin(case: Case) -> float:
    if case.plan.funding == "after":
        return 0.0
    return simulate(case.plan, PATHS).probability("ruined").value


def _reserve(case: Case) -> float:
    needed = solvent_contribution(case.plan)
    return needed if np.isfinite(needed) else float("nan")


def _cheaper_from(sex: str) -> OfCase:
    def age(case: Case) -> float:
        found = break_even_age(case.plan, case.insurer, sex, basis=case.view.cost_basis).age
        return float("nan") if found is None else float(found)

    return age


def _owed_at_closing(case: Case) -> float:
    # A notice beyond the years shown is brought back to their end, as the closing page has it.
    stop = min(case.view.stop_month / MONTHS_PER_YEAR, float(case.plan.years))
    return wind_down(case.plan, stop, case.closing).total_owed


_A_YEAR, _IN_SUM = OF_RESULTS["money a year"], OF_RESULTS["money in sum"]

RESULTS: Mapping[str, Result] = {
    one.name: one
    for one in (
        Result(
            "first_year",
            N_("A member pays in the first year"),
            _A_YEAR,
            "home",
            _first_year,
            first_year_only=True,
        ),
        Result("last_year", N_("A member pays in the last year"), _A_YEAR, "home", _last_year),
        Result(
            "ultimate",
            N_("A member pays a year once hardly anyone is new"),
            _A_YEAR,
            "home",
            _first_year,
            plan=settled_plan,
            first_year_only=True,
        ),
        Result(
            "one_claim",
            N_("A member’s share of one claim"),
            OF_RESULTS["money a claim"],
            "home",
            _one_claim,
            first_year_only=True,
        ),
        Result(
            "claims",
            N_("Claims paid in the first year"),
            OF_RESULTS["claims"],
            "home",
            _in_first_year("claims"),
            first_year_only=True,
        ),
        Result(
            "payout",
            N_("Payouts in the first year"),
            _IN_SUM,
            "home",
            _in_first_year("payout"),
            first_year_only=True,
        ),
        Result("sponsor", N_("Others pay in all years"), _IN_SUM, "home", _in_all("sponsor")),
        Result("unpaid", N_("Left unpaid in all years"), _IN_SUM, "home", _in_all("unpaid")),
        Result(
            "members_end",
            N_("Members at the end"),
            OF_RESULTS["members"],
            "membership",
            _at_the_end("members"),
        ),
        Result(
            "dissolves_after",
            N_("The plan dissolves after"),
            OF_RESULTS["years"],
            "membership",
            _dissolves_after,
        ),
        Result(
            "likely_high",
            N_("First year, one in 20 costs more"),
            _A_YEAR,
            "home",
            of_case=_point("high"),
        ),
        Result(
            "one_in_200",
            N_("First year, one in 200 costs more"),
            _A_YEAR,
            "risk",
            of_case=_point("one_in_200"),
        ),
        Result("fund_end", N_("The fund at the end"), _IN_SUM, "fund", _at_the_end("fund")),
        Result("ruin", N_("The fund is ruined"), SHARE, "fund", of_case=_ruin),
        Result(
            "solvent_contribution",
            N_("Contribution that lasts with 99.5 %"),
            OF_RESULTS["money a month"],
            "fund",
            of_case=_reserve,
        ),
        Result(
            "owed_at_closing",
            N_("Owed at the notice and within the time to claim"),
            _IN_SUM,
            "closing",
            of_case=_owed_at_closing,
            reads=("plan", "closing", "view"),
        ),
        Result(
            "cheaper_from_men",
            N_("Cheaper than a one-year policy for men from age"),
            OF_RESULTS["years"],
            "insurance",
            of_case=_cheaper_from("M"),
            reads=("plan", "insurer", "view"),
        ),
        Result(
            "cheaper_from_women",
            N_("Cheaper than a one-year policy for women from age"),
            OF_RESULTS["years"],
            "insurance",
            of_case=_cheaper_from("F"),
            reads=("plan", "insurer", "view"),
        ),
    )
}
