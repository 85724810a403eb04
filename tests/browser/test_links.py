"""Deep links in a real browser, on a server that nobody has visited before."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import PRESETS, Scenario, to_query
from tests.browser.home_page import Settled, cost, expect_query, headline, menu, open_home, query

LINKED = Scenario(members=3e6, per_claim_cap=None, incidence_table="CI2", lapse_rate=0.31)
PINNED = PRESETS["small_100k"].scenario


@pytest.fixture(autouse=True)
def _a_silent_console(console_errors: list[str]) -> Iterator[None]:
    yield
    assert console_errors == []


def test_a_link_opens_the_same_on_a_fresh_server(
    page: Page, serve: Callable[..., str], settled: Settled
) -> None:
    open_home(page, serve("dashboard.py"), settled, **to_query(LINKED, PINNED))
    expect(headline(page)).to_have_text(cost(LINKED))
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    assert query(page) == to_query(LINKED, PINNED)


def test_a_link_to_a_source_opens_on_a_fresh_server(
    page: Page, serve: Callable[..., str], settled: Settled
) -> None:
    address = {**to_query(LINKED, PINNED), "figure": "fee_8_percent"}
    page.goto(f"{serve('dashboard.py')}/sources?{urlencode(address)}")
    expect(page.get_by_role("heading", name="Where every figure comes from")).to_be_visible()
    expect(page.get_by_text("The default of: Management fee")).to_be_visible()
    settled(page)
    assert query(page) == address
    menu(page, "What a member pays").click()
    expect(headline(page)).to_have_text(cost(LINKED))
    expect_query(page, to_query(LINKED, PINNED), settled)


def test_what_is_wrong_is_said_and_source_links_keep_the_rest(
    page: Page, app_url: str, settled: Settled
) -> None:
    kept = Scenario(fee_rate=0.1)
    open_home(page, app_url, settled, members="5", fee_rate="0.1")
    complaint = page.get_by_role("alert").filter(has_text="members = 5")
    expect(complaint).to_be_visible()
    expect(headline(page)).to_have_text(cost(kept))
    page.get_by_role("button", name="Understood").click()
    expect(complaint).to_have_count(0)
    expect_query(page, to_query(kept), settled)
    with page.context.expect_page() as opened:
        page.get_by_test_id("stMain").get_by_role("link", name="Members", exact=True).click()
    sources = opened.value
    expect(sources.get_by_text("The default of: Members")).to_be_visible()
    expect_query(sources, {**to_query(kept), "figure": "members_peak_2020"}, settled)
