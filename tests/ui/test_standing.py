"""What stands beside any figure of a plan: who pays, when it ends, what the years after cost."""

import pytest

from mutualmodel import Projection, Scenario, project
from mutualmodel.engine import borne
from ui.frame.standing import ends, paid_by, years_after
from ui.kit.language import amount, money, percent


def dissolving_after(settlements: int, years: int = 5) -> Projection:
    """Project a plan whose minimum lies between its members at two settlements."""
    plan = Scenario(lapse_rate=0.3, years=years)
    members = project(plan).array("members")
    least = float(members[settlements] + members[settlements - 1]) / 2
    ended = project(plan.with_changes(minimum_members=least))
    assert ended.headline.dissolved_after_years == settlements / 24
    return ended


@pytest.mark.parametrize(
    ("settlements", "told"), [(12, 0), (24, 0), (30, 1), (48, 1), (60, 2), (72, 2), (88, 3)]
)
def test_the_years_after_are_those_that_the_plan_has_settlements_in(
    settlements: int, told: int
) -> None:
    ended = dissolving_after(settlements)
    costs = ended.years["charged_per_member"].to_numpy()
    assert (costs > 0).sum() == told + 1
    says = years_after(ended)
    for cost in costs[1 : told + 1]:
        assert amount(float(cost)) in says
    assert (says.startswith("Until the plan dissolves")) == (told == 0)
    assert "cost 0" not in says
    assert ", 0" not in says


@pytest.mark.parametrize("years", [1, 2, 5, 10])
def test_a_plan_that_goes_on_tells_what_it_comes_to(years: int) -> None:
    plan = project(Scenario(years=years))
    says = years_after(plan)
    assert "ultimate cost" in says
    later = plan.years["charged_per_member"].to_numpy()[1:]
    assert all(amount(float(cost)) in says for cost in later[[0, -1] if len(later) else []])


def test_a_plan_that_owes_nothing_leaves_nothing_unpaid() -> None:
    gone = Scenario(members=3e6, minimum_members=5e6)
    owed = project(gone).headline.owed_at_dissolution
    assert f"claims of {money(owed)}" in ends(project(gone))
    free = gone.with_changes(payout_under_40=0.0, payout_40_plus=0.0)
    assert ends(project(free)).endswith("Nothing is owed to claimants then.")


def test_where_nothing_is_ever_shared_no_year_is_told() -> None:
    free = Scenario(payout_under_40=0.0, payout_40_plus=0.0)
    assert years_after(project(free)) == ""


@pytest.mark.parametrize("settled", [False, True])
def test_who_pays_is_said_of_the_year_that_it_is_of(settled: bool) -> None:
    helped = project(Scenario(members=1e4))
    parts = borne(helped)
    says = paid_by(helped, settled=settled)
    assert f"the operator {percent(parts.share(parts.sponsor), 1)}" in says
    assert ("hardly anyone is new" in says) == settled
    assert paid_by(project(Scenario()), settled=settled) == ""
