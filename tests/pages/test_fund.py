"""The fund page: the model's figures, in every way of paying and every state of a fund."""

from itertools import product

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project, simulate
from mutualmodel.inputs import GROUPS, Value
from mutualmodel.inputs.funding import ASKED
from mutualmodel.simulation import needed_contributions, solvency
from tests.marks import marked
from tests.pages.app import (
    array,
    button,
    case,
    charts,
    move,
    names,
    open_groups,
    open_page,
    plain,
    raw_html,
    says,
    sliders,
)
from tests.pages.beside import refined
from tests.pages.states import figures, slips
from tests.programs import value_of
from ui.frame.refining import FULL_COURSES, QUICK_COURSES
from ui.frame.sidebar import funding_asked
from ui.frame.state import View
from ui.frame.why import program_of
from ui.fund import bearer_charts, need_charts, steps, words
from ui.fund import charts as fund_charts
from ui.fund.outlook import Outlook, Outlooks, needs_of, tried_of
from ui.fund.page import LEVERS
from ui.kit.charts import Chart, whole
from ui.kit.language import amount, chances
from ui.kit.palette import DARK, LIGHT

FUND = Scenario(funding="fund")
LASTING = FUND.with_changes(contribution_month=25.0)
PREPAID = Scenario(funding="prepaid")

PLANS = {
    "after the event": Scenario(),
    "ruined": FUND,
    "lasts": LASTING,
    "pays nothing in": FUND.with_changes(contribution_month=0.0, deficit_bearer="claims"),
    "an enormous fund": FUND.with_changes(opening_fund=10_000.0, surplus_returned=0.0),
    "operator": FUND.with_changes(deficit_bearer="operator", fund_interest=0.05),
    "insurer": FUND.with_changes(deficit_bearer="insurer", surplus_returned=0.5, years=3),
    "a small pool": FUND.with_changes(members=1e4, money_kept="operator"),
    "dissolves": FUND.with_changes(minimum_members=8e7, lapse_rate=0.3),
    "dissolves at once": FUND.with_changes(members=1e5, minimum_members=3.3e6),
    "one year": LASTING.with_changes(years=1),
    "ten years": LASTING.with_changes(years=10),
    "nothing is paid": FUND.with_changes(payout_under_40=0.0, payout_40_plus=0.0),
    "prepaid": PREPAID,
    "nobody tops up": PREPAID.with_changes(top_up_share=0.0),
    "half top up": PREPAID.with_changes(top_up_share=0.5, balance_floor=0.0),
    "members react": FUND.with_changes(price_elasticity=1.0, lapse_rate=0.2, years=1),
}


def open_fund(plan: Scenario, pinned: Scenario | None = None) -> AppTest:
    app = open_page("fund", Case(plan=plan), None if pinned is None else Case(plan=pinned))
    assert not app.exception
    return app


def look(plan: Scenario) -> Outlook:
    """Give what a few courses tell of a plan."""
    known = solvency(plan, paths=QUICK_COURSES)
    simulation = simulate(plan, QUICK_COURSES)
    after = simulate(plan.with_changes(funding="after"), QUICK_COURSES)
    return Outlook(simulation, after, needs_of(known), tried_of(known))


@pytest.fixture(scope="module")
def looks() -> dict[str, Outlook]:
    chosen = "after the event", "ruined", "lasts", "prepaid", "a small pool", "one year"
    return {name: look(PLANS[name]) for name in chosen}


# The others meet the same sentences and charts.
TELLING = {"after the event", "ruined", "insurer", "dissolves", "dissolves at once", "half top up"}


@pytest.mark.parametrize(
    "plan",
    [marked(plan, telling=name in TELLING, name=name) for name, plan in PLANS.items()],
)
def test_the_page_tells_the_truth_of_every_plan(plan: Scenario) -> None:
    app = open_fund(plan)
    assert list(slips(app)) == []
    for payload in charts(app).values():
        go.Figure(payload["figure"])
        assert len(payload["alt"]) > 20
    if plan.minimum_members < plan.members:
        cost = project(plan).headline.cost_per_member_year
        assert figures(app)["A member pays in the first year"].startswith(f"{amount(cost)} yuan")


# Every plan and every baseline once; all pairs of them are left to make check.
_PAIRS = {
    ("after the event", "dissolves at once"),
    ("lasts", "one year"),
    ("lasts", "prepaid"),
    ("prepaid", "after the event"),
}


@pytest.mark.parametrize(
    ("name", "pinned"),
    [
        marked(*pair, telling=pair in _PAIRS)
        for pair in product(
            ["after the event", "lasts", "prepaid"],
            ["after the event", "dissolves at once", "prepaid", "one year"],
        )
    ],
)
def test_it_stands_beside_every_kind_of_baseline(name: str, pinned: str) -> None:
    app = open_fund(PLANS[name], PLANS[pinned])
    assert list(slips(app)) == []
    told = " ".join(map(plain, raw_html(app)))
    assert "baseline" in told


def test_where_members_pay_after_the_event_a_press_tries_a_fund_that_lasts() -> None:
    app = open_fund(Scenario())
    assert "no money is held" in says(app)[0]
    assert figures(app)["Held for members at most"].startswith("nothing")
    assert set(charts(app)) == {"needed", "surface"}
    button(app, "Try a fund with").click().run()
    assert not app.exception
    tried = case(app).plan
    assert tried.funding == "fund"
    ruin = simulate(tried, QUICK_COURSES).probability("ruined").value
    assert ruin <= 0.006
    assert set(charts(app)) >= {"held", "by_year", "needed", "surface", "who_pays", "operator"}
    app.button(key="undo").click().run()
    assert case(app).plan == Scenario()


def test_many_courses_follow_the_few_and_every_figure_agrees() -> None:
    plan = LASTING.with_changes(contribution_month=12.5, years=2, members=1e6)
    app = refined(open_fund(plan))
    simulation = simulate(plan, FULL_COURSES)
    ruin = simulation.probability("ruined").value
    shown = figures(app)
    assert shown["The money runs out"].startswith(chances(ruin))
    needed = needed_contributions(plan, paths=FULL_COURSES)
    assert shown["Enough in 99.5 % of runs"].startswith(amount(needed.at(0.995)))
    # One probability in three places: the simulation's, the curve's and the year's.
    assert float(needed.ruin(12.5)) == pytest.approx(ruin, abs=1e-9)
    by_year = charts(app)["by_year"]["figure"]["data"][-1]
    assert array(by_year["y"])[-1] == pytest.approx(ruin, abs=1e-5)
    assert 0.01 < ruin < 0.5
    assert chances(ruin) in says(app)[0]


@pytest.mark.parametrize("funding", ["after", "fund", "prepaid"])
def test_levers_and_sidebar_ask_only_what_the_way_of_paying_needs(funding: str) -> None:
    plan = Scenario().with_changes(funding=funding)
    app = open_groups(open_fund(plan))
    beside = {path for path in sliders(app) if path not in LEVERS[plan.funding]}
    assert set(LEVERS[plan.funding]) <= set(sliders(app))
    for way, asked in ASKED.items():
        for name in asked:
            if way != funding and name not in ASKED[plan.funding]:
                assert f"plan.{name}" not in beside
    assert [one.label for one in app.sidebar.expander] == list(GROUPS.values())


def test_the_sidebar_asks_of_one_who_steps_in_only_what_is_his() -> None:
    assert "call_limit" in funding_asked(FUND)
    assert "stop_loss_attachment" not in funding_asked(FUND)
    insured = funding_asked(FUND.with_changes(deficit_bearer="insurer"))
    assert "stop_loss_attachment" in insured
    assert "call_limit" not in insured
    assert funding_asked(Scenario()) == ["funding"]


def test_a_moved_lever_is_answered_by_a_few_courses() -> None:
    app = open_fund(LASTING)
    move(app, "plan.contribution_month", 13.0, resting=False)
    assert not app.exception
    plan = LASTING.with_changes(contribution_month=13.0)
    ruin = simulate(plan, QUICK_COURSES).probability("ruined").value
    assert figures(app)["The money runs out"].startswith(chances(ruin))


# ------------------------------------------------------------------------------------- the charts


def drawn(now: Outlook, past: Outlook | None, colours: object = LIGHT) -> list[Chart]:
    both, palette = Outlooks(now, past), LIGHT if colours is LIGHT else DARK
    found = [need_charts.needed(now, past, palette), need_charts.surface(now, past, palette)]
    if now.plan.funding != "after":
        before = None if past is None else past.simulation
        found += [
            fund_charts.held(both, palette),
            fund_charts.by_year(both, palette),
            bearer_charts.who_pays(now.simulation, before, palette),
            bearer_charts.beside_after(both, palette),
            bearer_charts.operator_holds(now.plan, None if past is None else past.plan, palette),
        ]
    return found


@pytest.mark.parametrize(
    "colours", [marked(LIGHT, telling=False, name="light"), marked(DARK, telling=True, name="dark")]
)
def test_every_chart_can_be_drawn_told_and_tabled(
    looks: dict[str, Outlook], colours: object
) -> None:
    for now in looks.values():
        for past in (None, *looks.values()):
            for chart in drawn(now, past, colours):
                go.Figure(chart.figure)
                assert chart.title.endswith("?")
                assert len(chart.alt) > 20
                assert len(whole(chart.table()).raw)


@pytest.mark.parametrize("name", ["ruined", "lasts", "prepaid", "a small pool"])
def test_a_year_is_paid_to_the_last_digit(looks: dict[str, Outlook], name: str) -> None:
    """Paid in + called + others + lacking + taken is the bill + what is put by and paid back."""
    for one in bearer_charts.years_shown(looks[name].simulation):
        assert sum(one.parts.values()) == pytest.approx(one.bill, rel=1e-9)
        assert one.parts["kept"] <= 0 <= one.parts["drawn"]
    good, _median, bad = bearer_charts.years_shown(looks[name].simulation)
    assert good.bill < bad.bill


def test_what_is_held_is_whose_it_is(looks: dict[str, Outlook]) -> None:
    for one in (looks["lasts"], looks["prepaid"]):
        projection = project(one.plan)
        held = bearer_charts.holding(projection)
        np.testing.assert_allclose(held.held, projection.array("fund")[1::2])
        owed = projection.array("owed")[1::2] * (1 + one.plan.fee_rate)
        assert (held.owed <= owed * (1 + 1e-12)).all()
        assert (held.own >= 0).all()


def test_the_map_is_the_models_and_marks_the_plan(looks: dict[str, Outlook]) -> None:
    now = looks["lasts"]
    needs, tried = now.needs, now.tried
    assert needs is not None
    assert tried is not None
    assert tried.ruin.shape == (len(tried.funds), len(tried.contributions))
    np.testing.assert_allclose(tried.ruin[0], needs.whole.ruin(tried.contributions), atol=1e-9)
    chart = need_charts.surface(now, looks["ruined"], LIGHT)
    dots = [one for one in chart.figure["data"] if one.get("mode") == "markers"]
    assert [array(one["x"])[0] for one in dots] == [8.0, 25.0]
    beyond = Outlook(
        simulate(LASTING.with_changes(contribution_month=900.0), 10), now.after, needs, tried
    )
    assert "outside the map" in need_charts.surface(beyond, None, LIGHT).note


def test_the_curve_marks_the_three_confidences(looks: dict[str, Outlook]) -> None:
    needs = looks["lasts"].needs
    assert needs is not None
    chart = need_charts.needed(looks["lasts"], None, LIGHT)
    dots = {one["name"]: one for one in chart.figure["data"] if one.get("mode") == "markers"}
    assert {name: array(one["x"])[0] for name, one in dots.items()} == pytest.approx(
        {
            "95 %": needs.whole.at(0.95),
            "99 %": needs.whole.at(0.99),
            "99.5 %": needs.whole.at(0.995),
        }
    )


# -------------------------------------------------------------------------------------- the words


def test_the_verdict_follows_the_figures(looks: dict[str, Outlook]) -> None:
    assert "called on for what is missing, up to 96.0 yuan" in words.verdict(looks["ruined"])
    assert "pays every settlement in all of the" in words.verdict(looks["lasts"])
    assert "Balances cover every levy in all" in words.verdict(looks["prepaid"])
    assert "no money is held" in words.verdict(looks["after the event"])


def test_the_steps_add_up(looks: dict[str, Outlook]) -> None:
    now = looks["lasts"]
    projection = project(now.plan)
    paid_in, called, returned, net = (step.result.value for step in steps.cost_steps(projection))
    assert net == pytest.approx(paid_in + called - returned)
    assert net == pytest.approx(projection.headline.cost_per_member_year)
    first, second, last = (step.result.value for step in steps.held_steps(projection))
    assert last == pytest.approx(first - second, rel=1e-9)
    assert last == pytest.approx(projection.array("fund")[1::2].max())
    assert now.needs is not None
    assert steps.needed_steps(now, now.needs)[-1].result.value == now.needs.whole.at(0.995)
    assert steps.ruin_steps(now)[-1].result.value == 0.0


PINNED: dict[str, Value] = {"plan.funding": "fund", "plan.contribution_month": 14.0}


def test_the_programs_give_the_figures() -> None:
    shown = Case(plan=LASTING.with_changes(contribution_month=15.0, years=2))
    view = View(shown, None)
    projection = project(shown.plan)
    cost = projection.headline.cost_per_member_year
    assert value_of(program_of(view, "first_year")) == pytest.approx(cost)
    held = bearer_charts.holding(projection).held.max()
    assert value_of(program_of(view, "held_most")) == pytest.approx(held)
    ruin = simulate(shown.plan, 200).probability("ruined").value
    assert value_of(program_of(view, "ruin", 200)) == pytest.approx(ruin)
    needed = needed_contributions(shown.plan, paths=200).at(0.995)
    assert value_of(program_of(view, "solvent_contribution", 200)) == pytest.approx(needed)
    both = value_of(program_of(View(shown, Case().with_changes(PINNED)), "first_year"))
    assert both[0] - both[1] == pytest.approx(both[2])


def test_the_after_chart_is_the_same_plan_after_the_event(looks: dict[str, Outlook]) -> None:
    now = looks["lasts"]
    chart = bearer_charts.beside_after(Outlooks(now, None), LIGHT)
    assert "after the event, median" in names({"figure": chart.figure})
    table = bearer_charts.bearers_table(Outlooks(now, None))
    shares = table[["members, %", "others, %", "left unpaid, %"]].sum(axis=1)
    np.testing.assert_allclose(shares, 100.0, atol=0.02)
