"""What holds whatever the inputs: at every end of every slider and at random points between."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mutualmodel import Projection, Scenario, cost_band, project, project_many, uncertainty
from mutualmodel.analysis import pool_effect
from mutualmodel.engine.projection import COLUMNS
from mutualmodel.explain import explain, range_steps
from mutualmodel.explain.steps import EXPLAINED
from mutualmodel.inputs import FieldMeta, Value, fields
from tests.model.inputs.cases import that_fit
from tests.own_tables import PLAN_TABLES

FloatArray = NDArray[np.float64]

VARIED = [meta for meta in fields().values() if meta.name != "seed"]


def ends(meta: FieldMeta) -> list[Value]:
    """Give the ends of a field's range, or all of its choices, and none where it may be absent."""
    if meta.choices:
        return list(meta.choices)
    assert meta.minimum is not None
    assert meta.maximum is not None
    limits: list[Value] = [meta.minimum, meta.maximum]
    limits = [int(meta.minimum), int(meta.maximum)] if meta.integer else limits
    return [*limits, None] if meta.optional else limits


def with_ages_that_fit(values: dict[str, Any]) -> Scenario:
    """Make a scenario, its shares of ages and its ages as near as they go together."""
    return Scenario(**that_fit({"own": PLAN_TABLES, **values}))


def value_of(meta: FieldMeta) -> st.SearchStrategy[Value]:
    """Draw a value anywhere in a field's range, sometimes exactly at an end."""
    if meta.choices:
        return st.sampled_from(meta.choices)
    inside: st.SearchStrategy[Value] = (
        st.integers(int(meta.minimum or 0), int(meta.maximum or 0))
        if meta.integer
        # Nobody types 1e-300, and a product of such numbers is lost.
        else st.floats(*meta.reach()).map(lambda number: round(number, 9))
    )
    # Most amounts lie on the rail; some currencies need far larger ones.
    return inside | st.sampled_from(ends(meta))


scenarios = st.fixed_dictionaries({meta.name: value_of(meta) for meta in VARIED}).map(
    with_ages_that_fit
)


def check(projection: Projection) -> None:
    """Assert what must hold of every projection."""
    column = {name: projection.array(name) for name in COLUMNS}
    kinds = projection.array("claims_by_kind")
    for name, values in {**column, "claims_by_kind": kinds}.items():
        assert np.isfinite(values).all(), name
        # Differences of large numbers of members or yuan may be a rounding error below zero.
        unit = column["members"] if name in ("lapsed", "died", "aged_out") else values
        if name == "fee":  # on what is left of payouts that are not paid
            unit = column["payout"]
        if name == "charged_per_member":  # more may come back at a year's end than is paid then
            unit = np.maximum(np.abs(values), column["gross_per_member"])
            values = values.reshape(-1, 24).sum(axis=1)
        assert values.min() >= -1e-9 * unit.max(), name
    members, alive = column["members"], column["members"] > 0
    check_money(projection.scenario, column)
    assert (column["covered"] <= members * (1 + 1e-12)).all()
    moved = members + column["joined"] - column["lapsed"] - column["died"] - column["aged_out"]
    together = alive[1:]
    np.testing.assert_allclose(members[1:][together], moved[:-1][together], rtol=1e-9)
    assert (np.diff(alive.astype(int)) <= 0).all(), "a plan that is over begins again"
    cap = projection.scenario.year_cap
    if cap is not None:
        charged = column["charged_per_member"].reshape(-1, 24).sum(axis=1)
        assert charged.max() <= cap * (1 + 1e-9)


def check_money(plan: Scenario, column: dict[str, FloatArray]) -> None:
    """Assert that no yuan comes from nowhere or goes there."""
    members, bill = column["members"], column["payout"] + column["fee"]
    charged = column["charged_per_member"] * members
    near = {"rtol": 1e-9, "atol": 1e-9 * max(bill.max(), column["fund"].max(), 1.0)}
    if plan.funding != "fund":
        borne = charged + column["sponsor"] + column["unpaid"]
        np.testing.assert_allclose(borne, bill, **near)
        levied = column["charged_per_member"] <= column["gross_per_member"] * (1 + 1e-12)
        assert levied.all()
    if plan.funding == "after":
        advance = ("contributions", "called", "returned", "interest", "deficit", "fund")
        assert not any(column[name].any() for name in advance)
        return
    each = plan.opening_fund if plan.funding == "fund" else plan.opening_balance
    before = np.concatenate([[plan.members * each], column["fund"][:-1]])
    came = column["contributions"] + column["called"] + column["interest"] + column["sponsor"]
    if plan.funding == "prepaid":
        came = column["contributions"]
        bill = charged
    went = bill - (column["unpaid"] if plan.funding == "fund" else 0.0) + column["returned"]
    np.testing.assert_allclose(before + came - went, column["fund"], **near)
    running = np.maximum(members, 1.0) * (members > 0)
    if plan.funding == "fund":
        paid = column["contributions"] + column["called"] - column["returned"]
        np.testing.assert_allclose(charged, paid * (running > 0), **near)


def check_what_is_said_of(projection: Projection) -> None:
    """Assert that the figures drawn from a projection are numbers too."""
    headline, band, effect = projection.headline, cost_band(projection), pool_effect(projection)
    for record in (headline, band, effect):
        numbers = [value for value in vars(record).values() if isinstance(value, float)]
        assert np.isfinite(numbers).all(), record
        assert min(numbers) >= -1e-9 * max(numbers), record
    assert band.low <= band.high <= band.one_in_200
    for figure in set(EXPLAINED) - {"likely_high"}:
        assert np.isfinite(explain(projection, figure)[-1].result.value)
    # Of a few sets: all four hundred of three hundred plans would take minutes.
    spread = uncertainty(projection.scenario, sets=3)
    assert np.isfinite(range_steps(spread)[-1].result.value)
    for layer in (*spread.layers, "all"):
        found = spread.range_of(layer)
        assert (found.low >= 0.0).all()
        # Points of a mixture of laws are sought to less than a millionth.
        assert (found.low <= found.high * (1 + 1e-6)).all()
        assert (found.high <= found.one_in_200 * (1 + 1e-6)).all()
        assert (found.one_in_200 <= projection.scenario.year_limit).all()


# --------------------------------------------------------------------------------------- corners


@pytest.mark.parametrize("meta", VARIED, ids=lambda meta: meta.name)
def test_nothing_breaks_at_the_ends_of_one_slider(meta: FieldMeta) -> None:
    start = Scenario().values()
    rows = [with_ages_that_fit({**start, meta.name: value}) for value in ends(meta)]
    rows += [row.with_changes(price_elasticity=3.0) for row in rows]
    for projection in project_many(rows):
        check(projection)
        check_what_is_said_of(projection)


def test_nothing_breaks_in_the_corners_of_all_sliders() -> None:
    rng = np.random.default_rng(1)
    rows = []
    for _ in range(300):
        values = {meta.name: ends(meta)[rng.integers(len(ends(meta)))] for meta in VARIED}
        rows.append(with_ages_that_fit(values))
    # The chosen corners reach everything: plans that go on and that end, caps, all payers.
    batch = project_many(rows)
    ended = sum(p.headline.dissolved_after_years is not None for p in batch)
    assert 50 < ended < 250
    assert any(p.headline.sponsor > 0 for p in batch)
    assert any(p.headline.unpaid > 0 for p in batch)
    for place, projection in enumerate(batch):
        check(projection)
        # How sure a plan is takes thirty times as long to say.
        if place % 20 == 0:
            check_what_is_said_of(projection)


@given(scenarios)
def test_nothing_breaks_between_the_corners(scenario: Scenario) -> None:
    projection = project(scenario)
    check(projection)
    check_what_is_said_of(projection)


# -------------------------------------------------------------------------------------- directions


def calmed(scenario: Scenario) -> Scenario:
    """Let nobody leave for what a plan costs: by reacting to it, or with a balance run dry."""
    funding = "after" if scenario.funding == "prepaid" else scenario.funding
    return scenario.with_changes(price_elasticity=0.0, years=1, funding=funding)


calm = scenarios.map(calmed)
DEARER = (
    "incidence_multiplier",
    "payout_under_40",
    "payout_40_plus",
    "mild_payout",
    "fee_rate",
    "select_year_1",
    "select_year_2",
    "incidence_trend",
)


def costs_along(scenario: Scenario, name: str, points: int = 5) -> FloatArray:
    meta = fields()[name]
    values = np.linspace(*meta.reach(), points)
    return project_many(
        [scenario.with_changes(**{name: float(value)}) for value in values]
    ).cost_per_member_year()


def assert_no_step_down(costs: FloatArray, scenario: Scenario) -> None:
    # Under a cap on the year a law stands for that of the claims; where few are expected, and some
    # cost hundreds of times as much as others, it may be off by a tenth, and its neighbour the
    # other way; of twenty members with a claim in centuries by a third.
    within = 1e-9 if scenario.annual_cap is None else 0.25 if scenario.members >= 1e3 else 0.5
    assert np.diff(costs).min() >= -within * max(costs.max(), 0.0)


@pytest.mark.parametrize("name", [name for name in DEARER if name != "incidence_trend"])
@given(scenario=calm)
def test_more_of_it_never_makes_a_year_cheaper(name: str, scenario: Scenario) -> None:
    assert_no_step_down(costs_along(scenario, name), scenario)


@pytest.mark.parametrize("name", [name for name in DEARER if name != "mild_payout"])
def test_more_of_it_makes_the_default_dearer(name: str) -> None:
    # Without delay: what is paid at once has been diagnosed after the trend began.
    costs = costs_along(Scenario(price_elasticity=0.0, claim_delay_days=0.0), name)
    assert np.diff(costs).min() > 1e-3 * costs[0]


@given(scenario=calm)
def test_a_longer_wait_never_makes_a_year_dearer(scenario: Scenario) -> None:
    assert_no_step_down(costs_along(scenario, "waiting_days")[::-1], scenario)


def test_a_longer_wait_makes_the_default_cheaper() -> None:
    assert np.diff(costs_along(Scenario(price_elasticity=0.0), "waiting_days")).max() < 0


@given(scenario=calm, name=st.sampled_from(["per_claim_cap", "annual_cap"]))
def test_a_higher_cap_never_makes_a_year_cheaper(scenario: Scenario, name: str) -> None:
    # What a cap on a year leaves to pay takes long to say.
    assert_no_step_down(costs_along(scenario, name, points=3), scenario)


@given(scenario=calm, factor=st.floats(1.0, 1000.0))
def test_the_pool_moves_the_cost_only_through_its_caps(scenario: Scenario, factor: float) -> None:
    # Who runs dry, and when, hangs on the levy alone and may turn on its last digit.
    still: dict[str, Value] = {"joiners_per_year": 0.0, "minimum_members": 0.0, "funding": "after"}
    start = scenario.with_changes(members=1e5, **still)
    free = start.with_changes(per_claim_cap=None, annual_cap=None)
    small, large = (project(plan.with_changes(members=1e5 * factor)) for plan in (start, free))
    alone = project(free)
    cost = alone.headline.cost_per_member_year
    assert large.headline.cost_per_member_year == pytest.approx(cost, rel=1e-9, abs=1e-12)
    # With caps a larger pool pays more of its bill itself, and never more than all of it.
    more = small.headline.cost_per_member_year
    assert project(start).headline.cost_per_member_year <= more * (1 + 1e-9) + 1e-12
    assert more <= cost * (1 + 1e-9) + 1e-12
