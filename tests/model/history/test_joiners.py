"""Who joined when: the ages that were published, and what is left of a scenario's mix."""

import datetime as dt

import numpy as np
import pytest

from mutualmodel import Scenario
from mutualmodel.figures.rates import population
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import SETTLEMENT_DATES, members_on
from mutualmodel.history.joiners import JOINED_EARLY, early_mix, late_mix
from tests.model.history.by_hand import members_by_age
from tests.model.history.fitted import FITTED


def test_the_early_mix_is_what_was_published_for_the_end_of_2018() -> None:
    mix = early_mix()
    assert mix.share_under_18 == pytest.approx(0.12 / 1.12, abs=5e-4)
    persons = population().sum(axis=0)
    from_40 = persons[40:60].sum() / persons[39:60].sum()
    assert mix.share_40_to_59 == pytest.approx(0.20 * from_40)
    assert mix.share_40_to_59 == pytest.approx(
        numbers_of("members_40_to_59_2018_derived")[0] / 100, abs=5e-4
    )


def test_early_are_the_settlements_of_2018() -> None:
    assert JOINED_EARLY.tolist() == [day.year == 2018 for day in SETTLEMENT_DATES]


@pytest.mark.parametrize("old", [0.25, 0.33, 0.45])
def test_early_and_late_make_up_the_mix_of_all_who_joined_by_the_peak(old: float) -> None:
    plan = Scenario().with_changes(share_40_to_59=old)
    members = members_on(SETTLEMENT_DATES)
    part = members_on([dt.date(2018, 12, 28)])[0] / members.max()
    early, late = early_mix(), late_mix(plan)
    for name in ("share_under_18", "share_40_to_59"):
        both = part * getattr(early, name) + (1 - part) * getattr(late, name)
        assert both == pytest.approx(getattr(plan, name))
    assert late.share_40_to_59 > early.share_40_to_59


def test_a_mix_out_of_reach_is_met_as_nearly_as_it_can_be() -> None:
    young = late_mix(Scenario().with_changes(share_under_18=0.0, share_40_to_59=0.02))
    assert (young.share_under_18, young.share_40_to_59) == (0.0, 0.0)
    old = late_mix(Scenario().with_changes(share_under_18=0.1, share_40_to_59=0.9))
    assert old.share_under_18 + old.share_40_to_59 == pytest.approx(1.0)


# ------------------------------------------------------------ against the ages that were published


def test_the_mean_age_of_2020_is_met() -> None:
    at = SETTLEMENT_DATES.index(dt.date(2020, 6, 28))
    members = members_by_age(FITTED, at).sum(axis=0)
    last_birthday = float(np.average(np.arange(60), weights=members))
    assert last_birthday == pytest.approx(34.7, abs=0.1)
    assert last_birthday == pytest.approx(numbers_of("mean_age_members")[0], abs=0.5)


def test_the_ages_of_the_end_of_2018_are_met() -> None:
    at = SETTLEMENT_DATES.index(dt.date(2018, 12, 28))
    members = members_by_age(FITTED, at).sum(axis=0)
    under_30 = members[:30].sum() / members.sum()
    from_39 = members[39:].sum() / members.sum()
    assert (under_30, from_39) == pytest.approx((0.44, 0.225), abs=0.005)
    published, _, older = numbers_of("members_age_2018")
    assert under_30 == pytest.approx(published / 100, abs=0.03)
    assert from_39 == pytest.approx(older / 100, abs=0.03)
