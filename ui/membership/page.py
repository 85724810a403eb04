"""The membership page: who leaves when the share rises, and where the plan comes to rest."""

import numpy as np
import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.membership import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    YEARS_AHEAD,
    OutcomeMap,
    outcome,
    outcome_map,
)
from ui.frame import state
from ui.frame.forms import levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.kit.blocks import (
    chart_card,
    intro,
    numbers,
    phone_figure,
    strong,
    table_block,
    verdict,
)
from ui.kit.language import _, large, percent
from ui.kit.terms import field_terms
from ui.kit.theme import palette
from ui.membership import charts, words
from ui.membership import stability_charts as tipping_charts
from ui.membership.ahead import far, last_members, people
from ui.membership.demand import draw_demand
from ui.membership.form import LEVERS, REACTION, events_form
from ui.membership.headlines import draw_headlines
from ui.membership.record import draw_record
from ui.membership.stability_charts import Place

MAP_ELASTICITIES, MAP_SPREADS = np.linspace(0.0, 3.0, 25), np.linspace(0.0, 1.0, 21)


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("If the share rises, who leaves, and does the plan settle?"))
    intro(_("Ten years ahead: those for whom cover is worth least leave first."))
    hazard_notice(view.plan, "leaving")
    _live()
    now, past = far(view.plan), far(view.past) if view.past else None
    st.header(_("What makes members leave at once"), divider="gray")
    events_form()
    if not never_starts(project(now)):
        st.header(_("Who leaves"), divider="gray")
        _who(now, past)
    st.header(_("Where it comes to rest"), divider="gray")
    _rest(now, past)
    st.header(_("When the plan must end, and when it needs help"), divider="gray")
    table_block(
        words.rules(now, past),
        key="rules",
        title=_("When the plan must end, and when it needs help"),
    )
    st.header(_("Does the record say who reacts?"), divider="gray")
    draw_record(view.plan, view.past)
    field_terms("membership")


@st.fragment
def _live() -> None:
    """Levers, headline and the share; a drag reruns this alone."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        on_phone = st.empty()
        levers((REACTION,))
        on_demand = st.container(gap="xsmall")
        levers([path for path in LEVERS if path != REACTION])
        sources_line(LEVERS)
    view = state.view()
    with on_demand:
        draw_demand(view)
    plan = project(far(view.plan))
    past = project(far(view.past)) if view.past else None
    if plan.headline.dissolved_after_years is None:
        phone_figure(on_phone, strong(large(last_members(plan))), _("members after ten years"))
    else:
        phone_figure(on_phone, strong(_("no plan")), _("after ten years"))
    with controls:
        before = words.verdict(past) if past is not None else None
        verdict(words.verdict(plan), before, alert=outcome(plan) != "settles")
    with result:
        draw_headlines(view, plan, past)
        if not never_starts(plan):
            chart = charts.share(plan, past, palette())
            chart_card(chart, key="membership_share", height=300)
            numbers({"membership_share": chart}, key="membership_share")
    state.follow_levers()


def _who(now: Scenario, past: Scenario | None) -> None:
    shown, before = people(now), people(past) if past else None
    left, right = st.columns(2, gap="large")
    by_class = charts.classes(shown, before, palette())
    by_age = charts.ages(shown, before, palette())
    with left:
        chart_card(by_class, key="classes", height=340)
    with right:
        chart_card(by_age, key="ages", height=340)
    ill = charts.incidence(shown, before, palette())
    chart_card(ill, key="mean_incidence", height=300)
    numbers({"classes": by_class, "ages": by_age, "mean_incidence": ill}, key="who")


@st.cache_data(max_entries=16, show_spinner=False)
def _map(scenario: Scenario) -> OutcomeMap:
    return outcome_map(scenario, list(MAP_ELASTICITIES), list(MAP_SPREADS))


def _rest(now: Scenario, past: Scenario | None) -> None:
    left, right = st.columns(2, gap="large")
    curve, before = words.cost_curve(now), words.cost_curve(past) if past else None
    meeting = tipping_charts.break_even(curve, before, palette())
    with left:
        chart_card(meeting, key="break_even", height=380)
        st.caption(words.elasticities(curve))
        if before is not None:
            st.caption(_("Baseline: {says}").format(says=words.elasticities(before)))
    where = tipping_charts.outcomes(
        _place(now), _place(past) if past else None, YEARS_AHEAD, palette()
    )
    with right:
        chart_card(where, key="outcomes", height=380)
        st.caption(
            _(
                "Settles: {high} or more kept. Unravels: below {low}. Between them it shrinks."
            ).format(high=percent(SETTLES_FROM), low=percent(UNRAVELS_BELOW))
        )
    numbers({"break_even": meeting, "outcomes": where}, key="rest")


def _place(plan: Scenario) -> Place:
    # The map is over these two inputs, so it is the same wherever the plan stands on it.
    found = _map(plan.with_changes(price_elasticity=0.0, risk_spread=0.5))
    return Place(found, plan.price_elasticity, plan.risk_spread)
