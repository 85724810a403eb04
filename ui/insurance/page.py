"""Versus insurance: what the same cover costs, who bears what, and the insurer's own view."""

import streamlit as st

from mutualmodel import Case
from mutualmodel.insurance import (
    PersonReport,
    lifetime_costs,
    mutual_costs,
    person_report,
    quotes,
    yuan_splits,
)
from ui.frame import state
from ui.frame.forms import field, form, levers, sources_line
from ui.insurance import charts, words
from ui.insurance.case import YearOfCover, year_of_cover
from ui.insurance.charts import Lifetime
from ui.insurance.cost_chart import HEIGHT, costs_chart
from ui.insurance.form import LEVERS, terms_form
from ui.insurance.headlines import draw_headlines
from ui.insurance.insurer import insurer_section
from ui.insurance.maps import draw_maps
from ui.insurance.steps import priced
from ui.insurance.systems import draw_systems
from ui.kit.blocks import baseline_says, chart_card, lede, numbers, phone_figure, strong
from ui.kit.language import _, amount
from ui.kit.terms import field_terms
from ui.kit.theme import palette


def show(view: state.View) -> None:
    """Draw the page."""
    st.title(_("Is mutual aid cheaper than insurance, and what is given up for it?"))
    _dissolving(view)
    _live()
    terms_form()
    view = state.view()
    st.header(_("Where is mutual aid the cheaper?"), divider="gray")
    draw_maps(view)
    st.header(_("Over a lifetime, and for every yuan"), divider="gray")
    _lifetime(view)
    st.header(_("How sure is it, and who may join?"), divider="gray")
    draw_systems()
    st.header(_("The insurer’s own view"), divider="gray")
    insurer_section()
    st.header(_("For one person"), divider="gray")
    _one_person(view)
    field_terms("insurance")


def _dissolving(view: state.View) -> None:
    """Warn of a plan whose cost ends within the year; no lever of the page can change that."""
    if mutual_costs(view.plan)["mutual"].dissolves:
        st.warning(_("The plan dissolves within its first year; its cost ends there."))
    if view.past is not None and mutual_costs(view.past)["mutual"].dissolves:
        st.warning(_("The baseline’s plan dissolves within its first year; its cost ends there."))


# ---------------------------------------------------------------------- what follows the levers


@st.fragment
def _live() -> None:
    """Draw everything that moves while a lever is dragged; a drag reruns this alone."""
    controls, result = st.columns([0.29, 0.71], gap="medium")
    with controls:
        on_phone = st.empty()
        field("person.sex", caption=False)
        field("view.cost_basis", caption=False)
        levers(LEVERS)
        sources_line(LEVERS)
    view = state.view()
    now = year_of_cover(view.case)
    before = year_of_cover(view.baseline) if view.baseline is not None else None
    phone_figure(
        on_phone,
        _("mutual aid"),
        strong(amount(now.at_age("mutual"))),
        "·",
        _("one-year"),
        strong(amount(now.at_age("one_year"))),
        _("yuan"),
    )
    with result:
        _verdict(now, before)
        draw_headlines(view, now, before)
        _costs(now, before)
    state.follow_levers()


def _verdict(now: YearOfCover, before: YearOfCover | None) -> None:
    lede(words.verdict(now.on_bases, now.case.person.sex), live=True)
    if before is not None:
        short = [
            words.verdict_in_short(year.on_bases, year.case.person.sex) for year in (before, now)
        ]
        baseline_says(*short)


def _costs(now: YearOfCover, before: YearOfCover | None) -> None:
    mine = [q for q in quotes() if q.kind == "one_year" and q.sex == now.case.person.sex]
    chart = costs_chart(now, before, mine, palette())
    chart_card(chart, key="ins_costs", height=HEIGHT)
    numbers({"ins_costs": chart}, key="ins_costs")


# ------------------------------------------------------------------------ what follows at rest


def _lifetime(view: state.View) -> None:
    left, right = st.columns(2, gap="large")
    past = view.baseline
    life = charts.lifetime_chart(
        _lifetime_of(view.case), _lifetime_of(past) if past is not None else None, palette()
    )
    split = charts.yuan_chart(
        yuan_splits(*priced(view.case)),
        yuan_splits(*priced(past)) if past is not None else None,
        palette(),
    )
    with left:
        chart_card(life, key="ins_lifetime", height=320)
        st.caption(_("\\* other benefits: smaller sums, or hospital bills instead of a lump sum."))
    with right:
        chart_card(split, key="ins_yuan", height=320)
        st.caption(
            _(
                "An insurer prices with more illness than members had; the difference is left to "
                "it. Set its incidence to {level} × table to price without that."
            ).format(level=f"{view.plan.incidence_multiplier:.2f}")
        )
    numbers({"ins_lifetime": life, "ins_yuan": split}, key="ins_lifetime")


def _lifetime_of(case: Case) -> Lifetime:
    return Lifetime(lifetime_costs(*priced(case), case.closing), case.person.age)


def _one_person(view: state.View) -> None:
    left, right = st.columns([0.3, 0.7], gap="large")
    with left:
        form(["person.income", "person.wish"])
    with right:
        for paragraph in words.summary(_report(view.case), view.case.person):
            st.markdown(paragraph)
        if view.baseline is not None:
            baseline_says(
                *(
                    words.summary_in_short(_report(case), case.person)
                    for case in (view.baseline, view.case)
                )
            )


def _report(case: Case) -> PersonReport:
    person = case.person
    return person_report(
        case.plan,
        case.insurer,
        age=person.age,
        sex=person.sex,
        income=person.income,
        wish=person.wish,
        basis=case.view.cost_basis,
        closing=case.closing,
    )
