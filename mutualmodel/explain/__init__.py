"""How a figure comes about: its steps, the program that gives it, why it did not move."""

from mutualmodel.explain.no_effect import why_unmoved
from mutualmodel.explain.program import reproduce
from mutualmodel.explain.steps import EXPLAINED, explain

__all__ = [
    "EXPLAINED",
    "explain",
    "reproduce",
    "why_unmoved",
]
