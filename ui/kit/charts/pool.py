"""The size of a pool as an axis: how members are counted on it, and rules at some sizes."""

from collections.abc import Sequence

from mutualmodel.magnitudes import Magnitude, of_axes, of_pools
from ui.kit.charts.figure import Figure
from ui.kit.charts.frame import Axis
from ui.kit.charts.labels import label
from ui.kit.charts.rules import vertical_rule
from ui.kit.language import counted_in, exact, language

# From so many members on a rule's name stands to its left, where there is more room.
_LEFT_FROM = 2e6


def pool_axis(title: str, marks: Sequence[float], least: float) -> Axis:
    """Return a logarithmic axis of members with readable marks, from the ``least`` of them on."""
    smaller = (1e2, 1e3, 1e4) if least < min(marks) else ()
    ticks = {mark: short(mark) for mark in sorted({*smaller, *marks})}
    return Axis(title, log=True, ticks=ticks)


def pool_rule(
    figure: Figure, members: float, text: str, colour: str, dash: str, height: float
) -> None:
    """Draw a named vertical rule at a size of pool, its name at a share of the plot's height."""
    vertical_rule(figure, members, colour, dash=dash)
    if members > _LEFT_FROM:
        label(figure, members, height, text, colour, xshift=-5, of_height=True)
    else:
        label(figure, members, height, text, colour, xanchor="left", xshift=5, of_height=True)


def short(value: float) -> str:
    """Write a count as an axis does: 10 k, 100 M."""
    for unit in of_axes(language()):
        if value >= unit.size:
            return counted_in(unit, exact(value / unit.size), short=True)
    return exact(value)


def pool_unit() -> Magnitude:
    """Return the unit in which the members of large pools are drawn."""
    return of_pools(language())
