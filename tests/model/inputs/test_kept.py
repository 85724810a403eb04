"""Cases kept by name: their order, their names, and the file they come back from."""

import json

import pytest

from mutualmodel import Case
from mutualmodel.inputs import KeptCases, KeptError, from_file, to_file
from mutualmodel.inputs.kept import MOST_KEPT

SMALL, LARGE = Case().with_changes({"plan.members": 1e5}), Case()


def named(kept: KeptCases) -> list[str]:
    return [one.name for one in kept]


def both() -> KeptCases:
    return KeptCases().with_case("small", SMALL).with_case("large", LARGE)


def test_a_name_that_is_taken_gets_a_number() -> None:
    kept = both().with_case("small", LARGE).with_case("small", LARGE)
    assert named(kept) == ["small", "large", "small 2", "small 3"]
    long = KeptCases().with_case("x" * 80, SMALL).with_case("x" * 80, SMALL)
    first, second = named(long)
    assert first != second
    assert len(second) <= 60


def test_cases_are_renamed_moved_and_dropped() -> None:
    assert named(both().renamed("small", "tiny")) == ["tiny", "large"]
    assert named(both().renamed("small", " small\n")) == ["small", "large"]
    assert named(both().moved("small", 1)) == ["large", "small"]
    assert named(both().moved("small", -1)) == ["small", "large"]
    assert named(both().moved("large", 5)) == ["small", "large"]
    assert named(both().without("small")) == ["large"]
    (left,) = both().without("small")
    assert left.case == LARGE


@pytest.mark.parametrize(("new", "said"), [("large", "“large” already"), ("  \n", "needs a name")])
def test_a_name_that_cannot_be_is_refused(new: str, said: str) -> None:
    with pytest.raises(KeptError, match=said):
        both().renamed("small", new)


def test_there_is_an_end_to_them() -> None:
    kept = KeptCases()
    for _ in range(MOST_KEPT):
        assert not kept.is_full
        kept = kept.with_case("one", LARGE)
    assert kept.is_full
    with pytest.raises(KeptError, match=f"more than {MOST_KEPT}"):
        kept.with_case("one", LARGE)


def test_what_is_kept_already_is_not_kept_twice() -> None:
    assert both().with_all(both()) == both()
    assert named(both().with_all(KeptCases().with_case("small", LARGE))) == [
        "small",
        "large",
        "small 2",
    ]


def test_they_come_back_from_a_file() -> None:
    opened = from_file(to_file(SMALL, None, both()))
    assert opened.kept == both()
    assert opened.problems == ()
    # A file that was written before there were any has none.
    held = json.loads(to_file(SMALL))
    del held["kept"]
    assert from_file(json.dumps(held)).kept == KeptCases()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("all", "kept"),
        ([1], "kept"),
        ([{"name": "x"}], "kept"),
        ([{"name": "", "case": {}}], "needs a name"),
    ],
)
def test_what_is_no_kept_case_is_named_and_left_out(kept: object, said: str) -> None:
    held = json.loads(to_file(SMALL))
    opened = from_file(json.dumps({**held, "kept": kept}))
    assert opened.case == SMALL
    assert len(opened.kept) == 0
    (problem,) = opened.problems
    assert said in str(problem.sentence)


def test_a_wrong_value_in_a_kept_case_is_named_with_its_case() -> None:
    held = json.loads(to_file(SMALL, None, both()))
    held["kept"][1]["case"]["plan"]["fee_rate"] = 7
    opened = from_file(json.dumps(held))
    (problem,) = opened.problems
    assert str(problem.sentence).startswith("In the kept case “large”: Management fee: 700 %")
    assert [one.case for one in opened.kept] == [SMALL, LARGE]
