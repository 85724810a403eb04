"""Why nothing changed: a true reason whenever a changed input leaves the cost where it was."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Scenario, project
from mutualmodel.explain import why_unmoved
from mutualmodel.explain.no_effect import SAME_WITHIN
from mutualmodel.inputs import Value, fields
from tests.model.inputs.cases import AGE_SHARES
from tests.own_tables import PLAN_TABLES

DEFAULT = Scenario()


def said(baseline: Scenario = DEFAULT, **changes: float | str | None) -> str:
    return " ".join(
        str(reason) for reason in why_unmoved(baseline.with_changes(**changes), baseline)
    )


def test_nothing_is_said_where_nothing_differs() -> None:
    assert why_unmoved(DEFAULT, DEFAULT) == []


@pytest.mark.parametrize(
    "changes",
    [{"incidence_multiplier": 0.7}, {"fee_rate": 0.1}, {"members": 1e6}, {"annual_cap": 50.0}],
)
def test_nothing_is_said_where_the_cost_moved(changes: dict[str, float]) -> None:
    assert why_unmoved(DEFAULT.with_changes(**changes), DEFAULT) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"members": 2e8}, "The average does not change with the number of members"),
        ({"per_claim_cap": 1.0}, "The cap on one claim is not reached: a claim costs each member"),
        ({"annual_cap": 188.0}, "The cap on a year is not reached"),
        ({"cap_bearer": "nobody"}, "No cap is reached"),
        ({"minimum_members": 3.3e6}, "stays above the minimum of 3,300,000 members"),
        ({"years": 9}, "it does not depend on the years shown"),
        ({"systemic_cv": 0.3}, "how far a year may be from its average"),
        ({"systemic_correlation": 0.5}, "how far bad years follow one another"),
        ({"seed": 7}, "how far a year may be from its average"),
        ({"risk_spread": 1.0}, "Nobody reacts to the price"),
        ({"price_memory_months": 1.0}, "Nobody reacts to the price"),
        ({"incidence_trend": 0.0005}, "In the first year this hardly shows"),
        ({"lapse_rate": 0.051}, "In the first year this hardly shows"),
    ],
)
def test_each_input_has_its_reason(changes: dict[str, float | str], words: str) -> None:
    assert words in said(DEFAULT.with_changes(price_elasticity=0.0), **changes)


def test_the_numbers_in_a_reason_are_the_plans_own() -> None:
    reason = why_unmoved(DEFAULT.with_changes(members=2e8), DEFAULT)[0]
    share = reason.values["share"]
    assert share.value == pytest.approx(3e5 * 1.08 / 2e8)  # type: ignore[union-attr]


def test_two_inputs_with_the_same_reason_are_told_once() -> None:
    assert said(risk_spread=1.0, price_memory_months=1.0).count("Nobody reacts") == 1


def test_two_inputs_with_two_reasons_are_told_both() -> None:
    text = said(seed=7, minimum_members=1e6)
    assert "be from its average" in text
    assert "stays above the minimum" in text


def test_changes_that_offset_one_another_are_called_so() -> None:
    both: dict[str, Any] = {"incidence_multiplier": DEFAULT.incidence_multiplier * 2}
    both |= {name: getattr(DEFAULT, name) / 2 for name in ("payout_under_40", "payout_40_plus")}
    assert said(**both).startswith("The changes offset one another")
    # An input that does nothing besides has its own reason.
    text = said(**both, seed=7)
    assert "be from its average" in text
    assert "offset one another" in text


def test_a_cap_on_a_year_that_is_reached_settles_the_cost() -> None:
    capped = DEFAULT.with_changes(annual_cap=50.0)
    for change in ({"incidence_multiplier": 0.9}, {"fee_rate": 0.1}, {"members": 2e8}):
        assert "The cap on a year is reached in both: a member pays 50 ¤" in said(capped, **change)


def test_a_plan_that_never_starts_is_settled_too() -> None:
    closed = DEFAULT.with_changes(members=1e6, minimum_members=3.3e6)
    assert said(closed, fee_rate=0.2) == "Both plans dissolve at the start, so nothing is shared."


def test_a_cap_on_a_year_beside_a_cap_on_one_claim_that_binds() -> None:
    small = DEFAULT.with_changes(members=1e6, annual_cap=500.0)
    assert project(small).headline.sponsor > 0
    assert "The cap on a year is not reached" in said(small, annual_cap=600.0)


def test_sizes_move_the_average_only_where_a_cap_cuts_the_largest() -> None:
    free = DEFAULT.with_changes(per_claim_cap=None)
    assert "not the average" in said(free, claim_size_cv=1.0)
    assert "only where the cap on one claim" in said(DEFAULT, claim_size_cv=1.0)
    assert why_unmoved(DEFAULT.with_changes(members=3e6, claim_size_cv=1.0), DEFAULT) == []
    varying = DEFAULT.with_changes(claim_size_cv=1.0)
    assert "Hardly any claim" in said(varying, per_claim_cap=0.2)


def test_an_input_that_has_no_hold_on_this_plan_offsets_nothing() -> None:
    settled = DEFAULT.with_changes(opening_tenure_years=0.0, select_year_1=0.5, years=1)
    assert "makes no difference" in said(settled, select_year_2=0.9)


def test_who_cannot_leave_cannot_react() -> None:
    assert "Nobody leaves" in said(DEFAULT.with_changes(lapse_rate=0.0), price_elasticity=1.0)


def test_ages_that_only_fit_together_are_no_error() -> None:
    start = DEFAULT.with_changes(share_under_18=0.9, share_40_to_59=0.0, payout_40_plus=0.0)
    other = start.with_changes(share_under_18=0.0, share_40_to_59=0.95)
    assert why_unmoved(other, start) == []


@given(st.data())
def test_a_reason_is_given_exactly_when_something_changed_and_the_cost_did_not(
    data: st.DataObject,
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    baseline = Scenario(own=PLAN_TABLES).with_changes(
        annual_cap=float(rng.choice([40.0, 188.0])),
        members=float(rng.choice([1e5, 1e8])),
        lapse_rate=float(rng.choice([0.0, 0.3])),
        price_elasticity=float(rng.choice([0.0, 1.0])),
    )
    names = data.draw(st.sets(st.sampled_from(sorted(fields())), min_size=1, max_size=3))
    values = {}
    for name in names - {*AGE_SHARES, "minimum_age"}:
        meta = fields()[name]
        ends = meta.choices or (meta.minimum, meta.maximum)
        value = data.draw(st.sampled_from(ends))
        values[name] = int(value) if meta.integer and value is not None else value
    scenario = baseline.with_changes(**values)
    reasons = why_unmoved(scenario, baseline)
    now, was = (project(s).headline.cost_per_member_year for s in (scenario, baseline))
    moved = abs(now - was) > SAME_WITHIN * max(was, 1e-9)
    assert bool(reasons) is (bool(scenario.changes_from(baseline)) and not moved)
    for reason in reasons:
        assert "{" not in str(reason)


@pytest.mark.parametrize(
    ("changes", "plan", "wanted"),
    [
        ({"mortality_multiplier": 2.0}, {}, "Deaths below 60 count as leaving"),
        ({"share_60_plus": 0.2}, {}, "Members are from 0 to below 60 years old"),
        ({"opening_fund": 90.0}, {}, "It plays no part in a plan whose members pay as they do"),
        (
            {"annual_cap": 50.0},
            {"funding": "fund"},
            "Caps do not apply to a contribution into a fund",
        ),
        ({"call_limit": 2.0}, {"funding": "fund", "contribution_month": 9.0}, "is enough through"),
        ({"top_up": 90.0}, {"funding": "prepaid"}, "Balances change when members pay"),
    ],
)
def test_an_input_that_the_plan_does_not_ask_for_says_so(
    changes: dict[str, Value], plan: dict[str, Value], wanted: str
) -> None:
    before = Scenario().with_changes(**plan)
    told = " ".join(map(str, why_unmoved(before.with_changes(**changes), before)))
    assert wanted in told


def test_what_a_table_of_ones_own_stands_for_is_said() -> None:
    by_own = Scenario(own=PLAN_TABLES, age_mix="own", members_path="own")
    assert "your own table" in said(by_own, share_under_18=0.3)
    assert "your own path" in said(by_own, joiners_per_year=1e7)
