"""Simulated paths agree with the projection, the exact law, known ratios and each other."""

from itertools import product

import numpy as np
import pytest

from mutualmodel import Scenario, project
from mutualmodel.simulation import paths, pool_law, simulate
from tests.marks import marked

SMALL = Scenario(members=2e6, per_claim_cap=None)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"price_elasticity": 1.0},
        {"price_elasticity": 2.0, "joiners_per_year": 2e7, "risk_spread": 0.8},
        {"scandal_share": 0.3, "scandal_spares": 1.0},
        {"price_elasticity": 1.0, "years": 10},
    ],
    ids=str,
)
def test_without_chance_a_path_is_the_projection(changes: dict[str, float]) -> None:
    plan = Scenario(members=3e8, systemic_cv=0.0, **changes)
    simulation, calm = simulate(plan, 40), project(plan)
    years = calm.years
    # A settlement of 10,000 claims strays by 1 %, a year by 0.3 %, the mean of 40 by 0.05 %.
    cost, error = simulation.means("cost")
    assert (error < 1e-3 * cost).all()
    np.testing.assert_allclose(cost, years["charged_per_member"], rtol=2e-3)
    np.testing.assert_allclose(
        simulation.yearly.cost.T, np.tile(years["charged_per_member"], (40, 1)), rtol=0.02
    )
    last = calm.array("members")[23::24]
    np.testing.assert_allclose(simulation.means("members")[0], last, rtol=5e-4)


@pytest.mark.parametrize(
    "plan",
    [
        SMALL,
        SMALL.with_changes(members=2e5, systemic_cv=0.3, mild_payout=60_000.0),
        SMALL.with_changes(members=1e8, systemic_cv=0.05),
        SMALL.with_changes(systemic_cv=0.0),
        SMALL.with_changes(bad_year_probability=0.15, bad_year_size=0.8),
    ],
    ids=["two million", "small", "large", "Poisson", "bad years"],
)
def test_the_years_are_those_of_the_exact_law(plan: Scenario) -> None:
    """Membership is certain here, and counts share one factor a year: the compound law itself."""
    paths = 20_000
    simulation = simulate(plan.with_changes(years=2), paths)
    for year in (1, 2):
        law, payout = pool_law(simulation.scenario, year), simulation.yearly.payout[year - 1]
        assert payout.mean() == pytest.approx(law.mean, abs=4 * law.sd / paths**0.5)
        spread = np.square(payout - law.mean)
        error = spread.std() / paths**0.5 / (2 * law.sd)
        assert payout.std() == pytest.approx(law.sd, abs=4 * error)
        levels = (0.05, 0.5, 0.95, 0.995)
        found = simulation.quantiles("payout", levels)
        wanted = [law.quantile(level) for level in levels]
        off = np.abs(found.values[year - 1] - wanted)
        assert (off <= 4 * found.standard_errors[year - 1] + law.step).all()


# A pool of some claims a year, and one whose good and bad years matter more than chance.
_TELLING = {(1e4, 0.5, 0.9), (1e6, 0.1, 1.1)}


@pytest.mark.parametrize(
    ("members", "cv", "cap"),
    [
        marked(*one, telling=one in _TELLING)
        for one in product([1e4, 1e6, 3e8], [0.0, 0.1, 0.5], [0.5, 0.9, 1.1, 2.0])
    ],
)
def test_a_capped_year_is_expected_to_cost_what_capped_paths_do(
    members: float, cv: float, cap: float
) -> None:
    """E[min(X, cap)] and not min(E[X], cap), and what is above it: the mean of capped years."""
    free = Scenario(members=members, systemic_cv=cv, per_claim_cap=None, years=1)
    limit = cap * project(free).headline.cost_per_member_year
    paths = 8_000
    for bearer in ("sponsor", "insurer", "nobody"):
        plan = free.with_changes(annual_cap=limit, cap_bearer=bearer)
        simulation, expected = simulate(plan, paths), project(plan).headline
        # The closed form is off by up to 0.4 % where five claims a year are expected.
        off = 4e-3 if members == 1e4 else 1e-6
        for name, value in (
            ("cost", expected.cost_per_member_year),
            ("sponsor", expected.sponsor),
            ("unpaid", expected.unpaid),
            ("fee", expected.fee),
        ):
            mean, error = simulation.means(name)
            scale = value if name == "cost" else expected.payout
            assert value == pytest.approx(mean[0], abs=4 * error[0] + off * scale), (bearer, name)


@pytest.mark.parametrize(("members", "ratio"), [(1e5, 1.636), (1e7, 1.282), (1e8, 1.277)])
def test_the_known_ratios_of_the_one_in_200_year_to_the_mean(members: float, ratio: float) -> None:
    """Claims of 40 % 100,000 and 60 % 300,000 yuan at 3 in 10,000 members a year, cv 10 %."""
    plan = Scenario(
        members=members,
        years=1,
        lapse_rate=0.0,
        opening_tenure_years=20.0,
        share_under_18=0.0,
        claim_delay_days=0.0,
        per_claim_cap=None,
        fee_rate=0.0,
        systemic_cv=0.1,
    )
    by_kind = project(plan).headline.claims_by_kind
    mix = plan.with_changes(
        share_40_to_59=plan.share_40_to_59,
        payout_under_40=300_000.0,
        payout_40_plus=100_000.0,
    )
    # The ages that make two claims in five those of members over 40, then the level of incidence.
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        by_kind = project(mix.with_changes(share_40_to_59=share)).headline.claims_by_kind
        low, high = (share, high) if by_kind[1] < 0.4 * sum(by_kind) else (low, share)
    level = 3e-4 * members / sum(by_kind)
    plan = mix.with_changes(
        share_40_to_59=share, incidence_multiplier=level * mix.incidence_multiplier
    )
    by_kind = project(plan).headline.claims_by_kind
    assert by_kind[1] / by_kind[0] == pytest.approx(2 / 3, rel=1e-6)
    assert sum(by_kind) == pytest.approx(3e-4 * members, rel=1e-9)
    simulation = simulate(plan, 30_000)
    mean = project(plan).headline.payout
    worst = simulation.quantiles("payout", (0.995,))
    error = float(worst.standard_errors[0, 0]) / mean
    assert float(worst.values[0, 0]) / mean == pytest.approx(ratio, abs=3.5 * error)
    assert error < 0.01


def test_standard_errors_are_those_of_repeated_simulations() -> None:
    plan = SMALL.with_changes(years=1)
    repeats = [simulate(plan, 500, seed=seed) for seed in range(60)]
    found = [repeat.quantiles("cost", (0.5, 0.95)) for repeat in repeats]
    seen = np.std([quantiles.values[0] for quantiles in found], axis=0, ddof=1)
    said = np.mean([quantiles.standard_errors[0] for quantiles in found], axis=0)
    np.testing.assert_allclose(said, seen, rtol=0.35)
    means = [repeat.means("cost") for repeat in repeats]
    assert np.mean([error for _, error in means]) == pytest.approx(
        np.std([mean for mean, _ in means], ddof=1), rel=0.3
    )


@pytest.mark.parametrize(
    "changes",
    [{}, {"joiners_per_year": 2e7}, {"price_elasticity": 2.5, "risk_spread": 0.8}],
    ids=str,
)
def test_wider_cells_are_off_by_less_than_chance(
    changes: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Scenario(price_elasticity=1.5, years=4).with_changes(**changes)
    wide = simulate(plan, 500)
    for name in ("PATH_CELL_YEARS", "STEEP_CELL_YEARS"):
        monkeypatch.setattr(paths, name, 1.0)
    narrow = simulate(plan, 500)
    for figure in ("cost", "members"):
        found, wanted = (each.quantiles(figure, (0.05, 0.5, 0.95)) for each in (wide, narrow))
        # As large as the standard errors of 10,000 paths are.
        error = wanted.standard_errors * (500 / 10_000) ** 0.5
        assert (np.abs(found.values - wanted.values) <= error + 2e-3 * wanted.values).all()
        np.testing.assert_allclose(wide.means(figure)[0], narrow.means(figure)[0], rtol=1.5e-3)


def test_a_run_of_next_to_nobody_changes_nothing() -> None:
    """The stepless and the sampled membership are two computations of the same paths."""
    calm = simulate(SMALL, 200)
    stepped = simulate(SMALL.with_changes(run_probability=0.5, run_share=1e-12), 200)
    np.testing.assert_allclose(stepped.yearly.cost, calm.yearly.cost, rtol=1e-9)
    hardly = simulate(SMALL.with_changes(price_elasticity=1e-9), 200)
    np.testing.assert_allclose(hardly.yearly.cost, calm.yearly.cost, rtol=2e-3)


# ------------------------------------------------------------------------- common random numbers


@pytest.mark.parametrize(
    "changes",
    [
        {"fee_rate": 0.1},
        {"incidence_multiplier": 0.45},
        {"systemic_cv": 0.12},
        {"price_elasticity": 1.0},
        {"mild_payout": 10_000.0},
    ],
    ids=str,
)
def test_common_luck_drops_out_of_a_difference(changes: dict[str, float]) -> None:
    paths = 500
    plan = SMALL.with_changes(years=3)
    baseline, changed = simulate(plan, paths), simulate(plan.with_changes(**changes), paths)
    common = changed.difference(baseline)
    apart = changed.yearly.cost - simulate(plan, paths, seed=99).yearly.cost
    np.testing.assert_allclose(
        common.mean, changed.means()[0] - baseline.means()[0], rtol=1e-9, atol=1e-9
    )
    # The variance with common luck is at most a twentieth of that without.
    assert (np.square(common.standard_error) * paths < apart.var(axis=1) / 20).all()


@pytest.mark.parametrize("change", [{"seed": 3}, {"years": 2}])
def test_simulations_of_other_chance_are_not_compared(change: dict[str, int]) -> None:
    one, other = simulate(SMALL, 10), simulate(SMALL.with_changes(**change), 10)
    name = next(iter(change))
    with pytest.raises(ValueError, match=f"{name} = .*: allowed is the baseline's"):
        other.difference(one)
    with pytest.raises(ValueError, match="paths = 11: allowed is the baseline's, 10"):
        simulate(SMALL, 11).difference(one)
