"""The systems side by side: what is paid, who bears what, who may join, and the sources."""

import pandas as pd

from mutualmodel.insurance import OWN_POLICY, SYSTEMS, System
from ui.frame.figure_links import figure_links, figure_titles
from ui.kit.charts import Titled
from ui.kit.language import _
from ui.kit.reading_table import Cell, Column, reading_table


def draw_systems(*, own: bool) -> None:
    """Draw one system a row; ``own`` says whether the reader has brought prices of a policy."""
    columns = [
        Column(_("System"), 14),
        Column(_("What is paid"), 16, titled=True),
        Column(_("Who pays for a bad year"), 15, titled=True),
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
            Cell(links=figure_links(system.sources)),
        ]
        for system in _systems(own=own)
    ]
    reading_table(columns, rows, systems_table(own=own), key="systems")


def systems_table(*, own: bool) -> Titled:
    """Return the same as plain words."""
    shown = _systems(own=own)
    table = pd.DataFrame(
        {
            _("system"): [_(one.title) for one in shown],
            _("what is paid"): [_(one.cover) for one in shown],
            _("who pays for a bad year"): [_(one.bad_year) for one in shown],
            _("can price or cover change?"): [_(one.change) for one in shown],
            _("what happens at closure"): [_(one.closing) for one in shown],
            _("who may join"): [_(one.eligible) for one in shown],
            _("figures"): [figure_titles(one.sources) for one in shown],
        }
    )
    return Titled(_("The systems side by side"), table)


def _systems(*, own: bool) -> list[System]:
    return [*SYSTEMS.values(), *([OWN_POLICY] if own else [])]
