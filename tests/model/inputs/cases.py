"""Cases drawn at random, for properties that hold for all of them."""

from hypothesis import strategies as st

from mutualmodel import Case
from mutualmodel.inputs import FieldMeta, Value


def value_of(meta: FieldMeta) -> st.SearchStrategy[Value]:
    """Draw any value that an input allows, however many digits it has."""
    if meta.choices:
        return st.sampled_from(meta.choices)
    numbers: st.SearchStrategy[Value] = (
        st.integers(int(meta.minimum or 0), int(meta.maximum or 0))
        if meta.integer
        else st.floats(meta.minimum, meta.maximum)
    )
    return st.none() | numbers if meta.optional else numbers


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """Draw a case that departs from the default in some inputs of any record."""
    paths = draw(st.sets(st.sampled_from(sorted(Case.fields())), max_size=12))
    values = {path: draw(value_of(Case.fields()[path])) for path in paths}
    if {"plan.share_under_18", "plan.share_40_to_59"} & paths:
        old = draw(st.floats(0, 1))
        young = draw(st.floats(0, 1 - old))
        values |= {"plan.share_40_to_59": old, "plan.share_under_18": young}
    return Case().with_changes(values)
