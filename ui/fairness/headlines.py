"""The head figures of the fairness page: what changes hands, and the payout that balances."""

import math
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from mutualmodel import Projection, Scenario, project
from mutualmodel.engine import PERIODS_PER_YEAR, never_starts
from mutualmodel.fairness import Fairness, balancing_payout, fairness
from mutualmodel.inputs import fields
from ui.fairness.range_charts import HowSure, moved_note, payouts_note
from ui.fairness.steps import balance_steps, moved_steps
from ui.frame import state
from ui.frame.presses import safely
from ui.frame.standing import paid_by, years_after
from ui.frame.sureness import draw_parts
from ui.frame.why import why
from ui.kit.blocks import figure_pair
from ui.kit.headline import Headline, Reading, Writer, figures_together, headline_figure, in_money
from ui.kit.language import SEMICOLONS, _, amount, listed, money


def draw_headlines(view: state.View, sure: HowSure | None, past: HowSure | None) -> None:
    """Draw what changes hands, what would balance it, and what either group receives.

    Below them stands who pays the bill, what the years after cost and how sure the payouts are.
    ``sure`` and ``past``, the baseline's, say that; None of a plan that never starts.
    """
    moved, balance = figure_pair()
    with moved:
        _moved(view, sure, past)
    with balance:
        _balance(view)
    young = _received(view, _("Under {age} receive"), lambda fair: fair.young)
    old = _received(view, _("From {age} on receive"), lambda fair: fair.old)
    figures_together((young, old), notes=_notes(project(view.plan), sure))


def _notes(plan: Projection, sure: HowSure | None) -> list[str]:
    if never_starts(plan):
        return []
    return [paid_by(plan), years_after(plan), payouts_note(sure) if sure is not None else ""]


def _reading(scenario: Scenario, value: float, note: str) -> Reading:
    """Read a figure of a plan; one that never starts has none."""
    if never_starts(project(scenario)):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    return Reading(value, note)


def _moved(view: state.View, sure: HowSure | None, past: HowSure | None) -> None:
    def read(scenario: Scenario, found: HowSure | None) -> Reading:
        told = (_in_all(scenario), moved_note(found) if found is not None else "")
        return _reading(scenario, fairness(scenario).moved, listed(filter(None, told), SEMICOLONS))

    figure = Headline(
        _("Paid by some ages and sexes for others"),
        in_money(_("¤ a member and year")),
        read(view.plan, sure),
        read(view.past, past) if view.past else None,
    )
    headline_figure(figure, large=True)
    if sure is not None:
        why(
            view,
            "changes_hands",
            lambda: moved_steps(fairness(view.plan), view.plan.age_mix),
            parts=lambda: draw_parts(sure.moved.spread) if sure.fair.moved > 0 else None,
        )


def _in_all(scenario: Scenario) -> str:
    year = project(scenario.with_changes(years=1)).array("members").sum() / PERIODS_PER_YEAR
    total = money(fairness(scenario).moved * float(year))
    return _("{total} in all in the first year").format(total=total)


def _received(view: state.View, title: str, group: Callable[[Fairness], float]) -> Headline:
    def read(scenario: Scenario) -> Reading:
        fair = fairness(scenario)
        if not group(fair) and not fair.two_groups:
            return Reading(None, _("no member is that age"), none=_("none"))
        return _reading(scenario, group(fair), _("a member and year"))

    title = title.format(age=view.plan.payout_age)
    past = read(view.past) if view.past else None
    return Headline(title, in_money(_("¤")), read(view.plan), past)


def _balance(view: state.View) -> None:
    """Draw the payout at which both groups receive the same, and offer to set it."""
    now, before = _balancing(view.plan), _balancing(view.past) if view.past else None
    from_age = _("from {age} on").format(age=view.plan.payout_age)
    note = now.note or (_("there is only one group") if now.value is None else from_age)
    # Payouts are set in whole yuan.
    write = Writer(lambda payout: (amount(round(payout)), _("¤")), money, relative=True)
    headline_figure(Headline(_("Balancing payout"), write, replace(now, note=note), before))
    if now.value is not None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            why(view, "balancing_payout", lambda: balance_steps(view.plan, fairness(view.plan)))
            _offer(now.value, view.plan)


def _balancing(scenario: Scenario) -> Reading:
    payout = balancing_payout(fairness(scenario))
    if math.isnan(payout):
        return Reading(None, none=_("none"))
    return _reading(scenario, payout, "")


def _offer(payout: float, plan: Scenario) -> None:
    """Offer the payout of which the part that is covered balances both groups."""
    meta = fields()["payout_40_plus"]
    most = float(meta.maximum or payout)
    st.button(
        _("Use it"),
        key="use_balance",
        on_click=safely(state.change),
        args=({"plan.payout_40_plus": float(min(round(payout / plan.covered_share), most))},),
        help=_("Sets the payout at {age} and over; the largest allowed is {most}.").format(
            age=plan.payout_age, most=money(most)
        ),
    )
