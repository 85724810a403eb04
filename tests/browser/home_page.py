"""The home page as a reader uses it in a browser."""

import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

from mutualmodel import Case, Scenario, project
from tests.browser.conftest import TIMEOUT_MS
from ui.frame.menu import PAGES
from ui.kit.language import amount

# A page takes some seconds to open where two cores are all there is.
expect.set_options(timeout=TIMEOUT_MS)

Settled = Callable[[Page], None]

OTHER_PAGES = tuple(name for name in PAGES if name != "home")
LEVERS = ("Incidence", "Members", "Payout under 40", "Payout at 40 and over")


def noting(name: str, shown: str) -> str:
    """Give a script that notes in ``window`` every text that another one gives, from now on."""
    return f"""() => {{
        const shown = {shown};
        window.{name} = [shown()];
        new MutationObserver(() => {{
            const now = shown();
            if (now && now !== window.{name}.at(-1)) window.{name}.push(now);
        }}).observe(document.body, {{subtree: true, childList: true, characterData: true}});
    }}"""


# Notes every text that the large figure shows.
RECORD_HEADLINES = noting(
    "headlines", '() => document.querySelector(".figure.large .value")?.textContent'
)


# The sliders' own mark that Python has answered to everything; they live in shadow roots.
AT_REST = """() => [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')]
    .map(host => host.shadowRoot?.querySelector(".live-slider"))
    .every(slider => !slider || slider.dataset.resting === "true")"""


def open_home(page: Page, address: str, settled: Settled, **query: str) -> None:
    """Open the home page and wait until its main chart is drawn."""
    page.goto(f"{address}/?{urlencode(query)}" if query else address)
    expect(main_chart(page)).to_have_attribute("data-drawn", re.compile(r"\d"))
    settled(page)


def at_rest(page: Page, settled: Settled) -> None:
    """Wait until the levers rest and the whole page has followed them."""
    page.wait_for_function(AT_REST)
    settled(page)


def lever(page: Page, name: str) -> Locator:
    """Find a lever's slider by the name it is read out with."""
    return page.get_by_role("slider", name=name, exact=True)


def box(page: Page, name: str) -> Locator:
    """Find the number box beside a lever."""
    return page.get_by_role("textbox", name=re.compile(f"^{name}:"))


def headline(page: Page) -> Locator:
    """Find the large figure."""
    return page.locator(".figure.large .value")


def preset(page: Page, title: str) -> Locator:
    """Find the button of a preset."""
    return page.get_by_role("radio", name=title)


def menu(page: Page, name: str) -> Locator:
    """Find a page's link in the menu."""
    return page.get_by_test_id("stSidebar").get_by_role("link", name=name)


def visit(page: Page, name: str, settled: Settled) -> None:
    """Go to another page by the menu; its name is its address."""
    menu(page, PAGES[name][1]).click()
    page.wait_for_url(re.compile(rf"/{name}\b"))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def figure(page: Page, title: str) -> Locator:
    """Find a headline figure by its title."""
    return page.locator(".figure").filter(has_text=title).locator(".value")


def main_chart(page: Page) -> Locator:
    """Find the chart that follows the levers, the first on the page."""
    return page.get_by_role("figure").first


def of(**changes: float | str | None) -> Case:
    """Give a case whose plan is changed."""
    return Case().with_changes({f"plan.{name}": value for name, value in changes.items()})


def cost(scenario: Scenario) -> re.Pattern[str]:
    """Give what the large figure of this scenario reads, whatever its unit's wording."""
    shown = amount(project(scenario).headline.cost_per_member_year)
    return re.compile(rf"^{re.escape(shown)}\D")


def query(page: Page) -> dict[str, str]:
    """Give the query parameters of the page's address."""
    return dict(parse_qsl(urlsplit(page.url).query))


def expect_query(page: Page, wanted: dict[str, str], settled: Settled) -> None:
    """Wait until the address says this, and see that it still does when the page rests."""
    page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == wanted)
    at_rest(page, settled)
    assert query(page) == wanted


def point(slider: Locator, fraction: float) -> tuple[float, float]:
    """Say where on the screen the thumb's middle is at this fraction of the rail."""
    place = slider.bounding_box()
    assert place is not None
    return place["x"] + 10 + fraction * (place["width"] - 20), place["y"] + place["height"] / 2


def drag(page: Page, slider: Locator, fractions: Sequence[float], pause_ms: int) -> None:
    """Press at the first place and move on to the others; the button stays down."""
    slider.scroll_into_view_if_needed()
    page.mouse.move(*point(slider, fractions[0]))
    page.mouse.down()
    for fraction in fractions[1:]:
        page.mouse.move(*point(slider, fraction))
        page.wait_for_timeout(pause_ms)


def drag_until_seen(
    page: Page, slider: Locator, fractions: Sequence[float], pause_ms: int, record: str, count: int
) -> list[str]:
    """Drag until a record in the browser's ``window`` is so long; the button stays down.

    A slow machine shows fewer of the places on the way. So the thumb then goes to and fro between
    the last two, without a rest, and ends at the last: what never answers while it moves fails.
    """
    drag(page, slider, fractions, pause_ms)
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while len(seen := recorded(page, record)) < count:
        assert time.monotonic() < deadline, f"while it moves, no more is shown than {seen}"
        for fraction in fractions[-2:]:
            page.mouse.move(*point(slider, fraction))
            page.wait_for_timeout(pause_ms)
    return seen


def recorded(page: Page, name: str) -> list[str]:
    """Give what a script of a test has noted in the browser's ``window``."""
    found: list[str] = page.evaluate(f"window.{name}")
    return found


def x_range(chart: Locator) -> list[float]:
    """Give the stretch of the horizontal axis that a chart shows."""
    found: list[float] = chart.evaluate("chart => [...chart._fullLayout.xaxis.range]")
    return found


def zoom(page: Page, chart: Locator) -> list[float]:
    """Zoom into the middle fifth of a chart and give what it then shows."""
    place = chart.bounding_box()
    assert place is not None
    middle = place["y"] + place["height"] / 2
    before = x_range(chart)
    page.mouse.move(place["x"] + 0.4 * place["width"], middle)
    page.mouse.down()
    page.mouse.move(place["x"] + 0.6 * place["width"], middle, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "([chart, start]) => chart._fullLayout.xaxis.range[0] > start",
        arg=[chart.element_handle(), before[0] + 0.1],
    )
    return x_range(chart)


def sidebar_group(page: Page, title: str) -> Locator:
    """Find a group of inputs in the sidebar."""
    return page.get_by_test_id("stExpander").filter(has_text=title)


def open_sidebar_group(page: Page, title: str) -> None:
    """Unfold a group of inputs in the sidebar."""
    sidebar_group(page, title).locator("summary").click()
    expect(sidebar_group(page, title).get_by_text("Default").first).to_be_visible()
