"""In a room and within other sites: the projector's large type, and embedded pages and charts."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.home_page import Settled, headline, lever, main_chart, open_home, visit


def size_of_type(place: Locator) -> float:
    """Give the size of an element's letters in pixels."""
    return float(place.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


def width_of(place: Locator) -> float:
    """Give the width of an element in pixels."""
    found = place.bounding_box()
    assert found is not None
    return found["width"]


def test_one_press_enlarges_the_page_and_another_ends_it(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    sidebar = page.get_by_test_id("stSidebar")
    title = page.get_by_role("heading", level=1)
    before = size_of_type(title)
    page.get_by_role("button", name="Projector", exact=True).click()
    expect(sidebar).to_be_hidden()
    assert size_of_type(title) > 1.3 * before
    # Letters of levers and of charts grow too, and a chart fills its place.
    assert main_chart(page).evaluate("e => e.getBoundingClientRect().width / e.offsetWidth") > 1.3
    card = main_chart(page).locator("xpath=..")
    assert abs(width_of(main_chart(page)) - width_of(card)) < 2
    page.get_by_role("button", name="Leave projector").click()
    expect(sidebar).to_be_visible()
    assert size_of_type(title) == before


@pytest.mark.long
def test_pointing_at_a_chart_on_the_projector_tells_what_is_there(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    page.get_by_role("button", name="Projector", exact=True).click()
    chart = main_chart(page)
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    at = chart.bounding_box()
    assert at is not None
    x = at["x"] + 0.7 * at["width"]
    page.mouse.move(x, at["y"] + 0.5 * at["height"])
    page.wait_for_timeout(500)
    told, there = chart.evaluate(
        """(e, x) => {
            const axis = e._fullLayout.xaxis;
            const scale = e.getBoundingClientRect().width / e.offsetWidth;
            const at = (x - e.getBoundingClientRect().left) / scale - axis._offset;
            return [e._hoverdata[0].x, axis.p2d(at)];
        }""",
        x,
    )
    # A settlement is a twenty-fourth of a year.
    assert abs(told - there) <= 1 / 24


@pytest.mark.long
def test_the_projector_lasts_over_pages(page: Page, app_url: str, settled: Settled) -> None:
    open_home(page, app_url, settled)
    page.get_by_role("button", name="Projector", exact=True).click()
    page.evaluate("document.exitFullscreen().catch(() => {})")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    page.get_by_role("button", name="Projector", exact=True).click()
    page.reload()
    settled(page)
    expect(page.get_by_role("button", name="Leave projector")).to_be_visible()
    page.get_by_role("button", name="Leave projector").click()
    visit(page, "risk", settled)
    expect(page.get_by_role("button", name="Projector", exact=True)).to_be_visible()


def test_an_embedded_page_is_the_page_with_its_levers_alone(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled, embed="true", v="5", members="3000000")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name="Pin as baseline")).to_be_hidden()
    before = headline(page).inner_text()
    lever(page, "Incidence").press("PageUp")
    expect(headline(page)).not_to_have_text(before)
    out = page.get_by_role("link", name="Open with all levers")
    expect(out).to_have_attribute("href", re.compile("members=3000000"))
    expect(out).to_have_attribute("target", "_blank")


def test_an_embedded_chart_stands_alone(page: Page, app_url: str, settled: Settled) -> None:
    open_home(page, app_url, settled, embed="true", chart="share_path")
    expect(page.locator(".live-chart-title")).to_have_text(
        "What will a member pay at each settlement?"
    )
    expect(page.get_by_role("slider")).to_have_count(0)


def test_a_chart_that_the_page_has_not_is_told_with_those_it_has(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/?embed=true&chart=%3Cimg%3E")
    settled(page)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("no chart “<img>”")
    expect(told).to_contain_text("share_path")


def test_a_chart_that_takes_long_holds_its_place_and_can_be_stopped(
    page: Page, app_url: str, settled: Settled
) -> None:
    plan = {"v": "5", "price_elasticity": "1.3"}
    page.goto(f"{app_url}/?{urlencode({'embed': 'true', 'chart': 'breaking', **plan})}")
    place = page.locator(".st-key-chart_waiting")
    expect(place.get_by_text("One moment: the chart is being worked out.").first).to_be_visible()
    high = place.bounding_box()
    assert high is not None
    assert high["height"] > 400
    place.get_by_role("button", name="Stop").click()
    expect(place.get_by_text("Stopped before it was worked out.")).to_be_visible()
    expect(place.get_by_role("button", name="Work it out")).to_be_visible()
