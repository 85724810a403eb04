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
    fairness_of_each,
    with_cut,
)
from mutualmodel.fairness.sureness import Sureness, moved_sureness, payouts_sureness

__all__ = [
    "INCOME_GROUPS",
    "Fairness",
    "Income",
    "Sureness",
    "affordability",
    "balancing_payout",
    "equal_payout",
    "fairness",
    "fairness_of_each",
    "incomes",
    "incomes_of",
    "moved_sureness",
    "payouts_sureness",
    "with_cut",
    "years_of_income",
]
