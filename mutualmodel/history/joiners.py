"""Who joined when: the first members were younger than those who came later.

The operator gave the ages of its members once, at the end of 2018, and their mean age once, for
2020. So a scenario's mix of ages is taken as that of all who had joined by the peak: those who
joined by the end of 2018 have the ages published then, and the others have what is left of the mix.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualmodel.ages import MIDDLE_AGE, SENIOR_AGE
from mutualmodel.arrays import BoolArray
from mutualmodel.figures.rates import population
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history.record import SETTLEMENT_DATES, members_on
from mutualmodel.inputs.scenario import Scenario

# The day for which the operator gave the ages of its members.
_AGES_GIVEN_ON = dt.date(2018, 12, 31)
JOINED_EARLY: BoolArray = np.array([day <= _AGES_GIVEN_ON for day in SETTLEMENT_DATES])
JOINED_EARLY.flags.writeable = False


@dataclass(frozen=True)
class AgeMix:
    """Shares of those who join: below 18, and from 40 to 59."""

    share_under_18: float
    share_40_to_59: float


@cache
def early_mix() -> AgeMix:
    """Return the ages of those who had joined by the end of 2018.

    A fifth of them were born before the 1980s, 39 and older; from 40 on they are the part of these
    that the census has there.
    """
    born_before_1980 = numbers_of("members_age_2018")[-1] / 100.0
    persons = population().sum(axis=0)
    from_40 = persons[MIDDLE_AGE:SENIOR_AGE].sum() / persons[MIDDLE_AGE - 1 : SENIOR_AGE].sum()
    children = numbers_of("members_under_18_2018_derived")[0] / 100.0
    return AgeMix(children, float(born_before_1980 * from_40))


def late_mix(scenario: Scenario) -> AgeMix:
    """Return the ages of those who joined from 2019 on, so that all have the scenario's.

    Where a scenario's mix is one that not even all who came later could bring about, they are as
    near to it as they can be.
    """
    early, part = early_mix(), _early_part()

    def of_the_others(all_members: float, of_early: float) -> float:
        return float(np.clip((all_members - part * of_early) / (1.0 - part), 0.0, 1.0))

    young = of_the_others(scenario.share_under_18, early.share_under_18)
    old = of_the_others(scenario.share_40_to_59, early.share_40_to_59)
    return AgeMix(young, min(old, 1.0 - young))


@cache
def _early_part() -> float:
    """Part of the members at the peak who had joined by the end of 2018, if all leave alike."""
    members = members_on(SETTLEMENT_DATES)
    return float(members[JOINED_EARLY][-1] / members.max())
