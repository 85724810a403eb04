"""What links of version 1 and 2 called the inputs that did not belong to the plan."""

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
