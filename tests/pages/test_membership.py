"""The membership page: ten years ahead, its events and its map, beside the baseline's."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Toggle

from mutualmodel import Case, Scenario, project, smallest_pool
from mutualmodel.history import SETTLEMENT_DATES, scenario_on
from mutualmodel.history.fits import FINAL, fits
from mutualmodel.inputs import EVENT_INPUTS, preset_named
from mutualmodel.membership import YEARS_AHEAD as YEARS
from mutualmodel.membership import composition
from mutualmodel.membership.stability import break_even, months_to_minimum, outcome_map
from tests.pages.app import (
    array,
    case,
    charts,
    figures,
    line,
    move,
    names,
    open_page,
    plan,
    raw_html,
    says,
    shown_tables,
    sliders,
)
from tests.pages.beside import refined
from tests.programs import value_of
from ui.frame.background import Cancelled
from ui.kit.language import change, large, money, number, percent
from ui.membership.form import LEVERS, ON_PAGE
from ui.membership.outcome import MAP_ELASTICITIES, MAP_SPREADS
from ui.membership.record import DECLINE_FROM, DECLINE_TO
from ui.membership.words import CURVE_YEARS

DEFAULT = Case()
REACTING = Scenario(price_elasticity=1.0, lapse_rate=0.1)
# Two plans of which every chart and figure differs.
NOW, PAST = (
    Case(plan=REACTING.with_changes(members=8e7, risk_spread=0.7, notice_share=0.2)),
    Case(plan=REACTING.with_changes(price_elasticity=0.5, payout_40_plus=2e5)),
)
ENDING = Case(plan=REACTING.with_changes(minimum_members=6e7))


def open_membership(shown: Case | Scenario, pinned: Case | None = None) -> AppTest:
    held = Case(plan=shown) if isinstance(shown, Scenario) else shown
    app = open_page("membership", held, pinned)
    assert not app.exception
    return app


def far(plan: Scenario) -> Scenario:
    return plan.with_changes(years=YEARS)


def last(shown: Case) -> float:
    return float(project(far(shown.plan)).array("members")[-1])


def found(plan: Scenario) -> np.ndarray:
    """Give the map of a plan as it is drawn."""
    whole = outcome_map(far(plan), list(MAP_ELASTICITIES), list(MAP_SPREADS))
    return np.where(whole.dissolved, 0.0, np.clip(whole.kept, 0, 1.25)).T


def drawn_map(trace: dict[str, Any]) -> np.ndarray:
    return array(trace["z"]).reshape(len(MAP_SPREADS), len(MAP_ELASTICITIES))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Scenario(), "The plan holds"),
        (REACTING, "The plan shrinks"),
        (REACTING.with_changes(price_elasticity=3.0), "The plan unravels"),
        (ENDING.plan, "The plan dissolves after"),
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
    drawn = charts(refined(open_membership(REACTING)))["outcomes"]["figure"]["data"]
    np.testing.assert_allclose(drawn_map(drawn[0]), found(REACTING), atol=1e-4)
    assert (drawn[-1]["x"], drawn[-1]["y"]) == ([1.0], [0.5])


OF_BEFORE = "This map is still of the plan before the last change."
FADED = ".st-key-outcome_map { opacity"


def test_the_map_is_worked_out_beside_the_page_which_shows_the_rest_meanwhile() -> None:
    app = open_membership(REACTING)
    assert "outcomes" not in charts(app)
    assert {"membership_share", "classes", "break_even"} <= set(charts(app))
    assert any("525 plans" in one.proto.text for one in app.get("progress"))
    refined(app)
    assert "outcomes" in charts(app)
    assert not app.get("progress")
    assert not any(FADED in piece for piece in raw_html(app))


def test_until_a_new_map_is_there_the_last_one_stands_faded_and_said_to_be_so() -> None:
    app = refined(open_membership(REACTING))
    change_plan(app, lapse_rate=0.3, price_elasticity=2.0)
    stale = charts(app)["outcomes"]
    # All of it is of the plan before: the point in it and what is said of that too.
    np.testing.assert_allclose(drawn_map(stale["figure"]["data"][0]), found(REACTING), atol=1e-4)
    assert stale["figure"]["data"][-1]["x"] == [1.0]
    assert stale["alt"].startswith(OF_BEFORE)
    assert OF_BEFORE in says(app)
    assert any(FADED in piece for piece in raw_html(app))
    # What is not of this plan is not to be taken away as if it were.
    assert not stale["take"]
    assert not [one for one in app.expander if "hold, shrink" in one.label]
    now = refined(app)
    fresh = charts(now)["outcomes"]
    wanted = found(REACTING.with_changes(lapse_rate=0.3))
    np.testing.assert_allclose(drawn_map(fresh["figure"]["data"][0]), wanted, atol=1e-4)
    assert fresh["figure"]["data"][-1]["x"] == [2.0]
    assert OF_BEFORE not in fresh["alt"]
    assert OF_BEFORE not in says(now)
    assert not any(FADED in piece for piece in raw_html(now))
    assert fresh["take"]


def test_the_reaction_moves_the_plan_on_the_map_that_is_there() -> None:
    app = refined(open_membership(REACTING))
    move(app, "plan.price_elasticity", 2.0)
    drawn = charts(app)["outcomes"]
    assert drawn["figure"]["data"][-1]["x"] == [2.0]
    assert OF_BEFORE not in drawn["alt"]
    assert not app.get("progress")


def test_the_next_change_cancels_a_map_and_it_never_lands() -> None:
    app = refined(open_membership(REACTING))
    change_plan(app, lapse_rate=0.3)
    left = app.session_state["job_outcome_map"]
    move(app, "plan.lapse_rate", 0.2, resting=False)
    assert "job_outcome_map" not in app.session_state
    move(app, "plan.lapse_rate", 0.2)
    refined(app)
    assert left.result is None
    assert isinstance(left.problem, Cancelled)
    wanted = found(REACTING.with_changes(lapse_rate=0.2))
    drawn = charts(app)["outcomes"]["figure"]["data"]
    np.testing.assert_allclose(drawn_map(drawn[0]), wanted, atol=1e-4)


def change_plan(app: AppTest, **changes: float) -> None:
    """Show another plan as it is after the levers have come to rest."""
    app.session_state["case"] = case(app).with_changes(
        {f"plan.{name}": value for name, value in changes.items()}
    )
    app.run()
    assert not app.exception


def test_levers_and_events_are_on_the_page_and_not_beside_it() -> None:
    app = open_membership(Scenario())
    for group in ("leaving", "events", "membership"):
        app.session_state[f"group_{group}"] = True
    for event in EVENT_INPUTS:
        app.session_state[f"event_{event}_kept_on"] = True
    shown = sliders(app.run())
    assert set(ON_PAGE) <= set(shown)
    assert [path for path, told in shown.items() if not told["compact"]] == list(LEVERS)


def test_a_moved_lever_is_answered_everywhere() -> None:
    app = open_membership(Scenario(lapse_rate=0.1))
    move(app, "plan.price_elasticity", 1.0)
    assert plan(app) == REACTING
    assert says(app)[0].startswith("The plan shrinks")
    _years, total = line(charts(app)["ages"], "all")
    np.testing.assert_allclose(total, composition(far(REACTING)).total / 1e6, rtol=1e-4)


def switch(app: AppTest, event: str) -> Toggle:
    return app.toggle(key=f"event_{event}")


def event_levers(app: AppTest) -> set[str]:
    return {path for path, told in sliders(app).items() if told["compact"]}


def test_an_event_shows_its_levers_once_it_is_switched_on() -> None:
    app = open_membership(Scenario())
    assert not any(switch(app, event).value for event in EVENT_INPUTS)
    assert event_levers(app) == set()
    switch(app, "notice").set_value(True).run()
    assert event_levers(app) == {"plan.notice_month", "plan.notice_share", "plan.notice_spares"}
    assert case(app) == DEFAULT


def test_an_event_is_set_on_the_page_and_leads_to_its_source() -> None:
    app = open_membership(Scenario())
    switch(app, "notice").set_value(True).run()
    move(app, "plan.notice_share", 0.3)
    assert plan(app).notice_share == pytest.approx(0.3)
    people = composition(far(Scenario(notice_share=0.3)))
    _years, total = line(charts(app)["ages"], "all")
    np.testing.assert_allclose(total, people.total / 1e6, rtol=1e-4)
    assert any("event_share_assumed" in caption.value for caption in app.caption)


@pytest.mark.parametrize("changes", [{"notice_share": 0.2}, {"notice_month": 7.0}])
def test_an_event_with_a_value_arrives_switched_on_and_undo_brings_it_back(
    changes: dict[str, float],
) -> None:
    given = Case(plan=Scenario(**changes))
    app = open_membership(given)
    assert [event for event in EVENT_INPUTS if switch(app, event).value] == ["notice"]
    switch(app, "notice").set_value(False).run()
    assert case(app) == DEFAULT
    assert event_levers(app) == set()
    app.button(key="undo").click().run()
    assert case(app) == given
    assert switch(app, "notice").value
    assert "plan.notice_share" in event_levers(app)


def test_the_record_says_what_cannot_be_told_apart() -> None:
    words = [text.value for text in open_membership(Scenario()).markdown]
    told = next(text for text in words if "cannot be told apart" in " ".join(text.split()))
    assert "Members fell from 106 million to 75.0 million in 13 months" in told
    assert "2.5 % left a month" in told


def test_without_a_baseline_nothing_tells_of_one() -> None:
    app = open_membership(NOW)
    assert len(says(app)) == 1
    assert not any("baseline" in name for drawn in charts(app).values() for name in names(drawn))
    assert not any("aseline" in text for text in figures(app).values())
    assert list(shown_tables(app)[0]) == ["rule", "members", "reached after, months", "then"]


def test_every_headline_has_its_difference() -> None:
    shown = figures(open_membership(NOW, PAST))
    now, past = project(far(NOW.plan)), project(far(PAST.plan))
    members = shown["Members after ten years"]
    assert large(last(NOW) - last(PAST)).replace("-", "−") in members
    assert f"baseline {large(last(PAST))}" in members
    assert f"baseline: {percent(last(PAST) / PAST.plan.members, 1)} of those who started" in members
    costs = [float(one.years["charged_per_member"].iloc[-1]) for one in (now, past)]
    assert change(costs[0] - costs[1]) in shown["The price then"]
    assert f"baseline {money(costs[1])}" in shown["The price then"]
    first = number(past.headline.cost_per_member_year, 1)
    assert f"baseline: first year {first}" in shown["The price then"]
    risks = [float(composition(far(one.plan)).mean_risk[-1]) for one in (NOW, PAST)]
    told = shown["Risk of those who remain"]
    assert f"+{number(risks[0] - risks[1], 2)} baseline {number(risks[1], 2)}" in told
    assert "yuan" not in told
    assert "as in the baseline" in shown["Below its minimum"]


@pytest.mark.parametrize(
    ("shown", "pinned", "words"),
    [
        (ENDING, DEFAULT, "baseline: never"),
        (DEFAULT, ENDING, "baseline: {months} months"),
        (DEFAULT, DEFAULT, "as in the baseline"),
        (ENDING, Case(plan=ENDING.plan.with_changes(minimum_members=5e7)), "baseline 55"),
    ],
    ids=["never before", "never now", "never in both", "both end"],
)
def test_the_end_is_compared_even_where_one_never_comes(
    shown: Case, pinned: Case, words: str
) -> None:
    months = months_to_minimum(project(far(pinned.plan)))
    told = figures(open_membership(shown, pinned))["Below its minimum"]
    if words.startswith("baseline 55"):
        words = f"baseline {number(months or 0.0, 1)} months"
    assert words.format(months=number(months or 0.0, 1)) in told


def test_the_sentences_say_what_the_baseline_would() -> None:
    app = open_membership(NOW, PAST)
    assert says(app)[1] == "Baseline: " + says(open_membership(PAST))[0]
    (point,) = break_even(far(PAST.plan), CURVE_YEARS).resting
    told = [text.value for text in app.caption if text.value.startswith("Baseline: At ")]
    assert len(told) == 1
    assert money(point.price) in told[0]
    assert number(point.product, 2) in told[0]


def test_the_charts_draw_the_baseline() -> None:
    drawn, past = charts(open_membership(NOW, PAST)), composition(far(PAST.plan))
    share = line(drawn["membership_share"], "baseline")[1]
    charged = project(far(PAST.plan)).array("charged_per_member")
    np.testing.assert_allclose(share, 24 * charged, rtol=1e-4)
    for place, risk in enumerate(past.relative_risk):
        name = f"baseline, {number(float(risk), 2)} × average risk"
        stayed = past.by_class[:, place] / past.by_class[0, place]
        np.testing.assert_allclose(line(drawn["classes"], name)[1], stayed, atol=1e-5)
    old = line(drawn["ages"], "baseline, aged 40–59")[1]
    np.testing.assert_allclose(old, past.by_age[:, 40:].sum(axis=1) / 1e6, atol=1e-5)
    together = past.mean_incidence / past.mean_incidence[0]
    for name, wanted in (
        ("baseline, together", together),
        ("baseline, the healthy leave", past.mean_risk),
        ("baseline, ageing", together / past.mean_risk),
    ):
        np.testing.assert_allclose(line(drawn["mean_incidence"], name)[1], wanted, atol=1e-5)


def test_the_resting_points_and_the_map_have_the_baselines() -> None:
    drawn = charts(refined(open_membership(NOW, PAST)))
    (point,) = break_even(far(PAST.plan), CURVE_YEARS).resting
    traces = drawn["break_even"]["figure"]["data"]
    (dot,) = (t for t in traces if t.get("name") == "baseline, comes to rest")
    assert dot["x"] == [pytest.approx(point.price)]
    traces = drawn["outcomes"]["figure"]["data"]
    borders = [t for t in traces if t.get("name", "").startswith("baseline, ")]
    assert [t["name"] for t in borders] == ["baseline, holds", "baseline, unravels"]
    np.testing.assert_allclose(drawn_map(borders[0]), found(PAST.plan), atol=1e-4)
    assert [t.get("name") for t in traces[-2:]] == ["baseline", "you are here"]
    assert (traces[-2]["x"], traces[-2]["y"]) == ([0.5], [0.5])


def test_a_resting_point_beyond_the_curve_is_reached() -> None:
    dear = Case(plan=REACTING.with_changes(payout_under_40=9e5, payout_40_plus=9e5))
    drawn = charts(open_membership(REACTING, dear))["break_even"]
    (point,) = break_even(far(dear.plan), CURVE_YEARS).resting
    prices, costs = line(drawn, "baseline, further")
    assert prices[0] < point.price < prices[-1] * 1.2
    assert np.interp(point.price, prices, costs) == pytest.approx(point.price, rel=0.02)


def test_the_record_is_modelled_with_the_baselines_reaction_too() -> None:
    drawn = charts(open_membership(NOW, PAST))["record_exits"]
    start = scenario_on(DECLINE_FROM, fits()[FINAL].scenario)
    days = [day for day in SETTLEMENT_DATES if DECLINE_FROM <= day <= DECLINE_TO]
    for name, one in (("model", NOW.plan), ("baseline, model", PAST.plan)):
        reacting = start.with_changes(
            years=2,
            joiners_per_year=0.0,
            lapse_rate=one.lapse_rate,
            price_elasticity=one.price_elasticity,
            price_memory_months=one.price_memory_months,
            risk_spread=one.risk_spread,
        )
        wanted = project(reacting).array("members")[: len(days)] / 1e6
        (trace,) = (t for t in drawn["figure"]["data"] if t["name"] == name)
        np.testing.assert_allclose(array(trace["y"]), wanted, atol=1e-3)


def test_the_rules_stand_beside_the_baselines() -> None:
    pinned = Case(plan=ENDING.plan.with_changes(per_claim_cap=0.05))
    rules = shown_tables(open_membership(DEFAULT, pinned))[0]
    least, pool = 6e7, round(smallest_pool(far(pinned.plan)))
    assert list(rules["baseline, members"]) == [least, pool]
    months = months_to_minimum(project(far(pinned.plan)))
    assert months is not None
    assert rules["baseline, reached after, months"][0] == number(months, 1)
    assert list(rules["reached after, months"]) == ["never", "never"]
    owed = project(far(pinned.plan)).headline.owed_at_dissolution
    assert money(owed) in rules["baseline, then"][0]
    assert money(0.05) in rules["baseline, then"][1]


def test_the_tables_have_the_baselines_columns() -> None:
    app = open_membership(NOW, PAST)
    for key in ("membership_share", "who", "rest", "outcomes", "record_exits"):
        app.session_state[f"{key}_numbers"] = True
    refined(app.run())
    record, share, classes, _ages, _ill, curve, cells, _rules = shown_tables(app)
    charged = 24 * project(far(PAST.plan)).array("charged_per_member")
    told = share["baseline, charged, yuan at a yearly rate"]
    np.testing.assert_allclose(told, charged, atol=0.006)
    people = composition(far(PAST.plan))
    told = classes["baseline, members aged 18–39"]
    np.testing.assert_allclose(told, people.by_age[::24, 18:40].sum(axis=1), atol=1e-3)
    past = break_even(far(PAST.plan), CURVE_YEARS)
    for name, wanted in (
        ("baseline, price charged, yuan a year", past.prices),
        ("baseline, cost of those left, yuan a year", past.cost),
    ):
        np.testing.assert_allclose(curve[name], wanted, atol=0.006)
    whole = outcome_map(far(PAST.plan), list(MAP_ELASTICITIES), list(MAP_SPREADS))
    np.testing.assert_allclose(
        cells["baseline, members kept, as a fraction"], whole.kept.ravel(), atol=1e-4
    )
    assert cells["baseline, outcome"][0] == "holds"
    assert isinstance(record, pd.DataFrame)
    assert record["baseline, model, members"].notna().all()


@pytest.mark.parametrize("pinned", [None, PAST], ids=["alone", "beside a baseline"])
def test_the_program_gives_the_figure(pinned: Case | None) -> None:
    app = open_membership(NOW, pinned)
    app.session_state["why_members_ten"] = True
    app.run()
    (program,) = (code.value for code in app.code)
    if pinned is None:
        assert value_of(program) == last(NOW)
    else:
        assert value_of(program) == (last(NOW), last(PAST), last(NOW) - last(PAST))
    assert case(app) == NOW


def test_a_fall_at_the_end_has_its_reason_beside_it() -> None:
    # The spiral of the tour: in its tenth year the smallest claims meet the cap as well.
    plan = preset_named("unravelling").scenario
    drawn = charts(open_membership(Case(plan=plan)))["membership_share"]
    table = project(far(plan))
    charged, whole = (24 * table.array(f"{what}_per_member") for what in ("charged", "gross"))
    top = int(charged.argmax())
    assert charged[-1] < 0.8 * charged[top]
    assert np.all(np.diff(whole[top:]) > 0)
    # Every claim costs a member its cap from there on: what is charged follows the claims alone.
    assert plan.per_claim_cap is not None
    capped = 24 * plan.per_claim_cap * table.array("claims")
    np.testing.assert_allclose(charged[top + 2 :], capped[top + 2 :], rtol=1e-2)
    assert charged[top - 6] < 0.9 * capped[top - 6]
    times, beyond = line(drawn, "the bill with no cap")
    np.testing.assert_allclose(beyond, whole[-len(beyond) :], rtol=1e-4)
    assert times[0] == pytest.approx((240 - len(beyond) + 1) / 24)
    assert "the operator pays the rest. The line falls at the end because" in drawn["note"]


def test_no_cap_no_word_of_it_and_nobody_behind_it_is_said() -> None:
    free = charts(open_membership(Case()))["membership_share"]
    assert "no cap" not in str(free)
    alone = Case(plan=Scenario(annual_cap=60.0, cap_bearer="nobody"))
    drawn = charts(open_membership(alone))["membership_share"]
    assert "claimants go without the rest." in drawn["note"]
    assert "falls at the end" not in drawn["note"]
