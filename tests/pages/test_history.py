"""The history page: charts, fit table, other courses, other plans."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from mutualmodel import Case
from mutualmodel.history import (
    PLANS,
    SETTLEMENT_DATES,
    Change,
    compare_with_record,
    replay,
    scenario_on,
)
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.inputs import Value
from mutualmodel.inputs.choices import SETTLEMENT_DAYS
from tests.pages.app import (
    array,
    baseline,
    button,
    case,
    change,
    charts,
    move,
    names,
    open_page,
    query,
    sliders,
)

SHARE = "before caps, yuan a member"
CHARTS = {
    "history_share",
    "history_members",
    "rise",
    "history_change",
    "plans",
}
# What the page uses of the case, and one input of each other record.
CHANGES: dict[str, Value] = {
    "plan.members": 3e6,
    "insurer.loading": 0.2,
    "closing.refund_share": 0.5,
    "person.age": 45,
    "view.history_day": "2020-06-28",
    "view.history_turn": "joiners",
}


def open_history(changes: dict[str, Value] | None = None, pinned: Case | None = None) -> AppTest:
    app = open_page("history", Case().with_changes(changes or {}), pinned)
    assert not app.exception
    return app


def course(payload: dict[str, Any], name: str) -> NDArray[np.float64]:
    """Give a line's yuan; its days are no numbers."""
    found = [trace for trace in payload["figure"]["data"] if trace.get("name") == name]
    assert len(found) == 1
    return array(found[0]["y"])


def test_the_days_to_choose_from_are_those_of_the_record() -> None:
    assert tuple(day.isoformat() for day in SETTLEMENT_DATES) == SETTLEMENT_DAYS


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


def test_a_turn_of_history_moves_its_chart_and_goes_into_the_link() -> None:
    app = open_history()
    before = charts(app)["history_change"]["alt"]
    app.selectbox(key="in_view.history_turn").set_value("none").run()
    assert case(app).view.history_turn == "none"
    assert charts(app)["history_change"]["alt"] != before
    assert query(app)["view.history_turn"] == "none"


def test_the_day_is_chosen_on_a_slider_that_names_the_settlements() -> None:
    app = open_history()
    assert sliders(app)["view.history_day"]["names"] == list(SETTLEMENT_DAYS)
    move(app, "view.history_day", SETTLEMENT_DAYS.index("2020-06-28"))
    assert case(app).view.history_day == "2020-06-28"
    turned = replay(fits()[FINAL], Change(dt.date(2020, 6, 28), payout_40_plus=50_000.0))
    shown = course(charts(app)["history_change"], "as it would have been")
    np.testing.assert_allclose(shown, turned["gross_per_member"], atol=1e-4)


def test_the_plan_of_a_day_becomes_the_scenario() -> None:
    pinned = Case().with_changes({"person.age": 50})
    app = open_history({**CHANGES, "view.history_turn": "none"}, pinned)
    button(app, "Take this plan").click().run()
    assert not app.exception
    wanted = Case().with_changes(CHANGES).with_changes({"view.history_turn": "none"})
    assert case(app).plan == scenario_on(dt.date(2020, 6, 28), fits()[FINAL])
    # Everything else is left as it was.
    assert {path.partition(".")[0] for path in case(app).changes_from(wanted)} == {"plan"}
    assert baseline(app) == pinned
    assert app.toast


@pytest.mark.parametrize("name", PLANS)
def test_another_plan_becomes_the_scenario(name: str) -> None:
    app = open_history(CHANGES)
    app.button(key=f"plan_{name}").click().run()
    assert not app.exception
    wanted = PLANS[name].preset.scenario
    assert case(app).plan == wanted
    assert case(app).insurer.loading == 0.2
    assert app.toast


def test_the_course_of_the_baseline_is_drawn_with_its_own_day_and_turn() -> None:
    pinned = Case().with_changes({"view.history_turn": "leavers"})
    app = open_history(CHANGES, pinned)
    chart = charts(app)["history_change"]
    past = replay(fits()[FINAL], Change(dt.date(2019, 12, 28), no_leavers=True))
    np.testing.assert_allclose(course(chart, "baseline"), past["gross_per_member"], atol=1e-4)
    now = replay(fits()[FINAL], Change(dt.date(2020, 6, 28), no_joiners=True))
    shown = course(chart, "as it would have been")
    np.testing.assert_allclose(shown, now["gross_per_member"], atol=1e-4)
    said = " ".join(text["text"] for text in chart["figure"]["layout"]["annotations"])
    assert "baseline, from 2019-12-28:<br>Nobody leaves any more" in said
    assert "In the baseline: The last settlement would have cost" in chart["alt"]
    app.session_state["history_change_numbers"] = True
    table = next(f.value for f in app.run().dataframe if f"{SHARE}, otherwise" in f.value)
    np.testing.assert_allclose(table[f"{SHARE}, baseline"], past["gross_per_member"], atol=1e-4)
    np.testing.assert_allclose(table[f"{SHARE}, otherwise"], now["gross_per_member"], atol=1e-4)


def test_a_baseline_of_the_same_course_is_not_drawn_but_told() -> None:
    app = open_history({"plan.members": 3e6}, Case())
    chart = charts(app)["history_change"]
    assert "baseline" not in names(chart)
    assert chart["note"] == "The baseline takes the same course."
    change(app, {"view.history_turn": "none"})
    assert "baseline" in names(charts(app)["history_change"])
