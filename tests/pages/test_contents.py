"""What a page shows is had without drawing it, and the whole analysis is one workbook of it."""

import datetime as dt
import io
import re

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from mutualmodel import Case, Scenario, project
from mutualmodel.analysis import RESULTS, results
from mutualmodel.inputs import KeptCases
from tests.marks import marked, one_in
from tests.pages.app import charts, open_page, taken
from tests.pages.beside import refined
from tests.pages.shown import open_everything
from tests.pages.states import PLANS
from ui.frame.analysis_book import whole_analysis
from ui.frame.contents import WITH_CONTENTS, contents_of, tables_of
from ui.frame.imprint import imprint, origin
from ui.frame.refining import FULL_COURSES
from ui.frame.state import View
from ui.kit.charts import whole
from ui.kit.files import harmless, rows_of
from ui.kit.language import counting_in

DAY = dt.date(2026, 5, 4)
PINNED = Case(plan=Scenario(members=5e6, fee_rate=0.1))
KEPT = KeptCases().with_case("small", PINNED).with_case("=SUM(1)", Case())
STATES = {
    "alone": View(Case(), None),
    "beside a baseline": View(Case(plan=PLANS["a fund"]), PINNED),
    "dissolved at the start": View(Case(plan=PLANS["dissolved at the start"]), PINNED),
    "in other money": View(Case(plan=Scenario(currency="EUR")), PINNED),
    "with kept cases": View(Case(), PINNED, KEPT),
    "members react": View(Case(plan=PLANS["dissolves on the way"]), None),
}
# On several pages, and listed with the first.
SHARED = {"breaking"}
# What is in the figures of the page's own chart of the layers, year by year.
UNSURE = {"unsure_parts"}
# A chart there that has no quick answer to stand for it meanwhile.
WAITED_FOR = {"membership"}
# What the lab draws besides answers what is asked on the page.
DRAWN_WHOLE = [name for name in WITH_CONTENTS if name != "lab"]


@pytest.mark.parametrize(
    "state", [marked(one, telling=one == "beside a baseline") for one in STATES]
)
@pytest.mark.parametrize("name", one_in(3, DRAWN_WHOLE))
def test_what_a_page_shows_is_had_without_drawing_it(name: str, state: str) -> None:
    view = STATES[state]
    app = open_page(name, view.case, view.pinned)
    app = open_everything(refined(app) if name in WAITED_FOR else app)
    shown, tables = charts(app), taken(app)
    # As in a file of the view: no page's session says in which money.
    with counting_in(view.plan.currency):
        found = contents_of(name, view)
    assert set(found.charts) - SHARED == set(shown) - SHARED
    for key in set(found.charts) & set(shown):
        assert found.charts[key].alt == shown[key]["alt"], key
        assert found.charts[key].title == shown[key]["title"], key
    # A stress table stands open and is the chart's; the register is too long to be copied.
    assert set(found.tables) - {"figures"} <= set(tables)
    assert set(tables) - UNSURE <= {*found.tables, *found.charts, "stress_table", *SHARED}


def test_the_kept_cases_are_had_without_drawing_them() -> None:
    app = open_page("lab", Case(), PINNED)
    app.session_state["kept_cases"] = KEPT
    app = open_everything(refined(app.run()))
    found = contents_of("lab", View(Case(), PINNED, KEPT))
    shown, tables = charts(app), taken(app)
    assert set(found.charts) == {"compared_costs", "compared_sure"}
    for key, chart in found.charts.items():
        assert chart.alt == shown[key]["alt"], key
    assert set(found.tables) == {"compared_inputs", "compared_results"} <= set(tables)
    for key, table in found.tables.items():
        cells = [[harmless(one) for one in row] for row in rows_of(whole(table.table).raw)]
        assert tables[key] == cells, key


def test_alone_a_case_is_compared_with_nothing() -> None:
    found = contents_of("lab", View(Case(), None))
    assert not found.charts
    assert not found.tables


def book_of(view: View) -> Workbook:
    made = imprint(view.case, view.pinned, origin(view.case, view.pinned), DAY)
    return load_workbook(io.BytesIO(whole_analysis(view, made)))


@pytest.mark.parametrize(
    "state",
    [marked(one, telling=one == "dissolved at the start") for one in STATES],
)
def test_the_whole_analysis_is_one_workbook(state: str) -> None:
    view = STATES[state]
    book = book_of(view)
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row]
    assert "f" not in {one.data_type for one in cells}
    inputs = {row[1].value: row[2].value for row in book["Inputs"].iter_rows(min_row=2)}
    for name, value in view.case.values().items():
        assert inputs[name] == (pytest.approx(value) if isinstance(value, float) else value), name
    assert book.sheetnames[-1] == "Sources"
    assert book["Sources"].max_row > 20


@pytest.mark.long
def test_the_results_are_those_of_the_model() -> None:
    view = View(Case(plan=Scenario(members=5e6)), Case())
    book = book_of(view)
    heads = [one.value for one in book["Results"][1]]
    assert heads == ["result", "name", "value", "unit", "baseline", "difference"]
    # As many courses as the page counts at rest, so that a file and a page say the same.
    expected = results([view.case, Case()], list(RESULTS), paths=FULL_COURSES)
    for row in book["Results"].iter_rows(min_row=2, values_only=True):
        now, past = expected[row[1]]
        assert row[2] == (pytest.approx(now) if now == now else None)
        assert row[4] == (pytest.approx(past) if past == past else None)
    years = project(view.plan).years
    rows = book["years"].iter_rows(min_row=2, values_only=True)
    assert [row[1] for row in rows] == list(years["members"].round())
    listed = [row[0].value for row in book["About"].iter_rows(max_col=1)]
    assert set(book.sheetnames[3:-1]) <= set(listed)
    assert len(book.sheetnames) > 50


def test_every_table_has_a_title_and_one_name() -> None:
    pages = [tables_of(page, STATES["alone"]) for page in WITH_CONTENTS]
    tables = {key: table for page in pages for key, table in page.items()}
    assert len(tables) == sum(map(len, pages))
    for key, table in tables.items():
        assert re.search(r"\w", table.title), key
        assert len(whole(table.table).raw.columns) > 1
