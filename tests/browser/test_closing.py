"""The closing page in a real browser: another way of closing, a dragged lever, a baseline."""

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, Scenario, from_query
from mutualmodel.closing import wind_down
from mutualmodel.inputs import WAYS
from tests.browser.home_page import (
    Settled,
    at_rest,
    drag_until_seen,
    figure,
    lever,
    noting,
    preset,
    query,
)
from ui.kit.language import amount, money

pytestmark = pytest.mark.usefixtures("silent_console")

# Notes every amount that the operator is shown to pay, from now on.
RECORD_COST = noting(
    "costs",
    """() => [...document.querySelectorAll(".figure")]
        .find(one => one.textContent.includes("The operator pays"))
        ?.querySelector(".value").textContent""",
)


@pytest.mark.long
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


def test_the_cost_follows_a_dragged_refund_and_the_baseline_stays(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/closing?base=1")
    settled(page)
    refund = lever(page, "Contributions paid back")
    # A line above may break elsewhere once its font is there.
    page.evaluate("document.fonts.ready.then(() => true)")
    place = refund.bounding_box()
    page.evaluate(RECORD_COST)
    drag_until_seen(page, refund, [step / 10 for step in range(8)], 200, "costs", 4)
    # What is dragged may not move away under the pointer.
    assert refund.bounding_box() == place
    page.mouse.up()
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held.changes_from(Case()).keys() == {"closing.refund_share"}
    assert held.closing.refund_share == pytest.approx(0.7, abs=0.051)
    now, past = (wind_down(Scenario(), 1.0, c.closing).operator_total for c in (held, Case()))
    expect(figure(page, "The operator pays")).to_contain_text(amount(now))
    told = page.locator(".figure").filter(has_text="The operator pays").locator(".delta")
    expect(told).to_contain_text(money(now - past))
    expect(told).to_contain_text(f"baseline {money(past)}")
    expect(page.get_by_text("Your own terms, edited from a preset.")).to_be_visible()


@pytest.mark.long
def test_a_term_that_is_no_lever_is_set_in_the_form(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/closing")
    settled(page)
    page.get_by_text("The terms, one by one").click()
    page.get_by_role("radio", name="members", exact=True).click()
    expect(page.locator(".lede, .verdict").filter(has_text="Members still pay")).to_be_visible()
    at_rest(page, settled)
    assert query(page)["closing.payer"] == "members"
