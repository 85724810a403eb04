"""Taking charts and tables away in a browser: pictures, files and copies, by keyboard too."""

import io
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from mutualmodel import Case, Scenario, project
from tests.browser.conftest import NewPage
from tests.browser.home_page import Settled, open_home
from ui.frame.imprint import slug
from ui.kit.palette import DARK, LIGHT

TITLE = "What will a member pay at each settlement?"
CHANGED = Case(plan=Scenario(members=5e6))
SIZES = {"wide": (2400, 1350), "square": (2160, 2160)}


def size_of(png: bytes) -> tuple[int, int]:
    """Give the width and height of a PNG, which stand behind its signature."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


@pytest.fixture
def dark(new_page: NewPage, app_url: str, settled: Settled) -> Page:
    """Open the home page in the dark theme, with a plan that is changed, by finger."""
    page = new_page(color_scheme="dark", has_touch=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_home(page, app_url, settled, v="5", members="5000000")
    return page


def picture(page: Page, choice: str) -> tuple[str, bytes]:
    """Take a picture of the first chart by finger; give the file's name and content."""
    page.get_by_role("button", name=f"Picture of: {TITLE}").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name=choice, exact=True).tap()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_chart_is_taken_as_a_picture_that_stands_by_itself(dark: Page) -> None:
    for shape, size in SIZES.items():
        name, png = picture(dark, f"PNG, {shape}")
        assert name == f"share-path_{slug(CHANGED, None)}_{shape}.png"
        assert size_of(png) == size
    name, svg = picture(dark, "SVG, wide")
    assert name.endswith("_wide.svg")
    drawn = ET.fromstring(svg)
    said = " ".join("".join(text.itertext()) for text in drawn.iter() if text.tag.endswith("text"))
    for words in (TITLE, "Plan: Peak 2020, changed", "Members: 5 million", "version"):
        assert words in said
    link = next(one.get("href") for one in drawn.iter() if one.tag.endswith("}a"))
    assert link is not None
    assert "members=5000000" in link
    text = svg.decode()
    assert "font/woff2;base64," in text
    assert LIGHT.surface in text
    assert not [ink for ink in (DARK.surface, DARK.text, DARK.accent) if ink in text]


CLIPBOARD = """async (type) => {
    const [item] = await navigator.clipboard.read();
    const blob = await item.getType(type);
    return type.startsWith("image") ? [...new Uint8Array(await blob.slice(0, 24).arrayBuffer())]
        : blob.text();
}"""


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.long
def test_a_picture_and_a_table_are_copied_by_keyboard(dark: Page) -> None:
    dark.get_by_role("button", name=f"Picture of: {TITLE}").focus()
    press(dark, "Enter", "ArrowUp", "ArrowUp", "Enter")
    expect(dark.get_by_text("Picture copied")).to_be_visible()
    assert size_of(bytes(dark.evaluate(CLIPBOARD, "image/png"))) == SIZES["wide"]

    dark.get_by_role("button", name="Copy Year by year", exact=True).focus()
    press(dark, "Enter")
    expect(dark.get_by_text("Copied", exact=True)).to_be_visible()
    rows = [line.split("\t") for line in dark.evaluate(CLIPBOARD, "text/plain").splitlines()]
    years = project(CHANGED.plan).years
    assert [float(row[1]) for row in rows[1:]] == list(years["members"].round())
    assert rows[0][7] == "a member pays, yuan"
    assert "<th>a member pays, yuan</th>" in dark.evaluate(CLIPBOARD, "text/html")

    dark.get_by_role("button", name=f"Picture of: {TITLE}").focus()
    press(dark, "Enter", "Escape")
    expect(dark.get_by_role("button", name=f"Picture of: {TITLE}")).to_be_focused()
    expect(dark.get_by_role("button", name="PNG, wide")).to_be_hidden()


@pytest.mark.long
def test_a_table_is_taken_as_a_workbook_of_the_plan(dark: Page) -> None:
    with dark.expect_download() as download:
        dark.get_by_role("button", name="Excel").tap()
    assert download.value.suggested_filename == f"years_{slug(CHANGED, None)}.xlsx"
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    table, about = book.worksheets
    members = [row[1].value for row in table.iter_rows(min_row=2)]
    assert members == list(project(CHANGED.plan).years["members"].round())
    told = {row[0].value: row[1].value for row in about.iter_rows(max_row=8)}
    assert told["Changed"] == "Members: 5 million"
    assert "members=5000000" in str(told["Link"])
