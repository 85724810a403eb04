"""The systems side by side: what is paid, who bears what, who may join, and the sources."""

from mutualmodel.figures import figure
from mutualmodel.insurance import OWN_POLICY, SYSTEMS
from ui.frame import state
from ui.kit.language import _
from ui.kit.reading_table import Cell, Column, Link, reading_table


def draw_systems(*, own: bool) -> None:
    """Draw one system a row; ``own`` says whether the reader has brought prices of a policy."""
    columns = [
        Column(_("System"), 14),
        Column(_("What is paid"), 16, titled=True),
        Column(_("Who bears a bad year"), 15, titled=True),
        Column(_("Can price or cover change?"), 17, titled=True),
        Column(_("What happens at closure"), 16, titled=True),
        Column(_("Who may join"), 14, titled=True),
        Column(_("Sources"), 8),
    ]
    rows = [
        [
            Cell(strong=_(system.title)),
            Cell(_(system.cover)),
            Cell(_(system.bad_year)),
            Cell(_(system.change)),
            Cell(_(system.closing)),
            Cell(_(system.eligible)),
            Cell(links=_links(system.sources)),
        ]
        for system in (*SYSTEMS.values(), *([OWN_POLICY] if own else []))
    ]
    reading_table(columns, rows, label=_("The systems side by side"), key="systems")


def _links(names: tuple[str, ...]) -> list[Link]:
    return [
        Link(str(place), state.link_to("sources", figure=name), tip=_(figure(name).figure))
        for place, name in enumerate(names, start=1)
    ]
