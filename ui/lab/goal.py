"""Goal seek: which value of an input makes a result what it should be."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import Case, ScenarioError
from mutualmodel.analysis import RESULTS, Goal, Result, Solution, solve
from mutualmodel.analysis.results import values_of
from mutualmodel.inputs import FieldMeta, read_value
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.presses import safely
from ui.kit.blocks import alert_list, chart_card, numbers, says
from ui.kit.language import (
    _,
    as_set,
    currency,
    decimal_mark,
    exact,
    group_mark,
    label_behind,
    listed,
    rounded,
    sentence,
    sentences,
    title_of,
    written,
)
from ui.kit.theme import palette
from ui.lab.asked import pick, pick_input, pick_result
from ui.lab.goal_charts import ends_told, goal_chart, spans_told
from ui.lab.reproduce import Sought
from ui.lab.waiting import worked_out

_GOALS: Mapping[Goal, str] = {
    "below": N_("at most"),
    "equal": N_("equal to"),
    "above": N_("at least"),
}
_MET = {
    "below": N_("{result} is at most {target} with {input} {where}."),
    "equal": N_("{result} is {target} with {input} at {where}."),
    "above": N_("{result} is at least {target} with {input} {where}."),
}
_NOWHERE = {
    "below": N_("{result} is never at most {target}, whatever {input} is."),
    "equal": N_("{result} is never {target}, whatever {input} is."),
    "above": N_("{result} is never at least {target}, whatever {input} is."),
}
_MOST = 1e15
_PRESSES = 4


def draw_goal(view: state.View) -> Sought | None:
    """Draw what is sought, the answer, and the curve that was searched; return what is sought.

    That is None while the target cannot be read.
    """
    panel = st.container(key="lab_panel_goal")
    left, right = panel.columns([0.34, 0.66], gap="large")
    with left:
        path = pick_input(_("Which input may move?"), "lab_goal_input", "plan.payout_under_40")
        result = pick_result(_("Which result has the target?"), "lab_goal_result", "likely_high")
        goal = pick(_("It should be"), _GOALS, "lab_goal")
        target = _target(result, view.case)
    if target is None:
        return None
    sought = Sought(path, result.name, target, goal)
    _answered(view, sought, left, right)
    return sought


def _answered(
    view: state.View, sought: Sought, left: DeltaGenerator, right: DeltaGenerator
) -> None:
    result = RESULTS[sought.result]
    cases = view.cases
    with left:
        found = _found(cases, sought, result)
    if found is None:
        return
    now, *others = found
    past = others[0] if others else None
    with left:
        says(_answer(now, result, view), live=True)
        if past is not None:
            says(_("Baseline: {says}").format(says=_answer(past, result, view)), kind="before")
        _presses(now, view)
    with right:
        title = title_of(Case.fields()[sought.path], view.plan)
        chart = goal_chart(now, _here(view.case, now), past, result, title, palette())
        chart_card(chart, key="goal", height=340)
        numbers({"goal": chart}, key="goal")


@as_set()
def _target(result: Result, case: Case) -> float | None:
    """Ask for the target as people type it; None where it is not a number that can be."""
    key = f"lab_target_{result.name}"
    if key not in st.session_state:
        st.session_state[key] = _first_target(result, case)
    unit = label_behind(2, result.unit)
    label = _("Target, {unit}").format(unit=_("%") if result.unit.percent else unit)
    text = st.text_input(label, key=key, persist_state="session", max_chars=60)
    meta = _as_input(result)
    try:
        value = read_value(
            meta,
            str(text),
            written="person",
            decimal=decimal_mark(),
            group=group_mark(),
            currency=currency(),
            suffixes=(label_behind(1, meta.unit), _(meta.unit.label)),
        )
    except ScenarioError as error:
        alert_list([sentence(error.problems[meta.name].sentence)])
        return None
    assert isinstance(value, int | float)
    return float(value)


def _as_input(result: Result) -> FieldMeta:
    """Return what is declared about a target: any amount, a share from none to all."""
    return dataclasses.replace(
        Case.fields()["view.amount_asked"],
        name=result.name,
        title=N_("Target"),
        unit=result.unit,
        minimum=0.0,
        maximum=1.0 if result.unit.percent else _MOST,
    )


def _first_target(result: Result, case: Case) -> str:
    """Return a round number near to what the case has, to start from."""
    if result.name in ("first_year", "likely_high"):
        return exact(100)
    here = values_of([case], result.name)[0] if result.at_once else float("nan")
    if np.isnan(here) or here <= 0:
        return exact(1.0 if result.unit.percent else 100)
    shown = here * (100 if result.unit.percent else 1)
    return exact(float(f"{shown:.2g}"))


def _found(cases: Sequence[Case], sought: Sought, result: Result) -> list[Solution] | None:
    """Return the solutions at once where that is quick, else once they are there."""
    wanted = sought.path, sought.result, sought.target, sought.goal
    slow = sought.path == "plan.price_elasticity"
    slow = slow or any(case.plan.reacts_to_share for case in cases)
    if result.at_once and not slow:
        return [solve(case, *wanted) for case in cases]
    return worked_out(
        "goal",
        cases,
        wanted,
        lambda case, report: solve(case, *wanted, progress=report),
        _("Searching the range of the input."),
    )


def _here(case: Case, found: Solution) -> tuple[float, float] | None:
    value = case.value(found.input)
    if value is None:
        return None
    at = float(value)
    return at, float(np.interp(at, found.curve_inputs, found.curve_results))


def _answer(found: Solution, result: Result, view: state.View) -> str:
    title = title_of(Case.fields()[found.input], view.plan)
    values = {
        "result": _(result.title),
        "target": rounded(found.target, result.unit),
        "input": _("“{title}”").format(title=title),
    }
    if not found.spans:
        told = sentences(_(_NOWHERE[found.goal]).format(**values), ends_told(found, result))
    elif found.everywhere:
        where = _("anywhere in its range")
        told = _(_MET[found.goal]).format(where=where, **values)
    else:
        told = _(_MET[found.goal]).format(where=spans_told(found), **values)
    return sentences(told, _leaps(found))


def _leaps(found: Solution) -> str:
    if not found.leaps:
        return ""
    meta = Case.fields()[found.input]
    return _("It jumps past the target at {values}: something ends or begins there.").format(
        values=listed(written(meta, value) for value in found.leaps)
    )


def _presses(found: Solution, view: state.View) -> None:
    """Offer to set the input to where the target is met; Undo comes back."""
    meta = Case.fields()[found.input]
    now = view.case.value(found.input)
    values = [value for value in found.values if value != now][:_PRESSES]
    row = st.container(horizontal=True, wrap=True, gap="xsmall")
    for place, value in enumerate(values):
        own = round(value) if meta.integer else value
        row.button(
            _("Set to {value}").format(value=written(meta, own)),
            key=f"goal_set_{place}",
            icon=":material/check:",
            help=_("Undo brings you back."),
            on_click=safely(state.change),
            args=({found.input: own},),
        )
