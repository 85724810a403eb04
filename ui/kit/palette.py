"""Colours of the two themes, and the type: for the page and for charts alike.

Series differ in lightness and in dash or marker as well as in hue, so that they stay apart for
colour-blind readers and on a poor projector.
"""

from dataclasses import dataclass, replace

# How opaque the marks of a baseline are beside those of the case: paler, and yet three times as
# light or dark as the ground in every colour of both themes.
PALER = 0.8

FONT = "Inter, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Named colours of one theme; each that a text may have has a contrast of 4.5 or more.

    Texts have every colour but those of the grid and of soft grounds: a line's name has its line's.
    """

    text: str
    muted: str
    grid: str
    surface: str
    accent: str
    accent_soft: str
    accent_softer: str
    baseline: str
    under_40: str
    over_40: str
    mild: str
    fee: str
    sponsor: str
    unpaid: str


LIGHT = Palette(
    text="#1c2b33",
    muted="#56656d",
    grid="#e6e6e0",
    surface="#fbfaf7",
    accent="#0a686f",
    accent_soft="rgba(10, 104, 111, 0.22)",
    accent_softer="rgba(10, 104, 111, 0.10)",
    baseline="#636d76",
    under_40="#0a686f",
    over_40="#2d3f86",
    mild="#936812",
    fee="#776f66",
    sponsor="#b25410",
    unpaid="#a8234c",
)
# The light theme on a sheet of paper.
PAPER = replace(LIGHT, surface="#ffffff")
DARK = Palette(
    text="#e5ebe9",
    muted="#a3b1b4",
    grid="#2a353b",
    surface="#12191d",
    accent="#4cc0c4",
    accent_soft="rgba(76, 192, 196, 0.28)",
    accent_softer="rgba(76, 192, 196, 0.13)",
    baseline="#98a5ac",
    under_40="#4cc0c4",
    over_40="#93a5f0",
    mild="#e0b04c",
    fee="#8d9aa1",
    sponsor="#f0955a",
    unpaid="#f27d9b",
)


def inked(words: str, colour: str) -> str:
    """Return words in a colour of their own, within a label that a chart draws."""
    return f'<span style="color:{colour}">{words}</span>'
