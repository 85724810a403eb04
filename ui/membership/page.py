"""The membership page: who leaves when the share rises, and where the plan comes to rest."""

import html

import numpy as np
import streamlit as st

from mutualmodel import Case, Projection, Quantity, Scenario, Sentence, project
from mutualmodel.explain import reproduce
from mutualmodel.inputs import EVENT_INPUTS, fields
from mutualmodel.membership import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    Composition,
    OutcomeMap,
    composition,
    months_to_minimum,
    outcome,
    outcome_map,
)
from mutualmodel.text import Step
from ui.frame import state
from ui.frame.forms import form, levers, sources_line
from ui.frame.why import why_steps
from ui.kit.blocks import (
    baseline_says,
    chart_card,
    headline_figure,
    numbers,
    past_note,
    table_block,
)
from ui.kit.language import _, amount, large, number, percent, significant
from ui.kit.theme import palette
from ui.membership import charts as charts
from ui.membership import stability_charts as tipping_charts
from ui.membership.record import draw_record
from ui.membership.stability_charts import Place
from ui.membership.words import cost_curve, elasticities, rules, verdict

LEVERS = (
    "plan.price_elasticity",
    "plan.risk_spread",
    "plan.lapse_rate",
    "plan.joiners_per_year",
)
# Leaving takes years to show, so this page looks as far as a projection can.
YEARS = 10
MAP_ELASTICITIES, MAP_SPREADS = np.linspace(0.0, 3.0, 25), np.linspace(0.0, 1.0, 21)
EVENT_PATHS = {
    event: tuple(f"plan.{name}" for name in inputs.names) for event, inputs in EVENT_INPUTS.items()
}
# The inputs that this page shows itself.
ON_PAGE = (*LEVERS, *(path for paths in EVENT_PATHS.values() for path in paths))


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("If the share rises, who leaves, and does the plan settle?"))
    intro = _("Ten years ahead: those for whom cover is worth least leave first.")
    st.html(f'<div class="insight">{html.escape(intro)}</div>')
    _live()
    now, past = _far(view.plan), _far(view.past) if view.past else None
    st.header(_("What makes members leave at once"), divider="gray")
    _events()
    st.header(_("Who leaves"), divider="gray")
    _who(now, past)
    st.header(_("Where it comes to rest"), divider="gray")
    _rest(now, past)
    st.header(_("When the plan must end, and when it needs help"), divider="gray")
    table_block(rules(now, past), key="rules")
    st.header(_("Does the record say who reacts?"), divider="gray")
    draw_record(view.plan, view.past)


def _far(scenario: Scenario) -> Scenario:
    return scenario.with_changes(years=YEARS)


@st.fragment
def _live() -> None:
    """Levers, headline and the share; a drag reruns this alone."""
    controls, result = st.columns([0.36, 0.64], gap="large")
    with controls:
        on_phone = st.empty()
        levers(LEVERS)
        sources_line(LEVERS)
    view = state.view()
    plan = project(_far(view.plan))
    past = project(_far(view.past)) if view.past else None
    # On a phone the levers fill the screen, so the figure they move stays above them.
    on_phone.html(
        f'<div class="phone-figure" aria-hidden="true"><b>{large(_last_members(plan))}</b> '
        f"{html.escape(_('members after ten years'))}</div>"
    )
    with controls:
        alert = "" if outcome(plan) == "settles" else " alert"
        says = verdict(plan)
        st.html(f'<div class="says{alert}" role="status">{html.escape(says)}</div>')
        if past is not None:
            baseline_says(verdict(past), says)
    with result:
        _figures(view, plan, past)
        chart = charts.share(plan, past, palette())
        chart_card(chart, key="membership_share", height=300)
        numbers({"membership_share": chart}, key="membership_share")
    state.follow_levers()


@st.cache_data(max_entries=32, show_spinner=False)
def _people(scenario: Scenario) -> Composition:
    return composition(scenario)


def _figures(view: state.View, plan: Projection, past: Projection | None) -> None:
    left, dear = st.columns([1.4, 1])
    ill, ends = st.columns([1.4, 1])
    with left:
        _members_left(view, plan, past)
    with dear:
        cost = _last_cost(plan)
        headline_figure(
            _("The share then"),
            amount(cost),
            _("yuan a year"),
            _first_cost(plan),
            cost,
            _last_cost(past) if past else None,
            large=False,
            past_note=past_note(_first_cost(plan), _first_cost(past) if past else ""),
        )
    with ill:
        risk = float(_people(plan.scenario).mean_risk[-1])
        headline_figure(
            _("Risk of who stays"),
            "× " + number(risk, 2),
            "",
            _("at the same age and sex"),
            risk,
            float(_people(past.scenario).mean_risk[-1]) if past else None,
            large=False,
            write=_times,
        )
    with ends:
        _end(plan, past)


def _members_left(view: state.View, plan: Projection, past: Projection | None) -> None:
    members = _last_members(plan)
    headline_figure(
        _("Members after ten years"),
        number(members / 1e6, 1) if members >= 1e6 else large(members),
        _("million") if members >= 1e6 else "",
        _kept_of_start(plan),
        members,
        _last_members(past) if past else None,
        large=True,
        write=large,
        past_note=past_note(_kept_of_start(plan), _kept_of_start(past) if past else ""),
    )
    why_steps(
        "membership_left",
        _("Members after ten years"),
        lambda: _member_steps(plan),
        lambda: members_program(view.case, view.baseline),
    )


def _end(plan: Projection, past: Projection | None) -> None:
    """Draw when membership falls below its minimum, which it never may in either case."""
    months = months_to_minimum(plan)
    earlier = months_to_minimum(past) if past else None
    comparable = months is not None and earlier is not None
    headline_figure(
        _("Below its minimum"),
        _("never") if months is None else number(months, 1),
        "" if months is None else _("months"),
        _minimum(plan),
        months or 0.0,
        earlier if comparable else None,
        large=False,
        write=_months,
        was="" if past is None or comparable else _when(earlier),
        past_note=past_note(_minimum(plan), _minimum(past) if past else ""),
    )


def _times(value: float) -> str:
    """Write a multiple or a difference of two, so that none but nothing reads as nothing."""
    return number(value, 2) if value == 0 or abs(value) >= 0.005 else significant(value, 1)


def _months(value: float) -> str:
    return _("{months} months").format(months=number(value, 1))


def _when(months: float | None) -> str:
    return _("never") if months is None else _months(months)


def _minimum(plan: Projection) -> str:
    return _("minimum {members}").format(members=large(plan.scenario.minimum_members))


def _first_cost(plan: Projection) -> str:
    return _("first year {cost}").format(cost=amount(plan.headline.cost_per_member_year))


def _kept_of_start(plan: Projection) -> str:
    share = percent(_last_members(plan) / plan.scenario.members, 1)
    return _("{share} of those who started").format(share=share)


def _last_cost(plan: Projection) -> float:
    return float(plan.years["charged_per_member"].iloc[-1])


def _last_members(plan: Projection) -> float:
    return float(plan.array("members")[-1])


def _member_steps(plan: Projection) -> list[Step]:
    scenario = plan.scenario
    totals = {name: float(plan.array(name)[:-1].sum()) for name in ("joined", "lapsed", "aged_out")}
    end = _last_members(plan)
    return [
        Step(
            "Members at the start",
            Sentence("as set"),
            Quantity(scenario.members, "members"),
            (fields()["members"].source,),
        ),
        Step(
            "Who comes and goes until the last settlement",
            Sentence(
                "joined {joined}, left {lapsed}, turned sixty {aged}",
                {
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                },
            ),
            Quantity(totals["joined"] - totals["lapsed"] - totals["aged_out"], "members"),
            tuple(Case.fields()[path].source for path in LEVERS),
        ),
        Step(
            "Members at the last settlement",
            Sentence(
                "{start} + {joined} − {lapsed} − {aged}; each leaves at {rate} × (share / own "
                "expected benefit) ^ {elasticity}",
                {
                    "start": Quantity(scenario.members, ""),
                    "joined": Quantity(totals["joined"], ""),
                    "lapsed": Quantity(totals["lapsed"], ""),
                    "aged": Quantity(totals["aged_out"], ""),
                    "rate": Quantity(scenario.lapse_rate, "percent"),
                    "elasticity": Quantity(scenario.price_elasticity, "times"),
                },
            ),
            Quantity(end, "members"),
        ),
    ]


def members_program(case: Case, baseline: Case | None) -> str:
    """Return the Python that gives the members after ten years."""
    expression = f'project(case.plan.with_changes(years={YEARS})).array("members")[-1]'
    return reproduce(expression, {"mutualmodel": ("project",)}, case, baseline)


def _events() -> None:
    # Row by row, so that the sliders of a row stand on one line however long their titles are.
    for row in zip(*EVENT_PATHS.values(), strict=True):
        columns = st.columns(len(row), gap="large", vertical_alignment="bottom")
        for column, path in zip(columns, row, strict=True):
            with column:
                form((path,))


def _who(now: Scenario, past: Scenario | None) -> None:
    people, before = _people(now), _people(past) if past else None
    left, right = st.columns(2, gap="large")
    by_class = charts.classes(people, before, palette())
    by_age = charts.ages(people, before, palette())
    with left:
        chart_card(by_class, key="classes", height=340)
    with right:
        chart_card(by_age, key="ages", height=340)
    ill = charts.incidence(people, before, palette())
    chart_card(ill, key="mean_incidence", height=300)
    numbers({"classes": by_class, "ages": by_age, "mean_incidence": ill}, key="who")


@st.cache_data(max_entries=16, show_spinner=False)
def _map(scenario: Scenario) -> OutcomeMap:
    return outcome_map(scenario, list(MAP_ELASTICITIES), list(MAP_SPREADS))


def _rest(now: Scenario, past: Scenario | None) -> None:
    left, right = st.columns(2, gap="large")
    curve, before = cost_curve(now), cost_curve(past) if past else None
    meeting = tipping_charts.break_even(curve, before, palette())
    with left:
        chart_card(meeting, key="break_even", height=380)
        st.caption(elasticities(curve))
        if before is not None:
            st.caption(_("Baseline: {says}").format(says=elasticities(before)))
    where = tipping_charts.outcomes(_place(now), _place(past) if past else None, YEARS, palette())
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
