"""The history page: charts, fit table, other courses, other plans."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from mutualmodel.history import PLANS, compare_with_record, scenario_on
from mutualmodel.history.fits import FINAL, fits

HOME = Path(__file__).parents[2] / "dashboard.py"
CHARTS = {
    "history_share",
    "history_members",
    "rise",
    "history_change",
    "plans",
}


def open_history() -> AppTest:
    app = AppTest.from_file(str(HOME), default_timeout=60).run()
    app.switch_page("pages/history.py").run()
    assert not app.exception
    return app


def charts(app: AppTest) -> dict[str, dict[str, Any]]:
    found = [e.proto for e in app.get("bidi_component") if e.proto.component_name == "live_chart"]
    payloads = [json.loads(proto.bytes) for proto in found]
    return {payload["key"]: payload for payload in payloads}


def test_every_chart_is_there_and_told_in_words() -> None:
    drawn = charts(open_history())
    assert set(drawn) == CHARTS
    assert all(payload["alt"] and payload["title"] for payload in drawn.values())


def test_the_fit_is_told_point_by_point() -> None:
    points = compare_with_record(fits()[FINAL])
    table = next(frame.value for frame in open_history().dataframe if "error" in frame.value)
    assert len(table) == len(points)
    missed = (points["error"].abs() > 0.10).to_numpy()
    assert list(table["within 10 %"] == "missed") == list(missed)


def test_a_turn_of_history_moves_its_chart() -> None:
    app = open_history()
    before = charts(app)["history_change"]["alt"]
    app.radio(key="history_turn").set_value("none").run()
    after = charts(app)["history_change"]["alt"]
    assert before != after


def test_the_plan_of_a_day_becomes_the_scenario() -> None:
    app = open_history()
    app.radio(key="history_turn").set_value("none").run()
    next(b for b in app.button if "Take this plan" in b.label).click().run()
    assert not app.exception
    wanted = scenario_on(dt.date(2019, 12, 28), fits()[FINAL])
    assert app.session_state["scenario"] == wanted


def test_another_plan_becomes_the_scenario() -> None:
    app = open_history()
    name = next(iter(PLANS))
    app.button(key=f"plan_{name}").click().run()
    assert app.session_state["scenario"] == PLANS[name].preset.scenario
