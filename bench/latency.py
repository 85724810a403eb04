"""How soon every page answers a lever, what it sends for that and how busy it keeps both ends.

Measured in Chromium, in the page itself, for each page and in the same run for the least page the
platform can draw (``bench/floor_page.py``): on a busy machine only the ratio means something. All
is measured once as the machine is and once with the browser's processor four times slower.

    python bench/latency.py                            the table of all pages
    python bench/latency.py --page risk --frames       one page, and what its runs carry
    python bench/latency.py --query v=5&plan.x=1       of another plan than the default
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, CDPSession, Locator, Page, TimeoutError

from bench.frames import Frames
from bench.local_app import ROOT, LocalApp, chromium, local_app, settle
from tests.browser.conftest import NONE_LATE, WANT_ALL

PRESSES = 20
WARM_UP = 3
DRAG_SECONDS = 3.0
MOVE_SECONDS = 0.016
SLOWER = 4
OPEN_MS, ANSWER_MS, BESIDE_MS = 120_000, 20_000, 60_000
FLOOR = "floor"

# Each page, and the lever that is moved there.
LEVERS = {
    "home": "Incidence",
    "membership": "Reaction to the price",
    "risk": "Spread of good and bad years",
    "fund": "Spread of good and bad years",
    "closing": "Months until the notice",
    "insurance": "Age",
    "fairness": "Payout under 40",
    "history": "From the settlement of",
}
# Where the lever tells only where it comes to rest.
STILL = ("history",)

# Stamps each key and notes when the page's figures and its first chart next change, and when the
# page was last at work. A key's own time stamp is when the browser got it, so that waiting for a
# busy page counts too. A page without figures of its own answers with its charts.
OBSERVE = """() => {
    const told = () => [...document.querySelectorAll(".figure .value, .figure .note")]
        .map((one) => one.textContent).join(" ");
    const charts = () => [...document.querySelectorAll(".live-chart")]
        .map((one) => one.dataset.drawn ?? "").join(" ");
    const noted = {press: null, texts: 0, longest: 0, changed: 0};
    let text = told();
    window.addEventListener("keydown", (event) => {
        noted.press = {at: event.timeStamp, figure: null, chart: null, text: told(),
                       drawn: charts()};
    }, true);
    new MutationObserver(() => {
        const now = performance.now(), press = noted.press, seen = told();
        noted.changed = now;
        if (seen && seen !== text) { text = seen; noted.texts += 1; }
        if (!press) return;
        if (press.figure === null && seen !== press.text) press.figure = now - press.at;
        if (press.chart === null && charts() !== press.drawn) press.chart = now - press.at;
    }).observe(document.body, {subtree: true, childList: true, characterData: true,
        attributes: true, attributeFilter: ["data-drawn", "data-test-script-state"]});
    new PerformanceObserver((tasks) => {
        for (const task of tasks.getEntries()) {
            noted.longest = Math.max(noted.longest, task.duration);
        }
    }).observe({type: "longtask"});
    window.noted = noted;
}"""
ANSWERED = "() => [window.noted.press.figure, window.noted.press.chart].some((one) => one !== null)"
NOTHING_BESIDE = """() => !document.querySelector('[data-testid="stProgress"]')"""


@dataclass(frozen=True)
class Latency:
    """What one page takes, medians of presses on a page at rest and means of a drag.

    ``figure`` and ``rest`` are milliseconds from the key; ``server`` and ``browser`` are
    milliseconds busy and ``kilobytes`` and ``frames`` are what was sent, each for one press from
    the key to rest; the same beginning with ``moving`` are those of one rerun in a drag, where
    ``longest`` is the browser's longest task, milliseconds.
    """

    figure: float
    rest: float
    server: float
    browser: float
    kilobytes: float
    frames: float
    updates: float
    moving_server: float
    moving_kilobytes: float
    moving_frames: float
    longest: float


class _Bench:
    """A page that is being measured: its browser's tab, its server and what is sent."""

    def __init__(self, page: Page, app: LocalApp, frames: Frames, slower: float) -> None:
        self.page, self.app, self.frames = page, app, frames
        self.tasks: CDPSession = page.context.new_cdp_session(page)
        self.tasks.send("Performance.enable")
        self.tasks.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def measure(self, lever: Locator, presses: int) -> Latency:
        """Press on the page at rest, then drag."""
        self.page.evaluate(OBSERVE)
        for _ in range(WARM_UP):
            self._press(lever)
        pressed = [one for one in (self._press(lever) for _ in range(presses)) if one is not None]
        if not pressed:
            raise RuntimeError("no press changed anything on the page")
        middle = [statistics.median(column) for column in zip(*pressed, strict=True)]
        return Latency(*middle, *self._drag(lever))

    def _busy(self) -> tuple[float, float]:
        """How long server and browser have been at work so far; milliseconds."""
        metrics = self.tasks.send("Performance.getMetrics")["metrics"]
        task = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        return 1000 * (self.app.cpu_seconds() or 0.0), 1000 * float(task)

    def _press(self, lever: Locator) -> tuple[float, ...] | None:
        """Press a key once on a page at rest; None where that changes no figure."""
        lever.focus()
        server, browser = self._busy()
        sent, frames = self.frames.kilobytes, self.frames.count
        self.page.keyboard.press("ArrowRight")
        try:
            self.page.wait_for_function(ANSWERED, timeout=ANSWER_MS)
        except TimeoutError:
            return None
        settle(self.page)
        now_server, now_browser = self._busy()
        noted = self.page.evaluate("window.noted")
        press = noted["press"]
        soon = [press[name] for name in ("figure", "chart") if press[name] is not None]
        found = (
            soon[0],
            noted["changed"] - press["at"],
            now_server - server,
            now_browser - browser,
            self.frames.kilobytes - sent,
            float(self.frames.count - frames),
        )
        self._let_work_beside_end()
        return found

    def _let_work_beside_end(self) -> None:
        """Wait for the background and for parts out of sight: they are no part of a press."""
        self.page.wait_for_function(NOTHING_BESIDE, timeout=BESIDE_MS, polling=100)
        # Parts out of sight follow some seconds later by themselves.
        self.page.evaluate(WANT_ALL)
        self.page.wait_for_function(NONE_LATE, timeout=BESIDE_MS, polling=100)
        settle(self.page)

    def _drag(self, lever: Locator) -> tuple[float, ...]:
        """Drag to and fro for a while; what each rerun of the server takes meanwhile."""
        page = self.page
        box = lever.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.3 * box["width"], middle)
        page.mouse.down()
        page.evaluate("window.noted.longest = 0")
        before, (server, _) = page.evaluate("window.noted.texts"), self._busy()
        first, start, step = len(self.frames.runs), time.monotonic(), 0
        while time.monotonic() - start < DRAG_SECONDS:
            # One way and back in as long as the drag lasts, so that each move is to a new value.
            way = abs((time.monotonic() - start) / DRAG_SECONDS * 2 - 1)
            page.mouse.move(box["x"] + (0.9 - 0.6 * way) * box["width"], middle)
            step += 1
            time.sleep(max(0.0, start + step * MOVE_SECONDS - time.monotonic()))
        lasted = time.monotonic() - start
        noted, busy = page.evaluate("window.noted"), self._busy()[0] - server
        runs = [run for run in self.frames.runs[first:] if run.partial] or self.frames.runs[first:]
        page.mouse.up()
        self._let_work_beside_end()
        count = max(len(runs), 1)
        return (
            (noted["texts"] - before) / lasted,
            busy / count,
            sum(run.kilobytes for run in runs) / count,
            sum(len(run.frames) for run in runs) / count,
            float(noted["longest"]),
        )


def measure(
    browser: Browser,
    app: LocalApp,
    name: str,
    *,
    slower: float = 1,
    presses: int = PRESSES,
    query: str = "",
    see: Callable[[str, Frames], None] = lambda _name, _frames: None,
) -> Latency:
    """Open a page and measure it; ``see`` is shown what was sent once it is done."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    frames = Frames(page)
    path = "" if name in (FLOOR, "home") else name
    page.set_default_timeout(OPEN_MS)
    page.goto(f"{app.address}/{path}" + (f"?{query}" if query else ""))
    page.locator(".live-chart[data-drawn]").first.wait_for(timeout=OPEN_MS)
    settle(page)
    page.wait_for_function(NOTHING_BESIDE, timeout=BESIDE_MS, polling=100)
    frames.clear()
    lever = page.get_by_role("slider", name=LEVERS.get(name, "Incidence"), exact=True)
    found = _Bench(page, app, frames, slower).measure(lever.first, presses)
    see(name, frames)
    page.close()
    return found


# ------------------------------------------------------------------------------------- the table


@dataclass(frozen=True)
class Goal:
    """A row of the table: a figure of both speeds, and what it may be at most or at least.

    ``most`` and ``least`` are in the figure's unit; ``times`` says that they are multiples of the
    floor's figure in the same run. ``slower``: as measured with the slower processor.
    """

    title: str
    name: str
    most: float | None = None
    least: float | None = None
    times: bool = False
    slower: bool = False

    def is_met(self, value: float, floor: float) -> bool:
        """Whether a page's figure is as it should be."""
        of = floor if self.times else 1.0
        too_much = self.most is not None and value > self.most * of
        return not too_much and not (self.least is not None and value < self.least * of)

    @property
    def in_drag(self) -> bool:
        """Whether it is of a lever that is being dragged."""
        return self.name in ("updates", "longest") or self.name.startswith("moving_")

    @property
    def told(self) -> str:
        """The goal in words."""
        sign, value = ("<=", self.most) if self.most is not None else (">=", self.least)
        return f"{sign} {value:g}" + (" x floor" if self.times else "")


GOALS = (
    Goal("key to first figure, ms", "figure", most=2, times=True),
    Goal("the same, slower processor", "figure", most=250, slower=True),
    Goal("updates a second in a drag", "updates", least=0.75, times=True),
    Goal("the same, slower processor", "updates", least=4, slower=True),
    Goal("key to rest, ms", "rest", most=250),
    Goal("sent a rerun in a drag, kB", "moving_kilobytes", most=40),
    Goal("the same, frames", "moving_frames", most=30),
    Goal("sent from key to rest, kB", "kilobytes"),
    Goal("the same, frames", "frames"),
    Goal("server a rerun in a drag, ms", "moving_server", most=25),
    Goal("server from key to rest, ms", "server", most=60),
    Goal("browser busy a press, ms", "browser", most=2, times=True),
    Goal("longest task in a drag, slower", "longest", most=200, slower=True),
)

# By whether the processor is the slower one, then by page; the floor is one of the pages.
Measured = dict[bool, dict[str, Latency]]


def report(measured: Measured) -> bool:
    """Print every page beside the floor, ratios below; True if all goals are met."""
    pages = list(measured[False])
    print(f"{'':32}" + "".join(f"{name:>12}" for name in pages) + "  goal")
    met = True
    for goal in GOALS:
        if goal.slower not in measured:
            continue
        values = {name: getattr(one, goal.name) for name, one in measured[goal.slower].items()}
        floor = values[FLOOR]
        cells = []
        for name, value in values.items():
            if name in STILL and goal.in_drag:
                cells.append("-")
                continue
            judged = name != FLOOR and (goal.most is not None or goal.least is not None)
            good = not judged or goal.is_met(value, floor)
            met = met and good
            ratio = f" x{value / max(floor, 1e-9):.1f}" if goal.times and name != FLOOR else ""
            cells.append(f"{value:.4g}{ratio}{' ' if good else '!'}")
        told = goal.told if goal.most is not None or goal.least is not None else ""
        print(f"{goal.title:32}" + "".join(f"{cell:>12}" for cell in cells) + f"  {told}")
    print("All goals are met." if met else "What misses its goal has an exclamation mark.")
    return met


def print_frames(name: str, frames: Frames) -> None:
    """Print what the runs of a page carried: frames and kilobytes a run, largest first."""
    for partial, title in ((True, "fragments alone"), (False, "the whole page")):
        count = sum(run.partial == partial for run in frames.runs)
        print(f"\n{name}, runs of {title}: {count}")
        for what, many, size in frames.by_content(partial=partial):
            print(f"  {what:48}{many:8.1f} frames{size:9.2f} kB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the pages and print the table; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presses", type=int, default=PRESSES, help="key presses to measure")
    parser.add_argument("--page", action="append", choices=list(LEVERS), help="by default all")
    parser.add_argument("--query", default="", help="parameters of a link, for another plan")
    parser.add_argument("--frames", action="store_true", help="say what every run carries")
    parser.add_argument("--quick", action="store_true", help="without the slower processor")
    options = parser.parse_args(arguments)
    see = print_frames if options.frames else lambda _name, _frames: None
    measured: Measured = {}
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        least = Path(shutil.copy(ROOT / "bench" / "floor_page.py", folder))
        shutil.copytree(ROOT / "static" / "fonts", Path(folder) / "static" / "fonts")
        with local_app(least) as floor, local_app(ROOT / "app.py") as ours:
            for slower in (False,) if options.quick else (False, True):
                rate, here = SLOWER if slower else 1, measured.setdefault(slower, {})
                here[FLOOR] = measure(browser, floor, FLOOR, slower=rate, presses=options.presses)
                for name in options.page or LEVERS:
                    print(f"{name}, processor {rate} times slower" if slower else name, flush=True)
                    here[name] = measure(
                        browser,
                        ours,
                        name,
                        slower=rate,
                        presses=options.presses,
                        query=options.query,
                        see=see,
                    )
    return 0 if report(measured) else 1


if __name__ == "__main__":
    sys.exit(main())
