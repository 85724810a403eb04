"""The fund page in a real browser: it answers while a lever moves, and a press tries a fund."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home_page import (
    RECORD_HEADLINES,
    Settled,
    drag_until_seen,
    headline,
    lever,
    query,
)

pytestmark = pytest.mark.usefixtures("silent_console")

REFINED = "10,000 simulated runs of the plan"
DRAG = [0.02 + 0.01 * step for step in range(20)]


def open_fund(page: Page, address: str, settled: Settled, more: str) -> Page:
    page.goto(f"{address}/fund?{more}")
    expect(page.get_by_role("heading", name="Will the money last?")).to_be_visible()
    settled(page)
    return page


@pytest.mark.long
def test_the_figures_move_with_the_lever_and_are_refined_at_rest(
    page: Page, app_url: str, settled: Settled
) -> None:
    fund = open_fund(page, app_url, settled, "funding=fund&years=2")
    expect(fund.get_by_text(REFINED)).to_be_visible()
    before = headline(fund).text_content()
    fund.evaluate(RECORD_HEADLINES)
    drag_until_seen(fund, lever(fund, "Contribution"), DRAG, 80, "headlines", 3)
    fund.mouse.up()
    expect(fund.get_by_text(REFINED)).to_be_visible()
    assert headline(fund).text_content() != before
    assert "contribution_month" in query(fund)


def test_a_press_tries_a_fund_and_undo_comes_back(
    page: Page, app_url: str, settled: Settled
) -> None:
    fund = open_fund(page, app_url, settled, "years=1")
    expect(fund.locator(".verdict", has_text="no money is held")).to_be_visible()
    fund.get_by_role("button", name=re.compile("Try a fund with")).click()
    expect(fund.get_by_role("figure", name=re.compile("median run"))).to_be_visible()
    settled(fund)
    assert query(fund)["funding"] == "fund"
    fund.get_by_role("button", name="Undo").click()
    expect(fund.locator(".verdict", has_text="no money is held")).to_be_visible()
