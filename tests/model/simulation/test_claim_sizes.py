"""Sizes of claims on paths: against claims drawn one by one, the exact law, and the projection."""

import numpy as np
import pytest
from scipy import stats

from mutualmodel import Scenario, project, simulate
from mutualmodel.arrays import FloatArray
from mutualmodel.simulation import pool_law
from mutualmodel.simulation.claim_sizes import ONE_BY_ONE, DrawnSizes
from mutualmodel.simulation.luck import uniforms

PATHS = 10_000


def drawn(count: int, cv: float, most: float) -> tuple[FloatArray, FloatArray]:
    sizes = DrawnSizes(7, np.arange(PATHS), cv)
    claims = np.zeros((1, PATHS, 3))
    claims[:, :, 1] = count
    whole, held = sizes.come_to(5, claims, np.full((1, 1, 3), most))
    assert not whole[:, :, [0, 2]].any()
    return whole[0, :, 1], held[0, :, 1]


@pytest.mark.parametrize("cv", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("most", [0.3, 1.0, 4.0, 20.0])
@pytest.mark.parametrize("count", [1, ONE_BY_ONE, 60, 200])
def test_what_claims_come_to_is_as_if_drawn_one_by_one(cv: float, most: float, count: int) -> None:
    """Mean, spread, correlation and tails of all that claims come to, and of what a cap leaves."""
    whole, held = drawn(count, cv, most)
    rng = np.random.default_rng(3)
    one = rng.gamma(cv**-2, cv**2, (PATHS, count))
    wanted, below = one.sum(axis=1), np.minimum(one, most).sum(axis=1)
    assert (held <= np.minimum(whole, count * most) * (1 + 1e-12)).all()
    assert stats.kstest(whole, stats.gamma(count * cv**-2, scale=cv**2).cdf).pvalue > 1e-4
    above, excess = whole - held, wanted - below
    near = 6 * below.std() / PATHS**0.5 + 5e-4 * below.mean()
    assert held.mean() == pytest.approx(below.mean(), abs=near)
    near = 6 * excess.std() / PATHS**0.5 + 5e-4 * below.mean()
    assert above.mean() == pytest.approx(excess.mean(), abs=near)
    if excess.std() > 1e-3 * wanted.std():
        stray = np.square(excess - excess.mean()).std() / (2 * excess.std() * PATHS**0.5)
        near = 0.06 * excess.std() + 6 * stray
        assert above.std() == pytest.approx(excess.std(), abs=near)
        near = 0.03 if count <= ONE_BY_ONE else 0.1
        assert (above > 0).mean() == pytest.approx((excess > 0).mean(), abs=near)
    assert held.std() == pytest.approx(below.std(), rel=0.08, abs=2e-3 * below.mean())
    for level in (0.05, 0.5, 0.95, 0.995):
        ends = np.quantile(below, np.clip([level - 0.02, level + 0.02], 0.0, 1.0))
        slack = 0.01 * below.mean()
        assert ends[0] - slack <= np.quantile(held, level) <= ends[1] + slack


def test_each_claim_has_a_luck_of_its_own_and_keeps_it() -> None:
    keys = np.arange(200_000, dtype=np.uint64)
    for place in (0, 1, 10**6):
        assert stats.kstest(uniforms(keys, place), "uniform").pvalue > 1e-4
    pairs = uniforms(keys, 0), uniforms(keys, 1)
    assert abs(np.corrcoef(*pairs)[0, 1]) < 0.01
    assert abs(np.corrcoef(pairs[0][1:], pairs[0][:-1])[0, 1]) < 0.01
    # Whatever the cap, and however the paths are cut, a claim comes to the same.
    sizes = DrawnSizes(1, np.arange(50), 0.7)
    claims = np.random.default_rng(1).poisson(15.0, (4, 50, 3)).astype(float)
    whole, held = sizes.come_to(10, claims, np.full((4, 50, 3), 1.1))
    loose, all_of_it = sizes.come_to(10, claims, np.full((4, 1, 3), np.inf))
    np.testing.assert_array_equal(whole, loose)
    np.testing.assert_array_equal(loose, all_of_it)
    part = DrawnSizes(1, np.arange(20, 30), 0.7)
    some, some_held = part.come_to(12, claims[2:, 20:30], np.full((2, 10, 3), 1.1))
    np.testing.assert_array_equal(some, whole[2:, 20:30])
    np.testing.assert_array_equal(some_held, held[2:, 20:30])


@pytest.mark.parametrize("members", [3e4, 2e6])
@pytest.mark.parametrize("cv", [0.5, 2.0])
def test_years_of_varying_claims_are_those_of_the_law(members: float, cv: float) -> None:
    plan = Scenario(members=members, claim_size_cv=cv, per_claim_cap=None, years=1)
    paths = 3_000
    found, law = simulate(plan, paths), pool_law(plan)
    payout = found.yearly.payout[0]
    assert payout.mean() == pytest.approx(law.mean, abs=4 * law.sd / paths**0.5)
    spread = np.square(payout - law.mean)
    error = spread.std() / paths**0.5 / (2 * law.sd)
    assert payout.std() == pytest.approx(law.sd, abs=4 * error)
    levels = (0.05, 0.5, 0.95, 0.995)
    quantiles = found.quantiles("payout", levels)
    wanted = [law.quantile(level) for level in levels]
    off = np.abs(quantiles.values[0] - wanted)
    assert (off <= 4 * quantiles.standard_errors[0] + law.step).all()


@pytest.mark.parametrize("bearer", ["sponsor", "nobody"])
@pytest.mark.parametrize("reaction", [0.0, 1.0])
@pytest.mark.parametrize(("members", "cv"), [(3e5, 1.0), (3e6, 0.5), (3e6, 2.0), (2e7, 3.0)])
def test_a_cap_takes_off_paths_what_it_is_expected_to(
    members: float, cv: float, reaction: float, bearer: str
) -> None:
    plan = Scenario(
        members=members,
        claim_size_cv=cv,
        cap_bearer=bearer,
        price_elasticity=reaction,
        years=1,
        systemic_cv=0.0,
    )
    found, expected = simulate(plan, 500), project(plan).headline
    for name in ("payout", "sponsor", "unpaid", "members_pay"):
        mean, error = found.means(name)
        assert mean[0] == pytest.approx(getattr(expected, name), abs=4.5 * error[0] + 1e-6)
    year = found.yearly
    np.testing.assert_allclose(
        year.members_pay + year.sponsor + year.unpaid, year.payout + year.fee, rtol=1e-9
    )
    assert (found.probability("claim_cap").value > 0) == (expected.sponsor + expected.unpaid > 1)


def test_a_part_of_every_claim_is_a_smaller_payout() -> None:
    half = Scenario(covered_share=0.5, members=1e6, years=2, claim_size_cv=0.8)
    named = half.with_changes(covered_share=1.0, payout_under_40=150_000.0, payout_40_plus=50_000.0)
    assert project(half).headline == project(named).headline
    one, other = simulate(half, 200), simulate(named, 200)
    np.testing.assert_array_equal(one.yearly.cost, other.yearly.cost)
