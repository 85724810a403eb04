"""What a year of cover costs in one case: the figures that the verdict and the main chart share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mutualmodel import Case, Projection, Uncertainty
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import Parts, borne, ends_in_first_year, never_starts
from mutualmodel.inputs import Basis
from mutualmodel.insurance import (
    BreakEven,
    BreakEvenRange,
    MutualCosts,
    break_even,
    break_even_range,
    costs_by_age,
    mutual_costs,
    own_policy_costs,
    year_uncertainty,
)
from mutualmodel.money import CHINESE

# Of mutual aid: no plan at all, one that ends within the year, one that promises nothing, and one
# whose year compares with a policy's.
Kind = Literal["no plan", "part of a year", "no benefit", "a year"]


@dataclass(frozen=True)
class YearOfCover:
    """What every system costs a year in one case, at the terms and for the sex of that case.

    ``costs`` (A,) by age and system are on the basis that the case asks for; ``mutual`` has the
    year of the plan on every basis.
    """

    case: Case
    costs: Mapping[str, FloatArray]
    mutual: MutualCosts

    @property
    def basis(self) -> Basis:
        """The basis that the case asks for."""
        return self.case.view.cost_basis

    @property
    def compares_published(self) -> bool:
        """Whether prices and sums that were published in yuan stand beside the plan's."""
        return self.case.plan.currency == CHINESE

    @property
    def age(self) -> int:
        """Age of the person of the case."""
        return self.case.person.age

    @property
    def cheaper(self) -> BreakEven:
        """Where mutual aid is the cheaper, on the basis of the case."""
        return self.cheaper_on(self.basis)

    @property
    def mutual_cost(self) -> float:
        """What a member pays in the year, or to the end of the plan within it; NaN of no plan."""
        return self.mutual.at(self.basis)

    @property
    def projection(self) -> Projection:
        """The year of the plan, on the basis of the case."""
        return self.mutual.years[self.basis]

    @property
    def parts(self) -> Parts:
        """Who bears the year's bill, on the basis of the case."""
        return borne(self.projection)

    def kind_on(self, basis: Basis) -> Kind:
        """Say what kind of year mutual aid has on a basis."""
        year = self.mutual.years[basis]
        if never_starts(year):
            return "no plan"
        if ends_in_first_year(year):
            return "part of a year"
        return "a year" if any(self.case.plan.payouts) else "no benefit"

    @property
    def kind(self) -> Kind:
        """Say what kind of year mutual aid has, on the basis of the case."""
        return self.kind_on(self.basis)

    def cheaper_on(self, basis: Basis) -> BreakEven:
        """Return where mutual aid is the cheaper on a basis, by what a member pays."""
        return self._cheaper_at(self.mutual.whole_year(basis))

    def cheaper_per_benefit(self, basis: Basis) -> BreakEven:
        """Return the same by what she pays for each whole benefit that is paid."""
        return self._cheaper_at(self.mutual.per_whole_benefit(basis))

    def _cheaper_at(self, cost: float) -> BreakEven:
        return break_even(cost, self.costs["one_year"], self.case.plan.minimum_age)

    def at_age(self, system: str) -> float:
        """Return what a system costs the person of the case; NaN of no year."""
        return float(self.costs[system][self.age])


def year_of_cover(case: Case) -> YearOfCover:
    """Work out what a year of cover costs in a case."""
    costs = costs_by_age(
        case.plan, case.insurer, case.person.sex, case.view.cost_basis, case.closing
    )
    if (prices := case.beside.prices) is not None:
        costs["own"] = own_policy_costs(case.plan, prices, case.person.sex)
    return YearOfCover(case, costs, mutual_costs(case.plan)["mutual"])


def spread_of_cover(case: Case) -> Uncertainty:
    """Work out how sure the year is that the case compares, with its layers."""
    return year_uncertainty(case.plan, case.view.cost_basis, assumed=case.view.varies_assumed)


def range_of_cover(case: Case, asked: Case | None = None) -> BreakEvenRange:
    """Work out how sure the year and the ages at which it is cheaper are, on the case's basis.

    ``asked`` says which layer is shown and whether assumed inputs vary; by default the case itself
    does. They vary too where they are the layer.
    """
    asked = asked or case
    return break_even_range(
        case.plan,
        case.insurer,
        case.person.sex,
        basis=case.view.cost_basis,
        layer=asked.view.range_of,
        assumed=asked.view.varies_assumed,
    )
