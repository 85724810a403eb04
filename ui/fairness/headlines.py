"""The head figures of the fairness page: what changes hands, and the payout that balances."""

import math
from dataclasses import replace

import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.engine import PAYOUT_AGE
from mutualmodel.fairness import Fairness, balancing_payout, fairness
from mutualmodel.inputs import fields
from ui.fairness.steps import balance_program, balance_steps, moved_program, moved_steps
from ui.frame import state
from ui.frame.why import why_steps
from ui.kit.blocks import figure_grid
from ui.kit.headline import Headline, Reading, Writer, headline_figure, yuan
from ui.kit.language import _, amount, money


def draw_headlines(view: state.View, fair: Fairness, past: Fairness | None) -> None:
    """Draw what changes hands, what would balance it, and what either group receives."""
    moved, balance, young, old = figure_grid()
    with moved:
        _moved(view, fair, past)
    with balance:
        _balance(view, fair, past)
    with young:
        _received(_("Under 40 receive"), slice(0, PAYOUT_AGE), fair, past)
    with old:
        _received(_("From 40 on receive"), slice(PAYOUT_AGE, 60), fair, past)


def _moved(view: state.View, fair: Fairness, past: Fairness | None) -> None:
    figure = Headline(
        _("Changes hands between ages and sexes"),
        yuan(_("yuan a member and year")),
        Reading(fair.moved, _in_all(view.plan)),
        Reading(past.moved, _in_all(view.past)) if past and view.past else None,
    )
    headline_figure(figure, large=True)
    why_steps(
        "fairness_moved",
        _("What changes hands between ages and sexes"),
        lambda: moved_steps(fair),
        lambda: moved_program(view.case, view.baseline),
    )


def _in_all(scenario: Scenario) -> str:
    members = project(scenario.with_changes(years=1)).headline.mean_members
    return _("{total} a year in all").format(total=money(fairness(scenario).moved * members))


def _received(title: str, ages: slice, fair: Fairness, past: Fairness | None) -> None:
    def read(one: Fairness) -> Reading:
        return Reading(one.of_ages(ages.start, ages.stop), _("a member and year"))

    figure = Headline(title, yuan(_("yuan")), read(fair), read(past) if past else None)
    headline_figure(figure)


def _balance(view: state.View, fair: Fairness, past: Fairness | None) -> None:
    """Draw the payout at which both groups receive the same, and offer to set it."""
    now, before = _balancing(fair), _balancing(past) if past else None
    note = _("there is one group only") if now.value is None else _("from 40 on")
    # Payouts are set in whole yuan.
    write = Writer(lambda payout: (amount(round(payout)), _("yuan")), money, relative=True)
    headline_figure(Headline(_("Balancing payout"), write, replace(now, note=note), before))
    if now.value is not None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            why_steps(
                "fairness_balance",
                _("The payout from 40 on that balances both groups"),
                lambda: balance_steps(view.plan, fair),
                lambda: balance_program(view.case, view.baseline),
            )
            _offer(now.value)


def _balancing(fair: Fairness) -> Reading:
    payout = balancing_payout(fair)
    return Reading(None if math.isnan(payout) else payout, none=_("none"))


def _offer(payout: float) -> None:
    meta = fields()["payout_40_plus"]
    most = float(meta.maximum or payout)
    st.button(
        _("Use it"),
        key="use_balance",
        on_click=state.change,
        args=({"plan.payout_40_plus": float(min(round(payout), most))},),
        help=_("Sets the payout at 40 and over; the largest allowed is {most}.").format(
            most=money(most)
        ),
    )
