"""Commercial cover beside mutual aid: premiums, the systems side by side, the insurer's view.

>>> from mutualmodel.insurance import level_premium
>>> round(level_premium(30, "M"), 2)
6.21
"""

from mutualmodel.figures.rates import mortality
from mutualmodel.insurance.capital import InsurerView, capital_for, insurer_view
from mutualmodel.insurance.comparison import (
    BreakEven,
    CheaperMap,
    LifetimeCost,
    YuanSplit,
    break_even,
    break_even_age,
    cheaper_over_cap,
    cheaper_over_incidence,
    cheaper_over_loading,
    cheaper_over_payout,
    lifetime_costs,
    yuan_splits,
)
from mutualmodel.insurance.household import Household, HouseholdMember, household
from mutualmodel.insurance.life import (
    Quote,
    ci_share_of_deaths,
    healthy_survival,
    quotes,
)
from mutualmodel.insurance.own_policy import OWN_POLICY, own_policy_costs
from mutualmodel.insurance.person import (
    WISHES,
    PersonReport,
    claim_chance,
    person_report,
)
from mutualmodel.insurance.premiums import (
    bridging_premiums,
    level_premium,
    level_premiums,
    one_year_premiums,
    yearly_benefits,
)
from mutualmodel.insurance.ranges import (
    BreakEvenRange,
    break_even_range,
    year_of,
    year_uncertainty,
)
from mutualmodel.insurance.steps import (
    explain_break_even,
    explain_level,
    explain_one_year,
)
from mutualmodel.insurance.systems import (
    BASES,
    COMPARED,
    SYSTEMS,
    MutualCosts,
    System,
    compares,
    costs_by_age,
    launch_terms,
    mutual_costs,
    settled_plan,
)

__all__ = [
    "BASES",
    "COMPARED",
    "OWN_POLICY",
    "SYSTEMS",
    "WISHES",
    "BreakEven",
    "BreakEvenRange",
    "CheaperMap",
    "Household",
    "HouseholdMember",
    "InsurerView",
    "LifetimeCost",
    "MutualCosts",
    "PersonReport",
    "Quote",
    "System",
    "YuanSplit",
    "break_even",
    "break_even_age",
    "break_even_range",
    "bridging_premiums",
    "capital_for",
    "cheaper_over_cap",
    "cheaper_over_incidence",
    "cheaper_over_loading",
    "cheaper_over_payout",
    "ci_share_of_deaths",
    "claim_chance",
    "compares",
    "costs_by_age",
    "explain_break_even",
    "explain_level",
    "explain_one_year",
    "healthy_survival",
    "household",
    "insurer_view",
    "launch_terms",
    "level_premium",
    "level_premiums",
    "lifetime_costs",
    "mortality",
    "mutual_costs",
    "one_year_premiums",
    "own_policy_costs",
    "person_report",
    "quotes",
    "settled_plan",
    "year_of",
    "year_uncertainty",
    "yearly_benefits",
    "yuan_splits",
]
