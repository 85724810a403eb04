"""Versus insurance: what the same cover costs, who bears what, and the insurer's own view."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import Case, project
from mutualmodel.inputs.person import ALONE
from mutualmodel.insurance import PersonReport, person_report
from mutualmodel.money import CHINESE
from ui.frame import parts, state
from ui.frame.forms import field, form, levers, sources_line
from ui.frame.menu import page_title
from ui.frame.standing import ends
from ui.frame.sureness import range_controls
from ui.insurance import contents, words
from ui.insurance.case import YearOfCover, year_of_cover
from ui.insurance.cost_chart import HEIGHT
from ui.insurance.form import LEVERS, PRICED_BY, terms_form
from ui.insurance.headlines import draw_headlines
from ui.insurance.household import household_of, household_says
from ui.insurance.insurer import insurer_section
from ui.insurance.maps import draw_maps
from ui.insurance.summary import summary, summary_in_short
from ui.insurance.systems import draw_systems
from ui.kit.blocks import baseline_says, chart_card, lede, numbers, phone_figure, says, strong
from ui.kit.language import _, amount
from ui.kit.terms import field_terms
from ui.kit.theme import palette


def show(view: state.View) -> None:
    """Draw the page."""
    page_title("insurance", answered=True)
    _dissolving(view)
    _live()
    _at_rest()
    field_terms("insurance")
    parts.follow_alone(_beside)


def _beside(view: state.View) -> str:
    """Return what stands outside of the parts: a warning of a plan that dissolves."""
    return ends(project(view.plan))


@parts.part("at_rest", later=True)
def _at_rest() -> None:
    """Draw what follows once the levers rest; nothing for a person who is not admitted."""
    view = state.view()
    if contents.refused(view):
        return
    terms_form()
    st.header(_("Where is mutual aid cheaper?"), divider="gray")
    draw_maps(view)
    st.header(_("Over a lifetime, and for every ¤"), divider="gray")
    _lifetime(view)
    st.header(_("How sure is it, and who may join?"), divider="gray")
    draw_systems(own=view.case.beside.prices is not None)
    if view.plan.currency != CHINESE or view.case.dollars_of:
        st.caption(_("Sums and prices in this table are in yuan, as they were at the time."))
    st.header(_("The insurer’s own view"), divider="gray")
    insurer_section()
    st.header(_("For one person"), divider="gray")
    _one_person(view)


def _dissolving(view: state.View) -> None:
    """Warn of a plan that dissolves; no lever of the page can change that."""
    if ended := ends(project(view.plan)):
        st.warning(ended)
    if view.past is not None and (ended := ends(project(view.past))):
        st.warning(_("Baseline: {says}").format(says=ended))


# ---------------------------------------------------------------------- what follows the levers


@parts.part(parts.LIVE)
def _live() -> None:
    """Draw everything that moves while a lever is dragged; a drag reruns this alone."""
    controls, result = st.columns([0.29, 0.71], gap="medium")
    with controls:
        field("person.sex", caption=False)
        field("view.cost_basis", caption=False)
        if state.view().case.own.incidence is not None:
            field(PRICED_BY, caption=False)
        levers(LEVERS, then=parts.run)
        sources_line(LEVERS)
    view = state.view()
    if refused := contents.refused(view):
        _not_admitted(refused, controls, result)
    else:
        _compared(view, controls, result)
    parts.follow()


def _not_admitted(cases: list[Case], controls: DeltaGenerator, result: DeltaGenerator) -> None:
    """Tell of a person whom a plan does not admit, for whom no covers compare.

    Where the answer stood, so that the levers stay where they are under the hand.
    """
    for place, case in enumerate(cases):
        told = _(
            "The plan admits people aged {first} to {last}; the person here is {age}. Choose an "
            "age that it admits."
        ).format(first=case.plan.minimum_age, last=case.plan.exit_age - 1, age=case.person.age)
        own = place == 0 and case == state.view().case
        result.info(told if own else _("Baseline: {says}").format(says=told))
        if own:
            phone_figure(controls, told)


def _compared(view: state.View, controls: DeltaGenerator, result: DeltaGenerator) -> None:
    now, before = contents.both_years(view)
    phone_figure(
        controls,
        _("mutual aid"),
        strong(_("no plan") if now.kind == "no plan" else amount(now.mutual_cost)),
        "·",
        _("one-year"),
        strong(amount(now.at_age("one_year"))),
        _("¤"),
    )
    with result:
        _verdict(now, before)
        draw_headlines(view, now, before)
        _costs(view, now, before)


def _verdict(now: YearOfCover, before: YearOfCover | None) -> None:
    lede(words.verdict(now))
    if before is not None:
        baseline_says(words.verdict_in_short(before), words.verdict_in_short(now))


def _costs(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    chart = contents.costs(view, now, before, palette())
    chart_card(chart, key="ins_costs", height=HEIGHT)
    if not now.compares_published:
        st.caption(words.left_out())
    range_controls()
    numbers({"ins_costs": chart}, key="ins_costs")


# ------------------------------------------------------------------------ what follows at rest


def _lifetime(view: state.View) -> None:
    year = year_of_cover(view.case)
    drawn = contents.lifetime(view, palette())
    if not drawn:
        says(words.not_compared(year, year.basis))
        return
    left, right = st.columns(2, gap="large")
    with left:
        chart_card(drawn["ins_lifetime"], key="ins_lifetime", height=320)
        if year.compares_published:
            st.caption(
                _("\\* other benefits: smaller sums, or hospital bills instead of a lump sum.")
            )
    with right:
        chart_card(drawn["ins_yuan"], key="ins_yuan", height=320)
        if view.case.insurer.pricing_level > view.plan.incidence_multiplier:
            st.caption(
                _(
                    "The insurer prices for more illness than members have and keeps the "
                    "difference. Set its incidence to {level} × table to price without that."
                ).format(level=f"{view.plan.incidence_multiplier:.2f}")
            )
    numbers(drawn, key="ins_lifetime")


def _one_person(view: state.View) -> None:
    left, right = st.columns([0.3, 0.7], gap="large")
    with left:
        form(["person.income", "person.wish", "person.household"])
    with right:
        for paragraph in summary(_report(view.case), year_of_cover(view.case)):
            st.markdown(paragraph)
        if view.baseline is not None:
            baseline_says(
                *(
                    summary_in_short(_report(case), year_of_cover(case))
                    for case in (view.baseline, view.case)
                )
            )
        _household(view)


def _household(view: state.View) -> None:
    """Draw what the household pays together, where there is anyone else in it."""
    cases = [case for case in (view.baseline, view.case) if case is not None]
    if all(case.person.household == ALONE for case in cases):
        return
    now = year_of_cover(view.case)
    if now.kind != "no benefit":
        st.markdown(household_says(household_of(view.case), now, "**{}**".format))
        if view.baseline is not None:
            baseline_says(
                *(household_says(household_of(case), year_of_cover(case)) for case in cases)
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
