"""Deep links in a real browser, on a server that nobody has visited before."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import PRESETS, Case, from_query, to_query
from tests.browser.home_page import (
    Settled,
    cost,
    expect_query,
    figure,
    headline,
    menu,
    of,
    open_home,
    query,
    visit,
)

pytestmark = pytest.mark.usefixtures("silent_console")

LINKED = of(members=3e6, per_claim_cap=None, incidence_table="CI2", lapse_rate=0.31).with_changes(
    {"insurer.loading": 0.2, "person.age": 45}
)
PINNED = Case(plan=PRESETS["small_100k"].scenario)


def test_a_link_opens_the_same_on_a_fresh_server(
    page: Page, serve: Callable[..., str], settled: Settled
) -> None:
    open_home(page, serve("app.py"), settled, **to_query(LINKED, PINNED))
    expect(headline(page)).to_have_text(cost(LINKED.plan))
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    assert query(page) == to_query(LINKED, PINNED)


@pytest.mark.long
def test_a_link_to_a_source_opens_on_a_fresh_server(
    page: Page, serve: Callable[..., str], settled: Settled
) -> None:
    address = {**to_query(LINKED, PINNED), "figure": "fee_8_percent"}
    page.goto(f"{serve('app.py')}/sources?{urlencode(address)}")
    expect(page.get_by_role("heading", name="Where every figure comes from")).to_be_visible()
    expect(page.get_by_text("The default of: Management fee")).to_be_visible()
    settled(page)
    assert query(page) == address
    menu(page, "What a member pays").click()
    expect(headline(page)).to_have_text(cost(LINKED.plan))
    expect_query(page, to_query(LINKED, PINNED), settled)


@pytest.mark.long
def test_what_is_wrong_is_said_and_source_links_keep_the_rest(
    page: Page, app_url: str, settled: Settled
) -> None:
    kept = of(fee_rate=0.1)
    open_home(page, app_url, settled, members="5", fee_rate="0.1")
    complaint = page.get_by_text("Members: 5 is not allowed. It may be from 20 to")
    expect(complaint).to_be_visible()
    expect(headline(page)).to_have_text(cost(kept.plan))
    page.get_by_role("button", name="Understood").click()
    expect(complaint).to_have_count(0)
    settled(page)
    with page.context.expect_page() as opened:
        page.get_by_test_id("stMain").get_by_role("link", name="Members", exact=True).click()
    sources = opened.value
    expect(sources.get_by_text("The default of: Members")).to_be_visible()
    expect_query(sources, {**to_query(kept), "figure": "members_peak_2020"}, settled)


def test_a_hostile_link_fetches_nothing_and_writes_no_heading(
    page: Page, app_url: str, settled: Settled, foreign_requests: list[str]
) -> None:
    open_home(
        page,
        app_url,
        settled,
        **{
            "x": "![t](http://evil.example/p.png)",
            "a\n# Notice of the regulator": "1",
            "<img src=http://evil.example/i.png>": "<img src=http://evil.example/j.png>",
            "self": "1",
            "base.self": "1",
            "members": "![t](http://evil.example/q.png)",
            "fee_rate": "0.1",
        },
    )
    expect(page.get_by_text("“a # Notice of the regulator” is no input here.")).to_be_visible()
    expect(page.get_by_text("“self” is no input here.", exact=True)).to_be_visible()
    assert page.get_by_role("heading", name="Notice").count() == 0
    assert page.get_by_test_id("stMain").locator("img").count() == 0
    assert foreign_requests == []
    expect(headline(page)).to_have_text(cost(of(fee_rate=0.1).plan))


@pytest.mark.long
def test_a_link_out_of_a_chat_program_opens_what_was_meant(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(
        f"{app_url}/?v=2&amp;members=100%2C000%2C000&amp;p.ins_age=45&from=groupmessage"
        "&isappinstalled=0&utm_source=wechat&fee_rate=10%25）。"
    )
    sent = {"v": "2", "members": "100000000", "p.ins_age": "45", "fee_rate": "0.1"}
    meant = from_query(sent).case
    assert (meant.plan.members, meant.plan.fee_rate, meant.person.age) == (1e8, 0.1, 45)
    expect(headline(page)).to_have_text(cost(meant.plan))
    settled(page)
    expect(page.get_by_role("button", name="Understood")).to_have_count(0)
    visit(page, "insurance", settled)
    assert query(page) == to_query(meant)
    expect(figure(page, "One-year policy")).to_be_visible()


@pytest.mark.long
def test_the_shared_link_is_absolute_and_opens_the_same(
    new_page: Callable[..., Page], app_url: str, settled: Settled
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_home(page, app_url, settled, **to_query(LINKED, PINNED))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{app_url}/?")
    page.goto(link)
    expect(headline(page)).to_have_text(cost(LINKED.plan))
    settled(page)
    assert query(page) == to_query(LINKED, PINNED)


@pytest.mark.long
def test_under_a_sub_path_the_link_keeps_it(
    new_page: Callable[..., Page], serve: Callable[..., str], settled: Settled
) -> None:
    address = serve("app.py", "--server.baseUrlPath=tools/aid", health="/tools/aid")
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_home(page, f"{address}/tools/aid", settled, members="3e6")
    visit(page, "fairness", settled)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/tools/aid/fairness?v=5&members=3000000"


@pytest.mark.long
def test_without_a_clipboard_the_link_is_there_to_be_copied_by_hand(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled, members="3e6")
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.get_by_role("button", name="Copy link").click()
    shown = page.get_by_role("textbox", name="Copy this link:")
    expect(shown).to_have_value(f"{app_url}/?v=5&members=3000000")
