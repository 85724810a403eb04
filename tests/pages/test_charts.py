"""What the charts of the home page are told to draw is what the model says."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Scenario, project, uncertainty
from mutualmodel.analysis import sweep
from mutualmodel.arrays import FloatArray
from mutualmodel.inputs import fields, grid, pool_sizes
from tests.pages.app import array, button, charts, line, names, open_home, set_plan, shown_tables
from ui.home import page as home

LEVERS = tuple(path.removeprefix("plan.") for path in home.LEVERS)
ALL = {"share_path", "split", "bearers", "pool", "breaking", *(f"curve_{name}" for name in LEVERS)}
BOUND = Scenario(members=300_000, cap_bearer="nobody")


@pytest.fixture(params=["peak_2020", "launch_2018", "decline_2021", "cap binding"])
def plan(request: pytest.FixtureRequest) -> Scenario:
    name = request.param
    return PRESETS[name].scenario if name in PRESETS else BOUND


# Figures travel with five decimals: hence 1e-4 below.
def test_every_chart_is_whole(plan: Scenario) -> None:
    app = set_plan(open_home(), plan)
    button(app, "Pin").click().run()
    set_plan(app, plan.with_changes(members=3.4e6, incidence_multiplier=1.0))
    drawn = charts(app)
    assert set(drawn) == ALL
    for payload in drawn.values():
        assert len(payload["alt"]) > 30
        assert payload["title"]
        assert payload["height"] > 0
        # Refuses whatever Plotly would not draw.
        go.Figure(payload["figure"])
        assert payload["figure"]["layout"]["uirevision"]
        for trace in payload["figure"]["data"]:
            assert np.isfinite(array(trace["x"])).all()


def test_the_path_is_the_models(plan: Scenario) -> None:
    payload = charts(set_plan(open_home(), plan))["share_path"]
    projection = project(plan)
    years, charged = line(payload, "a member pays")
    assert charged == pytest.approx(projection.array("charged_per_member"), rel=1e-4, abs=1e-4)
    assert years == pytest.approx((np.arange(24 * plan.years) + 1) / 24, rel=1e-4, abs=1e-4)
    gross = projection.array("gross_per_member")
    if plan == BOUND:
        assert line(payload, "before caps")[1] == pytest.approx(gross, rel=1e-4, abs=1e-4)
    else:
        assert "before caps" not in names(payload)


def test_the_likely_range_is_the_models() -> None:
    payload = charts(open_home())["share_path"]
    likely = uncertainty(Scenario()).range_of()
    edge = array(payload["figure"]["data"][0]["y"])
    high, low = edge[:24], edge[::-1][:24]
    assert high.sum() == pytest.approx(likely.high[0], rel=1e-3)
    assert low.sum() == pytest.approx(likely.low[0], rel=1e-3)


def along(name: str, points: int, *plans: Scenario) -> FloatArray:
    """Give the values of a lever that its curve is drawn over."""
    if name == "members":
        return pool_sizes(points, *(plan.members for plan in plans))
    return grid(name, points)


@pytest.mark.parametrize("name", LEVERS)
def test_a_curve_is_the_models_and_marks_the_plan(name: str, plan: Scenario) -> None:
    payload = charts(set_plan(open_home(), plan))[f"curve_{name}"]
    values, costs = line(payload, "a member pays")
    over = along(name, len(values), plan)
    expected = sweep(plan, name, over)
    assert values == pytest.approx(over, rel=1e-4)
    assert costs == pytest.approx(expected.charged, rel=1e-4, abs=1e-4, nan_ok=True)
    dot = next(t for t in payload["figure"]["data"] if t.get("mode") == "markers")
    here = array(dot["x"])[0], array(dot["y"])[0]
    now = project(plan).headline.cost_per_member_year
    assert here == pytest.approx((getattr(plan, name), now), rel=1e-6)
    assert fields()[name].title in payload["title"]


def test_the_baseline_is_drawn_beside() -> None:
    app = open_home()
    assert not any("baseline" in name for p in charts(app).values() for name in names(p))
    button(app, "Pin").click().run()
    changed = Scenario(fee_rate=0.2)
    set_plan(app, changed)
    drawn = charts(app)
    charged = project(Scenario()).array("charged_per_member")
    assert line(drawn["share_path"], "baseline")[1] == pytest.approx(charged, rel=1e-4, abs=1e-4)
    for name in LEVERS:
        values, costs = line(drawn[f"curve_{name}"], "baseline")
        over = along(name, len(values), Scenario(), changed)
        expected = sweep(Scenario(), name, over).charged
        assert costs == pytest.approx(expected, rel=1e-4, abs=1e-4)
    for key in ("split", "bearers"):
        for trace in drawn[key]["figure"]["data"]:
            assert len(array(trace["x"])) == 2


def test_a_hundred_yuan_are_split_as_the_model_says(plan: Scenario) -> None:
    drawn = charts(set_plan(open_home(), plan))
    headline = project(plan).headline
    bill = headline.payout + headline.fee
    borne = {t["name"]: array(t["x"])[0] for t in drawn["bearers"]["figure"]["data"]}
    assert list(borne.values()) == pytest.approx(
        [
            100 * (bill - headline.sponsor - headline.unpaid) / bill,
            100 * headline.sponsor / bill,
            100 * headline.unpaid / bill,
        ],
        abs=1e-3,
    )
    split = {t["name"]: array(t["x"])[0] for t in drawn["split"]["figure"]["data"]}
    assert sum(split.values()) == pytest.approx(100, abs=1e-3)
    assert split["fee"] == pytest.approx(100 * headline.fee / bill, abs=1e-3)
    by_kind = np.array(headline.claims_by_kind) * plan.payouts
    kinds = [split[name] for name in split if name not in ("fee", "owed at the end")]
    assert kinds == pytest.approx(100 * by_kind / bill, abs=1e-3)
    assert split["owed at the end"] == pytest.approx(100 * headline.debts / bill, abs=1e-3)


def test_the_pool_chart_narrows_with_size() -> None:
    payload = charts(open_home())["pool"]
    light, dark = (array(trace["y"]) for trace in payload["figure"]["data"][:2])
    half = len(light) // 2
    width, shared = light[:half] - light[::-1][:half], dark[:half] - dark[::-1][:half]
    assert (np.diff(width) < 1e-6 * width[0]).all()
    # With 300 million members, chance is gone and the common factor is all there is.
    assert width[-1] == pytest.approx(shared[-1], rel=0.02)
    assert width[0] > 3 * width[-1]


@pytest.mark.parametrize(
    ("key", "tables"), [("share_path", 1), ("curves", len(LEVERS)), ("parts", 3)]
)
def test_the_numbers_behind_a_chart_are_offered(key: str, tables: int) -> None:
    app = open_home()
    before = len(shown_tables(app))
    app.session_state[f"{key}_numbers"] = True
    app.run()
    assert not app.exception
    assert len(shown_tables(app)) == before + tables
    assert len(app.download_button) == 2 * len(shown_tables(app))


def test_the_table_of_settlements_is_the_models() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    app.session_state["share_path_numbers"] = True
    changed = set_plan(app, Scenario(members=3e6, years=6))
    table = shown_tables(changed)[0]
    now, past = project(Scenario(members=3e6, years=6)), project(Scenario())
    assert len(table) == 144
    charged = now.array("charged_per_member")
    assert table["charged, yuan a member"].to_numpy() == pytest.approx(charged, abs=1e-4)
    gap = table["difference, yuan a member"]
    assert gap.isna().sum() == 24
    expected = charged[:120] - past.array("charged_per_member")
    assert gap.dropna().to_numpy() == pytest.approx(expected, abs=2e-4)


def test_the_years_table_has_every_year_and_the_baseline() -> None:
    app = open_home()
    assert list(last_table(app)["year"]) == [1, 2, 3, 4, 5]
    button(app, "Pin").click().run()
    set_plan(app, Scenario(years=7))
    table = last_table(app)
    assert list(table["year"]) == [1, 2, 3, 4, 5, 6, 7]
    assert table["baseline, yuan"].isna().tolist() == [False] * 5 + [True] * 2
    assert table["difference, yuan"].iloc[0] == 0


def last_table(app: AppTest) -> pd.DataFrame:
    """Give the table of plan years, the last on the page."""
    found = shown_tables(app)[-1]
    assert isinstance(found, pd.DataFrame)
    return found
