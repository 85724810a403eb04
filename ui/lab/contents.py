"""What the lab shows of the cases that are kept, as charts and tables, without drawing it.

What else it draws answers questions that are asked on the page, and is of the page alone.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from mutualmodel import Case, Scenario, uncertainty
from mutualmodel.analysis import RESULTS
from mutualmodel.analysis.results import table_of, values_of
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import NamedCase
from mutualmodel.simulation import Range
from ui.frame.state import View
from ui.kit.charts import Chart, Titled, with_names
from ui.kit.language import _, title_of
from ui.kit.palette import Palette
from ui.lab.axes import bare, result_axis, scale_of_unit, unit_as_set
from ui.lab.compare_charts import Compared, costs_chart, sure_chart

HEIGHT = 360
# The results that are laid side by side: those of the years have a range.
SHOWN = tuple(name for name, result in RESULTS.items() if result.at_once)


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return the charts of the cases side by side, by key; none where there is but one."""
    cases = in_one_money(compared(view), view)
    if len(compared(view)) < 2:
        return {}
    return side_by_side(cases, ranges_of([one.case.plan for one in cases]), colours)


def tables_of(view: View) -> dict[str, Titled]:
    """Return what differs between the cases and what comes of it, by key."""
    cases = compared(view)
    if len(cases) < 2:
        return {}
    found = {"compared_inputs": inputs_table(cases, view)} if differing(cases) else {}
    return {**found, "compared_results": results_table(cases, results_found(cases))}


def compared(view: View) -> list[NamedCase]:
    """Return the case at hand, the baseline and what the reader keeps, each by its name."""
    cases = [NamedCase(_("this case"), view.case)]
    if view.pinned is not None:
        cases.append(NamedCase(_("baseline"), view.pinned))
    return [*cases, *view.kept]


def in_one_money(cases: Sequence[NamedCase], view: View) -> list[NamedCase]:
    """Return the cases that count in the money of the one at hand."""
    return [one for one in cases if one.case.plan.currency == view.plan.currency]


def differing(cases: Sequence[NamedCase]) -> list[str]:
    """Return the inputs in which some case differs from the first."""
    first = cases[0].case
    return [
        path
        for path in Case.fields()
        if any(one.case.value(path) != first.value(path) for one in cases)
    ]


def inputs_table(cases: Sequence[NamedCase], view: View) -> Titled:
    """Return the inputs that differ as bare numbers, one row an input; choices as their words."""
    paths = differing(cases)
    metas = [Case.fields()[path] for path in paths]
    table = pd.DataFrame(
        {
            _("input"): [title_of(meta, view.plan) for meta in metas],
            _("unit of the input"): [unit_as_set(meta.unit) for meta in metas],
        }
    )
    head = _("{name}, in the input’s unit")
    titles = {one.name: head.format(name=one.name) for one in cases}
    for one in cases:
        values = [bare(meta, one.case.value(path)) for meta, path in zip(metas, paths, strict=True)]
        table[titles[one.name]] = pd.Series(values, dtype=object)
    return Titled(_("Inputs that differ"), with_names(table, dict.fromkeys(titles.values(), head)))


def results_found(cases: Sequence[NamedCase]) -> FloatArray:
    """Return the results that are compared: one row a case, one column of :data:`SHOWN` each."""
    return table_of([one.case for one in cases], SHOWN)


def results_table(cases: Sequence[NamedCase], found: FloatArray) -> Titled:
    """Return them as bare numbers, with units in the heads."""
    times = [scale_of_unit(RESULTS[name].unit) for name in SHOWN]
    table = pd.DataFrame(found * times, columns=[result_axis(RESULTS[name]) for name in SHOWN])
    table.insert(0, _("case"), [one.name for one in cases])
    return Titled(_("Results"), table)


def ranges_of(
    plans: Sequence[Scenario], report: Callable[[float], object] = lambda share: None
) -> list[Range | None]:
    """Return how sure the years of each plan are, None for one that never starts."""
    found: list[Range | None] = []
    for place, plan in enumerate(plans):
        starts = np.isfinite(values_of([Case(plan=plan)], "first_year")[0])
        found.append(uncertainty(plan).range_of() if starts else None)
        report((place + 1) / len(plans))
    return found


def side_by_side(
    cases: Sequence[NamedCase], ranges: Sequence[Range | None] | None, colours: Palette
) -> dict[str, Chart]:
    """Draw cases in one money, and how sure they are once that is known, by key."""
    drawn = {"compared_costs": costs_chart(cases, HEIGHT, colours)}
    if ranges is not None and any(one is not None for one in ranges):
        sure = [Compared(*both) for both in zip(cases, ranges, strict=True)]
        drawn["compared_sure"] = sure_chart(sure, colours)
    return drawn
