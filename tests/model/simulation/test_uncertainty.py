"""Layers of uncertainty: against closed forms, single projections and drawn years."""

import numpy as np
import pytest
from scipy import stats

from mutualmodel import Scenario, cost_band, project, uncertainty
from mutualmodel.arrays import FloatArray
from mutualmodel.simulation import Uncertainty
from mutualmodel.simulation.parameters import spread_over, with_assumed

CALM = Scenario()
# Of a pool this small a year is some hundred claims.
SMALL = Scenario(members=200_000.0, per_claim_cap=None, years=2)
LEVELS = (0.05, 0.95, 0.995)


def drawn_years(plan: Scenario, year: int, count: int, seed: int) -> FloatArray:
    """Draw what a year costs: a set of values, then the year's factor, then every count.

    Member's cost in yuan, before a cap on the year.
    """
    rng = np.random.default_rng(seed)
    sets = spread_over(plan)
    costs = np.empty(count)
    chosen = rng.integers(len(sets), size=count)
    span = slice((year - 1) * 24, year * 24)
    for place in np.unique(chosen):
        at = np.flatnonzero(chosen == place)
        run = project(sets[place])
        claims = run.array("claims_by_kind")[span]
        share = np.array(plan.bills) / run.array("members")[span, None]
        factor = rng.gamma(plan.systemic_cv**-2, plan.systemic_cv**2, size=len(at))
        counts = rng.poisson(factor[:, None, None] * claims)
        costs[at] = (counts * share).sum(axis=(1, 2))
    return costs


def test_the_whole_is_the_law_of_years_drawn_one_by_one() -> None:
    drawn = drawn_years(SMALL, 2, 200_000, seed=5)
    spread = uncertainty(SMALL)
    whole = spread.range_of("all")
    told = [whole.low[1], whole.high[1], whole.one_in_200[1]]
    np.testing.assert_allclose(told, np.quantile(drawn, LEVELS), rtol=6e-3)
    assert spread.variance[1] == pytest.approx(drawn.var(), rel=0.02)


def test_the_layers_add_up() -> None:
    """Law of total variance, each term from projections of its own."""
    spread = uncertainty(CALM)
    assert spread.layers == ("process", "systematic", "parameters")
    means = np.array(
        [project(plan).years["charged_per_member"].to_numpy() for plan in spread_over(CALM)]
    )
    parts = spread.variances
    np.testing.assert_allclose(parts["parameters"], means.var(axis=0), rtol=1e-9)
    np.testing.assert_allclose(parts["systematic"], 0.1**2 * (means**2).mean(axis=0), rtol=1e-9)
    total = sum(parts.values())
    np.testing.assert_allclose(spread.variance, total, rtol=1e-12)


def test_chance_and_the_factor_about_the_plan_itself_are_the_range_of_before() -> None:
    """With one set, which is the plan's own, nothing of the parameters is left."""
    spread = uncertainty(CALM)
    own = Uncertainty(CALM, spread.own, spread.own, spread.own, np.array([[0.1]]))
    whole = own.range_of("all")
    for year in (1, 5):
        band = cost_band(project(CALM), year)
        told = whole.low[year - 1], whole.high[year - 1], whole.one_in_200[year - 1]
        assert told == pytest.approx((band.low, band.high, band.one_in_200), rel=1e-5)
    assert own.variances["parameters"].max() == 0.0


def test_a_layer_alone() -> None:
    spread, mean = uncertainty(CALM), project(CALM).years["charged_per_member"].to_numpy()
    systematic = spread.range_of("systematic")
    for name, level in zip(("low", "high", "one_in_200"), LEVELS, strict=True):
        wanted = mean * stats.gamma.ppf(level, 100.0, scale=0.01)
        np.testing.assert_allclose(getattr(systematic, name), wanted, rtol=1e-5)
    claims = project(CALM).years["claims"].to_numpy()
    process = spread.range_of("process")
    # As good as normal, and with payouts of two sizes a little wider than of one.
    relative = (process.high - process.low) / mean / (2 * 1.645 / np.sqrt(claims))
    assert ((relative > 1.0) & (relative < 1.2)).all()
    of_parameters = spread.range_of("parameters")
    np.testing.assert_allclose(of_parameters.low, np.quantile(spread.expected, 0.05, axis=0))
    whole = spread.range_of("all")
    for layer in spread.layers:
        alone = spread.range_of(layer)
        assert (alone.high - alone.low < whole.high - whole.low).all()


def test_twice_the_incidence_has_twice_the_range() -> None:
    twice = uncertainty(CALM.with_changes(incidence_multiplier=2 * CALM.incidence_multiplier))
    usual = uncertainty(CALM)
    np.testing.assert_allclose(twice.expected, 2 * usual.expected, rtol=1e-9)
    for layer in ("systematic", "parameters", "all"):
        high = twice.range_of(layer).high / usual.range_of(layer).high
        np.testing.assert_allclose(high, 2.0, rtol=1e-3)


def test_a_smaller_pool_widens_chance_alone() -> None:
    large, small = (uncertainty(Scenario(members=m, per_claim_cap=None)) for m in (1e8, 1e6))
    sd = [np.sqrt(spread.variances["process"]) for spread in (large, small)]
    np.testing.assert_allclose(sd[1] / sd[0], 10.0, rtol=1e-6)
    for layer in ("systematic", "parameters"):
        np.testing.assert_allclose(large.variances[layer], small.variances[layer], rtol=1e-9)


def test_a_longer_record_of_what_is_left_of_select_years() -> None:
    """Once hardly anyone is new, only level and trend are left to be unsure of."""
    old = Scenario(opening_tenure_years=20.0)
    relative = [
        np.sqrt(uncertainty(plan).variances["parameters"][-1]) / uncertainty(plan).own[0, 0, -1]
        for plan in (CALM, old)
    ]
    level = np.std([plan.incidence_multiplier for plan in spread_over(CALM)])
    assert relative[1] == pytest.approx(level / CALM.incidence_multiplier, rel=0.1)


def test_a_cap_on_a_year_ends_every_range() -> None:
    capped = uncertainty(CALM.with_changes(annual_cap=150.0))
    for layer in ("process", "systematic", "parameters", "all"):
        for values in vars(capped.range_of(layer)).values():
            assert values.max() <= 150.0
    assert capped.range_of("all").low[0] == uncertainty(CALM).range_of("all").low[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"payout_under_40": 0.0, "payout_40_plus": 0.0, "mild_payout": 0.0},
        {"members": 3e6, "minimum_members": 5e6},
    ],
    ids=["nothing is paid", "never starts"],
)
@pytest.mark.parametrize("assumed", [False, True])
def test_where_nothing_is_charged_nothing_is_unsure(
    changes: dict[str, float], assumed: bool
) -> None:
    spread = uncertainty(Scenario().with_changes(**changes), sets=20, assumed=assumed)
    assert not spread.variance.any()
    for layer in (*spread.layers, "all"):
        for values in vars(spread.range_of(layer)).values():
            assert not values.any()


def test_a_plan_that_may_end_within_a_set() -> None:
    plan = Scenario(
        members=4e6, minimum_members=3.3e6, lapse_rate=0.1, price_elasticity=2.0, years=3
    )
    spread = uncertainty(plan, sets=10)
    ended = [project(one).headline.dissolved_after_years for one in spread_over(plan, 10)]
    gone = np.array([end is not None and end <= 2.0 for end in ended])
    assert ((spread.expected[:, 2] == 0.0) == gone).all()


def test_a_certain_plan_has_no_range_but_what_is_not_known() -> None:
    plan = Scenario(members=3e8, systemic_cv=0.0)
    spread = uncertainty(plan)
    whole, parameters = spread.range_of("all"), spread.range_of("parameters")
    # But for what lies between one of four hundred sets and the next.
    np.testing.assert_allclose(whole.low, parameters.low, rtol=5e-3)
    np.testing.assert_allclose(whole.high, parameters.high, rtol=5e-3)


@pytest.mark.parametrize("years", [1, 10])
def test_every_year_of_the_horizon_has_a_range(years: int) -> None:
    whole = uncertainty(Scenario(years=years), sets=40).range_of("all")
    assert whole.low.shape == (years,)
    assert (whole.low < whole.high).all()
    assert (whole.high < whole.one_in_200).all()


# --------------------------------------------------------------------------- what is assumed too


def test_what_is_assumed_widens_the_range_and_adds_up() -> None:
    usual, wider = uncertainty(CALM, sets=60), uncertainty(CALM, sets=60, assumed=True)
    assert wider.layers == ("process", "systematic", "parameters", "assumed")
    means = np.array(
        [
            project(plan).years["charged_per_member"].to_numpy()
            for plan in with_assumed(spread_over(CALM, 60))
        ]
    )
    parts = wider.variances
    np.testing.assert_allclose(parts["parameters"] + parts["assumed"], means.var(axis=0), rtol=1e-9)
    np.testing.assert_allclose(parts["parameters"], usual.variances["parameters"], rtol=1e-9)
    last = [spread.range_of("all") for spread in (usual, wider)]
    assert last[1].high[-1] - last[1].low[-1] > 1.3 * (last[0].high[-1] - last[0].low[-1])
    # A trend has had no time in the first year.
    assert parts["assumed"][0] < 0.1 * parts["assumed"][-1]
    alone = wider.range_of("assumed")
    assert alone.high[-1] > alone.low[-1]


@pytest.mark.parametrize(
    "changes",
    [
        {"systemic_cv": 0.5},
        {"price_elasticity": 1.5, "lapse_rate": 0.1},
        {"incidence_trend": -0.1},
        {"risk_spread": 0.0},
    ],
    ids=str,
)
def test_what_is_assumed_makes_no_bad_year_better(changes: dict[str, float]) -> None:
    plan = Scenario().with_changes(**changes)
    usual, wider = uncertainty(plan, sets=40), uncertainty(plan, sets=40, assumed=True)
    worst = [spread.range_of("all").one_in_200 for spread in (usual, wider)]
    assert (worst[1] > 0.985 * worst[0]).all()
    assert worst[1][-1] > worst[0][-1]
    for part in wider.variances.values():
        assert (part >= 0.0).all()
    assert wider.variance == pytest.approx(sum(wider.variances.values()))
