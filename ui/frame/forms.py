"""Any input of a case as a widget: one for numbers, one for choices, drawn from its declaration."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

import streamlit as st

from mutualmodel import Case, Problem, ScenarioError
from mutualmodel.figures import figure
from mutualmodel.inputs import FieldMeta, Value, read_value
from mutualmodel.inputs.declare import OWN
from mutualmodel.money import CHINESE
from mutualmodel.units import Unit
from ui.frame import ahead, parts, state
from ui.frame.presses import safely
from ui.kit.blocks import alert_list
from ui.kit.charts import round_step, short
from ui.kit.heard import heard
from ui.kit.language import (
    _,
    as_set,
    choice_in_words,
    counting_in,
    currency,
    decimal_mark,
    exact,
    group_mark,
    label_behind,
    measured,
    sentence,
    sentences,
    title_of,
    written,
)
from ui.kit.live_slider import live_slider
from ui.kit.recording import recording

_PILLS_UP_TO = 4
# Leads to the tables that the reader has brought.
OWN_FIGURE = "own_tables_convention"


def levers(
    paths: Sequence[str],
    notes: Mapping[str, str] | None = None,
    then: Callable[[], None] = parts.run_whole,
) -> None:
    """Draw inputs as sliders that answer while they are dragged, and apply what they say.

    To be called inside a fragment, which ends with :func:`ui.frame.state.follow_levers`. ``notes``
    has second lines for some of them. ``then`` says what runs once one rests: by default the whole
    page.
    """
    if (followed := recording()) is not None:
        followed.notes |= notes or {}
        return
    for path in paths:
        note = (notes or {}).get(path, "")
        changed, resting = _number(path, note, live=True, then=then)
        state.note_movement(path, resting)
        if changed is not None:
            state.change(changed)


def _at_rest(path: str, then: Callable[[], None], value: float | None, far: Sequence[str]) -> None:
    """Take what a lever was left at before anything runs, so that all is drawn of it at once."""
    if value is not None:
        state.change({path: value_at(Case.fields()[path], value)})
    state.note_movement(path, True)
    parts.note_out_of_sight(far)
    then()


def form(paths: Sequence[str], then: Callable[[], None] = st.rerun) -> None:
    """Draw inputs as a form does, each with its default and the source of that.

    Those that only a table of the reader's own gives a choice are left out until there is one.
    ``then`` is as for :func:`field`.
    """
    for path in paths:
        if Case.fields()[path].pattern or _choices(path) != [Case.fields()[path].default]:
            field(path, then=then)


@as_set()
def field(
    path: str,
    *,
    caption: bool = True,
    then: Callable[[], None] = parts.run_whole,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """Draw one input where there is little room; the page runs anew when it has changed.

    ``then`` says what runs once a slider rests: by default the whole page. ``width`` in pixels is
    that of choices.
    """
    if recording():
        return
    meta = Case.fields()[path]
    value = state.view().case.value(path)
    if meta.choices and not meta.ordered:
        _choice(path, str(value), width)
    elif meta.pattern:
        _text(path, str(value))
    elif meta.optional:
        _optional(path, value)
    if value is not None and (meta.numeric or meta.ordered):
        changed, _resting = _number(path, "", live=False, then=then)
        if changed is not None:
            state.change(changed)
            st.rerun()
    if caption:
        told = _("Default {value} · {source}")
        # As the source has it, whatever the plan counts in.
        with counting_in(CHINESE):
            value_told = written(meta, meta.default)
        st.caption(told.format(value=value_told, source=source_link(path)))
        if meta.plausible is not None and meta.varied:
            low, high = _ends(meta.unit, meta.plausible)
            source = _source(meta.plausible_source)
            told = _("Plausible {low} to {high} · {source}")
            st.caption(told.format(low=low, high=high, source=source))


@as_set()
def plausible_range(meta: FieldMeta) -> str:
    """Say between which values an input may well lie, if it is not the reader's own choice."""
    if meta.plausible is None:
        return ""
    low, high = _ends(meta.unit, meta.plausible)
    return _("Plausible: {low} to {high}.").format(low=low, high=high)


def _ends(unit: Unit, span: tuple[float, float]) -> tuple[str, str]:
    """Write the ends of a range, the unit in words once."""
    low, high = span
    bare = Unit(unit.kind)
    # The name of a bare number stands before it.
    first, second = (unit, bare) if unit.kind == "plain" else (bare, unit)
    return measured(low, first), measured(high, second)


def source_link(path: str, label: str | None = None) -> str:
    """Return markdown that leads from an input to the source of its default, or to a table.

    Where the reader's own table is in use, that is said.
    """
    meta = Case.fields()[path]
    if is_own(path):
        text = _("yours") if label is None else _("{title} (yours)").format(title=label)
        return f"[{text}]({state.link_to('sources', figure=OWN_FIGURE)})"
    return _source(meta.source, label)


def is_own(path: str) -> bool:
    """Whether an input takes a table of the reader's own."""
    return bool(Case.fields()[path].own) and state.view().case.value(path) == OWN


def _source(name: str, label: str | None = None) -> str:
    """Return markdown that leads to a figure, by default named by what kind it is of."""
    kind = {"reported": _("reported"), "derived": _("derived"), "assumption": _("assumption")}
    text = label or heard(kind[figure(name).kind], _(figure(name).figure))
    return f"[{text}]({state.link_to('sources', figure=name)})"


def sources_line(paths: Sequence[str]) -> None:
    """Name where the defaults of some inputs come from, each source once."""
    if recording():
        return
    plan = state.view().plan
    titles = {Case.fields()[path].source: path for path in reversed(paths)}
    links = " · ".join(
        source_link(path, title_of(Case.fields()[path], plan)) for path in reversed(titles.values())
    )
    st.caption(_("Where these defaults come from: {links}").format(links=links))


# ----------------------------------------------------------------------------------- one number


@as_set()
def _number(
    path: str,
    note: str,
    *,
    live: bool,
    then: Callable[[], None],
) -> tuple[dict[str, Value] | None, bool]:
    """Draw a slider with its box; return the change it asks for, if any, and whether it rests."""
    meta, view = Case.fields()[path], state.view()
    value = view.case.value(path)
    found: dict[str, Problem] = {}

    def read(text: str) -> tuple[float | None, str]:
        try:
            typed = _typed(meta, text)
        except ScenarioError as error:
            found[path] = error.problems[meta.name]
            return None, sentence(found[path].sentence)
        return _place(meta, typed), ""

    standing = _place(meta, value)
    assert standing is not None
    problem = state.input_problems().get(path)
    reading = live_slider(
        title_of(meta, view.plan),
        key=f"lever_{path}",
        value=standing,
        read=read,
        baseline=_place(meta, view.baseline.value(path)) if view.baseline else None,
        default=_place(meta, meta.default),
        help=sentences(_(meta.help), plausible_range(meta)),
        error=sentence(problem.sentence) if problem else "",
        note=note,
        live=live,
        compact=not live,
        ahead=(ahead.token() if live else "", path),
        # Only what is dragged live has a part to itself, which then goes before all others.
        on_move=partial(state.note_movement, path, not live),
        on_rest=partial(_at_rest, path, then),
        late=parts.late(),
        on_late=safely(parts.run_late),
        **_style(meta, _reach(path, meta)),
    )
    if found:
        state.refuse(found)
    elif reading.new and problem:
        state.refuse({})
    if reading.error or reading.value == standing:
        return None, reading.resting
    return {path: value_at(meta, reading.value)}, reading.resting


def _typed(meta: FieldMeta, text: str) -> Value:
    """Read what a reader has typed in her own language's way of writing."""
    return read_value(
        meta,
        text,
        written="person",
        decimal=decimal_mark(),
        group=group_mark(),
        currency=currency(),
        suffixes=(label_behind(1, meta.unit), _(meta.unit.label)),
    )


def _place(meta: FieldMeta, value: Value) -> float | None:
    """Return where a value stands on its slider; choices stand in their order."""
    if value is None:
        return None
    return float(meta.choices.index(value) if isinstance(value, str) else value)


def value_at(meta: FieldMeta, place: float | None) -> Value:
    """Return the value at a place of the slider."""
    if place is None:
        return None
    if meta.choices:
        return meta.choices[round(place)]
    return round(place) if meta.integer else place


def _reach(path: str, meta: FieldMeta) -> tuple[float, float]:
    """Return from where to where an input's slider goes: on to what stands beyond its rail.

    Once it is longer it stays so until nothing needs it and nobody drags, so that no thumb jumps.
    """
    if meta.choices:
        return 0.0, len(meta.choices) - 1.0
    view, key = state.view(), f"reach_{path}"
    shown = [case.value(path) for case in view.cases]
    low, high = meta.reach(*shown)
    held = st.session_state.get(key, high)
    usual = high == meta.reach()[1]
    st.session_state[key] = high if usual and not state.moving() else max(held, high)
    return low, float(st.session_state[key])


def _style(meta: FieldMeta, reach: tuple[float, float]) -> dict[str, Any]:
    """Return how an input's slider looks; it goes as far as ``reach``."""
    low, high = reach
    if meta.choices:
        names = [choice_in_words(meta, choice) for choice in meta.choices]
        span = {"minimum": low, "maximum": high, "step": 1.0}
        return {**span, "names": names, "ticks": [(low, names[0]), (high, names[-1])]}
    return {
        "minimum": float(low),
        "maximum": float(high),
        "step": float(meta.step or 1),
        "scale": meta.scale,
        "ticks": [(mark, _mark(meta, mark)) for mark in marks(meta, reach)],
        "unit": label_behind(2, meta.unit),
        "unit_of_one": label_behind(1, meta.unit),
        "unit_first": meta.unit.kind == "plain",
        "percent": meta.unit.percent,
        "large": meta.unit.kind in ("count", "money"),
        # A seed has no place between others.
        "rail": not (meta.integer and meta.unit.kind == "plain"),
    }


def _mark(meta: FieldMeta, mark: float) -> str:
    if meta.unit.percent:
        return _("{number} %").format(number=exact(100 * mark))
    return short(mark) if abs(mark) >= 1e4 else exact(mark)


def marks(meta: FieldMeta, reach: tuple[float, float]) -> list[float]:
    """Return round values to mark on a rail: tens on a logarithmic one, else four to eight."""
    low, high = map(float, reach)
    if meta.scale == "log":
        tens = [10.0**power for power in range(math.ceil(math.log10(max(low, 1.0))), 12)]
        return [low] * (low == 0) + [ten for ten in tens if ten < high / 2] + [high]
    step = round_step((high - low) / 5 * 0.8)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9)
    return [round(place * step, 12) for place in range(first, count + 1)]


# ------------------------------------------------------------------------------ choices and caps


def _optional(path: str, value: Value) -> None:
    meta, key = Case.fields()[path], f"has_{path}"
    state.offer(key, value is not None)
    title = title_of(meta, state.view().plan)
    st.toggle(title, key=key, help=_(meta.help), on_change=safely(_take_optional), args=(path,))


def _take_optional(path: str) -> None:
    wanted = state.offered(f"has_{path}")
    state.change({path: Case.fields()[path].first if wanted else None})


def _choice(path: str, value: str, width: int | Literal["stretch"]) -> None:
    meta, key = Case.fields()[path], f"in_{path}"
    state.offer(key, value)
    choices = _choices(path)
    few = len(choices) <= _PILLS_UP_TO and sum(map(len, meta.words.values())) < 40
    draw: Any = st.segmented_control if few else st.selectbox
    draw(
        title_of(meta, state.view().plan),
        choices,
        **({"wrap": True} if few else {"placeholder": _("Choose one")}),
        width=width,
        format_func=lambda choice: choice_in_words(meta, choice),
        key=key,
        help=_(meta.help),
        on_change=safely(_take_choice),
        args=(path,),
    )
    if value != meta.default:
        st.button(
            heard(_("Back to the default"), title_of(meta, state.view().plan)),
            key=f"reset_{path}",
            icon=":material/undo:",
            type="tertiary",
            on_click=safely(state.reset),
            args=((path,),),
        )


def _text(path: str, value: str) -> None:
    meta, key = Case.fields()[path], f"in_{path}"
    refused = state.input_problems().get(path)
    # What was refused stays to be put right, with the reason under it.
    if refused is None:
        state.offer(key, "" if value == meta.default else value)
    st.text_input(
        title_of(meta, state.view().plan),
        key=key,
        help=_(meta.help),
        placeholder=_(meta.word(str(meta.default))),
        on_change=safely(_take_text),
        args=(path,),
    )
    if refused is not None:
        alert_list([sentence(refused.sentence)])


def _take_text(path: str) -> None:
    meta = Case.fields()[path]
    try:
        value = read_value(meta, str(state.offered(f"in_{path}")).strip() or str(meta.default))
    except ScenarioError as error:
        state.refuse({path: error.problems[meta.name]})
    else:
        state.change({path: value})


def _choices(path: str) -> list[str]:
    """Return the choices of an input, without that of a table which the reader has not brought."""
    meta, case = Case.fields()[path], state.view().case
    there = not meta.own or case.own.table(meta.own) is not None
    return [choice for choice in meta.choices if there or choice != OWN]


def _take_choice(path: str) -> None:
    value = state.offered(f"in_{path}")
    # A press on the chosen pill takes it back; the choice then stays as it was.
    if isinstance(value, str):
        state.change({path: value})
