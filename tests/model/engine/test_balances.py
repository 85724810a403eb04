"""Prepaid balances: by hand, member by member, and against the plan after the event."""

import math

import numpy as np
import pytest

from mutualmodel import Scenario, project, project_many, simulate
from mutualmodel.inputs import Value

# Nobody leaves but for an empty balance; no select factors, no waiting, no delay.
STILL: dict[str, Value] = {
    "funding": "prepaid",
    "members": 1e6,
    "lapse_rate": 0.0,
    "systemic_cv": 0.0,
    "waiting_days": 0.0,
    "claim_delay_days": 0.0,
    "select_year_1": 1.0,
    "select_year_2": 1.0,
    "per_claim_cap": None,
    "years": 2,
}
YEAR = 24


def plan(**changes: Value) -> Scenario:
    return Scenario(**{**STILL, **changes})


def test_a_balance_is_drawn_down_levy_by_levy() -> None:
    found = project(plan(opening_balance=1_000.0, balance_floor=0.0))
    levy, members, fund = (found.array(n) for n in ("charged_per_member", "members", "fund"))
    assert not found.array("contributions").any()
    # Who turns sixty takes her balance with her: those who are left hold what is left.
    ahead = np.append(members[1:], members[-1])
    left = 1_000.0 - np.cumsum(levy)
    np.testing.assert_allclose(fund[:-1], (ahead * left)[:-1], rtol=1e-9)
    gone = found.array("returned")[:-1]
    np.testing.assert_allclose(gone, (found.array("aged_out") * left)[:-1], rtol=1e-6)


def test_who_would_have_less_than_the_floor_tops_up_at_once() -> None:
    found = project(plan(opening_balance=20.0, top_up=30.0, balance_floor=5.0, years=1))
    levy, members = found.array("charged_per_member"), found.array("members")
    balance, paid_in = 20.0, []
    for one in levy:
        balance -= one
        times = max(math.ceil((5.0 - balance) / 30.0), 0)
        paid_in.append(30.0 * times)
        balance += paid_in[-1]
    assert sum(paid_in) > 0
    np.testing.assert_allclose(found.array("contributions"), np.array(paid_in) * members, rtol=1e-9)
    # Nobody is short who tops up.
    assert not found.array("unpaid").any()


def test_who_does_not_top_up_pays_what_is_left_and_is_out() -> None:
    found = project(plan(opening_balance=6.0, balance_floor=0.0, top_up_share=0.25, years=1))
    levy, members = found.array("gross_per_member"), found.array("members")
    dry = int(np.argmax(np.cumsum(levy) > 6.0))
    left = 6.0 - levy[:dry].sum()
    assert found.array("lapsed")[dry] == pytest.approx(0.75 * members[dry], rel=1e-3)
    assert members[dry + 1] == pytest.approx(0.25 * members[dry], rel=1e-3)
    short = 0.75 * members[dry] * (levy[dry] - left)
    assert found.array("deficit")[dry] == pytest.approx(short, rel=1e-9)
    assert found.array("unpaid")[dry] == pytest.approx(short / 1.08, rel=1e-9)


def test_where_all_top_up_the_plan_is_the_one_after_the_event() -> None:
    for changes in (
        {"joiners_per_year": 2e5},
        {"price_elasticity": 1.0, "lapse_rate": 0.1, "joiners_per_year": 2e5},
        {"annual_cap": 60.0, "cap_bearer": "nobody", "lapse_rate": 0.05},
        {"minimum_members": 9e5, "lapse_rate": 0.2},
    ):
        prepaid = plan(**changes)
        now, then = project(prepaid), project(prepaid.with_changes(funding="after"))
        for name in ("members", "lapsed", "charged_per_member", "sponsor", "unpaid", "fee"):
            np.testing.assert_allclose(
                now.array(name), then.array(name), rtol=1e-9, atol=1e-6, err_msg=name
            )


def test_rows_of_a_batch_keep_their_own_balances() -> None:
    plans = [
        plan(
            opening_balance=5.0 * n + 1.0, top_up_share=share, joiners_per_year=3e5, lapse_rate=0.1
        )
        for n in range(4)
        for share in (0.0, 0.6, 1.0)
    ]
    for alone, one in zip(map(project, plans), project_many(plans), strict=True):
        for name in ("members", "fund", "returned", "contributions", "unpaid"):
            np.testing.assert_allclose(
                one.array(name), alone.array(name), rtol=1e-9, atol=1e-3, err_msg=name
            )


def test_a_simulation_without_any_chance_is_the_projection() -> None:
    large = plan(members=3e8, top_up_share=0.7, lapse_rate=0.1, joiners_per_year=1e8)
    found, expected = simulate(large, 60), project(large)
    assert found.fund is not None
    # When they run dry strays by a settlement at most: over a year that is little.
    held = expected.array("fund").reshape(2, YEAR).mean(axis=1)
    np.testing.assert_allclose(found.fund.mean.reshape(2, YEAR).mean(axis=1), held, rtol=0.02)
    members = expected.array("members").reshape(2, YEAR).mean(axis=1)
    stayed = found.membership.mean.reshape(2, YEAR).mean(axis=1)
    np.testing.assert_allclose(stayed, members, rtol=0.01)


# ------------------------------------------------------------------------------- one by one


class OneByOne:
    """Members who each have a balance, leave, join and top up by the throw of a die."""

    def __init__(self, scenario: Scenario, rng: np.random.Generator) -> None:
        self.plan, self.rng = scenario, rng
        self.balance = np.full(int(scenario.members), scenario.opening_balance)
        self.held: list[float] = []
        self.members: list[int] = []
        self.paid_in: list[float] = []
        self.returned: list[float] = []

    def settle(self, levy: float) -> None:
        """Share one settlement."""
        plan, rng = self.plan, self.rng
        self.members.append(len(self.balance))
        left = self.balance - levy
        asked = left < plan.balance_floor
        tops = asked & (rng.random(len(left)) < plan.top_up_share)
        times = np.ceil((plan.balance_floor - left[tops]) / plan.top_up)
        after = left.copy()
        after[tops] += times * plan.top_up
        out = asked & ~tops
        after[out] = np.maximum(after[out], 0.0)
        stays = ~out & (rng.random(len(left)) < math.exp(-plan.lapse_rate / YEAR))
        self.paid_in.append(float((times * plan.top_up).sum()))
        self.returned.append(float(after[~stays].sum()))
        joiners = rng.poisson(plan.joiners_per_year / YEAR)
        self.held.append(float(after[stays].sum()))
        self.balance = np.concatenate([after[stays], np.full(joiners, plan.opening_balance)])


def test_balances_agree_with_members_followed_one_by_one() -> None:
    scenario = plan(
        members=40_000.0,
        joiners_per_year=12_000.0,
        lapse_rate=0.2,
        top_up_share=0.7,
        opening_balance=25.0,
        # Nobody turns sixty in two years.
        share_under_18=0.0,
        share_40_to_59=0.0,
    )
    expected = project(scenario)
    levies = expected.array("gross_per_member")
    runs = [OneByOne(scenario, np.random.default_rng(seed)) for seed in range(4)]
    for levy in levies:
        for run in runs:
            run.settle(float(levy))
    for name, column in (("members", "members"), ("held", "fund")):
        mean = np.mean([getattr(run, name) for run in runs], axis=0)
        np.testing.assert_allclose(mean, expected.array(column), rtol=0.01, err_msg=name)
    paid_in = np.mean([np.sum(run.paid_in) for run in runs])
    joining = scenario.opening_balance * expected.array("joined")[:-1].sum()
    assert paid_in == pytest.approx(expected.array("contributions").sum() - joining, rel=0.03)
