"""The panel "What breaks this plan?": its sentence is the model's, and a press goes there."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from mutualmodel.analysis import breaking_points
from tests.pages.app import case, charts, open_page, says, set_case


def panel(app: AppTest) -> str:
    """Give the sentence of the panel."""
    (said,) = [one for one in says(app) if one.startswith(("Nothing breaks", "As it stands"))]
    return said


@pytest.mark.parametrize("page", ["home", "risk"])
def test_the_nearest_break_is_told_and_drawn(page: str) -> None:
    app = open_page(page, Case())
    found = breaking_points(Scenario())
    assert panel(app).startswith("Nothing breaks as it stands. Nearest: Minimum membership, up, at")
    assert "stay unpaid within 5 years" in panel(app)
    bars = charts(app)["breaking"]["figure"]["data"]
    assert next(bar["y"][0] for bar in bars) == "Minimum membership, up"
    assert len(bars) == min(len(found), 8)


def test_a_press_goes_to_the_break_and_undo_comes_back() -> None:
    app = open_page("home", Case())
    app.button(key="break_members_down").click().run()
    value = breaking_points(Scenario()).set_index("input").loc["members", "value"]
    assert case(app).plan.members == value
    assert "As it stands: one claim meets its cap" in panel(app)
    app.button(key="undo").click().run()
    assert case(app) == Case()


def test_a_plan_that_is_broken_says_so_and_who_goes_without() -> None:
    broken = Scenario(annual_cap=60.0, cap_bearer="nobody")
    said = panel(open_page("home", Case(plan=broken)))
    assert said == "As it stands: the cap on a year is reached, claims stay unpaid."


def test_a_baseline_is_marked_on_the_bars() -> None:
    app = open_page("home", Case(), Case(plan=Scenario(members=5e6)))
    names = [trace.get("name") for trace in charts(app)["breaking"]["figure"]["data"]]
    assert names.count("baseline") == 1


def test_a_plan_that_reacts_is_worked_out_beside_the_page() -> None:
    app = open_page("home", Case())
    set_case(app, Case(plan=Scenario(price_elasticity=1.0, years=1)))
    told = [one.value for one in app.caption]
    assert any("being worked out" in one for one in told) or panel(app)
