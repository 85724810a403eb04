"""The risk page: few courses at once, many soon after, the same figures in chart and table."""

import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Scenario
from mutualmodel.simulation import simulate, stress, tail_split
from tests.pages.app import charts, headline, line, open_home, part, plain, raw_html, says
from ui.language import amount
from ui.risk_charts import chances
from ui.risk_page import FULL_PATHS, QUICK_PATHS
from ui.shell import PAGES

PATIENCE_S = 60.0


def open_risk(plan: Scenario, baseline: Scenario | None = None) -> AppTest:
    app = open_home()
    app.session_state["scenario"] = plan
    if baseline is not None:
        app.session_state["baseline"] = baseline
    return app.switch_page(PAGES["risk"][0]).run()


def refined(app: AppTest) -> AppTest:
    """Wait until the many courses have been worked out, and show them."""
    end = time.monotonic() + PATIENCE_S
    while app.session_state["job_risk"].running:
        assert time.monotonic() < end
        time.sleep(0.05)
    app.run()
    assert not app.exception
    return app


@pytest.fixture(autouse=True)
def _nothing_kept_from_other_tests() -> None:
    import streamlit as st

    st.cache_resource.clear()


def test_a_few_courses_answer_at_once_and_many_follow() -> None:
    plan = Scenario(systemic_cv=0.2, seed=11)
    app = open_risk(plan)
    shown = {headline(app), headline(refined(app))}
    quick, full = simulate(plan, QUICK_PATHS), simulate(plan, FULL_PATHS)
    wanted = {amount(float(s.quantiles("cost", (0.995,)).values[0, 0])) for s in (quick, full)}
    # The many may have been ready before the first run was.
    assert shown <= wanted
    assert headline(app) == amount(float(full.quantiles("cost", (0.995,)).values[0, 0]))


def test_at_a_hundred_million_members_it_says_that_chance_is_nothing() -> None:
    assert "chance is next to nothing" in says(open_risk(Scenario(members=1e8)))[0]
    assert "mostly chance" in says(open_risk(Scenario(members=1e4)))[0]
    assert "takes away only the first" in says(open_risk(Scenario(members=1e6)))[0]


def test_the_fan_is_the_simulations_quantiles() -> None:
    plan = Scenario(years=3)
    app = refined(open_risk(plan))
    years, median = line(charts(app)["fan"], "median")
    wanted = simulate(plan, FULL_PATHS).quantiles("cost", (0.5,)).values[:, 0]
    np.testing.assert_allclose(years, [0, 1, 1, 2, 2, 3])
    np.testing.assert_allclose(median, np.repeat(wanted, 2), rtol=1e-4)


def test_the_amount_a_reader_names_moves_its_chance_and_goes_into_the_link() -> None:
    app = refined(open_risk(Scenario()))
    app.number_input(key="own_risk_amount").set_value(90.0).run()
    chance = simulate(Scenario(), FULL_PATHS).probability_above(90.0).value
    assert chances(chance) in charts(app)["exceedance"]["alt"]
    app.run()
    assert app.query_params["p.risk_amount"] in ("90", ["90"])


def test_the_tail_is_split_as_the_model_splits_it() -> None:
    plan = PRESETS["small_100k"].scenario.with_changes(members=1e6, cap_bearer="nobody")
    app = refined(open_risk(plan))
    split = tail_split(simulate(plan, FULL_PATHS))
    drawn = charts(app)["tail"]["figure"]["data"]
    by_name = {trace["name"]: trace["x"][0] for trace in drawn}
    assert by_name["claimants unpaid"] == pytest.approx(
        split.per_member(split.above.claimants), abs=1e-3
    )
    assert by_name["sponsor or insurer"] == 0


def test_every_stress_is_in_the_table() -> None:
    plan = Scenario(years=2)
    app = open_risk(plan)
    table = next(frame.value for frame in app.dataframe if "stress" in frame.value)
    results = stress(plan)
    assert len(table) == len(results)
    np.testing.assert_allclose(table["year 1, yuan"], [r.cost[0] for r in results], atol=0.006)


def test_with_a_baseline_every_figure_has_its_difference() -> None:
    app = refined(open_risk(Scenario(systemic_cv=0.3), Scenario(members=1e6)))
    figures = [piece for piece in raw_html(app) if 'class="figure' in piece]
    assert len(figures) == 4
    assert all("baseline" in plain(piece) for piece in figures)
    assert part(app, "delta")


def test_a_plan_that_shares_nothing_says_so() -> None:
    app = open_risk(Scenario(members=1e5, minimum_members=3.3e6))
    assert not app.exception
    assert says(app)[0] == "Nothing is shared, so nothing is uncertain."
