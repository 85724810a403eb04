"""Nothing of ours keeps anyone out: axe-core over every page, in the light and in the dark."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from mutualmodel.inputs import GROUPS
from tests.browser.home_page import OTHER_PAGES, Settled, open_home, open_sidebar_group, visit

Axe = Callable[..., list[Any]]
SERIOUS = ("serious", "critical")
POPOVER = '[data-testid="stPopover"], [data-testid="stPopoverBody"]'


def serious(found: list[Any]) -> list[Any]:
    """Leave out what is minor."""
    return [one for one in found if one.impact in SERIOUS]


def test_every_page_is_open_to_everyone(
    new_page: Callable[..., Page], app_url: str, settled: Settled, axe: Axe
) -> None:
    # So tall that nothing needs scrolling: axe does not judge colours that are out of sight.
    page = new_page(viewport={"width": 1440, "height": 2600})
    # All at once: a complaint about the link, a baseline with changes, every group unfolded.
    query = {"members": "5", "fee_rate": "0.1", "base": "1", "annual_cap": "188"}
    open_home(page, app_url, settled, **query)
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

    for name in OTHER_PAGES:
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            # The page asks for its colours anew; a press in the same instant would be lost.
            settled(page)
            visit(page, name, settled)
            found += serious(axe(page))
    assert found == []


def test_what_moves_is_announced_and_what_is_drawn_is_told(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    for chart in page.get_by_role("figure").all():
        assert len(chart.get_attribute("aria-label") or "") > 30
    # One line that a screen reader hears when a lever moves; the figures alone are silent.
    expect(page.get_by_role("status").filter(has_text="yuan")).to_have_count(1)
    assert page.get_by_role("heading", level=1).count() == 1
