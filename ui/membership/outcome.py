"""The map of what becomes of plans like this one: hundreds of them, worked out beside the page."""

from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import streamlit as st

from mutualmodel import Scenario
from mutualmodel.membership import (
    SETTLES_FROM,
    UNRAVELS_BELOW,
    YEARS_AHEAD,
    OutcomeMap,
    outcome_map,
)
from ui.frame import state
from ui.frame.background import Report
from ui.frame.beside import Beside, Shown
from ui.frame.faults import fragment
from ui.kit.blocks import chart_card, fade_part, numbers, says
from ui.kit.charts import Chart
from ui.kit.language import _, percent, sentences
from ui.kit.palette import Palette
from ui.kit.theme import palette
from ui.membership import stability_charts as tipping_charts
from ui.membership.ahead import far
from ui.membership.stability_charts import Place

MAP_ELASTICITIES, MAP_SPREADS = np.linspace(0.0, 3.0, 25), np.linspace(0.0, 1.0, 21)
PART = "outcome_map"


def _over(plan: Scenario) -> Scenario:
    # The map is over these two inputs, so it is the same wherever the plan stands on it.
    return far(plan).with_changes(price_elasticity=0.0, risk_spread=0.5)


def _work(plan: Scenario, report: Report) -> OutcomeMap:
    return outcome_map(_over(plan), list(MAP_ELASTICITIES), list(MAP_SPREADS), progress=report)


def _key(plan: Scenario) -> Hashable:
    return PART, _over(plan)


def _told() -> str:
    return _("What becomes of {plans} plans like this one is being worked out.").format(
        plans=MAP_ELASTICITIES.size * MAP_SPREADS.size
    )


_MAPS = Beside(PART, _work, _key, _told)
drop_unasked = _MAPS.drop_unasked


def outcomes(view: state.View, colours: Palette) -> Chart:
    """Draw where plans like the view's would come to rest, worked out here if need be."""
    plans = tuple(view.plans)
    return _chart(Shown(plans, tuple(map(_MAPS.result, plans)), current=True), colours)


@fragment(PART)
def draw_outcomes() -> None:
    """Draw the map once it is there, and until then the last one; this reruns alone."""
    view = state.view()
    shown = _MAPS.shown(view)
    with st.container(key=PART):
        if shown is not None:
            chart = _chart(shown, palette())
            chart_card(chart, key="outcomes", height=380, settled=shown.current)
            st.caption(
                _("Holds: {high} or more. Shrinks: less. Unravels: below {low}.").format(
                    high=percent(SETTLES_FROM), low=percent(UNRAVELS_BELOW)
                )
            )
    if shown is not None and shown.current:
        numbers({"outcomes": chart}, key="outcomes")
        return
    if shown is not None:
        fade_part(PART)
        says(_of_before())
    _MAPS.wait(view, stands=shown is not None)


def _of_before() -> str:
    return _("This map is still of the plan before the last change.")


def _chart(shown: Shown[OutcomeMap], colours: Palette) -> Chart:
    now, *past = [
        Place(found, plan.price_elasticity, plan.risk_spread)
        for plan, found in zip(shown.plans, shown.results, strict=True)
    ]
    chart = tipping_charts.outcomes(now, past[0] if past else None, YEARS_AHEAD, colours)
    return chart if shown.current else replace(chart, alt=sentences(_of_before(), chart.alt))
