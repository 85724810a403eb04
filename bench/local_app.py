"""Start a page on a port of its own and a Chromium to look at it, for benchmarks and pictures."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import BROWSER_FLAGS, SETTLED, find_browser

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
QUIET_MS = 250


@dataclass(frozen=True)
class LocalApp:
    """A running server: its address and the id of its process."""

    address: str
    process: int

    def cpu_seconds(self) -> float | None:
        """Processor time the server has used so far; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def local_app(script: Path) -> Iterator[LocalApp]:
    """Run a script of the project until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true"]
    command += ["--server.fileWatcherType", "none", "--server.runOnSave", "false"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://localhost:{port}"
        _wait_until_healthy(process, address)
        yield LocalApp(address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start within {START_SECONDS} seconds")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a Chromium without a window until the block ends."""
    with sync_playwright() as playwright:
        path = find_browser(playwright)
        if path is None:
            raise SystemExit("no Chromium found: install it, or name one in the variable CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


def settle(page: Page) -> None:
    """Wait until the script rests."""
    page.wait_for_function(SETTLED, arg=[str(time.monotonic_ns()), QUIET_MS], polling=50)
