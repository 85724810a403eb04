"""What the papers said of the plan, phrase by phrase, beside the figures."""

from collections.abc import Callable, Mapping

import pandas as pd

from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import in_dollars, newspapers, one_claim
from mutualmodel.text import N_
from ui.frame.figure_links import figure_links, figure_titles
from ui.history.tables import RECORD
from ui.kit.as_published import value_in_words
from ui.kit.charts import Titled
from ui.kit.language import _, amount, exactly_large, large, number, percent, significant
from ui.kit.reading_table import Cell, Column, reading_table

VERDICTS = {"right": N_("right"), "partly": N_("partly right"), "wrong": N_("wrong")}


def draw_newspapers() -> None:
    """List every phrase with what the record has instead and the figures behind it."""
    columns = [
        Column(_("What was said"), 22),
        Column(_("How right"), 12, titled=True),
        Column(_("What the record has"), 54, titled=True),
        Column(_("Figures"), 12, titled=True),
    ]
    rows = [
        [
            Cell(strong=_(said.phrase)),
            Cell(_(VERDICTS[said.verdict])),
            Cell(ANSWERS[said.id]()),
            Cell(links=figure_links(said.figure_ids)),
        ]
        for said in newspapers()
    ]
    reading_table(columns, rows, newspapers_table(), key="newspapers")


def newspapers_table() -> Titled:
    """Return the same as plain words."""
    said = newspapers()
    table = pd.DataFrame(
        {
            _("what was said"): [_(one.phrase) for one in said],
            _("how right"): [_(VERDICTS[one.verdict]) for one in said],
            _("what the record has"): [ANSWERS[one.id]() for one in said],
            _("figures"): [figure_titles(one.figure_ids) for one in said],
        }
    )
    return Titled(_("What the papers said"), table, _(RECORD))


def _first(name: str) -> float:
    return numbers_of(name)[0]


def _dollars() -> str:
    young, old = _first("payout_under_40"), _first("payout_40_plus")
    return _(
        "{young} yuan was about {young_dollars} dollars at the average rate of 2021, {rate} yuan "
        "to the dollar, but only below 40. From 40 on it was {old} yuan, about {old_dollars} "
        "dollars."
    ).format(
        young=exactly_large(young),
        young_dollars=_hundreds(in_dollars(young)),
        rate=number(_first("exchange_rate_2021"), 2),
        old=exactly_large(old),
        old_dollars=_hundreds(in_dollars(old)),
    )


def _hundreds(dollars: float) -> str:
    return exactly_large(round(dollars, -2))


def _cent() -> str:
    claim = one_claim()
    return _(
        "One payout of {payout} yuan, with the fee, cost each of the {members} members of May 2021 "
        "{yuan} yuan, or {cents} US cents: one part in {parts} of a cent. Only the rule’s limit, "
        "{cap} yuan, was more than a cent. The number of claims made the year expensive."
    ).format(
        payout=exactly_large(_first("payout_under_40")),
        members=large(_first("members_may_2021")),
        yuan=significant(claim.yuan, 2),
        cents=significant(claim.us_cents, 2),
        parts=number(1.0 / claim.us_cents),
        cap=amount(_first("per_claim_cap_010")),
    )


def _members() -> str:
    peak, may = _first("members_peak_2020"), _first("members_may_2021")
    end = _first("members_dec_2021")
    return _(
        "{peak} shared the settlement of November 2020. {may} is the count of May 2021, {fall} "
        "fewer; when the closing was announced, in December, there were {end}, {whole} fewer."
    ).format(
        peak=large(peak),
        may=large(may),
        fall=percent(1.0 - may / peak),
        end=large(end),
        whole=percent(1.0 - end / peak),
    )


def _helped() -> str:
    return _(
        "{notice} claims had been paid by the closing notice of 28 December 2021, {last} in the "
        "end."
    ).format(notice=number(_first("claims_to_2021_12_28")), last=number(_first("claims_final")))


def _people() -> str:
    below, between = numbers_of("members_income_2019")
    return _(
        "By the operator’s count of 2019 one member in three lived in a rural area or a county. Of "
        "the members asked, {below} earned less than 50,000 yuan a year and {between} up to "
        "100,000; the country’s median disposable income a head, children included, was {median} "
        "yuan. Most lived elsewhere and earned more than 50,000."
    ).format(
        below=percent(below / 100.0),
        between=percent(between / 100.0),
        median=number(_first("income_median_2019")),
    )


def _insurer() -> str:
    return _(
        "{insurer} insured the plan at its launch. On 26 November 2018 its sale as a policy "
        "stopped at the regulator’s request, and the plan went on as mutual aid without an insurer."
    ).format(insurer=value_in_words(figure("underwriter_2018").value))


ANSWERS: Mapping[str, Callable[[], str]] = {
    "dollars": _dollars,
    "cent": _cent,
    "members": _members,
    "helped": _helped,
    "people": _people,
    "insurer": _insurer,
}
