"""The reaction to the share as an elasticity of demand, and a press that sets it from one."""

import streamlit as st

from mutualmodel import Case, Quantity, Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.figures import figure
from mutualmodel.membership import DEMAND_YEARS, ReactionFor, demand_elasticity, reaction_for
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.forms import field
from ui.frame.presses import safely
from ui.kit.language import _, named, number, quantity
from ui.kit.recording import recording
from ui.membership.ahead import far
from ui.membership.form import REACTION

WANTED, AFTER = "view.demand_elasticity", "view.demand_years"
# A press leads to a reaction of so many digits, as many as a reader may care to read.
_DIGITS = 2
_MEASURED = {
    "demand_elasticity_catastrophic_2007": N_("major illness, survey of 2004"),
    "demand_elasticity_inpatient_2007": N_("hospital stays"),
    "demand_elasticity_outpatient_2007": N_("outpatient care"),
    "demand_elasticity_huhuibao_2022": N_("a city’s supplement, product changed too"),
}


def draw_demand(view: state.View) -> None:
    """Say what demand elasticity the reaction means, and offer to set it from one."""
    if recording():
        return
    # Looked up in the years that the page shows anyway.
    if never_starts(project(far(view.plan))):
        return
    st.caption(meaning(view.plan))
    if view.past is not None:
        before = meaning(view.past)
        if before != meaning(view.plan):
            st.caption(_("Baseline: {says}").format(says=before))
    box = st.expander(
        _("Set it by a demand elasticity"), key="by_demand", on_change="rerun", type="compact"
    )
    if box.open:
        with box:
            _ask(view)


def meaning(plan: Scenario) -> str:
    """Say what elasticities of demand the reaction of a plan's members comes to."""
    if not plan.reacts_to_share:
        return _("Demand elasticity: 0, because nobody reacts to the price.")
    soon, late = (_demand(plan, years) for years in DEMAND_YEARS)
    return _(
        "Demand elasticity: {soon} after one year, {late} after five, per cent of members for a "
        "price 1 % higher."
    ).format(soon=number(soon, 2), late=number(late, 2))


def _ask(view: state.View) -> None:
    """Take an elasticity of demand and go to the reaction that gives it, where one does."""
    field(WANTED, caption=False)
    field(AFTER, caption=False)
    st.caption(_measured())
    choices = view.case.view
    found = _reaction(
        view.plan.with_changes(price_elasticity=0.0),
        choices.demand_elasticity,
        int(choices.demand_years),
    )
    st.caption(_reach(view, found))
    if found.reaction is not None:
        reaction = round(found.reaction, _DIGITS)
        st.button(
            _("Set the reaction to {value}").format(value=number(reaction, _DIGITS)),
            key="set_by_demand",
            icon=":material/arrow_forward:",
            on_click=safely(state.change),
            args=({REACTION: reaction},),
            width="stretch",
        )


def _measured() -> str:
    """Name the demand elasticities that were measured of other insurance, with their sources."""
    links = [
        f"[{named(_(what), number(float(figure(name).value), 2))}]"
        f"({state.link_to('sources', figure=name)})"
        for name, what in _MEASURED.items()
    ]
    return _("Measured elsewhere: {links}").format(links=" · ".join(links))


def _reach(view: state.View, found: ReactionFor) -> str:
    """Say whether the plan's members can have the elasticity wanted, and if not which they can."""
    wanted = number(view.case.view.demand_elasticity, 2)
    after = _(Case.fields()[AFTER].word(view.case.view.demand_years))
    leaving = quantity(Quantity(view.plan.lapse_rate, Case.fields()["plan.lapse_rate"].unit))
    if found.reaction is not None:
        return _("{wanted} after {time} can be reached. Set it here; Undo brings you back.").format(
            wanted=wanted, time=after
        )
    if found.strongest == 0.0:
        return _("{wanted} cannot be reached: nobody leaves whom a price could move.").format(
            wanted=wanted
        )
    return _(
        "{wanted} after {time} cannot be reached: with {leaving} leaving, this plan can reach "
        "{strongest} to 0, the strongest at a reaction of {at}. Where more leave, more can be "
        "reached."
    ).format(
        wanted=wanted,
        time=after,
        leaving=leaving,
        strongest=number(found.strongest, 2),
        at=number(found.at, 2),
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _demand(plan: Scenario, years: int) -> float:
    return demand_elasticity(plan, years)


@st.cache_data(max_entries=32, show_spinner=False)
def _reaction(plan: Scenario, wanted: float, years: int) -> ReactionFor:
    return reaction_for(plan, wanted, years)
