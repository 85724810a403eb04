"""Versus insurance: what the same cover costs, who bears what, and the insurer's own view."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from mutualmodel import Case, InsurerTerms, Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.explain import explain, reproduce
from mutualmodel.insurance import (
    CheaperMap,
    PersonReport,
    cheaper_over_incidence,
    cheaper_over_loading,
    explain_break_even,
    explain_level,
    explain_one_year,
    lifetime_costs,
    mutual_costs,
    person_report,
    quotes,
    settled_plan,
    yuan_splits,
)
from mutualmodel.text import Step
from ui.frame import state
from ui.frame.forms import field, form, levers, sources_line
from ui.frame.why import why_steps
from ui.insurance import charts as insurance_charts
from ui.insurance import words as insurance_words
from ui.insurance.case import YearOfCover, year_of_cover
from ui.insurance.charts import Lifetime, MapPlace
from ui.insurance.cost_chart import HEIGHT, costs_chart
from ui.insurance.insurer import insurer_section
from ui.kit.blocks import baseline_says, chart_card, headline_figure, numbers
from ui.kit.chart_parts import Chart
from ui.kit.language import _, amount
from ui.kit.theme import palette

LEVERS = ("person.age", "insurer.pricing_level", "insurer.loading")
_LOADINGS = np.linspace(0.0, 0.35, 15)
_FIGURE_WIDTHS = (194, 156, 156, 156)


def show(view: state.View) -> None:
    """Draw the page."""
    st.title(_("Is mutual aid cheaper than insurance, and what is given up for it?"))
    _dissolving(view)
    _live()
    _more_terms()
    view = state.view()
    st.header(_("Where is mutual aid the cheaper?"), divider="gray")
    _maps(view)
    st.header(_("Over a lifetime, and for every yuan"), divider="gray")
    _lifetime(view)
    st.header(_("How sure is it, and who may join?"), divider="gray")
    st.html(insurance_words.certainty_table())
    st.header(_("The insurer’s own view"), divider="gray")
    insurer_section()
    st.header(_("For one person"), divider="gray")
    _one_person(view)


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
    # On a phone the levers fill the screen, so the figures they move stay above them.
    on_phone.html(
        '<div class="phone-figure" aria-hidden="true">'
        f"{_('mutual aid')} <b>{amount(now.at_age('mutual'))}</b> · "
        f"{_('one-year')} <b>{amount(now.at_age('one_year'))}</b> {_('yuan')}</div>"
    )
    with result:
        _verdict(now, before)
        _figures(view, now, before)
        _costs(now, before)
    state.follow_levers()


def _verdict(now: YearOfCover, before: YearOfCover | None) -> None:
    told = insurance_words.verdict(now.on_bases, now.case.person.sex)
    st.html(f'<div class="lede" role="status">{html.escape(told)}</div>')
    if before is not None:
        short = [
            insurance_words.verdict_in_short(year.on_bases, year.case.person.sex)
            for year in (before, now)
        ]
        baseline_says(*short)


def _costs(now: YearOfCover, before: YearOfCover | None) -> None:
    mine = [q for q in quotes() if q.kind == "one_year" and q.sex == now.case.person.sex]
    chart = costs_chart(now, before, mine, palette())
    chart_card(chart, key="ins_costs", height=HEIGHT)
    numbers({"ins_costs": chart}, key="ins_costs")


def _figures(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    # Figures that find no room beside the others go below them.
    row = st.container(horizontal=True, gap="xsmall")
    first, second, third, fourth = (row.container(width=width) for width in _FIGURE_WIDTHS)
    with first:
        _break_even(view, now, before)
    with second:
        _cost_figure("mutual", _("Mutual aid"), _("a year, at every age"), now, before)
        _why(view, "ins_mutual", _("What a member pays in the year"))
    with third:
        _cost_figure("one_year", _("One-year policy"), _("a year, at {age}"), now, before)
        _why(view, "ins_one_year", _("The one-year premium"))
    with fourth:
        note = _("a year, entered at {age}")
        _cost_figure("level", _("Level policy to 60"), note, now, before)
        _why(view, "ins_level", _("The level premium"))


def _break_even(view: state.View, now: YearOfCover, before: YearOfCover | None) -> None:
    age, note = now.cheaper.age, _("the policy costs more from here")
    if age is None:
        note = _("none")
    if before is not None:
        past = before.cheaper.age
        was = _("none") if past is None else insurance_words.years(past)
        note += _(" (baseline: {age})").format(age=was)
    headline_figure(
        _("Break-even age"),
        insurance_words.years(age),
        _("years"),
        note,
        0.0,
        None,
        large=True,
    )
    _why(view, "ins_break_even", _("From which age mutual aid costs less"))


def _cost_figure(
    system: str, title: str, note: str, now: YearOfCover, before: YearOfCover | None
) -> None:
    cost = now.at_age(system)
    past = before.at_age(system) if before is not None else None
    other = before is not None and before.age != now.age and system != "mutual"
    headline_figure(
        title,
        amount(cost),
        _("yuan"),
        note.format(age=now.age),
        cost,
        past,
        large=False,
        past_note=_("baseline: at {age}").format(age=before.age) if before and other else "",
    )


# ----------------------------------------------------------------------------------- the whys


def _steps_of_mutual(case: Case) -> list[Step]:
    plan = case.plan if case.view.cost_basis == "now" else settled_plan(case.plan)
    return explain(project(plan), "cost_per_member_year")


@dataclass(frozen=True)
class _Explained:
    """How a figure of a case comes about, and the Python that gives it again."""

    steps: Callable[[Case], Sequence[Step]]
    expression: str
    uses: str


_PRICED = "case.plan, case.insurer, case.person.sex"
_EXPLAINED = {
    "ins_break_even": _Explained(
        lambda case: explain_break_even(
            case.plan, case.insurer, case.person.sex, case.view.cost_basis
        ),
        f"break_even_age({_PRICED}, basis=case.view.cost_basis).age",
        "break_even_age",
    ),
    "ins_mutual": _Explained(
        _steps_of_mutual,
        'mutual_costs(case.plan)["mutual"].at(case.view.cost_basis)',
        "mutual_costs",
    ),
    "ins_one_year": _Explained(
        lambda case: explain_one_year(*_priced(case)),
        f'float(costs_by_age({_PRICED})["one_year"][case.person.age])',
        "costs_by_age",
    ),
    "ins_level": _Explained(
        lambda case: explain_level(*_priced(case)),
        f"float(level_premiums({_PRICED})[case.person.age])",
        "level_premiums",
    ),
}


def _why(view: state.View, name: str, title: str) -> None:
    why_steps(name, title, lambda: _EXPLAINED[name].steps(view.case), lambda: _program(view, name))


def _program(view: state.View, name: str) -> str:
    """Return Python that gives a figure again, of the baseline too where both can be compared."""
    past = view.baseline
    # Between an age and none there is no difference.
    if past is not None and name == "ins_break_even":
        ages = [year_of_cover(case).cheaper.age for case in (view.case, past)]
        past = None if None in ages else past
    figure = _EXPLAINED[name]
    uses = {"mutualmodel.insurance": (figure.uses,)}
    return reproduce(figure.expression, uses, view.case, past)


# ------------------------------------------------------------------------ what follows at rest


def _more_terms() -> None:
    """Offer the insurer's other terms, by what they are about."""
    box = st.expander(_("More of the insurer’s terms"), key="ins_terms", on_change="rerun")
    if not box.open:
        return
    with box:
        columns = st.columns(len(InsurerTerms.GROUPS), gap="large")
        for column, (group, title) in zip(columns, InsurerTerms.GROUPS.items(), strict=True):
            with column:
                st.caption(f"**{_(title)}**")
                paths = (
                    f"insurer.{name}"
                    for name, meta in InsurerTerms.fields().items()
                    if meta.group == group
                )
                form([path for path in paths if path not in LEVERS])


def _maps(view: state.View) -> None:
    plans = [view.plan] + ([view.past] if view.past is not None else [])
    highest = max(1.2 * plan.incidence_multiplier for plan in plans)
    incidence = _map(
        view,
        cheaper_over_incidence,
        np.round(np.linspace(0.05, max(1.5, min(3.0, highest)), 30), 4),
        lambda case: case.plan.incidence_multiplier,
        (_("If members fall ill more often"), _("members’ incidence, × table")),
        1.0,
    )
    loading = _map(
        view,
        cheaper_over_loading,
        _LOADINGS,
        lambda case: case.insurer.loading,
        (_("If the insurer loads less"), _("loading, % of premium")),
        100.0,
    )
    left, right = st.columns(2, gap="large")
    with left:
        chart_card(incidence, key="ins_map_incidence", height=320)
    with right:
        chart_card(loading, key="ins_map_loading", height=320)
    numbers({"ins_map_incidence": incidence, "ins_map_loading": loading}, key="ins_maps")


def _map(
    view: state.View,
    over: Callable[..., CheaperMap],
    levels: FloatArray,
    level: Callable[[Case], float],
    words: tuple[str, str],
    scale: float,
) -> Chart:
    def mapped(case: Case) -> MapPlace:
        basis = case.view.cost_basis
        found = over(case.plan, case.insurer, case.person.sex, levels, basis=basis)
        return MapPlace(found, (case.person.age, level(case)))

    before = mapped(view.baseline) if view.baseline is not None else None
    return insurance_charts.cheaper_map(mapped(view.case), before, words, scale, palette())


def _lifetime(view: state.View) -> None:
    left, right = st.columns(2, gap="large")
    past = view.baseline
    life = insurance_charts.lifetime_chart(
        _lifetime_of(view.case), _lifetime_of(past) if past is not None else None, palette()
    )
    split = insurance_charts.yuan_chart(
        yuan_splits(*_priced(view.case)),
        yuan_splits(*_priced(past)) if past is not None else None,
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
    return Lifetime(lifetime_costs(*_priced(case)), case.person.age)


def _priced(case: Case) -> tuple[Scenario, InsurerTerms, str, int]:
    return case.plan, case.insurer, case.person.sex, case.person.age


def _one_person(view: state.View) -> None:
    left, right = st.columns([0.3, 0.7], gap="large")
    with left:
        form(["person.income", "person.wish"])
    with right:
        for paragraph in insurance_words.summary(_report(view.case), view.case.person):
            st.markdown(paragraph)
        if view.baseline is not None:
            baseline_says(
                *(
                    insurance_words.summary_in_short(_report(case), case.person)
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
    )
