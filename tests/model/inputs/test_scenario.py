"""Scenario: what each input declares, what is refused and with which words."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, Scenario, ScenarioError
from mutualmodel.figures import figure
from mutualmodel.inputs import EVENT_INPUTS, GROUPS, FieldMeta, PlanEvent, Value, fields, plausible
from mutualmodel.simulation import plausible_sets
from mutualmodel.simulation.parameters import VARIED
from tests.model.inputs.cases import AGE_SHARES, room_for

NUMBERS = [meta for meta in fields().values() if not meta.choices]
CHOICES = [meta for meta in fields().values() if meta.choices]
PUBLIC_NAMES = {
    "members", "joiners_per_year", "share_under_18", "share_40_to_59", "share_female",
    "opening_tenure_years", "incidence_table", "incidence_multiplier", "incidence_trend",
    "select_year_1", "select_year_2", "waiting_days", "claim_delay_days", "payout_under_40",
    "payout_40_plus", "mild_payout", "fee_rate", "per_claim_cap", "annual_cap", "cap_bearer",
    "minimum_members", "lapse_rate", "price_elasticity", "risk_spread", "systemic_cv", "seed",
    "years",
}  # fmt: skip


def name_of(meta: FieldMeta) -> str:
    return meta.name


def refusal(**values: Value) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        Scenario(**values)
    return caught.value


def test_the_names_that_links_and_users_carry_are_all_there() -> None:
    assert set(fields()) >= PUBLIC_NAMES


@pytest.mark.parametrize("meta", fields().values(), ids=name_of)
def test_every_input_says_what_it_is(meta: FieldMeta) -> None:
    assert meta.title
    assert meta.help.endswith(".")
    assert meta.group in GROUPS
    assert figure(meta.source).id == meta.source
    if meta.choices:
        assert meta.minimum is None
        assert meta.default in meta.choices
    else:
        assert meta.unit or meta.integer
        assert meta.minimum is not None
        assert meta.maximum is not None
        assert meta.step is not None
        assert 0 < meta.step <= meta.maximum - meta.minimum
        assert meta.scale == "linear" or meta.minimum > 0


ASSUMED = (
    "incidence_trend",
    "price_elasticity",
    "risk_spread",
    "systemic_cv",
    "systemic_correlation",
)


def test_what_is_assumed_has_a_plausible_range_and_says_why() -> None:
    assert set(plausible()) == set(ASSUMED)
    for name, (low, high, source) in plausible().items():
        meta = fields()[name]
        assert meta.minimum is not None
        assert meta.maximum is not None
        assert meta.minimum <= low < high <= meta.maximum
        assert low <= meta.default <= high  # type: ignore[operator]
        assert source != meta.source
        # A judgement is an assumption, and what leans on a source names it.
        assert (figure(source).kind == "assumption") == (not figure(source).sources)


@pytest.mark.parametrize("name", ASSUMED)
def test_a_plausible_range_is_that_of_its_figure(name: str) -> None:
    low, high, source = plausible()[name]
    told = figure(source)
    scale = 100.0 if "%" in told.unit else 1.0
    assert [float(end) / scale for end in told.value.split(" to ")] == pytest.approx([low, high])


# Each by itself: what only the reader can choose has no range in which it may lie.
CHOSEN = {"plan.seed", "plan.years"}
RANGED = {
    path: meta
    for path, meta in Case.fields().items()
    if path.partition(".")[0] in ("plan", "insurer", "closing")
    and not meta.choices
    and path not in CHOSEN
}


def test_every_input_that_is_not_the_readers_choice_has_a_plausible_range() -> None:
    ranged = {path for path, meta in Case.fields().items() if meta.plausible is not None}
    assert ranged == set(RANGED)


@pytest.mark.parametrize("path", RANGED)
def test_a_plausible_range_holds_the_default_and_is_told_by_its_figure(path: str) -> None:
    meta = RANGED[path]
    assert meta.plausible is not None
    assert meta.minimum is not None
    assert meta.maximum is not None
    low, high = meta.plausible
    assert meta.minimum <= low < high <= meta.maximum
    if meta.default is not None:
        assert low <= meta.default <= high  # type: ignore[operator]
    told = figure(meta.plausible_source)
    assert (told.kind == "assumption") == (not told.sources)
    scale = 100.0 if "%" in told.unit else 1.0
    ends = [float(end.replace(",", "")) / scale for end in told.value.split(" to ")]
    if told.unit == "× the date to start from":
        ends = [end * meta.default for end in ends]  # type: ignore[operator]
    assert ends == pytest.approx([low, high])


@pytest.mark.parametrize("name", VARIED)
def test_what_is_fitted_may_lie_where_nine_in_ten_sets_have_it(name: str) -> None:
    drawn = plausible_sets()[:, VARIED.index(name)]
    assert fields()[name].plausible == pytest.approx(np.quantile(drawn, [0.05, 0.95]), rel=2e-3)


def test_titles_tell_the_inputs_apart() -> None:
    titles = [meta.title for meta in fields().values()]
    assert len(set(titles)) == len(titles)


def test_every_group_has_inputs() -> None:
    assert {meta.group for meta in fields().values()} == set(GROUPS)


@pytest.mark.parametrize("meta", NUMBERS, ids=name_of)
def test_a_default_lies_in_its_range(meta: FieldMeta) -> None:
    if meta.default is None:
        assert meta.optional
    else:
        assert meta.minimum <= meta.default <= meta.maximum  # type: ignore[operator]
    assert getattr(Scenario(), meta.name) == meta.default


@pytest.mark.parametrize("meta", NUMBERS, ids=name_of)
def test_both_ends_of_a_range_are_allowed(meta: FieldMeta) -> None:
    alone = room_for(meta.name)
    for end in (meta.minimum, meta.maximum):
        value = int(end or 0) if meta.integer else end
        assert getattr(Scenario(**{**alone, meta.name: value}), meta.name) == value


@pytest.mark.parametrize("meta", NUMBERS, ids=name_of)
def test_beyond_a_range_the_error_names_field_value_and_range(meta: FieldMeta) -> None:
    assert meta.minimum is not None
    assert meta.maximum is not None
    for value in (meta.minimum - 1, meta.maximum * 1.01 + 1):
        value = round(value) if meta.integer else value
        error = refusal(**{meta.name: value})
        assert set(error.problems) == {meta.name}
        message = str(error.problems[meta.name])
        assert message.startswith(f"{meta.name} = {value!r}: ")
        assert str(error) == message
        # The range is written for people: with separators and without needless noughts.
        low, high = message.replace(",", "").replace("or none", "").split("from ")[-1].split(" to ")
        assert float(low.split()[-1]) == meta.minimum
        assert float(high) == meta.maximum
        assert ("none" in message) is meta.optional


@pytest.mark.parametrize("meta", NUMBERS, ids=name_of)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "many"])
def test_what_is_no_finite_number_is_refused(meta: FieldMeta, value: Value) -> None:
    assert set(refusal(**{meta.name: value}).problems) == {meta.name}


@pytest.mark.parametrize("meta", CHOICES, ids=name_of)
def test_an_unknown_choice_is_told_the_known_ones(meta: FieldMeta) -> None:
    message = str(refusal(**{meta.name: "CI9"}).problems[meta.name])
    assert message == f"{meta.name} = 'CI9': allowed is one of {', '.join(meta.choices)}"


def test_only_the_caps_may_be_absent() -> None:
    assert {meta.name for meta in NUMBERS if meta.optional} == {"per_claim_cap", "annual_cap"}
    uncapped = Scenario(per_claim_cap=None, annual_cap=None)
    assert uncapped.per_claim_cap is uncapped.annual_cap is None
    assert "members = None" in str(refusal(members=None).problems["members"])


def test_whole_numbers_stay_whole() -> None:
    assert {meta.name for meta in NUMBERS if meta.integer} == {
        *("payout_age", "exit_age", "minimum_age"),
        *("seed", "years"),
    }
    assert "a whole number from 1 to 10" in str(refusal(years=2.5).problems["years"])


def test_ages_that_do_not_fit_are_reported_at_both_inputs() -> None:
    error = refusal(share_under_18=0.6, share_40_to_59=0.5)
    assert set(error.problems) == set(AGE_SHARES)
    assert (
        str(error) == "share_under_18 = 0.6 and share_40_to_59 = 0.5 and share_60_plus = 0.0: "
        "together they may be 0 to 1"
    )


def test_the_default_counts_when_only_one_share_is_given() -> None:
    error = refusal(share_40_to_59=1.0)
    assert f"share_under_18 = {Scenario().share_under_18!r} and share_40_to_59 = 1.0" in str(error)


@given(st.floats(0, 1), st.floats(0, 1))
def test_age_shares_fit_exactly_when_they_sum_to_at_most_one(young: float, old: float) -> None:
    if young + old <= 1:
        scenario = Scenario(share_under_18=young, share_40_to_59=old)
        assert (scenario.share_under_18, scenario.share_40_to_59) == (young, old)
    elif young + old > 1 + 1e-6:
        assert "together" in str(refusal(share_under_18=young, share_40_to_59=old))


def test_several_faults_are_all_reported() -> None:
    error = refusal(members=1.0, years=11, cap_bearer="the state")
    assert set(error.problems) == {"members", "years", "cap_bearer"}
    assert str(error).count("\n") == 2


def test_an_unknown_input_is_told_the_nearest() -> None:
    message = str(refusal(member=5e6).problems["member"])
    assert message == "member = 5000000.0: there is no such input; did you mean members?"
    assert "did you mean" not in str(refusal(qqqqqq=1).problems["qqqqqq"])


def test_a_scenario_is_frozen_and_hashable() -> None:
    scenario = Scenario()
    with pytest.raises(ValueError, match="frozen"):
        scenario.members = 5e6  # type: ignore[misc]
    assert len({scenario, Scenario(), scenario.with_changes(years=3)}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        fields()["members"].title = "Others"  # type: ignore[misc]


def test_changes_are_kept_validated_and_found_again() -> None:
    default = Scenario()
    changed = default.with_changes(members=3e6, annual_cap=188.0, cap_bearer="nobody")
    assert changed.changes_from(default) == {
        "members": (default.members, 3e6),
        "annual_cap": (default.annual_cap, 188.0),
        "cap_bearer": (default.cap_bearer, "nobody"),
    }
    assert default.changes_from(default) == {}
    news = {name: new for name, (_, new) in changed.changes_from(default).items()}
    assert default.with_changes(**news) == changed
    with pytest.raises(ScenarioError, match=r"members = 5: allowed is 20 to 300,000,000"):
        default.with_changes(members=5)
    with pytest.raises(ScenarioError, match="did you mean annual_cap"):
        default.with_changes(anual_cap=5)


def test_the_payouts_are_in_the_order_of_the_kinds() -> None:
    scenario = Scenario(payout_under_40=3.0, payout_40_plus=2.0, mild_payout=1.0)
    assert scenario.payouts == (3.0, 2.0, 1.0)


def test_a_dump_makes_the_same_scenario_again() -> None:
    scenario = Scenario(members=2e6, per_claim_cap=None, years=3)
    values: dict[str, Any] = scenario.model_dump()
    assert Scenario(**values) == scenario


def test_the_events_are_the_flat_inputs_and_nothing_else() -> None:
    plan = Scenario(notice_month=7.0, notice_share=0.3, notice_spares=1.5)
    assert plan.events[1] == PlanEvent("notice", 7.0, 0.3, 1.5)
    assert [event.name for event in plan.events if event.happens] == ["notice"]
    named = {name for inputs in EVENT_INPUTS.values() for name in inputs.names}
    assert named == {name for name, meta in fields().items() if meta.group == "events"}


def test_an_event_selects_only_where_it_happens() -> None:
    assert not any(event.selects for event in Scenario(scandal_spares=1.0).events)
    assert Scenario(scandal_share=0.1, scandal_spares=1.0).events[0].selects
