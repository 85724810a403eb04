"""Tables of a reader's own, one of each kind and none like a published one."""

import datetime as dt

from mutualmodel import Case
from mutualmodel.figures import incidence, population
from mutualmodel.inputs.own import (
    OwnAges,
    OwnIncidence,
    OwnLevel,
    OwnMembers,
    OwnPrices,
    OwnRecord,
    OwnTables,
)

AGES = range(106)


def incidence_times(times: float, table: str = "CI4") -> OwnIncidence:
    """Make an incidence table of a published one."""
    men, women = (tuple(times * rate for rate in rates) for rates in incidence(table).tolist())
    return OwnIncidence((men, women))


def census(first: int = 0, end: int = 60) -> OwnAges:
    """Make the ages of the census, from the first to before the end."""
    men, women = (
        tuple(persons[age] if first <= age < end else 0.0 for age in AGES)
        for persons in population().tolist()
    )
    return OwnAges((men, women))


_PRICES = tuple(50.0 + 10.0 * age if 18 <= age < 60 else None for age in AGES)

TABLES = OwnTables(
    incidence=incidence_times(1.5, "CI2"),
    ages=census(25, 55),
    members=OwnMembers((0.0, 6.0, 30.0, 60.0), (1e6, 3e6, 2e6, 0.5e6)),
    level=OwnLevel((0.0, 12.0, 48.0), (1.0, 1.5, 0.8)),
    record=OwnRecord(
        tuple(dt.date(2024, month, day) for month in range(1, 13) for day in (14, 28)),
        (2e6,) * 24,
        tuple(20.0 + at for at in range(24)),
        (None,) * 24,
        (None,) * 24,
    ),
    prices=OwnPrices((_PRICES, _PRICES), 300_000.0),
)

PLAN_TABLES = Case().with_own(TABLES).plan.own
