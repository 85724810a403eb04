"""What the membership page shows as charts and tables, made of a view without drawing it."""

import numpy as np
import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.membership import YEARS_AHEAD, OutcomeMap, outcome_map
from ui.frame.state import View
from ui.kit.charts import Chart, Titled
from ui.kit.language import _
from ui.kit.palette import Palette
from ui.membership import charts, words
from ui.membership import stability_charts as tipping_charts
from ui.membership.ahead import far, people
from ui.membership.record import exits
from ui.membership.stability_charts import Place

MAP_ELASTICITIES, MAP_SPREADS = np.linspace(0.0, 3.0, 25), np.linspace(0.0, 1.0, 21)


def charts_of(view: View, colours: Palette) -> dict[str, Chart]:
    """Return every chart of the page by key; nobody is in a plan that never starts."""
    members: dict[str, Chart] = {}
    if not never_starts(project(far(view.plan))):
        now, past = _ahead(view)
        share = charts.share(project(now), project(past) if past else None, colours)
        members = {"membership_share": share, **who(view, colours)}
    record = {"record_exits": exits(view.plan, view.past, colours)}
    return {**members, **rest(view, colours), **record}


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


def rest(view: View, colours: Palette) -> dict[str, Chart]:
    """Draw where the plan comes to rest, and where others would."""
    now, past = _ahead(view)
    curve, before = words.cost_curve(now), words.cost_curve(past) if past else None
    there = _place(past) if past else None
    return {
        "break_even": tipping_charts.break_even(curve, before, colours),
        "outcomes": tipping_charts.outcomes(_place(now), there, YEARS_AHEAD, colours),
    }


@st.cache_data(max_entries=16, show_spinner=False)
def _map(scenario: Scenario) -> OutcomeMap:
    return outcome_map(scenario, list(MAP_ELASTICITIES), list(MAP_SPREADS))


def _place(plan: Scenario) -> Place:
    # The map is over these two inputs, so it is the same wherever the plan stands on it.
    found = _map(plan.with_changes(price_elasticity=0.0, risk_spread=0.5))
    return Place(found, plan.price_elasticity, plan.risk_spread)
