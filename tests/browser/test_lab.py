"""The lab in a real browser: a case kept on another page, and a row of the tornado as a lever."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home_page import (
    Settled,
    at_rest,
    drag_until_seen,
    lever,
    noting,
    open_home,
    query,
    visit,
)

pytestmark = pytest.mark.usefixtures("silent_console")

DRAG = [0.95 - 0.02 * step for step in range(20)]
# Notes every result that is shown beside the lever.
RECORD_RESULTS = noting(
    "results",
    '() => document.querySelector(".st-key-lab_lever_figure .figure .value")?.textContent',
)


@pytest.mark.long
def test_a_kept_case_stands_beside_another_and_a_row_is_a_lever(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled, years="1")
    page.get_by_role("button", name="Keep for the lab").click()
    settled(page)
    visit(page, "lab", settled)
    kept = page.get_by_role("textbox", name="Name of case 1")
    expect(kept).to_have_value("Peak 2020, changed")
    expect(page.get_by_role("figure", name=re.compile("in the first year"))).to_be_visible()

    page.get_by_role("button", name="Part of a claim that is paid").click()
    settled(page)
    expect(lever(page, "Part of a claim that is paid")).to_be_visible()
    page.evaluate(RECORD_RESULTS)
    drag_until_seen(page, lever(page, "Part of a claim that is paid"), DRAG, 80, "results", 3)
    page.mouse.up()
    at_rest(page, settled)
    assert "covered_share" in query(page)
    # What was kept is as it was.
    expect(kept).to_have_value("Peak 2020, changed")
