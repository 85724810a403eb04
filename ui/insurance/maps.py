"""Where mutual aid is the cheaper: maps over what members claim and get, and what is added."""

import math
from collections.abc import Callable

import numpy as np
import streamlit as st

from mutualmodel import Case, Scenario, project
from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import (
    CheaperMap,
    cheaper_over_cap,
    cheaper_over_incidence,
    cheaper_over_loading,
    cheaper_over_payout,
    settled_plan,
)
from mutualmodel.magnitudes import of_axes
from ui.frame import state
from ui.insurance import words
from ui.insurance.case import year_of_cover
from ui.insurance.map_charts import MapPlace, Upwards, cheaper_map
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.charts import Chart
from ui.kit.language import _, language
from ui.kit.palette import Palette
from ui.kit.theme import palette

_LOADINGS = np.linspace(0.0, 0.35, 15)
# The others are over what the plan itself sets.
_OF_RISK = ("ins_map_incidence", "ins_map_loading")


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
    _side_by_side({name: drawn[name] for name in _OF_RISK}, key="ins_maps")
    terms = {name: chart for name, chart in drawn.items() if name not in _OF_RISK}
    _side_by_side(terms, key="ins_maps_terms")
    st.caption(words.cap_note(view.plan))


def maps(view: state.View, colours: Palette) -> dict[str, Chart]:
    """Draw all maps: none of a plan that has no year to compare, and of a fund none over a cap."""
    year = year_of_cover(view.case)
    if words.not_compared(year, year.basis):
        return {}
    drawn = {
        "ins_map_incidence": _incidence(view, colours),
        "ins_map_loading": _loading(view, colours),
    }
    if not any(plan.funding == "fund" for plan in view.plans):
        drawn["ins_map_cap"] = _cap(view, colours)
    return {**drawn, "ins_map_payout": _payout(view, colours)}


def _side_by_side(maps: dict[str, Chart], key: str) -> None:
    for column, (name, chart) in zip(st.columns(2, gap="large"), maps.items(), strict=False):
        with column:
            chart_card(chart, key=name, height=320)
    numbers(maps, key=key)


def _incidence(view: state.View, colours: Palette) -> Chart:
    highest = max(1.2 * plan.incidence_multiplier for plan in view.plans)
    return _map(
        view,
        colours,
        cheaper_over_incidence,
        np.round(np.linspace(0.05, max(1.5, min(3.0, highest)), 30), 4),
        lambda case: case.plan.incidence_multiplier,
        Upwards(_("If members fall ill more often"), _("members’ incidence, × table")),
    )


def _loading(view: state.View, colours: Palette) -> Chart:
    return _map(
        view,
        colours,
        cheaper_over_loading,
        _LOADINGS,
        lambda case: case.insurer.loading,
        Upwards(_("If the insurer adds less on top of claims"), _("loading, % of premium"), 100.0),
    )


def _cap(view: state.View, colours: Palette) -> Chart:
    """Draw the cap on a year, up to where none of the plans would reach it, and no cap above."""
    plans = view.plans
    free = max(_without_cap(plan, view.case.view.cost_basis == "settled") for plan in plans)
    highest = max(1.25 * free, *(1.1 * (plan.annual_cap or 0.0) for plan in plans), 10.0)
    return _map(
        view,
        colours,
        cheaper_over_cap,
        np.append(np.round(np.linspace(max(highest / 24, 1.0), highest, 24), 2), math.inf),
        lambda case: math.inf if case.plan.annual_cap is None else case.plan.annual_cap,
        Upwards(_("If a year’s cost is capped"), _("cap on a year, ¤"), endless=_("no cap")),
    )


def _without_cap(plan: Scenario, settled: bool) -> float:
    free = plan.with_changes(annual_cap=None, years=1)
    return project(settled_plan(free) if settled else free).headline.cost_per_member_year


def _payout(view: state.View, colours: Palette) -> Chart:
    unit = of_axes(language())[-1]
    most = max(600_000.0, *(1.2 * plan.payout_under_40 for plan in view.plans))
    return _map(
        view,
        colours,
        cheaper_over_payout,
        np.round(np.linspace(most / 30, most, 30)),
        lambda case: case.plan.payout_under_40,
        Upwards(
            _("If the payout to the young changes"),
            _("payout before {age}, {unit}").format(age=view.plan.payout_age, unit=_(unit.money)),
            1.0 / unit.size,
        ),
    )


def _map(
    view: state.View,
    colours: Palette,
    over: Callable[..., CheaperMap],
    levels: FloatArray,
    level: Callable[[Case], float],
    upwards: Upwards,
) -> Chart:
    def mapped(case: Case) -> MapPlace:
        basis = case.view.cost_basis
        found = over(case.plan, case.insurer, case.person.sex, levels, basis=basis)
        return MapPlace(found, (case.person.age, level(case)))

    before = mapped(view.baseline) if view.baseline is not None else None
    return cheaper_map(mapped(view.case), before, upwards, colours)
