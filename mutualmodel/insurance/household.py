"""A household: what its members pay together in the plan and for policies of the same benefit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mutualmodel.inputs.choices import Basis
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.inputs.insurer import InsurerTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.insurance.person import claim_chance
from mutualmodel.insurance.premiums import AS_XIANGHUBAO
from mutualmodel.insurance.systems import costs_by_age


@dataclass(frozen=True)
class HouseholdMember:
    """One of a household whom the plan admits: sex, age, money a year by system, and risk.

    ``risk`` is the chance of a claim before the plan's exit age; NaN as in
    :func:`~mutualmodel.insurance.person.claim_chance`.
    """

    sex: str
    age: int
    costs: dict[str, float]
    risk: float


@dataclass(frozen=True)
class Household:
    """What a household pays together; those whom the plan does not admit are left out of it all.

    ``members`` are those admitted, ``refused`` sex and age of the others.
    """

    members: tuple[HouseholdMember, ...]
    refused: tuple[tuple[str, int], ...]

    def cost(self, system: str) -> float:
        """Return what all admitted pay for one system, money a year; NaN where it has no price."""
        return math.fsum(member.costs[system] for member in self.members)

    @property
    def risk(self) -> float:
        """The chance that at least one of those admitted claims before the exit age.

        Each alone: what strikes all years alike, or runs in a family, is not in it.
        """
        return 1.0 - math.prod(1.0 - member.risk for member in self.members)


def household(
    scenario: Scenario,
    terms: InsurerTerms,
    who: Sequence[tuple[str, int]],
    *,
    basis: Basis = "now",
    closing: ClosingTerms = AS_XIANGHUBAO,
) -> Household:
    """Price mutual aid, one-year and level policies for everyone in a household.

    Parameters
    ----------
    who
        Sex ("M" or "F") and age of each.
    basis
        Which year of the plan: this one, or once it is settled.
    closing
        As :func:`~mutualmodel.insurance.systems.costs_by_age` takes them.
    """
    by_sex = {
        sex: costs_by_age(scenario, terms, sex, basis, closing) for sex in {sex for sex, _ in who}
    }
    return Household(
        members=tuple(
            HouseholdMember(
                sex=sex,
                age=age,
                costs={
                    name: float(by_sex[sex][name][age]) if name in by_sex[sex] else math.nan
                    for name in ("mutual", "one_year", "level")
                },
                risk=claim_chance(scenario, age, sex),
            )
            for sex, age in who
            if scenario.admits(age)
        ),
        refused=tuple((sex, age) for sex, age in who if not scenario.admits(age)),
    )
