"""What a year of cover costs in one case: the figures that the verdict and the main chart share."""

from collections.abc import Mapping
from dataclasses import dataclass

from mutualmodel import Case
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import Basis
from mutualmodel.insurance import BASES, BreakEven, break_even, costs_by_age


@dataclass(frozen=True)
class YearOfCover:
    """What every system costs a year in one case, at the terms and for the sex of that case.

    ``costs`` (60,) by age and system are on the basis that the case asks for. ``on_bases`` has for
    each basis what a member pays and where that is less than a one-year policy.
    """

    case: Case
    costs: Mapping[str, FloatArray]
    on_bases: Mapping[Basis, tuple[float, BreakEven]]

    @property
    def age(self) -> int:
        """Age of the person of the case."""
        return self.case.person.age

    @property
    def cheaper(self) -> BreakEven:
        """Where mutual aid is the cheaper, on the basis of the case."""
        return self.on_bases[self.case.view.cost_basis][1]

    def at_age(self, system: str) -> float:
        """Return what a system costs the person of the case."""
        return float(self.costs[system][self.age])


def year_of_cover(case: Case) -> YearOfCover:
    """Work out what a year of cover costs in a case."""
    by_basis = {
        basis: costs_by_age(case.plan, case.insurer, case.person.sex, basis, case.closing)
        for basis in BASES
    }
    found = {
        basis: (float(costs["mutual"][0]), break_even(float(costs["mutual"][0]), costs["one_year"]))
        for basis, costs in by_basis.items()
    }
    return YearOfCover(case, by_basis[case.view.cost_basis], found)
