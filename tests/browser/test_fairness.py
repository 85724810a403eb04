"""The fairness page in a real browser: dragged payouts and cuts, the balance one press away."""

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, Scenario, from_query
from mutualmodel.fairness.subsidy import balancing_payout, fairness, with_cut
from tests.browser.home_page import (
    RECORD_HEADLINES,
    Settled,
    at_rest,
    drag_until_seen,
    headline,
    lever,
    noting,
    query,
)
from ui.kit.language import amount, money

pytestmark = pytest.mark.usefixtures("silent_console")

# Notes every sentence about another cut that is shown, from now on.
RECORD_CUTS = noting(
    "cuts",
    """() => [...document.querySelectorAll('[data-testid="stMarkdown"]')]
        .map(one => one.textContent).find(text => text.includes("At the same cost to members:"))""",
)


@pytest.mark.long
def test_the_balancing_payout_is_used_and_goes_into_the_link(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/fairness")
    said = page.locator(".verdict").filter(has_text="Everyone pays")
    expect(said).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Use it").click()
    expect(said).to_contain_text("Neither age group pays for the other")
    at_rest(page, settled)
    held = from_query(query(page)).case
    wanted = round(balancing_payout(fairness(Scenario())))
    assert held.changes_from(Case()) == {"plan.payout_40_plus": (1e5, wanted)}


def test_what_changes_hands_follows_a_dragged_payout_beside_the_baseline(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/fairness?base=1")
    settled(page)
    payout = lever(page, "Payout at 40 and over")
    # A line above may break elsewhere once its font is there.
    page.evaluate("document.fonts.ready.then(() => true)")
    place = payout.bounding_box()
    page.evaluate(RECORD_HEADLINES)
    fractions = [0.1 + 0.03 * step for step in range(11)]
    drag_until_seen(page, payout, fractions, 150, "headlines", 5)
    # What is dragged may not move away under the pointer.
    assert payout.bounding_box() == place
    page.mouse.up()
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held.changes_from(Case()).keys() == {"plan.payout_40_plus"}
    now, past = fairness(held.plan).moved, fairness(Scenario()).moved
    expect(headline(page)).to_contain_text(amount(now))
    told = page.locator(".figure.large .delta")
    expect(told).to_contain_text(money(now - past))
    expect(told).to_contain_text(f"baseline {money(past)}")


@pytest.mark.long
def test_another_cut_is_told_while_it_is_dragged_and_kept_by_the_link(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/fairness")
    settled(page)
    cut = lever(page, "Lower payout from age")
    cut.scroll_into_view_if_needed()
    page.evaluate(RECORD_CUTS)
    ratio = lever(page, "Payout from there on")
    drag_until_seen(page, ratio, [0.5 - 0.04 * n for n in range(8)], 150, "cuts", 4)
    page.mouse.up()
    at_rest(page, settled)
    cut.press("ArrowRight")
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held.changes_from(Case()).keys() == {"view.cut_age", "view.cut_ratio"}
    other = with_cut(fairness(Scenario()), held.view.cut_age, held.view.cut_ratio)
    expect(page.get_by_text("At the same cost to members:")).to_contain_text(money(other.moved))
    page.reload()
    settled(page)
    expect(page.get_by_text("At the same cost to members:")).to_contain_text(money(other.moved))
