"""Early-warning thresholds: from where on a supervisor wants to be told of a plan."""

from collections.abc import Mapping
from typing import ClassVar

from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.text import N_
from mutualmodel.units import DAYS, MONTHS, Unit

_PAID_BY_MEMBERS = Unit("share", "of what members pay")


class Thresholds(Declared):
    """Early-warning thresholds of the supervisory review; they change no plan.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    GROUPS: ClassVar[Mapping[str, str]] = {"warning": N_("Early warning")}

    minimum_share: float = declare(
        1.25,
        "Warn when members are below",
        unit=Unit("share", "of the minimum membership"),
        group="warning",
        span=(1, 10),
        step=0.05,
        source="warn_minimum_share_assumed",
        help="Members over the minimum membership, below which the plan dissolves.",
    )
    persistency: float = declare(
        0.85,
        "Warn when persistency is below",
        unit=Unit("share", "a year"),
        group="warning",
        span=(0, 1),
        step=0.01,
        source="warn_persistency_assumed",
        help="Members at the start of a year who have not left a year later.",
    )
    outstanding_months: float = declare(
        6.0,
        "Warn when outstanding claims are above",
        unit=MONTHS,
        group="warning",
        span=(0, 60),
        step=0.5,
        source="warn_outstanding_months_assumed",
        help="Payouts of claims diagnosed and not yet paid, over what a month pays out.",
    )
    unpaid_share: float = declare(
        0.01,
        "Warn when the unpaid part of what is due is above",
        unit=Unit("share", "of payouts due"),
        group="warning",
        span=(0, 1),
        step=0.01,
        source="warn_unpaid_share_assumed",
        help="What claimants are not paid in a year, over the payouts that are due to them.",
    )
    turnaround_days: float = declare(
        180.0,
        "Warn when claims take longer than",
        unit=DAYS,
        group="warning",
        span=(0, 365),
        step=5,
        source="warn_turnaround_assumed",
        help="Claims turnaround: average time from diagnosis to payment.",
    )
    refused_share: float = declare(
        0.10,
        "Warn when refusals are above",
        unit=Unit("share", "of claims submitted"),
        group="warning",
        span=(0, 1),
        step=0.01,
        source="warn_refused_share_assumed",
        help="Claims refused over claims submitted.",
    )
    fee_share: float = declare(
        0.10,
        "Warn when the fee is above",
        unit=_PAID_BY_MEMBERS,
        group="warning",
        span=(0, 1),
        step=0.005,
        source="warn_fee_share_assumed",
        help="The operator's fee over what members pay.",
    )
    loss_ratio: float = declare(
        1.0,
        "Warn when the loss ratio is above",
        unit=_PAID_BY_MEMBERS,
        group="warning",
        span=(0, 10),
        step=0.05,
        source="warn_loss_ratio_assumed",
        help="Payouts made over what members pay: above 100 % somebody else pays a part of them.",
    )
    year_over_cap: float = declare(
        1.0,
        "Warn when the 1-in-20 year is above",
        unit=Unit("share", "of the cap on a year"),
        group="warning",
        span=(0, 10),
        step=0.05,
        source="warn_year_over_cap_assumed",
        help="What a member would pay without the cap on a year, passed in one year of twenty.",
    )
    claim_over_cap: float = declare(
        0.8,
        "Warn when one claim is above",
        unit=Unit("share", "of the cap on one claim"),
        group="warning",
        span=(0, 10),
        step=0.05,
        source="warn_claim_over_cap_assumed",
        help="A member's share of one claim of the larger payout, before the cap on it.",
    )
