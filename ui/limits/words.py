"""What the model does not know, as questions that it must not be asked and why; by who asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from mutualmodel.text import N_


@dataclass(frozen=True)
class Limit:
    """A question that the model cannot answer, and the reason."""

    question: str
    reason: str


_REGULATOR = (
    Limit(
        N_("Has a plan enough capital? Is it solvent?"),
        N_(
            "No capital standard is applied. One year in 200 is of a single year’s claims and of "
            "nothing else; factors of C-ROSS for critical illness were not found in a source, so "
            "none is used."
        ),
    ),
    Limit(
        N_("Which reserve must be booked?"),
        N_(
            "It is no actuary’s opinion. Outstanding claims are expectations, sorted by an "
            "assumed part of the delay until the report; no data on single claims are behind them."
        ),
    ),
    Limit(
        N_("What will Xianghubao, or another plan, cost next year?"),
        N_(
            "It is no forecast. The yearly figures alone are met about equally by an incidence of "
            "0.40 and one of 0.80 of the table, and the second doubles the cost of the fifth year. "
            "All that was published narrows it to 0.36 to 0.48, the fifth year to 168 to 220 yuan "
            "in nine cases of ten; of another plan nothing is known. Xianghubao closed in January "
            "2022."
        ),
    ),
    Limit(
        N_("Was it the price, the scandal or the regulator that drove members away?"),
        N_(
            "In the record they fall into the same weeks. How members react to the share is for "
            "the reader to try; by default they do not."
        ),
    ),
    Limit(
        N_("How much fraud is there, how many claims are refused, what do lawsuits cost?"),
        N_(
            "The record has claims that were paid. Fraud, disputes and lawsuits are not modelled, "
            "and how many claims were refused was not found in a source."
        ),
    ),
    Limit(
        N_("What would reinsurance do? What if the operator fails?"),
        N_(
            "There is no reinsurance: above a cap one bearer pays all of it, or nobody does. A "
            "bearer never runs out of money in the model."
        ),
    ),
    Limit(
        N_("Will trouble at one plan spread to others? Is a plan lawful?"),
        N_(
            "One plan is followed alone. Other plans, the operator’s further business and the law "
            "are outside the model."
        ),
    ),
    Limit(
        N_("What does a plan cost on average if members react strongly and years vary widely?"),
        N_(
            "An expectation takes every year as an average one. If members leave as in 2021 and "
            "react with an elasticity of 2, and years vary by 30 %, it is 2 to 5 % below the mean "
            "of simulated courses in the first five years. Risk shows the courses."
        ),
    ),
)
_PRODUCT_MANAGER = (
    Limit(
        N_("At which price can a policy be filed?"),
        N_(
            "It is no tariff. One pricing basis serves all ages and both sexes; lapses, surrender "
            "values, taxes and investment income are left out. Published quotes set its level and "
            "nothing else."
        ),
    ),
    Limit(
        N_("What would a plan for the chronically ill cost, and how sure is one above 60?"),
        N_(
            "For chronic conditions there is no table. Above 60 the level of incidence is that "
            "fitted to younger members: the model misses the published share of Xianghubao’s "
            "senior plan, and says by how much where its preset is loaded. Claims of both plans "
            "are probably inside the published counts of 2020 and 2021."
        ),
    ),
    Limit(
        N_("What if the plan also covers moderate illness, hospital bills or repeated claims?"),
        N_(
            "Payouts are lump sums. There is a table for severe illness and a ratio for three mild "
            "ones; for moderate illness none was found. Who has been paid stays a member, and a "
            "second claim counts as a first."
        ),
    ),
    Limit(
        N_("How many will join?"),
        N_(
            "Joiners are an input. Nobody joins because the share is low, and nobody who has left "
            "comes back."
        ),
    ),
    Limit(
        N_("Will the plan earn its costs?"),
        N_(
            "The fee is modelled, what the operator spends is not; neither are taxes, interest and "
            "failed debits."
        ),
    ),
    Limit(
        N_("How do the first months of a new plan go?"),
        N_(
            "The first claims of Xianghubao took up to 212 days on average, later ones 78.5; a "
            "plan to be projected has the later delay from its first day, so it pays sooner than a "
            "new one would. Claims until April 2019 were accidents, which the replay leaves out."
        ),
    ),
    Limit(
        N_("Where, and to whom, should it be offered?"),
        N_(
            "Places, incomes and occupations are not in the model. Incidence is that of insured "
            "lives, in one table for all years; one multiplier carries all in which members differ."
        ),
    ),
)
_MEMBER = (
    Limit(
        N_("Shall I join, stay, leave or buy a policy?"),
        N_(
            "It is no advice. Figures are averages of an age and a sex; your health, your family, "
            "your contract and what else you have are not known here."
        ),
    ),
    Limit(
        N_("Will my claim be paid?"),
        N_(
            "A claim is a diagnosis in a table. The conditions of a contract, what was declared on "
            "joining, evidence and juries are not modelled."
        ),
    ),
    Limit(
        N_("What will I be charged next time?"),
        N_(
            "Figures are expectations, not bills, and not rounded up to a whole fen. Xianghubao "
            "has charged nobody since 14 December 2021."
        ),
    ),
    Limit(
        N_("How likely am I to fall ill?"),
        N_(
            "The table is of insured lives and has a margin; it is scaled to what one plan paid. "
            "It says nothing of a single person."
        ),
    ),
    Limit(
        N_("Is the payout enough?"),
        N_(
            "What a critical illness costs in yuan was not found in a source, only that patients "
            "pay 45 to 55 % of it themselves; the operator’s own paper says 40 %."
        ),
    ),
)
LIMITS: Mapping[str, tuple[Limit, ...]] = {
    N_("If you are a regulator"): _REGULATOR,
    N_("If you are a product manager"): _PRODUCT_MANAGER,
    N_("If you are a member"): _MEMBER,
}
