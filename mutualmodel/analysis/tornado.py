"""Which input matters: each over its own plausible low and high, and all of them at once.

>>> from mutualmodel import Scenario
>>> tornado(Scenario(), "first_year").loc["plan.fee_rate", ["low", "high"]].tolist()
[0.08, 0.1]
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mutualmodel.analysis.results import result_named, table_of
from mutualmodel.analysis.solve import as_case
from mutualmodel.inputs.case import Case
from mutualmodel.inputs.declare import FieldMeta, ScenarioError, Value
from mutualmodel.inputs.scenario import Scenario, fields

if TYPE_CHECKING:
    import pandas as pd

# Cases are worked out so many at a time, so that what is long can say how far it is.
_AT_A_TIME = 4


def tornado(
    case: Case | Scenario,
    result: str,
    *,
    progress: Callable[[float], object] | None = None,
) -> "pd.DataFrame":
    """Return what each input makes of a result between its plausible low and high.

    Parameters
    ----------
    case
        A case, or a plan for one that is the default otherwise.
    result
        One of :data:`~mutualmodel.analysis.results.RESULTS`.
    progress
        Called with the share done now and then, for results that are not read off a projection.

    Returns
    -------
    DataFrame
        One row an input, by its dotted name, the largest effect first: ``title``; ``low``,
        ``present`` and ``high``, its values in its own unit (None: no such cap); ``at_low``,
        ``at_present`` and ``at_high``, the result in its unit, NaN where such a case has none or
        cannot be; ``effect``, the distance between the least and the most of the three;
        ``decided``, whether it is a rule that somebody sets; and ``source``, the figure that says
        why it may lie there.

    Raises
    ------
    ValueError
        When there is no such result.
    """
    import pandas as pd

    start = as_case(case)
    ends = {path: span for path in Case.fields() if (span := plausible_span(start, path))}
    found = _at_the_ends(start, ends, result, progress or (lambda share: None))
    here = found[0]
    rows = []
    for place, (path, (low, high)) in enumerate(ends.items()):
        at_low, at_high = found[1 + 2 * place : 3 + 2 * place]
        known = [at for at in (at_low, here, at_high) if not np.isnan(at)]
        meta = Case.fields()[path]
        rows.append(
            {
                "input": path,
                "title": meta.title,
                "low": low,
                "present": start.value(path),
                "high": high,
                "at_low": at_low,
                "at_present": here,
                "at_high": at_high,
                "effect": max(known) - min(known) if len(known) > 1 else 0.0,
                "decided": meta.decided,
                "source": meta.plausible_source,
            }
        )
    table = pd.DataFrame(rows).set_index("input")
    for name in ("low", "present", "high"):
        # As they are: no cap is none, and whole numbers are whole.
        table[name] = pd.Series([row[name] for row in rows], index=table.index, dtype=object)
    order = np.argsort(-table["effect"].to_numpy(), kind="stable")
    return table.iloc[order]


def plausible_span(case: Case, path: str) -> tuple[Value, Value] | None:
    """Return the values between which an input of a case may well lie, None where it is a choice.

    They are the declared ones as long as the case's own lies between them. One that was moved
    beyond takes them along: in proportion, or by as much where the default is none. What counts
    members goes with the size of the pool. Of an optional input that has no value the lower one is
    set against none.
    """
    meta = Case.fields()[path]
    if meta.plausible is None:
        return None
    value = case.value(path)
    low, high = meta.plausible
    if meta.unit.kind == "count" and path != "plan.members":
        times = case.plan.members / float(fields()["members"].default or 1.0)
        low, high = (_readable(end * times) for end in (low, high)) if times != 1 else (low, high)
    if value is None:
        return _within(meta, low), None
    assert isinstance(value, int | float)
    if not low <= value <= high:
        default = meta.default if isinstance(meta.default, int | float) else value
        if default > 0:
            low, high = (_readable(end * value / default) for end in (low, high))
        else:
            low, high = low + value - default, high + value - default
    return _within(meta, low), _within(meta, high)


def _readable(value: float) -> float:
    """Return four digits of an end that was taken along: more would only look exact."""
    return float(f"{value:.4g}")


def _within(meta: FieldMeta, value: float) -> float | int:
    """Return a value as an input takes it: in its range, whole where it counts."""
    assert meta.minimum is not None
    assert meta.maximum is not None
    held = float(f"{min(max(value, meta.minimum), meta.maximum):.12g}")
    return round(held) if meta.integer else held


def _at_the_ends(
    start: Case,
    ends: dict[str, tuple[Value, Value]],
    result: str,
    report: Callable[[float], object],
) -> list[float]:
    """Return a result of a case, and of it with each input low and high, in turn.

    A case that is no other for this result is not worked out again.
    """
    declared = result_named(result)
    cases: list[Case | None] = [start]
    for path, span in ends.items():
        cases += [_changed(start, path, value) for value in span]
    places: dict[object, int] = {}
    distinct: list[Case] = []
    of_each: list[int | None] = []
    for case in cases:
        if case is None:
            of_each.append(None)
            continue
        key = tuple(getattr(case, record) for record in declared.reads)
        if key not in places:
            places[key] = len(distinct)
            distinct.append(case)
        of_each.append(places[key])
    found = _worked_out(distinct, result, report, at_once=declared.at_once)
    return [float("nan") if place is None else found[place] for place in of_each]


def _worked_out(
    cases: Sequence[Case], result: str, report: Callable[[float], object], *, at_once: bool
) -> list[float]:
    size = len(cases) if at_once else _AT_A_TIME
    found: list[float] = []
    for first in range(0, len(cases), size):
        found += table_of(cases[first : first + size], (result,))[:, 0].tolist()
        report(len(found) / len(cases))
    return found


def _changed(case: Case, path: str, value: Value) -> Case | None:
    try:
        return case.with_changes({path: value})
    except ScenarioError:
        return None
