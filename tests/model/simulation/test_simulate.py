"""Simulated paths: reproducible, conserving, in agreement with the projection and the exact law."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields as dataclass_fields

import numpy as np
import pytest
from scipy import special

from mutualmodel import Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import Value, fields
from mutualmodel.simulation import Quantiles, Simulation, Yearly, run, simulate
from mutualmodel.simulation.paths import Paths
from mutualmodel.simulation.result import LEVELS
from tests.model.inputs.cases import room_for
from tests.own_tables import PLAN_TABLES

SMALL = Scenario(members=2e6, per_claim_cap=None)
REACTING = Scenario(price_elasticity=1.5, joiners_per_year=4e6)
RUNS = Scenario(run_probability=0.3, run_share=0.4, years=3)
# Everything at once: both caps bind, members react, run and join, some plans dissolve.
ROUGH = Scenario(
    members=4e6,
    joiners_per_year=2e5,
    price_elasticity=2.0,
    lapse_rate=0.3,
    mild_payout=50_000.0,
    per_claim_cap=0.1,
    annual_cap=120.0,
    cap_bearer="nobody",
    minimum_members=2e6,
    bad_year_probability=0.2,
    bad_year_size=0.6,
    run_probability=0.2,
    run_share=0.3,
    systemic_cv=0.25,
    years=4,
)
EVENT = Scenario(scandal_share=0.3, scandal_spares=1.0, scandal_month=6.0, years=2)
PLANS = {"calm": SMALL, "event": EVENT, "reacting": REACTING, "runs": RUNS, "rough": ROUGH}


@pytest.fixture(scope="module", params=PLANS.values(), ids=list(PLANS))
def simulation(request: pytest.FixtureRequest) -> Simulation:
    return simulate(request.param, paths=700)


# --------------------------------------------------------------------------------- reproducibility


def same(one: Yearly, other: Yearly, paths: int) -> None:
    for field in dataclass_fields(Yearly):
        mine, theirs = (getattr(yearly, field.name)[:, :paths] for yearly in (one, other))
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, err_msg=field.name)


def test_a_path_is_the_same_however_many_are_asked_for(simulation: Simulation) -> None:
    for number in (1, 130, 500):
        same(simulation.yearly, simulate(simulation.scenario, number).yearly, number)


def test_threads_make_no_difference(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_THREADS", 1)
    same(simulation.yearly, simulate(simulation.scenario, 700).yearly, 700)


def test_no_executor_changes_a_digit(simulation: Simulation) -> None:
    told: list[float] = []
    with ThreadPoolExecutor(3) as threads:
        found = simulate(simulation.scenario, 700, executor=threads, progress=told.append)
    assert told == [0.5, 1.0]
    for field in dataclass_fields(Yearly):
        one, other = (getattr(of.yearly, field.name) for of in (simulation, found))
        np.testing.assert_array_equal(one, other, err_msg=field.name)
    np.testing.assert_array_equal(simulation.share.values, found.share.values)
    np.testing.assert_array_equal(simulation.membership.values, found.membership.values)


def test_processes_of_their_own_simulate_the_same() -> None:
    plan = ROUGH.with_changes(funding="fund", members=15_000.0, years=1)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=fresh) as processes:
        found = simulate(plan, 1_200, executor=processes)
    alone = simulate(plan, 1_200)
    for field in dataclass_fields(Yearly):
        one, other = (getattr(of.yearly, field.name) for of in (alone, found))
        np.testing.assert_array_equal(one, other, err_msg=field.name)


def test_a_longer_horizon_begins_alike() -> None:
    short, long = (simulate(SMALL.with_changes(years=years), 300) for years in (2, 4))
    np.testing.assert_allclose(short.yearly.cost, long.yearly.cost[:2], rtol=1e-9)


def test_another_seed_is_another_chance() -> None:
    mine, other = simulate(SMALL, 300), simulate(SMALL, 300, seed=1)
    assert mine.seed == SMALL.seed
    assert other.seed == other.scenario.seed == 1
    assert np.abs(np.corrcoef(mine.yearly.cost[0], other.yearly.cost[0])[0, 1]) < 0.2
    assert (mine.yearly.cost != other.yearly.cost).all()


def test_years_and_chunks_are_drawn_apart() -> None:
    factor = simulate(SMALL, 1000).yearly.factor
    assert np.abs(np.corrcoef(factor) - np.eye(len(factor))).max() < 0.12
    assert (factor[:, :500] != factor[:, 500:]).all()


# ------------------------------------------------------------------------------------ conservation


def test_money_is_conserved_on_every_path(simulation: Simulation) -> None:
    yearly = simulation.yearly
    np.testing.assert_allclose(
        yearly.members_pay + yearly.sponsor + yearly.unpaid, yearly.bill, rtol=1e-12, atol=1e-3
    )
    paid = yearly.payout - yearly.unpaid
    np.testing.assert_allclose(yearly.fee, simulation.scenario.fee_rate * paid, rtol=1e-12)
    assert (yearly.cost <= yearly.gross * (1 + 1e-12)).all()
    if simulation.scenario.cap_bearer == "nobody":
        assert (yearly.sponsor == 0).all()
    else:
        assert (yearly.unpaid == 0).all()


def test_examples_conserve_money_and_members_at_every_settlement(simulation: Simulation) -> None:
    for example in simulation.examples:
        path = example.projection.periods
        charged = path["charged_per_member"] * path["members"]
        np.testing.assert_allclose(
            charged + path["sponsor"] + path["unpaid"],
            path["payout"] + path["fee"],
            rtol=1e-12,
            atol=1e-3,
        )
        after = path["members"] + path["joined"] - path["lapsed"] - path["aged_out"]
        alive = path["members"].to_numpy()[1:] > 0
        np.testing.assert_allclose(
            after.to_numpy()[:-1][alive], path["members"].to_numpy()[1:][alive], rtol=1e-11
        )
        claims = example.projection.array("claims_by_kind")
        np.testing.assert_array_equal(claims, np.rint(claims))


def test_many_paths_conserve_money_at_every_settlement(simulation: Simulation) -> None:
    plan = Paths(simulation.scenario)
    paths = list(range(30)) + list(range(500, 530))
    ledger = plan.ledger(plan.draws_of(paths))
    charged = ledger.charged_per_member * ledger.members
    np.testing.assert_allclose(
        charged + ledger.sponsor + ledger.unpaid, ledger.payout + ledger.fee, rtol=1e-12, atol=1e-3
    )
    for name in ("payout", "sponsor", "unpaid"):
        by_year = getattr(ledger, name).reshape(-1, 24, len(paths)).sum(axis=1)
        yearly = getattr(simulation.yearly, name)[:, paths]
        np.testing.assert_allclose(by_year, yearly, rtol=1e-9, atol=1e-3)


def test_examples_are_the_paths_they_name(simulation: Simulation) -> None:
    yearly = simulation.yearly
    dearest = np.sort(yearly.cost.max(axis=0))
    assert [example.name for example in simulation.examples] == ["median", "1 in 20", "1 in 200"]
    for example in simulation.examples:
        years = example.projection.years
        np.testing.assert_allclose(
            years["charged_per_member"], yearly.cost[:, example.path], rtol=1e-9
        )
        np.testing.assert_allclose(years["payout"], yearly.payout[:, example.path], rtol=1e-9)
        last = example.projection.array("members")[23::24]
        np.testing.assert_allclose(last, yearly.members[:, example.path], rtol=1e-9)
        np.testing.assert_array_equal(example.factor, yearly.factor[:, example.path])
        rank = np.searchsorted(dearest, yearly.cost[:, example.path].max() * (1 - 1e-12))
        assert rank <= example.level * 700 + 1
        assert np.isclose(dearest[round(example.level * 699)], years["charged_per_member"].max())


@pytest.mark.parametrize(
    "changes",
    [
        {"price_elasticity": 3.0, "lapse_rate": 2.0, "risk_spread": 1.0},
        {"members": 1e4, "incidence_multiplier": 0.05, "systemic_cv": 0.5},
        {"members": 1e4, "payout_under_40": 1e6, "annual_cap": 1.0, "price_elasticity": 3.0},
        {"payout_under_40": 0.0, "payout_40_plus": 0.0},
        {
            "select_year_1": 0.0,
            "select_year_2": 0.0,
            "waiting_days": 365.0,
            "price_elasticity": 1.0,
        },
        {"systemic_cv": 0.0, "bad_year_probability": 0.5, "bad_year_size": 2.0},
        {"run_probability": 0.5, "run_share": 0.9, "minimum_members": 1e8},
        {"scandal_share": 0.9, "scandal_spares": 2.0, "run_probability": 0.5},
        {"lapse_rate": 2.0, "joiners_per_year": 2e8, "price_elasticity": 0.1, "years": 10},
    ],
    ids=str,
)
def test_no_corner_gives_anything_but_numbers(changes: dict[str, float]) -> None:
    simulation = simulate(Scenario(**{"years": 2, **changes}), paths=60)
    for field in dataclass_fields(Yearly):
        values = getattr(simulation.yearly, field.name)
        assert values.shape == (simulation.scenario.years, 60)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    for fan in (simulation.share, simulation.membership):
        assert fan.values.shape == (24 * simulation.scenario.years, 7)
        assert (np.diff(fan.values, axis=1) >= 0).all()
        assert np.isfinite(fan.standard_errors).all()


@pytest.mark.parametrize("name", [name for name in fields() if name not in ("seed", "years")])
def test_every_input_can_be_at_its_ends(name: str) -> None:
    meta = fields()[name]
    ends: list[Value] = list(meta.choices) or [meta.minimum, meta.maximum]
    for end in [*ends, *([None] if meta.optional else [])]:
        rough = Scenario(**{**dict(ROUGH), "own": PLAN_TABLES})
        simulation = simulate(
            rough.with_changes(**{"years": 1, **room_for(name), name: end}), paths=10
        )
        yearly = simulation.yearly
        for field in dataclass_fields(Yearly):
            values = getattr(yearly, field.name)
            assert np.isfinite(values).all()
            assert (values >= 0).all()
        shared = yearly.members_pay + yearly.sponsor + yearly.unpaid
        np.testing.assert_allclose(shared, yearly.bill, rtol=1e-9, atol=1e-2)


# --------------------------------------------------------------------------- what chance can bring


def test_the_systemic_factor_is_a_gamma_of_mean_one() -> None:
    factor = simulate(SMALL.with_changes(systemic_cv=0.2), 4_000).yearly.factor.ravel()
    assert factor.mean() == pytest.approx(1.0, abs=4 * 0.2 / len(factor) ** 0.5)
    assert factor.std() == pytest.approx(0.2, rel=0.03)
    third = ((factor - factor.mean()) ** 3).mean() / 0.2**3
    assert third == pytest.approx(2 * 0.2, abs=0.12)


def test_bad_years_come_as_often_and_are_as_bad_as_said() -> None:
    plan = SMALL.with_changes(systemic_cv=0.0, bad_year_probability=0.1, bad_year_size=0.5)
    factor = simulate(plan, 4_000).yearly.factor
    assert set(np.unique(factor)) == {1.0, 1.5}
    assert (factor == 1.5).mean() == pytest.approx(0.1, abs=4 * (0.09 / factor.size) ** 0.5)


def test_runs_come_as_often_and_take_as_many_as_said() -> None:
    """Without joiners, reaction or sixtieth birthdays in a run, each leaves the share it says."""
    simulation, calm = simulate(RUNS, 2_000), project(RUNS)
    left = simulation.yearly.members / calm.array("members")[23::24][:, None]
    runs = np.rint(np.log(left) / np.log(0.6))
    np.testing.assert_allclose(left, 0.6**runs, rtol=1e-9)
    # A run after the year's last settlement shows in the next year.
    often = runs[-1].mean() / (3 - 1 / 24)
    assert often == pytest.approx(0.3, abs=4 * (0.21 / (3 * 2_000)) ** 0.5)
    assert runs.max() == 3
    for example in simulation.examples:
        members = example.projection.array("members")
        fell = np.flatnonzero(members[1:] / members[:-1] < 0.7)
        assert list(fell) == [period for period in example.runs if period < len(members) - 1]


def test_members_react_to_their_own_path() -> None:
    simulation = simulate(Scenario(price_elasticity=2.0, systemic_cv=0.2, years=3), 500)
    dear = simulation.yearly.factor[:2].sum(axis=0)
    assert np.corrcoef(dear, simulation.yearly.members[2])[0, 1] < -0.8


def test_an_annual_cap_holds_on_every_path_and_is_counted() -> None:
    plan = Scenario(annual_cap=95.0, years=2, price_elasticity=1.0)
    simulation = simulate(plan, 1_000)
    yearly = simulation.yearly
    assert (yearly.cost <= 95.0 * (1 + 1e-12)).all()
    free = simulate(plan.with_changes(annual_cap=None), 1_000).yearly
    # Until a cap first binds the path is the same with it and without.
    np.testing.assert_array_equal(yearly.annual_cap[0], free.cost[0] > 95.0)
    chance = simulation.probability("annual_cap", 1)
    assert chance.value == (free.cost[0] > 95.0).mean()
    assert 0.1 < chance.value < 0.9
    assert (yearly.sponsor[yearly.annual_cap] > 0).all()
    assert (yearly.sponsor[~yearly.annual_cap] == 0).all()
    assert simulation.means("above_caps")[0][0] == pytest.approx(yearly.sponsor[0].mean())


def test_a_cap_on_one_claim_is_counted_where_the_pool_is_too_small() -> None:
    plan = Scenario(members=3.4e6, years=3, joiners_per_year=0.0)
    simulation = simulate(plan, 200)
    # 3.24 million members carry a claim of 300,000 yuan under the cap of 0.10 yuan.
    below = np.flatnonzero(project(plan).array("members") < 3.24e6)[0] / 24
    assert 0 < below < 3
    for year in (1, 2, 3):
        assert simulation.probability("claim_cap", year).value == float(below < year)
    assert simulation.probability("claim_cap").value == 1.0


def test_plans_dissolve_on_the_paths_that_fall_below_the_minimum() -> None:
    plan = Scenario(minimum_members=8e7, run_probability=0.3, run_share=0.3, years=3)
    simulation = simulate(plan, 1_000)
    gone = simulation.yearly.dissolved
    assert (np.diff(gone.astype(int), axis=0) >= 0).all()
    assert (simulation.yearly.members[gone] == 0).all()
    assert (simulation.yearly.members[~gone] >= 8e7).all()
    chances = [simulation.probability("dissolved", year).value for year in (1, 2, 3)]
    assert 0 < chances[0] < chances[1] < chances[2] == simulation.probability("dissolved").value
    fresh = gone[1:] & gone[:-1]
    assert (simulation.yearly.payout[1:][fresh] == 0).all()


def test_probabilities_that_a_member_pays_more() -> None:
    simulation = simulate(SMALL, 800)
    cost = simulation.yearly.cost[1]
    amounts = np.array([0.0, np.sort(cost)[399], np.sort(cost)[400], 1e9])
    curve = simulation.exceedance(amounts, year=2)
    np.testing.assert_allclose(curve, [1.0, 0.5, 399 / 800, 0.0])
    for amount, share in zip(amounts, curve, strict=True):
        assert simulation.probability_above(float(amount), 2).value == pytest.approx(share)
    half = simulation.probability_above(float(amounts[1]), 2)
    assert half.standard_error == pytest.approx((0.25 / 800) ** 0.5, rel=2e-3)
    # What never happened in 800 paths may still happen: of the order of one in 800.
    assert 1 / 1600 < simulation.probability_above(1e9).standard_error < 1 / 800


# ---------------------------------------------------------------------------------- quantiles, use


def test_quantiles_are_numpys(simulation: Simulation) -> None:
    found = simulation.quantiles("gross", (0.0, 0.1, 0.5, 0.995, 1.0))
    wanted = np.quantile(simulation.yearly.gross, found.levels, axis=1).T
    np.testing.assert_allclose(found.values, wanted, rtol=1e-12)
    assert (found.standard_errors >= 0).all()


def ranked_paths(paths: int, simulations: int, seed: int) -> FloatArray:
    """Draw probabilities in rising order (S, B): sums of exponentials over their total."""
    waits = np.random.default_rng(seed).exponential(size=(simulations, paths + 1))
    sums = np.cumsum(waits, axis=1)
    return sums[:, :-1] / sums[:, -1:]


# Skewness 0, 0.6, 1.75 and 2; a year's cost has 0.2 to 1.
LAWS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "normal": special.ndtri,
    "gamma": lambda p: special.gammaincinv(11.0, p),
    "lognormal": lambda p: np.exp(0.5 * special.ndtri(p)),
    "exponential": lambda p: -np.log1p(-p),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("paths", "simulations"), [(500, 2_000), (2_000, 1_500), (10_000, 800)])
def test_errors_of_quantiles_cover_what_they_say(law: str, paths: int, simulations: int) -> None:
    """1.96 standard errors to either side hold the true quantile in 95 of 100 simulations."""
    ranked = LAWS[law](ranked_paths(paths, simulations, seed=paths))
    wanted = LAWS[law](np.array(LEVELS))
    found = Quantiles.of_sorted(ranked, LEVELS)
    covers = (np.abs(found.values - wanted) <= 1.96 * found.standard_errors).mean(axis=0)
    # At 500 paths the true 99.5 % quantile lies beyond all of them in one simulation of twelve.
    enough = np.minimum(LEVELS, 1 - np.array(LEVELS)) * paths >= 5
    assert enough.sum() == (5 if paths == 500 else 7)
    assert (np.abs(covers[enough] - 0.95) <= 0.02).all(), covers
    assert (np.abs(covers[~enough] - 0.91) <= 0.02).all(), covers


def test_errors_of_quantiles_where_all_paths_are_alike_or_one() -> None:
    for ranked in (np.ones((1, 500)), np.ones((1, 1))):
        found = Quantiles.of_sorted(ranked, LEVELS)
        np.testing.assert_array_equal(found.values, 1.0)
        np.testing.assert_array_equal(found.standard_errors, 0.0)


def test_progress_is_told_and_its_exception_stops_everything() -> None:
    told: list[float] = []
    simulate(SMALL.with_changes(years=1), 1_700, progress=told.append)
    np.testing.assert_allclose(told, [1 / 4, 2 / 4, 3 / 4, 1.0])
    before = threading.active_count()

    def newer_request(done: float) -> None:
        raise InterruptedError(f"{done:.2f}")

    with pytest.raises(InterruptedError, match=r"0\.01"):
        simulate(REACTING, 50_000, progress=newer_request)
    assert threading.active_count() == before


@pytest.mark.parametrize("paths", [0, -5, 50_001])
def test_too_few_or_too_many_paths_are_refused(paths: int) -> None:
    with pytest.raises(ValueError, match=f"paths = {paths}: allowed is 1 to 50,000"):
        simulate(SMALL, paths)


def test_what_does_not_exist_is_refused() -> None:
    simulation = simulate(SMALL, 10)
    with pytest.raises(ValueError, match="seed = -1: allowed is a whole number"):
        simulate(SMALL, 10, seed=-1)
    with pytest.raises(ValueError, match="year = 6: allowed is 1 to 5"):
        simulation.probability("dissolved", 6)
    with pytest.raises(ValueError, match="year = 0: allowed is 1 to 5"):
        simulation.exceedance(np.array([1.0]), 0)
    with pytest.raises(ValueError, match="event = 'luck': allowed is claim_cap"):
        simulation.probability("luck")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"levels = 1.5: allowed is 0 to 1"):
        simulation.quantiles("cost", (0.5, 1.5))


def test_one_path_is_a_simulation_too() -> None:
    simulation = simulate(SMALL, 1)
    assert simulation.means()[1].tolist() == [0.0] * 5
    quantiles = simulation.quantiles()
    assert (quantiles.values == simulation.yearly.cost).all()
    assert {example.path for example in simulation.examples} == {0}


def test_the_numbers_of_a_seed_stay_what_they_were() -> None:
    """Written down once: another machine, thread or version has to give them again."""
    plan = Scenario(years=2, price_elasticity=1.0, run_probability=0.2, bad_year_probability=0.1)
    yearly = simulate(plan, 600, seed=7).yearly
    wanted = [[0.96958812, 0.92286931, 1.01950157], [1.05042454, 1.19353232, 1.02008621]]
    np.testing.assert_allclose(yearly.factor[:, [0, 499, 500]], wanted, rtol=1e-7)
    claims = [[58_601, 56_087, 62_082], [88_393, 118_764, 101_635]]
    np.testing.assert_allclose(yearly.claims[:, [0, 499, 500]], claims, rtol=1e-4)
