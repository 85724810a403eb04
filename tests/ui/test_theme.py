"""The palettes: text can be read, and series can be told apart without their colour."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from ui.kit.palette import DARK, LIGHT, PALER, Palette

ROOT = Path(__file__).resolve().parents[2]
FILLS = ("under_40", "over_40", "mild", "fee")
TEXTS = ("text", "muted", "accent", "baseline", "sponsor", "unpaid", *FILLS)
# Grounds and thin companions of a line that is drawn in full: each has its words beside it.
FAINT = {
    "history/alike_chart.py: 0.4": "forty plans at once, whose range is written",
    "history/charts.py: 0.35": "a ground under a year's mean, which is written",
    "lab/goal_charts.py: 0.1": "a ground where the target is met",
    "fund/need_charts.py: 0.75": "a map, read by its borders and on hover",
    "insurance/map_charts.py: 0.75": "a map, read by its borders and on hover",
    "lab/surface_charts.py: 0.8": "a map, read by its levels and on hover",
    "insurance/map_charts.py: 0.9": "the ground of a label",
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def laid_on(colour: str, ground: str, opacity: float) -> str:
    """What a colour looks like on a ground that shows through."""
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    mixed = (round(opacity * one + (1 - opacity) * other) for one, other in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def test_whatever_shows_its_ground_is_as_opaque_as_a_baseline_or_has_its_reason() -> None:
    found = {
        f"{path.relative_to(ROOT / 'ui')}: {opacity}"
        for path in (ROOT / "ui").glob("*/*chart*.py")
        for opacity in re.findall(r"opacity=(0\.\d+)", path.read_text(encoding="utf-8"))
    }
    assert found <= set(FAINT)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(palette: Palette) -> None:
    found = {name: contrast(getattr(palette, name), palette.surface) for name in TEXTS}
    assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_stand_out_from_the_page_and_a_baselines_paler_ones(palette: Palette) -> None:
    found = {
        name: contrast(laid_on(getattr(palette, name), palette.surface, PALER), palette.surface)
        for name in TEXTS
    }
    assert {name: ratio for name, ratio in found.items() if ratio < 3} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_series_that_share_a_chart_have_colours_of_their_own(palette: Palette) -> None:
    lines = [palette.accent, palette.baseline, palette.sponsor, palette.unpaid]
    assert len(set(lines)) == len(lines)
    # Neighbours in the split bar are kept apart by a gap in the colour of the page as well.
    assert all(one != other for one, other in combinations([getattr(palette, n) for n in FILLS], 2))


def test_charts_and_page_agree_on_the_theme() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name, palette in (("light", LIGHT), ("dark", DARK)):
        theme = config["theme"][name]
        assert theme["primaryColor"] == palette.accent
        assert theme["backgroundColor"] == palette.surface
        assert theme["textColor"] == palette.text
        assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5


def test_the_theme_has_only_what_the_browser_accepts() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    weights = config["theme"].get("headingFontWeights", [])
    # Others are refused on the console and replaced.
    assert [weight for weight in weights if weight % 50] == []


def test_the_style_sheet_names_no_other_host() -> None:
    for path in (ROOT / "ui" / "kit" / "components").glob("*.css"):
        assert not re.search(r"url\(|@import|https?:", path.read_text(encoding="utf-8")), path.name
