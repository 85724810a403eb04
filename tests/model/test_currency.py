"""The money of a plan: it changes no number, amounts scale with it, and its marks are read."""

from dataclasses import asdict

import numpy as np
import pytest

from mutualmodel import Case, Scenario, from_query, project
from mutualmodel.command import main
from mutualmodel.inputs import (
    WAYS,
    ClosingTerms,
    InsurerTerms,
    ScenarioError,
    fields,
    read_value,
    terms_of,
)
from mutualmodel.inputs.numerals import NumeralError, read_number
from mutualmodel.insurance import SYSTEMS, compares, costs_by_age, lifetime_costs
from mutualmodel.money import MARKS, marks_of

AMOUNTS = [meta.name for meta in fields().values() if meta.unit.kind == "money"]
CAPPED = Scenario(members=2e6, annual_cap=60.0, price_elasticity=1.0, cap_bearer="nobody")


def test_the_choices_are_the_currencies_whose_marks_are_known() -> None:
    assert fields()["currency"].choices == tuple(MARKS)


@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_the_currency_changes_no_number(currency: str) -> None:
    told = Scenario(**{**CAPPED.model_dump(), "currency": currency})
    assert asdict(project(told).headline) == asdict(project(CAPPED).headline)


@pytest.mark.parametrize("times", [0.05, 20.0, 3000.0])
def test_the_same_plan_in_smaller_money_costs_as_many_times_more(times: float) -> None:
    """All amounts times a rate: so must be what is charged, and members must leave as they did."""
    amounts = {name: getattr(CAPPED, name) for name in AMOUNTS}
    scaled = CAPPED.with_changes(**{name: v and v * times for name, v in amounts.items()})
    here, there = project(CAPPED), project(scaled)
    for column in ("charged_per_member", "payout", "fee", "sponsor", "unpaid"):
        np.testing.assert_allclose(
            there.array(column), times * here.array(column), rtol=1e-6, atol=1e-6 * times
        )
    np.testing.assert_allclose(there.array("members"), here.array("members"), rtol=1e-6)


@pytest.mark.parametrize("bearer", ["sponsor", "nobody"])
def test_money_is_conserved_at_the_far_end_of_all_amounts(bearer: str) -> None:
    most = {name: fields()[name].maximum for name in AMOUNTS if "cap" not in name}
    for caps in ({"per_claim_cap": 2.0, "annual_cap": None}, {"annual_cap": 1e9}):
        plan = project(Scenario(cap_bearer=bearer, **most, **caps))
        members, due = plan.array("members"), plan.array("payout") + plan.array("fee")
        borne = plan.array("sponsor") + plan.array("unpaid")
        charged = members * plan.array("charged_per_member")
        np.testing.assert_allclose(charged + borne, due, rtol=1e-9)


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("€300", "EUR", 300.0),
        ("300 euros", "EUR", 300.0),
        ("$3m", "USD", 3e6),
        ("US$ 12.50", "USD", 12.5),
        ("¥300", "JPY", 300.0),
        ("400万円", "JPY", 4e6),
        ("R$ 10", "BRL", 10.0),
        ("R 10", "ZAR", 10.0),
        ("CHF 10", "CHF", 10.0),
        ("₹1,000", "INR", 1000.0),
    ],
)
def test_an_amount_bears_the_marks_of_its_money(text: str, currency: str, value: float) -> None:
    assert read_number(text, currency=currency).value == value
    with pytest.raises(NumeralError, match="is not a number"):
        read_number(text, currency="KES")


def test_every_mark_of_every_money_is_read_before_and_behind() -> None:
    for currency in MARKS:
        for mark in marks_of(currency):
            for text in (f"{mark} 12", f"12 {mark}", f"{mark}12".upper()):
                assert read_number(text, currency=currency).value == 12.0, (currency, text)


def test_links_and_commands_carry_it(capsys: pytest.CaptureFixture[str]) -> None:
    opened = from_query({"currency": "EUR", "annual_cap": "€188"})
    assert opened.problems == ()
    assert (opened.case.plan.currency, opened.case.plan.annual_cap) == ("EUR", 188.0)
    assert main(["currency=eur", "members=3m"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["currency", "EUR"]
    with pytest.raises(ScenarioError, match="allowed is one of CNY, AUD"):
        Scenario(currency="XXX")


def test_published_prices_stand_beside_no_plan_in_other_money() -> None:
    plan, terms = Scenario(currency="USD"), InsurerTerms()
    in_yuan = {name for name, system in SYSTEMS.items() if system.currency}
    assert in_yuan == {"mutual_insured", "bridging", "medical"}
    left = set(SYSTEMS) - in_yuan
    assert set(costs_by_age(plan, terms, "F")) == left
    assert set(lifetime_costs(plan, terms, "F", 50)) == left
    assert all(compares(name, Scenario()) for name in SYSTEMS)


def test_a_way_of_closing_keeps_the_amounts_of_a_plan_in_other_money() -> None:
    own = ClosingTerms(bridge_price_month=400.0, bridge_under_40=2e6)
    way = WAYS["waterdrop"]
    assert terms_of(way, own, "CNY") == way.terms
    changed = terms_of(way, own, "JPY").changes_from(way.terms)
    assert set(changed) == {"bridge_price_month", "bridge_under_40"}


def test_a_slider_reaches_on_to_a_round_number_and_never_beyond_the_range() -> None:
    meta = Case.fields()["plan.payout_under_40"]
    assert meta.reach() == meta.reach(None, 300_000.0) == (0, 1_000_000)
    assert [meta.reach(value)[1] for value in (1_000_001.0, 4e6, 9e8, 1e9)] == [2e6, 5e6, 1e9, 1e9]
    assert Case.fields()["person.income"].reach(500.0) == (500.0, 1_000_000)
    assert read_value(meta, "900m") == 9e8
