"""A page on paper: the page alone, on a light ground, with whole charts and tables."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.home_page import Settled
from tests.marks import marked
from ui.kit.palette import DARK, LIGHT

# What A4 and letter leave between margins of 15 mm.
SHEET = {"width": 680, "height": 1000}
ON_SCREEN_ONLY = ("stSidebar", "stHeader", "stDataFrame", "stDownloadButton", "stPopover")
WITH_CHARTS = ("home", "membership", "risk", "fund", "closing", "insurance", "fairness", "history")
LOOKS = """() => {
  const seen = (one) => one.checkVisibility();
  return {
    charts: [...document.querySelectorAll('.live-chart')].map((chart) => ({
      width: chart.querySelector('svg.main-svg')?.clientWidth,
      inks: chart.innerHTML,
    })),
    seen: [...document.querySelectorAll('[data-testid]')].filter(seen).map(
      (one) => one.dataset.testid),
    tables: [...document.querySelectorAll('.paper-table')].filter(seen).map(
      (one) => one.rows.length),
    ground: getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor,
    screen: [...document.querySelectorAll(
      '.change-line, #glossary-tip, .heard, .projector, .fold, .st-key-case_bar, ' +
      '.st-key-tour, .st-key-tour_aside, .st-key-tour_invitation, .modebar-container')]
      .filter(seen).map((one) => one.className || one.id),
    dotted: [...document.querySelectorAll('.term')].filter(
      (one) => getComputedStyle(one).textDecorationLine !== 'none').length,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    scrolls: [...document.querySelectorAll('[data-testid="stMain"]')].map(
      (one) => one.scrollHeight - one.clientHeight),
  };
}"""


@pytest.mark.parametrize(
    "page_name",
    [marked("" if one == "home" else one, telling=one == "home") for one in WITH_CHARTS],
)
def test_a_dark_page_is_printed_whole_and_light(
    new_page: NewPage, app_url: str, settled: Settled, page_name: str
) -> None:
    page = new_page(color_scheme="dark", viewport=SHEET)
    page.goto(f"{app_url}/{page_name}")
    settled(page)
    expect(page.locator(".live-chart[data-drawn]").first).to_be_attached()
    undrawn = page.locator(".live-chart:not([data-drawn])")
    expect(undrawn).to_have_count(0)
    ink = re.compile(re.escape(_rgb(DARK.muted)))
    before = page.evaluate(LOOKS)
    assert ink.search(before["charts"][0]["inks"])
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.live-chart svg.main-svg')]"
        ".every((one) => one.clientWidth === 676)"
    )
    # A tip that stands open when the page is printed.
    page.locator(".term").first.dispatch_event("pointerover", {"pointerType": "mouse"})
    looks = page.evaluate(LOOKS)
    assert looks["screen"] == []
    assert looks["dotted"] == 0
    assert not set(ON_SCREEN_ONLY) & set(looks["seen"])
    assert all(rows >= 2 for rows in looks["tables"])
    # Others show their tables once they are asked for.
    assert looks["tables"] or page_name not in ("", "closing")
    assert looks["ground"] == "rgb(255, 255, 255)"
    assert looks["over"] <= 0
    assert max(looks["scrolls"]) < 40
    for chart in looks["charts"]:
        assert not ink.search(chart["inks"])
        assert _rgb(LIGHT.muted) in chart["inks"]
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function(
        "(ink) => document.querySelector('.live-chart').innerHTML.includes(ink)",
        arg=_rgb(DARK.muted),
    )


def _rgb(ink: str) -> str:
    """Give a colour as Plotly writes it into a drawing."""
    return f"rgb({', '.join(str(int(ink[at : at + 2], 16)) for at in (1, 3, 5))})"
