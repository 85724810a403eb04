"""The home page in a real browser: dragging, typing, zooming, going away and coming back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import PRESETS, Case, Scenario, from_query, to_query
from tests.browser.home_page import (
    LEVERS,
    RECORD_HEADLINES,
    Settled,
    at_rest,
    box,
    cost,
    drag,
    drag_until_seen,
    expect_query,
    figure,
    headline,
    lever,
    main_chart,
    menu,
    of,
    open_home,
    open_sidebar_group,
    preset,
    query,
    x_range,
    zoom,
)
from ui.kit.palette import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("silent_console")

STEPS = 20
SMALL = Scenario(members=3e6)
SOURCES = "Where every figure comes from"


@pytest.fixture
def home(page: Page, app_url: str, settled: Settled) -> Page:
    open_home(page, app_url, settled)
    return page


def set_members(page: Page, text: str) -> None:
    box(page, "Members").fill(text)
    box(page, "Members").press("Enter")


def test_the_headline_follows_a_drag_while_it_lasts(home: Page, settled: Settled) -> None:
    home.evaluate(RECORD_HEADLINES)
    fractions = [0.2 + 0.6 * step / STEPS for step in range(STEPS + 1)]
    drag_until_seen(home, lever(home, "Incidence"), fractions, 120, "headlines", 12)
    home.mouse.up()
    at_rest(home, settled)
    held = from_query(query(home)).case.plan
    assert held.incidence_multiplier == pytest.approx(0.05 + 0.8 * 2.95, abs=0.02)
    assert query(home) == to_query(of(incidence_multiplier=held.incidence_multiplier))
    expect(headline(home)).to_have_text(cost(held))


def test_the_keyboard_is_enough(home: Page, settled: Settled) -> None:
    focused = "document.activeElement?.shadowRoot?.activeElement?.getAttribute('type')"
    for _ in range(60):
        home.keyboard.press("Tab")
        if home.evaluate(focused) == "range":
            break
    else:
        pytest.fail("no lever is reached by 60 presses of Tab")
    before = headline(home).inner_text()
    home.keyboard.press("ArrowRight")
    expect(headline(home)).not_to_have_text(before)
    at_rest(home, settled)
    changed = from_query(query(home)).case.plan
    assert set(changed.changes_from(Scenario())) == {"incidence_multiplier"}
    assert 0 < changed.incidence_multiplier - Scenario().incidence_multiplier < 0.02
    for name in LEVERS[1:]:
        lever(home, name).focus()
        home.keyboard.press("PageDown")
        home.keyboard.press("PageDown")
        at_rest(home, settled)
        held = from_query(query(home)).case.plan
        assert len(held.changes_from(changed)) == 1
        expect(headline(home)).to_have_text(cost(held))
        changed = held


def test_all_that_matters_is_in_view_and_a_small_pool_meets_the_cap(
    home: Page, settled: Settled
) -> None:
    parts = [headline(home), main_chart(home), *(lever(home, name) for name in LEVERS)]
    parts += [figure(home, "At each settlement"), figure(home, "For one claim")]
    for part in parts:
        place = part.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["y"] >= 0
        assert place["x"] + place["width"] <= 1440
        assert place["y"] + place["height"] <= 900
    assert home.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0

    expect(figure(home, "For one claim")).to_have_text(re.compile(r"^0\.0031\D"))
    set_members(home, "3m")
    expect(figure(home, "For one claim")).to_have_text(re.compile(r"^0\.10\D"))
    expect(home.locator(".verdict").filter(has_text="cap")).to_be_visible()
    expect_query(home, to_query(of(members=3e6)), settled)


@pytest.mark.long
def test_the_main_chart_keeps_its_zoom_while_a_lever_moves(home: Page, settled: Settled) -> None:
    chart = main_chart(home)
    chart.evaluate("chart => (chart.querySelector('svg.main-svg').dataset.mine = 'yes')")
    zoomed = zoom(home, chart)
    drawn = int(chart.get_attribute("data-drawn") or 0)
    drag(home, lever(home, "Incidence"), [0.2, 0.3, 0.4, 0.5], pause_ms=150)
    assert x_range(chart) == zoomed
    home.mouse.up()
    at_rest(home, settled)
    assert int(chart.get_attribute("data-drawn") or 0) > drawn
    assert x_range(chart) == zoomed
    # Drawn in place: the same element, so nothing flashed.
    expect(chart.locator("svg.main-svg[data-mine]")).to_have_count(1)


def test_a_phone_shows_it_all_without_scrolling_sideways(
    new_page: Callable[..., Page], app_url: str, settled: Settled
) -> None:
    phone = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_home(phone, app_url, settled)
    widest = """() => Math.max(document.documentElement.scrollWidth,
        ...["stMain", "stMainBlockContainer"].map(
            id => document.querySelector(`[data-testid=${id}]`).scrollWidth))"""
    assert phone.evaluate(widest) <= 390
    phone.get_by_role("button", name="Plan: Peak 2020").click()
    phone.get_by_role("button", name="Pin as baseline").click()
    expect(phone.get_by_role("button", name="Unpin")).to_be_visible()
    set_members(phone, "3,000,000")
    expect(
        phone.get_by_role("button", name=re.compile("^Members: 105.8035 million"))
    ).to_be_visible()
    at_rest(phone, settled)
    assert phone.evaluate(widest) <= 390
    phone.goto(f"{app_url}/sources")
    expect(phone.get_by_role("heading", name=SOURCES)).to_be_visible()
    settled(phone)
    assert phone.evaluate(widest) <= 390


@pytest.mark.long
def test_a_reload_keeps_scenario_and_baseline_and_a_chip_takes_a_change_back(
    home: Page, settled: Settled
) -> None:
    home.get_by_role("button", name="Pin as baseline").click()
    expect_query(home, to_query(Case(), Case()), settled)
    set_members(home, "3m")
    expect_query(home, to_query(of(members=3e6), Case()), settled)
    home.reload()
    expect(headline(home)).to_have_text(cost(SMALL))
    settled(home)
    assert query(home) == to_query(of(members=3e6), Case())
    expect(home.get_by_role("button", name="Unpin")).to_be_visible()
    chip = home.get_by_role("button", name=re.compile("^Members: 105.8035 million"))
    chip.click()
    expect(chip).to_have_count(0)
    expect_query(home, to_query(Case(), Case()), settled)
    expect(headline(home)).to_have_text(cost(Scenario()))
    expect(lever(home, "Members")).to_have_attribute(
        "aria-valuetext", re.compile("^105.8035 million")
    )


@pytest.mark.long
def test_pages_back_and_forward_keep_the_scenario(home: Page, settled: Settled) -> None:
    lever(home, "Members").press("Home")
    at_rest(home, settled)
    preset(home, "Decline 2021").click()
    decline = PRESETS["decline_2021"].scenario
    expect(headline(home)).to_have_text(cost(decline))
    expect(lever(home, "Members")).to_have_attribute(
        "aria-valuetext", re.compile("^101.0076 million")
    )
    set_members(home, "3m")
    changed = Case(plan=decline.with_changes(members=3e6))
    expect_query(home, to_query(changed), settled)

    menu(home, "Sources").click()
    expect(home.get_by_role("heading", name=SOURCES)).to_be_visible()
    expect_query(home, to_query(changed), settled)
    menu(home, "What a member pays").click()
    expect(headline(home)).to_have_text(cost(changed.plan))
    expect_query(home, to_query(changed), settled)

    home.go_back()
    expect(home.get_by_role("heading", name=SOURCES)).to_be_visible()
    expect_query(home, to_query(changed), settled)
    home.go_back()
    expect(headline(home)).to_have_text(cost(changed.plan))
    expect_query(home, to_query(changed), settled)
    home.go_forward()
    expect(home.get_by_role("heading", name=SOURCES)).to_be_visible()
    expect_query(home, to_query(changed), settled)


@pytest.mark.long
def test_a_typed_assumption_counts_and_the_explanation_follows(
    home: Page, settled: Settled
) -> None:
    open_sidebar_group(home, "What is paid and charged")
    fee = box(home, "Management fee")
    fee.fill("12.5")
    fee.press("Enter")
    changed = of(fee_rate=0.125)
    expect(headline(home)).to_have_text(cost(changed.plan))
    expect_query(home, to_query(changed), settled)
    expect(fee).to_have_value("12.5")
    home.get_by_role("button", name=re.compile("Why\\?")).first.click()
    expect(home.get_by_text(re.compile("plan.fee_rate.*0.125"))).to_be_visible()


@pytest.mark.long
def test_charts_follow_the_systems_theme_by_themselves(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    ground = "chart => chart._fullLayout.paper_bgcolor"
    for scheme, colour in (("dark", DARK.surface), ("light", LIGHT.surface)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(
            f"([chart, colour]) => ({ground})(chart) === colour",
            arg=[main_chart(page).element_handle(), colour],
        )
        settled(page)
