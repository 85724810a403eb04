"""Any screen: nothing scrolls sideways, no number breaks, no words of a chart run together."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.home_page import Settled
from ui.frame.menu import PAGES

TRIES, A_MOMENT_MS = 10, 2_000

# A baseline and a cap: the headlines have their differences, the charts most of their labels.
STATE = "v=2&base=1&members=3000000&incidence_multiplier=0.8&annual_cap=90"
# Figures without a chart beside them.
NEVER_STARTS = "v=2&members=3000000&minimum_members=5000000"
TOO_WIDE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const root = document.scrollingElement;
    return Math.max(root.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""
# Lines on which the number of each headline figure and the words of its title stand.
HEADLINES = """() => [...document.querySelectorAll('.figure')].map((figure) => {
    const value = figure.querySelector('.value');
    const ground = figure.closest('[data-testid="stColumn"]') ?? figure.parentElement;
    const range = document.createRange();
    range.selectNodeContents(value.firstChild);
    const tops = new Set([...range.getClientRects()].map(({top}) => Math.round(top)));
    const broken = [...figure.querySelectorAll('.title, .note')].filter((line) =>
        line.scrollWidth > line.clientWidth + 1);
    range.selectNodeContents(value);
    const over = range.getBoundingClientRect().right - ground.getBoundingClientRect().right;
    return {said: figure.textContent, lines: tops.size, broken: broken.length, over};
})"""
# Words of the page that stand in a column too narrow to be read.
NARROW = """() => [...document.querySelectorAll('h1, h2, h3, .lede, .insight, .says')]
    .filter((one) => one.checkVisibility() && one.textContent.length > 12 && one.clientWidth < 150)
    .map((one) => one.textContent)"""
# Pairs of words of one chart that lie over each other, and words that leave their chart.
COLLISIONS = """() => [...document.querySelectorAll('.live-chart')].flatMap((chart) => {
    const edge = chart.getBoundingClientRect();
    const seen = (text) => text.textContent && text.checkVisibility({visibilityProperty: true});
    const texts = [...chart.querySelectorAll('svg text')]
        .filter((text) => !text.closest('.modebar, .hoverlayer, .contourlabels') && seen(text))
        .map((text) => [text.textContent, text.getBoundingClientRect()]);
    const cut = texts.filter(([, box]) => box.left < edge.left - 2 || box.right > edge.right + 2);
    const over = texts.flatMap(([name, a], place) => texts.slice(place + 1).filter(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 8
    ).map(([other]) => [name, other]));
    return [...cut.map(([name]) => [name, 'edge']), ...over];
})"""

# Labels of rows that lie over a bar of their chart though they do not stand within it.
ON_BARS = """() => [...document.querySelectorAll('.live-chart')].flatMap((chart) => {
    const bars = [...chart.querySelectorAll('.barlayer .point path')]
        .map((bar) => bar.getBoundingClientRect());
    return [...chart.querySelectorAll('.annotation')]
        .filter((label) => label.querySelector('rect.bg')?.style.fillOpacity !== '0')
        .map((label) => [label.textContent, label.querySelector('text').getBoundingClientRect()])
        .filter(([, a]) => bars.some((b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6))
        .map(([words]) => words);
})"""


def opened(
    new_page: NewPage, address: str, settled: Settled, width: int, name: str, state: str = STATE
) -> Page:
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/{'' if name == 'home' else name}?{state}")
    settled(page)
    # Charts far below are drawn when the page has been quiet for a while.
    expect(page.locator(".live-chart:not([data-drawn])")).to_have_count(0)
    return page


def tried_until(act: Callable[[], None], hold: Callable[[], None]) -> None:
    """Do what a reader does until it holds, as she would where the page changes under her hand."""
    for _try in range(TRIES):
        act()
        with suppress(AssertionError):
            hold()
            return
    act()
    hold()


@pytest.mark.parametrize("width", [390, 820, pytest.param(1280, marks=pytest.mark.long)], ids=str)
@pytest.mark.parametrize(
    "name",
    [
        one if one in ("home", "fairness") else pytest.param(one, marks=pytest.mark.long)
        for one in PAGES
    ],
)
def test_a_page_fits_its_window(
    new_page: NewPage, app_url: str, settled: Settled, name: str, width: int
) -> None:
    page = opened(new_page, app_url, settled, width, name)
    assert page.evaluate(TOO_WIDE) <= 1
    for figure in page.evaluate(HEADLINES):
        assert figure["lines"] == 1, figure
        assert figure["broken"] == 0, figure
        assert figure["over"] <= 2, figure
    assert page.evaluate(NARROW) == []
    assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize(
    "name", [one if one == "home" else pytest.param(one, marks=pytest.mark.long) for one in PAGES]
)
def test_a_plan_that_never_starts_fits_a_phone(
    new_page: NewPage, app_url: str, settled: Settled, name: str
) -> None:
    page = opened(new_page, app_url, settled, 390, name, NEVER_STARTS)
    assert page.evaluate(TOO_WIDE) <= 1
    assert page.evaluate(NARROW) == []


def test_the_value_beside_a_bar_leaves_its_end_alone_on_a_phone(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = opened(new_page, app_url, settled, 390, "home", "v=2")
    chart = page.get_by_role("figure", name=re.compile("^Nearest first"))
    expect(chart.locator(".annotation").first).to_be_visible()
    assert page.evaluate(ON_BARS) == []


def test_the_sidebar_is_folded_on_a_tablet_and_as_the_reader_has_it_afterwards(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(viewport={"width": 820, "height": 900})
    page.goto(app_url)
    settled(page)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    # What the page does of itself leaves it open.
    page.get_by_text("Small plan", exact=True).click()
    settled(page)
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.set_viewport_size({"width": 820, "height": 900})
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(sidebar).to_have_attribute("data-collapsed", "false")


@pytest.mark.long
def test_a_place_on_an_axis_of_years_is_told_in_years_and_months(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = opened(new_page, app_url, settled, 1280, "home")
    plot = page.locator(".live-chart").first.locator("rect.nsewdrag")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    head = page.locator(".hoverlayer .legendtitletext")

    def point() -> None:
        for share in (0.3, 2.34 / 5):
            page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)

    # A chart that is drawn once more forgets where it was pointed at.
    tried_until(point, lambda: expect(head).to_have_text("2 years 4 months", timeout=A_MOMENT_MS))


def test_a_table_is_one_stop_of_the_keyboard_and_hides_no_column_for_good(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = opened(new_page, app_url, settled, 390, "home")
    region = page.get_by_role("region", name="Year by year")

    def leave_the_table() -> None:
        region.focus()
        page.keyboard.press("Tab")

    # A part that is drawn once more takes its table, and the focus with it.
    after = page.locator(":focus")
    left = re.compile("CSV Year by year$")
    tried_until(leave_the_table, lambda: expect(after).to_have_text(left, timeout=A_MOMENT_MS))
    assert region.evaluate("(one) => one.scrollWidth > one.clientWidth")
    # The first column stays where it is, so that a reader knows what a number is of.
    region.evaluate("(one) => { one.scrollLeft = one.scrollWidth }")
    column = region.locator("tbody tr").first.locator("td").first
    first, ground = column.bounding_box(), region.bounding_box()
    assert first is not None
    assert ground is not None
    assert first["x"] == pytest.approx(ground["x"], abs=3)
