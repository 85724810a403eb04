"""Rules of other plans, laid on the plan at hand: how they pay, not what they pay for.

What these plans pay (bills, hospital days, income) has no frequency in the data, so none of them is
a whole plan here and no outcome of theirs is claimed. Their rules are about money, and money can be
asked of any plan.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mutualmodel.engine import never_starts, project
from mutualmodel.inputs import Problem, Scenario, ScenarioError, Value
from mutualmodel.text import N_, Sentence

MONTHS_PER_YEAR = 12
# A contribution is set to so many digits, and known again where it agrees with them.
_DIGITS, _ALIKE = 4, 1e-3


@dataclass(frozen=True)
class Multiple:
    """A contribution as a multiple of what the claims of a plan cost a member, and its source."""

    of_cost: float
    figure_id: str


@dataclass(frozen=True)
class PlanRules:
    """How another plan pays its claims.

    ``fixed`` maps each input that the rules set to its value and the figure this comes from.
    ``contribution``, where they set one, depends on the plan they are laid on.
    """

    name: str
    title: str
    insight: str
    fixed: Mapping[str, tuple[Value, str]]
    contribution: Multiple | None = None

    @property
    def sources(self) -> dict[str, str]:
        """The figure that each input's value comes from."""
        found = {field: figure_id for field, (_, figure_id) in self.fixed.items()}
        if self.contribution is not None:
            found["contribution_month"] = self.contribution.figure_id
        return found

    def changes(self, plan: Scenario) -> dict[str, Value]:
        """Return the inputs that the rules set on a plan.

        Raises
        ------
        ScenarioError
            When a contribution is to be set and the plan never starts, so that it has no cost.
        """
        values = {field: value for field, (value, _) in self.fixed.items()}
        if self.contribution is None:
            return values
        month = self.contribution.of_cost * yearly_cost(plan.with_changes(**values))
        return values | {"contribution_month": float(f"{month / MONTHS_PER_YEAR:.{_DIGITS}g}")}

    def are_followed_by(self, plan: Scenario) -> bool:
        """Whether a plan has these rules: nothing would change were they laid on it."""
        if any(getattr(plan, field) != value for field, (value, _) in self.fixed.items()):
            return False
        if self.contribution is None:
            return True
        try:
            month = self.changes(plan)["contribution_month"]
        except ScenarioError:
            return False
        assert isinstance(month, float)
        return math.isclose(plan.contribution_month, month, rel_tol=_ALIKE)


def yearly_cost(plan: Scenario) -> float:
    """Return what a plan's first year of claims and fees costs a member after the event, uncapped.

    Nothing caps what members pay into a fund, so its contribution has to carry all of it.

    Raises
    ------
    ScenarioError
        When the plan never starts: it has fewer members than its minimum.
    """
    shared = project(plan.with_changes(funding="after", per_claim_cap=None, annual_cap=None))
    if never_starts(shared):
        told = N_("The plan never starts, so there is no cost that a contribution could follow.")
        message = f"minimum_members = {plan.minimum_members!r}: the plan never starts"
        problem = Problem("minimum_members", message, Sentence(told))
        raise ScenarioError({"minimum_members": problem})
    return shared.headline.cost_per_member_year


def rules_followed(plan: Scenario) -> tuple[PlanRules, ...]:
    """Return the rules of other plans that a plan has."""
    return tuple(rules for rules in RULES.values() if rules.are_followed_by(plan))


KYOSAI = PlanRules(
    "kyosai",
    N_("Kyosai"),
    N_(
        "Japan’s prefectural kyosai take a fixed contribution and pay back what is left of it "
        "each year: a third in 2021, when they paid for hospital days and deaths. Here the "
        "contribution is half as much again as this plan’s first year costs, so that a third of "
        "it comes back too. What a bad or a more expensive year costs comes out of that first, "
        "then members are called on."
    ),
    fixed={
        "funding": ("fund", "kyosai_rules"),
        "surplus_returned": (1.0, "kyosai_fund_assumed"),
        "target_reserve": (0.0, "kyosai_fund_assumed"),
        "deficit_bearer": ("members", "kyosai_fund_assumed"),
    },
    contribution=Multiple(1.5, "kyosai_returned_2021"),
)
HUHUIBAO = PlanRules(
    "huhuibao",
    N_("Huhuibao"),
    N_(
        "Shanghai’s city supplement has one fixed price with insurers behind it, and pays "
        "hospital bills; claims took about four fifths of the premiums in 2021. Here the first "
        "year takes the same part of the contribution, and an insurer pays what goes beyond a "
        "year’s contributions. What is left stays in the fund; in Shanghai it is the insurers’."
    ),
    fixed={
        "funding": ("fund", "huhuibao_2021"),
        "surplus_returned": (0.0, "huhuibao_insurer_assumed"),
        "deficit_bearer": ("insurer", "huhuibao_insurer_assumed"),
        "stop_loss_attachment": (1.0, "huhuibao_insurer_assumed"),
    },
    contribution=Multiple(1.25, "huhuibao_claims_2021"),
)
HEALTH_SHARING = PlanRules(
    "health_sharing",
    N_("Health care sharing"),
    N_(
        "Of the eligible requests that members of Colorado’s health care sharing sent in, 74 % "
        "were paid in 2021; they are for bills. Here 74 % of every claim is paid. One of five such "
        "organisations spends up to 40 % of contributions on administration, more than the fee "
        "here can be, so it is not set."
    ),
    fixed={"covered_share": (0.74, "sharing_paid_2021")},
)
BROODFONDS = PlanRules(
    "broodfonds",
    N_("Broodfonds"),
    N_(
        "In the Netherlands groups of 20 to 50 self-employed save on accounts of their own, and "
        "give from them to whoever is too ill to work. Here 40 members pay this plan’s claims from "
        "balances of their own, with no cap and nobody behind them. Lump sums as large as this "
        "plan’s are not what such a group pays: a month’s income for two years at most is."
    ),
    fixed={
        "members": (40.0, "broodfonds_group_assumed"),
        "joiners_per_year": (0.0, "broodfonds_group_assumed"),
        "minimum_members": (20.0, "broodfonds_groups_2020"),
        "funding": ("prepaid", "broodfonds_groups_2020"),
        "per_claim_cap": (None, "broodfonds_group_assumed"),
        "annual_cap": (None, "broodfonds_group_assumed"),
        "cap_bearer": ("nobody", "broodfonds_group_assumed"),
    },
)
SOLIDARITY = PlanRules(
    "solidarity",
    N_("Solidarity association"),
    N_(
        "Members of Germany’s solidarity associations pay half their contribution into an "
        "account of their own and half into a common fund, and both pay bills. Here the fund "
        "pays half of every claim, and its contribution is what that costs in the first year. "
        "The other half, and the account it would come from, are not modelled."
    ),
    fixed={
        "covered_share": (0.5, "solidarity_fund_assumed"),
        "funding": ("fund", "solidarity_split_2023"),
    },
    contribution=Multiple(1.0, "solidarity_fund_assumed"),
)
RULES: Mapping[str, PlanRules] = {
    rules.name: rules for rules in (KYOSAI, HUHUIBAO, HEALTH_SHARING, BROODFONDS, SOLIDARITY)
}
