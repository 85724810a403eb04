"""The live slider and the live chart in a real browser, on a page with two of each."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from tests.browser.conftest import TIMEOUT_MS
from ui.kit.plotly_script import plotly_script

DEMO = Path(__file__).with_name("demo_components.py")
STEPS = 20
SMALL_STEPS = 150

# Notes, at every frame, the value that Python last wrote and where the thumb is.
RECORD = """() => {
    const noted = {python: [], thumb: [], drawn: []};
    const range = [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')]
        .map(host => host.shadowRoot.querySelector(".range"))[1];
    const note = () => {
        const text = document.querySelector('[data-testid="stText"]').innerText;
        noted.python.push(Number(text.match(/incidence=([\\d.]+)/)[1]));
        noted.thumb.push(Number(range.value));
        noted.drawn.push(Number(document.querySelector(".live-chart").dataset.drawn));
        window.noting = requestAnimationFrame(note);
    };
    note();
    window.noted = noted;
}"""


@pytest.fixture(scope="module")
def demo_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the demo, so that the script for the charts is written beside the copy."""
    folder = tmp_path_factory.mktemp("demo")
    static = DEMO.parents[2] / "static"
    if static.is_dir():
        # The theme names fonts that lie there.
        shutil.copytree(static, folder / "static", ignore=shutil.ignore_patterns("*plotly-*"))
    return Path(shutil.copy(DEMO, folder))


@pytest.fixture(scope="module")
def demo_url(serve: Callable[..., str], demo_script: Path) -> str:
    expect.set_options(timeout=TIMEOUT_MS)
    return serve(demo_script)


def open_demo(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".live-chart[data-drawn]")).to_have_count(2)


@pytest.fixture
def demo(page: Page, demo_url: str) -> Page:
    open_demo(page, demo_url)
    return page


def members(page: Page) -> Locator:
    return page.get_by_role("slider", name="Membership")


def incidence(page: Page) -> Locator:
    return page.get_by_role("slider", name="Critical illness")


def expect_python(page: Page, text: str) -> None:
    expect(page.get_by_test_id("stText").first).to_contain_text(text)


def point(slider: Locator, fraction: float) -> tuple[float, float]:
    """Where on the screen the thumb's middle is when it stands at this fraction of the rail."""
    box = slider.bounding_box()
    assert box is not None
    return box["x"] + 10 + fraction * (box["width"] - 20), box["y"] + box["height"] / 2


def drag(page: Page, slider: Locator, fractions: Sequence[float], pause_ms: int) -> None:
    """Press at the first place and move on to the others; the button stays down."""
    page.mouse.move(*point(slider, fractions[0]))
    page.mouse.down()
    for fraction in fractions[1:]:
        page.mouse.move(*point(slider, fraction))
        page.wait_for_timeout(pause_ms)


def test_two_sliders_and_two_charts_share_a_page(demo: Page, console_errors: list[str]) -> None:
    expect(demo.get_by_role("slider")).to_have_count(3)
    expect(demo.get_by_role("figure", name="Cost by age, 0")).to_be_visible()
    expect(demo.get_by_role("figure", name="Cost by age, 1")).to_be_visible()
    expect(members(demo)).to_have_attribute("aria-valuetext", "105.8 million members")
    assert (
        demo.evaluate("document.querySelectorAll('script[src*=\"app/static/plotly\"]').length") == 1
    )
    assert console_errors == []


def test_a_drag_is_answered_while_it_lasts(demo: Page) -> None:
    slider = incidence(demo)
    demo.evaluate(RECORD)
    drag(demo, slider, [0.28], pause_ms=0)
    # A slow machine answers more of the way later: the thumb goes on until enough was answered.
    for step in range(1, SMALL_STEPS):
        released = 0.28 + 0.7 * step / SMALL_STEPS
        demo.mouse.move(*point(slider, released))
        demo.wait_for_timeout(60)
        noted = demo.evaluate("window.noted")
        if len(set(noted["python"])) >= 12 and noted["drawn"][-1] - noted["drawn"][0] >= 8:
            break
    else:
        pytest.fail(f"while it moves, no more is shown than {set(noted['python'])}")
    expect(demo.get_by_text("resting=False")).to_be_visible()
    demo.mouse.up()
    expect(demo.get_by_text("resting=True")).to_be_visible()
    noted_after = demo.evaluate("window.noted")

    assert all(before <= after for before, after in pairwise(noted_after["thumb"]))
    assert all(before <= after for before, after in pairwise(noted_after["python"]))
    released_at = float(slider.input_value())
    assert released_at == pytest.approx(5 * released, abs=0.06)
    expect_python(demo, f"incidence={released_at:g}")


@pytest.mark.long
def test_a_drag_back_to_the_start_ends_there(demo: Page) -> None:
    drag(demo, incidence(demo), [0.28, 0.5, 0.9, 0.5, 0.2], pause_ms=5)
    demo.mouse.up()
    expect(demo.get_by_text(re.compile("incidence=1$"))).to_be_visible()
    demo.wait_for_timeout(500)
    assert incidence(demo).input_value() == "1"
    expect(demo.get_by_text("resting=True")).to_be_visible()


@pytest.mark.long
def test_a_slow_server_neither_queues_nor_moves_the_thumb(page: Page, demo_url: str) -> None:
    open_demo(page, f"{demo_url}?slow=0.7")
    slider = incidence(page)
    page.evaluate(RECORD)
    drag(page, slider, [0.28 + 0.6 * step / STEPS for step in range(STEPS + 1)], pause_ms=60)
    page.mouse.up()
    released_at = slider.input_value()
    expect(page.get_by_text(re.compile(f"incidence={released_at}$"))).to_be_visible()
    page.wait_for_timeout(1500)
    noted = page.evaluate("window.noted")
    assert slider.input_value() == released_at
    assert all(before <= after for before, after in pairwise(noted["thumb"]))
    assert all(before <= after for before, after in pairwise(noted["python"]))
    # Of the places on the way only those are asked for that the server has time for.
    assert len(set(noted["python"])) <= STEPS / 2


def test_the_keyboard_reaches_every_value(demo: Page) -> None:
    slider = incidence(demo)
    slider.focus()
    for key, value in [
        ("ArrowRight", "1.45"),
        ("ArrowDown", "1.4"),
        ("PageUp", "1.9"),
        ("Home", "0"),
        ("End", "5"),
    ]:
        slider.press(key)
        expect_python(demo, f"incidence={value}")
        assert slider.input_value() == value
    expect(demo.get_by_text("resting=True")).to_be_visible()


@pytest.mark.long
def test_a_logarithmic_scale_has_three_digits(demo: Page) -> None:
    slider = members(demo)
    slider.focus()
    slider.press("Home")
    expect_python(demo, "members=10000 ")
    slider.press("ArrowUp")
    expect_python(demo, "members=10100 ")
    expect(slider).to_have_attribute("aria-valuetext", "10,100 members")


# Each is typed in its turn, and after it the first number, which is taken.
WRONG = [
    ("2", "9", "9 is not from 0 to 5."),
    ("3", "-1", "-1 is not from 0 to 5."),
    ("2", "many", "“many” is not a number."),
    ("3", "1,5", "“1,5” can mean 1.5 or 15."),
]


def test_a_wrong_number_is_explained_and_not_taken(demo: Page) -> None:
    box = demo.get_by_role("textbox", name="Critical illness")
    held = "1.4"
    for right, typed, complaint in WRONG:
        box.fill(typed)
        box.press("Enter")
        alert = demo.get_by_role("alert").filter(has_text=complaint)
        expect(alert).to_be_visible()
        expect(box).to_have_attribute("aria-invalid", "true")
        # It stays to be mended; who leaves it sees again the value that holds, and why.
        expect(box).to_have_value(typed)
        box.blur()
        expect(box).to_have_value(held)
        expect(alert).to_be_visible()
        expect_python(demo, f"incidence={held}")
        box.fill(right)
        expect(alert).to_have_count(0)
        box.press("Enter")
        expect(demo.get_by_text(re.compile(f"incidence={right}$"))).to_be_visible()
        held = right


@pytest.mark.long
def test_the_same_wrong_number_is_told_again(demo: Page) -> None:
    box = demo.get_by_role("textbox", name="Critical illness")
    for _ in range(2):
        box.fill("many")
        box.press("Enter")
        expect(demo.get_by_role("alert").filter(has_text="not a number")).to_be_visible()
        box.fill("man")
        expect(demo.get_by_role("alert").filter(has_text="not a number")).to_have_count(0)


def test_a_typed_number_is_taken(demo: Page) -> None:
    box = demo.get_by_role("textbox", name="Membership")
    for typed, taken in [
        ("100k", "100000"),
        ("105.8m", "105800000"),
        ("1,000,000", "1000000"),
        ("２０ million", "20000000"),
        ("1.5亿", "150000000"),
        ("1e8", "100000000"),
    ]:
        box.fill(typed)
        box.blur()
        expect_members(demo, taken)
        expect(box).to_have_value(f"{int(taken):,}")
        expect(demo.get_by_text("resting=True")).to_be_visible()
    demo.get_by_role("button", name=re.compile("set to 100 k$")).click()
    expect_members(demo, "100000")


def expect_members(page: Page, text: str) -> None:
    expect(page.get_by_text(re.compile(f"members={text} "))).to_be_visible()


@pytest.mark.long
def test_what_is_typed_while_python_answers_is_not_lost(page: Page, demo_url: str) -> None:
    open_demo(page, f"{demo_url}?slow=0.7")
    box = page.get_by_role("textbox", name="Critical illness")
    box.fill("1.5")
    box.press("Enter")
    box.press("Control+a")
    box.press_sequentially("0.777", delay=60)
    page.wait_for_timeout(1500)
    expect(box).to_have_value("0.777")
    box.press("Enter")
    expect(page.get_by_text(re.compile("incidence=0.777$"))).to_be_visible()
    for text in ("1", "2"):
        box.fill(text)
        box.press("Enter")
    expect(page.get_by_text(re.compile("incidence=2$"))).to_be_visible()


@pytest.mark.long
def test_escape_gives_up_typing(demo: Page) -> None:
    box = demo.get_by_role("textbox", name="Membership")
    box.fill("3")
    box.press("Escape")
    expect(box).to_have_value("105,800,000")


@pytest.mark.long
def test_a_box_shows_every_digit_of_its_value(demo: Page) -> None:
    box = demo.get_by_role("textbox", name="Critical illness")
    box.fill("1.23456789")
    box.press("Enter")
    expect(demo.get_by_text(re.compile("incidence=1.23457$"))).to_be_visible()
    expect(box).to_have_value("1.23456789")


@pytest.mark.long
def test_a_slider_that_is_not_live_tells_only_where_it_rests(demo: Page) -> None:
    slider = demo.get_by_role("slider", name="Share of women")
    drag(demo, slider, [0.4, 0.5, 0.6, 0.7], pause_ms=60)
    demo.wait_for_timeout(300)
    expect(demo.get_by_text("share=0.4")).to_be_visible()
    demo.mouse.up()
    expect(demo.get_by_text(re.compile("share=0.7"))).to_be_visible()
    box = demo.get_by_role("textbox", name="Share of women")
    expect(box).to_have_value("70")
    box.fill("62.5 %")
    box.press("Enter")
    expect(demo.get_by_text("share=0.625")).to_be_visible()


@pytest.mark.long
def test_one_press_leads_back_to_the_default(demo: Page) -> None:
    back = demo.get_by_role("button", name="Share of women: back to the default, 50 % of members")
    back.click()
    expect(demo.get_by_text("share=0.5")).to_be_visible()
    expect(back).to_have_count(0)


@pytest.mark.long
def test_what_stands_above_a_moving_thumb_keeps_its_height(
    new_page: Callable[..., Page], demo_url: str
) -> None:
    for width in (1280, 700, 390):
        page = new_page(viewport={"width": width, "height": 740})
        open_demo(page, demo_url)
        slider = incidence(page)
        tops: set[float] = set()
        page.mouse.move(*point(slider, 0.28))
        page.mouse.down()
        for step in range(12):
            page.mouse.move(*point(slider, 0.05 + 0.08 * step))
            page.wait_for_timeout(60)
            box = slider.bounding_box()
            assert box is not None
            tops.add(round(box["y"], 1))
        page.mouse.up()
        assert len(tops) == 1, (width, tops)


def test_a_change_from_outside_moves_the_thumb(demo: Page) -> None:
    slider = incidence(demo)
    slider.focus()
    slider.press("End")
    expect_python(demo, "incidence=5")
    demo.get_by_role("button", name="Load preset").click()
    expect_python(demo, "members=50000000 incidence=2.5")
    expect(slider).to_have_value("2.5")
    expect(members(demo)).to_have_attribute("aria-valuetext", "50 million members")
    slider.focus()
    slider.press("ArrowRight")
    expect_python(demo, "members=50000000 incidence=2.55")


def x_range(chart: Locator) -> list[float]:
    found: list[float] = chart.evaluate("chart => [...chart._fullLayout.xaxis.range]")
    return found


def test_zoom_outlives_new_data(demo: Page) -> None:
    chart = demo.locator(".live-chart").first
    box = chart.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    demo.mouse.move(box["x"] + 0.4 * box["width"], middle)
    demo.mouse.down()
    demo.mouse.move(box["x"] + 0.6 * box["width"], middle, steps=5)
    demo.mouse.up()
    demo.wait_for_function("document.querySelector('.live-chart')._fullLayout.xaxis.range[0] > 20")
    zoomed = x_range(chart)
    before = int(chart.get_attribute("data-drawn") or 0)
    slider = incidence(demo)
    slider.focus()
    slider.press("PageUp")
    expect(chart).to_have_attribute("data-stamp", "105800000/1.9")
    assert int(chart.get_attribute("data-drawn") or 0) > before
    assert x_range(chart) == zoomed


@pytest.mark.long
def test_a_chart_that_goes_and_comes_back_is_drawn_again(
    demo: Page, console_errors: list[str]
) -> None:
    checkbox = demo.get_by_text("Show charts")
    checkbox.click()
    expect(demo.locator(".live-chart")).to_have_count(0)
    checkbox.click()
    expect(demo.locator(".live-chart[data-drawn] svg.main-svg").first).to_be_visible()
    assert console_errors == []


def test_new_data_replace_no_element(demo: Page) -> None:
    chart = demo.locator(".live-chart").first
    chart.evaluate("chart => (chart.querySelector('svg.main-svg').dataset.mine = 'yes')")
    demo.get_by_role("button", name="Load preset").click()
    expect(chart).to_have_attribute("data-stamp", "50000000/2.5")
    expect(chart.locator("svg.main-svg[data-mine]")).to_have_count(1)


@pytest.mark.long
def test_a_run_that_changes_nothing_draws_nothing(demo: Page) -> None:
    chart = demo.locator(".live-chart").first
    demo.get_by_role("button", name="Load preset").click()
    expect(chart).to_have_attribute("data-stamp", "50000000/2.5")
    drawn = chart.get_attribute("data-drawn")
    demo.get_by_role("button", name="Load preset").click()
    demo.wait_for_timeout(500)
    assert chart.get_attribute("data-drawn") == drawn


@pytest.mark.long
def test_without_its_script_a_chart_is_told_in_words(page: Page, demo_url: str) -> None:
    page.route("**/app/static/plotly-*", lambda route: route.abort())
    page.goto(demo_url)
    figure = page.get_by_role("figure", name="Cost by age, 0")
    expect(figure).to_contain_text("could not be loaded")
    expect(figure).to_contain_text("Cost by age, 0")


@pytest.mark.long
def test_a_phone_shows_everything_and_scrolls(new_page: Callable[..., Page], demo_url: str) -> None:
    phone = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    open_demo(phone, demo_url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    for slider in (members(phone), incidence(phone)):
        box = slider.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 360
    x, y = point(incidence(phone), 0.8)
    phone.touchscreen.tap(x, y)
    expect_python(phone, "incidence=4")
    assert phone.locator(".live-chart .modebar-btn").count() == 0


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.long)])
def test_nothing_is_out_of_reach_for_assistive_technology(
    new_page: Callable[..., Page], demo_url: str, axe: Callable[..., list[object]], width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    open_demo(page, demo_url)
    page.get_by_role("button", name="About Membership").click()
    assert axe(page, '[data-testid="stMain"]') == []


@pytest.mark.long
def test_tick_labels_never_touch(new_page: Callable[..., Page], demo_url: str) -> None:
    for width in (1280, 700, 360, 320):
        page = new_page(viewport={"width": width, "height": 740})
        open_demo(page, demo_url)
        ticks = page.get_by_role("button", name=re.compile("set to .*[kMn]$")).all()
        spans = [tick.locator("span").bounding_box() for tick in ticks]
        shown = [span for span in spans if span is not None]
        assert len(shown) >= 3
        assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(shown))


def test_a_test_without_a_browser_sets_the_callers_value(demo_script: Path) -> None:
    app = AppTest.from_file(demo_script, default_timeout=30).run()
    app.session_state["incidence"] = 3.5
    app.run()
    assert app.text[0].value == "members=105800000 incidence=3.5"
    charts = [
        json.loads(element.proto.bytes)
        for element in app.get("bidi_component")
        if element.proto.component_name == "live_chart"
    ]
    assert [chart["alt"] for chart in charts] == ["Cost by age, 0", "Cost by age, 1"]
    assert charts[0]["figure"]["layout"]["meta"]["stamp"] == "105800000/3.5"


def test_the_script_is_written_once_and_replaces_older_ones(tmp_path: Path) -> None:
    old = tmp_path / "plotly-1.0.0.min.js"
    old.touch()
    name = plotly_script(tmp_path)
    assert name is not None
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_size > 1_000_000


def test_a_folder_that_cannot_be_written_gives_no_script(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert plotly_script(tmp_path / "file") is None
