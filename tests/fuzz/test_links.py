"""Links from strangers: whatever they hold, what is right in them is used and the rest is told."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, from_query, to_query
from mutualmodel.inputs import links
from mutualmodel.inputs.links_before import NAMES_BEFORE
from tests.fuzz.fuzzing import tried
from tests.fuzz.hostile import hostile_texts
from tests.model.inputs.cases import any_case

# What is told of one parameter, and how long that may be.
LONGEST_TOLD = 700
NAMES = sorted(path.removeprefix("plan.") for path in Case.fields())

names = st.sampled_from([*NAMES, *(f"base.{name}" for name in NAMES), "v", "base", "own"])
parameters = st.dictionaries(
    names | hostile_texts, hostile_texts | st.lists(hostile_texts, max_size=3), max_size=8
)


def checked(opened: links.Opened, given_names: list[str]) -> None:
    """Assert what must hold of every link."""
    for problem in opened.problems:
        assert len(str(problem)) < LONGEST_TOLD
        assert len(str(problem.sentence)) < LONGEST_TOLD
    # In the order of the link, so that the same link is told of in the same way.
    places = [given_names.index(one.name) for one in opened.problems if one.name in given_names]
    assert places == sorted(places)
    assert from_query(to_query(opened.case, opened.baseline), tuple(opened.case.own)) == (
        links.Opened(opened.case, opened.baseline)
    )


@tried(0.3, usually=60)
@given(parameters)
def test_any_link_is_read(sent: dict[str, Any]) -> None:
    checked(from_query(sent), [links._name(name) for name in sent])


@tried(0.2, usually=60)
@given(any_case(), st.dictionaries(hostile_texts, hostile_texts, max_size=5))
def test_what_is_right_beside_it_is_used(case: Case, more: dict[str, str]) -> None:
    foreign = {name: text for name, text in more.items() if links._name(name) not in _KNOWN}
    opened = from_query({**foreign, **to_query(case)})
    assert opened.case == case
    assert len(opened.problems) <= len(foreign)


@tried(0.1, usually=30)
@given(any_case(), hostile_texts)
def test_of_a_version_that_nobody_knows_all_else_is_read_as_of_the_newest(
    case: Case, version: str
) -> None:
    opened = from_query({**to_query(case), "v": version})
    if version.strip(" " + links._GLUED) not in links.link_defaults():
        assert opened.case == case
        assert [problem.name for problem in opened.problems] == ["v"]


_KNOWN = {*NAMES, *NAMES_BEFORE, "v", "base", "own"}
