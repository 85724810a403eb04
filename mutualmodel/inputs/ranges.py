"""Values over the range of an input."""

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.scenario import fields


def grid(field: str, points: int) -> FloatArray:
    """Return ``points`` values over a numeric field's range, on the field's own scale.

    Raises
    ------
    ValueError
        When the field is a choice and has no range.
    """
    meta = fields()[field]
    if meta.minimum is None or meta.maximum is None:
        raise ValueError(f"field = {field!r}: a choice has no range to sweep")
    space = np.geomspace if meta.scale == "log" else np.linspace
    values = space(meta.minimum, meta.maximum, points)
    return np.asarray(np.clip(values, meta.minimum, meta.maximum))
