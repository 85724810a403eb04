"""The history page in a real browser: another day, another turn, and the plan taken along."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home_page import Settled, at_rest, lever, query

pytestmark = pytest.mark.usefixtures("silent_console")


@pytest.fixture
def history(page: Page, app_url: str, settled: Settled) -> Page:
    page.goto(f"{app_url}/history")
    expect(lever(page, "From the settlement of")).to_be_visible()
    settled(page)
    return page


@pytest.mark.long
def test_a_day_and_a_turn_go_into_the_link_and_the_plan_is_taken_along(
    history: Page, settled: Settled
) -> None:
    lever(history, "From the settlement of").press("ArrowRight")
    at_rest(history, settled)
    history.wait_for_url("**view.history_day=2020-01-14*")
    history.get_by_role("combobox", name="What if").click()
    history.get_by_role("option", name="Nobody joins any more").click()
    history.wait_for_url("**view.history_turn=joiners*")
    settled(history)
    history.get_by_role("button", name="Take this plan").click()
    expect(history.get_by_text("The plan of 14 Jan 2020 is now the scenario.")).to_be_visible()
    settled(history)
    taken = query(history)
    assert taken["view.history_turn"] == "joiners"
    assert "members" in taken
