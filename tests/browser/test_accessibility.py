"""Nothing of ours keeps anyone out: axe-core, names, headings and the keyboard on every page."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from mutualmodel.inputs import GROUPS
from tests.browser.home_page import (
    Settled,
    at_rest,
    lever,
    open_home,
    open_sidebar_group,
)
from tests.marks import marked
from ui.frame.menu import PAGES
from ui.kit.palette import DARK, LIGHT

Axe = Callable[..., list[Any]]
NewPage = Callable[..., Page]
JUDGED = ("moderate", "serious", "critical")
POPOVER = '[data-testid="stPopover"], [data-testid="stPopoverBody"]'
SURFACE_IS = """colour => colour ===
    getComputedStyle(document.documentElement).getPropertyValue("--page-surface").trim()"""
# A complaint about the link, and a baseline with changes.
QUERY = {"members": "5", "fee_rate": "0.1", "base": "1", "annual_cap": "188"}
STATES: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "a baseline with changes": QUERY,
    "a cap that binds": {"v": "2", "annual_cap": "60", "cap_bearer": "nobody"},
    "dissolved": {"v": "2", "members": "3000000", "minimum_members": "5000000"},
    "a fund": {"v": "2", "funding": "fund", "contribution_month": "2", "deficit_bearer": "claims"},
}
# So tall that nothing needs scrolling: axe does not judge colours that are out of sight.
TALL = {"width": 1440, "height": 2600}
TELLING = ("insurance",)

# Names of what Tab reaches, with what each leads to: Plotly's and Streamlit's own too. A term of
# art means the same wherever it stands.
NAMES = r"""() => {
  const all = function* (root) {
    for (const one of root.querySelectorAll("*")) {
      yield one;
      if (one.shadowRoot) yield* all(one.shadowRoot);
    }
  };
  const wanted =
    'button, a[href], input, select, textarea, summary, [tabindex="0"]';
  const found = {};
  for (const one of all(document)) {
    if (!one.matches(wanted) || one.tabIndex < 0 || one.matches(".term, main")) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const icon = one.querySelector('[data-testid="stIconMaterial"]')?.textContent ?? "";
    const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
    const name = (one.ariaLabel || labels || one.textContent.replace(icon, "")).trim();
    const place = one.getAttribute("href") ?? Math.random();
    // A lever, its switch and the link to its source are told apart by what they are.
    const kind = one.matches("input") ? `${one.tagName} ${one.type}` : one.tagName;
    (found[`${kind}: ${name}`] ??= new Set()).add(place);
  }
  return Object.entries(found)
    .filter(([name, places]) => name.endsWith(": ") || places.size > 1)
    .map(([name]) => name);
}"""
# Whether what has the focus, or the box around it, is ringed.
RING = r"""() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body) return null;
  const ringed = (part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none";
  };
  // A slider's thumb is ringed, which no script can see.
  const places = [one, one.parentElement].filter(Boolean);
  const box = one.getBoundingClientRect();
  return {
    name: one.ariaLabel || one.textContent.slice(0, 60),
    ringed: one.type === "range" || places.some(ringed),
    table: one.matches(".scroll"),
    seen: box.width > 2 && box.height > 2,
  };
}"""
MOST_STOPS = 400


def judged(found: list[Any]) -> list[Any]:
    """Leave out what is minor."""
    return [one for one in found if one.impact in JUDGED]


def unclear(page: Page) -> list[str]:
    """Give the names that several things have, or none, once all parts of a page have theirs."""
    for _turn in range(20):
        found: list[str] = page.evaluate(NAMES)
        if not found:
            return []
        page.wait_for_timeout(500)
    return found


def open_page(page: Page, address: str, name: str, settled: Settled, **query: str) -> None:
    """Open a page in a state, and wait until its title stands."""
    place = "" if name == "home" else name
    page.goto(f"{address}/{place}?{urlencode(query)}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)


@pytest.mark.long
def test_the_home_page_is_open_to_everyone_whatever_is_unfolded(
    new_page: NewPage, app_url: str, settled: Settled, axe: Axe
) -> None:
    page = new_page(viewport=TALL)
    open_home(page, app_url, settled, **QUERY)
    expect(page.get_by_role("alert").filter(has_text="Members: 5 is not allowed")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Management fee"))).to_be_visible()
    for title in GROUPS.values():
        open_sidebar_group(page, title)
    settled(page)

    found = []
    # The page takes its colours anew when the script runs, so each theme comes with a click.
    for theme, preset in (("light", "Small plan"), ("dark", "Decline 2021")):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.get_by_role("radio", name=preset).click()
        settled(page)
        found += judged(axe(page))
        assert unclear(page) == []
        why = page.get_by_role("button", name=re.compile("Why\\?")).first
        why.click()
        expect(page.get_by_text("The same in Python")).to_be_visible()
        settled(page)
        found += judged(axe(page, POPOVER))
        page.keyboard.press("Escape")
    assert found == []


@pytest.mark.parametrize("name", [marked(one, telling=one in TELLING) for one in PAGES])
def test_every_page_is_open_to_everyone(
    name: str, new_page: NewPage, app_url: str, settled: Settled, axe: Axe
) -> None:
    page = new_page(viewport=TALL)
    open_page(page, app_url, name, settled, **QUERY)
    found = judged(axe(page))
    assert found == []
    assert unclear(page) == []


@pytest.mark.long
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_open_to_everyone_in_every_state_theme_and_language(
    name: str, state: str, new_page: NewPage, app_url: str, settled: Settled, axe: Axe
) -> None:
    found = []
    for locale in ("en-GB", "zh-CN"):
        page = new_page(viewport=TALL, locale=locale)
        open_page(page, app_url, name, settled, **STATES[state])
        for theme, colours in (("dark", DARK), ("light", LIGHT)):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            # The page asks for its colours anew.
            page.wait_for_function(SURFACE_IS, arg=colours.surface)
            settled(page)
            found += judged(axe(page))
        assert unclear(page) == [], locale
        page.context.close()
    assert found == []


@pytest.mark.parametrize("name", [marked(one, telling=one == "home") for one in PAGES])
def test_the_focus_is_seen_wherever_tab_leads_and_a_table_is_one_stop(
    name: str, new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(reduced_motion="reduce")
    open_page(page, app_url, name, settled, **QUERY)
    tables, unseen = [], []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(RING)
        if at is None:
            break
        if at["table"]:
            tables.append(at["name"])
        if not at["ringed"] or not at["seen"]:
            unseen.append(at["name"])
    assert unseen == []
    assert len(tables) == len(set(tables))
    assert page.get_by_test_id("stDataFrame").count() == 0


def test_a_move_is_read_out_once_and_what_is_drawn_is_told(
    page: Page, app_url: str, settled: Settled, axe: Axe
) -> None:
    open_home(page, app_url, settled)
    for chart in page.get_by_role("figure").all():
        assert len(chart.get_attribute("aria-label") or "") > 30
    assert page.get_by_role("heading", level=1).count() == 1
    assert judged(axe(page)) == []
    # One line that a screen reader hears when a lever moves; the figures alone are silent.
    said = page.get_by_role("status").filter(has_text=re.compile(r"\w"))
    expect(said).to_have_count(0)
    page.evaluate(
        """() => {
            window.spoken = [];
            const spoken = document.getElementById("spoken");
            new MutationObserver(() => window.spoken.push(spoken.textContent))
                .observe(spoken, {childList: true, characterData: true});
        }"""
    )
    lever(page, "Members").focus()
    for _press in range(4):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(60)
    at_rest(page, settled)
    expect(said).to_have_count(1)
    expect(said).to_contain_text("yuan a year")
    assert page.evaluate("window.spoken.length") == 1


def test_whoever_asks_for_less_motion_has_none(
    new_page: NewPage, app_url: str, settled: Settled
) -> None:
    page = new_page(reduced_motion="reduce")
    open_home(page, app_url, settled)
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("*")].flatMap((one) => {
            const style = getComputedStyle(one);
            return [style.transitionDuration, style.animationDuration]
                .flatMap((told) => told.split(",")).map(parseFloat);
        }))"""
    )
    assert longest < 0.01
