"""The risk page: how sure the cost is, who carries the tail, what would break the plan."""

import html
from typing import Literal, cast

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import (
    CostBand,
    Projection,
    Quantity,
    Scenario,
    Sentence,
    Step,
    cost_band,
    explain,
    project,
    smallest_pool,
)
from mutualmodel.simulation import Event, Simulation, pool_layers, simulate, stress, tail_split
from ui import risk_charts, state, tail_charts
from ui.background import Job, Report, ask, ask_again, drop, kept
from ui.blocks import change_chips, chart_card, headline_figure, numbers, table_block, why_steps
from ui.choices import choose_number, choose_one
from ui.controls import lever_block
from ui.language import _, amount, large, money, number, percent
from ui.risk_charts import chances
from ui.theme import palette

LEVERS = ("systemic_cv", "members", "bad_year_probability", "run_probability")
# A moving lever is answered by a few courses, a resting one by many.
QUICK_PATHS, FULL_PATHS = 400, 10_000
_LOOK_AGAIN_MS, _AT_ONCE_MS = 600, 50
_JOBS = {"scenario": "risk", "baseline": "risk_baseline"}


def show(view: state.View) -> None:
    """Draw the whole page."""
    state.mark_drawn(view.scenario)
    st.title(_("How sure is the cost, and who carries the tail?"))
    intro = _("Simulated courses of the plan: a few while you move a lever, many when it rests.")
    st.html(f'<div class="insight">{html.escape(intro)}</div>')
    plans = [plan for plan in (view.scenario, view.baseline) if plan is not None]
    refined = all(kept(_key(plan)) is not None for plan in plans)
    _live()
    _refine(view, refined=refined)
    now, past = _best(view.scenario), _best(view.baseline) if view.baseline else None
    st.header(_("How much, and how it comes about"), divider="gray")
    _amounts(now, past)
    st.header(_("Who pays in a bad year"), divider="gray")
    _bearers(now, past)
    st.header(_("What a larger pool takes away"), divider="gray")
    _pool(view)
    st.header(_("Under stress"), divider="gray")
    _stress(view)


@st.cache_resource(max_entries=64, show_spinner=False)
def _quick(scenario: Scenario) -> Simulation:
    return simulate(scenario, QUICK_PATHS)


def _key(scenario: Scenario) -> tuple[str, Scenario, int]:
    return "simulate", scenario, FULL_PATHS


def _best(scenario: Scenario) -> Simulation:
    """Return the full simulation if it has been worked out, else the quick one."""
    full = cast("Simulation | None", kept(_key(scenario)))
    return _quick(scenario) if full is None else full


@st.fragment
def _live() -> None:
    """Levers, headline and fan: answered from few courses while a lever moves."""
    began = state.view()
    levers, result = st.columns([0.36, 0.64], gap="large")
    with levers:
        resting = lever_block(began, project(began.scenario).headline, LEVERS)
    view = state.view()
    if view.scenario != state.drawn():
        # What is being worked out is no longer asked for.
        drop(_JOBS["scenario"])
    projection = project(view.scenario)
    with levers:
        sentence = _verdict(projection, cost_band(projection))
        st.html(f'<div class="says" role="status">{html.escape(sentence)}</div>')
    with result:
        now, past = _best(view.scenario), _best(view.baseline) if view.baseline else None
        _figures(projection, now, past)
        if view.baseline is not None:
            change_chips(view)
        fan = risk_charts.cost_fan(now, past, palette())
        chart_card(fan, key="fan", height=330)
        numbers({"fan": fan}, key="fan")
    if resting and view.scenario != state.drawn():
        st.rerun()


def _verdict(projection: Projection, band: CostBand) -> str:
    """Say how far a year strays, by which of the two causes, and whether size would help."""
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


def _figures(projection: Projection, now: Simulation, past: Simulation | None) -> None:
    worst, chance_of_caps, over, unpaid = st.columns([1.6, 1, 1, 1])
    cost, error = _one_in_200(now)
    mean = float(now.means("cost")[0][0])
    with worst:
        headline_figure(
            _("One year in 200 costs more than"),
            amount(cost),
            _("yuan"),
            _("± {error}; the average is {mean}").format(error=amount(error), mean=money(mean)),
            cost,
            _one_in_200(past)[0] if past else None,
            large=True,
        )
        why_steps(
            "one_in_200",
            _("The year that comes once in two hundred"),
            lambda: _steps(projection, now),
            lambda: _program(now.scenario),
        )
    years = _("within {years} years").format(years=now.scenario.years)
    events: list[tuple[DeltaGenerator, str, Event | Literal["cap"]]] = [
        (chance_of_caps, _("A cap is met"), "cap"),
        (over, _("The plan dissolves"), "dissolved"),
        (unpaid, _("Bills stay unpaid"), "unpaid"),
    ]
    for column, title, event in events:
        value = _chance(now, event)
        with column:
            headline_figure(
                title,
                chances(value),
                "",
                years,
                value,
                _chance(past, event) if past else None,
                large=False,
                write=chances_change,
            )


def chances_change(value: float) -> str:
    """Write a chance or the difference of two."""
    return percent(value, 1)


def _one_in_200(simulation: Simulation) -> tuple[float, float]:
    """Return the 99.5 % point of the first year's cost and its standard error, yuan."""
    known = simulation.quantiles("cost", (0.995,))
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


def _program(scenario: Scenario) -> str:
    """Return Python code that computes the year once in two hundred again."""
    return (
        "from mutualmodel import Scenario\nfrom mutualmodel.simulation import simulate\n\n"
        f"scenario = {scenario.code()}\n"
        f'simulate(scenario, {FULL_PATHS:_}).quantiles("cost", (0.995,)).values[0, 0]\n'
    )


def _refine(view: state.View, *, refined: bool) -> None:
    """Have the full simulations worked out beside the page, and show how far they are.

    ``refined``: what is drawn above is the full ones' already.
    """
    jobs = [_job(_JOBS["scenario"], view.scenario)]
    if view.baseline is not None:
        jobs.append(_job(_JOBS["baseline"], view.baseline))
    for job in jobs:
        if job.problem is not None:
            st.error(_("The simulation failed: {problem}").format(problem=job.problem))
    if any(job.running for job in jobs):
        _progress(jobs)
    elif not refined and all(job.problem is None for job in jobs):
        ask_again("risk_progress", _AT_ONCE_MS)


def _job(name: str, scenario: Scenario) -> Job[Simulation]:
    def work(report: Report) -> Simulation:
        return simulate(scenario, FULL_PATHS, progress=report)

    return ask(name, _key(scenario), work)


def _progress(jobs: list[Job[Simulation]]) -> None:
    share = float(np.mean([job.progress for job in jobs]))
    st.progress(
        share,
        text=_("From {quick} simulated courses; {full} are on their way.").format(
            quick=number(QUICK_PATHS), full=number(FULL_PATHS)
        ),
    )
    ask_again("risk_progress", _LOOK_AGAIN_MS)


def _amounts(now: Simulation, past: Simulation | None) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        named = choose_number(
            "risk_amount",
            _("More than … yuan in the first year"),
            (0.0, 100_000.0),
            100.0,
            step=10.0,
        )
        chance = risk_charts.exceedance(now, named, past, palette())
        chart_card(chance, key="exceedance", height=300)
    with right:
        courses = risk_charts.example_paths(now, palette())
        chart_card(courses, key="courses", height=378)
    numbers({"exceedance": chance, "courses": courses}, key="amounts")


def _bearers(now: Simulation, past: Simulation | None) -> None:
    left, right = st.columns(2, gap="large")
    split = tail_split(now)
    with left:
        tail = tail_charts.tail_bars(split, tail_split(past) if past else None, palette())
        chart_card(tail, key="tail", height=240 if past is None else 290)
        st.caption(_(_WHO_BEARS[now.scenario.cap_bearer]))
    with right:
        st.markdown("### " + _("How often do the caps bind, and what do they cost?"))
        table_block(_caps_table(now, past), key="caps")
    numbers({"tail": tail}, key="tail")


_WHO_BEARS = {
    "sponsor": "Above a cap the operator pays: a promise with no reserve behind it.",
    "insurer": "Above a cap an insurer pays, who must hold the capital shown for it.",
    "nobody": "Above a cap nobody pays: claimants receive less than they were promised.",
}


def _caps_table(now: Simulation, past: Simulation | None) -> pd.DataFrame:
    """Return, a plan year a row, how often each cap binds and what is left above them."""
    years = range(1, now.scenario.years + 1)
    mean, _error = now.means("above_caps")
    worst = now.quantiles("above_caps", (0.995,)).values[:, 0]
    table = pd.DataFrame(
        {
            _("year"): list(years),
            _("cap on one claim binds, %"): [_percent(now, "claim_cap", year) for year in years],
            _("cap on the year binds, %"): [_percent(now, "annual_cap", year) for year in years],
            _("above caps, mean, yuan"): mean.round(),
            _("once in 200, yuan"): worst.round(),
            _("unpaid, %"): [_percent(now, "unpaid", year) for year in years],
        }
    )
    if past is not None:
        before = pd.Series(past.means("above_caps")[0]).reindex(table.index)
        table[_("difference of the mean, yuan")] = (mean - before).round()
    return table


def _percent(simulation: Simulation, event: Event, year: int) -> float:
    return round(100.0 * simulation.probability(event, year).value, 2)


def _pool(view: state.View) -> None:
    layers = pool_layers(view.scenario)
    before = view.baseline.members if view.baseline else None
    chart = risk_charts.layers(
        layers, view.scenario.members, smallest_pool(view.scenario), before, palette()
    )
    chart_card(chart, key="layers", height=360)
    st.caption(
        _(
            "The dark band is chance: with four times the members it halves. The light one is what "
            "hits all alike, ±{common} a year: no size of pool takes it away."
        ).format(common=percent(view.scenario.systemic_cv))
    )
    numbers({"layers": chart}, key="layers")


def _stress(view: state.View) -> None:
    results = stress(view.scenario)
    ends = {"first": _("First year"), "last": _("Last year")}
    shown = choose_one("stress_year", _("Cost in the"), ends, "last")
    year = 1 if shown == "first" else view.scenario.years
    past = stress(view.baseline) if view.baseline else ()
    chart = tail_charts.stress_bars(results, past, year, palette())
    chart_card(chart, key="stress", height=370)
    table_block(tail_charts.stress_table(results, past), key="stress_table")
    st.caption(
        _(
            "A longer delay makes the first year cheaper: its claims are paid later, and until "
            "then they are owed. A lost fifth takes its claims along, but for those already "
            "diagnosed, which fewer members share. One in 200 and the reserve are the first year's."
        )
    )
