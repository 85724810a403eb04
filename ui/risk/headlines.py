"""The head figures of the risk page: the year once in two hundred, and what may befall a plan."""

import streamlit as st

from mutualmodel import Scenario, project
from mutualmodel.engine import never_starts
from mutualmodel.simulation import Event, Simulation
from mutualmodel.text import N_
from ui.frame import state
from ui.frame.layers import likely_range
from ui.frame.sureness import sureness, with_assumed
from ui.frame.why import why
from ui.kit.blocks import figure_row
from ui.kit.headline import Headline, Reading, Writer, figures_together, headline_figure, in_money
from ui.kit.language import _, amount, chances, money, ngettext, percent
from ui.risk import words
from ui.risk.charts import Paths
from ui.risk.steps import by_formula, one_in_200, one_in_200_steps

# Pixels of the large figure, of the three chances and between these.
_WORST, _CHANCES, _GAP = 212, (112, 118, 112), 16
# What is in the range beyond chance and the common factor, without and with what is assumed.
_WIDER = (N_("what the record leaves open"), N_("the record and what is assumed"))
_EVENTS: tuple[Event, ...] = ("cap", "dissolved", "unpaid")
# What was counted last, in the session.
_COUNTED = "risk_chances"


def draw_headlines(view: state.View, shown: Paths | None) -> None:
    """Draw the year once in two hundred, and the chances of three things that may happen.

    Without paths the first is by the formula, and the chances are the last that were counted: they
    are of the case before the lever moved, and fade with all that is.
    """
    worst, others = figure_row((_WORST, sum(_CHANCES) + 2 * _GAP), "small")
    with worst:
        _worst_year(view, shown)
    if shown is not None:
        st.session_state[_COUNTED] = _chances(shown)
    if counted := st.session_state.get(_COUNTED):
        with others.container(key="of_settled_chances"):
            figures_together(counted, _CHANCES)


def _chances(shown: Paths) -> list[Headline]:
    """Read the chances of the three things."""
    titles = _("A cap is reached"), _("The plan dissolves"), _("Bills stay unpaid")
    now, past = shown.now, shown.past
    # Two plans are compared over the years that both have.
    years = min(plan.scenario.years for plan in (now, past) if plan is not None)
    return [
        Headline(
            title,
            Writer(_chance_apart, _in_per_cent),
            _chance(now, event, years),
            _chance(past, event, years) if past else None,
        )
        for title, event in zip(titles, _EVENTS, strict=True)
    ]


def _worst_year(view: state.View, shown: Paths | None) -> None:
    if shown is None:
        read = [_moving_cost(plan, view) for plan in view.plans]
    else:
        read = [_cost(one, view) for one in (shown.now, shown.past) if one is not None]
    headline_figure(
        Headline(_("One year in 200 costs more than"), in_money(_("¤")), *read), large=True
    )
    now = None if shown is None else shown.now
    why(
        view,
        "worst_year",
        lambda: one_in_200_steps(project(view.plan), now),
        paths=None if now is None else now.paths,
    )


def _moving_cost(plan: Scenario, view: state.View) -> Reading:
    """Read the year once in two hundred by the formula, which a moving lever is answered with."""
    projection = project(plan)
    if never_starts(projection):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    note = _(
        "by the formula, of chance and good and bad years; expected: {expected}. With {layers} it "
        "is {wider}"
    )
    said = note.format(
        expected=money(projection.headline.cost_per_member_year),
        layers=_(_WIDER[with_assumed(view)]),
        wider=money(likely_range(sureness(plan, view), "all").one_in_200[0]),
    )
    return Reading(by_formula(plan), said)


def _cost(simulation: Simulation, view: state.View) -> Reading:
    """Read the year once in two hundred: how exact it is, of which layers, what is usual."""
    projection = project(simulation.scenario)
    if never_starts(projection):
        return Reading(None, _("it dissolves at the start"), none=_("no plan"))
    cost, error = one_in_200(simulation)
    expected = money(projection.headline.cost_per_member_year)
    if not words.means_differ(simulation.scenario):
        wider = likely_range(sureness(simulation.scenario, view), "all").one_in_200[0]
        note = _(
            "± {error}, by chance and good and bad years; expected: {expected}. With {layers} it "
            "is {wider}"
        )
        layers = _WIDER[with_assumed(view)]
        said = note.format(
            error=amount(error), expected=expected, layers=_(layers), wider=money(wider)
        )
        return Reading(cost, said)
    mean = money(float(simulation.means("cost")[0][0]))
    note = _(
        "± {error}, by chance and good and bad years; the runs average {mean}, without chance it "
        "is {expected}"
    )
    return Reading(cost, note.format(error=amount(error), mean=mean, expected=expected))


def _chance(simulation: Simulation, event: Event, years: int) -> Reading:
    """Read the chance that it happens within some years; ``cap`` is either of the two caps."""
    happened = getattr(simulation.yearly, event)
    chance = float((happened[:years] > 0).any(axis=0).mean())
    within = ngettext("within {years} year", "within {years} years", years)
    return Reading(chance, within.format(years=years))


def _chance_apart(chance: float) -> tuple[str, str]:
    return chances(chance), ""


def _in_per_cent(chance: float) -> str:
    """Write a chance or the difference of two."""
    return percent(chance, 1)
