"""The Python that the pages offer does run, and gives the figure beside which it stands."""

import ast
from typing import Any

import pytest

from mutualmodel import Scenario, project, reproduce, wind_down
from mutualmodel.closing import WAYS
from mutualmodel.fairness import balancing_payout, fairness
from mutualmodel.insurance import Terms, break_even_age, reproduce_comparison
from mutualmodel.simulation import simulate
from ui import closing_page, fairness_page, membership_page, risk_page

PLANS = {
    "default": Scenario(),
    "changed": Scenario(members=3e6, per_claim_cap=None, cap_bearer="nobody", years=2, seed=7),
}


def value_of(program: str) -> Any:
    """Run a program and return what its last line comes to."""
    tree = ast.parse(program)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(tree, "program", "exec"), names)
    return eval(compile(ast.Expression(last.value), "program", "eval"), names)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_home_page(plan: Scenario) -> None:
    assert value_of(reproduce(plan)) == project(plan).headline.cost_per_member_year


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_risk_page(plan: Scenario) -> None:
    wanted = simulate(plan, risk_page.FULL_PATHS).quantiles("cost", (0.995,)).values[0, 0]
    assert value_of(risk_page._program(plan)) == wanted


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_closing_page(plan: Scenario, way: Any) -> None:
    closed = wind_down(plan, 1.0, way.terms)
    found = value_of(closing_page._program(closed))
    assert found == pytest.approx((closed.total_owed, closed.operator_total), rel=1e-12)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_fairness_page(plan: Scenario) -> None:
    fair = fairness(plan)
    program = fairness_page._program(plan, "balancing_payout(fair)", balancing_payout(fair))
    assert value_of(program) == balancing_payout(fair)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_membership_page(plan: Scenario) -> None:
    program = membership_page._program(plan, 'array("members")[-1]')
    assert value_of(program) == project(plan).array("members")[-1]


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_insurance_page(plan: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    terms = Terms(loading=0.25)
    value_of(reproduce_comparison(plan, terms, "M", 40))
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == str(break_even_age(plan, terms, "M"))
