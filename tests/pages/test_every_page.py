"""What holds of every page: it opens whatever the plan, and its charts can be drawn and read."""

import re
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from mutualmodel.inputs import GROUPS
from tests.marks import one_in
from tests.pages.app import charts, open_page, query, shown_tables
from tests.pages.states import PLANS
from ui.frame.menu import PAGES

ROOT = Path(__file__).resolve().parents[2]
# What a number is of, somewhere in the title of its column.
UNIT = re.compile(
    r"yuan|%|×|fraction|[Mm]embers\b|claims\b|claimants\b|people\b|cover\b"
    r"|months?\b|years?\b|ages?\b|settlement\b|sum of 1,000"
    r"|input’s unit"
)
# Else the test of tables could pass for want of any; a new page need not have one.
WITH_TABLES = {*PAGES} - {"sources", "limits", "glossary"}
# Numbers that have no unit.
UNITLESS = {"price elasticity", "spread of risk"}
OTHERS = [name for name in PAGES if name != "home"]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_exists_and_its_title_is_a_heading(name: str) -> None:
    assert (ROOT / PAGES[name][0]).exists()
    app = open_page(name, Case())
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("name", one_in(2, PAGES, first=1))
def test_the_page_opens_beside_a_baseline(name: str) -> None:
    plan = Scenario(incidence_multiplier=0.9, members=3e6, price_elasticity=1.0, lapse_rate=0.2)
    for baseline in (Scenario(), PLANS["dissolved at the start"], Scenario(years=1)):
        app = open_page(name, Case(plan=plan), Case(plan=baseline))
        assert not app.exception
        assert query(app)["base"] == "1"


@pytest.mark.parametrize("plan", [Scenario(), PLANS["events and bad years"]], ids=["plain", "bad"])
@pytest.mark.parametrize("name", one_in(3, PAGES))
def test_every_chart_can_be_drawn_and_is_told_in_words(name: str, plan: Scenario) -> None:
    for payload in charts(
        open_page(name, Case(plan=plan), Case(plan=Scenario(members=5e6)))
    ).values():
        go.Figure(payload["figure"])  # refuses what Plotly would not draw
        assert len(payload["alt"]) > 30
        assert payload["title"]


@pytest.mark.parametrize("name", OTHERS)
def test_every_input_is_beside_the_page_or_the_page_shows_none(name: str) -> None:
    app = open_page(name, Case())
    groups = [expander.label for expander in app.sidebar.expander]
    assert groups in ([], list(GROUPS.values()))


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Give every table of a page, all that unfolds being open."""
    for box in app.main.expander:
        app.session_state[box.proto.id.rpartition("-")[2]] = True
    app.run()
    assert not app.exception
    assert all(box.children for box in app.main.expander)
    return shown_tables(app)


@pytest.mark.parametrize("pinned", [None, Case(plan=Scenario(members=5e6))], ids=["alone", "both"])
@pytest.mark.parametrize("name", one_in(3, PAGES, first=2))
def test_every_column_of_every_table_has_a_title_and_its_numbers_a_unit(
    name: str, pinned: Case | None
) -> None:
    found = tables(open_page(name, Case(), pinned))
    assert found or name not in WITH_TABLES
    for table in found:
        titles = {str(title) for title in table}
        assert not {title for title in titles if "_" in title or not title.strip()}
        numeric = {str(title) for title in table.select_dtypes("number")}
        assert not {one for one in numeric - UNITLESS if not UNIT.search(one)}
        # A day is written as one, not with the hour at which it begins.
        assert not list(table.select_dtypes("datetime"))
