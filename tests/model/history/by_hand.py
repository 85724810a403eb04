"""Ages of members counted by hand, one joining cohort at a time."""

import numpy as np

from mutualmodel import Scenario
from mutualmodel.arrays import FloatArray
from mutualmodel.figures.rates import population
from mutualmodel.history import SETTLEMENT_DATES, course
from mutualmodel.history.joiners import AgeMix


def joining_ages(scenario: Scenario, mix: AgeMix) -> FloatArray:
    """Return the share of joiners (2, 60) by sex and single age, straight from the census."""
    persons = population()[:, :60]
    spread = np.zeros((2, 60))
    young, old = mix.share_under_18, mix.share_40_to_59
    for sex, weight in enumerate((1 - scenario.share_female, scenario.share_female)):
        for low, high, share in ((0, 18, young), (18, 40, 1 - young - old), (40, 60, old)):
            group = persons[sex, low:high]
            spread[sex, low:high] = weight * share * group / group.sum()
    return spread


def aged(spread: FloatArray, years: float) -> FloatArray:
    """Return members (2, 60) by age some years after they had ``spread``; from 60 on they leave."""
    whole, part = int(years), years - int(years)
    later = np.zeros((2, 60))
    for age in range(60):
        for target, weight in ((age + whole, 1 - part), (age + whole + 1, part)):
            if target < 60:
                later[:, target] += weight * spread[:, age]
    return later


def members_by_age(scenario: Scenario, at: int) -> FloatArray:
    """Return members (2, 60) by sex and exact age, from the whole year on, at a settlement."""
    flows = course(None, scenario)
    early, late = (joining_ages(scenario, mix) for mix in flows.mixes)
    members = np.zeros((2, 60))
    for joined in range(at + 1):
        count = flows.members[0] if joined == 0 else flows.joiners[joined - 1]
        spread = early if joined == 0 or SETTLEMENT_DATES[joined - 1].year == 2018 else late
        left = count * np.exp(-flows.lapse[joined:at].sum())
        members += left * aged(spread, (at - joined) / 24)
    return members
