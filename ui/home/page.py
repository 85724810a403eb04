"""The home page: the levers, what a member pays, and what that is made of."""

import numpy as np
import streamlit as st

from mutualmodel import CostBand, Projection, Scenario, cost_band, project, project_many
from mutualmodel.analysis import pool_effect, sweep
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import never_starts
from mutualmodel.explain import why_unmoved
from mutualmodel.inputs import fields, grid, pool_sizes
from ui.frame import state
from ui.frame.breaking import breaking_panel, breaking_place
from ui.frame.forms import levers, sources_line
from ui.frame.hazards import hazard_notice
from ui.frame.layers import likely_range
from ui.frame.sureness import is_whole, layer_shown, range_controls, refine_sureness, sureness
from ui.home import charts
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
    table_block,
    verdict,
)
from ui.kit.charts import Chart
from ui.kit.language import _, amount, number, sentence
from ui.kit.terms import field_terms
from ui.kit.theme import palette

LEVERS = (
    "plan.incidence_multiplier",
    "plan.members",
    "plan.payout_under_40",
    "plan.payout_40_plus",
)
CURVE_POINTS = 41
POOL_POINTS = 25


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("What does a member of a mutual-aid plan pay?"))
    insight = _(view.preset.insight) if view.preset else _("Your own plan, edited from a preset.")
    intro(insight)
    if view.preset and view.preset.published:
        st.caption(published_beside(view.preset.published, project(view.plan)))
    hazard_notice(view.plan, "leaving")
    whole = is_whole(view)
    _live()
    refine_sureness(view, whole=whole)
    _details()
    field_terms("home")


@st.fragment
def _live() -> None:
    """Everything that moves while a lever is dragged; a drag reruns this alone."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        on_phone = st.empty()
        levers(LEVERS, {"plan.incidence_multiplier": _claims_note(state.view().plan)})
        sources_line(LEVERS)
    view = state.view()
    projection = project(view.plan)
    if never_starts(projection):
        phone_figure(on_phone, strong(_("no plan")))
    else:
        cost = amount(projection.headline.cost_per_member_year)
        phone_figure(on_phone, strong(cost), _("¤ in the first year"))
    with controls:
        _sentences(view, projection)
    with result:
        _result(view, projection)
    state.follow_levers()


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
    plans = [plan for plan in (view.plan, view.past) if plan is not None]
    spreads = [sureness(plan, view) for plan in plans]
    draw_headlines(view, projection, before, spreads)
    if never_starts(projection):
        return
    chart = charts.share_path(
        projection,
        likely_range(spreads[0], layer_shown(view)),
        before,
        palette(),
        layer_shown(view),
    )
    chart_card(chart, key="share_path", height=370)
    range_controls()
    numbers({"share_path": chart}, key="share_path")


def _sentences(view: state.View, projection: Projection) -> None:
    effect = pool_effect(projection)
    alert = is_alarming(effect, projection)
    verdict(pool_sentence(effect, projection), alert=alert)
    if view.past is not None:
        for reason in why_unmoved(view.plan, view.past):
            says(sentence(reason))


def _details() -> None:
    view = state.view()
    projection = project(view.plan)
    before = project(view.past) if view.past else None
    breaking_panel(view, breaking_place())
    st.header(_("What each lever does"), divider="gray")
    numbers(_curves(view, projection, before), key="curves")
    st.header(_("What it is made of, and how sure it is"), divider="gray")
    left, right = st.columns(2, gap="large")
    with left:
        parts = _money(projection, before)
    pools = {}
    if not never_starts(projection):
        with right:
            pools["pool"] = _pool(view.plan, view.past, projection)
    numbers({**parts, **pools}, key="parts")
    st.header(_("Year by year"), divider="gray")
    table_block(charts.year_table(projection, before), key="years", title=_("Year by year"))


def _curves(
    view: state.View, projection: Projection, before: Projection | None
) -> dict[str, Chart]:
    drawn = {}
    for column, path in zip(st.columns(len(LEVERS)), LEVERS, strict=True):
        name = path.removeprefix("plan.")
        values = _values(name, view)
        here = float(getattr(view.plan, name)), _cost(projection)
        past = None
        if view.past is not None and before is not None:
            there = float(getattr(view.past, name)), _cost(before)
            past = sweep(view.past, name, values), there
        chart = charts.response_curve(sweep(view.plan, name, values), here, past, palette())
        with column:
            chart_card(chart, key=f"curve_{name}", height=230)
        drawn[f"curve_{name}"] = chart
    return drawn


def _values(name: str, view: state.View) -> FloatArray:
    """Return the values of a lever that its curve is drawn over."""
    present = [float(getattr(plan, name)) for plan in (view.plan, view.past) if plan is not None]
    pool = name == "members"
    return pool_sizes(CURVE_POINTS, *present) if pool else grid(name, CURVE_POINTS, *present)


def _sizes_at_hand(plan: Scenario, past: Scenario | None) -> list[float]:
    return [one.members for one in (plan, past) if one is not None]


def _cost(projection: Projection) -> float:
    """Return what a member pays in the first year; NaN of a plan that never starts."""
    return np.nan if never_starts(projection) else projection.headline.cost_per_member_year


def _money(projection: Projection, before: Projection | None) -> dict[str, Chart]:
    height = 110 if before is None else 160
    names = _kinds(projection, before)
    past = _split(before, names) if before else None
    split = charts.yuan_split(_split(projection, names), past, palette())
    chart_card(split, key="split", height=height)
    borne = charts.bearers(_borne(projection), _borne(before) if before else None, palette())
    chart_card(borne, key="bearers", height=height)
    return {"split": split, "bearers": borne}


def _kinds(*plans: Projection | None) -> tuple[str, str, str]:
    """Name the kinds of payout of plans that are shown together."""
    ages = {plan.scenario.payout_age for plan in plans if plan is not None}
    if len(ages) > 1:
        return _("below the payout age"), _("from the payout age on"), _("mild illness")
    (age,) = ages
    return (
        _("under {age}").format(age=age),
        _("{age} and over").format(age=age),
        _("mild illness"),
    )


def _split(projection: Projection, names: tuple[str, str, str]) -> dict[str, float]:
    """Return the yuan of the first year's bill by what they are for."""
    headline = projection.headline
    kinds = zip(names, headline.claims_by_kind, projection.scenario.payouts, strict=True)
    due = {name: claims * payout for name, claims, payout in kinds}
    return due | {_("owed at the end"): headline.debts, _("fee"): headline.fee}


def _borne(projection: Projection) -> dict[str, float]:
    """Return the yuan of the first year's bill by who pays them."""
    headline = projection.headline
    return {
        _("members"): headline.members_pay,
        _("sponsor or insurer"): headline.sponsor,
        _("unpaid"): headline.unpaid,
    }


def _pool(scenario: Scenario, baseline: Scenario | None, projection: Projection) -> Chart:
    sizes = pool_sizes(POOL_POINTS, *_sizes_at_hand(scenario, baseline))
    past = (baseline.members, _bands(baseline, sizes)) if baseline else None
    chart = charts.pool_spread(
        sizes,
        _bands(scenario, sizes),
        scenario.members,
        past,
        projection.headline.smallest_pool,
        palette(),
    )
    chart_card(chart, key="pool", height=330)
    return chart


def _bands(scenario: Scenario, sizes: FloatArray) -> list[CostBand]:
    """Return the spread of the first year's bill, before caps, at each size of pool."""
    free = scenario.with_changes(per_claim_cap=None, annual_cap=None, minimum_members=0.0, years=1)
    plans = project_many([free.with_changes(members=float(size)) for size in sizes])
    return [cost_band(plan) for plan in plans]
