"""The insurer's inputs as widgets: drawn from their declaration, kept in the share link."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mutualmodel.inputs import FieldMeta
from mutualmodel.insurance import TERM_GROUPS, Terms, term_fields
from ui import state
from ui.choices import choose_number
from ui.language import _

# Terms that stand beside the main chart; the others are unfolded.
MAIN_TERMS = ("pricing_level", "loading")


def terms_form(below: DeltaGenerator) -> Terms:
    """Draw the insurer's inputs, the main ones here and the others ``below``; return them all."""
    chosen = {name: _term(name) for name in MAIN_TERMS}
    with below.expander(_("More of the insurer’s terms"), key="ins_terms"):
        columns = st.columns(len(TERM_GROUPS), gap="large")
        for column, (group, title) in zip(columns, TERM_GROUPS.items(), strict=True):
            with column:
                st.caption(f"**{_(title)}**")
                for name, meta in term_fields().items():
                    if meta.group == group and name not in MAIN_TERMS:
                        chosen[name] = _term(name)
        titles: dict[str, str] = {meta.source: meta.title for meta in term_fields().values()}
        links = " · ".join(
            f"[{_(title)}]({state.link_to('sources', figure=name)})"
            for name, title in titles.items()
        )
        st.caption(_("Where these come from: {links}").format(links=links))
    return Terms(**chosen)


def _term(name: str) -> float:
    meta = term_fields()[name]
    assert meta.minimum is not None
    assert meta.maximum is not None
    assert isinstance(meta.default, float)
    step = float(meta.step or 1)
    share = meta.unit.startswith(("of ", "a year"))
    return choose_number(
        f"ins_{name}",
        _label(meta, share),
        (meta.minimum, meta.maximum),
        meta.default,
        step=step,
        decimals=_decimals(step * (100 if share else 1)),
        scale=100.0 if share else 1.0,
        help=_(meta.help),
        slider=name in MAIN_TERMS,
    )


def _label(meta: FieldMeta, share: bool) -> str:
    unit = f"% {_(meta.unit)}" if share else _(meta.unit)
    return f"{_(meta.title)}, {unit}"


def _decimals(step: float) -> int:
    return 0 if step >= 1 else 1 if step >= 0.1 else 2
