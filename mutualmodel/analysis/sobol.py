"""Which input matters when all move at once: shares of a result's variance (Sobol indices).

Of the variance that a result has when its inputs are spread evenly and independently between their
plausible ends, the first-order index of an input is the part that goes when it alone is known, the
total one the part that is left when all others are. What lies between the two is its part in
interactions (Sobol 1993; estimated as scipy does, after Saltelli and Jansen).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis.results import result_named
from mutualmodel.analysis.solve import as_case, values_along
from mutualmodel.analysis.tornado import plausible_span, tornado
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs.case import Case
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.levels import HIGH, LOW

if TYPE_CHECKING:
    import pandas as pd

# A power of two, as the sequence that fills the ranges wants it.
SAMPLES = 512
# So many inputs move by default: those of the largest effect each by itself.
MOST_MOVED = 10
_SEED = 1
# Less than so much of the mean is no spread but the last digits of sums.
_DUST = 1e-12
_AT_A_TIME = 256
_RESAMPLES = 200

# The result at N points of two sets, (1, N) each, and at the first with input i of the other,
# (D, 1, N).
Runs = tuple[FloatArray, FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class VarianceShares:
    """What part of a result's variance each input has.

    ``table`` has one row an input by dotted name, the largest total share first: ``title``,
    ``first`` and ``total`` with the ends ``first_low`` ... ``total_high`` of their errors, 5 and
    95 % of samples drawn again. ``samples`` is how many points each index rests on, ``cases`` how
    many cases were worked out. ``mean`` and ``deviation`` of the result over all of them are in its
    unit. All are NaN, and the table is empty, where some case has no such result, ``without`` being
    the share of such cases, or where nothing that moves changes it.
    """

    result: str
    table: "pd.DataFrame"
    samples: int
    cases: int
    mean: float
    deviation: float
    without: float


def variance_shares(
    case: Case | Scenario,
    result: str,
    *,
    inputs: Sequence[str] | None = None,
    samples: int = SAMPLES,
    progress: Callable[[float], object] | None = None,
) -> VarianceShares:
    """Return what part of a result's variance each input has when all of them move.

    Parameters
    ----------
    case
        A case, or a plan for one that is the default otherwise.
    result
        One of :data:`~mutualmodel.analysis.results.RESULTS` that is read off a projection.
    inputs
        Dotted names of those that move; None for the ten of the largest effect each by itself, see
        :func:`~mutualmodel.analysis.tornado`, of all that are no rules which somebody decides.
    samples
        Points for each index, a power of two; ``samples * (inputs + 2)`` cases are worked out.
    progress
        Called with the share done now and then.

    Raises
    ------
    ValueError
        When there is no such result or it is not read off a projection, an input has no plausible
        range or stands twice, or the samples are no power of two.
    """
    if not result_named(result).at_once:
        raise ValueError(f"result = {result!r}: allowed is one that is read off a projection")
    start, report = as_case(case), progress or (lambda share: None)
    moved = _moved(start, result) if inputs is None else list(inputs)
    if len(set(moved)) < len(moved):
        raise ValueError(f"inputs = {moved!r}: allowed is each of them once")
    spans = [_span(start, path) for path in moved]
    if samples < 2 or samples & (samples - 1):
        raise ValueError(f"samples = {samples!r}: allowed is a power of two from 2 on")
    if not moved:
        return _none(result, float("nan"), 0)
    points = _Points(start, moved, result, samples * (len(moved) + 2), report)
    return _shares(points, spans, samples)


def _shares(
    points: "_Points", spans: Sequence[tuple[float, float]], samples: int
) -> VarianceShares:
    import pandas as pd

    runs = _runs(points, spans, samples)
    values = np.concatenate([run.ravel() for run in runs])
    if np.isnan(values).any():
        return _none(points.result, float(np.isnan(values).mean()), len(values))
    if values.std() <= _DUST * abs(values.mean()):
        return _none(points.result, 0.0, len(values))
    rng = np.random.default_rng(_SEED)
    found = _indices(runs)
    drawn = rng.integers(0, samples, (_RESAMPLES, samples))
    one, other, mixed = runs
    again = np.stack([_indices((one[:, at], other[:, at], mixed[:, :, at])) for at in drawn])
    low, high = np.quantile(again, [LOW, HIGH], axis=0)
    columns = {"title": [Case.fields()[path].title for path in points.moved]}
    for place, name in enumerate(("first", "total")):
        ends = {name: found, f"{name}_low": low, f"{name}_high": high}
        columns |= {one: list(part[place]) for one, part in ends.items()}
    table = pd.DataFrame(columns, index=pd.Index(points.moved, name="input"))
    table = table.iloc[np.argsort(-table["total"].to_numpy(), kind="stable")]
    mean, deviation = float(values.mean()), float(values.std())
    return VarianceShares(points.result, table, samples, len(values), mean, deviation, 0.0)


def _runs(points: "_Points", spans: Sequence[tuple[float, float]], samples: int) -> Runs:
    """Return the result at two sets of points, and at the first with one input of the second."""
    from scipy.stats.qmc import Sobol, scale

    inputs = len(spans)
    drawn = Sobol(2 * inputs, rng=np.random.default_rng(_SEED)).random(samples)
    lows, highs = np.array(spans).T
    one, other = (scale(part, lows, highs) for part in np.split(drawn, 2, axis=1))
    mixed = np.repeat(one[None], inputs, axis=0)
    for place in range(inputs):
        mixed[place, :, place] = other[:, place]
    found = [points.of(part) for part in (one, other, mixed.reshape(-1, inputs))]
    return found[0][None], found[1][None], found[2].reshape(inputs, 1, samples)


def _indices(runs: Runs) -> FloatArray:
    """Return first-order and total indices (2, D); one input alone has all there is."""
    from scipy.stats import sobol_indices

    one, other, mixed = (run.copy() for run in runs)
    if len(mixed) == 1:
        return np.ones((2, 1))
    func = {"f_A": one, "f_B": other, "f_AB": mixed}
    found = sobol_indices(func=func, n=one.shape[1])
    return np.stack([found.first_order, found.total_order])


def _none(result: str, without: float, cases: int) -> VarianceShares:
    import pandas as pd

    return VarianceShares(result, pd.DataFrame(), 0, cases, float("nan"), float("nan"), without)


def _moved(start: Case, result: str) -> list[str]:
    """Return the inputs of the largest effect, each by itself, that can be spread evenly."""
    table = tornado(start, result)
    moving = table.index[(table["effect"].to_numpy() > 0) & ~table["decided"].to_numpy(dtype=bool)]
    return [path for path in moving if _is_spread(plausible_span(start, path))][:MOST_MOVED]


def _is_spread(span: tuple[object, object] | None) -> bool:
    return span is not None and None not in span and span[0] != span[1]


def _span(start: Case, path: str) -> tuple[float, float]:
    span = plausible_span(start, path) if path in Case.fields() else None
    if span is None or not _is_spread(span):
        raise ValueError(f"inputs = {path!r}: allowed is an input that has a plausible range here")
    low, high = span
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return float(low), float(high)


class _Points:
    """A result at points of the inputs that move, a few hundred cases at a time."""

    def __init__(
        self,
        start: Case,
        moved: Sequence[str],
        result: str,
        all_cases: int,
        report: Callable[[float], object],
    ) -> None:
        self.start, self.moved, self.result = start, list(moved), result
        self._all, self._report = all_cases, report
        self._whole = [Case.fields()[path].integer for path in moved]
        self.found: list[FloatArray] = []

    def of(self, points: FloatArray) -> FloatArray:
        """Return the result at points (N, D), as (N,)."""
        changes = [
            {
                path: round(value) if whole else float(value)
                for path, value, whole in zip(self.moved, point, self._whole, strict=True)
            }
            for point in points
        ]
        done = sum(map(len, self.found))
        parts: list[FloatArray] = []
        for first in range(0, len(changes), _AT_A_TIME):
            parts.append(values_along(self.start, changes[first : first + _AT_A_TIME], self.result))
            done += len(parts[-1])
            self._report(min(done / self._all, 1.0))
        values = np.concatenate(parts)
        self.found.append(values)
        return values
