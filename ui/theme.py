"""Colours and type of the product, for the page and for charts alike.

Series differ in lightness and in dash or marker as well as in hue, so that they stay apart for
colour-blind readers and on a poor projector.
"""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

FONT = "Inter, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
PARTS = Path(__file__).parent / "components"
STYLE_SHEET = PARTS / "page.css"

_watch = st.components.v2.component(
    "theme_watch",
    html='<span class="theme-watch" hidden></span>',
    js=(PARTS / "theme_watch.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Palette:
    """Named colours of one theme; every text colour has a contrast of 4.5 or more."""

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
    mild="#a9791a",
    fee="#76828a",
    sponsor="#b25410",
    unpaid="#a8234c",
)
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


def palette() -> Palette:
    """Return the colours of the theme the reader has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def follow_theme() -> None:
    """Run the page again when the reader, or the system at dusk, turns to the other theme."""
    drawn = "dark" if palette() is DARK else "light"
    _watch(key="theme_watch", data=drawn, on_shown_change=lambda: None)


def write_style_sheet() -> None:
    """Put the product's own styles into the page."""
    colours = palette()
    inks = (
        f":root {{ --accent-ink: {colours.accent}; --alert-ink: {colours.unpaid}; "
        f"--page-surface: {colours.surface}; --muted-ink: {colours.muted}; "
        f"--line-ink: {colours.grid}; }}"
    )
    st.html(f"<style>{inks}{STYLE_SHEET.read_text(encoding='utf-8')}</style>")
