"""The head figures of the closing page: what is owed, who pays, and who is left without."""

from collections.abc import Callable

from mutualmodel import Quantity
from mutualmodel.closing import WindDown
from ui.closing.steps import operator_steps, owed_steps, program
from ui.frame import state
from ui.frame.why import why_steps
from ui.kit.blocks import figure_row
from ui.kit.headline import PEOPLE, Headline, Reading, Writer, headline_figure, yuan
from ui.kit.language import _, money, quantity

# Pixels in which figures such as 999 million yuan are written whole, the first one large.
_WIDTHS = (335, 245)


def draw_headlines(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    """Draw the four figures; ``past`` is None without a baseline, or if that has no settlement."""
    owed, operator = figure_row(_WIDTHS, "medium")
    with owed:
        _owed(view, closed, past)
    with operator:
        _operator(view, closed, past)
    unpaid, left = figure_row(_WIDTHS, "medium")
    with unpaid:
        headline_figure(_both(_("Claimants short"), PEOPLE, _short, view, closed, past))
    with left:
        headline_figure(_both(_("Without cover"), PEOPLE, _uncovered, view, closed, past))


def _both(
    title: str,
    write: Writer,
    read: Callable[[WindDown], Reading],
    view: state.View,
    closed: WindDown,
    past: WindDown | None,
) -> Headline:
    """Read a figure from the present closing and the baseline's, which may have no settlement."""
    before = read(past) if past is not None else None
    if before is None and view.baseline is not None:
        before = Reading(None, none=_("no settlement"))
    return Headline(title, write, read(closed), before)


def _owed(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    figure = _both(_("Owed when the plan stops"), yuan(_("yuan")), _total, view, closed, past)
    headline_figure(figure, large=True)
    why_steps(
        "closing_owed",
        _("What is owed when the plan stops"),
        lambda: owed_steps(closed),
        lambda: program("total_owed", view, past),
    )


def _operator(view: state.View, closed: WindDown, past: WindDown | None) -> None:
    figure = _both(_("The operator pays"), yuan(_("yuan")), _paid, view, closed, past)
    # The buttons below the two figures stand level: a note of the other's takes a line there.
    noted = past is not None and _total(past).note != _total(closed).note
    headline_figure(figure, line_below=noted)
    why_steps(
        "closing_operator",
        _("What closing costs the operator"),
        lambda: operator_steps(closed),
        lambda: program("operator_total", view, past),
    )


def _total(closed: WindDown) -> Reading:
    share = money(closed.total_owed / max(closed.members, 1.0))
    return Reading(closed.total_owed, _("{share} a member").format(share=share))


def _paid(closed: WindDown) -> Reading:
    return Reading(closed.operator_total, _("claims, refunds, free months"))


def _short(closed: WindDown) -> Reading:
    return Reading(closed.claimants_short, _("paid less than promised"))


def _uncovered(closed: WindDown) -> Reading:
    members = quantity(Quantity(closed.members, "members"))
    return Reading(closed.without_cover, _("of {members}").format(members=members))
