"""Versus insurance: charts, levers, figures, the baseline, the table and the summary."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario
from mutualmodel.insurance import (
    Terms,
    break_even_age,
    costs_by_age,
    insurer_view,
    one_year_premiums,
    person_report,
)
from tests.pages.app import (
    array,
    charts,
    figures_linked,
    line,
    open_home,
    plain,
    query,
    raw_html,
    set_scenario,
)
from ui.language import amount, large, money, percent

PAGE = "pages/insurance.py"
CHARTS = {
    "ins_costs",
    "ins_map_incidence",
    "ins_map_loading",
    "ins_lifetime",
    "ins_yuan",
    "ins_viable",
    "ins_quotes",
}


def open_page() -> AppTest:
    app = open_home().switch_page(PAGE).run()
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, str]:
    """Give the headline figures by title."""
    found = {}
    for piece in raw_html(app):
        title = re.search(r'class="title">([^<]*)<', piece)
        value = re.search(r'class="value">([^<]*)<', piece)
        if title and value:
            found[title[1]] = value[1]
    return found


def test_every_chart_is_drawn_with_words_and_can_be_drawn_by_plotly() -> None:
    shown = charts(open_page())
    assert set(shown) == CHARTS
    for payload in shown.values():
        assert len(payload["alt"]) > 20
        go.Figure(payload["figure"])


def test_the_figures_are_those_of_the_person() -> None:
    app = open_page()
    app.slider(key="own_ins_age").set_value(45).run()
    plan, terms = Scenario(), Terms()
    costs = costs_by_age(plan, terms, "F")
    shown = figures(app)
    assert shown["Break-even age"] == str(break_even_age(plan, terms, "F").age)
    assert shown["Mutual aid"] == amount(costs["mutual"][45])
    assert shown["One-year policy"] == amount(costs["one_year"][45])
    assert shown["Level policy to 60"] == amount(costs["level"][45])


def test_the_curves_are_those_of_the_model() -> None:
    ages, premium = line(charts(open_page())["ins_costs"], "One-year policy, online")
    assert ages.tolist() == list(range(60))
    assert premium == pytest.approx(one_year_premiums(Scenario(), Terms())[1], abs=1e-4)


def test_a_term_moves_the_price_and_travels_in_the_link() -> None:
    app = open_page()
    app.slider(key="own_ins_loading").set_value(20).run()
    wanted = costs_by_age(Scenario(), Terms(loading=0.2), "F")["one_year"][30]
    assert figures(app)["One-year policy"] == amount(wanted)
    assert query(app)["p.ins_loading"] == "0.2"
    assert figures(app)["Mutual aid"] == "91.3"


def test_terms_of_the_link_are_used_and_a_bad_one_is_refused() -> None:
    app = open_home(**{"p.ins_pricing_level": "1.2", "p.ins_interest": "0.5"})
    app = app.switch_page(PAGE).run()
    wanted = costs_by_age(Scenario(), Terms(pricing_level=1.2), "F")["one_year"][30]
    assert figures(app)["One-year policy"] == amount(wanted)
    said = " ".join(one.value for one in app.warning)
    assert "p.ins_interest = '0.5': allowed is 0 to 0.06" in said


def test_a_lever_moves_mutual_aid_and_not_the_policy() -> None:
    app = open_page()
    before = figures(app)
    after = figures(set_scenario(app, Scenario(incidence_multiplier=0.87)))
    assert after["One-year policy"] == before["One-year policy"]
    assert float(after["Mutual aid"]) > 1.9 * float(before["Mutual aid"])
    assert int(after["Break-even age"]) > int(before["Break-even age"])


def test_where_the_policy_is_always_cheaper_there_is_no_age() -> None:
    app = set_scenario(
        open_page(), Scenario(incidence_multiplier=3.0, fee_rate=0.5, select_year_1=1.5)
    )
    app.slider(key="own_ins_pricing_level").set_value(0.2).run()
    assert not app.exception
    assert figures(app)["Break-even age"] == "–"
    assert any("at no age" in plain(piece) for piece in raw_html(app))


def test_a_baseline_stands_beside_every_figure() -> None:
    app = open_page()
    app.session_state["baseline"] = Scenario(incidence_multiplier=0.87)
    app.run()
    assert not app.exception
    words = " ".join(plain(piece) for piece in raw_html(app))
    assert "(baseline: " in words
    assert "as in the baseline" in words
    assert "mutual aid, baseline" in [
        trace.get("name") for trace in charts(app)["ins_costs"]["figure"]["data"]
    ]
    table = next(one.value for one in app.dataframe if "all ages" in one.value)
    assert "baseline, all ages" in table


def test_the_insurers_table_is_that_of_the_model() -> None:
    app = open_page()
    app.slider(key="own_ins_left_age").set_value(50).run()
    table = next(one.value for one in app.dataframe if "all ages" in one.value).set_index("a year")
    whole, rest = insurer_view(Scenario(), Terms()), insurer_view(Scenario(), Terms(), from_age=50)
    assert table.loc["expected loss ratio", "all ages"] == percent(whole.loss_ratio, 1)
    assert table.loc["lives insured", "from 50 on"] == large(rest.lives)
    assert table.loc["viable price a life", "from 50 on"] == money(rest.viable_price)
    group = insurer_view(Scenario(), Terms(), group=True)
    assert table.loc["average premium a life", "as a group"] == money(group.market_price)


def test_the_map_marks_where_the_plan_stands() -> None:
    payload = charts(open_page())["ins_map_incidence"]
    here = next(t for t in payload["figure"]["data"] if t.get("name") == "you are here")
    assert (here["x"], here["y"]) == ([30], [0.4355])
    shade = next(t for t in payload["figure"]["data"] if t["type"] == "heatmap")
    assert np.abs(array(shade["z"])).max() <= 2


def test_every_system_is_told_side_by_side_with_sources() -> None:
    table = next(piece for piece in raw_html(open_page()) if "Who bears a bad year" in piece)
    assert table.count("<tr>") == 7
    assert "figure=closing_policy_cover" in table
    assert "another kind" in table


@pytest.mark.parametrize("wish", ["price", "balance", "certainty"])
def test_the_summary_follows_the_wish(wish: str) -> None:
    app = open_page()
    app.number_input(key="own_ins_income").set_value(60_000).run()
    app.selectbox(key="own_ins_wish").set_value(wish).run()
    assert not app.exception
    report = person_report(Scenario(), Terms(), age=30, sex="F", income=60_000.0, wish=wish)  # type: ignore[arg-type]
    words = " ".join(one.value for one in app.markdown)
    total = money(round(report.lifetime[report.fits].total))
    assert f"it costs {total} in all" in words
    assert percent(report.shares["one_year"], 1) in words
    assert "What the other side offers" in words


@pytest.mark.parametrize(
    ("name", "title"), [("ins_one_year", "One-year policy"), ("ins_level", "Level policy to 60")]
)
def test_why_ends_on_the_figure_itself(name: str, title: str) -> None:
    app = open_page()
    app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    last = [one.value for one in app.markdown if "With the loading" in one.value]
    assert last[0].endswith(f"**{figures(app)[title]} yuan a year**")
    assert "loading_cap_individual" in figures_linked(app)


def test_why_tells_where_the_break_even_age_lies() -> None:
    app = open_page()
    app.session_state["why_ins_break_even"] = True
    app.run()
    assert any("one-year premium at 19: 94.0 yuan a year" in one.value for one in app.markdown)
    program = next(one.value for one in app.code)
    assert "break_even_age(plan, terms, 'F')" in program
    compile(program, "program", "exec")


def test_a_plan_that_dissolves_is_told() -> None:
    app = set_scenario(open_page(), Scenario(members=1e6, minimum_members=3.3e6))
    assert not app.exception
    assert any("dissolves" in one.value for one in app.warning)


def test_a_plan_that_pays_nothing_can_be_shown() -> None:
    for old in (0.0, 100_000.0):
        app = set_scenario(open_page(), Scenario(payout_under_40=0.0, payout_40_plus=old))
        assert not app.exception
        assert figures(app)["One-year policy"] == "0"
