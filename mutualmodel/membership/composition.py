"""Who is in a plan: members by risk class, sex and single age at every settlement."""

from dataclasses import dataclass, replace

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.risk import class_count, risk_classes
from mutualmodel.engine.run import run_by_age
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.once import cached_property
from mutualmodel.periods import PERIODS_PER_YEAR

# Leaving takes years to show, so it is looked at as far ahead as a projection can go.
YEARS_AHEAD = 10


@dataclass(frozen=True, eq=False)
class Composition:
    """The members of one plan over time, those of a dissolved plan included.

    ``members`` (T + 1, R, 2, A): by risk class (lowest first), sex (men, women) and age last
    birthday at the start of each period, and at the end of the horizon. ``relative_risk`` (R,): a
    class's incidence over the mean of its age and sex.
    """

    scenario: Scenario
    members: FloatArray
    relative_risk: FloatArray

    def until(self, settlements: int) -> "Composition":
        """Return the members up to so many settlements; the first row is always there."""
        return replace(self, members=self.members[: max(settlements, 1)])

    @property
    def years(self) -> FloatArray:
        """Time of each row in years from the start, (T + 1,)."""
        return np.arange(len(self.members)) / PERIODS_PER_YEAR

    @cached_property
    def total(self) -> FloatArray:
        """All members, (T + 1,)."""
        return np.asarray(self.members.sum(axis=(1, 2, 3)))

    @cached_property
    def by_class(self) -> FloatArray:
        """Members by risk class, (T + 1, R)."""
        return np.asarray(self.members.sum(axis=(2, 3)))

    @cached_property
    def by_age(self) -> FloatArray:
        """Members by single age, (T + 1, A)."""
        return np.asarray(self.members.sum(axis=(1, 2)))

    @cached_property
    def mean_risk(self) -> FloatArray:
        """Mean relative risk of those present, (T + 1,): 1 at the start; what selection alone does.

        Members of one age and sex are compared with each other, so ageing does not enter.
        """
        return np.asarray(self.by_class @ self.relative_risk / np.maximum(self.total, 1e-300))

    @cached_property
    def mean_incidence(self) -> FloatArray:
        """Mean incidence a year of those present, once two years in the plan, (T + 1,).

        Ageing, the mix of sexes and selection together; without the trend.
        """
        rates = RateBasis.of(self.scenario).severe
        claims = np.einsum("trsa,r,sa->t", self.members, self.relative_risk, rates)
        level = self.scenario.incidence_multiplier
        return np.asarray(level * claims / np.maximum(self.total, 1e-300))


def composition(scenario: Scenario) -> Composition:
    """Return the members of a plan by risk class, sex and age at every settlement.

    Where nobody's leaving depends on the share or on her own risk all classes shrink alike.

    Examples
    --------
    >>> people = composition(Scenario())
    >>> round(float(people.total[0]))
    105803500
    """
    run = run_by_age(scenario)
    assert run.by_age is not None
    spread = run.rows["risk_spread"]
    relative, weight = risk_classes(spread, class_count(scenario.risk_spread))
    members = run.by_age[:, 0]
    if run.rows.classes == 1:
        members = members * weight[0][:, None, None]
    return Composition(scenario, members, relative[0])
