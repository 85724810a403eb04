"""The panel "What breaks this plan?": its sentence is the model's, and a press goes there."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.analysis import breaking_points
from mutualmodel.figures.reading import numbers_of
from mutualmodel.simulation import stress
from tests.pages.app import array, case, charts, open_page, query, says, set_case, sliders
from ui.frame import breaking
from ui.frame.background import Job
from ui.kit.language import money


def panel(app: AppTest) -> str:
    """Give the sentence of the panel."""
    (said,) = [one for one in says(app) if one.startswith(("Nothing breaks", "As it stands"))]
    return said


def waits(app: AppTest) -> bool:
    """Whether the panel says how far its work is."""
    return any("being worked out" in one.proto.text for one in app.get("progress"))


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
    found = breaking_points(Scenario())
    value = float(found.loc[found["input"] == "members", "value"].iloc[0])
    # Rounded to four digits, past the break.
    assert case(app).plan.members == pytest.approx(value, rel=1e-3)
    assert case(app).plan.members <= value
    assert "As it stands: one claim reaches its cap" in panel(app)
    app.button(key="undo").click().run()
    assert case(app) == Case()


def test_a_plan_that_is_broken_says_so_and_who_goes_without() -> None:
    broken = Scenario(annual_cap=60.0, cap_bearer="nobody")
    said = panel(open_page("home", Case(plan=broken)))
    unpaid = project(broken).array("unpaid").sum()
    assert said == (
        "As it stands: the cap on a year is reached, claims stay unpaid. "
        f"Claims of {money(unpaid)} stay unpaid within 5 years."
    )


def test_a_baseline_is_marked_on_the_bars() -> None:
    app = open_page("home", Case(), Case(plan=Scenario(members=5e6)))
    names = [trace.get("name") for trace in charts(app)["breaking"]["figure"]["data"]]
    assert names.count("baseline") == 1


def test_a_plan_that_reacts_is_worked_out_beside_the_page() -> None:
    app = open_page("home", Case())
    set_case(app, Case(plan=Scenario(price_elasticity=1.0, years=1)))
    assert waits(app) or panel(app)


def test_the_panel_stands_at_the_head_of_risk_before_the_levers() -> None:
    app = open_page("risk", Case())
    titles = [one.value for one in app.header]
    assert titles[0] == "What breaks this plan?"
    drawn = list(charts(app))
    assert drawn.index("breaking") < drawn.index("fan")


@pytest.mark.parametrize("page", ["home", "risk"])
def test_a_reader_names_the_cost_that_breaks_the_plan(page: str) -> None:
    app = open_page(page, Case())
    assert "view.costly_year" not in sliders(app)
    app.toggle(key="has_view.costly_year").set_value(True).run()
    # The box begins with the most that a member was to pay in 2019.
    (promised,) = numbers_of("annual_cap_188")
    assert case(app).view.costly_year == promised == sliders(app)["view.costly_year"]["value"]
    assert query(app)["view.costly_year"] == f"{promised:.0f}"
    limit = 1.01 * dearest()
    set_case(app, Case().with_changes({"view.costly_year": limit}))
    assert panel(app).startswith("Nothing breaks as it stands.")
    set_case(app, Case().with_changes({"view.costly_year": dearest() / 1.01}))
    assert panel(app) == "As it stands: one year in 200 costs more than the limit set."


def dearest() -> float:
    """Give what a member pays in the dearest of the years passed once in 200."""
    return float(stress(Scenario())[0].one_in_200.max())


def test_the_limit_of_the_baseline_is_its_own() -> None:
    strict = Case().with_changes({"view.costly_year": 1.1 * dearest()})
    drawn = charts(open_page("home", Case(), strict))["breaking"]["figure"]["data"]
    (marks,) = [trace for trace in drawn if trace.get("name") == "baseline"]
    ends = {bar["y"][0]: bar["x"][0] for bar in drawn if bar.get("name") != "baseline"}
    at = dict(zip(marks["y"], array(marks["x"]), strict=True))
    # Where members leave a dear year comes sooner than the help of a sponsor.
    assert at["Members leaving, up"] < ends["Members leaving, up"]


def place_of_the_box(block: Any) -> int:
    """Give where the reader's limit stands among its neighbours; -1 where it is not below."""
    for place, one in block.children.items():
        if getattr(one, "key", None) == "has_view.costly_year":
            return int(place)
        if hasattr(one, "children") and (found := place_of_the_box(one)) >= 0:
            return found
    return -1


def test_the_readers_box_stays_where_it_is_while_the_panel_is_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Else it would be drawn anew, and what is being typed into it would lose its focus.
    ready = place_of_the_box(open_page("home", Case()).main)
    monkeypatch.setattr(breaking, "_job", lambda _name, _case: Job("waiting"))
    app = open_page("home", Case())
    assert waits(app)
    assert place_of_the_box(app.main) == ready >= 0
