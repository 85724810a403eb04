"""Nothing of ours keeps anyone out: axe-core over every page, in the light and in the dark."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import GROUPS
from tests.browser.home_page import Settled, menu, open_home, open_sidebar_group

Axe = Callable[..., list[Any]]
SERIOUS = ("serious", "critical")
POPOVER = '[data-testid="stPopover"], [data-testid="stPopoverBody"]'


def serious(found: list[Any]) -> list[Any]:
    """Leave out what is minor."""
    return [one for one in found if one.impact in SERIOUS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_open_to_everyone(
    new_page: Callable[..., Page], app_url: str, settled: Settled, axe: Axe, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    # All at once: a complaint about the link, a baseline with changes, every group unfolded.
    query = {"members": "5", "fee_rate": "0.1", "base": "1", "annual_cap": "188"}
    open_home(page, app_url, settled, **query)
    expect(page.get_by_role("alert").filter(has_text="members = 5")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Management fee"))).to_be_visible()
    for title in GROUPS.values():
        open_sidebar_group(page, title)
    for numbers in page.get_by_text("The numbers", exact=True).all():
        numbers.click()
        settled(page)
    expect(page.get_by_role("button", name="Download as CSV").last).to_be_visible()
    assert serious(axe(page)) == []

    page.get_by_role("button", name=re.compile("Why\\?")).first.click()
    expect(page.get_by_text("The same in Python")).to_be_visible()
    settled(page)
    assert serious(axe(page, POPOVER)) == []
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Small plan").click()
    expect(page.get_by_role("status").filter(has_text="100,000")).to_be_visible()
    settled(page)
    assert serious(axe(page, '[data-testid="stMain"]')) == []

    menu(page, "Sources").click()
    expect(page.get_by_role("heading", name="Where every figure comes from")).to_be_visible()
    settled(page)
    assert serious(axe(page)) == []


def test_what_moves_is_announced_and_what_is_drawn_is_told(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    for chart in page.get_by_role("figure").all():
        assert len(chart.get_attribute("aria-label") or "") > 30
    # One line that a screen reader hears when a lever moves; the figures alone are silent.
    expect(page.get_by_role("status").filter(has_text="yuan")).to_have_count(1)
    assert page.get_by_role("heading", level=1).count() == 1
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
