"""The risk page: how sure the cost is, who carries the tail, what would break the plan."""

import html
from typing import Literal

import streamlit as st

from mutualmodel import Case, Projection, Quantity, Sentence, cost_band, project, smallest_pool
from mutualmodel.explain import explain, reproduce
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Event, Simulation, pool_layers, stress, tail_split
from mutualmodel.text import Step
from ui.frame import state
from ui.frame.forms import field, levers, sources_line
from ui.frame.why import why_steps
from ui.kit.blocks import (
    baseline_says,
    chart_card,
    headline_figure,
    numbers,
    past_note,
    table_block,
)
from ui.kit.language import _, amount, large, money, percent
from ui.kit.theme import palette
from ui.risk import charts as risk_charts
from ui.risk import tail_charts as tail_charts
from ui.risk.charts import Paths, chances
from ui.risk.paths import are_refined, drop_unasked, paths, refine
from ui.risk.pool_charts import Pool, layers
from ui.risk.tail_charts import Stressed

ON_PAGE = (
    "plan.systemic_cv",
    "plan.members",
    "plan.bad_year_probability",
    "plan.run_probability",
)
# Pixels of each figure, the large one first.
_FIGURE_WIDTHS = (212, 112, 118, 112)


def show(view: state.View) -> None:
    """Draw the whole page."""
    st.title(_("How sure is the cost, and who carries the tail?"))
    intro = _("Simulated courses of the plan: a few while you move a lever, many when it rests.")
    st.html(f'<div class="insight">{html.escape(intro)}</div>')
    refined = are_refined(view)
    _live()
    refine(view, refined=refined)
    shown = paths(view)
    st.header(_("How much, and how it comes about"), divider="gray")
    _amounts(shown)
    st.header(_("Who pays in a bad year"), divider="gray")
    _bearers(shown)
    st.header(_("What a larger pool takes away"), divider="gray")
    _pool(view)
    st.header(_("Under stress"), divider="gray")
    _stress(view)


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
    cost, _error = _one_in_200(shown.now)
    # On a phone the levers fill the screen, so the figure they move stays above them.
    on_phone.html(
        f'<div class="phone-figure" aria-hidden="true">{_("One year in 200")}: '
        f"<b>{amount(cost)}</b> {_('yuan')}</div>"
    )
    with controls:
        _verdicts(view)
    with result:
        _figures(view, shown)
        fan = risk_charts.cost_fan(shown, palette())
        chart_card(fan, key="fan", height=330)
        numbers({"fan": fan}, key="fan")
    state.follow_levers()


def _verdicts(view: state.View) -> None:
    said = _verdict(project(view.plan))
    st.html(f'<div class="says" role="status">{html.escape(said)}</div>')
    if view.past is not None:
        baseline_says(_verdict(project(view.past)), said)


def _verdict(projection: Projection) -> str:
    """Say how far a year strays, by which of the two causes, and whether size would help."""
    band = cost_band(projection)
    if band.due == 0:
        return _("Nothing is shared, so nothing is uncertain.")
    chance, common = band.chance_sd / band.due, band.systemic_sd / band.due
    says = _(
        "A year strays from its average by ±{chance} through chance and by ±{common} through what "
        "is common to all members."
    ).format(chance=percent(chance, 1), common=percent(common, 1))
    members = large(projection.scenario.members)
    if chance < common / 5:
        return (
            says
            + " "
            + _(
                "With {members} members chance is next to nothing and the common factor "
                "everything: a larger pool would not make the cost any surer."
            ).format(members=members)
        )
    if chance > common:
        return (
            says
            + " "
            + _("With {members} members it is mostly chance: a larger pool would help.").format(
                members=members
            )
        )
    return says + " " + _("Both count; a larger pool takes away only the first.")


def _figures(view: state.View, shown: Paths) -> None:
    # Figures that find no room beside the others go below them.
    row = st.container(horizontal=True, gap="small")
    worst, *others = (row.container(width=width) for width in _FIGURE_WIDTHS)
    with worst:
        _worst_year(view, shown)
    now, past = shown.now, shown.past
    events: list[tuple[str, Event | Literal["cap"]]] = [
        (_("A cap is met"), "cap"),
        (_("The plan dissolves"), "dissolved"),
        (_("Bills stay unpaid"), "unpaid"),
    ]
    years = _within(now)
    for place, (title, event) in zip(others, events, strict=True):
        value = _chance(now, event)
        with place:
            headline_figure(
                title,
                chances(value),
                "",
                years,
                value,
                _chance(past, event) if past else None,
                large=False,
                write=chances_change,
                past_note=past_note(years, _within(past) if past else ""),
            )


def _worst_year(view: state.View, shown: Paths) -> None:
    now, past = shown.now, shown.past
    cost, _error = _one_in_200(now)
    note = _sureness(now)
    headline_figure(
        _("One year in 200 costs more than"),
        amount(cost),
        _("yuan"),
        note,
        cost,
        _one_in_200(past)[0] if past else None,
        large=True,
        past_note=past_note(note, _sureness(past) if past else ""),
    )
    why_steps(
        "one_in_200",
        _("The year that comes once in two hundred"),
        lambda: _steps(project(view.plan), now),
        lambda: program(now.paths, view.case, view.baseline),
    )


def _sureness(simulation: Simulation) -> str:
    """Say how exact the year once in two hundred is, and what is usual."""
    _cost, error = _one_in_200(simulation)
    mean = float(simulation.means("cost")[0][0])
    return _("± {error}; the average is {mean}").format(error=amount(error), mean=money(mean))


def chances_change(value: float) -> str:
    """Write a chance or the difference of two."""
    return percent(value, 1)


def _within(simulation: Simulation) -> str:
    return _("within {years} years").format(years=simulation.scenario.years)


def _one_in_200(simulation: Simulation) -> tuple[float, float]:
    """Return the 99.5 % point of the first year's cost and its standard error, yuan."""
    known = simulation.quantiles("cost", (ONE_IN_200,))
    return float(known.values[0, 0]), float(known.standard_errors[0, 0])


def _chance(simulation: Simulation, event: Event | Literal["cap"]) -> float:
    """Return the chance that it happens at any time; ``cap`` is either of the two caps."""
    if event == "cap":
        met = simulation.yearly.claim_cap | simulation.yearly.annual_cap
        return float(met.any(axis=0).mean())
    return simulation.probability(event).value


def _steps(projection: Projection, now: Simulation) -> list[Step]:
    cost, error = _one_in_200(now)
    closed = cost_band(projection).one_in_200
    simulated = Step(
        "One course in 200 costs more in its first year",
        Sentence(
            "{paths} courses sorted by their first year, give or take {error}; the closed form, "
            "without bad years and runs, says {closed}",
            {
                "paths": Quantity(now.paths, ""),
                "error": Quantity(error, "yuan"),
                "closed": Quantity(closed, "yuan"),
            },
        ),
        Quantity(cost, "yuan a year"),
        ("seed_convention", "bad_year_probability_assumed", "run_probability_assumed"),
    )
    return [*explain(projection, "likely_high")[:3], simulated]


def program(paths: int, case: Case, baseline: Case | None) -> str:
    """Return Python code that computes the year once in two hundred again."""
    return reproduce(
        f'simulate(case.plan, {paths:_}).quantiles("cost", (0.995,)).values[0, 0]',
        {"mutualmodel.simulation": ("simulate",)},
        case,
        baseline,
    )


# -------------------------------------------------------------------------------- further down


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
        st.caption(_who_bears(now, past))
    with right:
        st.markdown("### " + _("How often do the caps bind, and what do they cost?"))
        table_block(tail_charts.caps_table(shown), key="caps")
    numbers({"tail": chart}, key="tail")


_WHO_BEARS = {
    "sponsor": "Above a cap the operator pays: a promise with no reserve behind it.",
    "insurer": "Above a cap an insurer pays, who must hold the capital shown for it.",
    "nobody": "Above a cap nobody pays: claimants receive less than they were promised.",
}


def _who_bears(now: Simulation, past: Simulation | None) -> str:
    words = _(_WHO_BEARS[now.scenario.cap_bearer])
    if past is None or past.scenario.cap_bearer == now.scenario.cap_bearer:
        return words
    before = _(_WHO_BEARS[past.scenario.cap_bearer])
    return words + " " + _("In the baseline: {words}").format(words=before)


def _pool(view: state.View) -> None:
    plans = [plan for plan in (view.plan, view.past) if plan is not None]
    now, *past = [Pool(pool_layers(plan), plan.members, smallest_pool(plan)) for plan in plans]
    chart = layers(now, past[0] if past else None, palette())
    chart_card(chart, key="layers", height=360)
    st.caption(
        _(
            "The dark band is chance: with four times the members it halves. The light one is what "
            "hits all alike, {common} a year: no size of pool takes it away."
        ).format(common=_common(view))
    )
    numbers({"layers": chart}, key="layers")


def _common(view: state.View) -> str:
    now = "±" + percent(view.plan.systemic_cv)
    if view.past is None:
        return now
    before = _("baseline: ±{common}").format(common=percent(view.past.systemic_cv))
    return f"{now} ({before})"


def _stress(view: state.View) -> None:
    now, past = _stressed(view.case), _stressed(view.baseline) if view.baseline else None
    field("view.stress_year", caption=False)
    chart_card(tail_charts.stress_bars(now, past, palette()), key="stress", height=370)
    table_block(tail_charts.stress_table(now, past), key="stress_table")
    st.caption(
        _(
            "A longer delay makes the first year cheaper: its claims are paid later, and until "
            "then they are owed. A lost fifth takes its claims along, but for those already "
            "diagnosed, which fewer members share. One in 200 and the reserve are the first year's."
        )
    )


def _stressed(case: Case) -> Stressed:
    return Stressed(stress(case.plan), 1 if case.view.stress_year == "first" else case.plan.years)
