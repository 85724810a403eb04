"""The tour in a browser: arrow keys, the chart in view, the projector, phones, and no trace."""

import re

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import to_query
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


@pytest.mark.long
@pytest.mark.parametrize("width", [pytest.param(390, marks=pytest.mark.long), pytest.param(1280)])
def test_arrow_keys_lead_through_all_steps_and_back(
    new_page: NewPage, app_url: str, settled: Settled, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 844})
    open_home(page, app_url, settled)
    start(page)
    # The chart is marked, for a moment.
    marked = page.locator(f".st-key-{STEPS[0].chart}.tour-marked")
    expect(marked).to_be_visible()
    expect(marked).to_have_count(0)
    for at in range(COUNT):
        expect_step(page, at, settled)
        expect_nothing_sideways(page)
        page.keyboard.press("ArrowRight")
    # There is nothing after the last step.
    expect_step(page, COUNT - 1, settled)
    page.keyboard.press("ArrowLeft")
    expect_step(page, COUNT - 2, settled)


@pytest.mark.long
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


@pytest.mark.long
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


SMALL = [at for at, step in enumerate(STEPS) if step.enlarged]
# A chart's own place on the screen, in pixels: how high it is, and which part of the width it has.
SIZE = """key => {
    const chart = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
    return [chart.height, chart.width / window.innerWidth];
}"""


def walk(page: Page, last: int, settled: Settled) -> None:
    """Start the tour and go on to a step, seeing each on the way."""
    start(page)
    for at in range(last + 1):
        expect_step(page, at, settled)
        if at < last:
            page.keyboard.press("ArrowRight")


@pytest.mark.long
def test_on_the_projector_the_tour_is_large_and_ends_where_it_began(
    page: Page, app_url: str, settled: Settled, foreign_requests: list[str]
) -> None:
    own = of(members=3e6)
    open_home(page, app_url, settled, **to_query(own))
    press(page, "Projector")
    (small,) = SMALL
    walk(page, small, settled)
    words = page.locator(".tour-words")
    assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 20
    # A chart that its page draws small is as large as the others.
    page.wait_for_function(
        f"key => {{ const [high, part] = ({SIZE})(key); return high > 430 && part > 0.9; }}",
        arg=STEPS[small].chart,
    )
    expect(page.get_by_role("button", name="Leave projector")).to_be_visible()
    press(page, "End tour")
    expect(page.locator(".tour-place")).to_have_count(0)
    settled(page)
    assert query(page) == to_query(own)
    # The arrow keys are the page's own again.
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    expect(page.locator(".tour-place")).to_have_count(0)
    # No other machine is asked for anything; the browser finds none.
    assert foreign_requests == []


@pytest.mark.long
def test_within_another_site_the_tour_leads_through_embedded_pages(
    page: Page, app_url: str, settled: Settled, foreign_requests: list[str]
) -> None:
    open_home(page, app_url, settled, embed="true")
    start(page)
    for at in range(2):
        expect(page.locator(".tour-place")).to_have_text(f"{at + 1} of {COUNT}")
        settled(page)
        page.wait_for_function(IN_VIEW, arg=STEPS[at].chart)
        assert query(page).get("embed") == "true"
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()
        page.keyboard.press("ArrowRight")
    expect(page.locator(".tour-place")).to_have_text(f"3 of {COUNT}")
    press(page, "End tour")
    expect(page.locator(".tour-place")).to_have_count(0)
    assert foreign_requests == []


def test_the_browsers_back_is_looking_around_and_a_reload_keeps_the_step_as_a_plain_case(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    walk(page, 1, settled)
    page.go_back()
    expect(page.locator(".tour-place")).to_have_text(f"Tour at 2 of {COUNT}")
    press(page, "Return")
    expect_step(page, 1, settled)
    page.reload()
    settled(page)
    expect(page.get_by_role("button", name="Tour", exact=True)).to_be_visible()
    expect(page.locator(".tour-place")).to_have_count(0)
    assert query(page) == STEPS[1].shown.query()
