"""The reader's own record: replayed by her plan and fitted, with what it cannot tell."""

import math

import streamlit as st

from mutualmodel.history import YEARS_FOR_A_TREND, OwnFit, fit_own_record
from mutualmodel.inputs import fields
from ui.frame import state
from ui.frame.presses import safely
from ui.history import contents
from ui.kit.blocks import chart_card, numbers, says
from ui.kit.language import _, entry, listed, measured, number, sentences, written
from ui.kit.theme import palette

# Nine in ten of a normal lie within so many standard errors.
_NINE_IN_TEN = 1.645


def draw_own_record(view: state.View) -> None:
    """Draw the replay of the reader's record, if she has brought one."""
    record = view.case.beside.record
    if record is None:
        return
    st.header(_("Your own record"), divider="gray")
    fit = fit_own_record(view.plan, record)
    says(_verdict(fit))
    left, right = st.columns(2, gap="large")
    drawn = contents.own(view, palette())
    with left:
        chart_card(drawn["own_replay"], key="own_replay", height=300)
    with right:
        chart_card(drawn["own_misses"], key="own_misses", height=300)
    changes = {f"plan.{name}": value for name, value in fit.fitted.items()}
    st.button(
        _("Take the fitted values into the plan"),
        key="own_take",
        icon=":material/arrow_forward:",
        on_click=safely(state.change),
        args=(changes,),
        disabled=all(view.case.value(path) == value for path, value in changes.items()),
    )
    numbers(drawn, key="own_record")


def _verdict(fit: OwnFit) -> str:
    return sentences(
        _("Fitted to your record: {values}.").format(
            values=listed(_fitted(fit, name) for name in fit.fitted)
        ),
        _(
            "A fitted value reached the end of the range that its input may have: other inputs "
            "cannot be those of your plan."
        )
        if fit.bound
        else "",
        _(
            "Not fitted but taken from the plan as it is set: ages and sexes, incidence table, "
            "healthier first years, waiting, delay and payouts."
        ),
        ""
        if "incidence_trend" in fit.fitted
        else _("A trend needs at least {years} years of record.").format(
            years=number(YEARS_FOR_A_TREND, 0)
        ),
    )


def _fitted(fit: OwnFit, name: str) -> str:
    """Name a value with the range in which it lies in nine cases of ten."""
    meta, value, error = fields()[name], fit.fitted[name], _NINE_IN_TEN * fit.errors[name]
    low, high = value - error, value + error
    if name == "incidence_multiplier":
        low, high = value * math.exp(-error), value * math.exp(error)
    shown = written(meta, float(f"{value:.4g}"))
    ends = (measured(float(f"{one:.3g}"), meta.unit) for one in (low, high))
    told = _("{value} ({low} to {high} in nine cases in ten)")
    first, last = ends
    return entry(_(meta.title), told.format(value=shown, low=first, high=last))
