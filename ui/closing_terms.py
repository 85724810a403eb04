"""The terms of closing as widgets: drawn from their declaration, kept in the share link."""

from typing import Any

import streamlit as st

from mutualmodel.closing import WAYS, ClosingTerms, closing_fields
from mutualmodel.inputs import FieldMeta
from ui import state
from ui.choices import choose_number, choose_one
from ui.language import _

_PREFIX = "close_"
_GROUPS = {"closing": "What is owed", "bridge": "The bridging policy"}


def way_row(terms: ClosingTerms) -> None:
    """Offer the ways of closing from the record; a press loads its terms."""
    chosen = next((name for name, way in WAYS.items() if way.terms == terms), None)
    state.offer("closing_way", chosen)
    st.pills(
        _("Close as"),
        list(WAYS),
        format_func=lambda name: _(WAYS[name].title),
        key="closing_way",
        label_visibility="collapsed",
        wrap=True,
        on_change=_load,
    )
    if chosen is None:
        st.html('<div class="insight">' + _("Your own terms, edited from a preset.") + "</div>")
        return
    way = WAYS[chosen]
    names = ", ".join(_(closing_fields()[name].title).lower() for name in way.assumed)
    told = _("{story} Not known and assumed: {names}.").format(story=_(way.story), names=names)
    st.html(f'<div class="insight">{told}</div>')


def _load() -> None:
    name = state.offered("closing_way")
    if isinstance(name, str):
        for field, value in WAYS[name].terms.model_dump().items():
            state.choose(_PREFIX + field, value, _default(field))


def _default(field: str) -> str | float:
    default = closing_fields()[field].default
    assert default is not None
    return default


def chosen_terms() -> ClosingTerms:
    """Return the terms as the link or the widgets of an earlier run have them."""
    return ClosingTerms(**{name: _held(meta) for name, meta in closing_fields().items()})


def _held(meta: FieldMeta) -> Any:
    name = _PREFIX + meta.name
    if meta.choices:
        return state.choice(name, meta.choices, str(meta.default))
    assert isinstance(meta.default, int | float)
    value = state.number_choice(name, meta.minimum or 0.0, meta.maximum or 0.0, meta.default)
    return round(value) if meta.integer else value


def terms_form() -> None:
    """Draw every term in two columns, each with the source of its default."""
    with st.expander(_("The terms, one by one"), key="closing_terms"):
        columns = st.columns(2, gap="large")
        for column, (group, title) in zip(columns, _GROUPS.items(), strict=True):
            with column:
                st.markdown(f"**{_(title)}**")
                metas = [meta for meta in closing_fields().values() if meta.group == group]
                for meta in metas:
                    _widget(meta)
                links = " · ".join(
                    f"[{_(meta.title)}]({state.link_to('sources', figure=meta.source)})"
                    for meta in metas
                )
                st.caption(_("Where these come from: {links}").format(links=links))


def _widget(meta: FieldMeta) -> None:
    if meta.choices:
        options = {choice: _(choice) for choice in meta.choices}
        choose_one(
            _PREFIX + meta.name, _(meta.title), options, str(meta.default), help=_(meta.help)
        )
        return
    assert isinstance(meta.default, int | float)
    share = meta.unit == "share"
    unit = "%" if share else _(meta.unit)
    step = float(meta.step or 1)
    choose_number(
        _PREFIX + meta.name,
        f"{_(meta.title)} ({unit})",
        (meta.minimum or 0.0, meta.maximum or 0.0),
        float(meta.default),
        step=step,
        decimals=1 if share or step < 1 else 0,
        scale=100.0 if share else 1.0,
        help=_(meta.help),
    )
