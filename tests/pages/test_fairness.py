"""The fairness page: the model's own figures, beside the baseline's with its own choices."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.engine import borne
from mutualmodel.fairness.affordability import affordability, years_of_income
from mutualmodel.fairness.subsidy import balancing_payout, equal_payout, fairness, with_cut
from mutualmodel.fairness.sureness import moved_sureness, payouts_sureness
from mutualmodel.insurance import SYSTEMS, costs_by_age
from mutualmodel.simulation import Layer
from tests.pages.app import (
    array,
    button,
    case,
    charts,
    figures,
    headline,
    line,
    move,
    names,
    notes_below,
    open_page,
    part,
    plan,
    says,
    shown_tables,
    sliders,
)
from tests.programs import value_of
from ui.fairness import page as fairness_page
from ui.frame.layers import RANGE_NAMES
from ui.kit.language import amount, change, money, number, percent

DEFAULT = Case()
# One input of each record that the page uses, or might be thought to, is another.
NOW = DEFAULT.with_changes(
    {
        "plan.payout_40_plus": 2e5,
        "plan.members": 3e6,
        "insurer.loading": 0.2,
        "person.age": 45,
        "view.cut_age": 50,
        "view.cut_ratio": 0.5,
        "view.income_year": "2019",
    }
)

CROSS = "Paid by some ages and sexes for others"


def open_fairness(shown: Case, pinned: Case | None = None) -> AppTest:
    app = open_page("fairness", shown, pinned)
    assert not app.exception
    return app


def of(**changes: float) -> Case:
    return Case(plan=Scenario().with_changes(**changes))


def text_with(app: AppTest, words: str) -> str:
    found = [" ".join(text.value.split()) for text in app.markdown if words in text.value]
    assert len(found) == 1, found
    return found[0]


def shares(shown: Case, system: str) -> list[float]:
    """Give what a system costs a case's person in shares of incomes, as drawn."""
    costs = costs_by_age(shown.plan, shown.insurer, shown.person.sex)
    cost = float(costs[system][shown.person.age])
    year, measure = int(shown.view.income_year), shown.view.income_measure
    return list(affordability({"x": cost}, year, measure)["x"])[::-1]


def marks(app: AppTest, name: str) -> list[float]:
    traces = charts(app)["affordable"]["figure"]["data"]
    return list(array(next(trace for trace in traces if trace["name"] == name)["x"]))


def test_the_headline_and_the_lines_are_the_models() -> None:
    app, fair = open_fairness(of(payout_40_plus=2e5)), fairness(Scenario(payout_40_plus=2e5))
    assert headline(app) == amount(fair.moved)
    drawn = charts(app)["receipts"]
    np.testing.assert_allclose(line(drawn, "men receive")[1], fair.received[0], rtol=1e-4)
    np.testing.assert_allclose(line(drawn, "women receive")[1], fair.received[1], rtol=1e-4)
    np.testing.assert_allclose(line(drawn, "everyone pays")[1], fair.paid, rtol=1e-4)


@pytest.mark.parametrize(
    ("payout", "words"),
    [(0.0, "The old pay for the young"), (3e5, "The young pay for the old")],
)
def test_it_says_who_pays_for_whom(payout: float, words: str) -> None:
    assert words in says(open_fairness(of(payout_40_plus=payout)))[0]


def test_the_payouts_are_levers_of_the_page_and_move_everything() -> None:
    app = open_fairness(DEFAULT)
    assert set(sliders(app)) == {*fairness_page.LEVERS, *fairness_page.CUT, "person.age"}
    move(app, "plan.payout_40_plus", 2e5)
    fair = fairness(Scenario(payout_40_plus=2e5))
    assert plan(app) == Scenario(payout_40_plus=2e5)
    assert headline(app) == amount(fair.moved)
    both = line(charts(app)["other_cuts"], "the plan’s payouts")[1]
    old = fair.members[:, 59] @ fair.received[:, 59] / fair.members[:, 59].sum()
    assert both[59] == pytest.approx(old, rel=1e-4)
    app.session_state["group_benefit"] = True
    assert not set(fairness_page.ON_PAGE) & (
        set(sliders(app.run())) - {*fairness_page.LEVERS, *fairness_page.CUT, "person.age"}
    )


def test_the_balancing_payout_can_be_used_and_then_balances() -> None:
    app = open_fairness(DEFAULT)
    wanted = round(balancing_payout(fairness(Scenario())))
    button(app, "Use it").click().run()
    assert plan(app).payout_40_plus == wanted
    assert "Neither age group pays for the other" in says(app)[0]


def test_another_cut_is_drawn_and_told() -> None:
    app = open_fairness(DEFAULT)
    move(app, "view.cut_age", 50.0)
    move(app, "view.cut_ratio", 0.5)
    assert case(app) == DEFAULT.with_changes({"view.cut_age": 50, "view.cut_ratio": 0.5})
    other = with_cut(fairness(Scenario()), 50, 0.5)
    told = text_with(app, "At the same cost")
    assert money(round(float(other.payout[0]))) in told
    assert money(other.moved) in told


def test_the_costs_beside_incomes_are_shares_of_them() -> None:
    app = open_fairness(DEFAULT.with_changes({"view.income_year": "2019"}))
    wanted = affordability({"x": fairness(Scenario()).paid}, 2019)["x"].to_numpy()[::-1]
    np.testing.assert_allclose(marks(app, SYSTEMS["mutual"].title), wanted, rtol=0.02)
    assert len(charts(app)["affordable"]["figure"]["data"]) >= 4
    assert any("income_mean_2019" in caption.value for caption in app.caption)


def test_the_policies_are_for_the_cases_person_at_the_cases_terms() -> None:
    shown = DEFAULT.with_changes({"person.age": 52, "insurer.loading": 0.1})
    app = open_fairness(shown)
    app.button_group(key="in_person.sex").set_value("M").run()
    shown = shown.with_changes({"person.sex": "M"})
    assert case(app) == shown
    for name in ("one_year", "level"):
        assert marks(app, SYSTEMS[name].title) == pytest.approx(shares(shown, name), abs=1e-6)
    move(app, "person.age", 20.0)
    shown = shown.with_changes({"person.age": 20})
    title = SYSTEMS["one_year"].title
    assert marks(app, title) == pytest.approx(shares(shown, "one_year"), abs=1e-6)


def test_without_a_baseline_nothing_tells_of_one() -> None:
    app = open_fairness(NOW)
    assert len(says(app)) == 1
    assert not any("baseline" in name for drawn in charts(app).values() for name in names(drawn))
    assert not any("aseline" in drawn["note"] + drawn["alt"] for drawn in charts(app).values())
    assert not any("aseline" in text for text in figures(app).values())


def test_every_headline_has_its_difference() -> None:
    shown = figures(open_fairness(NOW, DEFAULT))
    now, past = fairness(NOW.plan), fairness(Scenario())
    for title, value, before in (
        (CROSS, now.moved, past.moved),
        ("From 40 on receive", now.of_ages(40, 60), past.of_ages(40, 60)),
    ):
        assert change(value - before) in shown[title]
        assert f"baseline {money(before)}" in shown[title]
    member_years = float(project(Scenario(years=1)).array("members").sum()) / 24
    in_all = money(past.moved * member_years)
    assert f"baseline: {in_all} in all in the first year" in shown[CROSS]
    for title in ("Under 40 receive", "Balancing payout"):
        assert "as in the baseline" in shown[title]


@pytest.mark.parametrize(
    ("shown", "pinned", "words"),
    [
        (of(share_40_to_59=0.0), DEFAULT, "baseline: 42,344 yuan"),
        (DEFAULT, of(share_40_to_59=0.0), "baseline: none"),
        (of(share_40_to_59=0.0), of(share_40_to_59=0.0), "as in the baseline"),
    ],
    ids=["none now", "none before", "none in both"],
)
def test_a_balance_that_is_none_is_compared_in_words(shown: Case, pinned: Case, words: str) -> None:
    assert words in figures(open_fairness(shown, pinned))["Balancing payout"]


def test_the_sentences_say_what_the_baseline_would() -> None:
    app = open_fairness(NOW, DEFAULT)
    assert says(app)[1] == "Baseline: " + says(open_fairness(DEFAULT))[0]
    assert says(open_fairness(DEFAULT, DEFAULT))[1] == "As in the baseline."
    past = fairness(Scenario())
    other = with_cut(past, 40, 1.0)
    told = text_with(app, "with its own payouts")
    for value in (other.moved, past.moved, round(equal_payout(past))):
        assert money(value) in told
    worth = text_with(app, "Baseline: 300,000 yuan and, from 40 on, 100,000 yuan")
    for group, payout in (("all", 3e5), ("fifth_1", 1e5)):
        assert number(years_of_income(payout, 2021)[group], 1) in worth


def test_the_charts_draw_the_baseline_with_its_own_choices() -> None:
    app = open_fairness(NOW, DEFAULT)
    drawn, past = charts(app), fairness(Scenario())
    for name, wanted in (
        ("baseline, men", past.received[0]),
        ("baseline, women", past.received[1]),
        ("baseline, everyone pays", np.full(60, past.paid)),
    ):
        np.testing.assert_allclose(line(drawn["receipts"], name)[1], wanted, rtol=1e-4)
    other = with_cut(past, 40, 1.0)
    weights = past.members / past.members.sum(axis=0)
    for name, fair in (("baseline, its payouts", past), ("baseline, payouts tried", other)):
        wanted = (weights * fair.received).sum(axis=0)
        np.testing.assert_allclose(line(drawn["other_cuts"], name)[1], wanted, rtol=1e-4)
    for system in ("mutual", "one_year", "level"):
        title = SYSTEMS[system].title
        assert marks(app, title) == pytest.approx(shares(NOW, system), abs=1e-6)
        assert marks(app, f"baseline, {title}") == pytest.approx(shares(DEFAULT, system), abs=1e-6)
    # In 2019 there are fewer groups than in the baseline's year: all have a row.
    rows = drawn["affordable"]["figure"]["layout"]["yaxis"]["categoryarray"]
    assert len(rows) == 8
    assert "a woman of 30" in drawn["affordable"]["note"]


def test_the_tables_have_the_baselines_columns() -> None:
    app = open_fairness(NOW, DEFAULT)
    for key in ("receipts", "cuts", "income"):
        app.session_state[f"{key}_numbers"] = True
    app.run()
    by_age, _payouts, cuts, incomes = shown_tables(app)
    now, past = fairness(NOW.plan), fairness(Scenario())
    # Both are shown to the cent, and so is what differs between them as shown.
    gap = by_age["men: difference, yuan"]
    np.testing.assert_allclose(gap, now.received[0] - past.received[0], atol=0.0101)
    before = by_age["baseline, women: receive, yuan"]
    np.testing.assert_allclose(before, past.received[1], atol=0.006)
    np.testing.assert_allclose(cuts["baseline, the plan’s payout, yuan"], past.payout)
    wanted = with_cut(past, 40, 1.0).payout.round()
    np.testing.assert_allclose(cuts["baseline, the payout tried, yuan"], wanted)
    title = SYSTEMS["level"].title
    told = incomes[f"baseline, {title}, %"].to_numpy()[::-1]
    np.testing.assert_allclose(told, 100 * np.array(shares(DEFAULT, "level")), atol=6e-4)
    assert list(incomes["group"])[:4] == ["all", "urban", "rural", "lowest fifth"]
    assert incomes[f"{title}, %"].notna().sum() == len(shares(NOW, "level"))


# ------------------------------------------------------------------------------ in every state

NEVER = of(members=3e6, minimum_members=5e6)
BRIEF = of(lapse_rate=0.3, minimum_members=9e7)
CUT = Case(plan=Scenario(annual_cap=60.0, cap_bearer="nobody"))
TINY = of(members=1e4)
STATES = {
    "never": NEVER,
    "brief": BRIEF,
    "cut": CUT,
    "tiny": TINY,
    "free": of(payout_under_40=0.0, payout_40_plus=0.0),
    "later": of(price_elasticity=2.0, minimum_members=6e7),
    "one year": Case(plan=Scenario(years=1)),
    "ten years": Case(plan=Scenario(years=10)),
}


def captions(app: AppTest) -> str:
    return " ".join(one.value for one in app.caption)


@pytest.mark.parametrize("shown", STATES.values(), ids=STATES)
@pytest.mark.parametrize("turned", [False, True])
def test_no_state_shows_what_is_no_number(shown: Case, turned: bool) -> None:
    app = open_fairness(*((DEFAULT, shown) if turned else (shown, DEFAULT)))
    drawn = charts(app).values()
    texts = [
        *figures(app).values(),
        notes_below(app),
        *says(app),
        *(one.value for one in app.markdown),
    ]
    texts += [text for one in drawn for text in (one["alt"], one["note"])]
    assert not [text for text in texts if re.search(r"\bnan\b|−0(?![.\d])|0\.0000|0\.00 %", text)]
    for one in drawn:
        for trace in one["figure"]["data"]:
            assert not trace["mode"].startswith("lines") or np.isfinite(array(trace["y"])).all()


def test_a_plan_that_never_starts_is_no_plan() -> None:
    app = open_fairness(NEVER)
    assert all("no plan" in text for text in figures(app).values())
    assert part(app, "phone-figure") == ["no plan"]
    told = says(app)
    assert told[0].endswith("So nobody pays for anybody.")
    assert money(project(NEVER.plan).headline.owed_at_dissolution) in told[0]
    assert "There is no plan to compare: it dissolves at the start." in told
    assert "Mutual aid is not shown: there is no plan." in captions(app)
    assert set(charts(app)) == {"affordable"}
    assert not [name for name in names(charts(app)["affordable"]) if "Mutual aid" in name]
    assert not [one for one in app.button if one.label.startswith("Use it")]
    # Its levers stay, and so do the baseline's figures.
    assert set(sliders(app)) == {*fairness_page.LEVERS, *fairness_page.CUT, "person.age"}
    beside = figures(open_fairness(DEFAULT, NEVER))
    assert all("baseline: no plan" in text for text in beside.values())


def test_where_a_sponsor_pays_a_yuan_is_one_that_is_paid_in_by_whomever() -> None:
    app, fair = open_fairness(TINY), fairness(TINY.plan)
    told = says(app)[0]
    assert f"everyone pays {money(fair.paid)} on average" in told
    assert f"the sponsor pays another {money(fair.help)}" in told
    per_yuan = fair.of_ages(0, 40) / (fair.paid + fair.help)
    assert per_yuan < 1
    assert f"members under 40 expect {money(per_yuan)} back" in told
    assert f"Of that yuan members pay {percent(fair.paid / (fair.paid + fair.help), 1)}" in told
    assert "the operator 99.4 %" in notes_below(app)
    _ages, paid_in = line(charts(app)["receipts"], "paid in, with others’ help")
    np.testing.assert_allclose(paid_in, fair.paid + fair.help, rtol=1e-4)
    assert "what they and others pay in" in charts(app)["receipts"]["note"]
    # As in a pool that pays for itself, whose members expect the same for a yuan.
    usual = fairness(Scenario())
    assert per_yuan == pytest.approx(usual.of_ages(0, 40) / usual.paid, rel=1e-3)
    alone = open_fairness(DEFAULT)
    assert "sponsor" not in says(alone)[0]
    assert "others the rest" in told
    assert "others the rest" not in says(alone)[0]
    assert "others pay in" not in charts(alone)["receipts"]["note"]
    assert "paid in, with others’ help" not in names(charts(alone)["receipts"])


def test_what_is_left_unpaid_is_said() -> None:
    app = open_fairness(CUT)
    year = project(CUT.plan.with_changes(years=1)).headline
    unpaid = percent(year.unpaid / year.payout, 1)
    assert f"Of the benefits due {unpaid} is left unpaid" in says(app)[0]
    assert f"those who stay all year pay {money(year.cost_per_member_year)}." in says(app)[0]
    bill = borne(project(CUT.plan))
    assert f"{percent(bill.share(bill.claimants), 1)} is left unpaid" in notes_below(app)
    assert "left unpaid" not in says(open_fairness(DEFAULT))[0]


def test_a_plan_that_ends_within_the_year_says_what_its_amounts_are_for() -> None:
    app = open_fairness(BRIEF)
    assert "Amounts are for a year of membership" in says(app)[0]
    assert "who stays all year" not in says(app)[0]
    assert "Mutual aid is not shown: the plan does not last a year." in captions(app)
    year = project(BRIEF.plan.with_changes(years=1))
    in_all = fairness(BRIEF.plan).moved * float(year.array("members").sum()) / 24
    assert f"{money(in_all)} in all in the first year" in (figures(app)[CROSS])


def test_a_first_year_is_called_one_and_the_years_after_stand_beside_it() -> None:
    app, later = open_fairness(DEFAULT), project(Scenario()).years["charged_per_member"]
    assert says(app)[0].startswith(
        "The young pay for the old. For each yuan paid in, members under"
    )
    assert "In the first year everyone pays" in says(app)[0]
    assert all(amount(float(cost)) in notes_below(app) for cost in later[1:])
    assert "at the cost of its first year, policies at the insurer’s terms on the page" in captions(
        app
    )


PROGRAMS: dict[str, Callable[[Case], float]] = {
    "changes_hands": lambda one: fairness(one.plan).moved,
    "balancing_payout": lambda one: balancing_payout(fairness(one.plan)),
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("pinned", [None, DEFAULT], ids=["alone", "beside a baseline"])
def test_every_program_gives_the_figure(name: str, pinned: Case | None) -> None:
    app = open_fairness(NOW, pinned)
    app.session_state[f"why_{name}"] = True
    app.run()
    (program,) = (code.value for code in app.code)
    figure = PROGRAMS[name]
    now = figure(NOW)
    if pinned is None:
        assert value_of(program) == now
    else:
        assert value_of(program) == (now, figure(pinned), now - figure(pinned))


# ------------------------------------------------------------------------------------ how sure


@pytest.mark.parametrize("layer", ["all", "process", "systematic", "parameters", "assumed"])
def test_each_layer_of_the_payouts_is_drawn_alone_and_named(layer: Layer) -> None:
    shown = DEFAULT.with_changes({"view.range_of": layer})
    app = open_fairness(shown, DEFAULT)
    assumed = layer == "assumed"
    wanted = {
        "paid out": payouts_sureness(shown.plan, assumed=assumed).range_of(layer),
        "paid for others": moved_sureness(shown.plan, assumed=assumed).range_of(layer),
    }
    drawn = charts(app)["payout_ranges"]
    for name, found in wanted.items():
        for title in (name, f"baseline, {name}"):
            ends = next(one["x"] for one in drawn["figure"]["data"] if one["name"] == title)
            assert array(ends) == pytest.approx([found.low[0], found.high[0]], abs=0.01)
    low, high = (float(end[0]) for end in (wanted["paid out"].low, wanted["paid out"].high))
    assert f"{amount(low)} to {money(high)}" in notes_below(app)
    assert RANGE_NAMES[layer] in drawn["note"]


@pytest.mark.parametrize(
    "shown",
    [
        of(members=1e5, minimum_members=3.3e6),
        of(payout_under_40=0.0, payout_40_plus=0.0),
    ],
    ids=["never starts", "nothing paid"],
)
def test_what_pays_nothing_has_no_range(shown: Case) -> None:
    app = open_fairness(shown)
    assert "payout_ranges" not in charts(app)
    assert "nine years in ten" not in notes_below(app)


def test_the_steps_of_the_charts_have_their_notes_where_they_are() -> None:
    told = "At 40 the payout falls from 300,000 yuan to 100,000 yuan."
    drawn = charts(open_fairness(DEFAULT))
    assert told in drawn["receipts"]["note"]
    # One payout for all is tried, which has no step of its own.
    assert drawn["other_cuts"]["note"] == told
    tried = charts(open_fairness(DEFAULT.with_changes({"view.cut_ratio": 0.5, "view.cut_age": 50})))
    assert tried["other_cuts"]["note"] == f"{told} The payouts tried change at 50."
    same = charts(open_fairness(DEFAULT.with_changes({"plan.payout_under_40": 100_000.0})))
    assert "the payout" not in same["receipts"]["note"]
