"""Arrow keys hammered on every page's levers: whatever runs they cut short, the page lives on.

Where Streamlit may send a hash in place of a large message that the browser has had before, the
browser can forget that message while a run that counts on it is on its way, and the page is dead.
It takes a value that comes back after a few runs, and two runs on their way at once: hence the
many turns. To see it happen, run this with ``STREAMLIT_GLOBAL_MIN_CACHED_MESSAGE_SIZE=10000``,
which overrules ``.streamlit/config.toml``.
"""

import time
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from mutualmodel import Case, to_query
from tests.browser.conftest import TIMEOUT_MS
from tests.browser.home_page import Settled, at_rest

pytestmark = [pytest.mark.faults, pytest.mark.long]

# Presses in a row, and the seconds from one to the next. The quick ones are still movement to a
# slider; between the slow ones it comes to rest (KEY_REST_MS), so that whole runs break in.
QUICK = (40, 0.09)
SLOW = (4, 0.45)
PRESSES = 240
# A machine that is busy with other things gets no further than this.
MOST_SECONDS = 20
# Charts out of sight are drawn when a page has been quiet for half a second.
STILL_SECONDS = 1.0

# However often her age is moved, the plan admits her and covers are compared.
YOUNG = Case().with_changes({"person.age": 5})

# How near a slider is to its upper end, from 0 to 1, whether it is a native one or not.
FRACTION = """slider => {
    const [low, at, high] = [["min", "min"], ["now", "value"], ["max", "max"]].map(
        ([aria, own]) => Number(slider.getAttribute(`aria-value${aria}`) ?? slider[own]));
    return (at - low) / (high - low);
}"""


@pytest.mark.parametrize(
    "path",
    ["", "membership", "risk", "closing", "insurance", "fairness"],
    ids=lambda path: path or "home",
)
def test_a_page_lives_on_when_its_levers_are_hammered(
    page: Page, app_url: str, path: str, settled: Settled, console_errors: list[str]
) -> None:
    page.goto(f"{app_url}/{path}?{urlencode(to_query(YOUNG))}")
    expect(page.get_by_role("slider").first).to_be_visible()
    settled(page)
    levers = page.get_by_role("slider").all()
    until = time.monotonic() + MOST_SECONDS
    sweep(page, levers[0], *QUICK, until)
    slow_sweeps = max(len(levers), (PRESSES - 3 * QUICK[0]) // (3 * SLOW[0]))
    for lever in islice(cycle(levers), slow_sweeps):
        sweep(page, lever, *SLOW, until)
    at_rest(page, settled)
    expect_alive(page)
    before = still(page)
    levers[0].press(inward(levers[0]))
    expect_change(page, before)
    at_rest(page, settled)
    expect_alive(page)
    assert console_errors == []


def sweep(page: Page, lever: Locator, length: int, spacing: float, until: float) -> None:
    """Press a lever's keys there, back and there again, or until a point in time."""
    there = inward(lever)
    back = "ArrowLeft" if there == "ArrowRight" else "ArrowRight"
    lever.focus()
    due = time.monotonic()
    for key in (there, back, there):
        for _ in range(length):
            if due > until:
                return
            page.keyboard.press(key)
            due = max(due + spacing, time.monotonic())
            page.wait_for_timeout(1000 * max(0, due - time.monotonic()))
    expect_alive(page)
    # Otherwise the presses went nowhere.
    expect(lever).to_be_focused()


def inward(lever: Locator) -> str:
    """Give the key that leads away from the nearer end, so that there is room to move."""
    fraction: float = lever.evaluate(FRACTION)
    return "ArrowRight" if fraction < 0.5 else "ArrowLeft"


def expect_alive(page: Page) -> None:
    """See that the page and the server still talk to each other."""
    dialogs = page.get_by_role("dialog").all_text_contents()
    state = page.get_by_test_id("stApp").get_attribute("data-test-connection-state")
    assert (dialogs, state) == ([], "CONNECTED")


def shown(page: Page) -> list[str]:
    """Give what only Python changes: the address, the figures, how often each chart was drawn.

    The address too, because beyond some limit a lever moves nothing else on the page.
    """
    figures = page.locator(".figure .value").all_text_contents()
    drawn: list[str] = page.locator("[data-drawn]").evaluate_all(
        "charts => charts.map(chart => chart.dataset.drawn)"
    )
    return [page.url, *figures, *drawn]


def still(page: Page) -> list[str]:
    """Give what the page shows once it no longer changes by itself."""
    seen, since = shown(page), time.monotonic()
    while time.monotonic() < since + STILL_SECONDS:
        page.wait_for_timeout(100)
        now = shown(page)
        if now != seen:
            seen, since = now, time.monotonic()
    return seen


def expect_change(page: Page, before: list[str]) -> None:
    """Wait until the page shows something else: then Python has answered."""
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while shown(page) == before:
        assert time.monotonic() < deadline, "the page no longer follows its levers"
        page.wait_for_timeout(50)
