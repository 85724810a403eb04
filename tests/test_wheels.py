"""The dashboard starts where there is no make, and where there is no network."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BATCH = (ROOT / "run.bat").read_bytes()
SAYS_NOTHING_IS_THERE = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
# The first page, drawn by what has been installed.
DRAWN = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("dashboard.py", default_timeout=120).run()
assert not app.exception, app.exception
print("drawn:", app.title[0].value)
"""


# There is no Windows here: its steps are read beside those of make, not run.


def test_the_start_on_windows_has_the_steps_of_make() -> None:
    batch = BATCH.decode("ascii")
    (installs,) = re.findall(
        r"install --quiet (.*)-r requirements\.lock\n",
        MAKEFILE.split("dev.stamp:")[0].split("run.stamp:")[-1],
    )
    assert installs.replace("$(FROM)", "%FROM%") in batch
    for step in (
        "-m venv --clear",
        "sys.version_info < (3, 11)",
        "-m streamlit run app.py",
        "--no-index --find-links",
        "--disable-pip-version-check",
        "rmdir /s /q .venv",
    ):
        assert step in batch, step
    order = ["-m venv --clear", ":install", "--require-hashes", ":start", "streamlit run"]
    assert sorted(order, key=batch.index) == order


def test_a_batch_file_has_the_line_ends_and_labels_that_windows_needs() -> None:
    assert BATCH.count(b"\n") == BATCH.count(b"\r\n")
    batch = BATCH.decode("ascii")
    wanted = set(re.findall(r"goto (\w+)", batch))
    assert wanted == set(re.findall(r"^:(\w+)\r$", batch, re.MULTILINE))
    assert wanted


def _run(*command: str, env: Mapping[str, str] = os.environ) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode and any(sign in said for sign in SAYS_NOTHING_IS_THERE):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, said[-3000:]
    return said


def _without_network() -> list[str]:
    """Give the command that takes the network away, where this machine lets us."""
    command = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    return (
        []
        if subprocess.run([*command, "true"], check=False, capture_output=True).returncode
        else command
    )


@pytest.mark.long
@pytest.mark.xdist_group("package")
@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_it_installs_and_draws_from_the_wheels_without_a_network(tmp_path: Path) -> None:
    wheels, made, fresh = tmp_path / "wheels", tmp_path / "made", tmp_path / "fresh"
    python = f"PYTHON={sys.executable}"
    _run("make", "wheels", python, f"VENV={made}", f"DEST={wheels}")
    assert list(wheels.glob("streamlit-*.whl"))
    # Nothing of this machine's own may help: no index, no cache, no settings, a proxy that is none.
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0"}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    env = {**bare, **nowhere, **proxies}
    cut = _without_network()
    _run(*cut, "make", f"{fresh}/run.stamp", python, f"VENV={fresh}", f"WHEELS={wheels}", env=env)
    told = _run(*cut, str(fresh / "bin" / "python"), "-c", DRAWN, env=env)
    assert re.search(r"^drawn: \w", told, re.MULTILINE)
