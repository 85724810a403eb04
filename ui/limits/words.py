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
            "No capital standard is applied. The 1-in-200 year covers a single year’s claims and "
            "nothing else. No source was found for the C-ROSS factors for critical illness, so "
            "none is used."
        ),
    ),
    Limit(
        N_("What reserve must be booked?"),
        N_(
            "This is not an actuary’s opinion. Outstanding claims are expected amounts, divided "
            "into reported and not yet reported (RBNS, IBNR) by an assumption; no data on single "
            "claims stand behind them."
        ),
    ),
    Limit(
        N_("What will Xianghubao, or another plan, cost next year?"),
        N_(
            "This is not a forecast. The yearly figures alone fit about equally well with an "
            "incidence of 0.40 or of 0.80 of the table, and the second doubles the cost of the "
            "fifth year. All that was published narrows it to 0.36 to 0.48, and the fifth year to "
            "168 to 220 yuan in nine cases in ten. Nothing is known of another plan. Xianghubao "
            "closed in January 2022."
        ),
    ),
    Limit(
        N_("Was it the price, the scandal or the regulator that drove members away?"),
        N_(
            "In the record they fall in the same weeks. How members react to the share is yours to "
            "try; by default they do not react."
        ),
    ),
    Limit(
        N_("How much fraud is there, how many claims are refused, what do lawsuits cost?"),
        N_(
            "The record shows claims that were paid. Fraud, disputes and lawsuits are not "
            "modelled, and no source was found for how many claims were refused."
        ),
    ),
    Limit(
        N_("What would reinsurance do? What if the operator fails?"),
        N_(
            "There is no reinsurance: above a cap one party pays everything, or nobody does. In "
            "the model that party never runs out of money."
        ),
    ),
    Limit(
        N_("Will trouble at one plan spread to others? Is a plan lawful?"),
        N_(
            "The model follows one plan alone. Other plans, the operator’s other business and the "
            "law are outside it."
        ),
    ),
    Limit(
        N_("What does a plan cost on average if members react strongly and years vary widely?"),
        N_(
            "The expected cost takes every year as an average one. If members leave as in 2021 and "
            "react with an elasticity of 2, and years vary by 30 %, it is 2 to 5 % below the "
            "average of simulated runs in the first five years. The page Risk shows the runs."
        ),
    ),
)
_PRODUCT_MANAGER = (
    Limit(
        N_("At what price can a policy be filed?"),
        N_(
            "This is not a tariff. One pricing basis serves all ages and both sexes; lapses, "
            "surrender values, taxes and investment income are left out. Published quotes set its "
            "level and nothing else."
        ),
    ),
    Limit(
        N_("What would a plan for the chronically ill cost, and how sure is one above 60?"),
        N_(
            "There is no table for chronic conditions. Above 60 the level of incidence is the one "
            "fitted to younger members: the model misses the published share of Xianghubao’s "
            "senior plan, and says by how much when its preset is loaded. The claims of both plans "
            "are probably included in the published counts of 2020 and 2021."
        ),
    ),
    Limit(
        N_("What if the plan also covers moderate illness, hospital bills or repeated claims?"),
        N_(
            "Payouts are lump sums. There is a table for severe illness and a ratio for three mild "
            "illnesses; for moderate illness none was found. A member who has been paid stays a "
            "member, and a second claim counts as a first."
        ),
    ),
    Limit(
        N_("How many will join?"),
        N_(
            "The number of joiners is an input. Nobody joins because the share is low, and nobody "
            "who has left comes back."
        ),
    ),
    Limit(
        N_("Will the plan earn its costs?"),
        N_(
            "The fee is modelled, but not what the operator spends, nor taxes, interest or failed "
            "debits."
        ),
    ),
    Limit(
        N_("How do the first months of a new plan go?"),
        N_(
            "Xianghubao’s first claims took up to 212 days on average, later ones 78.5. A "
            "projected plan has the later delay from its first day, so it pays sooner than a new "
            "one would. Claims until April 2019 were accidents, which the replay leaves out."
        ),
    ),
    Limit(
        N_("Where, and to whom, should it be offered?"),
        N_(
            "Places, incomes and occupations are not in the model. Incidence is that of insured "
            "people, in one table for all years; a single multiplier stands for all that makes "
            "members different."
        ),
    ),
)
_MEMBER = (
    Limit(
        N_("Should I join, stay, leave or buy a policy?"),
        N_(
            "This is not advice. Figures are averages for an age and a sex; your health, your "
            "family, your contract and your other cover are not known here."
        ),
    ),
    Limit(
        N_("Will my claim be paid?"),
        N_(
            "In the model a claim is a diagnosis in a table. Contract conditions, what was "
            "declared on joining, evidence and juries are not modelled."
        ),
    ),
    Limit(
        N_("What will I be charged next time?"),
        N_(
            "Figures are expected costs, not bills, and are not rounded up to a whole fen. "
            "Xianghubao has charged nobody since 14 December 2021."
        ),
    ),
    Limit(
        N_("How likely am I to fall ill?"),
        N_(
            "The table describes insured people and has a safety margin; it is scaled to what one "
            "plan paid. It says nothing about a single person."
        ),
    ),
    Limit(
        N_("Is the payout enough?"),
        N_(
            "No source was found for what a critical illness costs in yuan, only that patients pay "
            "45 to 55 % of it themselves; the operator’s own paper says 40 %."
        ),
    ),
)
LIMITS: Mapping[str, tuple[Limit, ...]] = {
    N_("If you are a regulator"): _REGULATOR,
    N_("If you are a product manager"): _PRODUCT_MANAGER,
    N_("If you are a member"): _MEMBER,
}
