"""A dashboard on a server of its own, which a test may start anywhere, kill and start again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ROOT, _free_port, _stop, _wait_until_healthy

# What the dashboard runs from, and nothing that only its makers need.
PRODUCT = ("app.py", "dashboard.py", "pages", "ui", "mutualmodel", "data", "static", ".streamlit")


class OwnServer:
    """A dashboard that can be stopped, killed and started again on the same port.

    ``script`` is the dashboard's entry; ``options`` are of ``streamlit run``; ``before`` begins
    the command; ``process`` is how it runs, as ``subprocess.Popen`` takes it.
    """

    def __init__(
        self,
        log: Path,
        *options: str,
        script: Path = ROOT / "app.py",
        before: Sequence[str] = (),
        **process: Any,
    ) -> None:
        self.port = _free_port()
        self.address = f"http://localhost:{self.port}"
        self._log = log
        self.command = [*before, sys.executable, "-m", "streamlit", "run", str(script)]
        self.command += ["--server.port", str(self.port), "--server.headless", "true"]
        self.command += ["--server.fileWatcherType", "none", "--server.runOnSave", "false"]
        self.command += options
        self.folder = Path(process.pop("cwd", script.parent))
        self._how = process
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                **self._how,
            )
        _wait_until_healthy(self._process, self.address, self._log)

    def stop(self) -> None:
        if self._process is not None:
            _stop(self._process)

    def kill(self) -> None:
        """End it as a machine does that runs out of memory: nothing is put away."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def process(self) -> int:
        """The id of its process."""
        assert self._process is not None
        return self._process.pid

    def log(self) -> str:
        """Give all that it has written since it was first started."""
        return self._log.read_text(encoding="utf-8")


@contextmanager
def started(server: OwnServer) -> Iterator[OwnServer]:
    """Start a server, and stop it when the block ends."""
    try:
        server.start()
        yield server
    finally:
        server.stop()


def copy_product(place: Path, *, writable: bool = True) -> Path:
    """Lay the product into a new folder, as a fresh checkout has it; return its entry."""
    place.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "secrets.*")

    def made(folder: str, names: list[str]) -> set[str]:
        # What a server of this checkout has written for browsers to fetch.
        written = {"components", "plotly"} if Path(folder) == ROOT / "static" else set()
        return ignored(folder, names) | written

    for name in PRODUCT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=made)
        else:
            shutil.copy(ROOT / name, place / name)
    if not writable:
        for path in [place, *place.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
    return place / "app.py"


def held_to_modes() -> tuple[str, ...]:
    """Give what a command begins with so that it writes only where files and folders allow it.

    Root may write everywhere, so one that root runs gives up this right first.
    """
    if os.name != "posix":
        pytest.skip("what a folder allows is another matter than its mode here")
    if os.geteuid() != 0:
        return ()
    rights = "-dac_override,-dac_read_search,-fowner"
    prefix = ("setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}")
    try:
        subprocess.run([*prefix, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root cannot give up its rights here: setpriv is missing")
    return prefix
