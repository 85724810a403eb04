"""The tour in a browser: arrow keys, the chart in view, the projector, phones, and no trace."""

import re

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, to_query
from tests.browser.conftest import NewPage
from tests.browser.home_page import Settled, box, lever, of, open_home, preset, query
from ui.frame.tour_steps import STEPS

pytestmark = pytest.mark.usefixtures("silent_console")

COUNT = len(STEPS)
# The chart that is spoken of lies between the bar and the end of the window, or it is taller than
# that and begins below the bar.
IN_VIEW = """key => {
    const chart = document.querySelector(`.st-key-${key}`)?.getBoundingClientRect();
    const bar = document.querySelector(".st-key-tour")?.getBoundingClientRect();
    if (!chart || !bar || bar.top < -1) return false;
    const room = window.innerHeight - bar.bottom;
    const begins = chart.top >= bar.bottom - 1;
    const whole = chart.bottom <= window.innerHeight + 1;
    return begins && (whole || chart.top < bar.bottom + 0.2 * room);
}"""


def start(page: Page) -> None:
    """Start from the home page's own line, which is there at every width."""
    page.locator(".st-key-tour_invitation").get_by_role("button").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_step(page: Page, at: int, settled: Settled) -> None:
    """Insist that a step is told, on its page and with its case, and its chart is in view."""
    expect(page.locator(".tour-place")).to_have_text(f"{at + 1} of {COUNT}")
    settled(page)
    wanted = STEPS[at]
    path = "/" if wanted.page == "home" else f"/{wanted.page}"
    assert re.search(rf"//[^/]+{path}(\?|$)", page.url), page.url
    assert query(page) == wanted.shown.query()
    page.wait_for_function(IN_VIEW, arg=wanted.chart)


def expect_nothing_sideways(page: Page) -> None:
    wide, room = page.evaluate(
        "() => { const e = document.querySelector('.st-key-tour');"
        " return [e.scrollWidth, e.clientWidth]; }"
    )
    assert wide <= room + 1


@pytest.mark.parametrize("width", [390, 1280])
def test_arrow_keys_lead_through_all_steps_and_back(
    new_page: NewPage, app_url: str, settled: Settled, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 844})
    open_home(page, app_url, settled)
    start(page)
    for at in range(COUNT):
        expect_step(page, at, settled)
        expect_nothing_sideways(page)
        page.keyboard.press("ArrowRight")
    # There is nothing after the last step.
    expect_step(page, COUNT - 1, settled)
    page.keyboard.press("ArrowLeft")
    expect_step(page, COUNT - 2, settled)


def test_the_chart_is_marked_for_a_moment(page: Page, app_url: str, settled: Settled) -> None:
    open_home(page, app_url, settled)
    start(page)
    marked = page.locator(f".st-key-{STEPS[0].chart}.tour-marked")
    expect(marked).to_be_visible()
    expect(marked).to_have_count(0)


def test_nothing_glides_where_motion_is_not_wanted(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(reduced_motion="reduce")
    page.add_init_script(
        "window.glides = []; const own = Element.prototype.scrollBy;"
        "Element.prototype.scrollBy = function (how) {"
        " window.glides.push(how.behavior); return own.call(this, how); };"
    )
    open_home(page, app_url, settled)
    start(page)
    expect_step(page, 0, settled)
    page.keyboard.press("ArrowRight")
    expect_step(page, 1, settled)
    assert set(page.evaluate("window.glides")) == {"instant"}


def test_arrow_keys_stay_with_levers_boxes_and_lists(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    start(page)
    expect_step(page, 0, settled)
    page.keyboard.press("ArrowRight")
    expect_step(page, 1, settled)
    for place in (box(page, "Members"), preset(page, "Peak 2020")):
        place.focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(400)
        expect(page.locator(".tour-place")).to_have_text(f"2 of {COUNT}")
    lever(page, "Incidence").press("ArrowRight")
    # A moved lever is looking around, at the same step.
    expect(page.locator(".tour-place")).to_have_text(f"Tour at 2 of {COUNT}")
    press(page, "Return")
    expect_step(page, 1, settled)


def test_on_the_projector_the_tour_is_large_and_ends_where_it_began(
    page: Page, app_url: str, settled: Settled
) -> None:
    own = of(members=3e6)
    open_home(page, app_url, settled, **to_query(own))
    press(page, "Projector")
    start(page)
    expect_step(page, 0, settled)
    words = page.locator(".tour-words")
    assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 20
    for at in range(1, 4):
        page.keyboard.press("ArrowRight")
        expect_step(page, at, settled)
    expect(page.get_by_role("button", name="Leave projector")).to_be_visible()
    press(page, "End tour")
    expect(page.locator(".tour-place")).to_have_count(0)
    settled(page)
    assert query(page) == to_query(own)
    # The arrow keys are the page's own again.
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    expect(page.locator(".tour-place")).to_have_count(0)


def walk_to_the_fourth(page: Page, settled: Settled) -> None:
    """Start the tour and go on to its fourth step, seeing each on the way."""
    start(page)
    for at in range(4):
        expect_step(page, at, settled)
        if at < 3:
            page.keyboard.press("ArrowRight")


def test_a_reload_keeps_the_step_as_a_plain_case(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    walk_to_the_fourth(page, settled)
    page.reload()
    settled(page)
    expect(page.get_by_role("button", name="Tour", exact=True)).to_be_visible()
    expect(page.locator(".tour-place")).to_have_count(0)
    assert query(page) == STEPS[3].shown.query()


def test_the_browsers_back_is_looking_around(page: Page, app_url: str, settled: Settled) -> None:
    open_home(page, app_url, settled)
    walk_to_the_fourth(page, settled)
    page.go_back()
    expect(page.locator(".tour-place")).to_have_text(f"Tour at 4 of {COUNT}")
    press(page, "Return")
    expect_step(page, 3, settled)
    press(page, "End tour")
    expect(page.locator(".tour-place")).to_have_count(0)
    settled(page)
    assert query(page) in ({}, to_query(Case()))
