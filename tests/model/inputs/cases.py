"""Cases drawn at random, for properties that hold for all of them."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from mutualmodel import Case
from mutualmodel.inputs import FieldMeta, Value, fields
from mutualmodel.inputs.declare import OWN


def value_of(meta: FieldMeta) -> st.SearchStrategy[Value]:
    """Draw any value that an input allows without tables of one's own."""
    if meta.choices:
        return st.sampled_from([choice for choice in meta.choices if choice != OWN or not meta.own])
    if meta.pattern:
        return st.from_regex(meta.pattern, fullmatch=True, alphabet="FMalone0123456789 ")
    numbers: st.SearchStrategy[Value] = (
        st.integers(int(meta.minimum or 0), int(meta.maximum or 0))
        if meta.integer
        else st.floats(meta.minimum, meta.maximum)
    )
    return st.none() | numbers if meta.optional else numbers


AGE_SHARES = ("share_under_18", "share_40_to_59", "share_60_plus")


def room_for(name: str) -> dict[str, Value]:
    """Give values of a plan's other inputs beside which one input may have any value."""
    shares: dict[str, Value] = {other: 0.0 for other in AGE_SHARES if other != name}
    if name == "minimum_age":
        return {"exit_age": 100}
    return shares if name in AGE_SHARES else {}


def that_fit(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a plan with shares of ages, and ages, as near as they go together."""
    old = values["share_40_to_59"]
    seniors = min(values["share_60_plus"], 1.0 - old)
    return {
        **values,
        "share_60_plus": seniors,
        "share_under_18": min(values["share_under_18"], max(1.0 - old - seniors, 0.0)),
        "minimum_age": min(values["minimum_age"], values["exit_age"] - 1),
    }


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """Draw a case that departs from the default in some inputs of any record."""
    paths = draw(st.sets(st.sampled_from(sorted(Case.fields())), max_size=12))
    values = {path: draw(value_of(Case.fields()[path])) for path in paths}
    plan = {name: values.get(f"plan.{name}", meta.default) for name, meta in fields().items()}
    values |= {f"plan.{name}": value for name, value in that_fit(plan).items()}
    return Case().with_changes(values)
