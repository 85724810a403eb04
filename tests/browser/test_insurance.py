"""Versus insurance in a real browser: a term that is dragged, a link that is opened."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Scenario
from mutualmodel.insurance import Terms, costs_by_age
from tests.browser.home_page import Settled, figure, query
from ui.language import amount

CHARTS = 7


@pytest.fixture(autouse=True)
def _a_silent_console(console_errors: list[str]) -> Iterator[None]:
    yield
    assert console_errors == []


def test_a_term_moves_the_policy_and_stands_in_the_link(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/insurance?{urlencode({'p.ins_age': 45, 'p.ins_sex': 'M'})}")
    settled(page)
    costs = costs_by_age(Scenario(), Terms(), "M")
    expect(figure(page, "One-year policy")).to_contain_text(amount(costs["one_year"][45]))
    loading = page.get_by_role("slider", name="Loading, individual policies")
    loading.focus()
    loading.press("ArrowLeft")
    settled(page)
    cheaper = costs_by_age(Scenario(), Terms(loading=0.34), "M")
    expect(figure(page, "One-year policy")).to_contain_text(amount(cheaper["one_year"][45]))
    expect(figure(page, "Mutual aid")).to_contain_text(amount(cheaper["mutual"][45]))
    assert query(page)["p.ins_loading"] == "0.34"


def test_every_chart_is_drawn(page: Page, app_url: str, settled: Settled) -> None:
    page.goto(f"{app_url}/insurance")
    settled(page)
    expect(page.locator(".live-chart")).to_have_count(CHARTS)
    for place in range(CHARTS):
        chart = page.locator(".live-chart").nth(place)
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-drawn", "1")
