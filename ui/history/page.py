"""The history page: record, replay, fit, causes of the rise, other courses, other plans."""

import datetime as dt
from collections.abc import Hashable

import pandas as pd
import streamlit as st

from mutualmodel.history import (
    FINAL,
    PLANS,
    compare_with_record,
    fits,
    replay,
    scenario_on,
    turn_of,
)
from mutualmodel.inputs import fields
from mutualmodel.money import CHINESE
from ui.frame import parts, state
from ui.frame.forms import field
from ui.frame.menu import page_title
from ui.frame.presses import safely
from ui.history import contents, words
from ui.history.known import draw_known
from ui.history.newspapers import draw_newspapers
from ui.history.own import draw_own_record
from ui.kit.blocks import chart_card, lede, notice, numbers, titled_block
from ui.kit.charts import Chart
from ui.kit.language import _, counting_in, day_written, inside, listed, retold, sentences
from ui.kit.theme import palette


def show(view: state.View) -> None:
    """Draw the page: the record is in yuan, whatever the plan counts in."""
    with counting_in(CHINESE):
        _show(view)


def _show(view: state.View) -> None:
    fit = fits()[FINAL]
    final, points = fit.scenario, compare_with_record(fit)
    page_title("history", answered=True)
    lede(words.verdict(points))
    if view.plan.currency != CHINESE:
        notice(_("All amounts on this page are of the record, in yuan."))
    table = replay(final)
    _replayed(table)
    draw_own_record(view)
    st.header(_("How good is the fit?"), divider="gray")
    _fit()
    st.header(_("How well is it known?"), divider="gray")
    _known()
    st.header(_("Why the share rose"), divider="gray")
    rise = contents.rise(palette())
    chart_card(rise, key="rise", height=330)
    numbers({"rise": rise}, key="rise")
    st.header(_("Continue from a day in the record"), divider="gray")
    _continue()
    st.header(_("What the papers said"), divider="gray")
    _papers()
    st.header(_("The other plans of the time"), divider="gray")
    _plans()
    parts.follow_alone(_beside)


# Their links carry the case.
@parts.part("known", later=True)
def _known() -> None:
    with counting_in(CHINESE):
        draw_known()


@parts.part("papers", later=True)
def _papers() -> None:
    with counting_in(CHINESE):
        draw_newspapers()


def _beside(view: state.View) -> Hashable:
    """Return what else the page hangs on: the reader's own record, and the plan beside it."""
    record = view.case.beside.record
    return None if record is None else (view.case.beside, view.plan)


def _replayed(table: pd.DataFrame) -> None:
    drawn = contents.replayed(table, palette())
    chart_card(drawn["history_share"], key="history_share", height=430)
    chart_card(drawn["history_members"], key="history_members", height=260)
    numbers(drawn, key="history")


def _fit() -> None:
    titled_block(contents.fit(), key="fit")
    left, right = st.columns(2, gap="large")
    left.markdown(words.misses())
    right.markdown(words.at_the_end_of_2020())


def _continue() -> None:
    _course()
    # What it says when it is pressed stays only where the whole page runs for it.
    st.button(
        _("Take this plan to the other pages"),
        icon=":material/arrow_forward:",
        on_click=safely(_take),
        help=_("The plan as it stood on this day becomes the scenario; the baseline stays."),
    )
    _numbers_of_course()


@parts.part("course")
def _course() -> None:
    with counting_in(CHINESE):
        left, right = st.columns(2, gap="large")
        with left:
            field("view.history_day", caption=False, then=parts.run)
        with right:
            field("view.history_turn", caption=False)
        chart_card(_other_course(), key="history_change", height=330)


@parts.part("course_numbers", later=True)
def _numbers_of_course() -> None:
    with counting_in(CHINESE):
        numbers({"history_change": _other_course()}, key="history_change")


def _other_course() -> Chart:
    return contents.otherwise(state.view(), replay(fits()[FINAL].scenario), palette())


def _take() -> None:
    asked = state.view().case.view
    day = dt.date.fromisoformat(asked.history_day)
    state.replace_record("plan", scenario_on(day, fits()[FINAL].scenario, turn_of(asked)))
    st.toast(_("The plan of {day} is now the scenario.").format(day=day_written(day)))


def _plans() -> None:
    timeline = contents.timeline(palette())
    chart_card(timeline, key="plans", height=420)
    numbers({"plans": timeline}, key="plans")
    st.caption(
        _("Load one as the scenario. What is not known keeps its default, as an assumption:")
    )
    for name, plan in PLANS.items():
        button, told = st.columns([1, 4], vertical_alignment="center")
        with button:
            st.button(
                _(plan.preset.title),
                key=f"plan_{name}",
                on_click=safely(_load),
                args=(name,),
                width="stretch",
                wrap=True,
            )
        names = listed(inside(fields()[one].title) for one in plan.assumed)
        assumed = _("Assumed: {names}.").format(names=names)
        told.caption(sentences(retold(_(plan.preset.insight)), assumed))


def _load(name: str) -> None:
    state.replace_record("plan", PLANS[name].preset.scenario)
    st.toast(_("{plan} is now the scenario.").format(plan=_(PLANS[name].preset.title)))
