"""Which contribution keeps a fund above zero, against exact first passages and sums by hand."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import gammaincinv, roots_legendre
from scipy.stats import poisson

from mutualmodel import Scenario, project, simulate
from mutualmodel.arrays import BoolArray, FloatArray
from mutualmodel.engine.fund import funded
from mutualmodel.laws import claims_law
from mutualmodel.simulation import needed_contributions, solvency, solvent_contribution
from mutualmodel.simulation.solvency import _Bills

FUND = Scenario(funding="fund", years=1)
LEVELS = (0.95, 0.99, 0.995)
UNIT = 100_000.0


def first_passage(plan: Scenario, contribution: float, fund: float = 0.0) -> float:
    """Give the probability that a year's fund is ruined at some settlement, by convolving.

    Given the year's factor, claims of each settlement are Poisson: the law of the claims so far, in
    units of 100,000 yuan, is convolved settlement by settlement, and what has been ruined is taken
    out. The factor is integrated out by its quantiles.
    """
    projection = project(plan)
    members, claims = projection.array("members"), projection.array("claims_by_kind")
    amounts = [round(payout / UNIT) for payout in plan.payouts]
    held = fund * plan.members + np.cumsum(members) * contribution / 2
    most = np.floor(held / (UNIT * (1 + plan.fee_rate)) + 1e-9).astype(int)
    nodes, weights = roots_legendre(60)
    shape = 1.0 / plan.systemic_cv**2
    factors = gammaincinv(shape, (nodes + 1) / 2) / shape
    survived = [_surviving(claims * factor, amounts, most, int(most[-1]) + 1) for factor in factors]
    return 1.0 - float(np.array(survived) @ weights / 2)


def _surviving(claims: FloatArray, amounts: list[int], most: FloatArray, size: int) -> float:
    so_far = np.zeros(size)
    so_far[0] = 1.0
    for expected, limit in zip(claims, most, strict=True):
        for mean, amount in zip(expected, amounts, strict=True):
            if amount == 0 or mean == 0.0:
                continue
            counts = poisson.pmf(np.arange((size - 1) // amount + 1), mean)
            spread = np.zeros(size)
            spread[: len(counts) * amount : amount] = counts
            so_far = np.convolve(so_far, spread)[:size]
        so_far[int(limit) + 1 :] = 0.0
    return float(so_far.sum())


def year_end(plan: Scenario, contribution: float) -> float:
    """Give the probability that a whole year's claims exceed its contributions."""
    projection = project(plan)
    expected = projection.array("claims_by_kind").sum(axis=0)
    parts: dict[float, float] = {}
    for payout, part in zip(plan.payouts, expected / expected.sum(), strict=True):
        if payout > 0:
            parts[payout] = parts.get(payout, 0.0) + part
    law = claims_law(expected.sum(), parts, cv=plan.systemic_cv)
    paid_in = contribution / 2 * projection.array("members").sum()
    return law.probability_above(paid_in / (1 + plan.fee_rate))


@pytest.mark.parametrize("members", [10_000, pytest.param(100_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("fund", [0.0, 30.0])
def test_ruin_is_that_of_the_exact_first_passage(members: float, fund: float) -> None:
    plan = FUND.with_changes(members=float(members), opening_fund=fund, joiners_per_year=0.0)
    needed = needed_contributions(plan, paths=20_000)
    for contribution in (6.0, 9.0, 14.0):
        exact = first_passage(plan, contribution, fund)
        error = np.sqrt(exact * (1 - exact) / 20_000)
        assert float(needed.ruin(contribution)) == pytest.approx(exact, abs=4 * error + 1e-9)


def test_the_contribution_needed_is_ruined_as_often_as_asked() -> None:
    plan = FUND.with_changes(members=1e6)
    needed = needed_contributions(plan, paths=20_000)
    for level in LEVELS:
        ruin = first_passage(plan, needed.at(level))
        error = np.sqrt(level * (1 - level) / 20_000)
        assert ruin == pytest.approx(1 - level, abs=4 * error)
        assert 0 < needed.error(level) < 0.1 * needed.at(level)


def year_end_contribution(plan: Scenario, ruin: float) -> float:
    """Give the contribution which a whole year's claims exceed with this probability."""
    low, high = 0.0, 100.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if year_end(plan, middle) > ruin else (low, middle)
    return high


def test_the_law_of_the_years_end_is_a_lower_bound_only() -> None:
    """In a small pool without a fund most of the ruin is in the first settlements."""
    small = FUND.with_changes(
        members=1e5, select_year_1=1.0, select_year_2=1.0, incidence_multiplier=0.13
    )
    assert project(small).headline.claims == pytest.approx(30, abs=1)
    contribution = year_end_contribution(small, 0.005)
    assert year_end(small, contribution) == pytest.approx(0.005, rel=0.2)
    assert first_passage(small, contribution) == pytest.approx(0.23, abs=0.04)


@pytest.mark.parametrize("members", [1e4, 1e6, 1e8])
def test_no_fund_is_ruined_less_often_than_its_year_is_short(members: float) -> None:
    plan = FUND.with_changes(members=members)
    needed = needed_contributions(plan, paths=20_000)
    for contribution in (7.0, 8.0, 9.5):
        short, ruined = year_end(plan, contribution), float(needed.ruin(contribution))
        assert ruined >= short - 4 * np.sqrt(short * (1 - short) / 20_000)


def test_in_a_vast_pool_with_level_claims_the_years_end_tells_all() -> None:
    """Claims that do not grow within the year: what is short at all is short at its end."""
    plan = FUND.with_changes(members=1e8, select_year_1=1.0, select_year_2=1.0)
    needed = needed_contributions(plan, paths=20_000)
    for ruin in (0.05, 0.005):
        error = np.sqrt(ruin * (1 - ruin) / 20_000)
        found = float(needed.ruin(year_end_contribution(plan, ruin)))
        assert found == pytest.approx(ruin, abs=4 * error)


def test_without_chance_it_is_arithmetic() -> None:
    """A vast pool without a common factor: the largest mean bill over all first settlements."""
    plan = FUND.with_changes(members=1e8, years=3, systemic_cv=0.0, surplus_returned=0.0)
    projection = project(plan)
    bills = (projection.array("payout") * (1 + plan.fee_rate)).cumsum()
    by_hand = (bills / (projection.array("members").cumsum() / 2)).max()
    assert solvent_contribution(plan, 0.5) == pytest.approx(by_hand, rel=2e-3)
    opened = plan.with_changes(opening_fund=50.0)
    by_hand = ((bills - 50e8) / (projection.array("members").cumsum() / 2)).max()
    assert solvent_contribution(opened, 0.5) == pytest.approx(by_hand, rel=2e-3)


PLANS = {
    "all comes back": FUND.with_changes(years=4),
    "nothing comes back": FUND.with_changes(years=4, surplus_returned=0.0),
    "half of it": FUND.with_changes(years=5, surplus_returned=0.5, members=1e6),
    "interest and a fund": FUND.with_changes(
        years=3, fund_interest=0.05, opening_fund=40.0, target_reserve=10.0, members=1e5
    ),
    "part, interest, a fund": FUND.with_changes(
        years=4, fund_interest=0.05, opening_fund=60.0, surplus_returned=0.3, members=1e5
    ),
    "no target": FUND.with_changes(years=3, target_reserve=0.0, members=1e5),
    "dissolves": FUND.with_changes(years=3, minimum_members=7e7, lapse_rate=0.3),
    "runs": FUND.with_changes(years=3, run_probability=0.3, run_share=0.5, members=1e6),
}


def ruined(bills: _Bills, contribution: FloatArray) -> BoolArray:
    """Move the fund of every path settlement by settlement at a contribution a month (B,)."""
    rows = replace(bills.rows, column=bills.rows.column | {"contribution_month": contribution})
    money = funded(rows, bills.members, bills.alive, bills.due, bills.debts)
    return np.asarray((money.deficit > 0.0).any(axis=0))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_the_closed_form_is_the_edge_of_ruin_on_every_path(plan: Scenario) -> None:
    """A thousandth less is ruined where it was enough, by the fund moved settlement by settlement.

    Independent of the closed form: it is the engine's own loop over the fund.
    """
    for bills in solvency(plan, paths=200).bills:
        least = bills.least(plan.years, plan.opening_fund)
        reached = np.isfinite(least)
        assert not ruined(bills, np.where(reached, least * (1 + 1e-5), 0.0))[reached].any()
        assert ruined(bills, np.where(reached, least * (1 - 1e-3), 0.0))[
            reached & (least > 0)
        ].all()


@pytest.mark.parametrize("years", [1, 3])
def test_it_agrees_with_the_simulation_of_the_fund_itself(years: int) -> None:
    plan = FUND.with_changes(years=3, contribution_month=12.0, members=1e6)
    simulation = simulate(plan, 2_000)
    needed = solvency(plan, paths=2_000).needed(years)
    ruined = simulation.yearly.ruined[:years].any(axis=0)
    assert float(needed.ruin(12.0)) == pytest.approx(ruined.mean(), abs=1e-9)


def test_more_years_or_less_at_the_start_need_more() -> None:
    plan = FUND.with_changes(years=4, members=1e6)
    known = solvency(plan, paths=1_000)
    by_year = [known.needed(year).contribution for year in range(1, 5)]
    assert all((later >= earlier).all() for earlier, later in itertools.pairwise(by_year))
    contributions, funds = np.linspace(0.0, 20.0, 11), np.array([0.0, 50.0, 200.0, 1e4])
    ruin = known.ruin(contributions, funds)
    assert ruin.shape == (4, 11)
    assert (np.diff(ruin, axis=0) <= 0).all()
    assert (np.diff(ruin, axis=1) <= 0).all()
    assert ruin[0, 0] == 1.0
    kept = solvency(plan.with_changes(surplus_returned=0.0), paths=100)
    assert kept.ruin(contributions, funds)[-1].max() == 0.0


def test_whoever_steps_in_and_whatever_is_paid_now_makes_no_difference() -> None:
    plan = FUND.with_changes(years=2)
    expected = needed_contributions(plan, paths=500).contribution
    for changed in (
        plan.with_changes(deficit_bearer="insurer", contribution_month=3.0),
        plan.with_changes(deficit_bearer="claims"),
        plan.with_changes(funding="after"),
        plan.with_changes(funding="prepaid"),
    ):
        assert needed_contributions(changed, paths=500).contribution == pytest.approx(expected)


def test_members_who_react_are_those_who_pay_what_is_needed() -> None:
    plan = FUND.with_changes(price_elasticity=0.5, lapse_rate=0.1, members=1e6)
    needed = solvent_contribution(plan, 0.5)
    simulation = simulate(plan.with_changes(contribution_month=needed), 1_000)
    assert simulation.probability("ruined").value == pytest.approx(0.5, abs=0.06)


def test_what_it_refuses() -> None:
    with pytest.raises(ValueError, match="years = 2"):
        needed_contributions(FUND, 2)
    with pytest.raises(ValueError, match="confidence = 1"):
        needed_contributions(FUND, paths=10).at(1)
