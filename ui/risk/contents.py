"""What the risk page shows as charts and tables, made of a view without drawing it."""

import numpy as np

from mutualmodel import Case, Scenario, project, smallest_pool
from mutualmodel.engine import never_starts
from mutualmodel.simulation import pool_layers, stress, tail_split
from ui.frame.state import View
from ui.frame.sureness import layer_shown, sureness
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette
from ui.risk import charts as risk_charts
from ui.risk import tail_charts
from ui.risk.charts import Paths
from ui.risk.fan_charts import Sure, cost_fan, layer_fan
from ui.risk.formula_charts import formula_fan, formula_of
from ui.risk.paths import paths
from ui.risk.pool_charts import Pool, layers
from ui.risk.promise import operators_account, promise_price
from ui.risk.review import review_table
from ui.risk.review_words import reviewed
from ui.risk.tail_charts import Stressed
from ui.risk.unsure import layers_of_years


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; a plan that never starts has its pool alone."""
    found: dict[str, Chart | None] = {}
    if not never_starts(project(view.plan)):
        shown = charted(paths(view))
        found = {
            "fan": fan(view, shown, colours),
            "unsure": layers_of_years(view, colours),
            "exceedance": exceedance(view, colours),
            "courses": risk_charts.example_paths(shown, colours),
            "tail": tail(shown, colours),
            "promise": promise_price(view, colours),
            "stress": stresses(view, colours),
        }
    found["layers"] = pool(view, colours)
    return {key: chart for key, chart in found.items() if chart is not None}


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    past = reviewed(view.baseline) if view.baseline is not None else None
    found = {"review": review_table(reviewed(view.case), past)}
    if never_starts(project(view.plan)):
        return found
    shown = charted(paths(view))
    return {**found, "caps": caps(shown), "operator_account": operators_account(view, shown)}


def charted(shown: Paths) -> Paths:
    """Return the courses that charts draw: a baseline that never starts has none."""
    past = shown.past
    if past is not None and never_starts(project(past.scenario)):
        return Paths(shown.now, None)
    return shown


def fan(view: View, shown: Paths, colours: Palette) -> Chart:
    """Draw all that may happen to a year, or what one layer alone makes of it."""
    past = None if shown.past is None else sureness(shown.past.scenario, view)
    sure = Sure(sureness(view.plan, view), past, layer_shown(view))
    return cost_fan(shown, sure, colours) if sure.layer == "all" else layer_fan(sure, colours)


def formula(view: View, colours: Palette) -> Chart:
    """Draw what the formula, or one layer alone, makes of a year: it needs no courses."""
    past = None if view.past is None or never_starts(project(view.past)) else view.past
    sure = Sure(
        sureness(view.plan, view),
        None if past is None else sureness(past, view),
        layer_shown(view),
    )
    if sure.layer != "all":
        return layer_fan(sure, colours)
    before = None if past is None else formula_of(past)
    return formula_fan(formula_of(view.plan), before, sure, colours)


def exceedance(view: View, colours: Palette) -> Chart:
    """Draw how likely it is that a year costs more than an amount."""
    asked = view.baseline.view.amount_asked if view.baseline else None
    return risk_charts.exceedance(paths(view), view.case.view.amount_asked, asked, colours)


def tail(shown: Paths, colours: Palette) -> Chart:
    """Draw who bears the year that comes once in two hundred."""
    past = tail_split(shown.past) if shown.past else None
    return tail_charts.tail_bars(tail_split(shown.now), past, colours)


def caps(shown: Paths) -> Titled:
    """Return how often the caps bind and what they cost."""
    title = _("How often are the caps reached, and what do they cost?")
    return Titled(title, tail_charts.caps_table(shown))


def pool(view: View, colours: Palette) -> Chart:
    """Draw what a larger pool takes away."""
    past = None if view.past is None else _pool_of(view.past)
    return layers(_pool_of(view.plan), past, colours)


def _pool_of(plan: Scenario) -> Pool:
    own = pool_layers(plan, np.array([plan.members]))
    return Pool(pool_layers(plan), own, plan.members, smallest_pool(plan))


def stresses(view: View, colours: Palette) -> Chart:
    """Draw what each stress makes of the cost."""
    past = _stressed(view.baseline) if view.baseline else None
    return tail_charts.stress_bars(_stressed(view.case), past, colours)


def _stressed(case: Case) -> Stressed:
    return Stressed(stress(case.plan), 1 if case.view.stress_year == "first" else case.plan.years)
