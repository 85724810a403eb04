"""How the figures of fairness come about."""

from mutualmodel import Quantity, Scenario, Sentence
from mutualmodel.fairness import Fairness, balancing_payout
from mutualmodel.inputs import fields
from mutualmodel.text import Step


def moved_steps(fair: Fairness, age_mix: str = "shares") -> list[Step]:
    """Return the steps that lead to what changes hands; ``age_mix`` is the plan's."""
    shares = ("share_under_18", "share_40_to_59", "share_female")
    mix = ("age_mix",) if age_mix == "own" else shares
    sources = tuple(fields()[name].source for name in (*mix, "incidence_table"))
    return [
        Step(
            "What a member pays, and what of it goes into benefits",
            Sentence(
                "{paid} − fee {fee} + help from others {help}",
                {
                    "paid": Quantity(fair.paid, "money"),
                    "fee": Quantity(fair.fee, "money"),
                    "help": Quantity(fair.help, "money"),
                },
            ),
            Quantity(fair.mean_received, "money a member"),
            (fields()["fee_rate"].source,),
        ),
        Step(
            "What each age and sex receives above or below that",
            Sentence(
                "incidence × payout at the age: under {age} {young}, from {age} on {old} on "
                "average",
                {
                    "age": Quantity(fair.payout_age, ""),
                    "young": Quantity(fair.young, "money"),
                    "old": Quantity(fair.old, "money"),
                },
            ),
            Quantity(float((fair.members * fair.subsidy).sum()), "money in sum"),
            sources,
        ),
        Step(
            "The part above zero, over all members",
            Sentence("over ages and sexes, the sum of share of members × what is received above"),
            Quantity(fair.moved, "money a member"),
            ("census2020",),
        ),
    ]


def balance_steps(scenario: Scenario, fair: Fairness) -> list[Step]:
    """Return the steps that lead to the payout that balances both groups."""
    payout = balancing_payout(fair)
    under, over, _mild = scenario.payouts
    claims = fair.old / over if over else 0.0
    return [
        Step(
            "What a member on the first lump sum receives",
            Sentence(
                "payout {payout} × expected claims",
                {"payout": Quantity(under, "money")},
            ),
            Quantity(fair.young, "money"),
            (fields()["payout_under_40"].source,),
        ),
        Step(
            "What a member receives for each ¤ of the second lump sum",
            Sentence(
                "{old} / {payout}",
                {
                    "old": Quantity(fair.old, "money"),
                    "payout": Quantity(over, "money"),
                },
            ),
            Quantity(1000 * claims, "money for 1,000"),
            (fields()["payout_40_plus"].source,),
        ),
        Step(
            "The payout at which both receive the same",
            Sentence("the first divided by the second; mild illness is taken off both sides"),
            Quantity(payout, "money"),
        ),
    ]
