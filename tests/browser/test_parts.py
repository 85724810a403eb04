"""A lever at rest runs a page's parts alone, and the page is then as if it had run whole."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.home_page import (
    Settled,
    at_rest,
    headline,
    lever,
    main_chart,
    menu,
    query,
)
from tests.marks import marked

MOVED = {
    "": ("Incidence", "incidence_multiplier"),
    "insurance": ("Age", "person.age"),
    "fairness": ("Payout under 40", "payout_under_40"),
    "fund?funding=fund&contribution_month=8": ("Spread of good and bad years", "systemic_cv"),
    "history": ("From the settlement of", "view.history_day"),
}
# A lever comes to rest 250 ms after a key, and is then moved again while the page still follows it.
PAUSES_MS = (3_000, 3_000, 260, 300, 350, 420)
# Everything that a page says and where it leads, without what is another in each run.
TOLD = """() => {
    const told = [];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) told.push(node.textContent.trim());
        if (node.matches?.("style, script, svg, .js-plotly-plot")) return;
        for (const name of ["href", "aria-label", "value", "disabled"]) {
            if (node.hasAttribute?.(name)) told.push(`${name}=${node.getAttribute(name)}`);
        }
        for (const child of node.shadowRoot?.childNodes ?? []) walk(child);
        for (const child of node.childNodes) walk(child);
    };
    walk(document.querySelector('[data-testid="stApp"]'));
    return told.filter((one) => one);
}"""


def open_page(page: Page, address: str, name: str, settled: Settled) -> None:
    page.goto(f"{address}/{name}")
    expect(main_chart(page)).to_have_attribute("data-drawn", re.compile(r"\d"))
    settled(page)


def rerun(page: Page, settled: Settled) -> None:
    """Run the whole page, as its reader can by a key of Streamlit's."""
    page.locator("h1").first.click()
    page.keyboard.press("r")
    settled(page)


@pytest.mark.parametrize("name", [marked(one, telling=one == "") for one in MOVED])
def test_the_page_is_as_if_it_had_run_whole(
    new_page: NewPage, app_url: str, settled: Settled, name: str
) -> None:
    page = new_page()
    open_page(page, app_url, name, settled)
    title, field = MOVED[name]
    for pause in (*PAUSES_MS, None):
        lever(page, title).first.press("ArrowRight")
        if pause is None:
            at_rest(page, settled)
        else:
            page.wait_for_timeout(pause)
    told = page.evaluate(TOLD)
    value = query(page)[field]
    links = [one for one in told if one.startswith("href=") and "v=" in one]
    assert len(links) > 10
    assert [one for one in links if f"{field}={value}" not in one] == []
    rerun(page, settled)
    assert page.evaluate(TOLD) == told


def test_undo_the_menu_and_back_go_on_from_what_the_parts_show(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page()
    open_page(page, app_url, "", settled)
    seen = []
    for _ in range(3):
        lever(page, "Incidence").press("ArrowRight")
        at_rest(page, settled)
        seen.append(query(page)["incidence_multiplier"])
    page.get_by_role("button", name="Undo").click()
    settled(page)
    assert query(page)["incidence_multiplier"] == seen[1]
    lever(page, "Incidence").press("ArrowRight")
    at_rest(page, settled)
    menu(page, "Fairness").click()
    page.wait_for_url(re.compile("/fairness"))
    settled(page)
    assert query(page)["incidence_multiplier"] == seen[2]
    page.go_back()
    settled(page)
    assert query(page)["incidence_multiplier"] == seen[2]


def late(page: Page) -> Locator:
    """Return the parts that do not follow the levers yet."""
    return page.locator("[data-late]")


def first_year(page: Page) -> str:
    """Return what the table by years, far below the levers, says of the first year."""
    table = page.locator(".st-key-part_details table").last
    return str(table.locator("tbody tr").first.text_content())


def moved_at_the_top(page: Page, address: str, settled: Settled) -> str:
    """Move a lever of Home twice; what the table below said of the first move."""
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, address, "", settled)
    # The first move makes another plan of a preset, and the whole page runs.
    lever(page, "Incidence").press("ArrowRight")
    at_rest(page, settled)
    before = first_year(page)
    lever(page, "Incidence").press("ArrowRight")
    expect(late(page)).to_have_count(1)
    assert first_year(page) == before
    return before


@pytest.mark.long
def test_a_part_out_of_sight_follows_when_nothing_moves_any_more(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page()
    before = moved_at_the_top(page, app_url, settled)
    expect(late(page)).to_have_count(0)
    assert first_year(page) != before


def test_a_part_out_of_sight_follows_when_it_is_scrolled_to(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page()
    # Nothing but scrolling can have been the reason.
    page.add_init_script(
        """{
            const later = window.setTimeout;
            window.setTimeout = (done, after, ...more) =>
                later(done, after === 2500 ? 1e9 : after, ...more);
        }"""
    )
    before = moved_at_the_top(page, app_url, settled)
    page.locator(".st-key-part_details").evaluate("(one) => one.scrollIntoView()")
    expect(late(page)).to_have_count(0)
    assert first_year(page) != before


def test_what_a_plan_that_never_starts_has_not_goes_and_comes_back(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page()
    page.goto(f"{app_url}/?v=5&members=3000000&minimum_members=1000000")
    expect(main_chart(page)).to_have_attribute("data-drawn", re.compile(r"\d"))
    settled(page)
    ranges = page.get_by_label("Range shown").first
    numbers = page.locator(".st-key-share_path_numbers")
    expect(ranges).to_be_visible()
    expect(numbers).to_be_visible()
    lever(page, "Members").press("Home")
    expect(headline(page)).to_have_text("no plan")
    expect(ranges).to_be_hidden()
    expect(numbers).to_be_hidden()
    at_rest(page, settled)
    lever(page, "Members").press("End")
    expect(ranges).to_be_visible()
    expect(numbers).to_be_visible()
