"""The home page: the levers, what a member pays, and what that is made of."""

import streamlit as st

from mutualmodel import Projection, Scenario, project
from mutualmodel.analysis import pool_effect
from mutualmodel.engine import never_starts
from mutualmodel.explain import why_unmoved
from mutualmodel.inputs import fields
from ui.frame import parts, state
from ui.frame.breaking import breaking_panel, breaking_place
from ui.frame.forms import levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.frame.menu import page_title
from ui.frame.sureness import is_whole, range_controls, refine_sureness, sureness
from ui.frame.tour import tour_invitation
from ui.home import contents
from ui.home.headlines import draw_headlines
from ui.home.pool_size_words import is_alarming, pool_sentence
from ui.home.published import published_beside
from ui.kit.blocks import (
    chart_card,
    intro,
    numbers,
    phone_figure,
    says,
    strong,
    titled_block,
    verdict,
)
from ui.kit.charts import Chart
from ui.kit.language import _, amount, number, retold, sentence
from ui.kit.terms import field_terms
from ui.kit.theme import palette

LEVERS = contents.LEVERS
# Of the levers and what they lead to.
_WIDTHS = (0.36, 0.64)


def show(view: state.View) -> None:
    """Draw the whole page."""
    page_title("home", answered=True)
    insight = _(view.preset.insight) if view.preset else _("Your own plan, changed from a preset.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="newcomer"):
        intro(retold(insight))
        tour_invitation()
    if view.preset and view.preset.published:
        st.caption(published_beside(view.preset.published, project(view.plan)))
    _hazards()
    whole = is_whole(view)
    _live()
    if not never_starts(project(view.plan)):
        _left, right = st.columns(_WIDTHS, gap="large")
        with right:
            range_controls()
            _path_numbers()
    refine_sureness(view, whole=whole)
    _details()
    field_terms("home")
    parts.follow_alone(_beside)


def _beside(view: state.View) -> tuple[bool, bool]:
    """Return what of the plan the page outside of its parts depends on."""
    return is_whole(view), never_starts(project(view.plan))


@parts.part("hazards_told")
def _hazards() -> None:
    hazard_notice(state.view().plan, "leaving")


@parts.part(parts.LIVE)
def _live() -> None:
    """Everything that moves while a lever is dragged; a drag reruns this alone."""
    controls, result = st.columns(_WIDTHS, gap="large")
    with controls:
        claims = {"plan.incidence_multiplier": _claims_note(state.view().plan)}
        levers(LEVERS, claims, then=parts.run)
        sources_line(LEVERS)
    view = state.view()
    projection = project(view.plan)
    if never_starts(projection):
        phone_figure(controls, strong(_("no plan")))
    else:
        cost = amount(projection.headline.cost_per_member_year)
        phone_figure(controls, strong(cost), _("¤ in the first year"))
    with controls:
        _sentences(view, projection)
    with result:
        _result(view, projection)
    parts.follow()


def _claims_note(plan: Scenario) -> str:
    """Say what the incidence comes to; nothing of a plan that never starts."""
    if never_starts(project(plan)):
        return ""
    return _("{table}: {rate} claims per 100,000 a year at first").format(
        table=_(fields()["incidence_table"].word(plan.incidence_table)),
        rate=number(project(plan).headline.claims_per_100k, 0),
    )


def _result(view: state.View, projection: Projection) -> None:
    before = project(view.past) if view.past else None
    draw_headlines(view, projection, before, [sureness(plan, view) for plan in view.plans])
    if never_starts(projection):
        return
    chart = contents.share_path(view, projection, before, palette())
    chart_card(chart, key="share_path", height=348)


@parts.part("path_numbers")
def _path_numbers() -> None:
    view = state.view()
    before = project(view.past) if view.past else None
    chart = contents.share_path(view, project(view.plan), before, palette())
    # While a lever moves they are of the plan before it.
    with st.container(key="of_settled_path"):
        numbers({"share_path": chart}, key="share_path")


def _sentences(view: state.View, projection: Projection) -> None:
    effect = pool_effect(projection)
    alert = is_alarming(effect, projection)
    verdict(pool_sentence(effect, projection), alert=alert)
    if view.past is not None:
        for reason in why_unmoved(view.plan, view.past):
            says(sentence(reason))


@parts.part("details", later=True)
def _details() -> None:
    view = state.view()
    breaking_panel(view, breaking_place())
    st.header(_("What each lever does"), divider="gray")
    numbers(_curves(view), key="curves")
    st.header(_("What it is made of, and how sure it is"), divider="gray")
    left, right = st.columns(2, gap="large")
    made_of = contents.parts(view, palette())
    with left:
        for name, chart in made_of.items():
            chart_card(chart, key=name, height=110 if view.past is None else 160)
    pools = {}
    if not never_starts(project(view.plan)):
        pools["pool"] = contents.pool(view, palette())
        with right:
            chart_card(pools["pool"], key="pool", height=330)
    numbers({**made_of, **pools}, key="parts")
    st.header(_("Year by year"), divider="gray")
    titled_block(contents.tables_of(view)["years"], key="years")


def _curves(view: state.View) -> dict[str, Chart]:
    own_scales = st.toggle(
        _("Each curve on a scale of its own"),
        key="own_scales",
        persist_state="session",
        help=_("On one scale the curves can be compared: the steeper one moves the cost more."),
    )
    drawn = contents.curves(view, palette(), own_scales=own_scales)
    for column, (name, chart) in zip(st.columns(len(drawn)), drawn.items(), strict=True):
        with column:
            chart_card(chart, key=name, height=230)
    return drawn
