"""The head figures of the closing page: what is owed, who pays, and who is left without."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from mutualmodel import Quantity, Uncertainty
from mutualmodel.closing import WindDown
from mutualmodel.simulation import Layer
from ui.closing.steps import operator_steps, owed_steps
from ui.closing.words import NARROWED_BY, delay_judged, late_note, unpaid_before
from ui.frame import state
from ui.frame.layers import range_note
from ui.frame.sureness import draw_parts, layer_shown
from ui.frame.why import why
from ui.kit.blocks import figure_row
from ui.kit.headline import (
    PEOPLE,
    Headline,
    Reading,
    Writer,
    figures_together,
    headline_figure,
    in_money,
)
from ui.kit.language import LEAST_YUAN, SEMICOLONS, _, amount, entry, listed, money, quantity

# Pixels in which figures such as 999 million yuan are written whole, the first one large.
_WIDTHS = (335, 245)


def draw_headlines(
    view: state.View, closed: WindDown, past: WindDown | None, spreads: Sequence[Uncertainty]
) -> None:
    """Draw the four figures, and below them what is to be known of them.

    ``spreads`` say how sure it is what is owed, of the present closing and then of the baseline's.
    """
    owed, operator = figure_row(_WIDTHS, "medium")
    with owed:
        _owed(view, closed, past, spreads)
    with operator:
        _operator(view, closed, past)
    unpaid = _both(_("Paid less than promised"), PEOPLE, _short, closed, past)
    left = _both(_("Left without cover"), PEOPLE, _uncovered, closed, past)
    figures_together((unpaid, left), _WIDTHS, notes=[late_note(closed)], gap="medium")


def _both(
    title: str,
    write: Writer,
    read: Callable[[WindDown], Reading],
    closed: WindDown,
    past: WindDown | None,
) -> Headline:
    """Read a figure from the present closing and the baseline's."""
    return Headline(title, write, read(closed), read(past) if past is not None else None)


def _owed(
    view: state.View, closed: WindDown, past: WindDown | None, spreads: Sequence[Uncertainty]
) -> None:
    title = (
        _("Owed when the plan stops")
        if closed.books.end == "stopped"
        else _("Owed when the plan dissolves")
    )
    plans = [plan for plan in (closed, past) if plan is not None]
    readings = [
        _with_range(plan, spread, layer_shown(view))
        for plan, spread in zip(plans, spreads, strict=True)
    ]
    figure = Headline(title, in_money(_("¤")), *readings)
    headline_figure(figure, large=True, line_below=_noted(_paid, closed, past))
    why(
        view,
        "owed_at_closing",
        lambda: owed_steps(closed),
        parts=lambda: _parts(closed, spreads[0]),
    )


def _parts(closed: WindDown, spread: Uncertainty) -> None:
    """Draw what makes it unsure what is owed, and say how much of that is judged."""
    if closed.total_owed < LEAST_YUAN:
        return
    draw_parts(spread, narrowed_by=NARROWED_BY)
    if told := delay_judged(closed):
        st.caption(told)


def _operator(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    figure = _both(_("The operator pays in all"), in_money(_("¤")), _paid, closed, past)
    headline_figure(figure, line_below=_noted(_total, closed, past))
    why(view, "operator_pays", lambda: operator_steps(closed))


def _noted(read: Callable[[WindDown], Reading], closed: WindDown, past: WindDown | None) -> bool:
    """Say whether the figure beside one has a note of the baseline's, which takes a line.

    The buttons below the two figures are to stand level.
    """
    return past is not None and read(past).note != read(closed).note


def _total(closed: WindDown) -> Reading:
    share = money(closed.total_owed / max(closed.members, 1.0))
    return Reading(closed.total_owed, _("{share} a member").format(share=share))


def _with_range(closed: WindDown, spread: Uncertainty, layer: Layer) -> Reading:
    """Read what is owed, with what of it each member's part is and how sure it is."""
    reading = _total(closed)
    if closed.total_owed < LEAST_YUAN:
        return reading
    told = range_note(spread.range_of(layer), layer)
    return replace(reading, note=listed((reading.note, told), SEMICOLONS))


def _paid(closed: WindDown) -> Reading:
    cost = closed.operator_cost
    parts = {
        _("claims"): cost["claims"],
        _("refunds"): cost["refund"],
        _("free months"): cost["free_months"],
    }
    told = [entry(name, amount(part)) for name, part in parts.items() if part >= LEAST_YUAN]
    if closed.books.end == "unstarted":
        return Reading(None, _("nobody closes the plan"), none=_("nothing"))
    return Reading(closed.operator_total, listed(told) or _("nothing for claims or anything else"))


def _short(closed: WindDown) -> Reading:
    return Reading(closed.claimants_short, _short_note(closed))


def _short_note(closed: WindDown) -> str:
    if closed.total_owed < LEAST_YUAN:
        return _("no claim is outstanding")
    if closed.some_unpaid:
        return _("{yuan} left unpaid").format(yuan=money(closed.total_unpaid))
    # What the plan's caps cut before is told in the sentence.
    return _("all are paid from then on") if unpaid_before(closed) else _("all are paid")


def _uncovered(closed: WindDown) -> Reading:
    members = quantity(Quantity(closed.members, "members"))
    return Reading(closed.without_cover, _("of {members}").format(members=members))
