"""A page that fails: a message, ways back, a report id that stands in the log, and nothing lost."""

import logging
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario
from mutualmodel.engine.guard import MONEY, FigureFault
from mutualmodel.figures import DataError
from tests.pages.app import baseline, open_home, plan, set_plan
from tests.pages.shown import everything_shown, words
from ui.home import page as home

pytestmark = pytest.mark.faults


def broken(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    """Have the home page's body fail."""

    def fail(*_given: Any, **_named: Any) -> None:
        raise problem

    monkeypatch.setattr(home, "_result", fail)


def told(app: AppTest) -> str:
    """Give all that the page says."""
    return " ".join(words(text) for _, text in everything_shown(app))


def report_in(app: AppTest) -> str:
    """Give the report id that the page tells."""
    (report,) = set(re.findall(r"Report ([0-9A-F]{8})", told(app)))
    return str(report)


def test_a_page_that_raises_says_so_and_writes_a_report(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = set_plan(open_home(), Scenario(members=5e6))
    broken(monkeypatch, ZeroDivisionError("a secret of the machine"))
    with caplog.at_level(logging.ERROR, "mutualaid"):
        app.run()
    assert not app.exception
    assert [one.value for one in app.error] == ["This cannot be shown."]
    assert "secret" not in told(app)
    (line,) = [one for one in caplog.records if one.name == "mutualaid"]
    assert f"report={report_in(app)}" in line.getMessage()
    assert "members=5000000" in line.getMessage()
    assert line.exc_info is not None
    assert isinstance(line.exc_info[1], ZeroDivisionError)


def test_the_plan_is_kept_and_the_last_change_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = set_plan(open_home(members="7000000"), Scenario(members=5e6))
    with monkeypatch.context() as patch:
        broken(patch, ZeroDivisionError())
        app.run()
        assert plan(app).members == 5e6
        (back,) = [one for one in app.button if one.label == "Take back the last change"]
        back.click()
        app.run()
    assert plan(app).members == 7e6
    assert not app.run().error


def test_one_can_begin_with_the_usual_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_home(members="7000000")
    with monkeypatch.context() as patch:
        broken(patch, ZeroDivisionError())
        app.run()
        (anew,) = [one for one in app.button if one.label == "Begin with the usual plan"]
        anew.click()
        app.run()
    assert plan(app) == Scenario()
    assert not app.run().error


def test_a_page_refuses_figures_that_it_cannot_stand_behind(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = open_home()

    def fail(*_given: object) -> None:
        raise FigureFault(MONEY, "fund")

    monkeypatch.setattr("mutualmodel.engine.projection.check_ledger", fail)
    # No plan that is kept, so that it is worked out anew.
    set_plan(app, Scenario(members=5_432_101.0))
    assert "The model checks its own figures, and for this plan they do not add up." in told(app)
    assert "nobody pays is not what is due (fund)." in told(app)
    assert f"report={report_in(app)}" in caplog.text
    assert not app.metric


def test_a_damaged_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_home()
    broken(monkeypatch, DataError("rules.csv: it has 3 lines, must be 12"))
    assert "rules.csv: it has 3 lines, must be 12" in told(app.run())


def test_it_is_said_in_chinese_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken(monkeypatch, ZeroDivisionError())
    app = open_home(v="5", lang="zh")
    assert "你的方案和所有设置均已保留" in told(app)


PRESS = "What you asked for could not be done."


def break_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what the button that pins a baseline does fail."""

    def fail() -> None:
        raise ZeroDivisionError("a secret of the machine")

    monkeypatch.setattr("ui.frame.case_bar.state.pin", fail)


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by its words."""
    (found,) = [one for one in app.button if one.label == label]
    return found.click().run()


def test_a_press_that_fails_leaves_the_page_and_its_plan_as_they_were(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = open_home(members="7000000")
    with monkeypatch.context() as patch:
        break_pin(patch)
        app.run()
        shown = app.metric or app.get("bidi_component")
        press(app, "Pin as baseline")
    assert not app.exception
    assert [one.value for one in app.error] == [PRESS]
    assert [one.value for one in app.toast] == [PRESS]
    assert "secret" not in told(app)
    assert f"report={report_in(app)}" in caplog.text
    assert "members=7000000" in caplog.text
    assert plan(app).members == 7e6
    assert len(app.metric or app.get("bidi_component")) == len(shown)
    # It stays for as long as nothing else is pressed, and is noticed once.
    app.run()
    assert [one.value for one in app.error] == [PRESS]
    assert not app.toast
    press(app, "Pin as baseline")
    assert not app.error
    assert baseline(app) is not None


def test_a_press_within_a_part_that_runs_alone_has_the_whole_page_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[None] = []
    monkeypatch.setattr("streamlit.rerun", lambda: runs.append(None))

    def draw() -> None:
        from ui.frame.faults import fragment
        from ui.frame.presses import safely

        safely(lambda: 1 / 0)()
        fragment()(lambda: None)()
        fragment()(lambda: None)()

    app = AppTest.from_function(draw).run()
    assert not app.exception
    assert len(runs) == 1


def test_levers_that_come_to_rest_where_nothing_can_be_shown_are_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    followed: list[None] = []
    monkeypatch.setattr("ui.frame.state.follow_levers", lambda: followed.append(None))
    app = open_home()
    once = len(followed)
    broken(monkeypatch, ZeroDivisionError())
    app.run()
    assert len(followed) == 2 * once
