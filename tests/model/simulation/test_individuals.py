"""Simulated paths against members who live one by one, many pools over.

Nothing of the engine is used: every member has an age, a sex and a risk of her own, falls ill or
leaves by her own throw of dice, and is charged what the pool's claims of that settlement come to.
"""

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import opening_ages
from mutualmodel.engine.risk import class_count, risk_classes
from mutualmodel.simulation import simulate

# Two thirds are 18 to 39 and may pass 40, the rest are children; nobody waits or is selected.
PLAN = Scenario(
    members=10_000.0,
    share_under_18=0.35,
    share_40_to_59=0.0,
    opening_tenure_years=20.0,
    incidence_multiplier=3.0,
    select_year_1=1.0,
    select_year_2=1.0,
    waiting_days=0.0,
    claim_delay_days=0.0,
    payout_under_40=300_000.0,
    payout_40_plus=100_000.0,
    mild_payout=50_000.0,
    fee_rate=0.1,
    per_claim_cap=None,
    systemic_cv=0.3,
    lapse_rate=0.15,
    price_elasticity=1.0,
    price_memory_months=3.0,
    risk_spread=0.6,
    bad_year_probability=0.2,
    bad_year_size=0.7,
    run_probability=0.25,
    run_share=0.3,
    years=2,
)
POOLS = 400


def lives(plan: Scenario, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """One pool: yearly cost of a member who stays (Y,), members at the year's last settlement."""
    size, rates = int(plan.members), RateBasis.of(plan).claims
    spread = opening_ages(plan).ravel()
    sex, whole = np.divmod(rng.choice(len(spread), size, p=spread), 60)
    age = whole + rng.random(size)
    points, weights = risk_classes(np.array([plan.risk_spread]), class_count(plan.risk_spread))
    risk = points[0][rng.choice(len(points[0]), size, p=weights[0])]
    payouts, inside = np.array(plan.payouts), np.ones(size, dtype=bool)
    cost, last, price = np.zeros(plan.years), np.zeros(plan.years), 0.0
    for year in range(plan.years):
        factor = rng.gamma(plan.systemic_cv**-2, plan.systemic_cv**2)
        if rng.random() < plan.bad_year_probability:
            factor *= 1 + plan.bad_year_size
        run = rng.integers(24) if rng.random() < plan.run_probability else -1
        for settlement in range(24):
            own = plan.incidence_multiplier * risk[:, None] * rates[sex, age.astype(int)]
            ill = rng.random((size, 3)) < -np.expm1(-factor * own / 24)
            claims = ill[inside].sum(axis=0)
            members = inside.sum()
            charged = float(claims @ payouts) * (1 + plan.fee_rate) / members
            cost[year] += charged
            last[year] = members
            first = year == settlement == 0
            memory = 1 if first else -np.expm1(-0.5 / plan.price_memory_months)
            price += memory * (24 * charged - price)
            answer = np.clip((price / (own @ payouts)) ** plan.price_elasticity, 0.05, 20.0)
            hazard = np.minimum(plan.lapse_rate / 24 * answer, 0.5)
            if settlement == run:
                hazard = hazard - np.log1p(-plan.run_share)
            inside &= rng.random(size) < np.exp(-hazard)
            age += 1 / 24
    return cost, last


@pytest.mark.long
def test_costs_and_members_spread_as_those_of_pools_of_individuals() -> None:
    rng = np.random.default_rng(20181016)
    found = [lives(PLAN, rng) for _ in range(POOLS)]
    costs, members = (np.array(figures).T for figures in zip(*found, strict=True))
    simulation = simulate(PLAN, 6_000)
    for mine, theirs in ((simulation.yearly.cost, costs), (simulation.yearly.members, members)):
        for year in range(PLAN.years):
            sd = theirs[year].std()
            error = (sd**2 * (1 / POOLS + 1 / 6_000)) ** 0.5
            assert mine[year].mean() == pytest.approx(theirs[year].mean(), abs=4 * error)
            # The error of a standard deviation, with the tails these have.
            deviation = np.square(theirs[year] - theirs[year].mean())
            assert mine[year].std() == pytest.approx(
                sd, abs=4 * deviation.std() / (2 * sd * POOLS**0.5)
            )
            ranked = np.sort(theirs[year])
            for level in (0.1, 0.5, 0.9):
                place = level * POOLS + np.array([-4, 4]) * (POOLS * level * (1 - level)) ** 0.5
                low, high = ranked[np.clip(place, 0, POOLS - 1).astype(int)]
                assert low <= np.quantile(mine[year], level) <= high
