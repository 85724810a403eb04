"""The risk page: how sure the cost is, who carries the tail, what would break the plan."""

import streamlit as st

from mutualmodel import project
from mutualmodel.engine import never_starts
from ui.frame import parts, state
from ui.frame.breaking import breaking_panel, breaking_place
from ui.frame.faults import fragment
from ui.frame.forms import field, levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.frame.menu import page_title
from ui.frame.standing import paid_by
from ui.frame.sureness import is_whole, range_controls, refine_sureness, sureness
from ui.kit.blocks import (
    answer,
    chart_card,
    numbers,
    phone_figure,
    strong,
    table_block,
    titled_block,
    verdict,
)
from ui.kit.headline import notes_below
from ui.kit.language import _, amount
from ui.kit.terms import field_terms
from ui.kit.theme import palette
from ui.risk import charts as risk_charts
from ui.risk import contents, words
from ui.risk.charts import Paths
from ui.risk.contents import charted
from ui.risk.headlines import draw_headlines
from ui.risk.paths import are_refined, at_hand, drop_unasked, paths, refine
from ui.risk.promise import draw_promise
from ui.risk.review import draw_review
from ui.risk.steps import by_formula, one_in_200
from ui.risk.unsure import draw_unsure

ON_PAGE = (
    "plan.systemic_cv",
    "plan.members",
    "plan.bad_year_probability",
    "plan.run_probability",
)

# In the session: whether the live part was drawn from many courses and from all plausible sets.
_DRAWN_FROM = "risk_drawn_from"


def show(_view: state.View) -> None:
    """Draw the whole page."""
    page_title("risk")
    _answer()
    _breaking()
    st.header(_("What a year costs"), divider="gray")
    _live()
    _refining()
    _in_chance()
    st.header(_("What a larger pool takes away"), divider="gray")
    _pool()
    st.header(_("Supervisory review"), divider="gray")
    _review()
    field_terms("risk")
    parts.follow_alone(lambda _view: None)


@parts.part("answer")
def _answer() -> None:
    parts.follow()
    view = state.view()
    # Of what has settled: it fades while a lever moves, and follows once it rests.
    with st.container(key="of_settled_answer"):
        answer(words.answer(paths(view).now))
    hazard_notice(view.plan, "chance")


@parts.part("breaking", later=True)
def _breaking() -> None:
    parts.follow()
    breaking_panel(state.view(), breaking_place())


@parts.part("refining")
def _refining() -> None:
    parts.follow()
    view = state.view()
    refined, whole = st.session_state[_DRAWN_FROM]
    refine(view, refined=refined, follow=parts.run)
    refine_sureness(view, whole=whole, follow=parts.run)


@parts.part("review", later=True)
def _review() -> None:
    parts.follow()
    draw_review(state.view())


# ------------------------------------------------------------------------------- while it moves


@parts.part(parts.LIVE)
def _live() -> None:
    """Levers, headline and fan: answered from few courses while a lever moves."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        levers(ON_PAGE, then=parts.run)
        sources_line(ON_PAGE)
    view = state.view()
    drop_unasked(view)
    st.session_state[_DRAWN_FROM] = are_refined(view), is_whole(view)
    shown = paths(view) if at_hand(view) else None
    if never_starts(project(view.plan)):
        phone_figure(controls, strong(_("no plan")))
    else:
        cost = by_formula(view.plan) if shown is None else one_in_200(shown.now)[0]
        phone_figure(controls, _("One year in 200:"), strong(amount(cost)), _("¤"))
    with controls:
        verdict(
            words.verdict(project(view.plan), sureness(view.plan, view)),
            words.verdict(project(view.past), sureness(view.past, view)) if view.past else None,
        )
    with result:
        draw_headlines(view, shown)
        if not never_starts(project(view.plan)):
            notes_below(paid_by(project(view.plan)))
            if shown is None:
                fan = contents.formula(view, palette())
            else:
                fan = contents.fan(view, charted(shown), palette())
            chart_card(fan, key="fan", height=360)
            range_controls()
            numbers({"fan": fan}, key="fan")
    parts.follow()


# -------------------------------------------------------------------------------- further down


@parts.part("chance", later=True)
def _in_chance() -> None:
    """Draw what chance does to a plan; one that never starts meets none."""
    parts.follow()
    view = state.view()
    if never_starts(project(view.plan)):
        return
    st.header(_("Why is it unsure?"), divider="gray")
    draw_unsure(view)
    shown = charted(paths(view))
    st.header(_("How much, and in what way?"), divider="gray")
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


@fragment()
def _asked() -> None:
    """Ask for an amount, and say how likely it is that a year costs more."""
    levers(["view.amount_asked"], then=parts.run)
    view = state.view()
    chart = contents.exceedance(view, palette())
    chart_card(chart, key="exceedance", height=300)
    numbers({"exceedance": chart}, key="exceedance")
    parts.follow()


def _bearers(shown: Paths) -> None:
    now, past = shown.now, shown.past
    # With a baseline the table has twice the columns and needs the whole width.
    left, right = st.columns(2, gap="large") if past is None else (st.container(), st.container())
    chart, caps = contents.tail(shown, palette()), contents.caps(shown)
    with left:
        chart_card(chart, key="tail", height=240 if past is None else 320)
        st.caption(words.who_bears(now, past))
    with right:
        st.markdown(f"### {caps.title}")
        titled_block(caps, key="caps")
    numbers({"tail": chart}, key="tail")


@parts.part("pool", later=True)
def _pool() -> None:
    parts.follow()
    view = state.view()
    chart = contents.pool(view, palette())
    chart_card(chart, key="layers", height=360)
    st.caption(
        _(
            "The dark band is chance: with four times the members it halves. The light band is "
            "good and bad years, {common} a year: no size of pool takes it away."
        ).format(common=words.common_part(view))
    )
    numbers({"layers": chart}, key="layers")


def _stress(view: state.View) -> None:
    field("view.stress_year", caption=False)
    chart = contents.stresses(view, palette())
    chart_card(chart, key="stress", height=410)
    table_block(chart.table(), key="stress_table", title=chart.title)
    st.caption(
        _(
            "A longer delay makes the first year cheaper: its claims are paid later, and until "
            "then they are owed. A lost fifth of members takes its later claims along, but fewer "
            "members share those already diagnosed. The 1-in-200 year counts chance and good and "
            "bad years, not what the record leaves open."
        )
    )
    st.caption(
        _(
            "Kyosai’s 2022 is the one bad year of a large mutual on record: Japan’s general "
            "prefectural kyosai cost its ten million members [29 to 32 % more]({link}) than the "
            "year before, after contributions paid back. The test takes the upper end."
        ).format(link=state.link_to("sources", figure="kyosai_bad_year_2022"))
    )
