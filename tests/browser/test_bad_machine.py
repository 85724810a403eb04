"""A machine that lets the dashboard write nothing, or starts it from elsewhere or twice."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, Scenario, to_query
from mutualmodel.inputs import fields
from tests.browser.home_page import Settled, cost, expect_query, headline, lever
from tests.browser.own_server import OwnServer, copy_product, held_to_modes, started

pytestmark = [pytest.mark.faults, pytest.mark.long]

FEW = Scenario(members=float(fields()["members"].minimum or 0))
DRAWN = ".js-plotly-plot"


def expect_it_to_work(page: Page, address: str, settled: Settled) -> None:
    """Open the home page and move a lever: charts are drawn, and all of it follows."""
    page.goto(address)
    expect(page.locator(DRAWN).first).to_be_visible()
    settled(page)
    lever(page, "Members").focus()
    page.keyboard.press("Home")
    expect_query(page, to_query(Case(plan=FEW)), settled)
    expect(headline(page)).to_have_text(cost(FEW))
    expect(page.get_by_text("This cannot be shown.")).to_have_count(0)


def take_workbook(page: Page) -> bytes:
    """Take the first table as a workbook."""
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Excel")).first.click()
    return Path(download.value.path()).read_bytes()


def home_of(place: Path) -> Mapping[str, str]:
    """Give an environment whose home and folder of temporary files are this one."""
    away = {"HOME": str(place), "TMPDIR": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **away}


@pytest.mark.usefixtures("silent_console")
def test_it_works_where_neither_checkout_nor_home_can_be_written(
    page: Page, settled: Settled, tmp_path: Path
) -> None:
    script = copy_product(tmp_path / "product", writable=False)
    away = home_of(script.parent)
    server = OwnServer(tmp_path / "log", script=script, before=held_to_modes(), env=away)
    with started(server):
        expect_it_to_work(page, server.address, settled)
        assert take_workbook(page).startswith(b"PK")
    # Charts are drawn in another way, and code goes with each message, which is said once of each.
    assert not list(script.parent.glob("static/**/*.js"))
    told = [one for one in server.log().splitlines() if "mutualaid" in one]
    head = r"\d{4}-\d\d-\d\d [\d:.]+[+-]\d\d:\d\d WARNING mutualaid: "
    found = [re.match(rf"{head}(Charts are drawn|The code of \w+ is sent)", one) for one in told]
    of = [one[1] for one in found if one]
    assert len(of) == len(told) == len(set(of))
    assert "Charts are drawn" in of


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process so")
@pytest.mark.usefixtures("silent_console")
def test_it_works_on_when_the_disk_is_full(page: Page, settled: Settled, tmp_path: Path) -> None:
    from resource import RLIMIT_FSIZE, prlimit

    script = copy_product(tmp_path / "product")
    with started(OwnServer(tmp_path / "log", script=script)) as server:
        # From now on no file can be written, its log neither.
        prlimit(server.process, RLIMIT_FSIZE, (0, 0))
        expect_it_to_work(page, server.address, settled)
        assert take_workbook(page).startswith(b"PK")
    written = [one for one in (script.parent / "static").rglob("*") if one.is_file()]
    assert {one.parent.name for one in written} == {"fonts"}


@pytest.mark.usefixtures("silent_console")
def test_it_is_the_same_when_it_is_started_from_another_folder(
    page: Page, settled: Settled, tmp_path: Path
) -> None:
    with started(OwnServer(tmp_path / "log", cwd=tmp_path)) as server:
        expect_it_to_work(page, server.address, settled)
        # So says .streamlit/config.toml beside the script.
        assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") > 0
        app = page.get_by_test_id("stApp")
        assert "Inter" in str(app.evaluate("app => getComputedStyle(app).fontFamily"))
        assert app.evaluate("app => getComputedStyle(app).backgroundColor") == "rgb(251, 250, 247)"
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with started(OwnServer(tmp_path / "log")) as server:
        done = subprocess.run(
            server.command, cwd=server.folder, capture_output=True, text=True, check=False
        )
    assert done.returncode != 0
    told = (done.stdout + done.stderr).strip()
    assert f"Port {server.port} is not available" in told
    assert len(told.splitlines()) == 1


def test_a_home_that_is_missing_asks_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path / "nowhere")}
    with started(OwnServer(tmp_path / "log", env=environment)) as server:
        assert "mail" not in server.log()
    assert not (tmp_path / "nowhere").exists()
