"""In which money amounts are told: the switch, reachable from every page, and what it comes to."""

import streamlit as st

from mutualmodel import Case, Scenario
from mutualmodel.money import CHINESE
from ui.frame.forms import form
from ui.frame.imprint import MONEY_TOLD, rate_in_words
from ui.kit.blocks import notice
from ui.kit.language import _, as_told, money, number, sentences, with_unit


def money_switch(case: Case) -> None:
    """Offer to have amounts told in dollars; of a plan in other money say why that is not so."""
    box = st.popover(
        _("Money"), icon=":material/currency_exchange:", key="money", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        if case.plan.currency != CHINESE:
            st.caption(_no_rate())
            return
        form(MONEY_TOLD if case.dollars_of else MONEY_TOLD[:1])


def _no_rate() -> str:
    return _(
        "Exchange rates are known here for the yuan alone, so a plan in other money is told in its "
        "own."
    )


def told_in_dollars(case: Case) -> None:
    """Say at which rate amounts are told, and what the plan pays at most; nothing of yuan."""
    if case.dollars_of:
        notice(sentences(rate_in_words(case.dollars_of), _most_paid(case.plan), _what_stays()))


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
