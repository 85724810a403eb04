"""Any number of kept cases side by side: what differs, what comes of it, and how sure that is."""

from collections.abc import Sequence

import streamlit as st

from mutualmodel import Case
from mutualmodel.analysis import RESULTS
from mutualmodel.inputs import (
    CaseFileError,
    NamedCase,
    from_file,
)
from mutualmodel.inputs.presets import ALL_PRESETS
from mutualmodel.simulation import Range
from ui.frame import kept, state
from ui.frame.background import ask
from ui.frame.presses import safely
from ui.frame.result_words import told
from ui.kit.blocks import alert_list, chart_card, numbers, says
from ui.kit.headline import notes_below
from ui.kit.heard import heard
from ui.kit.language import _, amount, counting_in, listed, sentence, title_of, written
from ui.kit.reading_table import Cell, Column, reading_table
from ui.kit.theme import palette
from ui.lab.contents import (
    HEIGHT,
    SHOWN,
    compared,
    differing,
    in_one_money,
    inputs_table,
    ranges_of,
    results_found,
    results_table,
    side_by_side,
)
from ui.lab.waiting import results_of

_RANGED = {"first_year": 0, "last_year": -1}
_UPLOAD = "lab_file"
_UPLOAD_PROBLEM = "lab_file_problem"


def draw_compare(view: state.View) -> None:
    """Draw the list of kept cases, and all of them beside the one at hand."""
    _keeping()
    cases = compared(view)
    if len(cases) < 2:
        says(
            _(
                "Nothing to compare yet: keep a case with the bookmark in the bar above, on any "
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
            _("Bring back the case removed last"),
            icon=":material/undo:",
            on_click=safely(kept.bring_back),
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
            on_change=safely(_add_preset),
        )
    with file:
        st.file_uploader(
            _("Add the cases of a file"),
            type="json",
            key=_UPLOAD,
            on_change=safely(_add_file),
        )
        if told_problem := st.session_state.get(_UPLOAD_PROBLEM):
            alert_list([sentence(told_problem)])


def _row(place: int, one: NamedCase, *, last: bool) -> None:
    key = f"kept_name_{place}"
    state.offer(key, one.name)
    row = st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom")
    row.text_input(
        _("Name of case {place}").format(place=place + 1),
        key=key,
        max_chars=60,
        label_visibility="collapsed",
        on_change=safely(_rename),
        args=(one.name, key),
        width=300,
    )
    presses = (
        ("up", _("Further up"), ":material/arrow_upward:", kept.move, (one.name, -1), place == 0),
        ("down", _("Further down"), ":material/arrow_downward:", kept.move, (one.name, 1), last),
        ("show", _("Show it"), ":material/visibility:", state.replace, (one.case,), False),
        ("drop", _("Remove it"), ":material/delete:", kept.drop, (one.name,), False),
    )
    for name, label, icon, press, args, disabled in presses:
        row.button(
            heard(label, one.name),
            key=f"kept_{name}_{place}",
            icon=icon,
            on_click=safely(press),
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
    paths = differing(cases)
    if not paths:
        says(_("They do not differ."))
        return
    rows = [
        [
            Cell(title_of(Case.fields()[path], view.plan)),
            *(Cell(_value(one.case, path), whole=False) for one in cases),
        ]
        for path in paths
    ]
    reading_table(
        _columns(_("Input"), cases), rows, inputs_table(cases, view), key="compared_inputs"
    )


def _value(case: Case, path: str) -> str:
    with counting_in(case.plan.currency):
        return written(Case.fields()[path], case.value(path))


def _columns(first: str, cases: Sequence[NamedCase]) -> list[Column]:
    width = max(int(72 / len(cases)), 8)
    return [Column(first, 28), *(Column(one.name, width, titled=True) for one in cases)]


def _ranges(cases: Sequence[NamedCase]) -> list[Range | None] | None:
    """Return how sure the years of each case are, None while that is worked out."""
    plans = tuple(one.case.plan for one in cases)

    job = ask("compared", ("compared", plans), lambda report: ranges_of(plans, report))
    told_as = _("Working out how sure the years of each case are.")
    found = results_of("compared", [job], told_as)
    return None if found is None else found[0]


def _results(cases: Sequence[NamedCase], ranges: Sequence[Range | None] | None) -> None:
    st.subheader(_("Results"))
    found = results_found(cases)
    rows = []
    for column, name in enumerate(SHOWN):
        cells = [Cell(_(RESULTS[name].title))]
        for place, one in enumerate(cases):
            with counting_in(one.case.plan.currency):
                small = _likely(name, ranges[place] if ranges else None)
                cells.append(Cell(told(found[place, column], RESULTS[name]), small=small))
        rows.append(cells)
    reading_table(
        _columns(_("Result"), cases), rows, results_table(cases, found), key="compared_results"
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
    alike = in_one_money(cases, view)
    if others := [one.name for one in cases if one not in alike]:
        told_as = _("Not drawn, as they count in another currency: {names}.")
        notes_below(told_as.format(names=listed(others)))
    sure = (
        None
        if ranges is None
        else [range_ for one, range_ in zip(cases, ranges, strict=True) if one in alike]
    )
    drawn = side_by_side(alike, sure, palette())
    heights = {"compared_costs": HEIGHT, "compared_sure": 90 + 40 * len(alike)}
    for column, (name, chart) in zip(st.columns(2, gap="large"), drawn.items(), strict=False):
        with column:
            chart_card(chart, key=name, height=heights[name])
    numbers(drawn, key="compared")
