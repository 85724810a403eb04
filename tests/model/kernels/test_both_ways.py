"""What kernels work out is what numpy does, to a rounding error of the sums over cells."""

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.batch import grouped
from mutualmodel.engine.cohorts import by_single_age
from mutualmodel.engine.projection import Ledger, ledger_of
from mutualmodel.engine.run import run_plans
from mutualmodel.engine.state import PlanRun
from mutualmodel.kernels import held, installed
from mutualmodel.membership.demand import demand_elasticity
from mutualmodel.simulation import simulate
from mutualmodel.simulation.paths import Yearly

pytestmark = pytest.mark.skipif(not installed(), reason="numba is not installed")

T = TypeVar("T")

AGREE = 1e-12
REACTING = Scenario(price_elasticity=1.0, lapse_rate=0.2)
CALM = Scenario()
JOINED = REACTING.with_changes(joiners_per_year=6e6)
PLANS = {
    "nobody reacts": CALM,
    "others join calmly": CALM.with_changes(joiners_per_year=6e6, refused_share=0.1),
    "a calm plan ends": CALM.with_changes(
        lapse_rate=1.0, minimum_members=3e7, cap_bearer="nobody", per_claim_cap=0.001
    ),
    "members react": REACTING,
    "and others join": JOINED,
    "steeply": JOINED.with_changes(price_elasticity=3.0, lapse_rate=0.6),
    "fine classes": JOINED.with_changes(risk_spread=0.9),
    "events": JOINED.with_changes(
        notice_share=0.3, notice_spares=1.5, scandal_share=0.1, accident_share=0.2
    ),
    "an event after the end": REACTING.with_changes(
        years=1, notice_month=30.0, notice_share=0.3, notice_spares=1.5
    ),
    "nobody reacts to an event that selects": Scenario(notice_share=0.3, notice_spares=1.5),
    "nobody waits": JOINED.with_changes(waiting_days=0.0),
    "old members": JOINED.with_changes(exit_age=80, share_60_plus=0.05),
    "a newborn plan": JOINED.with_changes(opening_tenure_years=0.0, select_year_1=0.0),
    "a youngest age": JOINED.with_changes(minimum_age=30, share_under_18=0.0),
    "a cap on the year": JOINED.with_changes(annual_cap=100.0),
    "a cap on a calm year": CALM.with_changes(annual_cap=100.0, members=1e5),
    "calm claims that vary": CALM.with_changes(claim_size_cv=1.0, per_claim_cap=0.01),
    "claims that vary": JOINED.with_changes(claim_size_cv=0.5, per_claim_cap=0.001),
    "a fund": JOINED.with_changes(funding="fund", deficit_bearer="insurer"),
    "balances": JOINED.with_changes(
        funding="prepaid", top_up_share=0.9, notice_share=0.1, opening_balance=10.0
    ),
    "all leave": JOINED.with_changes(lapse_rate=2.0, price_elasticity=3.0, minimum_members=1e6),
}


def both(work: Callable[[], T]) -> tuple[T, T]:
    """Do some work both ways: numpy's, and that of kernels."""
    with held("numpy"):
        here = work()
    with held("numba"):
        return here, work()


def run(plan: Scenario, *others: Scenario, ages: bool = False) -> PlanRun:
    """Move plans that go together, anew."""
    (rows,) = grouped([plan, *others], 500, 500)
    by_age = by_single_age(RateBasis.of(plan), plan.years) if ages else None
    return run_plans(rows, ages=by_age)


def arrays(of: PlanRun | Ledger | Yearly) -> dict[str, FloatArray]:
    """Name the arrays of figures of a record."""
    found = {field.name: getattr(of, field.name) for field in fields(of)}
    return {name: value for name, value in found.items() if isinstance(value, np.ndarray)}


def alike(one: PlanRun | Ledger, other: PlanRun | Ledger) -> None:
    """Compare two records, each figure by the largest of its kind, for some are differences."""
    here, there = arrays(one), arrays(other)
    assert here.keys() == there.keys()
    for name, values in here.items():
        assert np.isfinite(there[name]).all(), name
        scale = np.abs(here[DIFFERENCES.get(name, name)]).max()
        np.testing.assert_allclose(
            there[name], values, rtol=AGREE, atol=AGREE * scale, err_msg=name
        )


# Figures that are what is left of larger ones.
DIFFERENCES = dict.fromkeys(("joined", "lapsed", "died", "aged_out"), "members") | {
    "charged_per_member": "gross_per_member",
    **dict.fromkeys(("sponsor", "unpaid", "fee"), "payout"),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_a_plan_goes_the_same_course(plan: Scenario) -> None:
    here, there = both(lambda: run(plan))
    alike(here, there)
    alike(ledger_of(here), ledger_of(there))


def test_many_plans_side_by_side_go_as_each_alone() -> None:
    plans = [
        JOINED.with_changes(incidence_multiplier=level, price_elasticity=answer, members=members)
        for level in (0.2, 1.1)
        for answer in (0.5, 2.0)
        for members in (1e5, 1e8)
    ]
    here, there = both(lambda: run(*plans))
    alike(here, there)
    with held("numba"):
        for column, plan in enumerate(plans):
            alone = run(plan).members[:, 0]
            np.testing.assert_allclose(there.members[:, column], alone, rtol=AGREE)


@pytest.mark.parametrize("name", ["events", "old members", "balances"])
def test_members_by_age_are_the_same(name: str) -> None:
    here, there = both(lambda: run(PLANS[name], ages=True))
    assert here.by_age is not None
    alike(here, there)


@given(
    elasticity=st.floats(0.01, 3.0),
    lapse=st.floats(0.0, 2.0),
    joiners=st.sampled_from([0.0, 1e4, 1e8]),
    waiting=st.floats(0.0, 180.0),
    delay=st.floats(0.0, 365.0),
    memory=st.floats(1.0, 24.0),
)
def test_any_plan_goes_the_same_course(
    elasticity: float, lapse: float, joiners: float, waiting: float, delay: float, memory: float
) -> None:
    plan = Scenario(
        years=2,
        price_elasticity=elasticity,
        lapse_rate=lapse,
        joiners_per_year=joiners,
        waiting_days=waiting,
        claim_delay_days=delay,
        price_memory_months=memory,
    )
    alike(*both(lambda: run(plan)))


@given(
    members=st.floats(20.0, 3e8),
    elasticity=st.sampled_from([0.0, 1.0]),
    incidence=st.floats(0.05, 3.0),
    size_cv=st.one_of(st.just(0.0), st.floats(0.0, 3.0)),
    systemic_cv=st.one_of(st.just(0.0), st.floats(0.0, 0.5)),
    claim_cap=st.one_of(st.none(), st.floats(0.001, 1e4)),
    annual_cap=st.one_of(st.none(), st.floats(1.0, 1e3), st.floats(1.0, 1e6)),
    bearer=st.sampled_from(["sponsor", "nobody"]),
)
def test_any_caps_charge_the_same(
    members: float,
    elasticity: float,
    incidence: float,
    size_cv: float,
    systemic_cv: float,
    claim_cap: float | None,
    annual_cap: float | None,
    bearer: str,
) -> None:
    plan = Scenario(
        years=2,
        members=members,
        price_elasticity=elasticity,
        incidence_multiplier=incidence,
        claim_size_cv=size_cv,
        systemic_cv=systemic_cv,
        per_claim_cap=claim_cap,
        annual_cap=annual_cap,
        cap_bearer=bearer,
    )
    alike(*both(lambda: ledger_of(run(plan))))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"joiners_per_year": 6e6, "run_probability": 0.3},
        {"annual_cap": 60.0},
        {"claim_size_cv": 1.0},
        {"funding": "fund"},
        {"funding": "prepaid"},
        {"members": 3000.0},
    ],
    ids=str,
)
def test_paths_are_the_same(changes: dict[str, float]) -> None:
    plan = REACTING.with_changes(years=2, **changes)
    here, there = both(lambda: simulate(plan, 60))
    for name, values in arrays(here.yearly).items():
        np.testing.assert_allclose(getattr(there.yearly, name), values, rtol=1e-11, err_msg=name)


def test_what_members_answer_who_are_asked_for_the_price_of_others_is_the_same() -> None:
    here, there = both(lambda: demand_elasticity(REACTING))
    # A difference over a small step: what it is divided by takes its digits along.
    assert there == pytest.approx(here, rel=1e-7)
