"""Closing a plan: what is owed, who pays, who is left without cover, what reserve was missing.

>>> from mutualmodel import Scenario
>>> from mutualmodel.closing import wind_down
>>> round(wind_down(Scenario(), 1.0).members / 1e6)
100
"""

from mutualmodel.closing.books import Books, books_at
from mutualmodel.closing.bridge import Bridge
from mutualmodel.closing.reserve import RESERVE_LEVELS, Reserve, reserve_by_month
from mutualmodel.closing.terms import WAYS, ClosingTerms, WayOfClosing, closing_fields
from mutualmodel.closing.winddown import STAGES, WindDown, close, wind_down

__all__ = [
    "RESERVE_LEVELS",
    "STAGES",
    "WAYS",
    "Books",
    "Bridge",
    "ClosingTerms",
    "Reserve",
    "WayOfClosing",
    "WindDown",
    "books_at",
    "close",
    "closing_fields",
    "reserve_by_month",
    "wind_down",
]
