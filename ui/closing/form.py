"""The terms of closing as inputs: ways from the record, four levers, and the rest."""

import streamlit as st

from mutualmodel import Case
from mutualmodel.inputs import WAYS, ClosingTerms, terms_of
from ui.frame import state
from ui.frame.forms import form
from ui.frame.presses import safely
from ui.kit.blocks import intro
from ui.kit.language import _, inside, listed, sentences

# What moves the page's figures most; the other terms stand one by one below them.
LEVERS = (
    "view.stop_month",
    "closing.refund_share",
    "closing.paid_share",
    "closing.bridge_take_up",
)


def way_row(view: state.View) -> None:
    """Offer the ways of closing from the record; a press loads its terms."""
    terms = view.case.closing
    chosen = _way(view.case)
    state.offer("closing_way", chosen)
    st.pills(
        _("Close as"),
        list(WAYS),
        format_func=lambda name: _(WAYS[name].title),
        key="closing_way",
        label_visibility="collapsed",
        wrap=True,
        on_change=safely(_load),
    )
    told = [_story(chosen)]
    if view.baseline is not None and view.baseline.closing != terms:
        told.append(_of_the_baseline(_way(view.baseline)))
    intro(sentences(*told))


def _way(case: Case) -> str | None:
    named = (name for name in WAYS if _terms(name, case) == case.closing)
    return next(named, None)


def _terms(name: str, case: Case) -> ClosingTerms:
    return terms_of(WAYS[name], case.closing, case.plan.currency)


def _load() -> None:
    name = state.offered("closing_way")
    # A press on the chosen way takes it back; the terms then stay as they were.
    if isinstance(name, str):
        state.replace_record("closing", _terms(name, state.view().case))


def _story(name: str | None) -> str:
    """Tell how a plan of the record closed, and what of that is assumed."""
    if name is None:
        return _("Your own terms, edited from a preset.")
    way = WAYS[name]
    assumed = listed(inside(ClosingTerms.fields()[field].title) for field in way.assumed)
    return sentences(_(way.story), _("Not known and assumed: {names}.").format(names=assumed))


def _of_the_baseline(name: str | None) -> str:
    if name is None:
        return _("The baseline closes on terms of its own.")
    return _("The baseline closes as {way}.").format(way=_(WAYS[name].title))


def terms_form() -> None:
    """Draw every term that is no lever, in two columns, each with its default's source."""
    box = st.expander(_("The terms, one by one"), key="closing_terms", on_change="rerun")
    if not box.open:
        return
    with box:
        columns = st.columns(2, gap="large")
        for column, (group, title) in zip(columns, ClosingTerms.GROUPS.items(), strict=True):
            fields = ClosingTerms.fields().values()
            paths = [f"closing.{meta.name}" for meta in fields if meta.group == group]
            with column:
                st.markdown(f"**{_(title)}**")
                form([path for path in paths if path not in LEVERS])
