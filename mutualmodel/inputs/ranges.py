"""Values over the range of an input."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.declare import Value
from mutualmodel.inputs.scenario import fields


def grid(field: str, points: int, *present: Value) -> FloatArray:
    """Return ``points`` values over a numeric field's rail, on the field's own scale.

    They reach on to the ``present`` values where one lies beyond it.

    Raises
    ------
    ValueError
        When the field is a choice and has no range.
    """
    meta = fields()[field]
    if meta.minimum is None or meta.maximum is None:
        raise ValueError(f"field = {field!r}: a choice has no range to sweep")
    space = np.geomspace if meta.scale == "log" else np.linspace
    low, high = meta.reach(*present)
    return np.asarray(np.clip(space(low, high, points), low, high))
