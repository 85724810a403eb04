"""How soon a page stands when it is opened: on a server at work, and on one just started.

A new reader each time, whose browser holds nothing. ``bench/plain_page.py`` is Streamlit's own
least page with a chart; it is opened in turn with ours, and the median of the ratios is what tells.

    python bench/opening.py                    all pages
    python bench/opening.py --page risk        one of them
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser

from bench.latency import LEVERS, OPEN_MS
from bench.local_app import ROOT, chromium, local_app

ROUNDS, COLD_ROUNDS = 5, 3
PLAIN = ROOT / "bench" / "plain_page.py"
# The first chart of a page within so many times the plain page's, a cold start within seconds.
MOST_TIMES, MOST_COLD = 1.5, 4.0
_PLAIN_CHART, _PLAIN_FIGURE = ".stPlotlyChart .main-svg", "[data-testid=stMetricValue]"
_CHART, _FIGURE = ".live-chart[data-drawn]", ".figure .value"


def opened(browser: Browser, address: str, wanted: str) -> float:
    """Return after how many seconds a new reader has the first of what a selector names."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(OPEN_MS)
    begun = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator(wanted).first.wait_for(state="attached")
    after = time.monotonic() - begun
    page.close()
    return after


def cold(browser: Browser, script: Path, figure: str) -> float:
    """Return the seconds from a server's start to the first figure on its first page."""
    begun = time.monotonic()
    with local_app(script) as app:
        started = time.monotonic() - begun
        return started + opened(browser, app.address, figure)


def warm_ratios(browser: Browser, names: Sequence[str]) -> bool:
    """Print how pages open on a server at work; True if all charts come soon enough."""
    met, floors = True, []
    with local_app(PLAIN) as plain, local_app(ROOT / "app.py") as ours:
        opened(browser, plain.address, _PLAIN_CHART)
        opened(browser, ours.address, _CHART)
        print(f"{'first chart after':20}{'s':>8}{'times':>10}")
        for name in names:
            address = f"{ours.address}/{'' if name == 'home' else name}"
            pairs = [
                (opened(browser, plain.address, _PLAIN_CHART), opened(browser, address, _CHART))
                for _ in range(ROUNDS)
            ]
            floors += [floor for floor, _ in pairs]
            times = statistics.median(own / floor for floor, own in pairs)
            good = times <= MOST_TIMES
            met = met and good
            seconds = statistics.median(own for _, own in pairs)
            print(f"{name:20}{seconds:8.2f}{times:10.2f}{' ' if good else '!'}", flush=True)
    floor = statistics.median(floors)
    print(f"plain page after {floor:.2f} s; asked: within {MOST_TIMES:g} times of it")
    return met


def cold_starts(browser: Browser) -> bool:
    """Print how long a server just started takes to its first figure; True if soon enough."""
    pairs = [
        (cold(browser, PLAIN, _PLAIN_FIGURE), cold(browser, ROOT / "app.py", _FIGURE))
        for _ in range(COLD_ROUNDS)
    ]
    floor, own = (statistics.median(values) for values in zip(*pairs, strict=True))
    print(
        f"from the server's start to the first figure: {own:.2f} s, the plain page {floor:.2f} s; "
        f"asked: {MOST_COLD:g} s"
    )
    return bool(own <= MOST_COLD)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", action="append", choices=list(LEVERS), help="by default all")
    asked = parser.parse_args(arguments)
    with chromium() as browser:
        met = cold_starts(browser)
        met = warm_ratios(browser, asked.page or list(LEVERS)) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
