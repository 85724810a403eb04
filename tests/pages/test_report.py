"""The report is offered beside the case file, and asks what its pages ask."""

import pytest

from mutualmodel import Case
from tests.pages.app import open_home, open_page
from ui.report.questions import QUESTIONS, USUAL


@pytest.mark.parametrize("page", QUESTIONS)
def test_it_asks_what_the_page_asks(page: str) -> None:
    (title,) = open_page(page, Case()).title
    assert title.value == QUESTIONS[page]


def test_it_is_offered_with_a_choice_of_pages() -> None:
    app = open_home()
    assert "report" not in [one.key for one in app.get("download_button")]
    app.session_state["files"] = True
    app.run()
    assert not app.exception
    pills = app.button_group(key="report_pages")
    assert pills.value == list(USUAL)
    assert len(pills.options) == len(QUESTIONS)
    assert app.button(key="report_make").label == "Make the report of these pages"
    pills.set_value([]).run()
    assert not app.exception
    assert "report_make" not in [one.key for one in app.button]
