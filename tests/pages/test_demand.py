"""What demand elasticity a reaction means, and the reaction that a reader's own one needs."""

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario
from mutualmodel.figures import figure
from mutualmodel.inputs import fields, plausible
from mutualmodel.membership import demand_elasticity, reaction_for
from tests.pages.app import case, move, open_groups, open_page, open_sources, plan, query, sliders
from ui.kit.language import number

REACTING = Scenario(price_elasticity=1.0, lapse_rate=0.1)


def opened(shown: Case, pinned: Case | None = None) -> AppTest:
    """Open the page with its box for a demand elasticity unfolded."""
    app = open_page("membership", shown, pinned)
    app.session_state["by_demand"] = True
    app.run()
    assert not app.exception
    return app


def captions(app: AppTest) -> str:
    return " ".join(one.value for one in app.caption)


def presses(app: AppTest) -> list[str]:
    return [one.label for one in app.button if one.key == "set_by_demand"]


def told(plan: Scenario) -> str:
    """Give how the line under the lever begins."""
    soon, late = (number(demand_elasticity(plan, years), 2) for years in (1, 5))
    return f"Demand elasticity: {soon} after one year, {late} after five"


def test_the_line_follows_the_lever() -> None:
    app = open_page("membership", Case())
    assert "Demand elasticity: 0, because nobody reacts to the price." in captions(app)
    move(app, "plan.price_elasticity", 1.2, resting=False)
    assert told(Scenario(price_elasticity=1.2)) in captions(app)
    assert "−" in told(Scenario(price_elasticity=1.2))


def test_the_baseline_has_its_own_line() -> None:
    app = open_page("membership", Case(plan=REACTING), Case())
    assert told(REACTING) in captions(app)
    assert "Baseline: Demand elasticity: 0" in captions(app)
    same = open_page("membership", Case(plan=REACTING), Case(plan=REACTING))
    assert "Baseline: Demand" not in captions(same)


def test_the_box_is_drawn_once_it_is_opened() -> None:
    assert "view.demand_elasticity" not in sliders(open_page("membership", Case()))
    assert "view.demand_elasticity" in sliders(opened(Case()))


def test_a_press_sets_the_lever_and_undo_takes_it_back() -> None:
    app = opened(Case())
    wanted = reaction_for(Scenario(), -0.27, 5).reaction
    assert wanted is not None
    assert presses(app) == [f"Set the reaction to {wanted:.2f}"]
    app.button(key="set_by_demand").click().run()
    assert plan(app) == Scenario(price_elasticity=round(wanted, 2))
    assert sliders(app)["plan.price_elasticity"]["value"] == round(wanted, 2)
    assert "−0.27 after five" in captions(app)
    app.button(key="undo").click().run()
    assert case(app) == Case()


def test_what_is_wanted_is_part_of_the_case() -> None:
    app = opened(Case())
    move(app, "view.demand_elasticity", -0.42)
    assert case(app).view.demand_elasticity == pytest.approx(-0.42)
    assert query(app)["view.demand_elasticity"] == "-0.42"
    wanted = reaction_for(Scenario(), -0.42, 5).reaction
    assert presses(app) == [f"Set the reaction to {wanted:.2f}"]


def test_out_of_reach_it_says_what_is() -> None:
    app = opened(Case())
    app.segmented_control(key="in_view.demand_years").set_value("1").run()
    assert case(app).view.demand_years == "1"
    assert presses(app) == []
    found = reaction_for(Scenario(), -0.27, 1)
    assert found.reaction is None
    assert "−0.27 after one year cannot be reached: with 5 % a year leaving" in captions(app)
    assert f"{number(found.strongest, 2)} to 0" in captions(app)


def test_where_nobody_leaves_nothing_is_in_reach() -> None:
    app = opened(Case(plan=Scenario(lapse_rate=0.0)))
    assert presses(app) == []
    assert "nobody leaves whom a price could move" in captions(app)


def test_what_was_measured_elsewhere_leads_to_its_source() -> None:
    shown = captions(opened(Case()))
    for name in ("catastrophic_2007", "inpatient_2007", "outpatient_2007", "huhuibao_2022"):
        value = number(float(figure(f"demand_elasticity_{name}").value), 2)
        assert f": {value}](sources?" in shown
        assert f"figure=demand_elasticity_{name})" in shown


def test_a_plan_that_never_starts_has_none() -> None:
    app = open_page("membership", Case(plan=Scenario(members=1e6, minimum_members=2e6)))
    assert "Demand elasticity" not in captions(app)


def test_a_plausible_range_stands_in_the_help_the_form_and_at_the_source() -> None:
    assert (
        "Plausible: elasticity 0 to 1.14."
        in (sliders(open_page("membership", Case()))["plan.price_elasticity"]["help"])
    )
    app = open_groups(open_page("home", Case()), "uncertainty")
    assert any("Plausible 5 % to 15 % of the average" in one.value for one in app.caption)
    for name, (_low, _high, source) in plausible().items():
        card = captions(open_sources(figure=source))
        assert f"{fields()[name].title}: Plausible: " in card
