"""The browser's way back and forth, from a page that asks how far its work is."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, WebSocketRoute, expect

TWO_PAGES = Path(__file__).with_name("two_pages.py")
HELD_MS = 700


class Line:
    """A page's line, on which what the server sends can be held up; to be made before it opens."""

    def __init__(self, page: Page) -> None:
        self._held: list[str | bytes] | None = None
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def hold(self) -> None:
        """Keep what comes from now on."""
        self._held = []

    def release(self) -> None:
        """Send what was kept, and all that comes."""
        held, self._held = self._held or [], None
        for message in held:
            self._page.send(message)

    def _connect(self, page: WebSocketRoute) -> None:
        self._page = page
        page.connect_to_server().on_message(self._pass_on)

    def _pass_on(self, message: str | bytes) -> None:
        if self._held is None:
            self._page.send(message)
        else:
            self._held.append(message)


def test_a_page_gone_back_to_is_not_left_empty_by_what_the_other_asks(
    page: Page, serve: Callable[..., str]
) -> None:
    line = Line(page)
    page.goto(serve(TWO_PAGES))
    page.get_by_role("link", name="Slow").click()
    expect(page.get_by_text("drawn at last")).to_be_visible()
    page.go_back()
    # It is at it, one look after the other.
    expect(page.get_by_text(re.compile("looked [4-9] times"))).to_be_visible()
    # A busy browser, or one far away, learns late that the other page has begun.
    line.hold()
    page.go_forward()
    page.wait_for_timeout(HELD_MS)
    line.release()
    expect(page.get_by_text("drawn at last")).to_be_visible()
    page.wait_for_timeout(2_000)
    expect(page.get_by_text("drawn at last")).to_be_visible()
