"""The history page: charts, fit table, other courses, other plans."""

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from mutualmodel import Case
from mutualmodel.figures import figure
from mutualmodel.figures.reading import numbers_of
from mutualmodel.history import (
    PLANS,
    SETTLEMENT_DATES,
    Change,
    compare_with_record,
    early_fits,
    newspapers,
    replay,
    scenario_on,
)
from mutualmodel.history.alike import plans_alike
from mutualmodel.history.fits import FINAL, FITTED, fits
from mutualmodel.history.profiles import known_within
from mutualmodel.inputs import Value
from mutualmodel.inputs.choices import SETTLEMENT_DAYS
from tests.pages.app import (
    array,
    baseline,
    button,
    case,
    change,
    charts,
    figures_linked,
    move,
    names,
    open_page,
    plain,
    query,
    raw_html,
    shown_tables,
    sliders,
)
from ui.history import words
from ui.history.newspapers import ANSWERS
from ui.kit.language import money

SHARE = "before caps, yuan a member"
CHARTS = {
    "history_alike",
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
    table = next(frame for frame in shown_tables(open_history()) if "error, %" in frame)
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
    assert sliders(app)["view.history_day"]["names"][:2] == ["28 Oct 2018", "14 Nov 2018"]
    move(app, "view.history_day", SETTLEMENT_DAYS.index("2020-06-28"))
    assert case(app).view.history_day == "2020-06-28"
    turned = replay(fits()[FINAL].scenario, Change(dt.date(2020, 6, 28), payout_40_plus=50_000.0))
    shown = course(charts(app)["history_change"], "as it would have been")
    np.testing.assert_allclose(shown, turned["gross_per_member"], atol=1e-4)


def test_the_plan_of_a_day_becomes_the_scenario() -> None:
    pinned = Case().with_changes({"person.age": 50})
    app = open_history({**CHANGES, "view.history_turn": "none"}, pinned)
    button(app, "Take this plan").click().run()
    assert not app.exception
    wanted = Case().with_changes(CHANGES).with_changes({"view.history_turn": "none"})
    assert case(app).plan == scenario_on(dt.date(2020, 6, 28), fits()[FINAL].scenario)
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
    past = replay(fits()[FINAL].scenario, Change(dt.date(2019, 12, 28), no_leavers=True))
    np.testing.assert_allclose(course(chart, "baseline"), past["gross_per_member"], atol=1e-4)
    now = replay(fits()[FINAL].scenario, Change(dt.date(2020, 6, 28), no_joiners=True))
    shown = course(chart, "as it would have been")
    np.testing.assert_allclose(shown, now["gross_per_member"], atol=1e-4)
    said = " ".join(text["text"] for text in chart["figure"]["layout"]["annotations"])
    assert "baseline, from 28 Dec 2019:<br>Nobody leaves any more" in said
    assert "In the baseline: The last settlement would have cost" in chart["alt"]
    app.session_state["history_change_numbers"] = True
    table = next(f for f in shown_tables(app.run()) if f"{SHARE}, otherwise" in f)
    np.testing.assert_allclose(table[f"{SHARE}, baseline"], past["gross_per_member"], atol=1e-4)
    np.testing.assert_allclose(table[f"{SHARE}, otherwise"], now["gross_per_member"], atol=1e-4)


def test_a_baseline_of_the_same_course_is_not_drawn_but_told() -> None:
    app = open_history({"plan.members": 3e6}, Case())
    chart = charts(app)["history_change"]
    assert "baseline" not in names(chart)
    assert chart["note"] == "The baseline goes the same way."
    change(app, {"view.history_turn": "none"})
    assert "baseline" in names(charts(app)["history_change"])


def test_the_papers_are_answered_with_the_figures() -> None:
    app = open_history()
    table = next(piece for piece in raw_html(app) if "What the papers said" in piece)
    rows = [plain(row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)][1:]
    said = newspapers()
    assert len(rows) == len(said) == len(ANSWERS)
    told = {one.id: row for one, row in zip(said, rows, strict=True)}
    assert all(one.phrase in told[one.id] for one in said)
    for name, numbers in {
        "dollars": ("300,000 yuan", "46,500 dollars", "6.45 yuan", "15,500 dollars"),
        "cent": ("wrong", "91.0 million", "0.0036 yuan", "0.055 US cents", "in 18 of", "0.10 yuan"),
        "members": (
            "106 million shared",
            "91.0 million",
            "14 % fewer",
            "75.0 million",
            "29 % fewer",
        ),
        "helped": ("right", "179,127", "186,961"),
        "people": ("30 % earned", "37 % up to", "26,523 yuan"),
        "insurer": ("Trust Mutual Life",),
    }.items():
        assert all(number in told[name] for number in numbers), told[name]
    assert table.count("figure=") == sum(len(one.figure_ids) for one in said)


def test_a_third_of_members_is_what_the_operator_said() -> None:
    assert figure("members_rural_2019_11").value.startswith("1/3;")


# --------------------------------------------------------------------------- how well it is known


def test_the_picture_draws_forty_plans_the_band_and_the_reports() -> None:
    chart = charts(open_history())["history_alike"]
    alike = plans_alike(40)
    assert chart["title"].endswith("how do they differ in year five?")
    traces = chart["figure"]["data"]
    thin = [trace for trace in traces if trace.get("name") == "one of the plausible plans"]
    past, ahead = (array(trace["y"]) for trace in thin)
    for drawn, values in ((past, alike.past), (ahead, alike.ahead)):
        assert np.isnan(drawn).sum() == 40
        np.testing.assert_allclose(drawn[~np.isnan(drawn)], values.ravel(), rtol=1e-3)
    reported = next(trace for trace in traces if trace.get("name") == "reported")
    assert list(reported["y"]) == [29.17, 91, 146]
    assert f"{alike.low[4]:.0f} to {alike.high[4]:.0f} yuan" in chart["alt"]


def test_both_ranges_of_the_fifth_year_are_said() -> None:
    said = " ".join(plain(piece) for piece in raw_html(open_history()))
    assert "expected to cost 168 to 220 yuan in nine cases in ten" in said
    low, high = numbers_of("year_5_from_years_alone")
    assert f"{low:.0f} to {high:.0f} yuan" in said


def test_every_fitted_value_has_its_row_of_the_table() -> None:
    table = next(piece for piece in raw_html(open_history()) if "How well each fitted" in piece)
    rows = [plain(row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)][1:]
    assert len(rows) == len(FITTED)
    for name, row in zip(FITTED, rows, strict=True):
        within = known_within(name)
        assert f"{within.cost_low:.0f} to {within.cost_high:.0f}" in row
        assert ("no upper end" in row) == (within.high is None)
    assert "0.36 to 0.48" in rows[0]


def test_the_delay_is_marked_as_partly_judged() -> None:
    app = open_history()
    table = next(piece for piece in raw_html(app) if "How well each fitted" in piece)
    rows = [plain(row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)][1:]
    marked = [name for name, row in zip(FITTED, rows, strict=True) if "partly judged" in row]
    assert marked == ["claim_delay_days"]
    assert "claim_delay_judged" in figures_linked(app)


def test_what_the_words_say_of_the_fit_is_so() -> None:
    points = compare_with_record(fits()[FINAL])
    keys = list(zip(points["date"], points["quantity"], strict=True))
    error = dict(zip(keys, points["error"], strict=True))
    model = dict(zip(keys, points["model"], strict=True))
    told = words.misses()
    paid = "payout a claim of a settlement"
    for day in (dt.date(2019, 6, 28), dt.date(2019, 7, 28)):
        assert f"{round(model[day, paid], -3):,.0f}" in told
    shares = [
        abs(value)
        for (day, what), value in error.items()
        if what == "share of a settlement" and dt.date(2019, 5, 1) < day < dt.date(2019, 8, 1)
    ]
    assert len(shares) == 5
    assert max(shares) <= 0.12
    assert "within 12 %" in " ".join(told.split())
    since_launch = error[dt.date(2019, 9, 14), "claims since launch"]
    assert f"{since_launch:.0%}".replace("%", " %") in told
    assert round(model[dt.date(2019, 4, 30), "claims since launch"]) == 5
    late = [
        error[day, "share of a settlement"]
        for day in (dt.date(2021, 4, 28), dt.date(2021, 8, 14), dt.date(2021, 8, 28))
    ]
    assert -0.085 < min(late) < max(late) < -0.065
    assert f"{fits()[FINAL].other_plans_share:.1%}".replace("%", " %") in told


def test_the_band_of_2020_is_the_one_that_is_said() -> None:
    shares = []
    for fit in early_fits().values():
        points = compare_with_record(fit)
        of_years = points[points["quantity"] == "share of the year"]
        shares.append(of_years["model"].iloc[-1])
    assert f"{min(shares):.0f} to {max(shares):.0f} yuan" in words.at_the_end_of_2020()


def test_the_fall_of_autumn_2019_is_put_down_to_the_rules_and_to_no_report() -> None:
    fit = fits()[FINAL]
    table = replay(fit.scenario, slow_start=fit.slow_start)
    autumn = table["date"].between("2019-09-01", "2019-12-31")
    share = table.loc[autumn, "charged_per_member"]
    dates = table.loc[autumn, "date"]
    assert dates.iloc[int(share.argmax())] == pd.Timestamp("2019-10-14")
    assert share.iloc[-1] < 0.95 * share.max()
    # With the rules of any one day the share only rises.
    for day in (dt.date(2019, 1, 1), dt.date(2019, 9, 1), dt.date(2020, 2, 1)):
        steady = replay(fit.scenario, slow_start=fit.slow_start, rules_of=day)
        assert steady.loc[autumn, "gross_per_member"].is_monotonic_increasing
    claims = table.loc[autumn, "claims"]
    assert claims.is_monotonic_increasing
    assert table.loc[autumn, "reported_share"].isna().all()
    drawn = charts(open_page("history", Case()))["history_share"]
    assert f"pays {money(50_000)} instead of the full amount" in drawn["note"]
    said = [one for one in drawn["figure"]["layout"]["annotations"] if "thyroid" in one["text"]]
    assert [one["x"][:10] for one in said] == ["2019-10-14"]
