"""The plan's books at the closing notice of 28 December 2021, as the replay has them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mutualmodel.closing import Books, WindDown, close
from mutualmodel.closing.books import LONGEST_NOTICE
from mutualmodel.engine.delay import PAST_PERIODS
from mutualmodel.figures.files import SEXES
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history.handover import scenario_on
from mutualmodel.history.record import SETTLEMENT_DATES
from mutualmodel.history.replay import diagnosed_by_kind, replay
from mutualmodel.inputs import ClosingTerms
from mutualmodel.inputs.scenario import Scenario
from mutualmodel.membership.composition import composition
from mutualmodel.periods import MONTHS_PER_YEAR

NOTICE = dt.date(2021, 12, 28)
# Sex and age of the prices that were published, as they stand in the figure.
PRICE_POINTS = ("bridge_price_points", (("F", 30), ("M", 30), ("F", 32)))


def books_at_the_notice(assumptions: Scenario) -> Books:
    """Return the books on the day on which members were charged no more.

    Claims are those of the replay, members by class, sex and age those of the plan handed over on
    that day. Diagnoses are known to the end of cover, a month later.
    """
    stop = SETTLEMENT_DATES.index(NOTICE)
    handed = scenario_on(NOTICE, assumptions)
    people = composition(handed)
    known = diagnosed_by_kind(assumptions)[stop:]
    later = np.repeat(known[-1:], PAST_PERIODS + LONGEST_NOTICE - len(known), axis=0)
    table = replay(assumptions).iloc[:stop]
    return Books(
        scenario=handed,
        stop=stop,
        diagnosed=np.concatenate([known, later])[: PAST_PERIODS + LONGEST_NOTICE],
        members=people.members[0],
        relative_risk=people.relative_risk,
        contributed=float((table["charged_per_member"] * table["members"]).sum()),
        held=0.0,
        unpaid=0.0,
        dissolved=False,
        # The operator paid from here on, so that no member's year matters any more.
        year_claims=np.zeros((0, 3)),
        year_shares=np.zeros((0, 3)),
    )


@dataclass(frozen=True)
class ClosingCheck:
    """What closing as Xianghubao did costs in the model, beside what was published; yuan.

    ``modelled`` is what falls due at the three settlements that the operator paid in the members'
    place, ``published`` what it paid at them.
    """

    closed: WindDown
    modelled: tuple[float, float, float]
    published: tuple[float, float, float]

    @property
    def difference(self) -> float:
        """Model over published for the three settlements together, less one."""
        return sum(self.modelled) / sum(self.published) - 1.0


class PricePoint(NamedTuple):
    """A published price of the bridging policy and the model's, yuan a year for 100,000.

    ``by_age`` is the model's price by single age and sex, ``by_band`` that by ten years of age.
    """

    sex: str
    age: int
    published: float
    by_age: float
    by_band: float


def bridge_prices(closed: WindDown) -> tuple[PricePoint, ...]:
    """Set the published prices of the bridging policy beside the model's.

    The figure is ``bridge_price_points``. The policy is the one of the default terms, 100,000 yuan
    below 40, at the mean price reported; who takes it moves no price.
    """
    terms = ClosingTerms()
    by_age, by_band = (
        close(closed.books, terms.with_changes(bridge_price_by=way)).bridge.price_month
        for way in ("age", "band")
    )
    name, people = PRICE_POINTS
    points = []
    for (sex, age), published in zip(people, numbers_of(name), strict=True):
        at = SEXES.index(sex), age
        ours = (float(MONTHS_PER_YEAR * price[at]) for price in (by_age, by_band))
        points.append(PricePoint(sex, age, published, *ours))
    return tuple(points)


def closing_check(assumptions: Scenario) -> ClosingCheck:
    """Close the replayed plan as it was closed and set the result beside the record."""
    closed = close(books_at_the_notice(assumptions), ClosingTerms())
    first, second, third = closed.owed_yuan.sum(axis=1)[:3].tolist()
    names = ("closing_payout_2021_12_p2", "closing_payout_2022_01_p1", "closing_payout_2022_01_p2")
    one, two, three = (numbers_of(name)[0] for name in names)
    return ClosingCheck(closed, (first, second, third), (one, two, three))
