"""How a figure comes about: its steps, the program that gives it, why it did not move."""

from mutualmodel.explain.no_effect import why_unmoved
from mutualmodel.explain.page import PageFigures
from mutualmodel.explain.program import FILE, reproduce
from mutualmodel.explain.range_steps import chance_and_factor_steps, range_steps
from mutualmodel.explain.steps import EXPLAINED, explain

__all__ = [
    "EXPLAINED",
    "FILE",
    "PageFigures",
    "chance_and_factor_steps",
    "explain",
    "range_steps",
    "reproduce",
    "why_unmoved",
]
