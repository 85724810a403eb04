"""The ages of a plan and the tables it is reckoned on: all that cells of members hang on.

Whoever needs a rate or the spread of ages of a plan takes it from here, so that engine and answers
cannot read different tables. Arrays by age have one column for each age below the exit age; those
below the minimum age stay empty of members.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import sub

import numpy as np

from mutualmodel.ages import AGE_GROUPS, SENIOR_AGE
from mutualmodel.arrays import FloatArray
from mutualmodel.figures.rates import (
    LAST_AGE_MILD_RATIO,
    MILD_RATIO_TABLES,
    incidence,
    mild_ratio,
    mortality,
    population,
)
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.own import OwnAges, OwnIncidence
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.once import cached_property


@dataclass(frozen=True)
class RateBasis:
    """Incidence table, ages and deaths of a plan; a key of caches and of groups of plans.

    ``mortality_multiplier`` times the force of mortality of the life table is that of members
    from :data:`~mutualmodel.ages.SENIOR_AGE` on; it is 1 where nobody gets so old.
    ``own_incidence`` and ``own_ages`` are the reader's own tables, None where they are not in use.

    Examples
    --------
    >>> RateBasis.of(Scenario()) == RateBasis()
    True
    """

    incidence_table: str = "CI4"
    payout_age: int = 40
    exit_age: int = 60
    minimum_age: int = 0
    mortality_multiplier: float = 1.0
    own_incidence: OwnIncidence | None = None
    own_ages: OwnAges | None = None

    @classmethod
    def of(cls, scenario: Scenario) -> "RateBasis":
        """Return the basis of a plan; plans that only differ in what has no effect share one."""
        low, high = scenario.minimum_age, scenario.exit_age
        return cls(
            incidence_table=scenario.incidence_table,
            payout_age=min(max(scenario.payout_age, low), high),
            exit_age=high,
            minimum_age=low,
            mortality_multiplier=scenario.mortality_multiplier if high > SENIOR_AGE else 1.0,
            own_incidence=scenario.own.incidence if scenario.incidence_table == OWN else None,
            own_ages=scenario.own.ages if scenario.age_mix == OWN else None,
        )

    @property
    def severe(self) -> FloatArray:
        """First diagnoses of a critical illness a life and year, (2, A) by sex and single age."""
        return self.incidence[:, : self.exit_age]

    @property
    def incidence(self) -> FloatArray:
        """The whole table of :attr:`severe`, (2, 106)."""
        if self.own_incidence is not None:
            return self.own_incidence.array
        return incidence(self.incidence_table)

    @property
    def mild(self) -> FloatArray:
        """Diagnoses of a mild illness a life and year, (2, A).

        None above the last age of the published ratio, nor by a table that has no such ratio. Of
        the reader's own table it is the published ratio's part.
        """
        rates = np.zeros((2, self.exit_age))
        if self.incidence_table in (*MILD_RATIO_TABLES, OWN):
            known = slice(min(self.exit_age, LAST_AGE_MILD_RATIO + 1))
            rates[:, known] = self.severe[:, known] * mild_ratio()[:, known]
        return rates

    @property
    def claims(self) -> FloatArray:
        """Diagnoses a life and year (2, A, 3) by payout kind: young, old, mild."""
        young = self.by_payout_age(1.0, 0.0)
        return np.stack([self.severe * young, self.severe * (1.0 - young), self.mild], axis=2)

    @property
    def has_deaths(self) -> bool:
        """Whether members get so old that deaths are a decrement of their own."""
        return self.exit_age > SENIOR_AGE and self.mortality_multiplier > 0

    @property
    def force_of_mortality(self) -> FloatArray:
        """Hazard of death a year (2, A); nothing below the age from which deaths are counted."""
        force = -self.mortality_multiplier * np.log1p(-mortality()[:, : self.exit_age])
        force[:, :SENIOR_AGE] = 0.0
        return np.asarray(force)

    @cached_property
    def groups(self) -> Mapping[str, slice]:
        """Ages of each group of :data:`~mutualmodel.ages.AGE_GROUPS` that members can be in."""
        within = {
            name: slice(max(first, self.minimum_age), min(end, self.exit_age))
            for name, (first, end) in AGE_GROUPS.items()
        }
        return {name: ages for name, ages in within.items() if ages.start < ages.stop}

    def by_payout_age(self, young: float, old: float) -> FloatArray:
        """Return a value for every single age (A,): one below the payout age, one from it on."""
        return by_age(young, old, self.payout_age, self.exit_age)

    def group_weights(self, shares: Mapping[str, FloatArray], women: FloatArray) -> FloatArray:
        """Return the shares (B, K) of the groups by sex, men first.

        ``shares`` (B,) are those that plans state. Whoever is in no group is 18 to 39; a share
        from 60 on counts only where membership goes on so far. Groups that the plan's ages rule
        out are left out and the others scaled up; if nothing is left, ages follow the census.
        Where ages are the reader's own there is one group of all.
        """
        if self.own_ages is not None:
            return np.ones((len(women), 1))
        groups = self.groups
        stated = {
            name: share
            for name, share in shares.items()
            if name in groups or name != "share_60_plus"
        }
        rest = reduce(sub, stated.values(), 1.0)
        all_groups = stated | {"rest": rest}
        ages = np.clip(np.stack([all_groups[name] for name in groups], axis=1), 0.0, 1.0)
        if len(groups) < len(all_groups):
            ages = _scaled(ages, census_groups(self))
        sexes = np.stack([1.0 - women, women], axis=1)
        return np.asarray((sexes[:, :, None] * ages[:, None, :]).reshape(len(ages), -1))

    def age_distribution(self, shares: Mapping[str, float], women: float) -> FloatArray:
        """Return the share of members (2, A) by sex and single age, for the shares of one plan."""
        rows = {name: np.array([share]) for name, share in shares.items()}
        (weights,) = self.group_weights(rows, np.array([women]))
        return np.asarray(np.einsum("k,ksa->sa", weights, ages_of_groups(self)))


XIANGHUBAO = RateBasis()


def by_age(young: float, old: float, cut: int, exit_age: int) -> FloatArray:
    """Return a value for every single age (``exit_age``,): one below the cut, one from it on."""
    return np.where(np.arange(exit_age) < cut, young, old)


def _scaled(ages: FloatArray, census: FloatArray) -> FloatArray:
    """Scale shares (B, G) up to one; where they are all nothing take the census's (G,)."""
    total = ages.sum(axis=1, keepdims=True)
    return np.where(total > 0.0, ages / np.where(total > 0.0, total, 1.0), census)


@lru_cache(maxsize=32)
def ages_of_groups(basis: RateBasis) -> FloatArray:
    """Census share of each sex and age within each group: (K, 2, A), each group summing to one.

    Where ages are the reader's own, theirs in one group.
    """
    if basis.own_ages is not None:
        return _own_group(basis, basis.own_ages)
    persons = population()[:, : basis.exit_age]
    groups = [(sex, ages) for sex in (0, 1) for ages in basis.groups.values()]
    shares = np.zeros((len(groups), 2, basis.exit_age))
    for group, (sex, ages) in enumerate(groups):
        shares[group, sex, ages] = persons[sex, ages] / persons[sex, ages].sum()
    shares.flags.writeable = False
    return shares


def _own_group(basis: RateBasis, ages: OwnAges) -> FloatArray:
    """Share (1, 2, A) of each sex and age by the reader's own table, of the ages a plan admits.

    Where the table has nobody of these, by the census.
    """
    admitted = np.arange(basis.exit_age) >= basis.minimum_age
    members = ages.array[:, : basis.exit_age] * admitted
    if not members.any():
        members = population()[:, : basis.exit_age] * admitted
    shares = np.asarray(members / members.sum())[None]
    shares.flags.writeable = False
    return shares


@lru_cache(maxsize=32)
def census_groups(basis: RateBasis) -> FloatArray:
    """Share (G,) of each group of age in the census, of all ages that a plan admits."""
    persons = population().sum(axis=0)
    totals = np.array([persons[ages].sum() for ages in basis.groups.values()])
    return np.asarray(totals / totals.sum())
