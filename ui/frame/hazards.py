"""Where nothing can strike a plan because every hazard is at 0: that, and what the record shows."""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from mutualmodel import Scenario
from mutualmodel.figures.reading import numbers_of
from mutualmodel.inputs import RECORDED_LEAVING, RECORDED_RUNS, Recorded, Value, fields
from mutualmodel.periods import PERIODS_PER_YEAR
from ui.frame import state
from ui.frame.presses import safely
from ui.kit.blocks import notice
from ui.kit.language import _, measured, number

# What a page shows: members who leave at once or for the share, or what strikes at random.
Hazards = Literal["leaving", "chance"]
_RECORDED: Mapping[Hazards, Recorded] = {"leaving": RECORDED_LEAVING, "chance": RECORDED_RUNS}


def strikes(plan: Scenario, hazards: Hazards) -> bool:
    """Whether any hazard of a kind can strike a plan."""
    if hazards == "leaving":
        return plan.reacts_to_share or any(event.happens for event in plan.events)
    return plan.bad_years_strike or plan.runs_strike


def as_recorded(plan: Scenario, hazards: Hazards) -> dict[str, Value]:
    """Return what changes in a plan, by dotted name, where its hazards become the record's.

    Members who leave faster than they did in the record go on doing so.
    """
    found = {name: value for name, (value, _figure) in _RECORDED[hazards].items()}
    if "lapse_rate" in found:
        found["lapse_rate"] = max(plan.lapse_rate, found["lapse_rate"])
    return {f"plan.{name}": value for name, value in found.items()}


def hazard_notice(plan: Scenario, hazards: Hazards) -> None:
    """Say so where nothing of a kind can strike, and offer what the record shows."""
    # The place stays where the notice goes: were it gone too, all below would be drawn anew, and a
    # lever in the reader's hand would lose its focus.
    place = st.container(key="hazards", horizontal=True, vertical_alignment="center", gap="small")
    if strikes(plan, hazards):
        return
    with place:
        with st.container(width="stretch", gap="xxsmall"):
            notice(_nothing(plan, hazards))
            st.caption(_of_the_record(hazards))
        st.button(
            _("Set what the record shows"),
            key="as_recorded",
            icon=":material/history:",
            help=_unknown(hazards),
            on_click=safely(state.change),
            args=(as_recorded(plan, hazards),),
        )


def _nothing(plan: Scenario, hazards: Hazards) -> str:
    if hazards == "leaving":
        return _("No event happens in this plan, and {rate} leave whatever the price.").format(
            rate=_written("lapse_rate", plan.lapse_rate)
        )
    return _(
        "No bad year and no mass exit can happen in this plan: the chance or the size of each is 0."
    )


def _of_the_record(hazards: Hazards) -> str:
    if hazards == "leaving":
        return _("The record: {once} left at once after a refused claim, then {rate}.").format(
            once=_sourced(hazards, "scandal_share"), rate=_sourced(hazards, "lapse_rate")
        )
    return _(
        "The record: one mass exit in the {years} years in which members paid, {chance} a year; "
        "{once} left at once."
    ).format(
        years=number(_years_charged(), 1),
        chance=_sourced(hazards, "run_probability"),
        once=_sourced(hazards, "run_share"),
    )


def _years_charged() -> float:
    """Return for how many years members were charged, from the settlements they paid."""
    (settlements,) = numbers_of("settlements_charged_derived")
    return settlements / PERIODS_PER_YEAR


def _unknown(hazards: Hazards) -> str:
    """Say what the press leaves as it is, and why."""
    if hazards == "leaving":
        return _(
            "The record cannot tell whether anybody reacted to the price: that stays as it is. "
            "Undo brings you back."
        )
    return _("The record holds no bad year: its chance stays as it is. Undo brings you back.")


def _sourced(hazards: Hazards, name: str) -> str:
    """Write a value of the record as a link to its source."""
    value, figure = _RECORDED[hazards][name]
    return f"[{_written(name, value)}]({state.link_to('sources', figure=figure)})"


def _written(name: str, value: float) -> str:
    return measured(value, fields()[name].unit)
