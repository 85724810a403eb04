"""Case files: what is saved opens again, what is wrong is named, and the form is published."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualmodel import Case, Opened
from mutualmodel.inputs import case_file
from mutualmodel.inputs.case_file import CaseFileError, from_file, to_file
from mutualmodel.inputs.links import VERSION, link_defaults
from tests.model.inputs.cases import any_case

SCHEMA = Path(__file__).parents[3] / "docs" / "case.schema.json"
CHANGED = Case().with_changes({"plan.members": 3e6, "insurer.loading": 0.2})


def changed(path: str, value: Any, *, version: Any = int(VERSION)) -> str:
    """Give a file in which one place holds another value; ``None`` for the place leaves it out."""
    held = json.loads(to_file(CHANGED, Case()))
    held["version"] = version
    *way, last = path.split(".")
    place = held
    for name in way:
        place = place[name]
    if value is Ellipsis:
        del place[last]
    else:
        place[last] = value
    return json.dumps(held)


def told(opened: Opened) -> list[str]:
    return [str(problem.sentence) for problem in opened.problems]


@settings(max_examples=40)
@given(any_case(), st.none() | any_case())
def test_what_is_saved_opens_again(case: Case, baseline: Case | None) -> None:
    text = to_file(case, baseline)
    assert from_file(text) == Opened(case, baseline)
    assert from_file(b"\xef\xbb\xbf" + text.encode()) == Opened(case, baseline)
    jsonschema.validate(json.loads(text), case_file.schema())


def test_the_published_form_is_that_of_the_files() -> None:
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == case_file.schema()
    jsonschema.Draft202012Validator.check_schema(published)


def test_every_version_has_its_reader() -> None:
    for version, defaults in link_defaults().items():
        held: dict[str, Any] = {}
        for path, value in defaults.items():
            record, _, name = path.partition(".")
            held.setdefault(record, {})[name] = value
        text = json.dumps({"format": case_file.FORMAT, "version": int(version), "case": held})
        assert from_file(text) == Opened(Case().with_changes(defaults))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("case.plan.members", 5, ["Members: 5 is not allowed."]),
        ("case.plan.members", True, ["Members: “true” is not allowed."]),
        ("case.plan.members", [1], ["Members: “[1]” is not allowed."]),
        ("case.plan.members", None, ["Members: “None” is not allowed."]),
        ("case.plan.members", ..., ["Members is missing in this file. The default is used."]),
        ("case.plan.membres", 5, ["“plan.membres” is no input here. Did you mean Members?"]),
        ("case.plans", {"members": 5}, ["“plans.members” is no input here."]),
        ("case.person", 5, ["“person:” is no input here.", "Age is missing"]),
        ("case.insurer.loading", "2,5", ["can mean 2.5 or 25"]),
        ("baseline.view.stop_month", 500, ["In the baseline: Months until the notice: 500"]),
        ("version", 99, ["“99”"]),
        ("version", "x", ["“x”"]),
        ("color", "red", ["“color” is no input here."]),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_kept(path: str, value: Any, words: list[str]) -> None:
    opened = from_file(changed(path, value))
    for word in words:
        assert any(word in sentence for sentence in told(opened)), told(opened)
    assert opened.case.closing == CHANGED.closing
    assert opened.case.insurer.loading == (0.35 if "loading" in path else 0.2)
    assert opened.baseline is not None


def test_numbers_as_people_type_them_are_read() -> None:
    opened = from_file(changed("case.plan.members", "1.5亿"))
    assert opened.problems == ()
    assert opened.case.plan.members == 1.5e8


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "5", "null", '{"format": "other"}', b"\xff\xfe\x00", "[" * 100_000, "nan"],
)
def test_what_is_no_case_file_is_refused(content: str | bytes) -> None:
    with pytest.raises(CaseFileError) as caught:
        from_file(content)
    assert str(caught.value.problem.sentence).startswith("This is no case file")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "-1e400"])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    text = changed("case.plan.members", "MARK").replace('"MARK"', number)
    opened = from_file(text)
    assert opened.case.plan.members == Case().plan.members
    assert len(opened.problems) == 1


def test_a_number_too_large_for_any_sentence_is_refused_and_cut_short() -> None:
    for number in ("1" + 400 * "0", "1e300", "-" + 30 * "9"):
        opened = from_file(changed("case.plan.members", "MARK").replace('"MARK"', number))
        (sentence,) = told(opened)
        assert sentence.startswith("Members: “")
        assert len(sentence) < 200


def test_a_name_that_stands_twice_is_refused() -> None:
    text = to_file(CHANGED).replace('"members": 3000000.0,', '"members": 1e6, "members": 2e6,')
    with pytest.raises(CaseFileError, match="stands in it twice"):
        from_file(text)


def test_a_dotted_name_has_no_place_in_a_file() -> None:
    held = json.loads(to_file(CHANGED))
    held["case"]["plan.members"] = 5e6
    opened = from_file(json.dumps(held))
    assert opened.case == CHANGED
    assert "“plan.members:” is no input here." in told(opened)[0]


def test_days_until_a_report_become_a_part_of_the_files_delay() -> None:
    held = json.loads(to_file(CHANGED))
    del held["case"]["closing"]["reporting_share"]
    held["case"]["closing"]["reporting_days"] = 30.0
    held["case"]["plan"]["claim_delay_days"] = 120.0
    delayed = CHANGED.with_changes({"plan.claim_delay_days": 120.0})
    wanted = Opened(delayed.with_changes({"closing.reporting_share": 0.25}))
    assert from_file(json.dumps(held)) == wanted


def test_a_byte_order_mark_in_front_does_no_harm() -> None:
    assert from_file("\ufeff" + to_file(CHANGED)) == Opened(CHANGED)


def test_an_input_that_the_files_version_did_not_know_has_its_default() -> None:
    opened = from_file(changed("case.plan.incidence_multiplier", ..., version=1))
    assert opened.case.plan.incidence_multiplier == 0.6
    assert told(opened) == ["Incidence is missing in this file. The default is used."]
