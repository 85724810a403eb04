"""A line that is slow and far away: the page stays usable, and the newest value wins."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from mutualmodel import Case, Scenario, to_query
from mutualmodel.inputs import fields
from tests.browser.home_page import (
    RECORD_HEADLINES,
    Settled,
    cost,
    drag,
    expect_query,
    headline,
    lever,
    open_home,
    point,
    recorded,
)

pytestmark = [pytest.mark.faults, pytest.mark.long]

# As from another continent over a telephone: milliseconds on the way, bytes a second.
FAR_MS = 600
NARROW = 200_000
MOST = Scenario(members=float(fields()["members"].maximum or 0))


def slow_down(page: Page) -> CDPSession:
    """Make the page's line slow from now on, its websocket too."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": FAR_MS,
            "downloadThroughput": NARROW,
            "uploadThroughput": NARROW,
        },
    )
    return line


def test_on_a_slow_line_a_drag_ends_at_its_last_place(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    slow_down(page)
    page.evaluate(RECORD_HEADLINES)
    members = lever(page, "Members")
    drag(page, members, [0.7, 0.5, 0.3, 0.1, 0.4, 0.8, 1.0], pause_ms=150)
    page.mouse.move(*point(members, 1.1))
    # The thumb is where the hand is, whatever the line has brought so far.
    assert members.evaluate("one => one.value === one.max")
    page.mouse.up()
    expect(headline(page)).to_have_text(cost(MOST))
    expect_query(page, to_query(Case(plan=MOST)), settled)
    # Nothing that was on its way comes after it.
    page.wait_for_timeout(4 * FAR_MS)
    assert cost(MOST).match(recorded(page, "headlines")[-1])
    expect(headline(page)).to_have_text(cost(MOST))


def test_a_page_opens_over_a_slow_line(page: Page, app_url: str, settled: Settled) -> None:
    # Streamlit's own scripts are there from an earlier visit, as with any reader who comes back.
    open_home(page, app_url, settled)
    line = slow_down(page)
    page.goto(f"{app_url}/membership")
    slider = lever(page, "Members leaving")
    expect(slider).to_be_visible()
    line.detach()
    settled(page)
    assert page.get_by_role("dialog").count() == 0
