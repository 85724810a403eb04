"""The figures that inputs lead to, as steps name them."""

from mutualmodel.inputs.scenario import fields


def sources_of(*names: str) -> tuple[str, ...]:
    """Return the ids in ``data/figures.csv`` of the defaults of some inputs of a plan."""
    return tuple(fields()[name].source for name in names)
