"""Figures of the reader's own: brought by file or pasted, looked at, used in the plan, taken away.

They stay in the session and in its case file. Nothing is written to the disk.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from mutualmodel import Case, Scenario, ScenarioError, project
from mutualmodel.inputs import fields
from mutualmodel.inputs.numerals import NumeralError, read_number
from mutualmodel.inputs.own import (
    KINDS,
    Kind,
    OwnLevel,
    OwnMembers,
    OwnPath,
    OwnTableError,
    read_table,
    template,
    template_as_workbook,
)
from mutualmodel.inputs.showing import shown
from mutualmodel.periods import MONTHS_PER_YEAR
from mutualmodel.text import N_, Sentence
from ui.frame import state
from ui.frame.faults import fragment
from ui.frame.forms import OWN_FIGURE
from ui.frame.presses import safely
from ui.kit.blocks import alert_list, chart_card, intro, numbers, says
from ui.kit.language import _, decimal_mark, group_mark, listed, named, sentence
from ui.kit.path_drawing import path_drawing
from ui.kit.theme import palette
from ui.sources.own_charts import paid, preview

_ANSWER = "own_answer"
_PASTED = N_("what was pasted")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_figures(view: state.View) -> None:
    """Offer to bring tables, one kind at a time."""
    titles = [_(table.kind.title) for table in view.case.own]
    box = st.expander(
        _("Your own figures"),
        key="own_figures",
        icon=":material/upload_file:",
        expanded=state.page_parameter("figure") == OWN_FIGURE,
        on_change="rerun",
    )
    # Not in the title: a box of another title would be another one, and closed.
    if titles:
        st.caption(named(_("You have brought"), listed(titles)))
    if not box.open:
        return
    with box:
        intro(
            _(
                "Bring a table of your own, as a file or pasted. It stays in this session and in "
                "the case file you save, is marked as yours wherever it is used, and is never "
                "mixed with what was published. A link cannot carry the table: it only names its "
                "fingerprint."
            )
        )
        chosen = st.pills(
            _("What you bring"),
            list(KINDS),
            default=next(iter(KINDS)),
            format_func=lambda name: _(KINDS[name].title),
            key="own_kind",
            required=True,
            on_change=safely(_forget),
        )
        kind = KINDS[str(chosen or next(iter(KINDS)))]
        left, right = st.columns(2, gap="large")
        with left:
            _bringing(kind)
        with right:
            _held(view, kind)
            if kind.name in _DRAWN:
                _drawing(kind.name)


def _bringing(kind: Kind) -> None:
    """Offer the ways to bring a table of a kind, and say how the last one went."""
    st.caption(_(kind.help))
    st.caption(_("Columns: {names}").format(names=listed(f"`{name}`" for name in kind.heads)))
    _templates(kind)
    if kind.name == "incidence":
        st.toggle(
            _("Use the first and the last rate for ages outside the table"),
            key="own_hold_ends",
            help=_("Without this, a table must have every age from 0 to 105."),
        )
    st.file_uploader(
        _("A file: CSV or Excel (.xlsx)"),
        type=["csv", "tsv", "txt", "xlsx"],
        key=f"own_file_{kind.name}",
        on_change=safely(_take_file),
        args=(kind.name,),
    )
    st.text_area(
        _("Or paste cells, the first row with the names of the columns"),
        key=f"own_paste_{kind.name}",
        height=120,
    )
    st.button(
        _("Read what is pasted"),
        key="own_read",
        icon=":material/content_paste:",
        on_click=safely(_take_pasted),
        args=(kind.name,),
    )
    problems, notes = _answer()
    if problems:
        alert_list([sentence(problem) for problem in problems])
    for note in notes:
        says(sentence(note), live=True)


def _templates(kind: Kind) -> None:
    """Offer a table to start from, in both forms."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Template as CSV"),
            data=lambda: template(kind.name).text.encode("utf-8-sig"),
            file_name=f"{kind.name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="own_template_csv",
        )
        st.download_button(
            _("Template for Excel"),
            data=lambda: template_as_workbook(kind.name),
            file_name=f"{kind.name}.xlsx",
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="own_template_xlsx",
        )


def _held(view: state.View, kind: Kind) -> None:
    """Show the table of a kind that the case has, and what can be done with it."""
    table = view.case.own.table(kind.name)
    if table is None:
        st.caption(_("Nothing brought yet. What you bring is shown here."))
        return
    chart = preview(table, palette())
    chart_card(chart, key=f"own_{kind.name}", height=300)
    st.caption(_("Yours · fingerprint {mark}").format(mark=table.fingerprint))
    for path in choices_of(kind.name):
        _use(view, path)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Download as CSV"),
            data=lambda: table.text.encode("utf-8-sig"),
            file_name=f"own-{kind.name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="own_download",
        )
        st.button(
            _("Remove it"),
            key="own_remove",
            icon=":material/delete:",
            help=_("Inputs that use it go back to their defaults. You can undo this."),
            on_click=safely(_take_away),
            args=(kind.name,),
        )
    numbers({f"own_{kind.name}": chart}, key=f"own_{kind.name}")


_DRAWN: Mapping[str, type[OwnPath]] = {"members": OwnMembers, "level": OwnLevel}
# Points of a path that is drawn, at most.
_POINTS = 20


@fragment()
def _drawing(kind: str) -> None:
    """Offer to draw a path; what a member pays by it is redrawn with every stroke."""
    case = state.view().case
    months = _knots(case.plan)
    table = case.own.table(kind)
    start = case.plan.members if kind == "members" else 1.0
    standing = [start] * len(months)
    if isinstance(table, OwnPath):
        standing = table.at(np.array(months)).tolist()
    meta = fields()["members"]
    span = (meta.minimum or 0.0, meta.maximum or 0.0) if kind == "members" else (0.0, 20.0)
    # A scale that followed the hand would run away from it.
    top = _top(kind, standing)
    drawn = path_drawing(
        _("Members, drawn") if kind == "members" else _("Factor on incidence, drawn"),
        key=f"own_draw_{kind}",
        months=months,
        values=standing,
        span=span,
        top=top,
        step=10.0 ** math.floor(math.log10(top) - 2.0),
        read=_typed,
    )
    state.note_movement(f"own.{kind}", drawn.resting)
    if drawn.error:
        says(drawn.error, live=True, kind="alert")
    elif drawn.new and any(drawn.values):
        state.bring(_DRAWN[kind](tuple(months), drawn.values))
    chart = paid(project(state.view().plan), palette())
    chart_card(chart, key=f"own_paid_{kind}", height=220)
    state.follow_levers()


def _knots(plan: Scenario) -> list[float]:
    """Return the months at which a path is drawn, over the plan's horizon."""
    last = plan.years * MONTHS_PER_YEAR
    step = math.ceil(last / _POINTS)
    return [float(month) for month in range(0, last + 1, step)]


def _top(kind: str, standing: Sequence[float]) -> float:
    """Return the upper end of the plot: of 1, 2 and 5 times a power of ten the next with room.

    It stays while a hand draws.
    """
    key = f"own_top_{kind}"
    if not state.moving() or key not in st.session_state:
        wanted = 1.5 * max(*standing, 1.0)
        power = 10.0 ** math.floor(math.log10(wanted))
        st.session_state[key] = next(t * power for t in (1, 2, 5, 10) if t * power >= wanted)
    return float(st.session_state[key])


def _typed(text: str) -> tuple[float | None, str]:
    try:
        return read_number(text, decimal=decimal_mark(), group=group_mark()).value, ""
    except NumeralError as error:
        return None, _("“{text}” is not a number, or could mean two.").format(
            text=shown(error.text)
        )


def choices_of(kind: str) -> list[str]:
    """Return the inputs that can take a table of a kind, by dotted name."""
    return [path for path, meta in Case.fields().items() if meta.own == kind]


def _use(view: state.View, path: str) -> None:
    """Offer to use a table for an input, or not."""
    meta, key = Case.fields()[path], f"own_use_{path}"
    state.offer(key, view.case.value(path) == "own")
    names = {
        "plan": _("Use it in the plan: {input}"),
        "insurer": _("Use it in the insurer’s price: {input}"),
    }
    text = names[path.partition(".")[0]].format(input=_(meta.title))
    st.toggle(text, key=key, help=_(meta.help), on_change=safely(_take_choice), args=(path,))


def _take_choice(path: str) -> None:
    chosen = state.offered(f"own_use_{path}")
    state.change({path: "own" if chosen else Case.fields()[path].default})


# ------------------------------------------------------------------------------------- bringing


def _take_file(kind: str) -> None:
    uploaded = st.session_state[f"own_file_{kind}"]
    if uploaded is None:
        _forget()
    else:
        _take(kind, uploaded.getvalue(), uploaded.name)


def _take_pasted(kind: str) -> None:
    pasted = str(st.session_state.get(f"own_paste_{kind}") or "")
    _take(kind, pasted.encode("utf-8", "replace"), _(_PASTED))


def _take(kind: str, content: bytes, file: str) -> None:
    """Bring a table into the case; whatever is wrong leaves it as it was and is told."""
    hold_ends = bool(st.session_state.get("own_hold_ends"))
    try:
        reading = read_table(kind, content, file, hold_ends=hold_ends)
        state.bring(reading.table)
    except (OwnTableError, ScenarioError) as error:
        told = error.problems.values() if isinstance(error, ScenarioError) else error.problems
        st.session_state[_ANSWER] = (tuple(problem.sentence for problem in told), ())
    else:
        st.session_state[_ANSWER] = ((), reading.notes)


def _take_away(kind: str) -> None:
    _forget()
    state.take_away(kind)


def _forget() -> None:
    st.session_state[_ANSWER] = ((), ())


def _answer() -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return what was wrong with what was brought last, and how it was read."""
    answer: tuple[tuple[Sentence, ...], tuple[Sentence, ...]]
    answer = st.session_state.get(_ANSWER, ((), ()))
    return answer
