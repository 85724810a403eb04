"""A page that fails under the reader's hand: a message, ways back, a report, and other pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, Scenario, to_query
from mutualmodel.inputs import fields
from tests.browser.home_page import (
    Settled,
    cost,
    drag,
    expect_query,
    headline,
    lever,
    open_home,
    point,
    query,
    visit,
)
from tests.browser.own_server import OwnServer, copy_product, started

pytestmark = [pytest.mark.faults, pytest.mark.long]

# Laid before the entry of a copy: where the fewest members share, the figures fail, and so does
# the button that pins a baseline.
FAULT = """
from mutualmodel.inputs import fields
from ui.frame import state
from ui.home import page as home

if not hasattr(home, "whole_result"):
    home.whole_result = home._result

    def _result(view, *given):
        if view.plan.members == fields()["members"].minimum:
            raise ZeroDivisionError("a secret of the machine")
        home.whole_result(view, *given)

    def _fail():
        raise ZeroDivisionError("another secret")

    home._result = _result
    state.pin = _fail

"""
FEW = Scenario(members=float(fields()["members"].minimum or 0))
MOST_ILL = float(fields()["incidence_multiplier"].maximum or 0)
CANNOT = "This cannot be shown."
NOT_DONE = "What you asked for could not be done."


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    folder = tmp_path_factory.mktemp("failing")
    script = copy_product(folder / "product")
    script.write_text(FAULT + script.read_text(encoding="utf-8"), encoding="utf-8")
    with started(OwnServer(Path(folder) / "log", script=script)) as server:
        yield server


def expect_report(page: Page, server: OwnServer, told: str, problem: str) -> None:
    """See that the page tells of a fault, and that its report stands in the server's log."""
    expect(page.get_by_text(told).first).to_be_visible()
    report = re.search(r"Report ([0-9A-F]{8})", page.get_by_test_id("stMain").inner_text())
    assert report is not None
    assert "secret" not in page.content()
    lines = server.log().splitlines()
    (at,) = [at for at, line in enumerate(lines) if f"report={report[1]}" in line]
    assert re.match(r"\d{4}-\d\d-\d\d [\d:.]+[+-]\d\d:\d\d ERROR   mutualaid: ", lines[at])
    below = lines[at + 1 :]
    trace = below[: next((n for n, line in enumerate(below) if line[:1] != " "), len(below))]
    assert trace[-1] == f"  ZeroDivisionError: {problem}"


def test_a_page_that_fails_while_a_lever_moves_says_so_and_is_led_back(
    page: Page, failing: OwnServer, settled: Settled
) -> None:
    open_home(page, failing.address, settled)
    members = lever(page, "Members")
    drag(page, members, [0.6, 0.3, 0.0], pause_ms=200)
    page.mouse.move(*point(members, -0.1))
    expect_report(page, failing, CANNOT, "a secret of the machine")
    page.mouse.up()
    # What was set is kept, in the address too.
    expect_query(page, to_query(Case(plan=FEW)), settled)
    expect(page.get_by_text(CANNOT).first).to_be_visible()
    # The next page works, with the same plan.
    visit(page, "membership", settled)
    expect(page.get_by_text(CANNOT)).to_have_count(0)
    assert query(page)["members"] == to_query(Case(plan=FEW))["members"]
    page.go_back()
    expect(page.get_by_text(CANNOT).first).to_be_visible()
    page.get_by_role("button", name="Take back the last change").first.click()
    expect(page.get_by_text(CANNOT)).to_have_count(0)
    lever(page, "Incidence").focus()
    page.keyboard.press("End")
    expect(headline(page)).to_have_text(cost(Scenario(incidence_multiplier=MOST_ILL)))


def test_a_press_that_fails_leaves_the_page(
    page: Page, failing: OwnServer, settled: Settled
) -> None:
    open_home(page, failing.address, settled, **to_query(Case(plan=Scenario(members=7e6))))
    page.get_by_role("button", name="Pin as baseline").click()
    expect_report(page, failing, NOT_DONE, "another secret")
    expect(headline(page)).to_have_text(cost(Scenario(members=7e6)))
    lever(page, "Incidence").focus()
    page.keyboard.press("End")
    changed = Scenario(members=7e6, incidence_multiplier=MOST_ILL)
    expect_query(page, to_query(Case(plan=changed)), settled)
    expect(headline(page)).to_have_text(cost(changed))
