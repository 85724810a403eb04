"""What the columns and rows of the answers are called in words.

Programs read the names, and so does who reads English; other readers are told these words in a
table for people. What one types stays as it is: names of inputs, results, presets and cases.
"""

from collections.abc import Mapping

from mutualmodel.command.speech import _, language
from mutualmodel.locale import ENGLISH
from mutualmodel.text import N_

TITLES: Mapping[str, str] = {
    # What a table is of.
    "figure": N_("figure of the answer"),
    "value": N_("value"),
    "baseline": N_("baseline"),
    "case": N_("this case"),
    "input": N_("input"),
    "default": N_("default"),
    "unit": N_("unit"),
    "allowed": N_("allowed values"),
    "what": N_("what it is"),
    "result": N_("result"),
    "page": N_("its page"),
    "preset": N_("preset"),
    "title": N_("title"),
    "inputs": N_("inputs that it sets"),
    "source": N_("source"),
    # Of a plan's first year and of each of its years.
    "currency": N_("currency"),
    "cost_per_member_year": N_("a member pays in the first year"),
    "cost_per_settlement": N_("a member pays at a settlement"),
    "cost_per_claim": N_("a member’s share of one claim"),
    "gross_per_member_year": N_("a member would pay a year without caps"),
    "claims": N_("claims paid"),
    "submitted": N_("claims decided"),
    "refused": N_("claims refused"),
    "payout": N_("payouts"),
    "fee": N_("management fee"),
    "sponsor": N_("paid by others than members"),
    "unpaid": N_("left unpaid"),
    "average_payout": N_("average payout"),
    "claims_per_100k": N_("claims per 100,000 member-years"),
    "mean_members": N_("members on average"),
    "smallest_pool": N_("members needed to stay under the cap"),
    "dissolved_after_years": N_("years until the plan dissolves"),
    "owed_at_dissolution": N_("owed when the plan dissolves"),
    "claims_under_40": N_("claims under 40 years of age"),
    "claims_40_plus": N_("claims from 40 years of age on"),
    "claims_mild": N_("claims for mild illness"),
    "year": N_("plan year"),
    "members": N_("members"),
    "covered": N_("members covered"),
    "joined": N_("members joined"),
    "lapsed": N_("members left"),
    "died": N_("members died"),
    "aged_out": N_("members over the age limit"),
    "diagnosed": N_("claims diagnosed"),
    "gross_per_member": N_("share of a member before caps"),
    "charged_per_member": N_("share of a member"),
    "claim_share": N_("share of one claim"),
    "owed": N_("owed"),
    "contributions": N_("paid into the fund"),
    "called": N_("called from members"),
    "returned": N_("given back to members"),
    "interest": N_("interest"),
    "deficit": N_("deficit"),
    "fund": N_("fund"),
    # Of many simulated runs.
    "mean": N_("average"),
    "5 %": N_("5th percentile"),
    "50 %": N_("median"),
    "95 %": N_("95th percentile"),
    "99.5 %": N_("one in 200 above"),
    "ruined": N_("chance that the money runs out"),
    "dissolved": N_("chance that the plan dissolves"),
    # Of which input matters.
    "low": N_("low value"),
    "present": N_("present value"),
    "high": N_("high value"),
    "at_low": N_("result at the low value"),
    "at_present": N_("result at the present value"),
    "at_high": N_("result at the high value"),
    "effect": N_("effect"),
    "first": N_("first-order share"),
    "first_low": N_("first-order share, low end"),
    "first_high": N_("first-order share, high end"),
    "total": N_("total share"),
    "total_low": N_("total share, low end"),
    "total_high": N_("total share, high end"),
    # Of the record.
    "date": N_("date"),
    "reported_share": N_("share as reported"),
    "reported_claims": N_("claims as reported"),
    "reported_payout": N_("payouts as reported"),
    "share_2019": N_("a member’s share of 2019"),
    "share_2020": N_("a member’s share of 2020"),
    "share_2021": N_("a member’s share of 2021"),
    "last_settlement": N_("share of the last settlement before caps"),
    "last_settlement_otherwise": N_("the same, had it gone otherwise"),
    # Of the closing.
    "owed, published": N_("owed, published already"),
    "owed, reported": N_("owed, reported and due later"),
    "owed, to_report": N_("owed, still to be reported"),
    "owed, in_notice": N_("owed, from the months of notice"),
    "owed, too_late": N_("owed, reported too late"),
    "paid from a fund": N_("paid from a fund"),
    "members pay": N_("members pay"),
    "sponsor or insurer pays": N_("sponsor or insurer pays"),
    "operator pays": N_("operator pays"),
    "given back to members": N_("given back to members"),
    "members without cover": N_("members without cover"),
}

# Of a column with a chance of what the name elsewhere is an amount of.
_CHANCES = {"unpaid": N_("chance that something stays unpaid")}
# Where one names the columns oneself: by inputs, results and cases.
_OWN_NAMES = ("sweep", "solve")
_FIRST = {"compare": 2}


def heads(word: str, names: list[str]) -> list[str]:
    """Return the titles of the columns of an answer; in English they are their names."""
    if language() == ENGLISH:
        return names
    if word == "solve":
        return [_end_of_range(name) for name in names]
    if word in _OWN_NAMES:
        return names
    known = {**TITLES, **(_CHANCES if word == "simulate" else {})}
    # Whatever stands further to the right has been named by whoever asked.
    told = _FIRST.get(word, len(names))
    return [_(known.get(name, "")) or name for name in names[:told]] + names[told:]


def row_title(name: str) -> str:
    """Return what a figure is called in a table that has one in each row."""
    return name if language() == ENGLISH else _(TITLES.get(name, "")) or name


def _end_of_range(name: str) -> str:
    thing, _space, end = name.rpartition(" ")
    told = _("{name}, from") if end == "from" else _("{name}, to")
    return told.format(name=thing)
