"""Files that take seconds: made beside the page when asked for, stopped by a press, offered."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from tests.pages.app import open_home, set_case
from tests.pages.beside import forget, refined
from ui.frame import analysis_book, background
from ui.frame.analysis_book import whole_analysis
from ui.frame.contents import tables_of
from ui.frame.imprint import imprint, origin
from ui.frame.state import View
from ui.kit.files import book_of, input_rows
from ui.kit.language import speaking
from ui.report import build

FILES = {"save_analysis": "The workbook is being made.", "report": "The report is being made."}
SMALL = Case(plan=Scenario(years=1))


def open_files() -> AppTest:
    app = open_home()
    app.session_state["files"] = True
    app.session_state["report_pages"] = ["home"]
    return set_case(app, SMALL)


def keys(app: AppTest) -> set[str | None]:
    return {one.key for one in app.button}


def offered(app: AppTest) -> set[str]:
    """Give what can be saved at once."""
    ids = [one.proto.id for one in app.get("download_button")]
    return {name for name in FILES if any(one.endswith(f"-{name}") for one in ids)}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_made_when_asked_for_and_says_how_far_it_is(name: str) -> None:
    app = open_files()
    assert offered(app) == set()
    app.button(key=f"{name}_make").click().run()
    assert not app.exception
    assert FILES[name] in [one.proto.text for one in app.get("progress")]
    assert f"{name}_make" not in keys(app)
    app.button(key=f"{name}_stop").click().run()
    forget()
    assert not app.get("progress")
    assert any("Stopped: the" in one.proto.body for one in app.get("html"))
    assert offered(app) == set()
    app.button(key=f"{name}_go_on").click().run()
    assert FILES[name] in [one.proto.text for one in app.get("progress")]
    forget()


def test_a_report_is_offered_once_it_is_made_and_of_another_case_has_to_be_made_anew() -> None:
    app = open_files()
    app.button(key="report_make").click().run()
    app = refined(app)
    assert offered(app) == {"report"}
    made = app.session_state["job_report"].result
    assert made.startswith(b"<!DOCTYPE html>")
    set_case(app, Case(plan=Scenario(years=1, members=5e6)))
    assert offered(app) == set()
    assert "report_make" in keys(app)
    # Back at the case that it is of it is there still.
    set_case(app, SMALL)
    assert offered(app) == {"report"}


class Stopped(Exception):  # noqa: N818 - no error
    """The reader does not want it any more."""


def test_a_workbook_that_is_stopped_looks_at_no_further_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages: list[str] = []

    def noted(page: str, view: View) -> object:
        pages.append(page)
        return tables_of(page, view)

    def stop(share: float) -> None:
        if share > 0:
            raise Stopped

    monkeypatch.setattr(analysis_book, "tables_of", noted)
    view = View(SMALL, None)
    known = imprint(SMALL, None, origin(SMALL, None), dt.date(2026, 11, 30))
    with pytest.raises(Stopped):
        whole_analysis(view, known, stop)
    assert pages == ["home"]


def test_a_report_that_is_stopped_tells_of_no_further_page() -> None:
    told: list[float] = []

    def stop(share: float) -> None:
        told.append(share)
        if share >= 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        build.report(
            SMALL, None, ["home", "risk"], made_on=dt.date(2026, 11, 30), paths=300, progress=stop
        )
    assert set(told) == {0.0, 0.5}
    assert told.count(0.5) == 1


def test_a_file_is_made_in_the_language_of_its_reader_though_results_are_in_none() -> None:
    job = background.Job[bytes]("file")

    def work(report: background.Report) -> bytes:
        with speaking("zh"):
            known = imprint(SMALL, None, origin(SMALL, None), dt.date(2026, 11, 30))
            return book_of({"x": input_rows(known)})

    job.run(work)
    assert job.problem is None
    assert job.result is not None
    heads = next(load_workbook(io.BytesIO(job.result))["x"].iter_rows(values_only=True))
    assert "数值" in heads or "值" in heads
