"""The case: every input of every record by one dotted name, changed, compared, made into code."""

import pytest
from hypothesis import given, settings

import mutualmodel
from mutualmodel import Case, ClosingTerms, InsurerTerms, Person, Scenario, ScenarioError
from mutualmodel.figures import figure
from mutualmodel.history.record import SETTLEMENT_DATES
from mutualmodel.inputs import FieldMeta, Thresholds, Value, records
from mutualmodel.inputs.choices import SETTLEMENT_DAYS, Choices
from mutualmodel.inputs.declare import NONE
from tests.model.inputs.cases import any_case

CHANGES: dict[str, Value] = {
    "plan.members": 3e6,
    "insurer.loading": 0.2,
    "closing.payer": "members",
    "person.age": 45,
    "view.stop_month": 30.0,
}


def test_every_record_is_registered_once() -> None:
    assert records() == {
        "plan": Scenario,
        "insurer": InsurerTerms,
        "closing": ClosingTerms,
        "person": Person,
        "view": Choices,
        "thresholds": Thresholds,
    }
    expected = sum(len(model.fields()) for model in records().values())
    assert len(Case.fields()) == expected == len(Case().values())


@pytest.mark.parametrize("path", Case.fields())
def test_every_input_says_what_it_is(path: str) -> None:
    meta: FieldMeta = Case.fields()[path]
    record = records()[path.partition(".")[0]]
    assert meta.title
    assert meta.help.endswith((".", "?"))
    assert meta.group in record.GROUPS
    assert figure(meta.source).id == meta.source
    assert Case().value(path) == meta.default
    named = {*meta.choices, *([NONE] if meta.optional else [])}
    assert set(meta.words) <= (named | {meta.default} if meta.pattern else named)
    if meta.optional:
        assert meta.minimum <= meta.first <= meta.maximum  # type: ignore[operator]


def test_titles_tell_the_inputs_apart() -> None:
    titles = [meta.title for meta in Case.fields().values()]
    assert sorted(set(titles)) == sorted(titles)


def test_changes_in_several_records_are_found_again_by_dotted_name() -> None:
    case = Case().with_changes(CHANGES)
    assert case.plan == Scenario(members=3e6)
    assert case.insurer == InsurerTerms(loading=0.2)
    assert case.closing == ClosingTerms(payer="members")
    assert case.changes_from(Case()) == {
        path: (Case().value(path), value) for path, value in CHANGES.items()
    }
    assert case.changes_from(case) == {}


def test_every_refusal_is_kept_by_dotted_name() -> None:
    with pytest.raises(ScenarioError) as caught:
        Case().with_changes(
            {"plan.members": 5, "insurer.loading": 0.9, "person.self": 1, "members": 1}
        )
    assert set(caught.value.problems) == {
        "plan.members",
        "insurer.loading",
        "person.self",
        "members",
    }
    assert "insurer.loading = 0.9: allowed is 0 to 0.35" in str(caught.value)
    assert "members = 1: there is no such input" in str(caught.value)


def test_an_unknown_input_has_no_value() -> None:
    for path in ("members", "plan.self", "plan", "nothing.members", ""):
        with pytest.raises(ScenarioError):
            Case().value(path)


def test_a_case_is_frozen_and_hashable() -> None:
    assert len({Case(), Case(), Case().with_changes(CHANGES)}) == 2
    with pytest.raises(AttributeError):
        Case().plan = Scenario()  # type: ignore[misc]


@settings(max_examples=40)
@given(any_case())
def test_its_code_makes_it_again(case: Case) -> None:
    assert eval(case.code(), {"Case": Case}) == case
    assert Case().code() == "Case()"


def test_the_days_of_the_pages_are_those_of_the_record() -> None:
    assert tuple(day.isoformat() for day in SETTLEMENT_DATES) == SETTLEMENT_DAYS


def test_it_stands_at_the_packages_top() -> None:
    for name in ("Case", "Opened", "Problem", "InsurerTerms", "ClosingTerms", "Person"):
        assert name in mutualmodel.__all__
