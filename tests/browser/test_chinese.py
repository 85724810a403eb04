"""A reader whose browser is Chinese: spoken to in Chinese, and free to change her mind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home_page import Settled, at_rest, query

pytestmark = pytest.mark.usefixtures("silent_console")

NewPage = Callable[..., Page]


def switch(page: Page, name: str, settled: Settled) -> None:
    page.get_by_role("radio", name=name).click()
    at_rest(page, settled)


def test_a_chinese_browser_is_spoken_to_in_chinese_and_can_switch(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(locale="zh-CN")
    page.goto(f"{app_url}/?v=5&members=3000000")
    settled(page)
    html, heading = page.locator("html"), page.get_by_role("heading", level=1)
    expect(heading).to_have_text("互助计划的成员要分摊多少？")
    expect(html).to_have_attribute("lang", "zh-Hans")
    assert "lang" not in query(page)

    switch(page, "English", settled)
    expect(heading).to_have_text("What does a member of a mutual-aid plan pay?")
    expect(html).to_have_attribute("lang", "en")
    assert (query(page)["lang"], query(page)["members"]) == ("en", "3000000")

    switch(page, "中文", settled)
    expect(heading).to_have_text("互助计划的成员要分摊多少？")
    expect(html).to_have_attribute("lang", "zh-Hans")
    assert (query(page)["lang"], query(page)["members"]) == ("zh", "3000000")


def test_axes_of_large_numbers_are_marked_in_ten_thousands(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(locale="zh-CN")
    page.goto(app_url)
    settled(page)
    ticks = page.locator(".xtick text")
    expect(ticks.get_by_text("20万", exact=True).first).to_be_attached()
    assert [text for text in ticks.all_text_contents() if text.endswith(("k", "M", "B"))] == []
