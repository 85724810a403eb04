"""The closing page in a real browser: another way of closing, and a link that keeps it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Scenario
from mutualmodel.closing import WAYS, wind_down
from tests.browser.home_page import Settled, figure, preset
from ui.language import amount


@pytest.fixture(autouse=True)
def _a_silent_console(console_errors: list[str]) -> Iterator[None]:
    yield
    assert console_errors == []


def test_another_way_of_closing_changes_the_cost_and_the_link_keeps_it(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/closing?members=2000000")
    settled(page)
    plan = Scenario(members=2e6)
    before, after = (
        amount(wind_down(plan, 1.0, WAYS[name].terms).operator_total)
        for name in ("xianghubao", "meituan")
    )
    cost = figure(page, "The operator pays")
    expect(cost).to_contain_text(before)
    preset(page, "Meituan 2021").click()
    expect(cost).to_contain_text(after)
    settled(page)
    page.goto(page.url)
    settled(page)
    expect(cost).to_contain_text(after)
