"""The fairness page: the model's own figures, beside the baseline's with its own choices."""

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.fairness.affordability import affordability, years_of_income
from mutualmodel.fairness.subsidy import balancing_payout, equal_payout, fairness, with_cut
from mutualmodel.inputs import InsurerTerms
from mutualmodel.insurance import SYSTEMS, costs_by_age
from tests.pages.app import (
    array,
    button,
    case,
    charts,
    headline,
    line,
    move,
    names,
    open_page,
    part,
    plain,
    plan,
    raw_html,
    says,
    sliders,
)
from tests.programs import value_of
from ui.fairness import page as fairness_page
from ui.kit.language import amount, change, money, number

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


def open_fairness(shown: Case, pinned: Case | None = None) -> AppTest:
    app = open_page("fairness", shown, pinned)
    assert not app.exception
    return app


def of(**changes: float) -> Case:
    return Case(plan=Scenario().with_changes(**changes))


def figures(app: AppTest) -> dict[str, str]:
    """Give the text of every headline figure by its title."""
    shown = [piece for piece in raw_html(app) if 'class="figure' in piece]
    titles = part(app, "title")
    assert len(titles) == len(shown)
    return dict(zip(titles, map(plain, shown), strict=True))


def text_with(app: AppTest, words: str) -> str:
    found = [" ".join(text.value.split()) for text in app.markdown if words in text.value]
    assert len(found) == 1, found
    return found[0]


def shares(shown: Case, system: str) -> list[float]:
    """Give what a system costs a case's person in shares of incomes, as drawn."""
    costs = costs_by_age(shown.plan, InsurerTerms(), shown.person.sex)
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
    assert "in balance" in says(app)[0]


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


def test_the_policies_are_for_the_cases_person_at_the_usual_terms() -> None:
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
        ("Changes hands between ages and sexes", now.moved, past.moved),
        ("From 40 on receive", now.of_ages(40, 60), past.of_ages(40, 60)),
    ):
        assert change(value - before) in shown[title]
        assert f"baseline {money(before)}" in shown[title]
    in_all = money(past.moved * project(Scenario(years=1)).headline.mean_members)
    assert f"baseline: {in_all} a year in all" in shown["Changes hands between ages and sexes"]
    for title in ("Under 40 receive", "Balancing payout"):
        assert "as in the baseline" in shown[title]


@pytest.mark.parametrize(
    ("shown", "pinned", "words"),
    [
        (of(share_40_to_59=0.0), DEFAULT, "baseline: 42,614 yuan"),
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
    for name, fair in (("baseline, its payouts", past), ("baseline, the cut", other)):
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
    by_age, cuts, incomes = (frame.value for frame in app.dataframe)
    now, past = fairness(NOW.plan), fairness(Scenario())
    gap = by_age["men: difference, yuan"]
    np.testing.assert_allclose(gap, now.received[0] - past.received[0], atol=0.006)
    before = by_age["baseline, women: receive, yuan"]
    np.testing.assert_allclose(before, past.received[1], atol=0.006)
    np.testing.assert_allclose(cuts["baseline, the plan’s payout, yuan"], past.payout)
    wanted = with_cut(past, 40, 1.0).payout.round()
    np.testing.assert_allclose(cuts["baseline, the payout here, yuan"], wanted)
    title = SYSTEMS["level"].title
    told = incomes[f"baseline, {title}, %"].to_numpy()[::-1]
    np.testing.assert_allclose(told, 100 * np.array(shares(DEFAULT, "level")), atol=6e-4)
    assert list(incomes["group"])[:4] == ["all", "urban", "rural", "lowest fifth"]
    assert incomes[f"{title}, %"].notna().sum() == len(shares(NOW, "level"))


PROGRAMS: dict[str, Callable[[Case], float]] = {
    "fairness_moved": lambda one: fairness(one.plan).moved,
    "fairness_balance": lambda one: balancing_payout(fairness(one.plan)),
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
