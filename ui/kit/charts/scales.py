"""Scales of amounts: the unit in which those of some size are drawn."""

from ui.kit.language import _

_MILLION, _BILLION = 1e6, 1e9


def scale_of(largest: float) -> tuple[float, str]:
    """Return the unit in which amounts of this size are drawn, and its name."""
    if largest >= _BILLION:
        return _BILLION, _("bn ¤")
    return (_MILLION, _("million ¤")) if largest >= _MILLION else (1.0, _("¤"))
