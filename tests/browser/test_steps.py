"""Undo, redo and the browser's own Back and Forward, over edits and pages; replay and files."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import PRESETS, Case, from_query, to_query
from mutualmodel.inputs.case_file import from_file, to_file
from tests.browser.home_page import (
    Settled,
    at_rest,
    box,
    cost,
    drag,
    expect_query,
    headline,
    lever,
    of,
    open_home,
    preset,
    query,
    visit,
)

pytestmark = pytest.mark.usefixtures("silent_console")


@pytest.fixture
def home(page: Page, app_url: str, settled: Settled) -> Page:
    open_home(page, app_url, settled)
    return page


def type_into(page: Page, name: str, text: str, settled: Settled) -> None:
    box(page, name).fill(text)
    box(page, name).press("Enter")
    at_rest(page, settled)


# Three edits, each with what the address says after it.
STEPS = [
    ("Members", "3m", of(members=3e6)),
    ("Payout under 40", "200k", of(members=3e6, payout_under_40=2e5)),
    ("Incidence", "0.9", of(members=3e6, payout_under_40=2e5, incidence_multiplier=0.9)),
]


def edit(page: Page, settled: Settled) -> None:
    for name, text, meant in STEPS:
        type_into(page, name, text, settled)
        expect_query(page, to_query(meant), settled)


def test_back_and_forward_lead_through_three_edits_and_a_page(home: Page, settled: Settled) -> None:
    start = home.evaluate("history.length")
    edit(home, settled)
    visit(home, "fairness", settled)
    assert home.evaluate("history.length") == start + 4

    home.go_back()
    for _name, _text, meant in reversed(STEPS):
        expect(headline(home)).to_have_text(cost(meant.plan))
        expect_query(home, to_query(meant), settled)
        home.go_back()
    # One press an edit: the fifth stands where the reader began, and did not leave the site.
    expect(headline(home)).to_have_text(cost(Case().plan))
    at_rest(home, settled)
    assert query(home) == {}
    expect(home.get_by_test_id("stMain").get_by_role("button", name="Undo")).to_be_disabled()

    for _name, _text, meant in STEPS:
        home.go_forward()
        expect(headline(home)).to_have_text(cost(meant.plan))
        expect_query(home, to_query(meant), settled)
    home.go_forward()
    home.wait_for_url(re.compile("/fairness"))
    settled(home)
    assert query(home) == to_query(STEPS[-1][2])
    assert home.evaluate("history.length") == start + 4


@pytest.mark.long
def test_a_drag_is_one_step(home: Page, settled: Settled) -> None:
    start = home.evaluate("history.length")
    drag(home, lever(home, "Members"), [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], pause_ms=150)
    home.mouse.up()
    at_rest(home, settled)
    assert home.evaluate("history.length") == start + 1
    home.go_back()
    expect(headline(home)).to_have_text(cost(Case().plan))
    expect(lever(home, "Members")).to_have_attribute("aria-valuetext", "105.8035 million members")


@pytest.mark.long
def test_undo_by_button_and_by_key_and_after_it_back(home: Page, settled: Settled) -> None:
    edit(home, settled)
    home.get_by_role("button", name="Undo").click()
    expect_query(home, to_query(STEPS[1][2]), settled)
    home.locator("h1").click()
    home.keyboard.press("Control+z")
    expect_query(home, to_query(STEPS[0][2]), settled)
    home.keyboard.press("Control+Shift+z")
    expect_query(home, to_query(STEPS[1][2]), settled)
    home.get_by_role("button", name="Redo").click()
    expect_query(home, to_query(STEPS[2][2]), settled)
    expect(headline(home)).to_have_text(cost(STEPS[2][2].plan))
    home.go_back()
    expect_query(home, to_query(STEPS[1][2]), settled)


@pytest.mark.long
def test_the_undo_key_belongs_to_the_box_while_a_number_is_typed(
    home: Page, settled: Settled
) -> None:
    type_into(home, "Members", "3m", settled)
    box(home, "Members").fill("4m")
    box(home, "Members").press("Control+z")
    home.wait_for_timeout(500)
    at_rest(home, settled)
    assert query(home) == to_query(of(members=3e6))


@pytest.mark.long
def test_a_preset_is_undone_like_anything_else(home: Page, settled: Settled) -> None:
    type_into(home, "Members", "3m", settled)
    preset(home, "Small plan").click()
    expect_query(home, to_query(Case(plan=PRESETS["small_100k"].scenario)), settled)
    home.get_by_role("button", name="Undo").click()
    expect_query(home, to_query(of(members=3e6)), settled)
    expect(headline(home)).to_have_text(cost(of(members=3e6).plan))


@pytest.mark.long
def test_one_input_goes_back_to_its_default(home: Page, settled: Settled) -> None:
    edit(home, settled)
    home.get_by_role("button", name=re.compile("^Members: back to the default")).click()
    expect_query(home, to_query(of(payout_under_40=2e5, incidence_multiplier=0.9)), settled)


@pytest.mark.long
def test_a_room_sees_the_last_change_again(home: Page, settled: Settled) -> None:
    type_into(home, "Incidence", "0.9", settled)
    home.get_by_role("button", name="Replay").click()
    expect(headline(home)).to_have_text(cost(Case().plan))
    expect(home.get_by_text("Before the last change (Incidence).")).to_be_visible()
    expect(headline(home)).to_have_text(cost(of(incidence_multiplier=0.9).plan))
    expect(home.get_by_text("Before the last change (Incidence).")).to_have_count(0)
    expect_query(home, to_query(of(incidence_multiplier=0.9)), settled)


@pytest.mark.long
def test_a_case_goes_into_a_file_and_comes_out_of_it(
    home: Page, settled: Settled, tmp_path: Path
) -> None:
    home.get_by_role("button", name="Pin as baseline").click()
    type_into(home, "Members", "3m", settled)
    home.get_by_role("button", name="File").click()
    with home.expect_download() as download:
        home.get_by_role("button", name="Save this case").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert from_file(saved).case == of(members=3e6)
    assert from_file(saved).baseline == Case()

    held = json.loads(to_file(of(members=5e6).with_changes({"person.age": 45})))
    held["case"]["plan"]["fee_rate"] = 9
    path = tmp_path / "case.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    home.locator("input[type=file]").set_input_files(path)
    expect(headline(home)).to_have_text(cost(of(members=5e6).plan))
    expect(home.get_by_text(re.compile("Management fee: 900 % of payouts is"))).to_be_visible()
    at_rest(home, settled)
    assert from_query(query(home)).case == of(members=5e6).with_changes({"person.age": 45})
