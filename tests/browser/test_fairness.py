"""The fairness page in a real browser: the balancing payout is one press away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Scenario
from mutualmodel.fairness import balancing_payout, fairness
from tests.browser.home_page import Settled, query


@pytest.fixture(autouse=True)
def _a_silent_console(console_errors: list[str]) -> Iterator[None]:
    yield
    assert console_errors == []


def test_the_balancing_payout_is_used_and_goes_into_the_link(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/fairness")
    said = page.get_by_role("status").filter(has_text="Everyone pays")
    expect(said).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Use it").click()
    expect(said).to_contain_text("in balance")
    settled(page)
    assert query(page)["payout_40_plus"] == str(round(balancing_payout(fairness(Scenario()))))
