"""Widgets that become a scenario, all drawn from the fields' own metadata."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mutualmodel import GROUPS, FieldMeta, Headline, Scenario, fields, figure
from mutualmodel.inputs import Value
from ui import state
from ui.chart_parts import short
from ui.language import _, amount, large, number, percent
from ui.live_slider import live_slider

LEVERS = ("incidence_multiplier", "members", "payout_under_40", "payout_40_plus")
_PERCENT_UNITS = {"share", "of payouts", "a year", "coefficient of variation"}


@dataclass(frozen=True)
class _Box:
    """How a number box shows a field: its values times ``scale``, with ``decimals``."""

    scale: float
    decimals: int
    unit: str


def _box(meta: FieldMeta) -> _Box:
    if meta.unit in _PERCENT_UNITS:
        return _Box(100.0, 1 if (meta.step or 1) < 0.01 else 0, "%" + _unit_tail(meta.unit))
    step = meta.step or 1.0
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return _Box(1.0, decimals, _(meta.unit))


def _unit_tail(unit: str) -> str:
    return " " + _(unit) if unit in ("a year", "of payouts") else ""


def written(name: str, value: Value) -> str:
    """Write a field's value for people, with its unit."""
    meta = fields()[name]
    if value is None:
        return _("no cap")
    if isinstance(value, str):
        return _(value)
    box = _box(meta)
    if box.unit.startswith("%"):
        return percent(value, 1 if round(value * 1000) % 10 else 0) + box.unit[1:]
    if meta.unit.startswith("yuan"):
        return amount(value) + " " + box.unit
    if meta.unit.startswith("members"):
        return large(value) + " " + box.unit
    return f"{number(value, box.decimals)} {box.unit}".strip() if name != "seed" else str(value)


def source_link(name: str, label: str | None = None) -> str:
    """Return markdown that leads from an input to the source of its default."""
    source = fields()[name].source
    kind = {"reported": _("reported"), "derived": _("derived"), "assumption": _("assumption")}
    text = label or kind[figure(source).kind]
    return f"[{text}]({state.link_to('sources', figure=source)})"


def lever_block(view: state.View, headline: Headline, names: Sequence[str] = LEVERS) -> bool:
    """Draw levers, apply what they say, and return whether all of them are at rest."""
    resting = True
    for name in names:
        meta = fields()[name]
        value = float(getattr(view.scenario, name))
        reading = live_slider(
            _(meta.title),
            key=f"lever_{name}",
            value=value,
            minimum=float(meta.minimum or 0),
            maximum=float(meta.maximum or 1),
            step=float(meta.step or 1),
            scale=meta.scale,
            baseline=getattr(view.baseline, name) if view.baseline else None,
            help=_(meta.help),
            error=state.input_problems().get(name, ""),
            **_lever_style(name, view.scenario, headline),
        )
        resting = resting and reading.resting
        if reading.value != value:
            state.change(**{name: reading.value})
    return resting


def _lever_style(name: str, scenario: Scenario, headline: Headline) -> dict[str, Any]:
    if name == "incidence_multiplier":
        display = _("{multiple} × {table}: {rate} claims per 100,000 a year at first").format(
            multiple=number(scenario.incidence_multiplier, 2),
            table=scenario.incidence_table,
            rate=number(headline.claims_per_100k, 0),
        )
        ticks = [(x, number(x, 1)) for x in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)]
        return {"display": display, "unit": _("× table"), "decimals": 2, "ticks": ticks}
    if name == "members":
        marks = (1e4, 1e5, 1e6, 1e7, 1e8, 3e8)
        return {
            "display": written(name, scenario.members),
            "unit": _("members"),
            "number_unit": _("million"),
            "number_scale": 1e6,
            "decimals": 1,
            "ticks": [(x, short(x)) for x in marks],
        }
    return {"display": written(name, getattr(scenario, name)), **_plain_style(fields()[name])}


def _plain_style(meta: FieldMeta) -> dict[str, Any]:
    """Show a field as its number box in the sidebar would, with five marks over its range."""
    box = _box(meta)
    style: dict[str, Any] = {"unit": box.unit, "decimals": box.decimals}
    low, high = meta.minimum or 0.0, meta.maximum or 1.0
    marks = [low + (high - low) * part / 4 for part in range(5)]
    if box.unit.startswith("%"):
        return style | {"number_scale": 0.01, "ticks": [(x, percent(x)) for x in marks]}
    if high >= 1e5:
        return style | {"ticks": [(x, short(x)) for x in marks]}
    whole = all(float(mark).is_integer() for mark in marks)
    return style | {"ticks": [(x, number(x, 0 if whole else 2)) for x in marks]}


def sidebar_form(view: state.View, levers: Sequence[str]) -> None:
    """Draw every input that is no lever of the page, in groups, with the source of each default."""
    for group, title in GROUPS.items():
        metas = [m for m in fields().values() if m.group == group and m.name not in levers]
        # Each update of a lever makes Streamlit look at all elements: closed groups are empty.
        box = st.expander(_(title), key=f"group_{group}", on_change="rerun")
        if box.open:
            with box:
                for meta in metas:
                    _input(meta, view)


def field_box(name: str) -> None:
    """Draw one input on the page itself, as the sidebar would, with the source of its default."""
    _input(fields()[name], state.view())


def _input(meta: FieldMeta, view: state.View) -> None:
    value = getattr(view.scenario, meta.name)
    if meta.choices:
        _choice(meta, value)
    elif meta.optional:
        _optional_number(meta, value)
    else:
        _number(meta, value)
    if problem := state.input_problems().get(meta.name):
        st.error(problem, icon=":material/error:")
    st.caption(
        _("Default {value} · {source}").format(
            value=written(meta.name, meta.default), source=source_link(meta.name)
        )
    )


def _title(meta: FieldMeta) -> str:
    unit = _box(meta).unit
    return f"{_(meta.title)} ({unit})" if unit else _(meta.title)


def _number(meta: FieldMeta, value: float, *, disabled: bool = False) -> None:
    key, box = f"in_{meta.name}", _box(meta)
    kind = int if meta.integer else float
    state.offer(key, kind(round(value * box.scale, 10)))
    st.number_input(
        _title(meta),
        min_value=kind((meta.minimum or 0) * box.scale),
        max_value=kind((meta.maximum or 0) * box.scale),
        step=kind((meta.step or 1) * box.scale),
        format="%d" if meta.integer else f"%.{box.decimals}f",
        key=key,
        help=_(meta.help),
        disabled=disabled,
        on_change=_take_number,
        args=(meta.name, box.scale),
    )


def _take_number(name: str, scale: float) -> None:
    value = state.offered(f"in_{name}")
    assert isinstance(value, int | float)
    meta = fields()[name]
    # Dividing by 100 leaves 0.07 as 0.07000000000000001; twelve digits are the value meant.
    state.change(**{name: value if meta.integer else float(f"{value / scale:.12g}")})


def _optional_number(meta: FieldMeta, value: float | None) -> None:
    key = f"has_{meta.name}"
    state.offer(key, value is not None)
    st.checkbox(_title(meta), key=key, help=_(meta.help), on_change=_take_cap, args=(meta.name,))
    if value is not None:
        _number(meta, value)


# What a cap starts from when it is switched on: the figures Xianghubao had.
_FIRST_CAPS = {"per_claim_cap": 0.10, "annual_cap": 188.0}


def _take_cap(name: str) -> None:
    state.change(**{name: _FIRST_CAPS[name] if state.offered(f"has_{name}") else None})


def _choice(meta: FieldMeta, value: str) -> None:
    key = f"in_{meta.name}"
    state.offer(key, value)
    st.selectbox(
        _title(meta),
        meta.choices,
        format_func=_,
        key=key,
        help=_(meta.help),
        on_change=_take_choice,
        args=(meta.name,),
    )


def _take_choice(name: str) -> None:
    value = state.offered(f"in_{name}")
    assert isinstance(value, str)
    state.change(**{name: value})
