"""Who pays for whom, and who can afford it."""

from mutualmodel.fairness.affordability import (
    INCOME_GROUPS,
    Income,
    affordability,
    incomes,
    incomes_of,
    years_of_income,
)
from mutualmodel.fairness.subsidy import (
    Fairness,
    balancing_payout,
    equal_payout,
    fairness,
    with_cut,
)

__all__ = [
    "INCOME_GROUPS",
    "Fairness",
    "Income",
    "affordability",
    "balancing_payout",
    "equal_payout",
    "fairness",
    "incomes",
    "incomes_of",
    "with_cut",
    "years_of_income",
]
