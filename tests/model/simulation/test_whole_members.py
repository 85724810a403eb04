"""Small pools, members in whole numbers: binomial laws by hand, lives one by one, and the mean."""

import numpy as np
import pytest
from scipy import stats

from mutualmodel import Scenario, project, simulate
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import cohorts
from mutualmodel.simulation import whole_members
from mutualmodel.simulation.draws import draw
from mutualmodel.simulation.paths import repeated
from mutualmodel.simulation.whole_members import Luck, binomial_counts, run_whole

TWENTY = Scenario(members=20.0, share_40_to_59=0.0, years=2, systemic_cv=0.0)


@pytest.mark.parametrize("chance", [1e-4, 0.03, 0.4, 0.5, 0.77, 0.999])
@pytest.mark.parametrize("number", [1, 7, 60, 100_000])
def test_counts_are_the_quantiles_of_the_binomial_law(number: int, chance: float) -> None:
    levels = (np.arange(2_000) + 0.5) / 2_000
    found = binomial_counts(np.full(2_000, number), np.full(2_000, chance), levels)
    wanted = stats.binom.ppf(levels, number, chance)
    if chance > 0.5:  # those who stay are counted from the other end
        wanted = number - stats.binom.ppf(1.0 - levels, number, 1.0 - chance)
    off = np.abs(found - wanted)
    assert off.max() <= (1 if number * chance * (1 - chance) > 30 else 0)
    assert (off > 0).mean() < 0.02
    assert (
        binomial_counts(np.array([0, 5]), np.array([0.5, 0.0]), np.full(2, 0.9)).tolist() == [0] * 2
    )


def test_how_many_of_twenty_are_left_is_binomial() -> None:
    """Nobody turns sixty: everyone stays with exp(-rate x time), so 20 throws by hand."""
    plan = TWENTY.with_changes(lapse_rate=0.7)
    left = simulate(plan, 2_000).yearly.members
    for year in (1, 2):
        # A year's last settlement is shared by those who stayed through 24 years - 1.
        staying = np.exp(-0.7 * (24 * year - 1) / 24)
        counts = np.bincount(left[year - 1].astype(int), minlength=21)[:21]
        wanted = 2_000 * stats.binom.pmf(np.arange(21), 20, staying)
        # Nobody left is a plan that is over; both are no members.
        common = wanted > 5
        chi = (np.square(counts - wanted) / wanted)[common].sum()
        assert chi < stats.chi2.ppf(0.9999, common.sum())
    assert (left == left.astype(int)).all()


def test_the_claims_of_twenty_are_poisson() -> None:
    plan = TWENTY.with_changes(
        members=20.0,
        lapse_rate=0.0,
        incidence_multiplier=3.0,
        per_claim_cap=None,
        years=10,
        share_under_18=0.0,
        share_40_to_59=1.0,
    )
    found = simulate(plan, 2_000)
    expected = project(plan).years["claims"].to_numpy()
    claims = found.yearly.claims
    error = np.sqrt(expected / 2_000)
    np.testing.assert_allclose(claims.mean(axis=1), expected, atol=4.5 * error.max())
    none = (claims[0] == 0).mean()
    assert none == pytest.approx(np.exp(-expected[0]), abs=4.5 * np.sqrt(none * (1 - none) / 2_000))
    # One claim of 300,000 or of 100,000 and the fee, shared by those who are there.
    one = claims[0] == 1
    shares = found.yearly.gross[0, one] * found.yearly.members[0, one] / 1.08
    assert shares.min() > 0.4e5
    year = found.yearly
    np.testing.assert_allclose(
        year.members_pay + year.sponsor + year.unpaid, year.payout + year.fee, rtol=1e-9
    )


PLANS = {
    "alone": Scenario(members=300.0, lapse_rate=0.3),
    "joined": Scenario(members=200.0, joiners_per_year=150.0, opening_tenure_years=0.5),
    "reacting": Scenario(
        members=400.0, price_elasticity=1.0, lapse_rate=0.2, per_claim_cap=None, annual_cap=100.0
    ),
    "struck": Scenario(
        members=300.0, scandal_share=0.4, scandal_spares=1.0, run_probability=0.3, lapse_rate=0.1
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_on_average_members_and_claims_are_those_expected(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same plan with its members in expectation, but for what one claim does to leaving."""
    plan = PLANS[name].with_changes(years=3, incidence_multiplier=2.0, systemic_cv=0.0)
    whole = simulate(plan, 1_000)
    monkeypatch.setattr(whole_members, "FEW_MEMBERS", 0.0)
    flowing = simulate(plan, 1_000)
    for figure, slack in (("members", 0.006), ("claims", 0.01), ("payout", 0.01)):
        (mine, error), (theirs, other) = whole.means(figure), flowing.means(figure)
        wide = 4.5 * np.hypot(error, other) + slack * theirs
        assert (np.abs(mine - theirs) <= wide).all(), (figure, mine, theirs)


def test_members_are_conserved_and_a_path_is_its_own() -> None:
    plan = PLANS["joined"].with_changes(years=2, price_elasticity=1.0, minimum_members=150.0)
    some, many = simulate(plan, 150), simulate(plan, 600)
    np.testing.assert_array_equal(some.yearly.members, many.yearly.members[:, :150])
    np.testing.assert_array_equal(some.yearly.cost, many.yearly.cost[:, :150])
    for example in many.examples:
        periods = example.projection.periods
        held = periods["members"].to_numpy()
        last = many.yearly.members[:, example.path]
        np.testing.assert_array_equal(held[23::24], last)
        running = held[1:] > 0
        joined, lapsed, aged = (periods[n].to_numpy() for n in ("joined", "lapsed", "aged_out"))
        moved = held[:-1] + joined[:-1] - lapsed[:-1] - aged[:-1]
        np.testing.assert_allclose(held[1:][running], moved[running], atol=1e-6)
        for flow in (lapsed, joined):
            np.testing.assert_allclose(flow, np.rint(flow), atol=1e-6)


def lives_of(plan: Scenario, pools: int) -> np.ndarray:
    """Members (Y, P) of pools whose members leave, and turn sixty, by their own throw of dice."""
    rng = np.random.default_rng(6)
    (rows,) = grouped([plan], 1, 1)
    cells = cohorts(RateBasis.of(plan), plan.years)
    chances = (rows.weights @ cells.joining[0])[0]
    cell = rng.choice(len(chances), (pools, int(plan.members)), p=chances / chances.sum())
    place, inside = rng.random(cell.shape), np.ones(cell.shape, dtype=bool)
    left = []
    for period in range(24 * plan.years):
        inside &= cells.remaining[period][cell] > place
        if period % 24 == 23:
            left.append(inside.sum(axis=1))
        inside &= rng.random(cell.shape) < np.exp(-plan.lapse_rate / 24)
    return np.array(left)


def test_members_spread_as_those_who_live_one_by_one() -> None:
    plan = Scenario(members=60.0, lapse_rate=0.2, years=3, share_40_to_59=0.8, share_under_18=0.1)
    theirs = lives_of(plan, 2_000)
    mine = simulate(plan, 2_000).yearly.members
    for year in range(plan.years):
        assert stats.ks_2samp(mine[year], theirs[year]).pvalue > 1e-4
        assert mine[year].std() == pytest.approx(theirs[year].std(), rel=0.06)


def test_whoever_has_left_divides_nothing() -> None:
    plan = Scenario(members=20.0, lapse_rate=2.0, years=10, price_elasticity=1.0)
    found = simulate(plan, 500)
    assert (found.yearly.members[-1] == 0).any()
    for name in ("cost", "gross", "payout", "sponsor", "unpaid", "members"):
        values = getattr(found.yearly, name)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    ended = found.yearly.members[-1] == 0
    assert found.yearly.dissolved[-1][ended].all()


def test_a_whole_run_has_the_shapes_of_any() -> None:
    plan = TWENTY.with_changes(years=1)
    (row,) = grouped([plan], 1, 1)
    draws = draw(plan, 0).take(slice(0, 5))
    run = run_whole(repeated(row, 5), cohorts(RateBasis.of(plan), 1), draws, Luck(1, np.arange(5)))
    assert run.members.shape == (25, 5)
    assert (run.members[0] == 20).all()
    assert (run.covered <= run.members + 1e-9).all()
