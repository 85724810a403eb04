"""Any two inputs and any result: a map that is refined beside the page where that takes long."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from mutualmodel import Case
from mutualmodel.analysis import Result, Surface, surface
from ui.frame import state
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.language import _, number, rounded
from ui.kit.theme import palette
from ui.lab.asked import pick_input, pick_result
from ui.lab.surface_charts import surface_chart
from ui.lab.waiting import worked_out

# Points of each input, ever more, where a result is not read off a projection.
_FINER = (5, 9, 17)
_KEPT = 16


def draw_surface(view: state.View) -> tuple[str, str, str]:
    """Draw what two inputs make of a result; return across, upwards, and of what."""
    panel = st.container(key="lab_panel_surface")
    left, right = panel.columns([0.34, 0.66], gap="large")
    with left:
        result = pick_result(_("Which result is mapped?"), "lab_surface_result")
        x = pick_input(_("Across"), "lab_x", "plan.incidence_multiplier")
        y = pick_input(_("Upwards"), "lab_y", "plan.payout_40_plus", fits=lambda path: path != x)
    cases = view.cases
    with left:
        found = _surfaces(cases, x, y, result)
    asked = x, y, result.name
    if found is None:
        return asked
    now, *others = found
    past = others[0] if others else None
    with left:
        says(_sentence(now, result, view), live=True)
    with right:
        chart = surface_chart(now, past, result, view.plan, palette())
        chart_card(chart, key="surface", height=440)
        numbers({"surface": chart}, key="surface")
    return asked


def _sentence(now: Surface, result: Result, view: state.View) -> str:
    title = _(result.title)
    if now.here[2] != now.here[2]:
        return _("{result}: none as the case stands.").format(result=title)
    return _("{result}: {here} as the case stands.").format(
        result=title, here=rounded(now.here[2], result.unit)
    )


def _surfaces(cases: Sequence[Case], x: str, y: str, result: Result) -> list[Surface] | None:
    """Return the finest surfaces there are, and have finer ones worked out."""
    slow = "plan.price_elasticity" in (x, y) or any(case.plan.reacts_to_share for case in cases)
    if result.at_once and not slow:
        return [_whole(case, x, y, result.name) for case in cases]
    best: list[Surface] | None = None
    for points in _FINER:
        told = _("Working out a map of {points} × {points} points.")
        finer = worked_out(
            "surface",
            cases,
            (x, y, result.name, points),
            lambda case, report, points=points: surface(  # type: ignore[misc]
                case, x, y, result.name, points, progress=report
            ),
            told.format(points=number(points)),
            _("Stopped: no finer map is worked out.") if best else "",
        )
        if finer is None:
            break
        best = finer
    return best


@lru_cache(maxsize=_KEPT)
def _whole(case: Case, x: str, y: str, result: str) -> Surface:
    return surface(case, x, y, result)
