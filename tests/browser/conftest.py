"""Fixtures for tests in a real browser: the server, the page and what they share."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ARTIFACTS = ROOT / "test-artifacts"

# CI machines are slow and shared; a person waiting at a desk wants to hear sooner.
TIMEOUT_MS = 60_000 if os.environ.get("CI") else 20_000
START_SECONDS = 60
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# Opened at a page other than the first, Streamlit looks for its server below that page
# before it looks at the root, and each miss is an error on the console.
STREAMLIT_PROBES = ("/_stcore/health", "/_stcore/host-config")

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this machine has an address: the dashboard has to work offline.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# After a click Streamlit says "notRunning" for a moment before the run begins,
# so the state has to hold for a while before it counts.
QUIET_MS = 200
SETTLED = """([token, quiet]) => {
    const app = document.querySelector('[data-testid="stApp"]');
    // Streamlit fetches the code of a kind of element, and we that of a component, at first use.
    const awaited = '[data-testid="stSkeleton"], .to-come[style]';
    const hosts = document.querySelectorAll('[data-testid="stBidiComponentIsolated"]');
    const places = [document, ...[...hosts].map((host) => host.shadowRoot)];
    const drawn = !places.some((place) => place?.querySelector(awaited));
    const idle =
        drawn && app && app.getAttribute("data-test-script-state") === "notRunning";
    const now = performance.now();
    if (!idle || window.__idle?.token !== token) {
        window.__idle = {token, since: idle ? now : Infinity};
        return false;
    }
    if (window.__idle.since === Infinity) window.__idle.since = now;
    return now - window.__idle.since >= quiet;
}"""
NONE_LATE = "() => !document.querySelector('[data-late]')"
WANT_ALL = """() => {
    const late = document.querySelector("[data-late]") !== null;
    if (late) window.dispatchEvent(new Event("parts-wanted"));
    return late;
}"""

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OUTCOME = pytest.StashKey[pytest.TestReport]()

Serve = Callable[..., str]
NewPage = Callable[..., Page]


class Violation(NamedTuple):
    """One accessibility rule that a page breaks, and where."""

    rule: str
    impact: str
    text: str
    targets: tuple[str, ...]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, and run it last: it is slow and needs the rest to work."""
    here = [item for item in items if item.path.is_relative_to(HERE)]
    for item in here:
        item.add_marker(pytest.mark.browser)
    # Playwright keeps an event loop in the main thread for as long as it is open,
    # and other tests may want one of their own.
    items[:] = [item for item in items if item not in here] + here


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the outcome where the page fixture finds it."""
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report
    return report


def find_browser(playwright: Playwright) -> str | None:
    """Path of a Chromium: the one named in $CHROMIUM, the system's or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    installed = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    candidates = [
        "/usr/bin/chromium",
        installed,
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        playwright.chromium.executable_path,
    ]
    return next((path for path in candidates if path and Path(path).is_file()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        path = find_browser(playwright)
        if path is None:
            reason = "no Chromium found: install chromium, or name one in the variable CHROMIUM"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            # Or it keeps crash reports and caches in the home folder of whoever runs the tests.
            home: dict[str, str | float | bool] = {
                **os.environ,
                "XDG_CONFIG_HOME": folder,
                "XDG_CACHE_HOME": folder,
            }
            chromium = playwright.chromium.launch(
                executable_path=path, args=BROWSER_FLAGS, env=home
            )
            yield chromium
            chromium.close()


@pytest.fixture
def foreign_requests() -> list[str]:
    """Addresses outside this machine that the pages of a test asked for."""
    return []


@pytest.fixture
def console_errors() -> list[str]:
    """Errors that the pages of a test wrote to the console or did not catch."""
    return []


@pytest.fixture
def silent_console(console_errors: list[str]) -> Iterator[None]:
    """Let no page of a test write an error to the console or leave one uncaught."""
    yield
    assert console_errors == []


@pytest.fixture
def new_page(
    browser: Browser,
    foreign_requests: list[str],
    console_errors: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[NewPage]:
    """Open a page in a fresh profile: ``new_page(locale="zh-CN", color_scheme="dark")``.

    Takes what Playwright's ``new_context`` takes. At the end of the test every page is
    photographed if the test failed, and no page may have asked for a foreign address.
    """
    contexts: list[BrowserContext] = []

    def note_request(url: str) -> None:
        if (urlsplit(url).hostname or "localhost") not in LOCAL_HOSTS:
            foreign_requests.append(url)

    def note_console(line: ConsoleMessage) -> None:
        probe = urlsplit(line.location["url"]).path.endswith(STREAMLIT_PROBES)
        if line.type == "error" and not probe:
            console_errors.append(line.text)

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.on("request", lambda sent: note_request(sent.url))
        page.on("websocket", lambda socket: note_request(socket.url))
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        page.on("console", note_console)
        return page

    yield open_page

    outcome = request.node.stash.get(OUTCOME, None)
    if outcome is not None and outcome.failed:
        _photograph(contexts, request.node.nodeid)
    for context in contexts:
        context.close()
    assert not foreign_requests, f"the dashboard asked for {foreign_requests}"


def _photograph(contexts: list[BrowserContext], test_name: str) -> None:
    """Save what every open page shows into ``test-artifacts/``."""
    name = "".join(letter if letter.isalnum() else "-" for letter in test_name.split("/")[-1])
    ARTIFACTS.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Give one page of 1440 x 900 in a fresh profile."""
    return new_page()


@pytest.fixture(scope="session")
def serve(browser: Browser) -> Iterator[Serve]:
    """Start a script: ``serve("dashboard.py", "--client.showErrorDetails=none") -> address``.

    Further arguments go to ``streamlit run``; those after ``"--"`` go to the script.
    ``health`` is the path below which the server answers. Every server runs until the end of the
    whole run. Asks for the browser so that nothing is started where there is none.
    """
    running: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory() as folder:

        def start(script: str | Path, *args: str, health: str = "") -> str:
            log = Path(folder) / f"server-{len(running)}.log"
            port = _free_port()
            running.append(_launch(ROOT / script, port, args, log))
            address = f"http://localhost:{port}"
            _wait_until_healthy(running[-1], f"{address}{health}", log)
            return address

        yield start
        for process in running:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _launch(script: Path, port: int, args: tuple[str, ...], log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.address", "localhost"]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    # A file saved while the tests run must not change what is tested.
    command += ["--server.fileWatcherType", "none", "--server.runOnSave", "false", *args]
    with log.open("wb") as output:
        return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    # Not through a proxy, should the environment name one.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    _stop(process)
    pytest.fail(f"Streamlit did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def app_url(serve: Serve) -> str:
    """Address of the dashboard, started once for the whole run."""
    return serve("app.py")


@pytest.fixture(scope="session")
def settled() -> Callable[[Page], None]:
    """Wait until the script has finished: ``settled(page)``."""

    def wait(page: Page) -> None:
        script_rests(page)
        # A test sees all of a page, and need not wait until parts out of sight follow.
        if page.evaluate(WANT_ALL):
            page.wait_for_function(NONE_LATE)
            script_rests(page)

    return wait


def script_rests(page: Page) -> None:
    """Wait until the script has finished; parts of the page that are out of sight may be late."""
    page.wait_for_function(SETTLED, arg=[str(time.monotonic_ns()), QUIET_MS], polling=50)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[Violation]]:
    """Check a page or a part of it: ``axe(page)``, ``axe(page, "main")``."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def check(page: Page, selector: str | None = None) -> list[Violation]:
        page.evaluate(script)
        found = page.evaluate(
            "([where, tags]) => axe.run(where ?? document, {runOnly: tags})",
            [selector, AXE_TAGS],
        )
        return [
            Violation(
                rule=entry["id"],
                impact=entry["impact"],
                text=entry["help"],
                targets=tuple(str(node["target"]) for node in entry["nodes"]),
            )
            for entry in found["violations"]
        ]

    return check
