"""The fairness page: who pays for whom under one price, and who can afford it."""

import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.fairness import fairness
from mutualmodel.money import CHINESE
from ui.fairness import charts, contents, words
from ui.fairness.headlines import draw_headlines
from ui.fairness.sureness import how_sure
from ui.frame import parts, state
from ui.frame.forms import field, levers, sources_line
from ui.frame.menu import page_title
from ui.frame.sureness import range_controls
from ui.kit.blocks import chart_card, intro, numbers, phone_figure, says, strong, verdict
from ui.kit.charts import Chart
from ui.kit.language import _, amount
from ui.kit.terms import field_terms
from ui.kit.theme import palette

LEVERS = ("plan.payout_under_40", "plan.payout_40_plus")
CUT = ("view.cut_age", "view.cut_ratio")
INCOMES = ("view.income_year", "view.income_measure", "person.sex")
# The inputs of the plan that this page shows itself.
ON_PAGE = LEVERS
_LAYOUT = [0.36, 0.64]


def show(view: state.View) -> None:
    """Draw the whole page."""
    page_title("fairness", answered=True)
    intro(_("Everyone pays the same at any age and sex, but can expect different amounts back."))
    _live()
    st.header(_("Other age limits and payouts, at the same cost"), divider="gray")
    _cuts()
    st.header(_("Who can afford it"), divider="gray")
    _income()
    field_terms("fairness")
    parts.follow_alone(lambda _view: None)


# --------------------------------------------------------------------------- who pays for whom


@parts.part(parts.LIVE)
def _live() -> None:
    """Draw the payouts and what every age receives; a drag reruns this alone."""
    controls, result = st.columns(_LAYOUT, gap="large")
    with controls:
        levers(LEVERS, then=parts.run)
        sources_line(LEVERS)
    view = state.view()
    fair = fairness(view.plan)
    started = not never_starts(project(view.plan))
    if started:
        phone_figure(controls, strong(amount(fair.moved)), _("¤ some pay for others"))
    else:
        phone_figure(controls, strong(_("no plan")))
    with controls:
        verdict(_verdict(view.plan), _verdict(view.past) if view.past else None, alert=not started)
    with result:
        sure = how_sure(view, view.plan)
        past_sure = how_sure(view, view.past) if view.past is not None else None
        draw_headlines(view, sure, past_sure)
        drawn = _receipts(view) if started else {}
        drawn |= _ranges(view, wide=past_sure is not None)
        if drawn:
            numbers(drawn, key="receipts")
    parts.follow()


def _verdict(scenario: Scenario) -> str:
    return words.verdict(fairness(scenario), project(scenario))


def _receipts(view: state.View) -> dict[str, Chart]:
    chart = contents.receipts(view, palette())
    chart_card(chart, key="receipts", height=400)
    return {"receipts": chart}


def _ranges(view: state.View, *, wide: bool) -> dict[str, Chart]:
    """Draw how sure the year's payouts are, and let the reader choose of which layer."""
    chart = contents.payout_ranges(view, palette())
    if chart is None:
        return {}
    chart_card(chart, key="payout_ranges", height=250 if wide else 190)
    range_controls()
    return {"payout_ranges": chart}


# ------------------------------------------------------------------------------- another cut


@parts.part("cuts", later=True)
def _cuts() -> None:
    """Draw another cut by age at the same cost; a drag reruns this alone."""
    controls, drawn = st.columns(_LAYOUT, gap="large")
    with controls:
        levers(CUT, {"view.cut_ratio": _("of the payout below that age")}, then=parts.run)
        sources_line(CUT)
    view = state.view()
    if never_starts(project(view.plan)):
        with drawn:
            says(_("There is no plan to compare: it dissolves at the start."))
        parts.follow()
        return
    cut, past = contents.cut(view.case), contents.past_cut(view)
    with controls:
        st.markdown(words.cut_words(cut))
        if past is not None:
            st.markdown(words.past_cut_words(past))
    with drawn:
        chart = contents.other_cuts(view, palette())
        chart_card(chart, key="other_cuts", height=380)
        numbers({"other_cuts": chart}, key="cuts")
    parts.follow()


# ----------------------------------------------------------------------- what it costs whom


@parts.part("income", later=True)
def _income() -> None:
    """Draw what covers cost a person beside incomes; a drag reruns this alone."""
    if state.view().plan.currency != CHINESE:
        says(words.other_money())
        return
    controls, drawn = st.columns(_LAYOUT, gap="large")
    with controls:
        for path in INCOMES:
            field(path, caption=False)
        levers(("person.age",), then=parts.run)
        sources_line((*INCOMES, "person.age"))
    view = state.view()
    now, past = contents.burdens(view)
    with controls:
        st.markdown(words.protection(view.case))
        if view.baseline is not None:
            st.markdown(_("Baseline: {says}").format(says=words.protection(view.baseline)))
    with drawn:
        chart = charts.affordable(now, past, palette())
        chart_card(chart, key="affordable", height=430)
        if not view.plan.admits(view.case.person.age):
            st.caption(
                _("The plan admits no member of {age}: shown for {nearest}.").format(
                    age=view.case.person.age, nearest=contents.member_age(view.case)
                )
            )
        if note := words.mutual_aid_note(view.case):
            st.caption(note)
        st.caption(words.income_sources([now] if past is None else [now, past]))
        numbers({"affordable": chart}, key="income")
    parts.follow()
