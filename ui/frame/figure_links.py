"""Figures of the register behind a line of a table: links to them, and their names."""

from collections.abc import Iterable

from mutualmodel.figures import figure
from ui.frame import state
from ui.kit.language import SEMICOLONS, _, listed
from ui.kit.reading_table import Link


def figure_links(names: Iterable[str]) -> list[Link]:
    """Return a numbered link to each figure, with its name on hover."""
    return [
        Link(str(place), state.link_to("sources", figure=name), tip=_(figure(name).figure))
        for place, name in enumerate(names, start=1)
    ]


def figure_titles(names: Iterable[str]) -> str:
    """Return the names of figures as one text, for a file."""
    return listed((_(figure(name).figure) for name in names), SEMICOLONS)
