"""What the membership page shows as charts and tables, made of a view without drawing it."""

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from ui.frame.state import View
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette
from ui.membership import charts, words
from ui.membership import stability_charts as tipping_charts
from ui.membership.ahead import far, people
from ui.membership.outcome import outcomes
from ui.membership.record import exits


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; nobody is in a plan that never starts."""
    members: dict[str, Chart] = {}
    if not never_starts(project(far(view.plan))):
        now, past = _ahead(view)
        share = charts.share(project(now), project(past) if past else None, colours)
        members = {"membership_share": share, **who(view, colours)}
    record = {"record_exits": exits(view.plan, view.past, colours)}
    rest = {"break_even": break_even(view, colours), "outcomes": outcomes(view, colours)}
    return {**members, **rest, **record}


def tables_of(view: View) -> dict[str, Titled]:
    """Return the tables that belong to no chart, by key."""
    title = _("When must the plan end, and when does a cap apply?")
    return {"rules": Titled(title, words.rules(*_ahead(view)))}


def _ahead(view: View) -> tuple[Scenario, Scenario | None]:
    return far(view.plan), far(view.past) if view.past else None


def who(view: View, colours: Palette) -> dict[str, Chart]:
    """Draw who is in the plan: by class of risk, by age, and how ill they are on average."""
    now, past = _ahead(view)
    shown, before = people(now), people(past) if past else None
    return {
        "classes": charts.classes(shown, before, colours),
        "ages": charts.ages(shown, before, colours),
        "mean_incidence": charts.incidence(shown, before, colours),
    }


def break_even(view: View, colours: Palette) -> Chart:
    """Draw where the plan comes to rest."""
    now, past = _ahead(view)
    curve, before = words.cost_curve(now), words.cost_curve(past) if past else None
    return tipping_charts.break_even(curve, before, colours)
