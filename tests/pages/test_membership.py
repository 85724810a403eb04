"""The membership page: ten years ahead, its events, its map, and the same figures as the model."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario, composition, project
from mutualmodel.tipping import break_even, outcome_map
from tests.pages.app import array, charts, line, open_home, plain, raw_html, says, scenario
from ui.membership_page import CURVE_YEARS, MAP_ELASTICITIES, MAP_SPREADS, YEARS
from ui.shell import PAGES

REACTING = Scenario(price_elasticity=1.0, lapse_rate=0.1)


def open_membership(plan: Scenario, baseline: Scenario | None = None) -> AppTest:
    app = open_home()
    app.session_state["scenario"] = plan
    if baseline is not None:
        app.session_state["baseline"] = baseline
    app = app.switch_page(PAGES["membership"][0]).run()
    assert not app.exception
    return app


def far(plan: Scenario) -> Scenario:
    return plan.with_changes(years=YEARS)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Scenario(), "The plan settles"),
        (REACTING, "The plan shrinks"),
        (REACTING.with_changes(price_elasticity=3.0), "The plan unravels"),
        (REACTING.with_changes(minimum_members=6e7), "The plan dissolves after"),
    ],
)
def test_it_says_what_becomes_of_the_plan(plan: Scenario, words: str) -> None:
    assert says(open_membership(plan))[0].startswith(words)


def test_the_lines_are_the_models() -> None:
    drawn = charts(open_membership(REACTING))
    people = composition(far(REACTING))
    years, total = line(drawn["ages"], "all")
    np.testing.assert_allclose(total, people.total / 1e6, rtol=1e-4)
    np.testing.assert_allclose(years[-1], 10)
    _years, together = line(drawn["mean_incidence"], "together")
    wanted = people.mean_incidence / people.mean_incidence[0]
    np.testing.assert_allclose(together, wanted, rtol=1e-4)
    _years, share = line(drawn["membership_share"], "a member pays")
    charged = project(far(REACTING)).array("charged_per_member")
    np.testing.assert_allclose(share, 24 * charged, rtol=1e-4)


def test_the_resting_point_is_drawn_where_the_model_has_it() -> None:
    drawn = charts(open_membership(REACTING))["break_even"]
    (point,) = break_even(far(REACTING), CURVE_YEARS).resting
    dots = [t for t in drawn["figure"]["data"] if t.get("name") == "comes to rest"]
    assert dots[0]["x"] == [pytest.approx(point.price)]


def test_the_map_is_the_models_and_marks_the_plan() -> None:
    drawn = charts(open_membership(REACTING))["outcomes"]["figure"]["data"]
    found = outcome_map(far(REACTING), list(MAP_ELASTICITIES), list(MAP_SPREADS))
    heat = array(drawn[0]["z"]).reshape(len(MAP_SPREADS), len(MAP_ELASTICITIES))
    np.testing.assert_allclose(heat, np.clip(found.kept, 0, 1.25).T, atol=1e-4)
    assert (drawn[-1]["x"], drawn[-1]["y"]) == ([1.0], [0.5])


def test_an_event_is_set_on_the_page_and_leads_to_its_source() -> None:
    app = open_membership(Scenario())
    app.number_input(key="in_notice_share").set_value(30.0).run()
    assert scenario(app).notice_share == pytest.approx(0.3)
    people = composition(far(Scenario(notice_share=0.3)))
    _years, total = line(charts(app)["ages"], "all")
    np.testing.assert_allclose(total, people.total / 1e6, rtol=1e-4)
    assert any("event_share_assumed" in caption.value for caption in app.caption)


def test_the_record_says_what_cannot_be_told_apart() -> None:
    words = [text.value for text in open_membership(Scenario()).markdown]
    told = next(text for text in words if "cannot be told apart" in " ".join(text.split()))
    assert "From 105.8 to 75.0 million members" in told
    assert "2.5 % left a month" in told


def test_with_a_baseline_every_figure_has_its_difference() -> None:
    app = open_membership(REACTING.with_changes(minimum_members=5e7), REACTING)
    shown = [plain(piece) for piece in raw_html(app) if 'class="figure' in piece]
    assert len(shown) == 4
    assert all("baseline" in one for one in shown[:3])
    marks = [t.get("name") for t in charts(app)["outcomes"]["figure"]["data"]]
    assert marks[-2:] == ["baseline", "you are here"]
