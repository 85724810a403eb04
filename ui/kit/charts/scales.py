"""Scales: the unit in which amounts of some size are drawn, and round steps along an axis."""

import math

from mutualmodel.magnitudes import of_sentences
from ui.kit.language import _, as_told, language


def round_step(least: float) -> float:
    """Return the smallest step of 1, 2, 2.5 or 5 times a power of ten that is no less than this."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(times * size for times in (1, 2, 2.5, 5, 10) if times * size >= least)


def scale_of(largest: float) -> tuple[float, str]:
    """Return the unit in which amounts of this size are drawn, and its name."""
    largest = as_told(largest)
    for unit in of_sentences(language()):
        if largest >= unit.size:
            return unit.size, _(unit.money)
    return 1.0, _("¤")
