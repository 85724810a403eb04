"""Number boxes: whatever is typed gives a value that the input allows, or is refused in words."""

import math

from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import Case, ScenarioError
from mutualmodel.inputs import FieldMeta
from mutualmodel.inputs.reading import read_value, write_value
from tests.fuzz.fuzzing import tried
from tests.fuzz.hostile import hostile_texts
from tests.fuzz.test_links import LONGEST_TOLD

METAS = list(Case.fields().values())

typed = hostile_texts | st.from_regex(r"[-+]?[0-9 .,']{0,9}(e[0-9]{1,3})?\s?[a-z%万亿千]{0,3}")


@tried(0.25, usually=150)
@given(
    st.sampled_from(METAS),
    typed,
    st.sampled_from(["person", "machine"]),
    st.sampled_from([(".", ","), (",", "."), (",", " ")]),
)
def test_a_box_takes_what_it_may_or_says_why_not(
    meta: FieldMeta, text: str, written: str, marks: tuple[str, str]
) -> None:
    try:
        value = read_value(meta, text, written=written, decimal=marks[0], group=marks[1])  # type: ignore[arg-type]
    except ScenarioError as error:
        (problem,) = error.problems.values()
        assert problem.name == meta.name
        assert len(str(problem)) < LONGEST_TOLD
        assert len(str(problem.sentence)) < LONGEST_TOLD
        return
    assert read_value(meta, write_value(value)) == value
    if isinstance(value, float | int):
        assert math.isfinite(value)
        assert meta.minimum is not None
        assert meta.maximum is not None
        assert meta.minimum <= value <= meta.maximum
        assert not meta.integer or isinstance(value, int)
    else:
        assert value in meta.choices or meta.pattern or (value is None and meta.optional)
