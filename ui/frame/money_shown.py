"""In which money amounts are told: the switch, reachable from every page, and what it comes to."""

import streamlit as st

from mutualmodel import Case, Scenario
from mutualmodel.figures.exchange import yuan_a_dollar
from mutualmodel.money import CHINESE
from ui.frame.forms import form
from ui.kit.blocks import notice
from ui.kit.language import _, as_told, exact, money, number, sentences, with_unit

_SWITCH = ("view.money", "view.rate_year")


def money_switch(case: Case) -> None:
    """Offer to have amounts told in dollars; of a plan in other money say why that is not so."""
    box = st.popover(
        _("Money"), icon=":material/currency_exchange:", key="money", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        if case.plan.currency != CHINESE:
            st.caption(_no_rate(case.plan))
            return
        form(_SWITCH if case.dollars_of else _SWITCH[:1])


def _no_rate(plan: Scenario) -> str:
    word = Case.fields()["plan.currency"].word(plan.currency)
    return _(
        "This plan counts in {money}. Exchange rates are known here for the yuan alone, so all of "
        "it is told in its own money."
    ).format(money=_(word))


def told_in_dollars(case: Case) -> None:
    """Say at which rate amounts are told, and what the plan pays at most; nothing of yuan."""
    if case.dollars_of:
        notice(sentences(_rate(case.dollars_of), _most_paid(case.plan), _what_stays()))


def _rate(year: str) -> str:
    return _("Told in US dollars at the mean rate of {year}: {rate} yuan for a dollar.").format(
        year=year, rate=exact(yuan_a_dollar(year))
    )


def _most_paid(plan: Scenario) -> str:
    most = max(plan.payouts)
    if not most:
        return ""
    dollars = as_told(most)
    # As people say it: 45,000.
    told = with_unit(number(float(f"{dollars:.2g}")), _("¤")) if dollars >= 100 else money(most)
    return _("A claim pays up to {amount}.").format(amount=told)


def _what_stays() -> str:
    return _("What you set and what is quoted stay in yuan.")
