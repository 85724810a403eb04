"""Versus insurance in a real browser: dragged terms, a link that is opened, a baseline."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, from_query, to_query
from mutualmodel.insurance import costs_by_age, insurer_view
from tests.browser.home_page import (
    Settled,
    at_rest,
    drag_until_seen,
    figure,
    lever,
    main_chart,
    query,
)
from ui.kit.language import amount, money

pytestmark = pytest.mark.usefixtures("silent_console")

CHARTS = 9
LOADING = "Loading, individual policies"
LEFT = "The young stay with mutual aid up to the age of"

# Notes every price of the one-year policy that is shown, and how often the main chart is drawn.
RECORD_PRICE = """() => {
    const shown = () => [...document.querySelectorAll(".figure")]
        .find(one => one.textContent.includes("One-year policy"))
        ?.querySelector(".value").textContent;
    window.prices = [shown()];
    window.drawnAtFirst = Number(document.querySelector(".live-chart").dataset.drawn);
    new MutationObserver(() => {
        const now = shown();
        if (now && now !== window.prices.at(-1)) window.prices.push(now);
    }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def price(of: Case) -> float:
    """Give what the one-year policy costs the person of a case."""
    costs = costs_by_age(of.plan, of.insurer, of.person.sex, of.view.cost_basis)
    return float(costs["one_year"][of.person.age])


@pytest.mark.long
def test_a_link_of_before_is_read_and_a_term_stands_in_the_address(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/insurance?{urlencode({'p.ins_age': 45, 'p.ins_sex': 'M'})}")
    settled(page)
    man = Case().with_changes({"person.age": 45, "person.sex": "M"})
    expect(figure(page, "One-year policy")).to_contain_text(amount(price(man)))
    lever(page, LOADING).focus()
    lever(page, LOADING).press("ArrowLeft")
    at_rest(page, settled)
    cheaper = man.with_changes({"insurer.loading": 0.34})
    expect(figure(page, "One-year policy")).to_contain_text(amount(price(cheaper)))
    assert query(page)["insurer.loading"] == "0.34"


@pytest.mark.long
def test_figure_and_chart_follow_a_dragged_loading_and_the_baseline_stays(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/insurance?base=1")
    settled(page)
    expect(main_chart(page)).to_have_attribute("data-drawn", re.compile(r"\d"))
    loading = lever(page, LOADING)
    # Whole in sight, so that nothing has to scroll when it is taken.
    loading.evaluate("(one) => one.scrollIntoView({block: 'center'})")
    place = loading.bounding_box()
    page.evaluate(RECORD_PRICE)
    drag_until_seen(page, loading, [1 - step / 14 for step in range(8)], 250, "prices", 4)
    drawn = "Number(document.querySelector('.live-chart').dataset.drawn) - window.drawnAtFirst"
    page.wait_for_function(f"{drawn} >= 2")
    # What is dragged may not move away under the pointer.
    assert loading.bounding_box() == place
    page.mouse.up()
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held.changes_from(Case()).keys() == {"insurer.loading"}
    expect(figure(page, "One-year policy")).to_contain_text(amount(price(held)))
    told = page.locator(".figure").filter(has_text="One-year policy").locator(".delta")
    expect(told).to_contain_text(money(price(held) - price(Case())))
    expect(told).to_contain_text(f"baseline {money(price(Case()))}")


@pytest.mark.long
def test_the_insurers_view_follows_its_own_lever(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/insurance")
    settled(page)
    lever(page, LEFT).focus()
    lever(page, LEFT).press("ArrowRight")
    at_rest(page, settled)
    assert query(page)["view.young_until"] == "41"
    at_40, at_45 = (
        insurer_view(Case().plan, Case().insurer, from_age=age).viable_price for age in (40, 45)
    )
    # The chart is drawn at every fifth age and read between them.
    told = f"{money(0.8 * at_40 + 0.2 * at_45)} with those from 41 on"
    chart = page.get_by_role("figure").nth(CHARTS - 2)
    expect(chart).to_have_attribute("aria-label", re.compile(re.escape(told)))


@pytest.mark.long
def test_a_term_that_is_no_lever_is_set_in_the_form(
    page: Page, app_url: str, settled: Settled
) -> None:
    page.goto(f"{app_url}/insurance")
    settled(page)
    page.get_by_text("More of the insurer’s terms").click()
    interest = lever(page, "Interest in level premiums")
    interest.focus()
    interest.press("ArrowRight")
    at_rest(page, settled)
    held = from_query(query(page)).case
    assert held == Case().with_changes({"insurer.interest": 0.04})
    level = costs_by_age(held.plan, held.insurer, "F")["level"][30]
    expect(figure(page, "Level policy to 60")).to_contain_text(amount(level))


@pytest.mark.long
def test_every_chart_is_drawn(page: Page, app_url: str, settled: Settled) -> None:
    page.goto(f"{app_url}/insurance?insurer.loading=0.2&person.age=45&base=1")
    settled(page)
    expect(page.locator(".live-chart")).to_have_count(CHARTS)
    for place in range(CHARTS):
        chart = page.locator(".live-chart").nth(place)
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_attribute("data-drawn", "1")


def test_the_age_lever_keeps_the_focus_beyond_what_the_plan_admits(
    page: Page, app_url: str, settled: Settled
) -> None:
    old = Case().with_changes({"person.age": 59})
    page.goto(f"{app_url}/insurance?{urlencode(to_query(old))}")
    age = lever(page, "Age")
    age.wait_for()
    settled(page)
    told = "The plan admits people aged 0 to 59; the person here is 60."
    refused = page.get_by_test_id("stAlert").get_by_text(told)
    place = age.bounding_box()
    age.press("ArrowRight")
    expect(refused).to_be_visible()
    at_rest(page, settled)
    expect(age).to_be_focused()
    assert age.bounding_box() == place
    expect(main_chart(page)).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(main_chart(page)).to_be_visible()
    at_rest(page, settled)
    expect(age).to_be_focused()
    expect(refused).to_have_count(0)
