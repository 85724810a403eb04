"""One reader for boxes, links, files and commands: what people type is understood or asked back."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, ScenarioError
from mutualmodel.inputs import FieldMeta, Value, read_value, write_value
from tests.model.inputs.cases import room_for, value_of

FIELDS = Case.fields()


def refused(path: str, text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_value(FIELDS[path], text, written="person")
    return str(next(iter(caught.value.problems.values())).sentence)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("plan.members", "1e8", 1e8),
        ("plan.members", "100,000,000", 1e8),
        ("plan.members", "100 million", 1e8),
        ("plan.members", "100 M", 1e8),
        ("plan.members", "3m", 3e6),
        ("plan.members", "3.3 million", 3.3e6),
        ("plan.members", "1,000,000", 1e6),
        ("plan.members", "1.5亿", 1.5e8),
        ("plan.members", "１００，０００，０００", 1e8),
        ("plan.members", "100 000 000 members", 1e8),
        ("plan.minimum_members", "3.3 million", 3.3e6),
        ("plan.payout_under_40", "30万", 3e5),
        ("plan.payout_under_40", "300k", 3e5),
        ("plan.payout_under_40", "¥300,000", 3e5),
        ("plan.payout_under_40", "300,000 yuan", 3e5),
        ("plan.fee_rate", "8", 0.08),
        ("plan.fee_rate", "2.5", 0.025),
        ("plan.fee_rate", "7 %", 0.07),
        ("plan.fee_rate", "12.5% of payouts", 0.125),
        ("plan.incidence_trend", "−3.2 %", -0.032),
        ("plan.incidence_trend", "+4.2 % a year", 0.042),
        ("plan.incidence_multiplier", "1.625", 1.625),
        ("plan.incidence_multiplier", "1.625 × table", 1.625),
        ("plan.claim_delay_days", "121.7 days", 121.7),
        ("plan.per_claim_cap", "0.2", 0.2),
        ("plan.per_claim_cap", "none", None),
        ("plan.annual_cap", "no cap", None),
        ("plan.annual_cap", "188 yuan a year", 188.0),
        ("plan.years", "3", 3),
        ("plan.years", "3.0", 3),
        ("plan.seed", "20,181,016", 20181016),
        ("plan.cap_bearer", "Nobody", "nobody"),
        ("person.sex", "woman", "F"),
        ("person.household", "m35, f4", "M35 F4"),
        ("person.household", " Nobody else ", "alone"),
        ("person.household", "F0 M104 F1 F1 F1 F1 M60", "F0 M104 F1 F1 F1 F1 M60"),
        ("view.history_day", "2020-02-14", "2020-02-14"),
        # As pages write days.
        ("view.history_day", "14 Feb 2020", "2020-02-14"),
        ("view.history_day", "2020年2月14日", "2020-02-14"),
    ],
)
def test_what_people_type_is_understood(path: str, text: str, value: Value) -> None:
    found = read_value(FIELDS[path], text, written="person")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("plan.fee_rate", "2,5", ("Management fee", "“2,5”", "2.5", "25")),
        ("plan.per_claim_cap", "0,2", ("Cap on one claim", "“0,2”", "0.2", "2")),
        ("plan.payout_40_plus", "300.000", ("“300.000”", "300", "300,000")),
        ("plan.members", "300.000", ("“300.000”", "300", "300,000")),
        (
            "plan.years",
            "3.7",
            ("Years shown: 3.7 is not", "whole number", "from 1 to 10 years"),
        ),
        ("plan.members", "5", ("Members: 5 is not", "from 20 to 300,000,000 members")),
        ("plan.members", "35 %", ("“35 %” is not a number",)),
        ("plan.fee_rate", "80", ("80 % is not", "from 0 % to 50 % of payouts")),
        ("plan.fee_rate", "lots", ("“lots” is not a number", "50 % of payouts")),
        ("plan.annual_cap", "", ("is not a number", "or none")),
        ("plan.members", "none", ("is not a number",)),
        ("plan.members", "1e999", ("is not a number",)),
    ],
)
def test_what_cannot_be_used_is_asked_back_in_the_readers_words(
    path: str, text: str, words: tuple[str, ...]
) -> None:
    sentence = refused(path, text)
    for word in words:
        assert word in sentence
    assert "{" not in sentence


def test_a_link_holds_fractions_and_its_dot_is_always_a_decimal_mark() -> None:
    assert read_value(FIELDS["plan.fee_rate"], "0.08") == 0.08
    assert read_value(FIELDS["plan.fee_rate"], "8%") == 0.08
    assert read_value(FIELDS["plan.payout_40_plus"], "300.000") == 300.0
    with pytest.raises(ScenarioError, match=r"fee_rate = 8.0: allowed is 0 to 0.5"):
        read_value(FIELDS["plan.fee_rate"], "8")


def test_marks_of_another_language_are_read_its_way() -> None:
    for path, text, value in (
        ("plan.fee_rate", "2,5", 0.025),
        ("plan.members", "1.000.000", 1e6),
    ):
        found = read_value(FIELDS[path], text, written="person", decimal=",", group=".")
        assert found == value


@pytest.mark.parametrize("path", FIELDS)
@given(data=st.data())
def test_what_is_written_is_read_again(path: str, data: st.DataObject) -> None:
    meta: FieldMeta = FIELDS[path]
    value = data.draw(value_of(meta))
    found = read_value(meta, write_value(value))
    assert found == value


@given(st.sampled_from(sorted(FIELDS)), st.text(), st.sampled_from(["person", "machine"]))
def test_no_text_breaks_the_reader(path: str, text: str, written: str) -> None:
    with contextlib.suppress(ScenarioError):
        value = read_value(FIELDS[path], text, written=written)  # type: ignore[arg-type]
        room = room_for(path.removeprefix("plan."))
        others = {f"plan.{name}": other for name, other in room.items()}
        Case().with_changes({**others, path: value})


@pytest.mark.parametrize("text", ["", "M105", "X30", "35", "M35F4", "M-1", "M1 " * 8, "M35 alone"])
def test_a_household_is_refused_with_what_it_may_be(text: str) -> None:
    told = refused("person.household", text)
    assert told.startswith("Others in the household: “")
    assert "It may be alone, or the sexes and ages of at most 7 others, such as M35 F4" in told
    with pytest.raises(ScenarioError, match=r"household = .*: allowed is alone, or the sexes"):
        Case().with_changes({"person.household": text})


@pytest.mark.parametrize("path", ["plan.payout_age", "plan.members"])
def test_of_two_numbers_that_are_both_beyond_all_inputs_none_is_asked_for(path: str) -> None:
    """Found by trying: it was asked which is meant, each with its two hundred digits."""
    meta = Case.fields()[path]
    with pytest.raises(ScenarioError) as refused:
        read_value(meta, "01.000000000000001E217", written="person", decimal=",", group=".")
    (problem,) = refused.value.problems.values()
    assert problem.name == meta.name
    assert "can mean" not in str(problem.sentence)
    assert len(str(problem.sentence)) < 200
