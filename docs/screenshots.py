"""Draw the pictures in the docs anew, from a fresh server: ``make screenshots``.

Every picture is one state of the dashboard; its scenario travels in the address. Names of pictures
may be given to draw only those.
"""

import argparse
import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.local_app import ROOT, chromium, local_app, settle
from mutualmodel import PRESETS, Case, to_query

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 250_000
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
COLOURS = 192
DRAWN = "() => [...document.querySelectorAll('.live-chart')].every(chart => chart.dataset.drawn)"

PEAK = Case(plan=PRESETS["peak_2020"].scenario)
REACTING = PEAK.with_changes({"plan.price_elasticity": 1.0, "plan.lapse_rate": 0.1})
BOUND = Case().with_changes({"plan.members": 300_000.0, "plan.cap_bearer": "nobody"})
DEARER = PEAK.with_changes({"plan.incidence_multiplier": 0.9, "plan.fee_rate": 0.1})


@dataclass(frozen=True)
class Picture:
    """One state of the dashboard: where it is, what has been done there, how it is looked at."""

    query: dict[str, str]
    page: str = ""
    act: Callable[[Page], None] = settle
    theme: Literal["light", "dark"] = "light"
    phone: bool = False


def _open_why(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"Why\?")).first.click()
    page.get_by_text("The same in Python").wait_for()
    settle(page)


def _search(page: Page) -> None:
    page.get_by_role("textbox", name="Search").fill("fee")
    # Before the search there are hundreds.
    page.get_by_text(re.compile(r"^\d{1,2} of \d+ figures")).wait_for()
    settle(page)


def _refine(page: Page) -> None:
    page.get_by_text("10,000 simulated courses").wait_for()
    settle(page)
    page.wait_for_function(DRAWN)


PICTURES = {
    "home-light": Picture(to_query(PEAK)),
    "home-dark": Picture(to_query(PEAK), theme="dark"),
    "phone": Picture(to_query(PEAK), phone=True),
    "baseline": Picture(to_query(DEARER, PEAK)),
    "cap": Picture(to_query(BOUND)),
    "why": Picture(to_query(PEAK), act=_open_why),
    "membership": Picture(to_query(REACTING), page="membership"),
    "risk": Picture(to_query(PEAK), page="risk", act=_refine),
    "closing": Picture(to_query(PEAK), page="closing"),
    "insurance": Picture(to_query(PEAK), page="insurance"),
    "fairness": Picture(to_query(PEAK), page="fairness"),
    "history": Picture(to_query(PEAK), page="history"),
    "sources": Picture(to_query(PEAK), page="sources", act=_search),
}


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """Open a page as the picture wants it and photograph it."""
    options: dict[str, Any] = {"viewport": DESKTOP, "color_scheme": picture.theme}
    if picture.phone:
        options |= {
            "viewport": PHONE,
            "is_mobile": True,
            "has_touch": True,
            "device_scale_factor": 2,
        }
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(f"{address}/{picture.page}?{urlencode(picture.query)}")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    if picture.page != "sources":
        page.locator(".live-chart[data-drawn]").first.wait_for()
    page.wait_for_function(DRAWN)
    picture.act(page)
    page.evaluate("document.fonts.ready")
    # Where the mouse rests, nothing is to light up.
    size = page.viewport_size or DESKTOP
    page.mouse.move(size["width"] - 1, size["height"] - 1)
    page.wait_for_timeout(400)
    taken = page.screenshot()
    context.close()
    return taken


def smaller(picture: bytes) -> bytes:
    """Give a picture fewer colours: a page of text and lines hardly shows it."""
    with Image.open(io.BytesIO(picture)) as full:
        few = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        few.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


def main() -> int:
    """Draw the pictures; 1 if one of them is too large for the docs."""
    parser = argparse.ArgumentParser(description="Draw the pictures in the docs anew.")
    parser.add_argument("name", nargs="*", choices=[[], *PICTURES], help="by default all")
    names = parser.parse_args().name or list(PICTURES)
    IMAGES.mkdir(parents=True, exist_ok=True)
    too_large = False
    with local_app(ROOT / "app.py") as app, chromium() as browser:
        for name in names:
            picture = smaller(take(browser, app.address, PICTURES[name]))
            (IMAGES / f"{name}.png").write_bytes(picture)
            too_large = too_large or len(picture) > MOST_BYTES
            print(f"docs/images/{name}.png  {len(picture) / 1000:.0f} kB")
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main())
