"""A term of art is explained where it stands: by the pointer, by Tab and by a tap."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.home_page import Settled, open_home
from ui.kit.glossary import ENTRIES

TERM = "process risk"
MEANING = ENTRIES["process"].meaning


@pytest.fixture
def narrow(new_page: NewPage, app_url: str, settled: Settled) -> Page:
    """Open the home page on a phone."""
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    open_home(page, app_url, settled)
    return page


def test_a_term_is_explained_on_hover_and_on_focus(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    term = page.locator(".aside .term", has_text=TERM)
    tip = page.get_by_role("tooltip").filter(has_text=MEANING)
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_be_visible()
    # The pointer can cross over to the tip, as whoever has enlarged the page must.
    tip.hover()
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    expect(term).to_have_accessible_description(
        f"chance (process risk)\n{MEANING}".replace("\n", " ")
    )
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_tap_explains_a_term_within_a_phones_screen(narrow: Page) -> None:
    term = narrow.locator(".aside .term", has_text=TERM)
    term.tap()
    tip = narrow.get_by_role("tooltip").filter(has_text=MEANING)
    expect(tip).to_be_visible()
    at = tip.bounding_box()
    assert at is not None
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= 390
    narrow.touchscreen.tap(200, 20)
    expect(tip).to_be_hidden()
