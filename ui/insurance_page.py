"""Versus insurance: what the same cover costs, who bears what, and the insurer's own view."""

import numpy as np
import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.cohorts import FloatArray
from mutualmodel.insurance import (
    BASES,
    Terms,
    break_even,
    cheaper_over_incidence,
    cheaper_over_loading,
    costs_by_age,
    explain_break_even,
    explain_level,
    explain_one_year,
    lifetime_costs,
    mutual_costs,
    person_report,
    quotes,
    reproduce_comparison,
    settled_plan,
    yuan_splits,
)
from mutualmodel.insurance.systems import Basis
from ui import insurance_charts, state
from ui.blocks import (
    change_chips,
    chart_card,
    headline_figure,
    numbers,
    why,
    why_steps,
)
from ui.choices import choose_number, choose_one
from ui.insurance_terms import terms_form
from ui.insurance_words import WHO, WISHES, certainty_table, summary, verdict, years
from ui.insurer_section import insurer_section
from ui.language import _, amount
from ui.theme import palette

_BASIS_WORDS = {"now": _("This year"), "settled": _("Once settled")}
_LOADINGS = np.linspace(0.0, 0.35, 15)


def show(view: state.View) -> None:
    """Draw the page."""
    st.title(_("Is mutual aid cheaper than insurance, and what is given up for it?"))
    lede = st.empty()
    choices, result = st.columns([0.27, 0.73], gap="large")
    below = st.container()
    with choices:
        sex, age, basis = _person()
        terms = terms_form(below)
    lede.html(f'<div class="lede">{_verdict(view.scenario, terms, sex)}</div>')
    with result:
        _compare(view, terms, sex, age, basis)
    st.header(_("Where is mutual aid the cheaper?"), divider="gray")
    _maps(view.scenario, terms, sex, age, basis)
    st.header(_("Over a lifetime, and for every yuan"), divider="gray")
    _lifetime(view.scenario, terms, sex, age)
    st.header(_("How sure is it, and who may join?"), divider="gray")
    st.html(certainty_table())
    st.header(_("The insurer’s own view"), divider="gray")
    insurer_section(view, terms)
    st.header(_("For one person"), divider="gray")
    _summary(view.scenario, terms, sex, age, basis)


def _person() -> tuple[str, int, Basis]:
    words = {sex: text.capitalize() for sex, text in WHO.items()}
    sex = choose_one("ins_sex", _("Who"), words, "F")
    age = choose_number("ins_age", _("Age"), (0, 59), 30, step=1, slider=True)
    basis = choose_one(
        "ins_basis",
        _("Mutual aid’s cost"),
        {name: _BASIS_WORDS[name] for name in BASES},
        "now",
        help=_(
            "This year: the plan as it is, many members still in their healthy first years. Once "
            "settled: the same members when hardly any is. A renewed policy covers fully, so the "
            "second is the stricter comparison."
        ),
    )
    return sex, int(age), "settled" if basis == "settled" else "now"


def _verdict(scenario: Scenario, terms: Terms, sex: str) -> str:
    by_basis = {name: costs_by_age(scenario, terms, sex, name) for name in BASES}
    return verdict(
        {
            name: (float(costs["mutual"][0]), break_even(costs["mutual"][0], costs["one_year"]))
            for name, costs in by_basis.items()
        },
        sex,
    )


def _compare(view: state.View, terms: Terms, sex: str, age: int, basis: Basis) -> None:
    costs = costs_by_age(view.scenario, terms, sex, basis)
    before = costs_by_age(view.baseline, terms, sex, basis) if view.baseline else None
    _figures(view, terms, sex, age, basis)
    if view.baseline is not None:
        change_chips(view)
    if mutual_costs(view.scenario)["mutual"].dissolves:
        st.warning(_("The plan dissolves within its first year; its cost ends there."))
    mine = [q for q in quotes() if q.kind == "one_year" and q.sex == sex]
    chart = insurance_charts.costs_chart(
        costs,
        float(before["mutual"][0]) if before else None,
        (age, float(costs["mutual"][age])),
        mine,
        palette(),
    )
    chart_card(chart, key="ins_costs", height=410)
    numbers({"ins_costs": chart}, key="ins_costs")


def _figures(view: state.View, terms: Terms, sex: str, age: int, basis: Basis) -> None:
    scenario = view.scenario
    costs = costs_by_age(scenario, terms, sex, basis)
    before = costs_by_age(view.baseline, terms, sex, basis) if view.baseline else None
    found = break_even(float(costs["mutual"][0]), costs["one_year"])

    def program() -> str:
        return reproduce_comparison(scenario, terms, sex, age)

    first, second, third, fourth = st.columns([1.25, 1, 1, 1])
    with first:
        was = ""
        if before is not None:
            past = break_even(float(before["mutual"][0]), before["one_year"])
            was = _(" (baseline: {age})").format(age=years(past.age))
        headline_figure(
            _("Break-even age"),
            years(found.age),
            _("years"),
            _("the policy costs more from here") + was if found.age is not None else _("none"),
            0.0,
            None,
            large=True,
        )
        why_steps(
            "ins_break_even",
            _("From which age mutual aid costs less"),
            lambda: explain_break_even(scenario, terms, sex, basis),
            program,
        )
    with second:
        _cost_figure("mutual", _("Mutual aid"), _("a year, at every age"), costs, before, age)
        plan = scenario if basis == "now" else settled_plan(scenario)
        why(project(plan), "cost_per_member_year", _("What a member pays in the year"))
    with third:
        _cost_figure("one_year", _("One-year policy"), _at(age), costs, before, age)
        why_steps(
            "ins_one_year",
            _("The one-year premium"),
            lambda: explain_one_year(scenario, terms, sex, age),
            program,
        )
    with fourth:
        _cost_figure(
            "level",
            _("Level policy to 60"),
            _("a year, entered at {age}").format(age=age),
            costs,
            before,
            age,
        )
        why_steps(
            "ins_level",
            _("The level premium"),
            lambda: explain_level(scenario, terms, sex, age),
            program,
        )


def _at(age: int) -> str:
    return _("a year, at {age}").format(age=age)


def _cost_figure(
    name: str,
    title: str,
    note: str,
    costs: dict[str, FloatArray],
    before: dict[str, FloatArray] | None,
    age: int,
) -> None:
    now = float(costs[name][age])
    past = float(before[name][age]) if before else None
    headline_figure(title, amount(now), _("yuan"), note, now, past, large=False)


def _maps(scenario: Scenario, terms: Terms, sex: str, age: int, basis: Basis) -> None:
    highest = max(1.5, min(3.0, 1.2 * scenario.incidence_multiplier))
    incidences = np.round(np.linspace(0.05, highest, 30), 4)
    by_incidence = cheaper_over_incidence(scenario, terms, sex, incidences, basis=basis)
    by_loading = cheaper_over_loading(scenario, terms, sex, _LOADINGS, basis=basis)
    left, right = st.columns(2, gap="large")
    incidence = insurance_charts.cheaper_map(
        by_incidence,
        (age, scenario.incidence_multiplier),
        (_("If members fall ill more often"), _("members’ incidence, × table")),
        1.0,
        palette(),
    )
    loading = insurance_charts.cheaper_map(
        by_loading,
        (age, terms.loading),
        (_("If the insurer loads less"), _("loading, % of premium")),
        100.0,
        palette(),
    )
    with left:
        chart_card(incidence, key="ins_map_incidence", height=320)
    with right:
        chart_card(loading, key="ins_map_loading", height=320)
    numbers({"ins_map_incidence": incidence, "ins_map_loading": loading}, key="ins_maps")


def _lifetime(scenario: Scenario, terms: Terms, sex: str, age: int) -> None:
    left, right = st.columns(2, gap="large")
    life = insurance_charts.lifetime_chart(
        lifetime_costs(scenario, terms, sex, age), age, palette()
    )
    split = insurance_charts.yuan_chart(yuan_splits(scenario, terms, sex, age), palette())
    with left:
        chart_card(life, key="ins_lifetime", height=320)
        st.caption(_("\\* other benefits: smaller sums, or hospital bills instead of a lump sum."))
    with right:
        chart_card(split, key="ins_yuan", height=320)
        st.caption(
            _(
                "An insurer prices with more illness than members had; the difference is left to "
                "it. Set its incidence to {level} × table to price without that."
            ).format(level=f"{scenario.incidence_multiplier:.2f}")
        )
    numbers({"ins_lifetime": life, "ins_yuan": split}, key="ins_lifetime")


def _summary(scenario: Scenario, terms: Terms, sex: str, age: int, basis: Basis) -> None:
    left, right = st.columns([0.3, 0.7], gap="large")
    with left:
        income = choose_number(
            "ins_income",
            _("Disposable income, yuan a year"),
            (1_000, 1_000_000),
            30_000,
            step=1_000,
        )
        wish = choose_one("ins_wish", _("What matters"), WISHES, "balance", pills=False)
    report = person_report(
        scenario,
        terms,
        age=age,
        sex=sex,
        income=income,
        wish="price" if wish == "price" else "certainty" if wish == "certainty" else "balance",
        basis=basis,
    )
    with right:
        for paragraph in summary(report, age, sex, income, wish):
            st.markdown(paragraph)
