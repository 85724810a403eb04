"""The head figures of the fund page: what a member pays, ruin, what it takes, what lies there."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from mutualmodel import project
from mutualmodel.engine import never_starts
from mutualmodel.inputs import Value, fields
from mutualmodel.levels import ONE_IN_200
from mutualmodel.periods import MONTHS_PER_YEAR
from ui.frame import state
from ui.frame.presses import safely
from ui.frame.why import why
from ui.fund.bearer_charts import holding
from ui.fund.outlook import Outlook, Outlooks
from ui.fund.steps import (
    a_member,
    cost_steps,
    held_steps,
    needed_steps,
    ruin_steps,
)
from ui.fund.words import rounded_up, within
from ui.kit.blocks import figure_row
from ui.kit.headline import Headline, Reading, Writer, headline_figure, in_money
from ui.kit.language import LEAST_YUAN, _, amount, as_told, chances, large, money, number, percent

# Pixels of the two figures of a row.
_WIDTHS = (265, 205)
_AFTER = "after"


def draw_headlines(view: state.View, shown: Outlooks) -> None:
    """Draw what a member pays, how likely it is ruined, what it takes and what lies there."""
    cost, ruin = figure_row(_WIDTHS, "small")
    with cost:
        _draw(_("A member pays in the first year"), in_money(_("¤")), _cost, shown, large=True)
        why(view, "first_year", lambda: cost_steps(project(view.plan)))
    with ruin:
        _ruin(view, shown)
    needed, held = figure_row(_WIDTHS, "small")
    with needed:
        _needed(view, shown)
    with held:
        _held(view, shown)


def _draw(
    title: str,
    write: Writer,
    read: Callable[[Outlook], Reading],
    shown: Outlooks,
    *,
    large: bool = False,
) -> None:
    now, past = shown.now, shown.past
    figure = Headline(title, write, read(now), None if past is None else read(past))
    headline_figure(figure, large=large)


def _cost(outlook: Outlook) -> Reading:
    projection = project(outlook.plan)
    if never_starts(projection):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    cost = projection.headline.cost_per_member_year
    month = money(cost / MONTHS_PER_YEAR)
    if outlook.plan.funding == "after":
        return Reading(cost, _("{month} a month, after the event").format(month=month))
    paid_in = money(a_member(projection, "contributions"))
    if outlook.plan.funding == "prepaid":
        note = _("{month} a month, drawn from balances; paid in {paid_in}")
        return Reading(cost, note.format(month=month, paid_in=paid_in))
    note = _("{month} a month, net: paid in {paid_in}, called {called}, paid back {returned}")
    return Reading(
        cost,
        note.format(
            month=month,
            paid_in=paid_in,
            called=amount(a_member(projection, "called")),
            returned=amount(a_member(projection, "returned")),
        ),
    )


def _ruin(view: state.View, shown: Outlooks) -> None:
    title = (
        _("Balances do not cover a levy")
        if view.plan.funding == "prepaid"
        else _("The money runs out")
    )
    write = Writer(lambda chance: (chances(chance), ""), lambda chance: percent(chance, 1))
    _draw(title, write, _chance_of_ruin, shown)
    if view.plan.funding != _AFTER:
        why(view, "ruin", lambda: ruin_steps(shown.now), paths=shown.now.simulation.paths)


def _chance_of_ruin(outlook: Outlook) -> Reading:
    if outlook.plan.funding == _AFTER:
        return Reading(None, _("members pay after the event"), none=_("no fund"))
    if never_starts(project(outlook.plan)):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    ruin = outlook.simulation.probability("ruined")
    first = outlook.simulation.probability("ruined", 1)
    note = _("{within}, ± {error}; in the first year {first}")
    said = note.format(
        within=within(outlook.plan),
        error=percent(ruin.standard_error, 2),
        first=chances(first.value),
    )
    return Reading(ruin.value, said)


# -------------------------------------------------------------------------------- what it takes


def _needed(view: state.View, shown: Outlooks) -> None:
    title = (
        _("Enough in 99.5 % of runs")
        if view.plan.funding == "fund"
        else _("In a fund, enough in 99.5 % of runs")
    )
    _draw(title, in_money(_("¤ a month")), _contribution, shown)
    needs = shown.now.needs
    if needs is None or not np.isfinite(needs.whole.at(ONE_IN_200)):
        return
    why(
        view,
        "solvent_contribution",
        lambda: needed_steps(shown.now, needs),
        paths=len(needs.whole.contribution),
    )
    found = rounded_up(needs.whole.at(ONE_IN_200))
    if never_starts(project(view.plan)) or not can_be_set(found):
        return
    wanted = as_a_fund(found)
    if all(view.case.value(path) == value for path, value in wanted.items()):
        return
    st.button(
        set_label(view, found),
        key="fund_set",
        icon=":material/savings:",
        help=_("Undo brings you back."),
        on_click=safely(state.change),
        args=(wanted,),
    )


def can_be_set(contribution: float) -> bool:
    """Say whether a contribution lies within what can be set."""
    most = fields()["contribution_month"].maximum
    return most is None or contribution <= most


def as_a_fund(contribution: float) -> dict[str, Value]:
    """Return what changes in a case whose members are to pay so much a month into a fund."""
    return {"plan.funding": "fund", "plan.contribution_month": contribution}


def set_label(view: state.View, contribution: float) -> str:
    """Name the press: to set a contribution, or to try a fund with it."""
    text = (
        _("Set {contribution} a month")
        if view.plan.funding == "fund"
        else _("Try a fund with {contribution} a month")
    )
    return text.format(contribution=money(contribution))


def _contribution(outlook: Outlook) -> Reading:
    if never_starts(project(outlook.plan)):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    if outlook.needs is None:
        return Reading(None, _("being worked out"), none="…")
    known = outlook.needs.whole
    if not np.isfinite(known.at(ONE_IN_200)):
        return Reading(
            None, _("the plan ends: what it still owes comes too late"), none=_("no amount")
        )
    note = _("± {error}; 95 %: {low}, 99 %: {middle}; {within}")
    said = note.format(
        error=amount(known.error(ONE_IN_200)),
        low=amount(known.at(0.95)),
        middle=amount(known.at(0.99)),
        within=within(outlook.plan),
    )
    return Reading(known.at(ONE_IN_200), said)


# -------------------------------------------------------------------------------------- what lies


def _held(view: state.View, shown: Outlooks) -> None:
    write = Writer(lambda value: (large(as_told(value)), _("¤")), money, relative=True)
    _draw(_("Held for members at most"), write, _most_held, shown)
    if view.plan.funding != _AFTER and holding(project(view.plan)).held.any():
        why(view, "held_most", lambda: held_steps(project(view.plan)))


def _most_held(outlook: Outlook) -> Reading:
    projection = project(outlook.plan)
    if outlook.plan.funding == _AFTER:
        return Reading(None, _("no money is paid in advance"), none=_("nothing"))
    held = holding(projection).held
    if held.max() < LEAST_YUAN:
        return Reading(None, _("used up at the end of every month"), none=_("nothing"))
    month = int(held.argmax())
    members = max(float(projection.array("members")[2 * month + 1]), 1.0)
    note = _("expected, after month {month}: {each} a member")
    return Reading(
        float(held[month]), note.format(month=number(month + 1), each=money(held[month] / members))
    )
