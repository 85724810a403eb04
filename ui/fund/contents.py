"""What the fund page shows as charts and tables, made of a view without drawing it."""

from mutualmodel import project
from mutualmodel.engine import never_starts
from ui.frame.state import View
from ui.fund import bearer_charts, need_charts
from ui.fund import charts as fund_charts
from ui.fund.courses import outlooks, with_tried
from ui.fund.outlook import Outlooks
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key: what is known by now; none of no plan."""
    if never_starts(project(view.plan)):
        return {}
    shown = charted(outlooks(view))
    found = {**held(shown, colours), **takes(shown, colours)}
    if view.plan.funding != "after":
        found |= {
            "who_pays": who_pays(shown, colours),
            "beside_after": bearer_charts.beside_after(shown, colours),
            "operator": operator(view, colours),
        }
    return found


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    if never_starts(project(view.plan)) or view.plan.funding == "after":
        return {}
    return {"bearers_of_ways": bearers_of_ways(charted(outlooks(view)))}


def charted(shown: Outlooks) -> Outlooks:
    """Return the outlooks that charts draw: a baseline that never starts has none."""
    past = shown.past
    if past is not None and never_starts(project(past.plan)):
        return Outlooks(shown.now, None)
    return shown


def held(shown: Outlooks, colours: Palette) -> dict[str, Chart]:
    """Draw what is held, or where nothing is, what a fund would take."""
    if shown.now.simulation.fund is not None:
        return {"held": fund_charts.held(shown, colours)}
    return _needed(shown, colours)


def _needed(shown: Outlooks, colours: Palette) -> dict[str, Chart]:
    if shown.now.needs is None:
        return {}
    return {"needed": need_charts.needed(shown.now, shown.past, colours)}


def takes(shown: Outlooks, colours: Palette) -> dict[str, Chart]:
    """Draw when a fund is ruined, and what it takes; what is not known by now is left out."""
    found: dict[str, Chart] = {}
    if shown.now.simulation.fund is not None:
        ruined = fund_charts.by_year(shown, colours)
        found = {"by_year": ruined, **_needed(shown, colours)}
    drawn = with_tried(shown)
    if drawn.now.tried is not None:
        found["surface"] = need_charts.surface(drawn.now, drawn.past, colours)
    return found


def who_pays(shown: Outlooks, colours: Palette) -> Chart:
    """Draw who pays in a bad year and in a good one."""
    past = None if shown.past is None else shown.past.simulation
    return bearer_charts.who_pays(shown.now.simulation, past, colours)


def bearers_of_ways(shown: Outlooks) -> Titled:
    """Return who bears the bills of all years, in advance and after the event."""
    title = _("Who pays the bills of all years, and what do they cost a member in total?")
    return Titled(title, bearer_charts.bearers_table(shown))


def operator(view: View, colours: Palette) -> Chart:
    """Draw what the operator holds of members’ money."""
    past = None if view.past is None or never_starts(project(view.past)) else view.past
    return bearer_charts.operator_holds(view.plan, past, colours)
