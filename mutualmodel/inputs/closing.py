"""The terms on which a plan closes: every input declared once, and ways from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from mutualmodel.inputs.declare import Declared, Value, declare
from mutualmodel.money import CHINESE, MOST_MONEY
from mutualmodel.text import N_
from mutualmodel.units import DAYS, MONEY, MONTHS, SHARE, Unit

Payer = Literal["operator", "members"]
Operator = Literal["stands", "fails"]
PriceBy = Literal["age", "band"]


class ClosingTerms(Declared):
    """Who pays what is owed when a plan stops, and what its members are offered instead.

    Money is in the plan's currency, shares are fractions of one. The default is how Xianghubao
    closed.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    GROUPS: ClassVar[Mapping[str, str]] = {
        "closing": N_("What is owed"),
        "bridge": N_("The bridging policy"),
    }

    notice_settlements: int = declare(
        2,
        "Cover goes on after the notice",
        unit=Unit("count", "settlements", "settlement"),
        group="closing",
        span=(0, 4),
        step=1,
        source="closing_cover_end",
        plausible=(0, 4),
        plausible_source="notice_settlements_plausible",
        decided=True,
        help="Half-months in which members are still covered and no longer charged.",
    )
    payer: Payer = declare(
        "operator",
        "Who pays what is owed",
        group="closing",
        source="closing_three_payouts",
        help="The operator, or the members by a last charge or from balances they hold.",
        words={"operator": "operator", "members": "members"},
    )
    paid_share: float = declare(
        1.0,
        "Share of a claim that is paid",
        unit=SHARE,
        group="closing",
        span=(0, 1),
        step=0.01,
        source="closing_three_payouts",
        plausible=(0.46, 1),
        plausible_source="paid_share_plausible",
        decided=True,
        help="What the payer covers of the claims made in time; the rest stays unpaid.",
    )
    operator: Operator = declare(
        "stands",
        "The operator",
        group="closing",
        source="closing_three_payouts",
        help=(
            "Whether the operator can hand over the money that members paid in advance. One that "
            "fails takes with it what was not kept apart from its own."
        ),
        words={"stands": N_("hands over what it holds"), "fails": N_("fails")},
    )
    claim_window_days: float = declare(
        180.0,
        "Time to claim after diagnosis",
        unit=DAYS,
        group="closing",
        span=(0, 365),
        step=5,
        source="closing_tail_180_days",
        plausible=(90, 180),
        plausible_source="claim_window_days_plausible",
        decided=True,
        help=(
            "An illness from before the end must be reported within so many days of diagnosis, "
            "unless it was reported before the notice."
        ),
    )
    reporting_share: float = declare(
        0.5,
        "Part of the delay until the report",
        unit=Unit("share", "of the delay"),
        group="closing",
        span=(0.05, 0.95),
        step=0.05,
        source="reporting_share_assumed",
        plausible=(0.25, 0.75),
        plausible_source="reporting_share_plausible",
        help=(
            "How much of the time from diagnosis to payment passes until the claim is reported, on "
            "average; the rest is examination and publication."
        ),
    )
    refund_share: float = declare(
        0.0,
        "Contributions paid back",
        unit=SHARE,
        group="closing",
        span=(0, 1),
        step=0.05,
        source="closing_no_refund",
        plausible=(0, 1),
        plausible_source="refund_share_plausible",
        decided=True,
        help="Share of all that members have been charged since the start, paid by the operator.",
    )
    bridge_take_up: float = declare(
        0.147,
        "Members who take the bridging policy",
        unit=SHARE,
        group="bridge",
        span=(0, 0.95),
        step=0.01,
        source="bridge_take_up_derived",
        plausible=(0.133, 0.16),
        plausible_source="bridge_take_up_plausible",
        help="Share of the members at the stop who move to the commercial policy; 0: none offered.",
    )
    take_up_risk: float = declare(
        1.0,
        "How strongly the sick accept",
        unit=Unit("plain", "selection exponent"),
        group="bridge",
        span=(0, 2),
        step=0.1,
        source="take_up_risk_assumed",
        plausible=(0, 2),
        plausible_source="take_up_risk_plausible",
        help="0: all accept alike; 1: a member at twice the risk of others of the same age "
        "and sex is twice as likely to accept. The selection exponent.",
    )
    take_up_price: float = declare(
        0.5,
        "How far a higher price lowers acceptance",
        unit=Unit("plain", "price exponent"),
        group="bridge",
        span=(0, 2),
        step=0.1,
        source="take_up_price_assumed",
        plausible=(0, 1),
        plausible_source="take_up_price_plausible",
        help="0: the price does not matter; 1: at twice the price half as many accept. The "
        "price exponent.",
    )
    bridge_price_month: float = declare(
        13.0,
        "Price of the bridging policy",
        unit=Unit("money", "¤ a month"),
        group="bridge",
        span=(0.1, 10_000_000),
        rail=(1, 200),
        step=1,
        source="closing_free_months_cost",
        plausible=(12, 14),
        plausible_source="bridge_price_month_plausible",
        decided=True,
        help="Average over the members at the stop, in proportion to expected claims.",
    )
    bridge_price_by: PriceBy = declare(
        "band",
        "Policy's price goes by",
        group="bridge",
        source="bridge_price_points",
        help=(
            "Who pays one price: an age and sex, or both sexes in ten years of age. The latter "
            "is nearer to the published prices."
        ),
        words={"age": "age and sex", "band": "ten years of age, both sexes alike"},
    )
    free_months: float = declare(
        3.0,
        "Months paid by the operator",
        unit=MONTHS,
        group="bridge",
        span=(0, 24),
        step=1,
        source="closing_transfer",
        plausible=(0, 12),
        plausible_source="free_months_plausible",
        decided=True,
        help="Months of the policy that are free for those who take it.",
    )
    bridge_under_40: float = declare(
        100_000.0,
        "Policy's payout under 40",
        unit=MONEY,
        group="bridge",
        span=(0, MOST_MONEY),
        rail=(0, 1_000_000),
        step=10_000,
        source="closing_policy_cover",
        plausible=(50_000, 300_000),
        plausible_source="bridge_under_40_plausible",
        decided=True,
        help="For a critical illness diagnosed before the fortieth birthday.",
    )
    bridge_40_plus: float = declare(
        40_000.0,
        "Policy's payout at 40 and over",
        unit=MONEY,
        group="bridge",
        span=(0, MOST_MONEY),
        rail=(0, 1_000_000),
        step=10_000,
        source="closing_policy_cover",
        plausible=(20_000, 100_000),
        plausible_source="bridge_40_plus_plausible",
        decided=True,
        help="For a critical illness diagnosed from the fortieth birthday on.",
    )
    bridge_mild_under_40: float = declare(
        20_000.0,
        "Policy's payout for mild illness under 40",
        unit=MONEY,
        group="bridge",
        span=(0, MOST_MONEY),
        rail=(0, 300_000),
        step=5_000,
        source="closing_policy_cover",
        plausible=(10_000, 40_000),
        plausible_source="bridge_mild_under_40_plausible",
        decided=True,
        help="For a mild illness diagnosed before the fortieth birthday.",
    )
    bridge_mild_40_plus: float = declare(
        10_000.0,
        "Policy's payout for mild illness at 40 and over",
        unit=MONEY,
        group="bridge",
        span=(0, MOST_MONEY),
        rail=(0, 300_000),
        step=5_000,
        source="closing_policy_cover",
        plausible=(5000, 20_000),
        plausible_source="bridge_mild_40_plus_plausible",
        decided=True,
        help="For a mild illness diagnosed from the fortieth birthday on.",
    )


@dataclass(frozen=True)
class WayOfClosing:
    """How one plan of the record closed, as terms; or what is left where nobody closes a plan.

    ``figures`` are ids in ``data/figures.csv`` of what is known; ``assumed`` the fields that are
    not and stand as the help of the page says.
    """

    name: str
    title: str
    story: str
    terms: ClosingTerms
    figures: tuple[str, ...]
    assumed: tuple[str, ...]


def terms_of(way: WayOfClosing, present: ClosingTerms, currency: str) -> ClosingTerms:
    """Return the terms of a way of closing for a plan in this currency.

    Prices and sums of the record are in yuan: a plan in other money keeps its ``present`` ones.
    """
    if currency == CHINESE:
        return way.terms
    amounts = [meta.name for meta in ClosingTerms.fields().values() if meta.unit.kind == "money"]
    return way.terms.with_changes(**{name: getattr(present, name) for name in amounts})


_NO_BRIDGE: dict[str, Value] = {"bridge_take_up": 0.0, "free_months": 0.0}
_EVERYWHERE = ("reporting_share", "take_up_risk", "take_up_price")

WAYS = {
    way.name: way
    for way in (
        WayOfClosing(
            "xianghubao",
            N_("Xianghubao 2021"),
            N_(
                "The operator pays three settlements and all later claims; "
                "one member in seven moves to a bridging policy."
            ),
            ClosingTerms(),
            (
                "closing_cover_end",
                "closing_three_payouts",
                "closing_tail_180_days",
                "closing_no_refund",
                "closing_transfer",
                "closing_policy_cover",
            ),
            _EVERYWHERE,
        ),
        WayOfClosing(
            "waterdrop",
            N_("Waterdrop 2021"),
            N_(
                "Balances go back to their owners and the platform buys a year's policy "
                "for those who agree."
            ),
            ClosingTerms(notice_settlements=0, free_months=12.0),
            ("waterdrop_closing", "waterdrop_dates"),
            (
                *_EVERYWHERE,
                "payer",
                "paid_share",
                "bridge_take_up",
                "bridge_price_month",
                "bridge_price_by",
                "bridge_under_40",
                "bridge_40_plus",
                "bridge_mild_under_40",
                "bridge_mild_40_plus",
            ),
        ),
        WayOfClosing(
            "meituan",
            N_("Meituan 2021"),
            N_(
                "Everything that members ever paid goes back to them; "
                "later claims are the platform's."
            ),
            ClosingTerms(notice_settlements=1, refund_share=1.0, **_NO_BRIDGE),
            ("meituan_closing", "meituan_dates"),
            ("reporting_share",),
        ),
        WayOfClosing(
            "baidu",
            N_("Baidu 2020"),
            N_("Dissolved under its own minimum: what had been reported is paid, and no more."),
            ClosingTerms(notice_settlements=0, claim_window_days=0.0, **_NO_BRIDGE),
            ("baidu_dates", "minimum_baidu_500000"),
            ("reporting_share", "payer", "paid_share", "claim_window_days"),
        ),
        WayOfClosing(
            "qingsong",
            N_("Qingsong 2021"),
            N_("Stopped on the day: nobody is left to share, and the last claimants get 46 %."),
            ClosingTerms(
                notice_settlements=0,
                payer="members",
                paid_share=0.46,
                claim_window_days=0.0,
                **_NO_BRIDGE,
            ),
            ("qingsong_part_paid", "qingsong_dates"),
            ("reporting_share", "claim_window_days"),
        ),
        WayOfClosing(
            "aliera",
            N_("Aliera 2021"),
            N_(
                "The operator fails with what members paid in: of the claims 1 to 5 % were paid, "
                "here the most of that."
            ),
            ClosingTerms(
                notice_settlements=0,
                paid_share=0.05,
                operator="fails",
                claim_window_days=0.0,
                **_NO_BRIDGE,
            ),
            ("aliera_closing",),
            ("reporting_share", "payer", "claim_window_days"),
        ),
        WayOfClosing(
            "dissolved",
            N_("Just dissolved"),
            N_(
                "By the plan's own rule: it ends when it dissolves, cover ends with it, and nobody "
                "pays what is owed."
            ),
            ClosingTerms(
                notice_settlements=0, paid_share=0.0, claim_window_days=365.0, **_NO_BRIDGE
            ),
            (),
            ("reporting_share",),
        ),
    )
}
