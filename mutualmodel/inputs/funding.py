"""Inputs about how members pay: after the event, into a fund, or from balances of their own.

They are part of every :class:`~mutualmodel.inputs.scenario.Scenario`; only their declarations
live here. With ``funding`` at ``after`` none of the others is asked.
"""

from collections.abc import Mapping
from typing import Literal

from mutualmodel.inputs.declare import declare
from mutualmodel.inputs.events import Events
from mutualmodel.money import MOST_MONEY
from mutualmodel.text import N_
from mutualmodel.units import A_YEAR, MONEY, SHARE, Unit

FundingWay = Literal["after", "fund", "prepaid"]
DeficitBearer = Literal["members", "operator", "insurer", "claims"]
MoneyKept = Literal["apart", "operator"]

MONEY_A_MONTH = Unit("money", "¤ a month")
MONEY_A_MEMBER = Unit("money", "¤ a member")

# Which of the inputs below are asked under each way of paying, in the order of a form.
ASKED: Mapping[str, tuple[str, ...]] = {
    "after": ("funding",),
    "fund": (
        *("funding", "contribution_month", "opening_fund", "target_reserve"),
        *("surplus_returned", "deficit_bearer", "call_limit", "stop_loss_attachment"),
        *("fund_interest", "money_kept"),
    ),
    "prepaid": (
        *("funding", "opening_balance", "top_up", "balance_floor", "top_up_share"),
        "money_kept",
    ),
}
# And which of a fund's only under one bearer of its deficits.
BY_BEARER: Mapping[str, str] = {"call_limit": "members", "stop_loss_attachment": "insurer"}


def not_asked(plan: "Funding") -> frozenset[str]:
    """Return which inputs of this module mean nothing for a plan, as its members pay."""
    asked = set(ASKED[plan.funding])
    asked -= {name for name, bearer in BY_BEARER.items() if bearer != plan.deficit_bearer}
    return frozenset(set().union(*ASKED.values()) - asked)


class Funding(Events):
    """How the claims of a plan are paid for, and what happens where the money does not reach."""

    funding: FundingWay = declare(
        "after",
        "How members pay",
        group="funding",
        source="funding_after",
        help=(
            "After the event: each claim is shared once it is known. Into a fund: a fixed "
            "contribution in advance. Prepaid: each claim is drawn from a member's own balance."
        ),
        words={
            "after": N_("after the event"),
            "fund": N_("into a fund"),
            "prepaid": N_("prepaid balances"),
        },
    )
    contribution_month: float = declare(
        8.0,
        "Contribution",
        unit=MONEY_A_MONTH,
        group="funding",
        span=(0, MOST_MONEY),
        rail=(0, 50),
        step=0.1,
        source="contribution_month_assumed",
        plausible=(7, 12),
        plausible_source="contribution_month_plausible",
        decided=True,
        help="What each member pays into the fund a month, half of it before each settlement.",
    )
    opening_fund: float = declare(
        0.0,
        "Fund at the start",
        unit=MONEY_A_MEMBER,
        group="funding",
        span=(0, MOST_MONEY),
        rail=(0, 500),
        step=1,
        source="opening_fund_assumed",
        plausible=(0, 30),
        plausible_source="opening_fund_plausible",
        decided=True,
        help="What the fund holds for each opening member before the first settlement.",
    )
    target_reserve: float = declare(
        30.0,
        "Target reserve",
        unit=MONEY_A_MEMBER,
        group="funding",
        span=(0, MOST_MONEY),
        rail=(0, 500),
        step=1,
        source="target_reserve_assumed",
        plausible=(15, 60),
        plausible_source="target_reserve_plausible",
        decided=True,
        help="What the fund is to hold for each member; more than that is surplus.",
    )
    surplus_returned: float = declare(
        1.0,
        "Surplus paid back",
        unit=Unit("share", "of the surplus"),
        group="funding",
        span=(0, 1),
        step=0.05,
        source="surplus_returned_assumed",
        plausible=(0.5, 1),
        plausible_source="surplus_returned_plausible",
        decided=True,
        help=(
            "Share of the money above the target that members get back at the end of a plan "
            "year; never more than they paid in that year."
        ),
    )
    deficit_bearer: DeficitBearer = declare(
        "members",
        "Who pays when the fund is empty",
        group="funding",
        source="deficit_bearer_assumed",
        help=(
            "Members by a call up to a limit, the operator, an insurer above a threshold "
            "(stop-loss), or claimants: then claims are cut."
        ),
        words={
            "members": N_("members, by a call"),
            "operator": N_("the operator"),
            "insurer": N_("an insurer, above a threshold"),
            "claims": N_("claimants: claims are cut"),
        },
    )
    call_limit: float = declare(
        1.0,
        "Limit of calls",
        unit=Unit("multiple", "× the contribution"),
        group="funding",
        span=(0, 10),
        step=0.1,
        source="call_limit_assumed",
        plausible=(0.5, 2),
        plausible_source="call_limit_plausible",
        decided=True,
        help="All calls of a plan year together are at most this many times the year's "
        "contribution.",
    )
    stop_loss_attachment: float = declare(
        1.2,
        "Insurer pays above",
        unit=Unit("multiple", "× the contribution"),
        group="funding",
        span=(0, 10),
        step=0.05,
        source="stop_loss_attachment_assumed",
        plausible=(1.1, 1.5),
        plausible_source="stop_loss_attachment_plausible",
        decided=True,
        help=(
            "An insurer pays the bills of a plan year above this many times the year's "
            "contributions; its own premium is not counted."
        ),
    )
    fund_interest: float = declare(
        0.0,
        "Interest on the fund",
        unit=A_YEAR,
        group="funding",
        span=(0, 0.1),
        step=0.0025,
        source="fund_interest_assumed",
        plausible=(0, 0.035),
        plausible_source="fund_interest_plausible",
        help="What the fund earns a year.",
    )
    opening_balance: float = declare(
        30.0,
        "Balance paid in at joining",
        unit=MONEY_A_MEMBER,
        group="funding",
        span=(0, MOST_MONEY),
        rail=(0, 500),
        step=1,
        source="opening_balance_assumed",
        plausible=(10, 60),
        plausible_source="opening_balance_plausible",
        decided=True,
        help="What every member's own balance holds at joining and at the start.",
    )
    top_up: float = declare(
        30.0,
        "Top-up",
        unit=MONEY,
        group="funding",
        span=(1, MOST_MONEY),
        rail=(1, 500),
        step=1,
        source="top_up_assumed",
        plausible=(10, 60),
        plausible_source="top_up_plausible",
        decided=True,
        help="What a member pays in when the balance has sunk below the floor.",
    )
    balance_floor: float = declare(
        5.0,
        "Cover stops below a balance of",
        unit=MONEY,
        group="funding",
        span=(0, MOST_MONEY),
        rail=(0, 100),
        step=0.5,
        source="balance_floor_assumed",
        plausible=(1, 10),
        plausible_source="balance_floor_plausible",
        decided=True,
        help="Below it a member tops up, or loses membership and gets back what is left.",
    )
    top_up_share: float = declare(
        1.0,
        "Members who top up",
        unit=SHARE,
        group="funding",
        span=(0, 1),
        step=0.01,
        source="top_up_share_assumed",
        plausible=(0.9, 1),
        plausible_source="top_up_share_plausible",
        help="Share of those asked to top up who do; the others leave the plan.",
    )
    money_kept: MoneyKept = declare(
        "apart",
        "Where the money is kept",
        group="funding",
        source="money_kept_assumed",
        help=(
            "Apart from the operator's own money, or with it: then it is lost with an operator who "
            "fails."
        ),
        words={"apart": N_("kept apart"), "operator": N_("with the operator's own money")},
    )

    @property
    def contribution(self) -> float:
        """What a member pays into the fund before one settlement, yuan; 0 without a fund."""
        return self.contribution_month / 2.0 if self.funding == "fund" else 0.0

    @property
    def opening_money(self) -> float:
        """What a fund or a balance holds for each opening member, yuan; 0 after the event."""
        return {"after": 0.0, "fund": self.opening_fund, "prepaid": self.opening_balance}[
            self.funding
        ]

    @property
    def holds_money(self) -> bool:
        """Whether members' money lies with the plan before claims fall due."""
        return self.funding != "after"
