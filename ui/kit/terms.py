"""The field's terms for the plain words of a page: what a practitioner searches the page for."""

from collections.abc import Mapping

from mutualmodel.text import N_
from ui.kit.blocks import aside
from ui.kit.language import SEMICOLONS, _, listed, named

# What the page calls a thing, and what an actuary or a regulator does; docs/words.md has more.
TERMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "home": (
        (N_("what a member pays"), N_("levy, or contribution")),
        (N_("chance"), N_("process risk")),
        (N_("good and bad years"), N_("systematic risk")),
        (N_("claims diagnosed and not yet paid"), N_("outstanding claims (RBNS and IBNR)")),
    ),
    "membership": (
        (N_("leaving"), N_("lapse")),
        (N_("members kept"), N_("persistency")),
        (N_("those who remain are at higher risk"), N_("adverse selection, anti-selection")),
        (N_("how strongly the sick stay"), N_("selection exponent")),
        (N_("holds or unravels"), N_("stability")),
    ),
    "risk": (
        (N_("chance"), N_("process risk")),
        (N_("good and bad years"), N_("systematic risk")),
        (N_("one year in 200"), N_("99.5 % VaR")),
        (N_("capital held for it"), N_("solvency capital")),
        (N_("members kept a year"), N_("persistency")),
        (N_("time from diagnosis to payment"), N_("claims turnaround")),
        (N_("share of claims refused"), N_("repudiation ratio")),
        (N_("fee over what members pay"), N_("expense ratio")),
        (N_("claims diagnosed and not yet paid"), N_("outstanding claims (RBNS and IBNR)")),
    ),
    "fund": (
        (N_("the money runs out"), N_("first passage below zero, ruin")),
        (N_("which contribution is enough"), N_("premium adequacy, solvent contribution")),
        (N_("called from members"), N_("assessment, supplementary call")),
        (N_("paid back"), N_("refund, dividend")),
        (N_("insurer above a threshold"), N_("stop-loss reinsurance, attachment")),
    ),
    "closing": (
        (N_("what is owed"), N_("outstanding claims")),
        (N_("published and reported"), N_("RBNS, reported but not settled")),
        (N_("diagnosed, reported later"), N_("IBNR, incurred but not reported")),
        (N_("after the notice"), N_("run-off")),
    ),
    "insurance": (
        (N_("incidence in the price"), N_("pricing basis")),
        (N_("the price an insurer needs"), N_("technical premium")),
        (N_("accepted at a higher price"), N_("rated, or substandard, lives")),
        (N_("once hardly anyone is new"), N_("ultimate, after selection")),
        (N_("capital for the 99.5 % year"), N_("solvency capital")),
    ),
    "lab": (
        (N_("which input matters"), N_("one-at-a-time sensitivity, tornado")),
        (N_("parts of the variance"), N_("first-order and total Sobol indices")),
        (N_("what does it take"), N_("goal seek")),
    ),
    "fairness": (
        (N_("what some pay for others"), N_("cross-subsidy")),
        (N_("what one may expect"), N_("expected benefit, or risk premium")),
    ),
}


def field_terms(page: str) -> None:
    """Give the field's terms for a page's words, in small type below it."""
    told = listed((named(_(plain), _(term)) for plain, term in TERMS[page]), SEMICOLONS)
    aside(_("In the field’s terms. {terms}.").format(terms=told))
