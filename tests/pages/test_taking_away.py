"""What is taken away of a table: raw numbers with units, of the plan that the page shows."""

import re
from collections.abc import Iterator

import pytest

from mutualmodel import Case, Scenario, project
from tests.marks import marked, one_in
from tests.pages.app import case, move, open_home, open_page, shown_tables, taken
from tests.pages.shown import open_everything
from tests.pages.states import PLANS
from ui.frame.imprint import slug
from ui.frame.menu import PAGES
from ui.kit.taking import file_name

Cells = list[list[str | float | None]]

# A number in the clothes of a text: signs, separators, a unit behind it.
DRESSED = re.compile(
    r"[+−-]?(?:× )?\d[\d,.]*(?: ?%| (?:bn|million)\b[^.;]{,30}| yuan\b[^.;]{,20})?"
)
# A year, month or day as it was published; the years of several costs; the number of a plan.
NOT_NUMBERS = re.compile(r"\d{4}(?:-\d\d){0,2}")
NAMES = {"plan", "in the years"}
# Published for several years in one statement, in words such as "about".
AS_PUBLISHED = {"a member paid, yuan a year", "as published"}
UNIT = re.compile(
    r"yuan|%|×|fraction|[Mm]embers\b|claims\b|claimants\b|people\b|cover\b"
    r"|months?\b|years?\b|ages?\b|settlement\b|sum of 1,000"
)
UNITLESS = {"price elasticity", "spread of risk"}
PINNED = Case(plan=Scenario(members=5e6, fee_rate=0.1))
STATES = {
    "preset": (Case(), None),
    "beside a baseline": (Case(), PINNED),
    "dissolved": (Case(plan=PLANS["dissolves on the way"]), None),
    "a fund": (Case(plan=PLANS["a fund"]), Case(plan=PLANS["nothing is paid"])),
}


def dressed(cells: Cells) -> Iterator[str]:
    """Give the numbers of a table that are kept as text."""
    heads, *rows = cells
    for place, head in enumerate(heads):
        for row in rows:
            value = row[place]
            if not isinstance(value, str) or NOT_NUMBERS.fullmatch(value):
                continue
            if DRESSED.fullmatch(value) and head not in NAMES | AS_PUBLISHED:
                yield f"{head}: {value}"


def without_unit(cells: Cells) -> Iterator[str]:
    """Give the columns of numbers whose unit neither their title nor a column says."""
    heads, *rows = cells
    by_row = any("unit" in str(head) for head in heads)
    for place, head in enumerate(map(str, heads)):
        numeric = any(isinstance(row[place], int | float) for row in rows)
        if numeric and not by_row and head not in UNITLESS and not UNIT.search(head):
            yield head


# A baseline doubles the columns, a plan that dissolves has what never comes to be.
@pytest.mark.parametrize(
    "state", [marked(one, telling=one == "beside a baseline") for one in STATES]
)
@pytest.mark.parametrize("name", one_in(3, PAGES))
def test_no_number_is_taken_away_as_text_or_without_its_unit(name: str, state: str) -> None:
    app = open_everything(open_page(name, *STATES[state]))
    found = taken(app)
    assert len(found) >= len(shown_tables(app))
    assert len(app.get("download_button")) >= 2 * len(found)
    for key, cells in found.items():
        assert all(len(row) == len(cells[0]) for row in cells)
        assert list(dressed(cells)) == [], key
        assert list(without_unit(cells)) == [], key


@pytest.mark.parametrize(
    "text", ["16,528", "−4.4 %", "1.13 bn yuan", "76.5 million members", "91.07", "× 32.7"]
)
def test_a_number_in_clothes_is_seen(text: str) -> None:
    assert list(dressed([["what"], [text]]))


@pytest.mark.parametrize("text", ["2021-12-28", "2016", "0–17", "40 and over", "never", "✓"])
def test_words_are_no_numbers_in_clothes(text: str) -> None:
    assert not list(dressed([["what"], [text]]))


def test_what_is_taken_away_while_a_lever_moves_and_once_it_rests_is_of_the_present_case() -> None:
    app = move(open_home(), "plan.members", 4e6, resting=False)
    moving = app.session_state["imprint"]
    assert not moving.settled
    assert taken(app)["years"] == []
    assert file_name("years", moving) == "years"
    app = move(app, "plan.members", 5e6)
    resting = app.session_state["imprint"]
    assert resting.settled
    assert "Members: 5 million" in resting.origin.levers
    assert resting.origin.changes == ("Members: 5 million",)
    made = {one.name: one.value for one in resting.imprint().settings}
    assert made == case(app).values()
    assert file_name("years", resting) == f"years_{slug(case(app), None)}"
    assert taken(app)["years"][1][1] == pytest.approx(
        project(Scenario(members=5e6)).years["members"].iloc[0], rel=1e-6
    )


def test_a_table_of_the_record_says_so_and_has_no_inputs_of_the_plan() -> None:
    app = open_page("history", Case(plan=Scenario(members=5e6)))
    held = app.session_state["imprint"]
    assert file_name("fit", held, "the record") == "fit_record"
    of_record = held.imprint().of("the record")
    assert (of_record.origin.plan, of_record.origin.changes) == ("the record", ())
    assert of_record.settings == ()
    assert of_record.origin.link == held.origin.link


def test_the_levers_of_the_page_are_told_and_not_those_of_another() -> None:
    app = open_page("risk", Case())
    assert any("Members" in lever for lever in app.session_state["imprint"].origin.levers)
    app = app.switch_page(PAGES["limits"][0]).run()
    assert app.session_state["imprint"].origin.levers == ()
