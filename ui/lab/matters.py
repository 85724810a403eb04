"""Which input matters: a tornado whose rows are levers, and what matters when all move."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel import Case
from mutualmodel.analysis import Result, VarianceShares, tornado, variance_shares
from mutualmodel.analysis.results import values_of
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.faults import fragment
from ui.frame.forms import levers, sources_line
from ui.frame.presses import safely
from ui.frame.result_words import NONE, told
from ui.kit.blocks import chart_card, intro, numbers, says
from ui.kit.headline import Headline, Reading, Writer, headline_figure
from ui.kit.language import (
    _,
    inside,
    large,
    number,
    percent,
    rounded,
    title_of,
    written,
)
from ui.kit.theme import palette
from ui.lab.asked import pick, pick_result
from ui.lab.matters_charts import SHOWN, shares_chart, tornado_chart
from ui.lab.waiting import worked_out

LEVER = "lab_lever"
_PRESSES = 5
_KINDS = {
    "all": N_("all inputs"),
    "decided": N_("what somebody decides"),
    "unknown": N_("what nobody decides"),
}


def draw_matters(view: state.View) -> str:
    """Draw the tornado of a result, the lever it offers, and the parts of its variance.

    Return the name of the result that was chosen.
    """
    panel = st.container(key="lab_panel_matters")
    left, right = panel.columns([0.34, 0.66], gap="large")
    with left:
        result = pick_result(_("Which result?"), "lab_matters")
        kind = pick(_("Which inputs?"), _KINDS, "lab_kind")
        both = _found(view, result)
    if both is not None:
        _tornado(view, result, [_of_kind(one, kind) for one in both], left, right)
        _shares(view, result)
    return result.name


def _tornado(
    view: state.View,
    result: Result,
    both: Sequence[pd.DataFrame],
    left: DeltaGenerator,
    right: DeltaGenerator,
) -> None:
    shown, *past = both
    with right:
        chart = tornado_chart(shown, past[0] if past else None, result, view.plan, palette())
        rows = max(min(len(shown), SHOWN), 3)
        chart_card(chart, key="tornado", height=90 + 50 * rows)
        numbers({"tornado": chart}, key="tornado")
    with left:
        says(_sentence(shown, result, view), live=True)
        _presses(shown, view)
        _lever(result)


def _of_kind(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows of a kind that move something."""
    moving = found[found["effect"] > 0]
    if kind == "all":
        return moving
    return moving[moving["decided"] == (kind == "decided")]


def _found(view: state.View, result: Result) -> list[pd.DataFrame] | None:
    """Return the tornado of the case and of a baseline, None until both are there."""
    cases = view.cases
    if result.at_once and not any(case.plan.reacts_to_share for case in cases):
        return [tornado(case, result.name) for case in cases]
    return worked_out(
        "tornado",
        cases,
        (result.name,),
        lambda case, report: tornado(case, result.name, progress=report),
        _("Trying each input at both ends of its range."),
    )


def _sentence(shown: pd.DataFrame, result: Result, view: state.View) -> str:
    if not len(shown):
        return _("No input changes it when it moves alone across its plausible range.")
    path, row = str(shown.index[0]), shown.iloc[0]
    meta = Case.fields()[path]
    low, high = (written(meta, row[end]) for end in ("low", "high"))
    return _(
        "{input} matters most: at {low} it is {at_low}, at {high} {at_high}; as it stands "
        "{at_present}."
    ).format(
        input=title_of(meta, view.plan),
        low=low,
        high=high,
        at_low=told(row["at_low"], result),
        at_high=told(row["at_high"], result),
        at_present=told(row["at_present"], result),
    )


def _presses(shown: pd.DataFrame, view: state.View) -> None:
    """Offer the largest as the next lever."""
    if not len(shown):
        return
    st.caption(_("Take one as a lever:"))
    row = st.container(horizontal=True, wrap=True, gap="xsmall")
    for path in map(str, shown.index[:_PRESSES]):
        row.button(
            title_of(Case.fields()[path], view.plan),
            key=f"take_{path}",
            icon=":material/tune:",
            on_click=safely(_take),
            args=(path,),
            wrap=True,
        )


def _take(path: str) -> None:
    st.session_state[LEVER] = path


@fragment()
def _lever(result: Result) -> None:
    """Draw the lever that was taken, with the result that it moves."""
    path = st.session_state.get(LEVER)
    if path is None:
        return
    meta = Case.fields()[path]
    if meta.optional and state.view().case.value(path) is None:
        # A cap that is not there has no slider: it begins where one starts that is switched on.
        st.button(
            _("Set {input} to {value}").format(
                input=inside(meta.title), value=written(meta, meta.first)
            ),
            on_click=safely(state.change),
            args=({path: meta.first},),
        )
    else:
        levers([path])
        sources_line([path])
    if result.at_once:
        with st.container(key="lab_lever_figure"):
            _figure(result)
    state.follow_levers()


def _figure(result: Result) -> None:
    view = state.view()
    now = float(values_of([view.case], result.name)[0])
    past = None
    if view.baseline is not None:
        past = float(values_of([view.baseline], result.name)[0])
    writer = Writer(
        lambda value: (rounded(value, result.unit), ""), lambda value: rounded(value, result.unit)
    )
    headline_figure(
        Headline(
            _(result.title),
            writer,
            _reading(now),
            None if past is None else _reading(past),
        )
    )


def _reading(value: float) -> Reading:
    return Reading(None if pd.isna(value) else value, none=_(NONE))


# ----------------------------------------------------------------------- when all move at once


def _shares(view: state.View, result: Result) -> None:
    """Draw which assumption matters when all move, worked out beside the page."""
    st.subheader(_("What if all of them move at once?"))
    intro(
        _(
            "The ten that matter most among those nobody decides vary evenly over their plausible "
            "ranges, independently of each other (Sobol indices)."
        )
    )
    if not result.at_once:
        st.caption(_("Only for results that need no simulation; choose another one above."))
        return
    found = worked_out(
        "shares",
        [view.case],
        (result.name,),
        lambda case, report: variance_shares(case, result.name, progress=report),
        _("Projecting thousands of cases."),
    )
    if found is not None:
        _drawn(found[0], view, result)


def _drawn(found: VarianceShares, view: state.View, result: Result) -> None:
    if found.table.empty:
        says(
            _("There is nothing to divide: some cases have no such result.")
            if found.without > 0
            else _("There is nothing to divide: none of these inputs changes it.")
        )
        return
    path, share = str(found.table.index[0]), float(found.table["total"].iloc[0])
    says(
        _(
            "{input} matters most: {share} of the variance depends on it. With all of them moving "
            "the result is {mean} on average, ±{deviation} (standard deviation). That differs from "
            "the case’s own result, as its inputs need not stand in the middle of their ranges."
        ).format(
            input=title_of(Case.fields()[path], view.plan),
            share=percent(share),
            mean=rounded(found.mean, result.unit),
            deviation=rounded(found.deviation, result.unit),
        )
    )
    chart = shares_chart(found, view.plan, palette())
    chart_card(chart, key="shares", height=110 + 32 * len(found.table))
    st.caption(
        _("{samples} points for each index, {cases} cases worked out.").format(
            samples=number(found.samples), cases=large(found.cases)
        )
    )
    numbers({"shares": chart}, key="shares")
