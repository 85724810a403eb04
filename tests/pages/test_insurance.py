"""Versus insurance: levers, figures, charts, tables and words are the model's, of both cases."""

import re
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, InsurerTerms
from mutualmodel.arrays import FloatArray
from mutualmodel.insurance import (
    CheaperMap,
    break_even_age,
    cheaper_over_incidence,
    cheaper_over_loading,
    costs_by_age,
    insurer_view,
    lifetime_costs,
    mutual_costs,
    one_year_premiums,
    person_report,
    yuan_splits,
)
from tests.pages.app import (
    array,
    case,
    change,
    charts,
    figures_linked,
    line,
    move,
    names,
    open_home,
    open_page,
    part,
    plain,
    problems,
    query,
    raw_html,
    says,
    sliders,
    type_into,
)
from tests.programs import value_of
from ui.frame.shell import PAGES
from ui.frame.state import View
from ui.insurance.form import LEVERS
from ui.insurance.steps import EXPLAINED, program
from ui.kit.language import amount, large, money, percent

CHARTS = {
    "ins_costs",
    "ins_map_incidence",
    "ins_map_loading",
    "ins_lifetime",
    "ins_yuan",
    "ins_viable",
    "ins_quotes",
}
DEFAULT = Case()
# One input of each record that the page uses is another in the baseline.
CHANGES: dict[str, dict[str, Any]] = {
    "plan": {"plan.members": 3e6, "plan.incidence_multiplier": 0.6},
    "insurer": {"insurer.loading": 0.2, "insurer.declined_share": 0.1},
    "person": {"person.age": 45, "person.sex": "M", "person.income": 50_000.0},
    "view": {"view.cost_basis": "settled", "view.young_until": 25},
}
NOW = DEFAULT.with_changes({path: new for some in CHANGES.values() for path, new in some.items()})
# Nowhere the cheaper for an adult.
DEAR = DEFAULT.with_changes(
    {
        "plan.incidence_multiplier": 3.0,
        "plan.fee_rate": 0.5,
        "plan.select_year_1": 1.5,
        "insurer.pricing_level": 0.2,
    }
)


def open_insurance(shown: Case = DEFAULT, pinned: Case | None = None) -> AppTest:
    app = open_page("insurance", shown, pinned)
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, dict[str, str]]:
    """Give the parts of every headline figure by its title."""
    found = {}
    for piece in raw_html(app):
        if 'class="figure' in piece:
            parts = {
                name: plain(match[1])
                for name in ("value", "note", "delta", "note past")
                if (match := re.search(rf'class="{name}">(.*?)</div>', piece))
            }
            title = re.search(r'class="title">([^<]*)<', piece)
            assert title is not None
            found[title[1]] = parts
    return found


def costs(of: Case) -> dict[str, FloatArray]:
    return costs_by_age(of.plan, of.insurer, of.person.sex, of.view.cost_basis)


def cost(of: Case, system: str) -> float:
    return float(costs(of)[system][of.person.age])


def break_even(of: Case) -> int | None:
    return break_even_age(of.plan, of.insurer, of.person.sex, basis=of.view.cost_basis).age


def trace(app: AppTest, chart: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in charts(app)[chart]["figure"]["data"] if one.get("name") == name
    )
    return found


def insurer_table(app: AppTest) -> pd.DataFrame:
    table = next(one.value for one in app.dataframe if "all ages" in one.value)
    assert isinstance(table, pd.DataFrame)
    return table.set_index("a year")


# ------------------------------------------------------------------------------------ one case


def test_every_chart_is_drawn_with_words_and_can_be_drawn_by_plotly() -> None:
    shown = charts(open_insurance(NOW, DEFAULT))
    assert set(shown) == CHARTS
    for payload in shown.values():
        assert len(payload["alt"]) > 20
        assert "nan" not in payload["alt"]
        go.Figure(payload["figure"])


@pytest.mark.parametrize("shown", [DEFAULT, NOW, DEAR], ids=["default", "changed", "dear"])
def test_the_figures_are_those_of_the_case(shown: Case) -> None:
    found = figures(open_insurance(shown))
    age = break_even(shown)
    assert found["Break-even age"]["value"] == ("–" if age is None else str(age)) + " years"
    for title, system in (
        ("Mutual aid", "mutual"),
        ("One-year policy", "one_year"),
        ("Level policy to 60", "level"),
    ):
        assert found[title]["value"] == amount(cost(shown, system)) + " yuan"
        assert "delta" not in found[title]


def test_the_curves_are_those_of_the_model() -> None:
    ages, premium = line(charts(open_insurance())["ins_costs"], "One-year policy, online")
    assert ages.tolist() == list(range(60))
    wanted = one_year_premiums(DEFAULT.plan, InsurerTerms())[1]
    assert premium == pytest.approx(wanted, abs=1e-4)


def test_every_number_is_a_lever_or_a_field_and_none_another_widget() -> None:
    app = open_home()
    app.session_state["ins_terms"] = True
    app = app.switch_page(PAGES["insurance"][0]).run()
    shown = set(sliders(app))
    terms = {f"insurer.{name}" for name in InsurerTerms.fields()}
    assert shown == {"person.age", "person.income", "view.young_until"} | terms
    assert [*app.slider, *app.number_input, *app.radio] == []
    live = {path for path, told in sliders(app).items() if told["live"]}
    assert live == {*LEVERS, "view.young_until"}


@pytest.mark.parametrize(
    ("path", "value", "title"),
    [
        ("person.age", 50, "One-year policy"),
        ("insurer.pricing_level", 0.9, "Level policy to 60"),
        ("insurer.loading", 0.2, "One-year policy"),
    ],
)
def test_a_lever_moves_the_price_while_it_moves_and_goes_into_the_link_at_rest(
    path: str, value: float, title: str
) -> None:
    app = move(open_insurance(), path, value, resting=False)
    wanted = DEFAULT.with_changes({path: value})
    system = {"One-year policy": "one_year", "Level policy to 60": "level"}[title]
    assert case(app) == wanted
    assert figures(app)[title]["value"] == amount(cost(wanted, system)) + " yuan"
    assert path not in query(app)
    move(app, path, value)
    assert query(app)[path] == f"{value:g}"
    assert figures(app)["Mutual aid"]["value"] == "91.3 yuan"


def test_a_term_among_the_others_moves_the_price() -> None:
    app = open_insurance()
    app.session_state["ins_terms"] = True
    type_into(app.run(), "insurer.interest", "2 %")
    wanted = DEFAULT.with_changes({"insurer.interest": 0.02})
    assert case(app) == wanted
    assert figures(app)["Level policy to 60"]["value"] == amount(cost(wanted, "level")) + " yuan"


def test_choices_belong_to_the_case() -> None:
    app = open_insurance(NOW)
    groups: list[Any] = list(app.get("button_group"))
    shown = {one.key: one.value for one in groups}
    assert shown["in_person.sex"] in ("M", ["M"])
    assert shown["in_view.cost_basis"] in ("settled", ["settled"])
    app.selectbox(key="in_person.wish").set_value("certainty").run()
    assert case(app).person.wish == "certainty"


def test_links_of_before_are_read_and_a_bad_term_is_refused() -> None:
    app = open_home(**{"v": "2", "p.ins_pricing_level": "1.2", "p.ins_interest": "0.5"})
    app = app.switch_page(PAGES["insurance"][0]).run()
    wanted = DEFAULT.with_changes({"insurer.pricing_level": 1.2})
    assert figures(app)["One-year policy"]["value"] == amount(cost(wanted, "one_year")) + " yuan"
    assert any("Interest in level premiums" in one for one in problems(app))


def test_the_plan_moves_mutual_aid_and_not_the_policy() -> None:
    app = open_insurance()
    before = figures(app)
    after = figures(change(app, {"plan.incidence_multiplier": 0.87}))
    assert after["One-year policy"] == before["One-year policy"]
    now, past = (float(one["Mutual aid"]["value"].split()[0]) for one in (after, before))
    assert now > 1.9 * past


def test_where_the_policy_is_always_cheaper_there_is_no_age() -> None:
    app = open_insurance(DEAR)
    assert figures(app)["Break-even age"]["note"] == "none"
    assert any("at no age" in text for text in part(app, "lede"))


def test_the_insurers_table_is_that_of_the_model() -> None:
    app = move(open_insurance(), "view.young_until", 50)
    plan, terms = DEFAULT.plan, InsurerTerms()
    table = insurer_table(app)
    whole, rest = insurer_view(plan, terms), insurer_view(plan, terms, from_age=50)
    assert table.loc["expected loss ratio", "all ages"] == percent(whole.loss_ratio, 1)
    assert table.loc["lives insured", "from 50 on"] == large(rest.lives)
    assert table.loc["viable price a life", "from 50 on"] == money(rest.viable_price)
    group = insurer_view(plan, terms, group=True)
    assert table.loc["average premium a life", "as a group"] == money(group.market_price)


def test_the_map_marks_where_the_plan_stands() -> None:
    app = open_insurance()
    here = trace(app, "ins_map_incidence", "you are here")
    assert (here["x"], here["y"]) == ([30], [0.4355])
    shade = next(
        one
        for one in charts(app)["ins_map_incidence"]["figure"]["data"]
        if one["type"] == "heatmap"
    )
    assert np.abs(array(shade["z"])).max() <= 2


def test_every_system_is_told_side_by_side_with_sources() -> None:
    table = next(piece for piece in raw_html(open_insurance()) if "Who bears a bad year" in piece)
    assert table.count("<tr>") == 7
    assert "figure=closing_policy_cover" in table
    assert "another kind" in table


@pytest.mark.parametrize("wish", ["price", "balance", "certainty"])
def test_the_summary_follows_the_wish(wish: str) -> None:
    shown = DEFAULT.with_changes({"person.income": 60_000.0, "person.wish": wish})
    words = " ".join(one.value for one in open_insurance(shown).markdown)
    report = person_report(shown.plan, shown.insurer, **shown.person.model_dump())
    total = money(round(report.lifetime[report.fits].total))
    assert f"it costs {total} in all" in words
    assert percent(report.shares["one_year"], 1) in words
    assert "What the other side offers" in words


def test_a_plan_that_dissolves_is_told_of_either_case() -> None:
    dissolving = DEFAULT.with_changes({"plan.members": 1e6, "plan.minimum_members": 3.3e6})
    told = [one.value for one in open_insurance(dissolving).warning]
    assert told == ["The plan dissolves within its first year; its cost ends there."]
    told = [one.value for one in open_insurance(DEFAULT, dissolving).warning]
    assert told == ["The baseline’s plan dissolves within its first year; its cost ends there."]


@pytest.mark.parametrize("old", [0.0, 100_000.0])
def test_a_plan_that_pays_nothing_can_be_shown_and_pinned(old: float) -> None:
    free = DEFAULT.with_changes({"plan.payout_under_40": 0.0, "plan.payout_40_plus": old})
    assert figures(open_insurance(free))["One-year policy"]["value"] == "0 yuan"
    open_insurance(DEFAULT, free)


# -------------------------------------------------------------------------------- the baseline


@pytest.mark.parametrize("record", CHANGES)
def test_every_figure_shows_its_difference_from_the_whole_baseline(record: str) -> None:
    now = DEFAULT.with_changes(CHANGES[record])
    found = figures(open_insurance(now, DEFAULT))
    was = break_even(DEFAULT)
    assert found["Break-even age"]["value"] == f"{break_even(now)} years"
    assert found["Break-even age"]["note"].endswith(f"(baseline: {was})")
    for title, system in (
        ("Mutual aid", "mutual"),
        ("One-year policy", "one_year"),
        ("Level policy to 60", "level"),
    ):
        gap, past = cost(now, system) - cost(DEFAULT, system), cost(DEFAULT, system)
        delta = found[title]["delta"]
        if gap:
            assert delta.startswith(("+" if gap > 0 else "") + money(gap))
            assert delta.endswith(f"baseline {money(past)}")
        else:
            assert delta == "as in the baseline"
    aged = "baseline: at 30" if record == "person" else None
    assert found["One-year policy"].get("note past") == aged
    assert found["Mutual aid"].get("note past") is None


def test_a_loading_that_falls_is_not_as_in_the_baseline() -> None:
    now = DEFAULT.with_changes({"insurer.loading": 0.2})
    delta = figures(open_insurance(now, DEFAULT))["One-year policy"]["delta"]
    assert delta.endswith("baseline 272.7 yuan")
    assert delta.startswith(money(cost(now, "one_year") - cost(DEFAULT, "one_year")))


def test_a_break_even_age_that_is_none_is_told_of_either_case() -> None:
    age = figures(open_insurance(DEAR, DEFAULT))["Break-even age"]
    assert age["note"] == f"none (baseline: {break_even(DEFAULT)})"
    age = figures(open_insurance(DEFAULT, DEAR))["Break-even age"]
    assert age["note"] == "the policy costs more from here (baseline: none)"


def test_the_verdict_and_the_summary_tell_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    verdict, person = (one for one in says(app) if one.startswith("Baseline: "))
    for basis in (mutual_costs(DEFAULT.plan)["mutual"].now, cost(DEFAULT, "mutual")):
        assert money(basis) in verdict
    assert "for a woman" in verdict
    report = person_report(DEFAULT.plan, DEFAULT.insurer, **DEFAULT.person.model_dump())
    assert person.startswith("Baseline: a woman of 30 with an income of 30,000 yuan")
    for system in ("mutual", "one_year", "level"):
        assert money(report.costs[system]) in person
    assert money(round(report.lifetime[report.fits].total)) in person
    told = says(open_insurance(DEFAULT, DEFAULT))
    assert told.count("As in the baseline.") == 2
    assert not [one for one in says(open_insurance()) if "aseline" in one]


def test_the_main_chart_has_the_baselines_lines_and_names_them() -> None:
    payload = charts(open_insurance(NOW, DEFAULT))["ins_costs"]
    for name, system in (
        ("mutual aid, baseline", "mutual"),
        ("one-year, baseline", "one_year"),
        ("level, baseline", "level"),
    ):
        assert line(payload, name)[1] == pytest.approx(costs(DEFAULT)[system], abs=1e-4)
    there = next(
        one
        for one in payload["figure"]["data"]
        if one.get("name") == "baseline’s person, mutual aid"
    )
    assert (there["x"], there["y"]) == ([30], [pytest.approx(cost(DEFAULT, "mutual"))])
    written = {one["text"] for one in payload["figure"]["layout"]["annotations"]}
    assert {"mutual aid, baseline", "one-year, baseline", "level, baseline"} <= written
    assert money(cost(DEFAULT, "one_year")) in payload["alt"]


def test_a_line_that_stands_where_it_stood_is_named_once() -> None:
    now = DEFAULT.with_changes({"plan.incidence_multiplier": 0.6})
    payload = charts(open_insurance(now, DEFAULT))["ins_costs"]
    written = {one["text"] for one in payload["figure"]["layout"]["annotations"]}
    assert "mutual aid, baseline" in written
    assert "one-year, baseline" not in written
    assert "one-year, baseline" in names(payload)


def test_the_maps_have_the_baselines_line_and_place() -> None:
    app = open_insurance(NOW, DEFAULT)
    levels = {
        name: array(trace(app, name, "baseline, equal cost")["y"]) / scale
        for name, scale in (("ins_map_incidence", 1.0), ("ins_map_loading", 100.0))
    }
    past = DEFAULT.plan, DEFAULT.insurer, DEFAULT.person.sex
    wanted: dict[str, CheaperMap] = {
        "ins_map_incidence": cheaper_over_incidence(*past, levels["ins_map_incidence"]),
        "ins_map_loading": cheaper_over_loading(*past, levels["ins_map_loading"]),
    }
    for name, found in wanted.items():
        shade = array(trace(app, name, "baseline, equal cost")["z"]).reshape(found.ratio.shape)
        assert shade == pytest.approx(np.clip(np.log2(found.ratio), -2, 2), abs=0.006)
    assert trace(app, "ins_map_incidence", "baseline")["y"] == [0.4355]
    assert trace(app, "ins_map_loading", "baseline")["y"] == [pytest.approx(35.0)]
    assert trace(app, "ins_map_loading", "baseline")["x"] == [30]


def test_the_map_reaches_as_far_as_the_baselines_incidence() -> None:
    app = open_insurance(DEFAULT, DEFAULT.with_changes({"plan.incidence_multiplier": 2.4}))
    place = trace(app, "ins_map_incidence", "baseline")["y"][0]
    axis = charts(app)["ins_map_incidence"]["figure"]["layout"]["yaxis"]["range"]
    assert axis[0] < place < axis[1]


def test_the_bars_have_the_baseline_beside_them() -> None:
    app = open_insurance(NOW, DEFAULT)
    slim = trace(app, "ins_lifetime", "baseline")
    person = DEFAULT.person
    life = lifetime_costs(DEFAULT.plan, DEFAULT.insurer, person.sex, person.age)
    assert array(slim["x"]) == pytest.approx([round(one.total) for one in life.values()])
    high = array(slim["x"]) + array(slim["error_x"]["array"])
    assert high == pytest.approx([one.high for one in life.values()], abs=1)
    assert "from 30 on" in charts(app)["ins_lifetime"]["note"]
    splits = yuan_splits(DEFAULT.plan, DEFAULT.insurer, person.sex, person.age).values()
    for name, field in (("benefits", "benefits"), ("left to insurer", "rest")):
        wanted = [100 * getattr(one, field) for one in splits]
        found = array(trace(app, "ins_yuan", f"{name}, baseline")["x"])
        assert found == pytest.approx(wanted, abs=1e-4)


def test_bars_of_the_baseline_lie_end_to_end() -> None:
    # Members fall ill more often than the price says: what is left to the insurer is negative.
    past = DEFAULT.with_changes({"plan.incidence_multiplier": 1.5})
    app = open_insurance(DEFAULT, past)
    ends = [
        (array(one["base"]), array(one["x"]))
        for one in charts(app)["ins_yuan"]["figure"]["data"]
        if "base" in one
    ]
    assert len(ends) == 6
    for system in range(4):
        right = 0.0
        for base, share in ends:
            if share[system] >= 0:
                assert base[system] == pytest.approx(right, abs=1e-3)
                right += share[system]
            else:
                assert base[system] == 0


def test_the_insurers_view_has_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    table = insurer_table(app)
    plan, terms = DEFAULT.plan, DEFAULT.insurer
    for column, view in (
        ("baseline, all ages", insurer_view(plan, terms)),
        ("baseline, from 40 on", insurer_view(plan, terms, from_age=40)),
        ("baseline, as a group", insurer_view(plan, terms, group=True)),
    ):
        assert table.loc["lives insured", column] == large(view.lives)
        assert table.loc["average premium a life", column] == money(view.market_price)
        assert table.loc["viable price a life", column] == money(view.viable_price)
    payload = charts(app)["ins_viable"]
    ages, price = line(payload, "viable price, baseline")
    wanted = [insurer_view(plan, terms, from_age=int(age)).viable_price for age in ages]
    assert price == pytest.approx(wanted, abs=1e-4)
    assert trace(app, "ins_viable", "chosen, baseline")["x"] == [40]
    settled = line(payload, "mutual aid, baseline")[1]
    assert settled == pytest.approx(mutual_costs(plan)["mutual"].settled, abs=1e-4)


def test_the_tables_behind_the_charts_have_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    for key in ("ins_costs", "ins_maps", "ins_lifetime", "ins_viable"):
        app.session_state[f"{key}_numbers"] = True
    app.run()
    assert not app.exception
    tables = {column: one.value for one in app.dataframe for column in one.value.columns}
    past = costs(DEFAULT)["level"]
    column = "baseline, Level policy to 60, yuan a year"
    assert tables[column][column].to_numpy() == pytest.approx(past, abs=0.006)
    for column in (
        "baseline, premium at 30, × mutual cost",
        "baseline, expected, yuan",
        "baseline, benefits, %",
        "baseline, viable price, yuan a year",
    ):
        assert column in tables


def test_without_a_baseline_nothing_tells_of_one() -> None:
    app = open_insurance(NOW)
    assert not [text for piece in raw_html(app) if "baseline" in (text := plain(piece))]
    for payload in charts(app).values():
        assert not [name for name in names(payload) if "baseline" in name]


# ------------------------------------------------------------------------------------- the whys


@pytest.mark.parametrize(
    ("name", "title"), [("ins_one_year", "One-year policy"), ("ins_level", "Level policy to 60")]
)
def test_why_ends_on_the_figure_itself(name: str, title: str) -> None:
    app = open_insurance()
    app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    last = [one.value for one in app.markdown if "With the loading" in one.value]
    assert last[0].endswith(f"**{figures(app)[title]['value']} a year**")
    assert "loading_cap_individual" in figures_linked(app)


def test_why_tells_where_the_break_even_age_lies() -> None:
    app = open_insurance()
    app.session_state["why_ins_break_even"] = True
    app.run()
    assert any("one-year premium at 19: 94.0 yuan a year" in one.value for one in app.markdown)
    assert value_of(app.code[0].value) == break_even(DEFAULT) == 19


@pytest.mark.parametrize("shown", [DEFAULT, NOW], ids=["default", "changed"])
@pytest.mark.parametrize("system", ["mutual", "one_year", "level"])
def test_programs_give_the_figure_and_its_difference(system: str, shown: Case) -> None:
    alone = program(View(shown, None), f"ins_{system}")
    assert value_of(alone) == cost(shown, system)
    both = value_of(program(View(shown, DEFAULT), f"ins_{system}"))
    now, past = cost(shown, system), cost(DEFAULT, system)
    assert both == (now, past, now - past)


def test_the_program_of_the_break_even_age_runs_where_there_is_none() -> None:
    def both(now: Case, past: Case) -> Any:
        return value_of(program(View(now, past), "ins_break_even"))

    now, past = break_even(NOW), break_even(DEFAULT)
    assert now is not None
    assert past is not None
    assert both(NOW, DEFAULT) == (now, past, now - past)
    assert both(DEAR, DEFAULT) is None
    assert both(DEFAULT, DEAR) == past


@pytest.mark.parametrize("basis", ["now", "settled"])
def test_why_of_mutual_aid_ends_on_the_figure_on_either_basis(basis: str) -> None:
    shown = DEFAULT.with_changes({"view.cost_basis": basis})
    steps = EXPLAINED["ins_mutual"].steps(shown)
    assert steps[-1].result.value == pytest.approx(cost(shown, "mutual"), rel=1e-12)
