"""No input is idle: changed where it matters, each of them moves some result."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mutualmodel import Case, cost_band, project, simulate, wind_down
from mutualmodel.analysis import INDICATORS, broken_now, supervisory_review
from mutualmodel.engine.batch import NUMBERS
from mutualmodel.fairness import fairness, incomes_of, with_cut
from mutualmodel.inputs import EVENT_INPUTS, FieldMeta, Value
from mutualmodel.insurance import (
    costs_by_age,
    household,
    insurer_view,
    lifetime_costs,
    person_report,
)
from tests.own_tables import TABLES

UI = Path(__file__).parents[2] / "ui"
PATHS = 200

# What must hold elsewhere in the case before an input can matter.
IN_A_FUND: Mapping[str, Value] = {"plan.funding": "fund", "plan.contribution_month": 6.0}
IN_A_RICH_FUND: Mapping[str, Value] = {**IN_A_FUND, "plan.contribution_month": 12.0}
FROM_BALANCES: Mapping[str, Value] = {"plan.funding": "prepaid", "plan.top_up_share": 0.5}
MATTERS_WHERE: Mapping[str, Mapping[str, Value]] = {
    "plan.annual_cap": {"plan.annual_cap": 50.0},
    "plan.cap_bearer": {"plan.annual_cap": 50.0},
    "plan.per_claim_cap": {"plan.members": 1e6},
    "plan.claim_size_cv": {"plan.members": 1e6},
    "plan.minimum_members": {"plan.lapse_rate": 1.0},
    "plan.price_memory_months": {"plan.price_elasticity": 1.0},
    "plan.risk_spread": {"plan.price_elasticity": 1.0},
    "plan.contribution_month": IN_A_FUND,
    "plan.opening_fund": IN_A_FUND,
    "plan.call_limit": IN_A_FUND,
    "plan.deficit_bearer": IN_A_FUND,
    "plan.target_reserve": IN_A_RICH_FUND,
    "plan.surplus_returned": IN_A_RICH_FUND,
    "plan.fund_interest": IN_A_RICH_FUND,
    "plan.opening_balance": FROM_BALANCES,
    "plan.top_up": FROM_BALANCES,
    "plan.balance_floor": FROM_BALANCES,
    "plan.top_up_share": FROM_BALANCES,
    "plan.stop_loss_attachment": {"plan.funding": "fund", "plan.deficit_bearer": "insurer"},
    "plan.money_kept": {"plan.funding": "fund", "closing.operator": "fails"},
    "closing.operator": {"plan.funding": "fund", "plan.money_kept": "operator"},
    "plan.bad_year_size": {"plan.bad_year_probability": 0.3},
    "plan.run_share": {"plan.run_probability": 0.3},
    "view.cut_age": {"view.cut_ratio": 0.5},
    "plan.minimum_age": {"person.age": 50},
    "plan.share_60_plus": {"plan.exit_age": 70},
    "plan.mortality_multiplier": {"plan.exit_age": 70, "plan.share_60_plus": 0.2},
    "thresholds.minimum_share": {"plan.minimum_members": 5e7},
    "thresholds.refused_share": {"plan.refused_share": 0.05},
    "thresholds.year_over_cap": {"plan.annual_cap": 300.0},
    "thresholds.unpaid_share": {"plan.minimum_members": 1e8},
    **{
        f"plan.{name}": {f"plan.{inputs.month}": 6.0, f"plan.{inputs.share}": 0.3}
        for inputs in EVENT_INPUTS.values()
        for name in inputs.names
    },
}

# What an input is changed to where the end of its range would not do.
CHANGED_TO: Mapping[str, Value] = {
    "plan.share_under_18": 0.3,
    "plan.share_40_to_59": 0.1,
    "plan.share_60_plus": 0.3,
    "plan.minimum_age": 20,
    "plan.minimum_members": 1e8,
    "plan.annual_cap": 40.0,
    # Sponsor or insurer is a matter of words: each pays the same.
    "plan.cap_bearer": "nobody",
    "view.costly_year": 100.0,
    "view.stop_month": 24.0,
    # Whom the plan admits.
    "person.age": 50,
    "person.household": "M35 F4",
    "view.young_until": 30,
    "view.cut_age": 30,
    "closing.payer": "members",
    # Longer than the time to a report, as long as it is, nobody is too late.
    "closing.claim_window_days": 50.0,
    "insurer.pricing_level": 0.9,
    # At none of it the plan as it stands is above it.
    **{f"thresholds.{name}": 0.0 for name, one in INDICATORS.items() if one.side == "above"},
    # And of a plan that dissolves not all is unpaid.
    "thresholds.unpaid_share": 1.0,
}

# These only choose what is shown: the page takes them to results that are there without them.
SHOWS_ONLY = {
    "view.range_of": "frame",  # which layer of what makes a figure unsure is drawn
    "view.include_assumed": "frame",  # whether what is assumed is part of it
    "view.demand_elasticity": "membership",  # of which the reaction is sought
    "view.demand_years": "membership",  # and after how many years it is measured
    "view.amount_asked": "risk",  # at which cost the paths are counted
    "view.promise_loading": "risk",  # what is asked on top for the promise of a cap
    "view.stress_year": "risk",  # which year of the stresses is drawn
    "view.history_day": "history",  # where the history takes another turn
    "view.history_turn": "history",  # which turn that is
    "view.money": "frame",  # in which money amounts are told
    "view.rate_year": "frame",  # and at the rate of which year
}

# And these only say what figures are called; tests of currencies hold that the pages do.
NAMES_ONLY = {"plan.currency"}

Result = Callable[[Case], object]


def _person(case: Case) -> object:
    who = case.person
    return person_report(
        case.plan,
        case.insurer,
        age=who.age,
        sex=who.sex,
        income=who.income,
        wish=who.wish,
        basis=case.view.cost_basis,
    )


def _household(case: Case) -> object:
    return household(case.plan, case.insurer, case.person.members, basis=case.view.cost_basis)


def _cut(case: Case) -> object:
    return with_cut(fairness(case.plan), case.view.cut_age, case.view.cut_ratio)


def _watched(case: Case) -> object:
    # Not the thresholds, which stand in the review themselves.
    review = supervisory_review(case.plan, case.thresholds)
    return review[["state", "crossed_period"]].to_numpy().tolist()


def _closed(case: Case) -> dict[str, object]:
    closed = wind_down(case.plan, case.view.stop_month / 12, case.closing)
    # Not their fields, which hold the terms themselves.
    return {
        name: getattr(part, name)
        for part in (closed, closed.bridge)
        for name, value in vars(type(part)).items()
        if isinstance(value, property)
    }


def _by_age(case: Case) -> object:
    return costs_by_age(
        case.plan, case.insurer, case.person.sex, case.view.cost_basis, case.closing
    )


def _lifetime(case: Case) -> object:
    return lifetime_costs(case.plan, case.insurer, case.person.sex, case.person.age)


BESIDE_PUBLISHED: tuple[Result, ...] = (_by_age, _person, _household, _lifetime)
# The quickest first: a change is sought in one after the other.
RESULTS: tuple[Result, ...] = (
    lambda case: project(case.plan).periods,
    lambda case: cost_band(project(case.plan)),
    _watched,
    lambda case: insurer_view(case.plan, case.insurer, from_age=case.view.young_until),
    lambda case: insurer_view(case.plan, case.insurer, group=True),
    _by_age,
    _cut,
    _person,
    _household,
    _lifetime,
    lambda case: incomes_of(int(case.view.income_year), case.view.income_measure),
    _closed,
    lambda case: broken_now(case.plan, costly_year=case.view.costly_year),
    lambda case: simulate(case.plan, PATHS).yearly,
)


def figures(result: object) -> Iterator[float | str]:
    """Give every number and word of a result."""
    if is_dataclass(result):
        for field in fields(result):
            yield from figures(getattr(result, field.name))
    elif isinstance(result, Mapping):
        for value in result.values():
            yield from figures(value)
    elif isinstance(result, str):
        yield result
    elif isinstance(result, tuple | list):
        for value in result:
            yield from figures(value)
    elif result is not None:
        yield from np.asarray(result, dtype=float).ravel().tolist()


@cache
def answer(place: int, case: Case) -> tuple[Any, ...]:
    # A number that is none is none still.
    return tuple(str(value) if value != value else value for value in figures(RESULTS[place](case)))


def another(meta: FieldMeta, value: Value) -> Value:
    """Give another value of an input: the end of its range or of its choices that is not this."""
    if meta.choices:
        return next(choice for choice in meta.choices if choice != value)
    return meta.maximum if value != meta.maximum else meta.minimum


@pytest.mark.parametrize(
    "path", [path for path in Case.fields() if path not in SHOWS_ONLY and path not in NAMES_ONLY]
)
def test_an_input_moves_a_result(path: str) -> None:
    case = Case().with_own(TABLES).with_changes(MATTERS_WHERE.get(path, {}))
    meta, value = Case.fields()[path], case.value(path)
    wanted = CHANGED_TO[path] if path in CHANGED_TO else another(meta, value)
    changed = case.with_changes({path: int(wanted) if meta.integer else wanted})  # type: ignore[arg-type]
    assert case != changed
    moved = (answer(place, case) != answer(place, changed) for place in range(len(RESULTS)))
    assert any(moved), f"{path}: nothing moves between {value!r} and {wanted!r}"


@pytest.mark.parametrize(("path", "page"), SHOWS_ONLY.items())
def test_an_input_that_only_shows_is_read_by_its_page(path: str, page: str) -> None:
    record, _, name = path.partition(".")
    code = "".join(file.read_text(encoding="utf-8") for file in (UI / page).glob("*.py"))
    # What stands on several pages is in the frame, and in the sidebar with the plan's own.
    assert Case.fields()[path].group in {"frame": ("uncertainty", "money")}.get(page, (page,))
    assert f"{record}.{name}" in code


@pytest.mark.parametrize("path", NAMES_ONLY)
def test_an_input_that_only_names_moves_nothing(path: str) -> None:
    meta, case = Case.fields()[path], Case()
    for choice in meta.choices[1:3]:
        changed = case.with_changes({path: choice})
        for place in range(len(RESULTS)):
            # Published prices in yuan do not stand beside a plan in other money.
            if RESULTS[place] not in BESIDE_PUBLISHED:
                assert answer(place, case) == answer(place, changed)


def test_the_engine_is_handed_what_it_reads() -> None:
    """Every number of a plan but what chance and the horizon need; see :data:`NUMBERS`."""
    plan = {path.removeprefix("plan."): meta for path, meta in Case.fields().items()}
    for name in NUMBERS:
        assert not plan[name].choices
    left_out = {
        name
        for name in type(Case().plan).fields()
        if name not in NUMBERS and not plan[name].choices
    }
    assert left_out == {
        *("seed", "years", "systemic_correlation", "bad_year_probability", "bad_year_size"),
        *("run_probability", "run_share"),
        # The basis of rates and ages holds these.
        *("payout_age", "exit_age", "minimum_age", "mortality_multiplier"),
    }
