"""Values over the range of an input."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.declare import FieldMeta, Value
from mutualmodel.inputs.scenario import fields

# Pools are looked at from this size on, unless one of those at hand is smaller.
USUAL_POOL = 10_000.0


def least_pool(*members: float) -> float:
    """Return the smallest pool worth looking at beside pools of these sizes."""
    if all(size >= USUAL_POOL for size in members):
        return USUAL_POOL
    least = fields()["members"].minimum
    assert least is not None
    return least


def pool_sizes(points: int, *members: float) -> FloatArray:
    """Return ``points`` sizes of pool, even on a logarithmic scale, that ``members`` lie among."""
    return grid("members", points, *members, least=least_pool(*members))


def grid(field: str, points: int, *present: Value, least: float | None = None) -> FloatArray:
    """Return ``points`` values over a numeric field's rail, on the field's own scale.

    They reach on to the ``present`` values where one lies beyond it.

    ``least`` is where they begin; None: where the range does.

    Raises
    ------
    ValueError
        When the field is a choice and has no range.
    """
    return along(fields()[field], points, *present, least=least)


def along(meta: FieldMeta, points: int, *present: Value, least: float | None = None) -> FloatArray:
    """Return ``points`` values over the rail of any numeric input, as :func:`grid` does.

    Raises
    ------
    ValueError
        When the input is a choice and has no range.
    """
    if meta.minimum is None or meta.maximum is None:
        raise ValueError(f"field = {meta.name!r}: a choice has no range to sweep")
    space = np.geomspace if meta.scale == "log" else np.linspace
    low, high = meta.reach(*present)
    low = low if least is None else least
    return np.asarray(np.clip(space(low, high, points), low, high))
