"""The head figures of the home page, each with the steps that lead to it."""

import streamlit as st

from mutualmodel import CostBand, Projection, project
from mutualmodel.engine import ends_in_first_year, never_starts
from mutualmodel.insurance import settled_plan
from ui.frame import state
from ui.frame.standing import months_to_end, paid_by
from ui.frame.why import why
from ui.kit.headline import Headline, Reading, headline_figure, notes_below, yuan
from ui.kit.language import _, amount, listed, money, sentences

# So many later years are told one by one; of more the second, the middle one and the last.
_TOLD_ONE_BY_ONE = 4


def draw_headlines(
    view: state.View, projection: Projection, before: Projection | None, band: CostBand
) -> None:
    """Draw what a member pays in the first year, at a settlement and for one claim.

    ``band`` is the likely range of the first year.
    """
    year, settlement, claim = st.columns([1.7, 1, 1])
    with year:
        _year(view, projection, before, band)
    with settlement:
        _settlement(view, projection, before)
    with claim:
        _claim(view, projection, before)
    if not never_starts(projection):
        notes_below(paid_by(projection), years_after(projection))


def _reading(projection: Projection, value: float, note: str) -> Reading:
    """Read a figure of a plan; one that never starts has none."""
    if never_starts(projection):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    return Reading(value, note)


def _year(
    view: state.View, projection: Projection, before: Projection | None, band: CostBand
) -> None:
    cost = projection.headline.cost_per_member_year
    figure = Headline(
        _("A member pays in the first year"),
        yuan(_("yuan")),
        _reading(projection, cost, _likely(band)),
        _reading(before, before.headline.cost_per_member_year, "") if before else None,
    )
    headline_figure(figure, large=True)
    with st.container(horizontal=True, gap="small"):
        why(view, projection, "cost_per_member_year", _("What a member pays in the first year"))
        why(view, projection, "likely_high", _("The likely range"), label=_("Why this range?"))


def _likely(band: CostBand) -> str:
    if not band.high:
        return _("nothing is shared")
    if band.high - band.low < 1e-3 * band.high:
        return _("nine years in ten and more: just that, the cap on a year")
    return _("nine years in ten: {low} to {high}").format(
        low=amount(band.low), high=money(band.high)
    )


def years_after(projection: Projection) -> str:
    """Say what the years after the first cost, till when, and what the plan comes to in the end."""
    ended = projection.headline.dissolved_after_years
    if ended is not None and ends_in_first_year(projection):
        return _("Until the plan dissolves after {months}.").format(months=months_to_end(ended))
    costs = projection.years["charged_per_member"].to_numpy()[1:]
    if ended is not None:
        held = listed(map(amount, costs[: int(ended)]))
        return _("The years after cost {costs} yuan, until it dissolves after {months}.").format(
            costs=held, months=months_to_end(ended)
        )
    ultimate = _ultimate(projection)
    if len(costs) == 0:
        return ultimate
    if len(costs) > _TOLD_ONE_BY_ONE:
        then = _("The second year costs {second}, the last {last}.").format(
            second=money(costs[0]), last=money(costs[-1])
        )
    else:
        then = _("The years after cost {costs} yuan.").format(costs=listed(map(amount, costs)))
    return sentences(then, ultimate)


def _ultimate(projection: Projection) -> str:
    """Say what members of the same ages cost who are past their healthy first years."""
    settled = project(settled_plan(projection.scenario.with_changes(years=1)))
    return _("Ultimate cost at the same ages, once hardly anyone is new: {cost}.").format(
        cost=money(settled.headline.cost_per_member_year)
    )


def _settlement(view: state.View, projection: Projection, before: Projection | None) -> None:
    figure = Headline(
        _("At each settlement"),
        yuan(_("yuan")),
        _reading(projection, projection.headline.cost_per_settlement, _("mean of the first year")),
        _reading(before, before.headline.cost_per_settlement, "") if before else None,
    )
    headline_figure(figure)
    why(view, projection, "cost_per_settlement", _("What a member pays at a settlement"))


def _claim(view: state.View, projection: Projection, before: Projection | None) -> None:
    payout = money(max(projection.scenario.payouts))
    note = _("of {payout} at most").format(payout=payout)
    figure = Headline(
        _("For one claim"),
        yuan(_("yuan")),
        _reading(projection, projection.headline.cost_per_claim, note),
        _reading(before, before.headline.cost_per_claim, "") if before else None,
    )
    headline_figure(figure)
    why(view, projection, "cost_per_claim", _("What a member pays for one claim"))
