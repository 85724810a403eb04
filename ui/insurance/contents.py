"""What the page Versus insurance shows as charts and tables, made of a view without drawing it."""

from mutualmodel import Case, project
from mutualmodel.insurance import lifetime_costs, quotes, yuan_splits
from ui.frame.state import View
from ui.frame.sureness import layer_shown
from ui.insurance import charts, words
from ui.insurance.case import YearOfCover, range_of_cover, year_of_cover
from ui.insurance.charts import Lifetime
from ui.insurance.cost_chart import AgesShown, costs_chart
from ui.insurance.insurer import insurer_table, real_quotes, viable_price
from ui.insurance.maps import maps
from ui.insurance.steps import priced
from ui.insurance.systems import systems_table
from ui.kit.charts import Chart, Titled
from ui.kit.palette import Palette


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; none for a person whom a plan does not admit."""
    if not admitted(view):
        return {}
    return {
        "ins_costs": costs(view, *both_years(view), colours),
        **maps(view, colours),
        **lifetime(view, colours),
        "ins_viable": viable_price(view, colours),
        "ins_quotes": real_quotes(colours),
    }


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    found = {"systems": systems_table(own=view.case.beside.prices is not None)}
    return {**found, "ins_insurer": insurer_table(view)} if admitted(view) else found


def admitted(view: View) -> bool:
    """Whether both plans admit the person for whom covers are compared."""
    return not refused(view)


def refused(view: View) -> list[Case]:
    """Return the cases whose plan does not admit the person."""
    return [case for case in view.cases if not case.plan.admits(case.person.age)]


def both_years(view: View) -> tuple[YearOfCover, YearOfCover | None]:
    """Return a year of cover in the case and in the baseline, if there is one."""
    before = year_of_cover(view.baseline) if view.baseline is not None else None
    return year_of_cover(view.case), before


def costs(view: View, now: YearOfCover, before: YearOfCover | None, colours: Palette) -> Chart:
    """Draw what the same cover costs at each age."""
    sure = None
    if now.kind == "a year":
        sure = AgesShown(range_of_cover(view.case), layer_shown(view))
    mine = [q for q in quotes() if q.kind == "one_year" and q.sex == now.case.person.sex]
    return costs_chart(now, before, mine if now.compares_published else [], colours, sure)


def lifetime(view: View, colours: Palette) -> dict[str, Chart]:
    """Draw covers over a lifetime and what a yuan goes to; none where there is no benefit."""
    year, past = year_of_cover(view.case), view.baseline
    if year.kind == "no benefit":
        return {}
    there = _lifetime_of(past) if past is not None else None
    return {
        "ins_lifetime": charts.lifetime_chart(_lifetime_of(view.case), there, colours),
        "ins_yuan": _split(view, year, colours),
    }


def _split(view: View, year: YearOfCover, colours: Palette) -> Chart:
    past = view.baseline
    return charts.yuan_chart(
        yuan_splits(*priced(view.case)),
        yuan_splits(*priced(past)) if past is not None else None,
        colours,
        plan_note=words.yuan_note(year),
    )


def _lifetime_of(case: Case) -> Lifetime:
    ended = project(case.plan).headline.dissolved_after_years
    note = words.lifetime_note(year_of_cover(case), ended)
    return Lifetime(
        lifetime_costs(*priced(case), case.closing), case.person.age, note, case.plan.exit_age
    )
