"""The membership page in a real browser: who leaves is seen while the lever is dragged."""

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, from_query, project
from mutualmodel.membership import YEARS_AHEAD as YEARS
from tests.browser.home_page import (
    RECORD_HEADLINES,
    Settled,
    at_rest,
    box,
    drag_until_seen,
    figure,
    lever,
    query,
)
from ui.kit.language import large

pytestmark = pytest.mark.usefixtures("silent_console")


@pytest.mark.long
def test_the_plan_unravels_while_the_reaction_is_dragged(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/membership?lapse_rate=0.2")
    said = page.locator(".verdict").filter(has_text="The plan")
    expect(said).to_contain_text("holds")
    settled(page)
    page.evaluate(RECORD_HEADLINES)
    reaction = lever(page, "Reaction to the price")
    drag_until_seen(page, reaction, [0.05 * step for step in range(20)], 80, "headlines", 4)
    expect(said).to_contain_text("unravels")
    page.mouse.up()
    at_rest(page, settled)
    expect(page.get_by_role("figure", name="nobody reacted")).to_be_visible()


def test_a_new_map_is_worked_out_beside_the_page_and_the_one_before_is_said_to_be_that(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/membership?price_elasticity=1")
    drawn = page.get_by_role("figure", name="if nobody reacted to the price")
    expect(drawn).to_be_visible()
    told = drawn.get_attribute("aria-label")
    assert told is not None
    leaving = box(page, "Members leaving")
    leaving.fill("40")
    leaving.press("Enter")
    stale = page.get_by_text("This map is still of the plan before the last change.")
    expect(stale).to_be_visible()
    # Until then all that is said of the map is of the plan before.
    assert (drawn.get_attribute("aria-label") or "").endswith(told)
    expect(stale).to_have_count(0)
    expect(drawn).to_be_visible()
    assert told not in (drawn.get_attribute("aria-label") or "")
    at_rest(page, settled)
    page.get_by_role("button", name="Undo").first.click()
    at_rest(page, settled)
    expect(page.get_by_role("figure", name=told, exact=True)).to_be_visible()


@pytest.mark.long
def test_an_event_is_set_on_the_page_and_told_beside_the_baseline(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/membership?base=1")
    settled(page)
    page.get_by_text("A scandal", exact=True).click()
    settled(page)
    share = box(page, "A scandal: share who leave")
    share.fill("30")
    share.press("Enter")
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held.changes_from(Case()) == {"plan.scandal_share": (0.0, 0.3)}
    now, past = (
        float(project(one.plan.with_changes(years=YEARS)).array("members")[-1])
        for one in (held, Case())
    )
    shown = page.locator(".figure").filter(has_text="Members after ten years")
    expect(shown.locator(".delta")).to_contain_text(large(now - past))
    expect(shown.locator(".delta")).to_contain_text(f"baseline {large(past)}")
    expect(figure(page, "Below its minimum")).to_contain_text("never")
