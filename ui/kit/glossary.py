"""The terms of art that the product uses: one file for the page of them and for every explanation.

A term is found in the product's own sentences by the spellings listed with it, in each language its
own, and is then explained where it stands: see :func:`explained`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations

from mutualmodel.text import N_
from ui.kit import language
from ui.kit.language import _
from ui.kit.markup import Markup, element, joined


@dataclass(frozen=True)
class Entry:
    """A term of art.

    ``word`` is what the product calls the thing and ``field`` what a practitioner does, empty where
    that is the same. ``spellings`` are the words to be explained where they stand, the longest
    first, parted by upright strokes; a plain word that has an everyday meaning too is not among
    them.
    """

    word: str
    meaning: str
    field: str = ""
    spellings: str = ""


GROUPS: Mapping[str, Mapping[str, Entry]] = {
    N_("The plan"): {
        "mutual_aid": Entry(
            N_("mutual aid"),
            N_(
                "Members pay nothing in advance and share the claims of the sick among them "
                "afterwards. No insurer promises anything, and there is no reserve."
            ),
            spellings=N_("mutual aid|mutual-aid plan|mutual-aid plans"),
        ),
        "settlement": Entry(
            N_("settlement"),
            N_(
                "The day on which claims are paid and their cost is shared among the members: "
                "twice a month, 24 times a year."
            ),
            spellings=N_("settlement|settlements"),
        ),
        "levy": Entry(
            N_("what a member pays"),
            N_(
                "A member’s part of the payouts and the fee of a settlement, once the caps have "
                "been applied. A year’s cost is the sum of 24 of them."
            ),
            N_("levy, or contribution"),
            N_("levy|levies"),
        ),
        "claim_share": Entry(
            N_("share of one claim"),
            N_(
                "What one payout costs each member: the payout and its fee, divided by the "
                "members. The larger the pool, the smaller it is."
            ),
            spellings=N_("share of one claim|share of a single claim"),
        ),
        "cap_per_claim": Entry(
            N_("cap on one claim"),
            N_(
                "The most that one claim may cost a member. What is above it falls on whoever "
                "stands behind the cap."
            ),
            spellings=N_("cap on one claim"),
        ),
        "annual_cap": Entry(
            N_("cap on a year"),
            N_(
                "The most that a member may be charged in a plan year. What is above it is paid by "
                "someone else, or payouts are cut."
            ),
            N_("annual limit, stop-loss of the member"),
            N_("cap on a year|cap on the year|annual cap|yearly cap"),
        ),
        "fee": Entry(
            N_("fee"),
            N_("What the operator takes on top of the payouts made, as a share of them."),
            N_("expense loading"),
        ),
        "waiting": Entry(
            N_("waiting period"),
            N_("The time after joining in which an illness gives no claim."),
            spellings=N_("waiting period|waiting periods"),
        ),
        "minimum": Entry(
            N_("minimum membership"),
            N_("The number of members below which the plan’s rules have it dissolve."),
            spellings=N_("minimum membership"),
        ),
        "baseline": Entry(
            N_("baseline"),
            N_("A case that the reader pins: every figure then shows its difference from it."),
        ),
        "loss_ratio": Entry(
            N_("payouts over what members pay"),
            N_("The part of what is paid in that comes back as payouts."),
            N_("loss ratio"),
            N_("loss ratio|loss ratios"),
        ),
        "expense_ratio": Entry(
            N_("fee over what members pay"),
            N_("The part of what is paid in that the operator keeps."),
            N_("expense ratio"),
            N_("expense ratio"),
        ),
    },
    N_("Claims"): {
        "incidence": Entry(
            N_("incidence"),
            N_(
                "New diagnoses of a covered illness a year for each person exposed, by age and "
                "sex. The lever multiplies the published table."
            ),
            N_("morbidity rate"),
            N_("incidence"),
        ),
        "exposure": Entry(
            N_("members exposed"),
            N_("Members counted for the part of a year in which an illness would be paid for."),
            N_("exposure"),
            N_("exposure"),
        ),
        "selection": Entry(
            N_("factors of the first years"),
            N_(
                "Those who join have been asked about their health, so they claim less at first. "
                "The factors say how much less in the first and the second year."
            ),
            N_("select factors"),
            N_("select factor|select factors"),
        ),
        "ultimate": Entry(
            N_("once hardly anyone is new"),
            N_("The rate once no member is in the first two years after joining any more."),
            N_("ultimate"),
            N_("ultimate"),
        ),
        "outstanding": Entry(
            N_("claims diagnosed and not yet paid"),
            N_("What the plan owes on a day for illnesses that have already been diagnosed."),
            N_("outstanding claims"),
            N_("outstanding claims"),
        ),
        "rbns": Entry(
            N_("reported, due later"),
            N_("Outstanding claims that the plan knows of and has not paid."),
            N_("RBNS, reported but not settled"),
            N_("RBNS"),
        ),
        "ibnr": Entry(
            N_("diagnosed, reported later"),
            N_("Outstanding claims of illnesses that the plan has not been told of yet."),
            N_("IBNR, incurred but not reported"),
            N_("IBNR"),
        ),
        "run_off": Entry(
            N_("after the notice"),
            N_("The time in which a closed plan still pays what it owes."),
            N_("run-off"),
            N_("run-off"),
        ),
        "turnaround": Entry(
            N_("time from diagnosis to payment"),
            N_("How long a claim takes on average, in days."),
            N_("claims turnaround"),
            N_("claims turnaround"),
        ),
        "repudiation": Entry(
            N_("share of claims refused"),
            N_("Claims refused over claims submitted."),
            N_("repudiation ratio"),
            N_("repudiation ratio"),
        ),
    },
    N_("Members"): {
        "lapse": Entry(
            N_("leaving"),
            N_("A member goes before reaching the age at which membership ends."),
            N_("lapse"),
            N_("lapse|lapses"),
        ),
        "persistency": Entry(
            N_("members kept a year"),
            N_("Of the members at the start of a year, the part that is still there at its end."),
            N_("persistency"),
            N_("persistency"),
        ),
        "adverse_selection": Entry(
            N_("the healthy leave first"),
            N_(
                "Members at low risk gain less from the plan and are the first to go when it "
                "becomes expensive, so the risk of those who remain rises."
            ),
            N_("adverse selection, anti-selection"),
            N_("adverse selection|anti-selection"),
        ),
        "selection_exponent": Entry(
            N_("how strongly the sick stay"),
            N_(
                "How fast leaving falls as a member’s own risk grows: at 0 all leave alike, at 1 "
                "one at twice the risk leaves half as often."
            ),
            N_("selection exponent"),
            N_("selection exponent"),
        ),
        "elasticity": Entry(
            N_("reaction to the price"),
            N_(
                "How strongly leaving grows with what members pay, against what they may expect to "
                "receive. At 0 nobody reacts."
            ),
            N_("price elasticity of lapse"),
            N_("price elasticity|demand elasticity"),
        ),
        "stability": Entry(
            N_("holds or unravels"),
            N_(
                "Whether a rise of the price that makes members leave, which makes the price rise "
                "again, dies out or feeds itself."
            ),
            N_("stability"),
        ),
    },
    N_("How sure it is"): {
        "process": Entry(
            N_("chance"),
            N_(
                "Who falls ill is chance. It evens out as the pool grows: in a pool of a hundred "
                "million hardly anything of it is left."
            ),
            N_("process risk"),
            N_("process risk"),
        ),
        "systematic": Entry(
            N_("good and bad years"),
            N_(
                "What raises or lowers all claims of a year together. No pool is large enough to "
                "even it out."
            ),
            N_("systematic risk"),
            N_("systematic risk|good and bad years"),
        ),
        "parameters": Entry(
            N_("what the record leaves open"),
            N_(
                "The values of the model were fitted to a short record that others would fit "
                "nearly as well."
            ),
            N_("parameter risk"),
            N_("parameter risk|what the record leaves open"),
        ),
        "plausible": Entry(
            N_("plausible sets of values"),
            N_("Values of the fitted inputs, drawn together, that all agree with the record."),
            N_("posterior draws"),
            N_("plausible set|plausible sets"),
        ),
        "run": Entry(
            N_("simulated run"),
            N_("One way in which chance may take the plan over its years."),
            N_("path"),
            N_("simulated run|simulated runs"),
        ),
        "var": Entry(
            N_("one year in 200"),
            N_("The cost that a year passes with a probability of 0.5 per cent."),
            N_("99.5 % VaR"),
            N_("VaR|one year in 200|1-in-200"),
        ),
        "percentile": Entry(
            N_("percentile"),
            N_(
                "Of 100 years 95 cost no more than the 95th percentile, and 5 no more than the 5th."
            ),
            N_("quantile"),
            N_("percentile|5th percentile|95th percentile|99.5th percentile"),
        ),
        "tvar": Entry(
            N_("average of the worst years"),
            N_("What the years beyond such a point cost on average."),
            N_("TVaR, expected shortfall"),
            N_("TVaR|expected shortfall"),
        ),
        "capital": Entry(
            N_("capital held for it"),
            N_("The cost of one year in 200, less what a year costs on average."),
            N_("solvency capital"),
            N_("solvency capital"),
        ),
        "sensitivity": Entry(
            N_("which input matters"),
            N_("Each input is set to its plausible low and high, one at a time."),
            N_("one-at-a-time sensitivity, tornado"),
            N_("tornado"),
        ),
        "sobol": Entry(
            N_("parts of the variance"),
            N_(
                "How much of what makes a result vary is due to one input alone (first order), and "
                "with what it does together with others (total)."
            ),
            N_("first-order and total Sobol indices"),
            N_("Sobol index|Sobol indices"),
        ),
    },
    N_("Money held in advance"): {
        "ruin": Entry(
            N_("the money runs out"),
            N_("The first settlement at which the fund cannot pay the bill."),
            N_("ruin, first passage below zero"),
            N_("ruin"),
        ),
        "solvent": Entry(
            N_("the contribution that is enough"),
            N_("It keeps the fund above zero with a given probability."),
            N_("solvent contribution, premium adequacy"),
            N_("solvent contribution"),
        ),
        "called": Entry(
            N_("called from members"),
            N_("What members pay on top when the fund is empty."),
            N_("assessment, supplementary call"),
            N_("supplementary call"),
        ),
        "refund": Entry(
            N_("paid back"),
            N_("What a fund above its target returns to the members."),
            N_("refund, dividend"),
        ),
        "stop_loss": Entry(
            N_("insurer above a threshold"),
            N_("An insurer that pays what a year costs above an agreed amount."),
            N_("stop-loss reinsurance, attachment"),
            N_("stop-loss"),
        ),
    },
    N_("Insurance"): {
        "premium": Entry(
            N_("premium"),
            N_("What is paid in advance for a promise of an insurer."),
            spellings=N_("premium|premiums"),
        ),
        "level_premium": Entry(
            N_("level premium"),
            N_(
                "A premium that stays the same over the years: more than the risk when young, less "
                "when old."
            ),
            spellings=N_("level premium|level premiums"),
        ),
        "loading": Entry(
            N_("loading"),
            N_("The part of a premium that is not for claims: costs, commission and profit."),
            spellings=N_("loading|loadings"),
        ),
        "pricing_basis": Entry(
            N_("incidence in the price"),
            N_("The share of the published table that an insurer prices with."),
            N_("pricing basis"),
            N_("pricing basis"),
        ),
        "technical_premium": Entry(
            N_("the price an insurer needs"),
            N_("Expected claims, costs and the cost of the capital held for a bad year."),
            N_("technical premium"),
            N_("technical premium"),
        ),
        "substandard": Entry(
            N_("accepted at a higher price"),
            N_("Applicants whose health an insurer takes on for an extra premium."),
            N_("rated, or substandard, lives"),
            N_("substandard|rated lives"),
        ),
    },
    N_("Fairness"): {
        "cross_subsidy": Entry(
            N_("what some pay for others"),
            N_(
                "What a member may expect to receive, less what all receive on average: all pay "
                "the same, whatever their risk."
            ),
            N_("cross-subsidy"),
            N_("cross-subsidy|cross-subsidies"),
        ),
        "expected_benefit": Entry(
            N_("what one may expect"),
            N_("The chance of a claim times its payout, by age and sex."),
            N_("expected benefit, or risk premium"),
            N_("expected benefit|risk premium"),
        ),
    },
}
ENTRIES: Mapping[str, Entry] = {
    name: entry for group in GROUPS.values() for name, entry in group.items()
}


def explained(text: str) -> Markup:
    """Return a sentence in which each term of art is marked, where it stands first, for its tip."""
    return _explained(text, language.catalogue())


# Most sentences stay as they are while a lever moves.
@lru_cache(maxsize=4000)
def _explained(text: str, words: NullTranslations) -> Markup:
    pieces: list[str] = []
    seen: set[str] = set()
    end = 0
    for found in _pattern(words).finditer(text):
        name = str(found.lastgroup)
        if name in seen:
            continue
        seen.add(name)
        pieces += [text[end : found.start()], _marked(name, found[0])]
        end = found.end()
    return joined((*pieces, text[end:]))


def meanings() -> dict[str, tuple[str, str]]:
    """Return what a tip says of each term: its heading and its meaning."""
    return {name: (heading(entry), _(entry.meaning)) for name, entry in ENTRIES.items()}


def heading(entry: Entry) -> str:
    """Return the product's word for a term and, where it is another, the field's."""
    if not entry.field:
        return _(entry.word)
    return _("{word} ({field})").format(word=_(entry.word), field=_(entry.field))


def _marked(name: str, word: str) -> Markup:
    return element("span", word, css="term", tabindex="0", role="term", data_term=name)


@lru_cache(maxsize=8)
def _pattern(words: NullTranslations) -> re.Pattern[str]:
    """Return what finds a spelling that is no part of a longer word; the longest comes first.

    Spellings are parted as a pattern's alternatives are; those of one term stand longest first.
    ``words`` is the catalogue of their language.
    """
    spelled = [
        (name, words.gettext(entry.spellings)) for name, entry in ENTRIES.items() if entry.spellings
    ]
    longest_first = sorted(spelled, key=lambda one: -len(one[1]))
    terms = "|".join(f"(?P<{name}>{spellings})" for name, spellings in longest_first)
    return re.compile(rf"(?<![A-Za-z-])(?:{terms})(?![A-Za-z-])", re.IGNORECASE)
