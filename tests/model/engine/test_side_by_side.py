"""Many plans side by side: what their runs tell is what their ledgers say, in the plans' order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.guard import FigureFault
from mutualmodel.engine.run import run_single
from mutualmodel.engine.side_by_side import (
    CHUNK_ROWS,
    members_and_claims,
    of_each_group,
    of_each_run,
)
from mutualmodel.engine.state import PlanRun

DISSOLVING = Scenario(members=1e5, minimum_members=8e4, lapse_rate=0.2, years=3)


@given(
    lapse=st.floats(0.0, 0.9),
    mild=st.sampled_from([0.0, 50_000.0]),
    minimum=st.sampled_from([0.0, 50_000.0]),
    funding=st.sampled_from(["after", "fund", "prepaid"]),
)
def test_members_and_claims_are_those_of_the_ledger(
    lapse: float, mild: float, minimum: float, funding: str
) -> None:
    plan = Scenario(
        members=1e5,
        lapse_rate=lapse,
        mild_payout=mild,
        minimum_members=minimum,
        funding=funding,
        opening_balance=300.0,
        opening_fund=300.0,
        years=2,
    )
    members, claims = members_and_claims(run_single(plan))
    ledger = project(plan).ledger
    np.testing.assert_allclose(members, ledger.members, rtol=1e-12)
    np.testing.assert_allclose(claims, ledger.claims_by_kind, rtol=1e-12)


def test_nobody_claims_after_the_end_of_a_plan() -> None:
    members, claims = members_and_claims(run_single(DISSOLVING))
    assert members[0, 0] == 1e5
    assert members[-1, 0] == 0.0
    over = members[:, 0] == 0.0
    assert not claims[over].any()
    assert claims[~over].any()


def test_what_runs_tell_comes_in_the_order_of_the_plans() -> None:
    # Waiting periods alternate, so that no group is made of neighbours.
    plans = [
        Scenario(members=1e6 + count, waiting_days=90 * (count % 2), years=2)
        for count in range(2 * CHUNK_ROWS + 3)
    ]
    first = of_each_run(plans, lambda run: run.members[0])
    assert first.tolist() == [plan.members for plan in plans]
    groups = of_each_group(plans, lambda rows: len(rows.order))
    assert sum(size for _, size in groups) == len(plans)
    assert len(groups) == 4


def test_a_plan_comes_to_the_same_alone_and_among_many() -> None:
    plans = [Scenario(), Scenario(members=2e6, lapse_rate=0.1)]
    others = [Scenario(members=1e5 + count) for count in range(2 * CHUNK_ROWS)]

    def told(run: PlanRun) -> FloatArray:
        return np.stack([run.members.sum(axis=0), run.settled.sum(axis=(0, 2))], axis=1)

    alone = of_each_run(plans, told)
    among = of_each_run([plans[0], *others, plans[1]], told)
    np.testing.assert_allclose(among[[0, -1]], alone, rtol=1e-12)
    assert alone[0, 0] != pytest.approx(alone[1, 0], rel=0.1)


@pytest.mark.parametrize("wrong", [np.nan, -1e6])
def test_figures_of_a_run_guard_themselves(wrong: float) -> None:
    run: PlanRun = run_single(Scenario(years=1))
    run.settled[3, 0, 1] = wrong
    with pytest.raises(FigureFault, match="claims"):
        members_and_claims(run)
