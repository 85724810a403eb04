"""The risk page in a real browser: it answers while a lever moves and refines when it rests."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.home_page import (
    RECORD_HEADLINES,
    Settled,
    at_rest,
    drag,
    drag_until_seen,
    headline,
    lever,
    point,
    query,
)
from ui.kit.palette import DARK

pytestmark = pytest.mark.usefixtures("silent_console")

REFINED = "10,000 simulated runs of the plan"
DRAG = [0.2 + 0.03 * step for step in range(20)]


def open_risk(page: Page, address: str, settled: Settled, more: str = "") -> Page:
    page.goto(f"{address}/risk?price_elasticity=1&lapse_rate=0.2{more}")
    expect(page.get_by_text(REFINED)).to_be_visible()
    settled(page)
    return page


@pytest.fixture
def risk(page: Page, app_url: str, settled: Settled) -> Page:
    return open_risk(page, app_url, settled)


@pytest.fixture
def pinned(page: Page, app_url: str, settled: Settled) -> Page:
    return open_risk(page, app_url, settled, "&base=1")


def chart(page: Page, title: str) -> Locator:
    """Find a chart by the question it answers."""
    return page.locator(".live-chart").and_(page.get_by_role("figure", name=re.compile(title)))


def test_the_headline_moves_with_the_lever_and_is_refined_at_rest(risk: Page) -> None:
    before = headline(risk).text_content()
    risk.evaluate(RECORD_HEADLINES)
    drag_until_seen(risk, lever(risk, "Spread of good and bad years"), DRAG, 80, "headlines", 3)
    risk.mouse.up()
    expect(risk.get_by_text(re.compile("10,000 are on their way|10,000 simulated"))).to_be_visible()
    expect(risk.get_by_text(REFINED)).to_be_visible()
    assert headline(risk).text_content() != before


@pytest.mark.long
def test_the_page_stays_usable_while_it_computes(risk: Page) -> None:
    drag(risk, lever(risk, "Spread of good and bad years"), [0.2, 0.5], 50)
    risk.mouse.up()
    # Before the many courses are there, another lever moves and is answered.
    drag(risk, lever(risk, "Members"), [0.9, 0.5, 0.4], 80)
    risk.mouse.up()
    expect(risk.get_by_text(REFINED)).to_be_visible()
    expect(risk.locator(".verdict").filter(has_text="strays")).to_be_visible()


@pytest.mark.long
def test_a_slow_drag_is_one_entry_whatever_runs_beside_it(pinned: Page, settled: Settled) -> None:
    """What is worked out beside the page, or a new theme, has the whole page run meanwhile."""
    before = pinned.evaluate("history.length")
    slider = lever(pinned, "Spread of good and bad years")
    drag(pinned, slider, [0.2, 0.3], 300)
    pinned.mouse.up()
    at_rest(pinned, settled)
    assert pinned.evaluate("history.length") == before + 1
    drag(pinned, slider, DRAG[:10], 300)
    pinned.emulate_media(color_scheme="dark")
    pinned.wait_for_function(
        "([chart, colour]) => chart._fullLayout.paper_bgcolor === colour",
        arg=[chart(pinned, "Year 1").element_handle(), DARK.surface],
    )
    for step in range(10):
        pinned.mouse.move(*point(slider, 0.5 + 0.02 * step))
        pinned.wait_for_timeout(300)
    assert pinned.evaluate("history.length") == before + 1
    pinned.mouse.up()
    expect(pinned.get_by_text(REFINED)).to_be_visible()
    at_rest(pinned, settled)
    assert pinned.evaluate("history.length") == before + 2
    assert query(pinned)["systemic_cv"] == "0.34"


@pytest.mark.long
def test_the_amount_asked_moves_its_chart_and_nothing_else(risk: Page, settled: Settled) -> None:
    said = risk.get_by_text(re.compile(r"% above [\d.,]+ yuan"))
    first, fan = said.text_content(), chart(risk, "Year 1").get_attribute("data-drawn")
    slider = lever(risk, "More than")
    slider.focus()
    for _ in range(3):
        risk.keyboard.press("ArrowRight")
        risk.wait_for_timeout(60)
    expect(said).not_to_have_text(first or "")
    assert chart(risk, "Year 1").get_attribute("data-drawn") == fan
    at_rest(risk, settled)
    assert "view.amount_asked" in query(risk)


@pytest.mark.long
def test_a_phone_shows_the_figure_above_its_levers(risk: Page) -> None:
    risk.set_viewport_size({"width": 390, "height": 844})
    shown = risk.locator(".phone-figure")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text((headline(risk).text_content() or "").split()[0])
    widest = "() => document.querySelector('[data-testid=stMain]').scrollWidth"
    assert risk.evaluate(widest) <= 390
