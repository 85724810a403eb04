"""Any number of kept cases side by side: what differs, what comes of it, and how sure that is."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from mutualmodel import Case, uncertainty
from mutualmodel.analysis import RESULTS
from mutualmodel.analysis.results import table_of, values_of
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import (
    CaseFileError,
    NamedCase,
    from_file,
)
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.simulation import Range
from ui.frame import kept, state
from ui.frame.background import Report, ask
from ui.kit.blocks import alert_list, chart_card, numbers, says
from ui.kit.headline import notes_below
from ui.kit.language import _, amount, counting_in, listed, sentence, title_of, written
from ui.kit.reading_table import Cell, Column, reading_table
from ui.kit.theme import palette
from ui.lab.asked import told
from ui.lab.axes import bare, result_axis, scale_of_unit, unit_words
from ui.lab.compare_charts import Compared, costs_chart, sure_chart
from ui.lab.waiting import results_of

_HEIGHT = 360
# The results that are laid side by side: those of the years have a range.
_SHOWN = tuple(name for name, result in RESULTS.items() if result.at_once)
_RANGED = {"first_year": 0, "last_year": -1}
_UPLOAD = "lab_file"
_UPLOAD_PROBLEM = "lab_file_problem"


def draw_compare(view: state.View) -> None:
    """Draw the list of kept cases, and all of them beside the one at hand."""
    _keeping()
    cases = [NamedCase(_("this case"), view.case)]
    if view.pinned is not None:
        cases.append(NamedCase(_("baseline"), view.pinned))
    cases += kept.kept_cases()
    if len(cases) < 2:
        says(
            _(
                "Nothing to compare with yet: keep a case by its mark in the bar above, on any "
                "page, or add a preset or a file here."
            )
        )
        return
    _differing(cases, view)
    ranges = _ranges(cases)
    _results(cases, ranges)
    _charts(cases, ranges, view)


# --------------------------------------------------------------------------------- what is kept


def _keeping() -> None:
    """Draw what can be done with the kept cases, one row each, and how more come in."""
    if problem := kept.problem():
        alert_list([sentence(problem)])
    for place, one in enumerate(kept.kept_cases()):
        _row(place, one, last=place == len(kept.kept_cases()) - 1)
    if kept.can_bring_back():
        st.button(
            _("Bring back what was dropped"), icon=":material/undo:", on_click=kept.bring_back
        )
    add, file = st.columns(2, gap="large")
    with add:
        st.selectbox(
            _("Add a preset"),
            list(ALL_PRESETS),
            index=None,
            format_func=lambda name: _(ALL_PRESETS[name].title),
            placeholder=_("Choose one"),
            key="lab_preset",
            on_change=_add_preset,
        )
    with file:
        st.file_uploader(
            _("Add the cases of a file"), type="json", key=_UPLOAD, on_change=_add_file
        )
        if told_problem := st.session_state.get(_UPLOAD_PROBLEM):
            alert_list([sentence(told_problem)])


def _row(place: int, one: NamedCase, *, last: bool) -> None:
    key = f"kept_name_{place}"
    state.offer(key, one.name)
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom")
    row.text_input(
        _("Name of the case"),
        key=key,
        max_chars=60,
        label_visibility="collapsed",
        on_change=_rename,
        args=(one.name, key),
        width=300,
    )
    presses = (
        ("up", _("Further up"), ":material/arrow_upward:", kept.move, (one.name, -1), place == 0),
        ("down", _("Further down"), ":material/arrow_downward:", kept.move, (one.name, 1), last),
        ("show", _("Show it"), ":material/visibility:", state.replace, (one.case,), False),
        ("drop", _("Drop it"), ":material/delete:", kept.drop, (one.name,), False),
    )
    for name, label, icon, press, args, disabled in presses:
        row.button(
            label,
            key=f"kept_{name}_{place}",
            icon=icon,
            on_click=press,
            args=args,
            disabled=disabled,
        )


def _rename(name: str, key: str) -> None:
    kept.rename(name, str(state.offered(key)))


def _add_preset() -> None:
    name = state.offered("lab_preset")
    if isinstance(name, str):
        preset = ALL_PRESETS[name]
        kept.keep(_(preset.title), Case(plan=preset.scenario))
    state.offer("lab_preset", None)


def _add_file() -> None:
    uploaded = st.session_state[_UPLOAD]
    st.session_state[_UPLOAD_PROBLEM] = None
    if uploaded is None:
        return
    try:
        opened = from_file(uploaded.getvalue())
    except CaseFileError as error:
        st.session_state[_UPLOAD_PROBLEM] = error.problem.sentence
        return
    kept.keep(uploaded.name.removesuffix(".json"), opened.case)
    if kept.problem() is None:
        kept.keep_all(opened.kept)
    if opened.problems:
        st.session_state[_UPLOAD_PROBLEM] = opened.problems[0].sentence


# ------------------------------------------------------------------------------- what is compared


def _differing(cases: Sequence[NamedCase], view: state.View) -> None:
    """Draw the inputs in which some case differs from the one at hand."""
    st.subheader(_("Inputs that differ"))
    paths = [
        path
        for path in Case.fields()
        if any(one.case.value(path) != view.case.value(path) for one in cases)
    ]
    if not paths:
        says(_("They differ in nothing."))
        return
    rows = [
        [
            Cell(title_of(Case.fields()[path], view.plan)),
            *(Cell(_value(one.case, path), whole=False) for one in cases),
        ]
        for path in paths
    ]
    reading_table(
        _columns(_("Input"), cases),
        rows,
        label=_("Inputs that differ"),
        key="compared_inputs",
        raw=_bare_inputs(cases, paths, view),
    )


def _value(case: Case, path: str) -> str:
    with counting_in(case.plan.currency):
        return written(Case.fields()[path], case.value(path))


def _bare_inputs(
    cases: Sequence[NamedCase], paths: Sequence[str], view: state.View
) -> pd.DataFrame:
    """Return the inputs that differ as bare numbers, one row an input; choices as their words."""
    metas = [Case.fields()[path] for path in paths]
    table = pd.DataFrame(
        {
            _("input"): [title_of(meta, view.plan) for meta in metas],
            _("unit of the input"): [unit_words(meta.unit) for meta in metas],
        }
    )
    for one in cases:
        title = _("{name}, in the input’s unit").format(name=one.name)
        values = [bare(meta, one.case.value(path)) for meta, path in zip(metas, paths, strict=True)]
        table[title] = pd.Series(values, dtype=object)
    return table


def _columns(first: str, cases: Sequence[NamedCase]) -> list[Column]:
    width = max(int(72 / len(cases)), 8)
    return [Column(first, 28), *(Column(one.name, width, titled=True) for one in cases)]


def _ranges(cases: Sequence[NamedCase]) -> list[Range | None] | None:
    """Return how sure the years of each case are, None while that is worked out."""
    plans = tuple(one.case.plan for one in cases)

    def work(report: Report) -> list[Range | None]:
        found: list[Range | None] = []
        for place, plan in enumerate(plans):
            starts = np.isfinite(values_of([Case(plan=plan)], "first_year")[0])
            found.append(uncertainty(plan).range_of() if starts else None)
            report((place + 1) / len(plans))
        return found

    job = ask("compared", ("compared", plans), work)
    told_as = _("How sure the years of each case are is worked out.")
    found = results_of("compared", [job], told_as)
    return None if found is None else found[0]


def _results(cases: Sequence[NamedCase], ranges: Sequence[Range | None] | None) -> None:
    st.subheader(_("What comes of it"))
    found = table_of([one.case for one in cases], _SHOWN)
    rows = []
    for column, name in enumerate(_SHOWN):
        cells = [Cell(_(RESULTS[name].title))]
        for place, one in enumerate(cases):
            with counting_in(one.case.plan.currency):
                small = _likely(name, ranges[place] if ranges else None)
                cells.append(Cell(told(found[place, column], RESULTS[name]), small=small))
        rows.append(cells)
    reading_table(
        _columns(_("Result"), cases),
        rows,
        label=_("What comes of it"),
        key="compared_results",
        raw=_bare(cases, found),
    )


def _likely(name: str, likely: Range | None) -> str:
    """Tell the range of a year, of a result that has one."""
    if likely is None or name not in _RANGED:
        return ""
    low, high = (float(end[_RANGED[name]]) for end in (likely.low, likely.high))
    return _("nine years in ten: {low} to {high}").format(low=amount(low), high=amount(high))


def _charts(
    cases: Sequence[NamedCase], ranges: Sequence[Range | None] | None, view: state.View
) -> None:
    money = view.plan.currency
    alike = [place for place, one in enumerate(cases) if one.case.plan.currency == money]
    if others := [one.name for one in cases if one.case.plan.currency != money]:
        told_as = _("Not drawn, for they count in other money: {names}.")
        notes_below(told_as.format(names=listed(others)))
    left, right = st.columns(2, gap="large")
    drawn = {"compared_costs": costs_chart([cases[at] for at in alike], _HEIGHT, palette())}
    with left:
        chart_card(drawn["compared_costs"], key="compared_costs", height=_HEIGHT)
    if ranges is not None and any(ranges[at] is not None for at in alike):
        sure = [Compared(cases[at], ranges[at]) for at in alike]
        drawn["compared_sure"] = sure_chart(sure, palette())
        with right:
            chart_card(drawn["compared_sure"], key="compared_sure", height=90 + 40 * len(alike))
    numbers(drawn, key="compared")


def _bare(cases: Sequence[NamedCase], found: FloatArray) -> pd.DataFrame:
    """Return the results that are compared as bare numbers: one row a case, units in the heads."""
    titles = [result_axis(RESULTS[name]) for name in _SHOWN]
    times = [scale_of_unit(RESULTS[name].unit) for name in _SHOWN]
    table = pd.DataFrame(found * times, columns=titles)
    table.insert(0, _("case"), [one.name for one in cases])
    return table
