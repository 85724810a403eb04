"""The commercial policy that members are offered when a plan closes, and those without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualmodel.arrays import FloatArray
from mutualmodel.closing.books import Books
from mutualmodel.engine.basis import RateBasis
from mutualmodel.engine.cohorts import bridging_claims
from mutualmodel.engine.lapse import event_hazard
from mutualmodel.inputs.closing import ClosingTerms
from mutualmodel.periods import MONTHS_PER_YEAR

# Ages of one price where it goes by band; they end where its payouts change, at 40.
PRICE_BAND_YEARS = 10


@dataclass(frozen=True, eq=False)
class Bridge:
    """Who takes the bridging policy, what it costs and what its insurer faces.

    ``accepted`` and ``left_out`` (R, 2, A): members at the notice by risk class, sex and age.
    ``price_month`` (2, A): yuan a month by sex and age. ``claims_year``: yuan that the insurer is
    expected to pay those who accepted in their first year; ``average_claims_year`` the same had
    they been of the mean risk of the members of their age and sex, which exceeds 1 where low risks
    have left the plan. Both at the incidence of members two years in the plan.
    """

    accepted: FloatArray
    left_out: FloatArray
    price_month: FloatArray
    claims_year: float
    average_claims_year: float
    free_months: float

    @property
    def premium_year(self) -> float:
        """Yuan that the policy costs those who accepted over a year, free months included."""
        return MONTHS_PER_YEAR * float((self.accepted * self.price_month).sum())

    @property
    def loss_ratio(self) -> float:
        """Expected claims over premium in the first year; 0 where nobody accepts."""
        premium = self.premium_year
        return self.claims_year / premium if premium else 0.0

    @property
    def average_loss_ratio(self) -> float:
        """The same, had all risk classes of an age and sex accepted alike."""
        premium = self.premium_year
        return self.average_claims_year / premium if premium else 0.0

    @property
    def free_months_cost(self) -> float:
        """Yuan that the free months of those who accepted cost the operator."""
        return self.free_months * self.premium_year / MONTHS_PER_YEAR


def bridge_of(books: Books, terms: ClosingTerms) -> Bridge:
    """Share members between those who accept and those left out.

    The price is in proportion to expected claims at an age and sex or, with ``bridge_price_by``
    band, to the mean claims of the members within ten years of age, and comes to
    ``bridge_price_month`` on average over all members. The hazard of accepting is proportional to
    own risk ** ``take_up_risk`` x price ** -``take_up_price``, at the level at which the share
    ``bridge_take_up`` of all members accepts.
    """
    members = books.members
    plan = books.scenario
    worth = plan.incidence_multiplier * bridging_claims(RateBasis.of(plan), terms)
    price = _price(members, worth, terms)
    odds = (
        books.relative_risk[:, None, None] ** terms.take_up_risk
        * _relative(price, members) ** -terms.take_up_price
    )
    hazard = event_hazard(
        np.array([terms.bridge_take_up]),
        np.array([-1.0]),
        np.broadcast_to(odds, members.shape).reshape(1, -1),
        members.reshape(1, -1),
    ).reshape(members.shape)
    accepted = members * -np.expm1(-hazard)
    risk = books.relative_risk[:, None, None]
    present = np.maximum(members.sum(axis=0), 1e-300)
    mean_risk = (members * risk).sum(axis=0) / present
    return Bridge(
        accepted=accepted,
        left_out=members - accepted,
        price_month=price,
        claims_year=float((accepted * risk * worth).sum()),
        average_claims_year=float((accepted * mean_risk * worth).sum()),
        free_months=terms.free_months,
    )


def _price(members: FloatArray, worth: FloatArray, terms: ClosingTerms) -> FloatArray:
    """Yuan a month (2, A): in proportion to claims, on average what the terms say."""
    present = members.sum(axis=0)
    total = float((present * worth).sum())
    if total == 0.0:
        return np.full_like(worth, terms.bridge_price_month)
    priced = _mean_of_band(present, worth) if terms.bridge_price_by == "band" else worth
    return np.asarray(terms.bridge_price_month * priced * present.sum() / total)


def _mean_of_band(present: FloatArray, worth: FloatArray) -> FloatArray:
    """Claims (2, A) of the mean member within ten years of age; of all ages where nobody is."""
    ages = np.arange(worth.shape[1])
    first = ages[::PRICE_BAND_YEARS]

    def banded(values: FloatArray) -> FloatArray:
        return np.asarray(np.add.reduceat(values.sum(axis=0), first))

    lives, claims = banded(present), banded(present * worth)
    plain = banded(worth) / banded(np.ones_like(worth))
    mean = np.divide(claims, lives, out=plain, where=lives > 0)
    return np.broadcast_to(mean[ages // PRICE_BAND_YEARS], worth.shape)


def _relative(price: FloatArray, members: FloatArray) -> FloatArray:
    present = members.sum(axis=0)
    mean = float((present * price).sum()) / max(float(present.sum()), 1e-300)
    return np.maximum(price / max(mean, 1e-300), 1e-9)
