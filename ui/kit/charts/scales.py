"""Scales: the unit in which amounts of some size are drawn, and round steps along an axis."""

import math

from ui.kit.language import _, as_told

_MILLION, _BILLION = 1e6, 1e9


def round_step(least: float) -> float:
    """Return the smallest step of 1, 2, 2.5 or 5 times a power of ten that is no less than this."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(times * size for times in (1, 2, 2.5, 5, 10) if times * size >= least)


def scale_of(largest: float) -> tuple[float, str]:
    """Return the unit in which amounts of this size are drawn, and its name."""
    largest = as_told(largest)
    if largest >= _BILLION:
        return _BILLION, _("bn ¤")
    return (_MILLION, _("million ¤")) if largest >= _MILLION else (1.0, _("¤"))
