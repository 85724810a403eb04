"""Any two inputs over their ranges, and any result at each pair."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mutualmodel.analysis.results import result_named
from mutualmodel.analysis.solve import as_case, numeric_input, values_along
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.case import Case
from mutualmodel.inputs.declare import FieldMeta
from mutualmodel.inputs.ranges import along
from mutualmodel.inputs.scenario import Scenario

# Results read off a projection are had of so many values of each input, others of fewer.
POINTS, FEW_POINTS = 41, 9


@dataclass(frozen=True, eq=False)
class Surface:
    """A result over two inputs: ``values`` (Y, X) at ``xs`` (X,) and ``ys`` (Y,), in their units.

    NaN where a case has no such result or the two inputs do not go together. ``here``: both inputs
    of the case as it stands, and its result.
    """

    x: str
    y: str
    result: str
    xs: FloatArray
    ys: FloatArray
    values: FloatArray
    here: tuple[float, float, float]


def surface(
    case: Case | Scenario,
    x: str,
    y: str,
    result: str,
    points: int | None = None,
    *,
    progress: Callable[[float], object] | None = None,
) -> Surface:
    """Return a result of a case over the ranges of two of its numeric inputs.

    Parameters
    ----------
    case
        A case, or a plan for one that is the default otherwise.
    x, y
        Inputs: of a plan by name, any by dotted name.
    result
        One of :data:`~mutualmodel.analysis.results.RESULTS`.
    points
        Values of each input; by default 41 for results read off a projection, 9 for others.
    progress
        Called with the share done after every row, where such a result takes long.

    Raises
    ------
    ScenarioError
        When there is no such input, or it is a choice.
    ValueError
        When there is no such result, both inputs are the same, or the points are fewer than 2.
    """
    of_x, of_y = numeric_input(x), numeric_input(y)
    if of_x[0] == of_y[0]:
        raise ValueError(f"y = {y!r}: allowed is an input other than {x!r}")
    declared, start = result_named(result), as_case(case)
    number = points if points is not None else POINTS if declared.at_once else FEW_POINTS
    if number < 2:
        raise ValueError(f"points = {number!r}: allowed is 2 or more")
    xs, ys = (_along(start, path, meta, number) for path, meta in (of_x, of_y))
    pairs = [{of_x[0]: one, of_y[0]: other} for other in ys for one in xs]
    found = _in_rows(start, [*pairs, {}], result, len(xs), progress, at_once=declared.at_once)
    return Surface(
        x,
        y,
        result,
        np.array(xs, dtype=float),
        np.array(ys, dtype=float),
        found[:-1].reshape(len(ys), len(xs)),
        (_number(start, of_x[0]), _number(start, of_y[0]), float(found[-1])),
    )


def _in_rows(
    case: Case,
    changes: Sequence[dict[str, float]],
    result: str,
    width: int,
    progress: Callable[[float], object] | None,
    *,
    at_once: bool,
) -> FloatArray:
    """Return a result of every changed case, all at once or a row at a time."""
    size = len(changes) if at_once and progress is None else width
    parts = []
    for first in range(0, len(changes), size):
        parts.append(values_along(case, changes[first : first + size], result))
        if progress is not None:
            progress(min((first + size) / len(changes), 1.0))
    return np.concatenate(parts)


def _along(case: Case, path: str, meta: FieldMeta, points: int) -> list[float]:
    """Return values of an input over its range, on its own scale; whole ones once each."""
    values = along(meta, points, case.value(path))
    if not meta.integer:
        return [float(value) for value in values]
    return [int(value) for value in np.unique(np.rint(values))]


def _number(case: Case, path: str) -> float:
    value = case.value(path)
    return float("nan") if value is None else float(value)
