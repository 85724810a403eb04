"""The law's transform where it is cut short, and years that hardly ever have a claim."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel.inputs.scenario import Scenario
from mutualmodel.laws import claims_law
from mutualmodel.laws.lattice import Year, characteristic, exponent, lattice
from mutualmodel.simulation import pool_law, simulate, tail_split


def year_of(claims: float, amounts: list[float], cv: float) -> Year:
    share = claims / len(amounts)
    return Year(np.full(len(amounts), share), np.array(amounts), cv, [(1.0, 1.0)])


@pytest.mark.parametrize("cv", [0.0, 0.02, 0.1, 0.4])
@pytest.mark.parametrize("claims", [300.0, 20_000.0])
@pytest.mark.parametrize(
    "amounts", [[1.0], [1.0, 3.0], [7.0, 40.0, 41.0], [*range(5, 17)]], ids=str
)
def test_frequencies_left_out_have_a_negligible_transform(
    amounts: list[float], claims: float, cv: float
) -> None:
    year, points = year_of(claims, [float(a) for a in amounts], cv), 6_000
    at = lattice(year, 10.0 * points, points * 100)
    kept, *there = exponent(year, at, points)
    every, *all_over = exponent(year, at, points, everywhere=True)
    assert len(every) == points // 2 + 1
    transform = characteristic(year, *all_over)
    np.testing.assert_allclose(characteristic(year, *there), transform[kept], atol=1e-11)
    left_out = np.setdiff1d(every, kept)
    assert np.abs(transform[left_out]).max(initial=0.0) < 1e-19
    if cv == 0.0 and claims > 1_000:
        assert len(kept) < len(every) / 4


@given(
    claims=st.floats(-14, -1).map(lambda power: 10**power),
    cv=st.sampled_from([0.0, 1e-5, 0.1, 0.5]),
    share=st.floats(0.01, 0.99),
)
def test_rare_claims_keep_all_their_digits(claims: float, cv: float, share: float) -> None:
    """By one and two claims, whose chances are written out: negative binomial or Poisson."""
    law = claims_law(claims, {10_000.0: share, 70_000.0: 1.0 - share}, cv)
    at = np.rint(law.values / 10_000.0).astype(int)
    chance = {place: float(law.probabilities[at == place].sum()) for place in (0, 1, 2, 7)}
    square = cv**2
    none = math.exp(-math.log1p(square * claims) / square if cv else -claims)
    one = none * claims / (1.0 + square * claims)
    two = one * claims * (1.0 + square) / (2.0 * (1.0 + square * claims))
    assert chance[0] == pytest.approx(none, rel=1e-12)
    assert chance[1] == pytest.approx(share * one, rel=1e-9)
    assert chance[2] == pytest.approx(share**2 * two, rel=1e-6, abs=1e-15 * claims)
    assert chance[7] == pytest.approx((1.0 - share) * one, rel=1e-3)
    # Together with years of more: another payout beside it, or two.
    assert law.probability_above(69_999.0) == pytest.approx((1.0 - share) * one, rel=0.3)


@pytest.mark.parametrize("cv", [0.0, 0.1, 0.5])
def test_rare_claims_that_vary_or_meet_bad_years_have_a_law(cv: float) -> None:
    law = claims_law(
        1e-11, {300.0: 1.0}, cv, bad_year_probability=0.1, bad_year_size=1.0, size_cv=0.8
    )
    mean = 1e-11 * 1.1 * 300.0
    assert float((law.probabilities * law.values).sum()) == pytest.approx(mean, rel=1e-9)


@given(
    members=st.floats(math.log(21), math.log(2.9e8)).map(math.exp),
    multiplier=st.floats(0.05, 3.0),
    tenure=st.sampled_from([0.0, 0.1, 0.3, 2.0]),
    waiting=st.sampled_from([0.0, 90.0, 365.0]),
    selects=st.tuples(st.floats(0.0, 1.5), st.floats(0.0, 1.5)),
    cv=st.sampled_from([0.0, 0.1, 0.5]),
)
def test_every_plan_has_a_law_for_every_year(
    members: float,
    multiplier: float,
    tenure: float,
    waiting: float,
    selects: tuple[float, float],
    cv: float,
) -> None:
    plan = Scenario(
        members=members,
        incidence_multiplier=multiplier,
        opening_tenure_years=tenure,
        waiting_days=waiting,
        select_year_1=selects[0],
        select_year_2=selects[1],
        systemic_cv=cv,
        years=3,
    )
    for year in (1, 2, 3):
        law = pool_law(plan, year)
        assert law.quantile(0.995) >= 0.0
        assert 0.0 <= law.probability_above(law.mean) <= 1.0


def test_the_plan_whose_law_was_once_refused_is_split() -> None:
    plan = Scenario(
        members=1e4,
        opening_tenure_years=0.3,
        select_year_1=0.01,
        select_year_2=0.0,
        waiting_days=365.0,
        incidence_multiplier=0.05,
    )
    paths = simulate(plan, 40)
    for year in range(1, plan.years + 1):
        split = tail_split(paths, year)
        assert min(split.worst.members, split.worst.sponsor, split.worst.claimants) >= 0.0
        assert split.insurer_capital >= 0.0
