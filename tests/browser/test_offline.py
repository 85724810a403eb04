"""The dashboard works without any other machine: a tour of everything asks nobody else."""

import re

import pytest
from playwright.sync_api import Page, expect

from mutualmodel.inputs import GROUPS
from tests.browser.home_page import (
    OTHER_PAGES,
    Settled,
    drag,
    lever,
    main_chart,
    open_home,
    open_sidebar_group,
    visit,
)

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("silent_console")]


def test_no_request_leaves_the_machine(
    page: Page, app_url: str, settled: Settled, foreign_requests: list[str]
) -> None:
    open_home(page, app_url, settled)
    drag(page, lever(page, "Incidence"), [0.2, 0.3, 0.4], pause_ms=60)
    page.mouse.up()
    settled(page)
    open_sidebar_group(page, GROUPS["benefit"])
    page.get_by_role("button", name="About Members").click()
    page.get_by_role("button", name="Pin as baseline").click()
    page.get_by_role("radio", name="Small plan").click()
    settled(page)
    page.get_by_role("button", name=re.compile("Why\\?")).first.click()
    expect(page.get_by_text("The same in Python")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text(re.compile("^The numbers")).first.click()
    with page.expect_download() as saved:
        page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
    assert saved.value.suggested_filename.endswith(".csv")
    main_chart(page).hover()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1e6)")
    settled(page)
    for name in OTHER_PAGES:
        visit(page, name, settled)
    page.get_by_role("textbox", name="Search").fill("thyroid")
    settled(page)
    assert foreign_requests == []
    fonts = page.evaluate("[...document.fonts].filter(f => f.status === 'error').length")
    assert fonts == 0
