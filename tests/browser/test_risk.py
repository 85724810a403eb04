"""The risk page in a real browser: it answers while a lever moves and refines when it rests."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.home_page import RECORD_HEADLINES, Settled, drag, headline, lever

REFINED = "10,000 simulated courses of the plan"


@pytest.fixture(autouse=True)
def _a_silent_console(console_errors: list[str]) -> Iterator[None]:
    yield
    assert console_errors == []


@pytest.fixture
def risk(page: Page, app_url: str, settled: Settled) -> Page:
    page.goto(f"{app_url}/risk?price_elasticity=1&lapse_rate=0.2")
    expect(page.get_by_text(REFINED)).to_be_visible()
    settled(page)
    return page


def test_the_headline_moves_with_the_lever_and_is_refined_at_rest(risk: Page) -> None:
    before = headline(risk).text_content()
    risk.evaluate(RECORD_HEADLINES)
    drag(risk, lever(risk, "Systemic uncertainty"), [0.2 + 0.03 * step for step in range(20)], 80)
    assert len(risk.evaluate("window.headlines")) >= 3
    risk.mouse.up()
    expect(risk.get_by_text(re.compile("on their way|10,000 simulated"))).to_be_visible()
    expect(risk.get_by_text(REFINED)).to_be_visible()
    assert headline(risk).text_content() != before


def test_the_page_stays_usable_while_it_computes(risk: Page) -> None:
    drag(risk, lever(risk, "Systemic uncertainty"), [0.2, 0.5], 50)
    risk.mouse.up()
    # Before the many courses are there, another lever moves and is answered.
    drag(risk, lever(risk, "Members"), [0.9, 0.5, 0.4], 80)
    risk.mouse.up()
    expect(risk.get_by_text(REFINED)).to_be_visible()
    expect(risk.get_by_role("status").filter(has_text="strays")).to_be_visible()
