"""Closing a plan: what is owed, who pays, who is left without cover, what reserve was missing.

>>> from mutualmodel import Scenario
>>> from mutualmodel.closing import wind_down
>>> round(wind_down(Scenario(), 1.0).members / 1e6)
100
"""

from mutualmodel.closing.books import Books, books_at
from mutualmodel.closing.bridge import Bridge
from mutualmodel.closing.reserve import RESERVE_LEVELS, Reserve, reserve_by_month
from mutualmodel.closing.sureness import owed_by_month, owed_uncertainty
from mutualmodel.closing.winddown import (
    STAGES,
    WindDown,
    close,
    to_its_own_rule,
    wind_down,
)

__all__ = [
    "RESERVE_LEVELS",
    "STAGES",
    "Books",
    "Bridge",
    "Reserve",
    "WindDown",
    "books_at",
    "close",
    "owed_by_month",
    "owed_uncertainty",
    "reserve_by_month",
    "to_its_own_rule",
    "wind_down",
]
