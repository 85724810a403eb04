"""How soon the page answers: from a key press or a drag on a lever to what the reader sees.

Measured in Chromium, in the page itself, for the dashboard and in the same run for the least page
the platform can draw (``bench/floor_page.py``): on a busy machine only the ratio means something.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, CDPSession, Locator, Page

from bench.local_app import ROOT, LocalApp, chromium, local_app, settle

PRESSES = 40
WARM_UP = 5
DRAG_SECONDS = 3.0
MOVE_SECONDS = 0.016

# What the product promises (milliseconds, milliseconds, updates a second).
HEADLINE_MS, CHART_MS, UPDATES = 100.0, 200.0, 8.0

# Stamps each key and notes when the headline's text and the main chart next change. A key's own
# time stamp is when the browser got it, so that waiting for a busy page counts too.
OBSERVE = """() => {
    const headline = () => document.querySelector(".figure.large .value")?.textContent ?? "";
    const drawn = () => document.querySelector(".live-chart")?.dataset.drawn ?? "";
    const noted = {press: null, texts: []};
    let text = headline();
    window.addEventListener("keydown", (event) => {
        noted.press = {at: event.timeStamp, headline: null, chart: null,
                       text: headline(), drawn: drawn()};
    }, true);
    new MutationObserver(() => {
        const now = performance.now(), press = noted.press, seen = headline();
        if (seen && seen !== text) { text = seen; noted.texts.push([now, seen]); }
        if (!press) return;
        if (press.headline === null && seen && seen !== press.text) press.headline = now - press.at;
        if (press.chart === null && drawn() !== press.drawn) press.chart = now - press.at;
    }).observe(document.body, {subtree: true, childList: true, characterData: true,
                               attributes: true, attributeFilter: ["data-drawn"]});
    window.noted = noted;
}"""
ANSWERED = "() => window.noted.press?.headline !== null && window.noted.press?.chart !== null"


@dataclass(frozen=True)
class Latency:
    """What one page takes: milliseconds by press, updates a second, processor time a press."""

    headline: list[float]
    chart: list[float]
    updates: float
    server_ms: float | None
    browser_ms: float


def measure(browser: Browser, script: Path, presses: int = PRESSES) -> Latency:
    """Start a page afresh and measure it."""
    with local_app(script) as app:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(app.address)
        page.locator(".live-chart[data-drawn]").first.wait_for()
        settle(page)
        page.evaluate(OBSERVE)
        lever = page.get_by_role("slider", name="Incidence", exact=True)
        for _ in range(WARM_UP):
            _press(page, lever)
        headline, chart, server, busy = _presses(page, lever, app, presses)
        updates = _drag(page, lever)
        page.close()
    return Latency(headline, chart, updates, server, busy)


def _presses(
    page: Page, lever: Locator, app: LocalApp, presses: int
) -> tuple[list[float], list[float], float | None, float]:
    """Press again and again; what each press took, and processor time a press."""
    tasks = page.context.new_cdp_session(page)
    tasks.send("Performance.enable")
    server, busy = app.cpu_seconds(), _task_seconds(tasks)
    answers = [_press(page, lever) for _ in range(presses)]
    busy_ms = 1000 * (_task_seconds(tasks) - busy) / presses
    now = app.cpu_seconds()
    server_ms = None if now is None or server is None else 1000 * (now - server) / presses
    return [one for one, _ in answers], [two for _, two in answers], server_ms, busy_ms


def _task_seconds(tasks: CDPSession) -> float:
    """How long the page has been busy so far."""
    metrics = tasks.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def _press(page: Page, lever: Locator) -> tuple[float, float]:
    """Press a key once on a page at rest; milliseconds to the headline and to the main chart."""
    lever.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(ANSWERED)
    press = page.evaluate("window.noted.press")
    settle(page)
    return press["headline"], press["chart"]


def _drag(page: Page, lever: Locator) -> float:
    """Drag to and fro for a while; how many times a second the headline changed."""
    box = lever.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    page.mouse.down()
    before = page.evaluate("window.noted.texts.length")
    start = time.monotonic()
    step = 0
    while time.monotonic() - start < DRAG_SECONDS:
        # One way and back in as long as the drag lasts, so that each move is to a new value.
        way = abs((time.monotonic() - start) / DRAG_SECONDS * 2 - 1)
        page.mouse.move(box["x"] + (0.9 - 0.6 * way) * box["width"], middle)
        step += 1
        time.sleep(max(0.0, start + step * MOVE_SECONDS - time.monotonic()))
    lasted = time.monotonic() - start
    changed = page.evaluate("window.noted.texts.length") - before
    page.mouse.up()
    settle(page)
    return float(changed / lasted)


def _p90(values: list[float]) -> float:
    """Ninetieth percentile."""
    return statistics.quantiles(values, n=10)[-1]


def report(ours: Latency, floor: Latency) -> bool:
    """Print both beside the targets; True if the targets are met."""
    headline, chart = statistics.median(ours.headline), statistics.median(ours.chart)
    rows = [
        ("key to headline, median ms", headline, statistics.median(floor.headline), HEADLINE_MS),
        ("key to headline, p90 ms", _p90(ours.headline), _p90(floor.headline), None),
        ("key to main chart, median ms", chart, statistics.median(floor.chart), CHART_MS),
        ("key to main chart, p90 ms", _p90(ours.chart), _p90(floor.chart), None),
        ("headline updates a second", ours.updates, floor.updates, UPDATES),
        ("browser busy a press, ms", ours.browser_ms, floor.browser_ms, None),
    ]
    if ours.server_ms is not None and floor.server_ms is not None:
        rows.append(("server busy a press, ms", ours.server_ms, floor.server_ms, None))
    print(f"{'':32}{'ours':>9}{'floor':>9}{'ratio':>8}{'target':>9}")
    for name, mine, least, target in rows:
        wanted = "" if target is None else f"{target:.0f}"
        print(f"{name:32}{mine:9.1f}{least:9.1f}{mine / max(least, 1e-9):8.2f}{wanted:>9}")
    met = headline <= HEADLINE_MS and chart <= CHART_MS and ours.updates >= UPDATES
    print("All targets are met." if met else "A target is missed.")
    return met


def main(arguments: list[str] | None = None) -> int:
    """Measure both pages and print the table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=PRESSES, help="key presses to measure")
    options = parser.parse_args(arguments)
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        least = Path(shutil.copy(ROOT / "bench" / "floor_page.py", folder))
        shutil.copytree(ROOT / "static" / "fonts", Path(folder) / "static" / "fonts")
        floor = measure(browser, least, options.presses)
        ours = measure(browser, ROOT / "dashboard.py", options.presses)
    return 0 if report(ours, floor) else 1


if __name__ == "__main__":
    sys.exit(main())
