"""The risk page: how sure the cost is, who carries the tail, what would break the plan."""

import numpy as np
import streamlit as st

from mutualmodel import Case, Scenario, project, smallest_pool
from mutualmodel.engine import never_starts
from mutualmodel.simulation import pool_layers, stress, tail_split
from ui.frame import state
from ui.frame.breaking import breaking_panel, breaking_place
from ui.frame.forms import field, levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.frame.standing import paid_by
from ui.frame.sureness import is_whole, layer_shown, range_controls, refine_sureness, sureness
from ui.kit.blocks import (
    chart_card,
    intro,
    numbers,
    phone_figure,
    strong,
    table_block,
    verdict,
)
from ui.kit.charts import Chart
from ui.kit.headline import notes_below
from ui.kit.language import _, amount
from ui.kit.terms import field_terms
from ui.kit.theme import palette
from ui.risk import charts as risk_charts
from ui.risk import tail_charts, words
from ui.risk.charts import Paths
from ui.risk.fan_charts import Sure, cost_fan, layer_fan
from ui.risk.headlines import draw_headlines
from ui.risk.paths import are_refined, drop_unasked, paths, refine
from ui.risk.pool_charts import Pool, layers
from ui.risk.promise import draw_promise
from ui.risk.review import draw_review
from ui.risk.steps import one_in_200
from ui.risk.tail_charts import Stressed
from ui.risk.unsure import draw_unsure

ON_PAGE = (
    "plan.systemic_cv",
    "plan.members",
    "plan.bad_year_probability",
    "plan.run_probability",
)


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("How sure is the cost, and who carries the tail?"))
    intro(_("Simulated courses of the plan: a few while you move a lever, many when it rests."))
    hazard_notice(view.plan, "chance")
    place = breaking_place()
    refined, whole = are_refined(view), is_whole(view)
    st.header(_("What a year costs"), divider="gray")
    _live()
    refine(view, refined=refined)
    refine_sureness(view, whole=whole)
    breaking_panel(view, place)
    if not never_starts(project(view.plan)):
        st.header(_("Why is it unsure?"), divider="gray")
        draw_unsure(view)
        _in_chance(view)
    st.header(_("What a larger pool takes away"), divider="gray")
    _pool(view)
    st.header(_("Supervisory review"), divider="gray")
    draw_review(view)
    field_terms("risk")


# ------------------------------------------------------------------------------- while it moves


@st.fragment
def _live() -> None:
    """Levers, headline and fan: answered from few courses while a lever moves."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        on_phone = st.empty()
        levers(ON_PAGE)
        sources_line(ON_PAGE)
    view = state.view()
    drop_unasked(view)
    shown = paths(view)
    if never_starts(project(view.plan)):
        phone_figure(on_phone, strong(_("no plan")))
    else:
        cost, _error = one_in_200(shown.now)
        phone_figure(on_phone, _("One year in 200:"), strong(amount(cost)), _("¤"))
    with controls:
        verdict(
            words.verdict(project(view.plan), sureness(view.plan, view)),
            words.verdict(project(view.past), sureness(view.past, view)) if view.past else None,
        )
    with result:
        draw_headlines(view, shown)
        if not never_starts(project(view.plan)):
            notes_below(paid_by(project(view.plan)))
            fan = _fan(view, _charted(shown))
            chart_card(fan, key="fan", height=360)
            range_controls()
            numbers({"fan": fan}, key="fan")
    state.follow_levers()


# -------------------------------------------------------------------------------- further down


def _fan(view: state.View, shown: Paths) -> Chart:
    """Draw all that may happen to a year, or what one layer alone makes of it."""
    past = None if shown.past is None else sureness(shown.past.scenario, view)
    sure = Sure(sureness(view.plan, view), past, layer_shown(view))
    if sure.layer == "all":
        return cost_fan(shown, sure, palette())
    return layer_fan(sure, palette())


def _charted(shown: Paths) -> Paths:
    """Return the courses that charts draw: a baseline that never starts has none."""
    past = shown.past
    if past is not None and never_starts(project(past.scenario)):
        return Paths(shown.now, None)
    return shown


def _in_chance(view: state.View) -> None:
    """Draw what chance does to a plan; one that never starts meets none."""
    shown = _charted(paths(view))
    st.header(_("How much, and how it comes about"), divider="gray")
    if small := words.whole_members(view):
        st.caption(small)
    _amounts(shown)
    st.header(_("Who pays in a bad year"), divider="gray")
    _bearers(shown)
    st.header(_("What is the promise of a cap worth?"), divider="gray")
    draw_promise(view, shown)
    st.header(_("Under stress"), divider="gray")
    _stress(view)


def _amounts(shown: Paths) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _asked()
    with right:
        drawn = risk_charts.example_paths(shown, palette())
        chart_card(drawn, key="courses", height=398)
        numbers({"courses": drawn}, key="courses")


@st.fragment
def _asked() -> None:
    """Ask for an amount, and say how likely it is that a year costs more."""
    levers(["view.amount_asked"])
    view = state.view()
    asked = view.baseline.view.amount_asked if view.baseline else None
    chart = risk_charts.exceedance(paths(view), view.case.view.amount_asked, asked, palette())
    chart_card(chart, key="exceedance", height=300)
    numbers({"exceedance": chart}, key="exceedance")
    state.follow_levers()


def _bearers(shown: Paths) -> None:
    now, past = shown.now, shown.past
    # With a baseline the table has twice the columns and needs the whole width.
    left, right = st.columns(2, gap="large") if past is None else (st.container(), st.container())
    chart = tail_charts.tail_bars(tail_split(now), tail_split(past) if past else None, palette())
    with left:
        chart_card(chart, key="tail", height=240 if past is None else 320)
        st.caption(words.who_bears(now, past))
    with right:
        title = _("How often do the caps bind, and what do they cost?")
        st.markdown(f"### {title}")
        table_block(tail_charts.caps_table(shown), key="caps", title=title)
    numbers({"tail": chart}, key="tail")


def _pool(view: state.View) -> None:
    plans = [plan for plan in (view.plan, view.past) if plan is not None]
    now, *past = [_pool_of(plan) for plan in plans]
    chart = layers(now, past[0] if past else None, palette())
    chart_card(chart, key="layers", height=360)
    st.caption(
        _(
            "The dark band is chance: with four times the members it halves. The light one is what "
            "hits all alike, {common} a year: no size of pool takes it away."
        ).format(common=words.common_part(view))
    )
    numbers({"layers": chart}, key="layers")


def _pool_of(plan: Scenario) -> Pool:
    own = pool_layers(plan, np.array([plan.members]))
    return Pool(pool_layers(plan), own, plan.members, smallest_pool(plan))


def _stress(view: state.View) -> None:
    now, past = _stressed(view.case), _stressed(view.baseline) if view.baseline else None
    field("view.stress_year", caption=False)
    chart_card(tail_charts.stress_bars(now, past, palette()), key="stress", height=410)
    table_block(tail_charts.stress_table(now, past), key="stress_table", title=_("Under stress"))
    st.caption(
        _(
            "A longer delay makes the first year cheaper: its claims are paid later, and until "
            "then they are owed. A lost fifth takes its claims along, but for those already "
            "diagnosed, which fewer members share. One year in 200 is by chance and good and bad "
            "years; what the record leaves open is not in it."
        )
    )
    st.caption(
        _(
            "Kyosai’s 2022 is the one bad year of a large mutual on record: with ten million "
            "members Japan’s general prefectural kyosai cost them [29 to 32 % more]({link}) than "
            "the year before, after contributions paid back. The test takes the upper end."
        ).format(link=state.link_to("sources", figure="kyosai_bad_year_2022"))
    )


def _stressed(case: Case) -> Stressed:
    return Stressed(stress(case.plan), 1 if case.view.stress_year == "first" else case.plan.years)
