"""What links and files of earlier versions called inputs that are called otherwise today."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.declare import FieldMeta, Value
from mutualmodel.units import DAYS

_TERMS = (
    "pricing_level", "loading", "group_loading", "commission_share", "margin_share", "interest",
    "declined_share", "declined_incidence", "loaded_share", "loaded_extra", "waiting_days",
    "cost_of_capital", "trend_range",
)  # fmt: skip
_CLOSING = (
    "notice_settlements", "payer", "paid_share", "claim_window_days", "reporting_days",
    "refund_share", "bridge_take_up", "take_up_risk", "take_up_price", "bridge_price_month",
    "free_months", "bridge_under_40", "bridge_40_plus", "bridge_mild_under_40",
    "bridge_mild_40_plus",
)  # fmt: skip

# Those of version 1 and 2 that did not belong to the plan.
# The page Fairness had a person of its own, who is now the one of Versus insurance.
NAMES_BEFORE = {
    **{f"p.ins_{name}": f"insurer.{name}" for name in _TERMS},
    **{f"p.close_{name}": f"closing.{name}" for name in _CLOSING},
    "p.close_month": "view.stop_month",
    "p.ins_sex": "person.sex",
    "p.ins_age": "person.age",
    "p.ins_income": "person.income",
    "p.ins_wish": "person.wish",
    "p.ins_basis": "view.cost_basis",
    "p.ins_left_age": "view.young_until",
    "p.risk_amount": "view.amount_asked",
    "p.stress_year": "view.stress_year",
    "p.fair_cut": "view.cut_age",
    "p.fair_ratio": "view.cut_ratio",
    "p.fair_sex": "person.sex",
    "p.fair_age": "person.age",
    "p.income_year": "view.income_year",
    "p.income_measure": "view.income_measure",
}

# Up to version 4 a mean in days, which could be longer than the delay until the payment.
REPORTING_DAYS = "closing.reporting_days"
_REPORTING_SHARE = "closing.reporting_share"


@cache
def inputs_before() -> dict[str, FieldMeta]:
    """Return the metadata of inputs that are gone, by dotted name."""
    today = ClosingTerms.fields()["reporting_share"]
    days = replace(today, name="reporting_days", unit=DAYS, minimum=1.0, maximum=180.0, step=1.0)
    return {REPORTING_DAYS: days}


def as_today(changes: Mapping[str, Value], delay_days: Value) -> dict[str, Value]:
    """Say in the inputs of today what a link or a file changed in those of its version.

    ``changes`` go by dotted names; ``delay_days`` is the delay to payment that holds without them.
    """
    told = dict(changes)
    days, delay = told.pop(REPORTING_DAYS, None), told.get("plan.claim_delay_days", delay_days)
    if isinstance(days, int | float) and isinstance(delay, int | float):
        today = ClosingTerms.fields()["reporting_share"]
        assert today.minimum is not None
        assert today.maximum is not None
        share = days / delay if delay > 0.0 else today.maximum
        told.setdefault(_REPORTING_SHARE, min(max(share, today.minimum), today.maximum))
    return told
