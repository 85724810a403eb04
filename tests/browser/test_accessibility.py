"""Nothing of ours keeps anyone out: axe-core over every page, in the light and in the dark."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel.inputs import GROUPS
from tests.browser.home_page import OTHER_PAGES, Settled, open_home, open_sidebar_group
from ui.kit.palette import DARK, LIGHT

Axe = Callable[..., list[Any]]
SERIOUS = ("serious", "critical")
POPOVER = '[data-testid="stPopover"], [data-testid="stPopoverBody"]'
SURFACE_IS = """colour => colour ===
    getComputedStyle(document.documentElement).getPropertyValue("--page-surface").trim()"""
# All at once: a complaint about the link, and a baseline with changes.
QUERY = {"members": "5", "fee_rate": "0.1", "base": "1", "annual_cap": "188"}
# So tall that nothing needs scrolling: axe does not judge colours that are out of sight.
TALL = {"width": 1440, "height": 2600}


def serious(found: list[Any]) -> list[Any]:
    """Leave out what is minor."""
    return [one for one in found if one.impact in SERIOUS]


@pytest.mark.long
def test_the_home_page_is_open_to_everyone_whatever_is_unfolded(
    new_page: Callable[..., Page], app_url: str, settled: Settled, axe: Axe
) -> None:
    page = new_page(viewport=TALL)
    open_home(page, app_url, settled, **QUERY)
    expect(page.get_by_role("alert").filter(has_text="Members: 5 members")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Management fee"))).to_be_visible()
    for title in GROUPS.values():
        open_sidebar_group(page, title)
    settled(page)

    found = []
    # The page takes its colours anew when the script runs, so each theme comes with a click.
    for theme, preset in (("light", "Small plan"), ("dark", "Decline 2021")):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.get_by_role("radio", name=preset).click()
        settled(page)
        found += serious(axe(page))
        why = page.get_by_role("button", name=re.compile("Why\\?")).first
        why.click()
        expect(page.get_by_text("The same in Python")).to_be_visible()
        settled(page)
        found += serious(axe(page, POPOVER))
        page.keyboard.press("Escape")
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("name", OTHER_PAGES)
def test_every_page_is_open_to_everyone(
    name: str, new_page: Callable[..., Page], app_url: str, settled: Settled, axe: Axe
) -> None:
    page = new_page(viewport=TALL)
    page.goto(f"{app_url}/{name}?{urlencode(QUERY)}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    found = []
    for theme, colours in (("dark", DARK), ("light", LIGHT)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        # The page asks for its colours anew.
        page.wait_for_function(SURFACE_IS, arg=colours.surface)
        settled(page)
        found += serious(axe(page))
    assert found == []


def test_what_moves_is_announced_and_what_is_drawn_is_told(
    page: Page, app_url: str, settled: Settled, axe: Axe
) -> None:
    open_home(page, app_url, settled)
    for chart in page.get_by_role("figure").all():
        assert len(chart.get_attribute("aria-label") or "") > 30
    # One line that a screen reader hears when a lever moves; the figures alone are silent.
    expect(page.get_by_role("status").filter(has_text="yuan")).to_have_count(1)
    assert page.get_by_role("heading", level=1).count() == 1
    assert serious(axe(page)) == []
