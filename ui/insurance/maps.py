"""Where mutual aid is the cheaper: two maps, over what members claim and what an insurer adds."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from mutualmodel import Case
from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import CheaperMap, cheaper_over_incidence, cheaper_over_loading
from ui.frame import state
from ui.insurance import words
from ui.insurance.case import year_of_cover
from ui.insurance.map_charts import MapPlace, cheaper_map
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.charts import Chart
from ui.kit.language import _
from ui.kit.palette import Palette
from ui.kit.theme import palette

_LOADINGS = np.linspace(0.0, 0.35, 15)


def draw_maps(view: state.View) -> None:
    """Draw where mutual aid is the cheaper, over incidence and over the insurer's loading.

    A plan that has no year to compare has no map.
    """
    year = year_of_cover(view.case)
    if reason := words.not_compared(year, year.basis):
        says(reason)
        return
    if note := words.map_note(year):
        says(note)
    drawn = maps(view, palette())
    left, right = st.columns(2, gap="large")
    with left:
        chart_card(drawn["ins_map_incidence"], key="ins_map_incidence", height=320)
    with right:
        chart_card(drawn["ins_map_loading"], key="ins_map_loading", height=320)
    numbers(drawn, key="ins_maps")


def maps(view: state.View, colours: Palette) -> dict[str, Chart]:
    """Draw both maps; none of a plan that has no year to compare."""
    year = year_of_cover(view.case)
    if words.not_compared(year, year.basis):
        return {}
    plans = [view.plan] + ([view.past] if view.past is not None else [])
    highest = max(1.2 * plan.incidence_multiplier for plan in plans)
    incidence = _map(
        view,
        cheaper_over_incidence,
        np.round(np.linspace(0.05, max(1.5, min(3.0, highest)), 30), 4),
        lambda case: case.plan.incidence_multiplier,
        (_("If members fall ill more often"), _("members’ incidence, × table")),
        1.0,
        colours,
    )
    loading = _map(
        view,
        cheaper_over_loading,
        _LOADINGS,
        lambda case: case.insurer.loading,
        (_("If the insurer loads less"), _("loading, % of premium")),
        100.0,
        colours,
    )
    return {"ins_map_incidence": incidence, "ins_map_loading": loading}


def _map(
    view: state.View,
    over: Callable[..., CheaperMap],
    levels: FloatArray,
    level: Callable[[Case], float],
    words: tuple[str, str],
    scale: float,
    colours: Palette,
) -> Chart:
    def mapped(case: Case) -> MapPlace:
        basis = case.view.cost_basis
        found = over(case.plan, case.insurer, case.person.sex, levels, basis=basis)
        return MapPlace(found, (case.person.age, level(case)))

    before = mapped(view.baseline) if view.baseline is not None else None
    return cheaper_map(mapped(view.case), before, words, scale, colours)
