"""The lab: each answer is the model's, whatever plan, result and inputs it is asked of."""

import html
import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Case, Scenario, project, to_file, uncertainty
from mutualmodel.analysis import RESULTS, solve, surface, tornado, variance_shares
from mutualmodel.analysis.results import values_of
from mutualmodel.command import main
from mutualmodel.inputs import KeptCases, from_file
from tests.marks import marked
from tests.pages.app import (
    array,
    button,
    case,
    charts,
    move,
    names,
    notes_below,
    open_home,
    open_page,
    plain,
    problems,
    raw_html,
    says,
    sliders,
)
from tests.pages.beside import refined
from tests.pages.states import PLANS, slips
from ui.kit.language import amount
from ui.lab import matters
from ui.lab.asked import numeric_inputs

SMALL = Case(plan=Scenario(members=3e6, incidence_multiplier=0.6))
KEPT = KeptCases().with_case("small", SMALL).with_case("the default", Case())


def open_lab(shown: Case | None = None, pinned: Case | None = None, **chosen: object) -> AppTest:
    app = open_page("lab", shown or Case(), pinned)
    for key, value in chosen.items():
        app.session_state[key] = value
    return app.run() if chosen else app


def of_chart(app: AppTest, key: str) -> dict[str, object]:
    return charts(app)[key]["figure"]  # type: ignore[no-any-return]


# ------------------------------------------------------------------------------------- what matters


def test_the_tornado_is_the_models_and_the_largest_comes_first() -> None:
    app = open_lab()
    found = tornado(Case(), "first_year")
    bars = of_chart(app, "tornado")["data"]
    rows = list(dict.fromkeys(bar["y"][0] for bar in bars))  # type: ignore[attr-defined]
    wanted = [Case.fields()[path].title for path in found.index[:10]]
    assert all(plain(row).startswith(title) for row, title in zip(rows, wanted, strict=True))
    assert "50,000 to 200,000 yuan" in plain(rows[0])
    ends = [float(array(bar["base"])[0] + array(bar["x"])[0]) for bar in bars[:2]]  # type: ignore[index]
    assert ends == pytest.approx([found["at_low"].iloc[0], found["at_high"].iloc[0]])
    (told,) = [one for one in says(app) if "matters most" in one]
    assert amount(found["at_high"].iloc[0]) in told


def test_only_what_nobody_decides_is_shown_where_that_is_asked() -> None:
    app = open_lab(lab_kind="unknown")
    rows = {bar["y"][0] for bar in of_chart(app, "tornado")["data"]}  # type: ignore[attr-defined]
    assert not [row for row in rows if row.startswith("Payout under 40")]
    assert [row for row in rows if row.startswith("Incidence<br>")]


def test_a_press_takes_an_input_as_the_next_lever() -> None:
    app = open_lab()
    assert matters.LEVER not in app.session_state
    button(app, "Part of a claim that is paid").click().run()
    assert "plan.covered_share" in sliders(app)
    move(app, "plan.covered_share", 0.5)
    assert case(app).plan.covered_share == 0.5
    cost = project(Scenario(covered_share=0.5)).headline.cost_per_member_year
    assert any(amount(cost) in plain(text) for text in raw_html(app))


def test_a_cap_that_is_not_there_is_offered_before_it_is_a_lever() -> None:
    app = open_lab(lab_matters="sponsor")
    button(app, "Cap on a year").click().run()
    (set_it,) = [one for one in app.main.button if "Set" in one.label]
    set_it.click().run()
    assert case(app).plan.annual_cap == Case.fields()["plan.annual_cap"].first
    assert "plan.annual_cap" in sliders(app)


def test_what_takes_long_is_worked_out_beside_the_page() -> None:
    app = open_lab(Case(plan=Scenario(years=1)), lab_matters="cheaper_from_men")
    assert "tornado" not in charts(app)
    app = refined(app)
    found = tornado(Case(plan=Scenario(years=1)), "cheaper_from_men")
    (told,) = [one for one in says(app) if "matters most" in one]
    assert Case.fields()[found.index[0]].title in told
    assert "need no simulation" in " ".join(one.value for one in app.caption)


def test_the_parts_of_the_variance_are_the_models() -> None:
    shown = Case(plan=Scenario(years=1))
    app = refined(open_lab(shown))
    found = variance_shares(shown, "first_year")
    total = next(
        bar
        for bar in of_chart(app, "shares")["data"]  # type: ignore[attr-defined]
        if "total" in bar["name"]
    )
    assert array(total["x"]) == pytest.approx(100 * found.table["total"].to_numpy(), abs=1e-4)
    assert any("6,144" in one.value for one in app.caption)
    first = Case.fields()[found.table.index[0]].title
    assert any(one.startswith(f"{first} matters most") and "variance" in one for one in says(app))


# ------------------------------------------------------------------------------------- goal seek


def test_a_goal_is_met_where_the_model_says_and_can_be_set() -> None:
    app = open_lab(lab_goal_result="first_year", lab_goal_input="plan.fee_rate")
    app.session_state["lab_target_first_year"] = "88"
    app.run()
    found = solve(Case(), "plan.fee_rate", "first_year", 88.0, "below")
    (told,) = [one for one in says(app) if "88.0 yuan a year" in one]
    assert "from 0 % of payouts to 4 % of payouts" in told
    assert found.values == (0.04,)
    button(app, "Set to 4 % of payouts").click().run()
    assert case(app).plan.fee_rate == 0.04


def test_the_goal_of_the_issue_one_in_twenty_below_a_hundred() -> None:
    shown = Case(plan=Scenario(years=1))
    app = refined(open_lab(shown))
    found = solve(shown, "plan.payout_under_40", "likely_high", 100.0, "below")
    (last,) = found.values
    # The last step with which nine in ten lie below, and the next does not.
    below, above = (
        uncertainty(Scenario(years=1, payout_under_40=payout)).range_of().high[0]
        for payout in (last, last + 10_000)
    )
    assert below <= 100.0 < above
    assert any(f"to {last:,.0f} yuan" in one for one in says(app))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("many", "is not a number"), ("-5", "not allowed"), ("1.000,5", ""), ("1e9", "")],
)
def test_a_target_is_read_as_people_type_it(typed: str, said: str) -> None:
    app = open_lab(lab_goal_result="first_year", lab_target_first_year=typed)
    assert bool(problems(app)) == bool(said)
    if said:
        assert said in problems(app)[0]
        assert app.session_state["lab_target_first_year"] == typed


def test_what_cannot_be_met_is_said_plainly() -> None:
    app = open_lab(
        lab_goal_result="first_year", lab_goal_input="plan.fee_rate", lab_target_first_year="5"
    )
    (told,) = [one for one in says(app) if "is never" in one]
    assert "between 84.3 yuan a year and 126.5 yuan a year" in told
    assert not [one for one in app.main.button if one.label.startswith("Set to")]


# ------------------------------------------------------------------------------ two inputs at once


def test_the_surface_is_the_models_with_the_case_and_the_baselines_contour() -> None:
    app = open_lab(SMALL, Case())
    found = surface(SMALL, "plan.incidence_multiplier", "plan.payout_40_plus", "first_year")
    traces = of_chart(app, "surface")["data"]
    (heat,) = [one for one in traces if one["type"] == "heatmap"]  # type: ignore[attr-defined]
    shown = array(heat["customdata"]).reshape(found.values.shape)
    assert shown == pytest.approx(found.values, rel=1e-3)
    here = next(one for one in traces if one.get("name") == "you are here")  # type: ignore[attr-defined]
    assert (here["x"], here["y"]) == ([0.6], [100_000.0])
    assert "baseline" in names(charts(app)["surface"])
    cost = project(Scenario()).headline.cost_per_member_year
    levels = [
        one["contours"]["start"]
        for one in traces  # type: ignore[attr-defined]
        if one["type"] == "contour" and one["line"].get("dash") == "dash"
    ]
    assert levels == pytest.approx([cost])


def test_a_slow_surface_is_drawn_coarse_first_and_then_finer() -> None:
    app = open_lab(
        Case(plan=Scenario(years=1)),
        lab_surface_result="cheaper_from_women",
        lab_goal_result="first_year",
    )
    assert "surface" not in charts(app)
    app = refined(app)
    (heat,) = [
        one
        for one in of_chart(app, "surface")["data"]  # type: ignore[attr-defined]
        if one["type"] == "heatmap"
    ]
    assert len(array(heat["x"])) == 17


# ------------------------------------------------------------------------------ cases side by side


def test_a_case_is_kept_from_any_page_and_stays_over_pages() -> None:
    app = open_home()
    button(app, "Keep for the lab").click().run()
    move(app, "plan.members", 3e6)
    button(app, "Keep for the lab").click().run()
    app.switch_page("pages/lab.py").run()
    kept = app.session_state["kept_cases"]
    assert [one.name for one in kept] == ["Peak 2020", "Peak 2020, changed"]
    assert [one.case.plan.members for one in kept] == [Scenario().members, 3e6]
    assert any("Peak 2020, changed" in plain(text) for text in raw_html(app))


def test_a_case_is_kept_once_and_that_is_said() -> None:
    app = open_home()
    button(app, "Keep for the lab").click().run()
    assert app.toast[0].value == "Kept for the lab."
    button(app, "Keep for the lab").click().run()
    assert "already" in app.toast[0].value
    assert len(app.session_state["kept_cases"]) == 1


HOSTILE = ("![i](https://evil.example/t.png)", '<a href="https://evil.example/">x</a>', "%{y} &lt;")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strangers_name_of_a_case_is_words_and_nothing_else(name: str) -> None:
    other = Case().with_changes({"plan.currency": "EUR"})
    kept = KeptCases().with_case(name, SMALL).with_case(name, other)
    app = refined(open_lab(kept_cases=kept, lab_goal_result="first_year"))
    app.text_input(key="kept_name_1").set_value(name).run()
    marked_down = [*app.caption, *app.error, *app.markdown, *app.warning]
    assert not [one.value for one in marked_down if name in one.value]
    for key in ("compared_costs", "compared_sure"):
        drawn = json.dumps(charts(app)[key]["figure"], ensure_ascii=False)
        # Of what stands in a figure only marks and gaps mean anything.
        assert not [mark for mark in ("<a ", "%{y}", ' &lt;"') if mark in name and mark in drawn]
    assert any(html.escape(name) in text for text in raw_html(app))


def test_kept_cases_are_renamed_moved_dropped_and_brought_back() -> None:
    app = open_lab(kept_cases=KEPT)
    app.text_input(key="kept_name_0").set_value("tiny").run()
    app.button(key="kept_down_0").click().run()
    assert [one.name for one in app.session_state["kept_cases"]] == ["the default", "tiny"]
    app.button(key="kept_drop_1").click().run()
    assert [one.name for one in app.session_state["kept_cases"]] == ["the default"]
    button(app, "Bring back the case removed last").click().run()
    assert [one.name for one in app.session_state["kept_cases"]] == ["the default", "tiny"]
    app.text_input(key="kept_name_1").set_value("the default").run()
    assert "called “the default” already" in problems(app)[0]
    assert [one.name for one in app.session_state["kept_cases"]] == ["the default", "tiny"]
    app.button(key="kept_show_1").click().run()
    assert case(app) == SMALL


def test_a_preset_comes_in_by_its_name() -> None:
    app = open_lab()
    app.selectbox(key="lab_preset").select(PRESETS["bad_year_hard_cap"].title).run()
    (one,) = app.session_state["kept_cases"]
    assert one.case.plan == PRESETS["bad_year_hard_cap"].scenario


def test_they_are_in_the_case_file() -> None:
    app = open_lab(kept_cases=KEPT)
    assert from_file(to_file(case(app), None, app.session_state["kept_cases"])).kept == KEPT


def test_results_stand_beside_each_other_with_their_ranges() -> None:
    app = refined(open_lab(SMALL, Case(), kept_cases=KEPT))
    shown = plain(" ".join(raw_html(app)))
    for one in (SMALL, Case()):
        cost = values_of([one], "first_year")[0]
        likely = uncertainty(one.plan).range_of()
        assert amount(cost) in shown
        told = f"nine years in ten: {amount(likely.low[0])} to {amount(likely.high[0])}"
        assert told in shown
    payload = charts(app)["compared_costs"]
    assert names(payload) == ["this case", "baseline", "small", "the default"]
    years = project(SMALL.plan).years["charged_per_member"].to_numpy()
    drawn = array(payload["figure"]["data"][0]["y"])
    assert drawn == pytest.approx(years, abs=1e-4)


def test_cases_in_other_money_are_told_and_not_drawn() -> None:
    kept = KEPT.with_case("in euros", Case().with_changes({"plan.currency": "EUR"}))
    app = open_lab(kept_cases=kept)
    assert "in euros" not in names(charts(app)["compared_costs"])
    assert "another currency: in euros" in notes_below(app)
    assert "EUR" in plain(" ".join(raw_html(app)))


def test_without_another_case_it_says_how_one_is_kept() -> None:
    assert any("Nothing to compare yet" in one for one in says(open_lab()))


# -------------------------------------------------------------------------------------- once more


def both_texts(app: AppTest) -> tuple[str, list[list[str]]]:
    app.session_state["reproduce"] = True
    app.run()
    python, command = (code for code in app.code if code.language in ("python", "bash"))
    lines = [shlex.split(line) for line in command.value.splitlines()]
    assert {program for program, *_words in lines} == {"mutualmodel"}
    return python.value, [words for _program, *words in lines]


def test_python_and_commands_answer_as_the_page_does(capsys: pytest.CaptureFixture[str]) -> None:
    app = open_lab(
        SMALL, Case(), lab_goal_result="first_year", lab_goal_input="plan.payout_under_40"
    )
    python, commands = both_texts(app)
    exec(python, {})
    printed = capsys.readouterr().out
    found = [tornado(one, "first_year") for one in (SMALL, Case())]
    sought = [
        solve(one, "plan.payout_under_40", "first_year", 100.0, "below") for one in (SMALL, Case())
    ]
    for table, goal in zip(found, sought, strict=True):
        assert str(table.head(12)) in printed
        assert str(goal.spans) in printed
    answers = []
    for words in commands:
        assert main([*words, "--format", "json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    effects, shares, spans, swept = answers
    wanted = variance_shares(SMALL, "first_year").table
    assert [row["total"] for row in shares] == pytest.approx(wanted["total"].tolist())
    assert [row["effect"] for row in effects] == pytest.approx(found[0]["effect"].tolist())
    (span,) = spans
    assert (span["payout_under_40 from"], span["payout_under_40 to"]) == sought[0].spans[0]
    assert len(swept) == 11
    (told,) = [one for one in says(app) if "is at most 100.0" in one and "Baseline" not in one]
    assert f"to {sought[0].spans[0][1]:,.0f} yuan" in told


def test_python_compares_the_kept_cases_of_the_saved_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = open_lab(kept_cases=KEPT, reproduce=True)
    (python,) = [code.value for code in app.code if ".kept" in code.value]
    (tmp_path / "case.json").write_text(to_file(case(app), None, KEPT), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(python, {})
    heads, *rows = capsys.readouterr().out.splitlines()
    assert heads.split() == ["small", "the", "default"]
    printed = {row.split()[0]: list(map(float, row.split()[1:])) for row in rows}
    wanted = [values_of([one.case], "first_year")[0] for one in KEPT]
    assert printed["first_year"] == pytest.approx(wanted, rel=1e-5)
    shown = plain(" ".join(raw_html(app)))
    assert all(amount(value) in shown for value in wanted)


# ------------------------------------------------------------------------------------ every state


@pytest.mark.parametrize(
    "name", [marked(name, telling=name in ("ruin", "dissolves_after")) for name in RESULTS]
)
def test_every_result_can_be_asked_for(name: str) -> None:
    shown = Case(plan=Scenario(years=1, members=3e6, funding="fund"))
    app = open_lab(
        shown, lab_matters=name, lab_goal_result=name, lab_surface_result=name, kept_cases=KEPT
    )
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    "path", [marked(path, telling=path == "plan.years") for path in numeric_inputs()]
)
def test_every_input_can_be_sought_and_swept(path: str) -> None:
    other = "plan.fee_rate" if path != "plan.fee_rate" else "plan.members"
    app = open_lab(
        Case(plan=Scenario(years=1)), lab_goal_input=path, lab_goal_result="first_year",
        lab_x=path, lab_y=other,
    )  # fmt: skip
    assert not app.exception
    # Members who react take longer, beside the page.
    app = refined(app) if path == "plan.price_elasticity" else app
    assert {"goal", "surface"} <= {*charts(app)}


@pytest.mark.parametrize(
    "name",
    [
        marked(name, telling=name in ("dissolved at the start", "unravels", "twenty members"))
        for name in PLANS
    ],
)
def test_every_plan_can_be_looked_at(name: str) -> None:
    plan = PLANS[name]
    app = open_lab(Case(plan=plan), SMALL, kept_cases=KEPT)
    assert not app.exception
    assert not [*slips(app)]


def test_figures_of_the_lab_hold_no_bare_nothing() -> None:
    app = open_lab(Case(plan=PLANS["dissolved at the start"]))
    for payload in charts(app).values():
        text = json.dumps(payload["figure"])
        assert "NaN" not in text
    assert np.isnan(values_of([Case(plan=PLANS["dissolved at the start"])], "first_year")[0])
