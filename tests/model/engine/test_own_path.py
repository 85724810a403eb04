"""Membership and incidence go as the reader's own paths have them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualmodel import Scenario, project, project_many, simulate
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.run import run_of
from mutualmodel.inputs.own import OwnLevel, OwnMembers, OwnTables
from mutualmodel.simulation import uncertainty
from tests.own_tables import TABLES

assert TABLES.members is not None
PATH: OwnMembers = TABLES.members
FOLLOWING = Scenario(own=OwnTables(members=PATH), members_path="own", members=PATH.values[0])


def wanted(path: OwnMembers, periods: int) -> FloatArray:
    """Give the members at each settlement, on lines between the rows of a path."""
    return np.interp(np.arange(periods) / 2.0, path.months, path.values)


def test_the_path_is_met_exactly() -> None:
    members = project(FOLLOWING).array("members")
    np.testing.assert_allclose(members, wanted(PATH, 120), rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.floats(0.5, 120), st.floats(1e4, 1e9), max_size=8),
    st.floats(1e4, 3e8),
    st.sampled_from([1, 3, 10]),
    st.floats(0, 2),
)
def test_any_path_is_met_whatever_the_turnover(
    later: dict[float, float], first: float, years: int, lapse_rate: float
) -> None:
    months, values = zip(*sorted({0.0: first, **later}.items()), strict=True)
    path = OwnMembers(months, values)
    plan = Scenario(
        own=OwnTables(members=path),
        members_path="own",
        members=first,
        years=years,
        lapse_rate=lapse_rate,
        joiners_per_year=5e6,
        price_elasticity=2.0,
    )
    projection = project(plan)
    column = {name: projection.array(name) for name in ("members", "joined", "lapsed", "aged_out")}
    np.testing.assert_allclose(column["members"], wanted(path, 24 * years), rtol=1e-9)
    moved = column["members"] + column["joined"] - column["lapsed"] - column["aged_out"]
    np.testing.assert_allclose(column["members"][1:], moved[:-1], rtol=1e-9)
    assert column["joined"].min() >= 0
    assert column["lapsed"].min() >= -1e-9 * column["members"].max()


def test_the_path_gives_proportions() -> None:
    tenfold = FOLLOWING.with_changes(members=10 * FOLLOWING.members)
    members = project(tenfold).array("members")
    np.testing.assert_allclose(members, 10 * wanted(PATH, 120), rtol=1e-12)


def test_a_path_of_one_row_holds_the_pool_at_its_size() -> None:
    still = Scenario(own=OwnTables(members=OwnMembers((0.0,), (5e6,))), members_path="own")
    members = project(still).array("members")
    np.testing.assert_allclose(members, still.members, rtol=1e-12)


def test_no_rate_moves_the_members_of_a_path() -> None:
    other = FOLLOWING.with_changes(joiners_per_year=1e7, price_elasticity=3.0)
    assert not other.reacts_to_share
    assert (run_of(other).members == run_of(FOLLOWING).members).all()


def test_events_come_on_top() -> None:
    struck = project(FOLLOWING.with_changes(scandal_month=12.0, scandal_share=0.3))
    members = struck.array("members")
    np.testing.assert_allclose(members[:24], wanted(PATH, 24), rtol=1e-12)
    np.testing.assert_allclose(members[24:], 0.7 * wanted(PATH, 120)[24:], rtol=1e-9)


@pytest.mark.parametrize("spares", [0.0, 1.0])
def test_events_that_select_make_as_many_leave(spares: float) -> None:
    event = {"scandal_month": 12.0, "scandal_share": 0.3, "scandal_spares": spares}
    members = project(FOLLOWING.with_changes(**event)).array("members")
    np.testing.assert_allclose(members[24], 0.7 * wanted(PATH, 25)[24], rtol=1e-9)


def test_chance_leaves_the_members_of_a_path_alone() -> None:
    members = simulate(FOLLOWING, paths=50).yearly.members
    assert (np.ptp(members, axis=1) <= 1e-9 * members.max(axis=1)).all()


def test_runs_come_on_top_of_a_path() -> None:
    run = FOLLOWING.with_changes(run_probability=0.5, run_share=0.3)
    members = simulate(run, paths=50).yearly.members
    assert (members <= simulate(FOLLOWING, paths=1).yearly.members * (1 + 1e-9)).all()
    assert members[-1].mean() < 0.8 * simulate(FOLLOWING, paths=1).yearly.members[-1].mean()


# -------------------------------------------------------------------------------------- incidence


def test_a_factor_of_two_doubles_the_claims_to_the_last_bit() -> None:
    double = Scenario(own=OwnTables(level=OwnLevel((0.0,), (2.0,))), incidence_path="own")
    twice = 2.0 * project(Scenario()).array("diagnosed")
    assert (project(double).array("diagnosed") == twice).all()


def test_factors_go_along_lines_by_month_of_diagnosis() -> None:
    level = OwnLevel((0.0, 12.0, 24.0), (1.0, 2.0, 0.5))
    plan = Scenario(own=OwnTables(level=level), incidence_path="own")
    ratio = project(plan).array("diagnosed") / project(Scenario()).array("diagnosed")
    months = (np.arange(120) + 0.5) / 2.0
    np.testing.assert_allclose(ratio, np.interp(months, [0, 12, 24], [1, 2, 0.5]), rtol=1e-12)


def test_what_is_unsure_follows_the_paths() -> None:
    assert TABLES.level is not None
    plan = FOLLOWING.with_changes(years=2)
    both = Scenario(
        own=OwnTables(members=PATH, level=TABLES.level), members_path="own", incidence_path="own",
        members=PATH.values[0], years=2,
    )  # fmt: skip
    one, other = (uncertainty(each, sets=5).range_of("all").high for each in (plan, both))
    assert (other > one).all()


def test_plans_of_different_paths_share_no_group() -> None:
    plans = [FOLLOWING, Scenario(), FOLLOWING.with_changes(members=2e6)]
    batch = project_many(plans)
    for together, plan in zip(batch, plans, strict=True):
        alone = project(plan)
        np.testing.assert_allclose(together.array("members"), alone.array("members"), rtol=1e-12)
