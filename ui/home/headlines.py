"""The head figures of the home page, each with the steps that lead to it."""

from collections.abc import Sequence

import streamlit as st

from mutualmodel import Projection, Uncertainty
from mutualmodel.engine import never_starts
from mutualmodel.explain import explain
from mutualmodel.simulation import Layer
from ui.frame import state
from ui.frame.layers import likely_range, range_note
from ui.frame.standing import paid_by, years_after
from ui.frame.sureness import layer_shown
from ui.frame.why import why, why_range
from ui.kit.headline import Headline, Reading, headline_figure, in_money, notes_below
from ui.kit.language import _, money


def draw_headlines(
    view: state.View,
    projection: Projection,
    before: Projection | None,
    spreads: Sequence[Uncertainty],
) -> None:
    """Draw what a member pays in the first year, at a settlement and for one claim.

    ``spreads`` say how sure that is of the plan and, if there is one, of the baseline.
    """
    year, settlement, claim = st.columns([1.6, 1.1, 1.08])
    with year:
        _year(view, projection, before, spreads)
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
    view: state.View,
    projection: Projection,
    before: Projection | None,
    spreads: Sequence[Uncertainty],
) -> None:
    now, *past = [_likely(spread, layer_shown(view)) for spread in spreads]
    cost = projection.headline.cost_per_member_year
    figure = Headline(
        _("A member pays in the first year"),
        in_money(_("¤")),
        _reading(projection, cost, now),
        _reading(before, before.headline.cost_per_member_year, past[0]) if before else None,
    )
    headline_figure(figure, large=True)
    with st.container(horizontal=True, gap="small"):
        why(view, "first_year", lambda: explain(projection, "cost_per_member_year"))
        why_range(view, projection, spreads[0])


def _likely(spread: Uncertainty, layer: Layer) -> str:
    return range_note(likely_range(spread, layer), layer, limit=spread.scenario.year_limit)


def _settlement(view: state.View, projection: Projection, before: Projection | None) -> None:
    figure = Headline(
        _("At each settlement"),
        in_money(_("¤")),
        _reading(
            projection, projection.headline.cost_per_settlement, _("average over the first year")
        ),
        _reading(before, before.headline.cost_per_settlement, "") if before else None,
    )
    headline_figure(figure)
    why(view, "settlement", lambda: explain(projection, "cost_per_settlement"))


def _claim(view: state.View, projection: Projection, before: Projection | None) -> None:
    payout = money(max(projection.scenario.payouts))
    varies = projection.scenario.claim_size_cv > 0.0
    of = _("of {payout} on average") if varies else _("of {payout} at most")
    note = of.format(payout=payout)
    figure = Headline(
        _("For one claim"),
        in_money(_("¤")),
        _reading(projection, projection.headline.cost_per_claim, note),
        _reading(before, before.headline.cost_per_claim, "") if before else None,
    )
    headline_figure(figure)
    why(view, "one_claim", lambda: explain(projection, "cost_per_claim"))
