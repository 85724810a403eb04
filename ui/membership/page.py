"""The membership page: who leaves when the share rises, and where the plan comes to rest."""

from collections.abc import Hashable

import streamlit as st

from mutualmodel import project
from mutualmodel.engine import never_starts
from mutualmodel.membership import outcome
from ui.frame import parts, state
from ui.frame.forms import levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.frame.menu import page_title
from ui.kit.blocks import (
    answer,
    chart_card,
    numbers,
    phone_figure,
    strong,
    titled_block,
    verdict,
)
from ui.kit.language import _, large
from ui.kit.terms import field_terms
from ui.kit.theme import palette
from ui.membership import charts, contents, words
from ui.membership.ahead import far, last_members
from ui.membership.demand import draw_demand
from ui.membership.form import LEVERS, ON_PAGE, REACTION, events_form
from ui.membership.headlines import draw_headlines
from ui.membership.outcome import draw_outcomes, drop_unasked
from ui.membership.record import draw_record


def show(_view: state.View) -> None:
    """Draw the whole page."""
    page_title("membership")
    st.header(_("What happened to the real plan’s members"), divider="gray")
    _record()
    st.header(_("What happens to the members of this plan"), divider="gray")
    _live()
    st.header(_("Events that make members leave at once"), divider="gray")
    events_form()
    _who()
    st.header(_("Does it come to rest?"), divider="gray")
    _rest()
    st.header(_("When must the plan end, and when does a cap apply?"), divider="gray")
    _rules()
    field_terms("membership")
    parts.follow_alone(_events)


def _events(view: state.View) -> Hashable:
    """Return what the form of events shows, which no lever of the page changes."""
    return tuple(view.case.value(path) for path in ON_PAGE if path not in LEVERS)


@parts.part("record")
def _record() -> None:
    parts.follow()
    view = state.view()
    draw_record(view.plan, view.past)
    hazard_notice(view.plan, "leaving")


@parts.part("rules_told")
def _rules() -> None:
    parts.follow()
    titled_block(contents.tables_of(state.view())["rules"], key="rules")


@parts.part(parts.LIVE)
def _live() -> None:
    """Levers, headline and the share; a drag reruns this alone."""
    place = st.container()
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        levers((REACTION,), then=parts.run)
        on_demand = st.container(gap="xsmall", key="behind_demand")
        levers([path for path in LEVERS if path != REACTION], then=parts.run)
        sources_line(LEVERS)
    view = state.view()
    drop_unasked(view)
    with on_demand:
        draw_demand(view)
    plan = project(far(view.plan))
    past = project(far(view.past)) if view.past else None
    with place:
        answer(words.answer(plan))
    if plan.headline.dissolved_after_years is None:
        phone_figure(controls, strong(large(last_members(plan))), _("members after ten years"))
    else:
        phone_figure(controls, strong(_("no plan")), _("after ten years"))
    with controls:
        before = words.verdict(past) if past is not None else None
        verdict(words.verdict(plan), before, alert=outcome(plan) != "settles")
    with result:
        draw_headlines(view, plan, past)
        if not never_starts(plan):
            chart = charts.share(plan, past, palette())
            chart_card(chart, key="membership_share", height=300)
            numbers({"membership_share": chart}, key="membership_share")
    parts.follow()


@parts.part("who_leaves", later=True)
def _who() -> None:
    parts.follow()
    view = state.view()
    if never_starts(project(far(view.plan))):
        return
    st.header(_("Who leaves"), divider="gray")
    left, right = st.columns(2, gap="large")
    who = contents.who(view, palette())
    with left:
        chart_card(who["classes"], key="classes", height=340)
    with right:
        chart_card(who["ages"], key="ages", height=340)
    chart_card(who["mean_incidence"], key="mean_incidence", height=300)
    numbers(who, key="who")


@parts.part("at_rest", later=True)
def _rest() -> None:
    parts.follow()
    view = state.view()
    now, past = far(view.plan), far(view.past) if view.past else None
    left, right = st.columns(2, gap="large")
    curve = contents.break_even(view, palette())
    with left:
        chart_card(curve, key="break_even", height=380)
        st.caption(words.elasticities(words.cost_curve(now)))
        if past is not None:
            says = words.elasticities(words.cost_curve(past))
            st.caption(_("Baseline: {says}").format(says=says))
        numbers({"break_even": curve}, key="rest")
    with right:
        draw_outcomes()
