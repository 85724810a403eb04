"""The guard: figures that do not add up are refused, by the law that they break."""

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mutualmodel import Scenario, project, simulate
from mutualmodel.engine import caps, guard, projection
from mutualmodel.engine.guard import FINITE, MONEY, POSITIVE, FigureFault
from mutualmodel.engine.projection import Ledger
from mutualmodel.engine.run import run_of
from mutualmodel.simulation import paths

PLANS = {
    "after": Scenario(years=2, annual_cap=60.0, per_claim_cap=0.001),
    "fund": Scenario(years=2, funding="fund", opening_fund=3.0, fund_interest=0.03),
    "prepaid": Scenario(years=2, funding="prepaid"),
}


def figures_of(name: str) -> dict[str, Any]:
    """Give the figures of one plan, to be written into: (T, 1) each."""
    return {name: np.array(value) for name, value in vars(project(PLANS[name]).ledger).items()}


def opening_of(name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    plan = PLANS[name]
    each = {"fund": plan.opening_fund, "prepaid": plan.opening_balance}.get(name, 0.0)
    return np.array([plan.members * each])


@pytest.mark.parametrize("name", PLANS)
def test_what_adds_up_passes(name: str) -> None:
    guard.check_ledger(figures_of(name), name, opening_of(name))


@pytest.mark.parametrize("funding", PLANS)
@pytest.mark.parametrize("figure", sorted(set(guard._CHECKED)))
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_no_figure_may_be_infinite_or_none(funding: str, figure: str, wrong: float) -> None:
    figures = figures_of(funding)
    figures[figure][30, 0] = wrong
    with pytest.raises(FigureFault) as refused:
        guard.check_ledger(figures, funding, opening_of(funding))
    assert (refused.value.law, refused.value.figure) == (FINITE, figure)


@pytest.mark.parametrize("figure", ["lapsed", "aged_out", "members", "unpaid", "owed", "fund"])
def test_no_figure_may_be_negative_that_cannot_be(figure: str) -> None:
    figures = figures_of("after")
    figures[figure][7, 0] = -1e-3 * max(figures["members"].max(), figures["owed"].max())
    with pytest.raises(FigureFault) as refused:
        guard.check_ledger(figures, "after", opening_of("after"))
    assert (refused.value.law, refused.value.figure) == (POSITIVE, figure)


# Of each, what breaks it is a thousandth of a figure: what a slip in a formula would do.
@pytest.mark.parametrize(
    ("funding", "figure"),
    [
        *(("after", name) for name in ("payout", "fee", "charged_per_member", "sponsor")),
        *(("prepaid", name) for name in ("payout", "charged_per_member", "contributions", "fund")),
        *(("fund", name) for name in ("payout", "fee", "contributions", "fund")),
    ],
)
def test_no_yuan_comes_from_nowhere(funding: str, figure: str) -> None:
    figures = figures_of(funding)
    assert figures[figure].max() > 0.0
    figures[figure] *= 1.001
    with pytest.raises(FigureFault) as refused:
        guard.check_ledger(figures, funding, opening_of(funding))
    assert refused.value.law == MONEY


def test_a_projection_that_loses_money_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = projection._settled

    def wrong(run: Any) -> Ledger:
        ledger = right(run)
        return replace(ledger, fee=ledger.fee * 1.01)

    monkeypatch.setattr(projection, "_settled", wrong)
    with pytest.raises(FigureFault, match="charged_per_member: what is charged, borne and unpaid"):
        projection.ledger_of(run_of(Scenario(years=1)))


@pytest.mark.parametrize("name", PLANS)
def test_nor_is_a_simulation_that_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = caps.settle

    def wrong(*given: Any, **named: Any) -> Any:
        settled = right(*given, **named)
        return replace(settled, charged=settled.charged + 0.01)

    plan = PLANS[name].with_changes(years=1)
    simulate(plan, 20)
    monkeypatch.setattr(paths, "settle", wrong)
    with pytest.raises(FigureFault, match="what is charged, borne and unpaid"):
        simulate(plan, 20)


def test_where_nobody_leaves_nobody_lapses_not_even_by_rounding() -> None:
    still = Scenario(years=3, lapse_rate=0.0, price_elasticity=0.0, joiners_per_year=3.3e6)
    assert project(still).array("lapsed").min() >= 0.0


def test_a_fault_says_to_a_reader_what_is_wrong_and_comes_back_from_a_worker() -> None:
    fault = FigureFault(POSITIVE, "owed")
    assert str(fault.sentence) == "A figure that cannot be negative is (owed)."
    again = pickle.loads(pickle.dumps(fault))
    assert (again.law, again.figure, str(again)) == (fault.law, fault.figure, str(fault))
