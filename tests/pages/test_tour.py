"""The tour without a browser: its steps say what is true, lead on and back, and leave no trace."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, project
from mutualmodel.analysis import RESULTS, results
from mutualmodel.figures import figure
from mutualmodel.history import FINAL, fits, replay
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import costs_ahead
from mutualmodel.inputs import preset_named
from mutualmodel.simulation import simulate
from tests.marks import one_in
from tests.pages.app import baseline, button, case, open_home, open_page, part, query, set_case
from ui.frame.contents import contents_of
from ui.frame.menu import PAGES
from ui.frame.state import View
from ui.frame.tour_steps import STEPS, TourStep
from ui.kit.language import amount, large, money, month, percent

COUNT = len(STEPS)
OWN = Case().with_changes({"plan.members": 3e6, "person.age": 45})
PINNED = Case().with_changes({"plan.members": 4e6})


def step(name: str) -> TourStep:
    return next(one for one in STEPS if one.name == name)


def told(name: str) -> str:
    title, text = step(name).words()
    return f"{title}. {text}"


def says_in_order(name: str, *pieces: str) -> None:
    """Insist on these numbers, each where the one before it has been said."""
    text, at = told(name), 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, (piece, text[at:])
        at = found + len(piece)


def result(shown: Case, name: str) -> float:
    assert name in RESULTS
    return float(results([shown], [name])[name].iloc[0])


# ------------------------------------------------------------------- what the sentences say is true


def test_every_number_comes_through_a_gap() -> None:
    for one in STEPS:
        assert not re.search(r"\d", one.title + one.told), one.name
        assert one.told.count(". ") == 1, f"{one.name} must have two sentences"


def test_every_step_shows_a_chart_of_its_page() -> None:
    for one in STEPS:
        view = View(one.shown.case, one.shown.baseline)
        assert one.chart in contents_of(one.page, view).charts, one.name


def test_the_questions_are_those_asked_and_in_order() -> None:
    assert [one.name for one in STEPS] == [
        *("rise", "pool", "payers", "cap", "spiral", "fund", "closing", "insurance", "unknown"),
    ]


def test_rise_tells_the_record_and_what_made_members_pay_more() -> None:
    first, last = figure("share_2019_01_p2"), figure("share_2021_12_p2_derived")
    assert (first.value, last.value) == ("0.03", "7.4")
    says_in_order(
        "rise",
        f"How {money(0.03)} became {money(7.4)}",
        f"in {month(dt.date.fromisoformat(first.as_of))}, was {money(0.03)}",
        f"of {month(dt.date.fromisoformat(last.as_of))} would have been {money(7.4)}",
        "from 2019 to 2021",
    )
    # As the chart below on the page has them.
    shown = contents_of("history", View(Case(), None)).charts["rise"].table()
    assert isinstance(shown, pd.DataFrame)
    causes = dict(zip(shown["step"], shown["yuan a year"], strict=True))
    assert 0 < causes["Members leaving"] < causes["Members past their healthy first years"]
    rose = share_of(2021) - share_of(2019)
    says_in_order(
        "rise",
        percent(causes["Members past their healthy first years"] / rose),
        percent(causes["Members leaving"] / rose),
    )


def share_of(year: int) -> float:
    """Give what the replay has members pay at the settlements of a year that were charged."""
    table = replay(fits()[FINAL].scenario)
    days = table["date"].dt.strftime("%Y-%m-%d")
    paid = days.between("2019-01-28", "2021-12-27") & (table["date"].dt.year == year)
    return float(table.loc[paid, "gross_per_member"].sum())


def test_pool_costs_the_same_at_both_sizes_and_varies_less_at_the_large_one() -> None:
    default = Case()
    small = default.with_changes(
        {"plan.members": preset_named("small_100k").scenario.members, "plan.per_claim_cap": None}
    )
    assert money(result(default, "first_year")) == money(result(small, "first_year"))
    says_in_order(
        "pool",
        large(default.plan.members),
        large(small.plan.members),
        money(result(default, "first_year")),
    )
    lows, highs = zip(*map(spread_by_simulation, (default, small)), strict=True)
    between = r"between ([\d.]+) and ([\d.]+) yuan"
    found = re.search(f"{between}, not {between}", told("pool"))
    assert found is not None
    low, high, small_low, small_high = map(float, found.groups())
    assert small_low < low < high < small_high
    assert (low, small_low) == pytest.approx(lows, rel=0.02)
    assert (high, small_high) == pytest.approx(highs, rel=0.02)


def spread_by_simulation(shown: Case) -> tuple[float, float]:
    """Give what nine first years in ten lie between, on paths of chance."""
    plan = shown.plan.with_changes(years=1, per_claim_cap=None)
    low, high = np.quantile(simulate(plan, paths=20_000).yearly.cost[0], (0.05, 0.95))
    return float(low), float(high)


def test_payers_pay_alike_and_receive_by_age() -> None:
    young, old = (result(Case(), f"received_{one}") for one in ("young", "old"))
    moved = result(Case(), "changes_hands")
    assert young < old
    says_in_order(
        "payers",
        f"under {Case().plan.payout_age} ",
        money(young),
        money(old),
        money(moved),
    )
    # The same payout for all that costs as much: what the year pays out, over its claims.
    alike = result(Case(), "payout") / result(Case(), "claims")
    same = Case().with_changes({"plan.payout_under_40": alike, "plan.payout_40_plus": alike})
    equal = re.search(r"it would be ([\d.]+) yuan", told("payers"))
    assert equal is not None
    assert float(equal[1]) == pytest.approx(result(same, "changes_hands"), rel=0.01)
    assert float(equal[1]) > moved


def test_cap_leaves_to_others_what_members_do_not_pay() -> None:
    shown = step("cap").shown
    assert shown.case.plan == preset_named("bad_year_hard_cap").scenario
    assert shown.baseline is not None
    assert (shown.case.plan.cap_bearer, shown.baseline.plan.cap_bearer) == ("nobody", "sponsor")
    sponsor, unpaid = result(shown.baseline, "sponsor"), result(shown.case, "unpaid")
    payout = result(shown.baseline, "payout")
    bill = payout * (1 + shown.case.plan.fee_rate)
    more = shown.case.plan.incidence_multiplier / Case().plan.incidence_multiplier - 1
    says_in_order(
        "cap",
        percent(more),
        "188 yuan a year",
        percent((bill - sponsor) / bill),
        money(sponsor),
        money(unpaid),
    )
    assert shown.case.plan.annual_cap == 188


def test_spiral_turns_faster_with_a_reaction_to_the_price() -> None:
    shown = step("spiral").shown
    assert shown.case.plan == preset_named("unravelling").scenario
    assert shown.baseline is not None
    assert shown.baseline.plan.price_elasticity == 0 < shown.case.plan.price_elasticity
    reacting, calm = project(shown.case.plan), project(shown.baseline.plan)
    cost, calm_cost = (one.years["charged_per_member"].iloc[9] for one in (reacting, calm))
    left, calm_left = (float(one.array("members")[-1]) for one in (reacting, calm))
    assert calm_cost < cost
    assert left < calm_left
    says_in_order(
        "spiral",
        percent(shown.case.plan.lapse_rate, 1),
        "year 10 ",
        money(cost),
        money(calm_cost),
        large(left),
        large(calm_left),
        f"{result(shown.case, 'risk_ten'):.1f} times",
    )


def test_fund_lasts_as_said_and_costs_more_at_first() -> None:
    shown = step("fund").shown
    assert shown.case.plan.funding == "fund"
    assert shown.baseline is not None
    assert shown.baseline.plan.funding == "after"
    # Never more than one run in 200, counted on as many paths as the page counts.
    ruin = float(results([shown.case], ["ruin"], paths=10_000)["ruin"].iloc[0])
    assert ruin <= 0.005
    cost = project(shown.case.plan).headline.cost_per_member_year
    after = project(shown.baseline.plan).headline.cost_per_member_year
    assert cost > after
    held = result(shown.case, "held_most")
    says_in_order("fund", "20 yuan a month", "99.5 %", money(cost), money(after), money(held))


def test_closing_tells_the_record_and_a_plan_like_it() -> None:
    shown = step("closing").shown.case
    assert figure("members_dec_2021").value == "nearly 75,000,000"
    assert figure("closing_switched_12m").value == "more than 12,000,000"
    assert figure("members_dec_2021").as_of == "2021-12-28"
    # The plan is one that at the notice has about as many members as there were.
    at = round(24 * shown.stop_years) - 1
    there = float(project(shown.plan).array("members")[at])
    assert there == pytest.approx(75e6, rel=0.05)
    without = result(shown, "without_cover")
    says_in_order(
        "closing",
        "December 2021",
        "75 million members",
        "12 million members",
        money(result(shown, "owed_at_closing")),
    )
    found = re.search(r"(\d+) % of the members are left", told("closing"))
    assert found is not None
    assert float(found[1]) == pytest.approx(100 * without / there, abs=1.5)


def test_insurance_is_that_of_the_person() -> None:
    shown = step("insurance").shown.case
    # The sentence says "a woman", and "cheaper" of one age.
    assert shown.person.sex == "F"
    mutual = project(shown.plan).headline.cost_per_member_year
    one_year = result(shown, "one_year_premium")
    assert mutual < one_year < result(shown, "level_premium")
    assert result(shown, "cheaper_from") == result(shown, "cheaper_from_women")
    says_in_order(
        "insurance",
        f"woman of {shown.person.age} ",
        money(mutual),
        money(one_year),
        money(result(shown, "level_premium")),
        f"from age {result(shown, 'cheaper_from'):.0f} on",
    )


def test_unknown_tells_how_far_plans_that_fit_the_past_differ() -> None:
    ahead = costs_ahead(kept_plans())[:, -1]
    low, high = np.quantile(ahead, (0.05, 0.95))
    assert high > 1.1 * low
    says_in_order("unknown", "2019 to 2021", "year 5 ", amount(low), money(high))
    assert "page Limits" in told("unknown")
    assert PAGES["limits"].title == "Limits"


# ------------------------------------------------------------------------------ on, back and away


@pytest.fixture
def begun() -> AppTest:
    """Open the home page with a case and a baseline of one's own, and start the tour."""
    app = open_page("home", OWN, PINNED)
    return app.button(key="tour_start").click().run()


def go(app: AppTest, key: str) -> AppTest:
    return app.button(key=f"tour_{key}").click().run()


def has(app: AppTest, key: str) -> bool:
    return any(one.key == f"tour_{key}" for one in app.button)


def shows(app: AppTest, at: int) -> None:
    """Insist that a page shows a step as it is meant."""
    wanted = STEPS[at]
    assert not app.exception
    assert app.session_state["page"] == wanted.page
    assert (case(app), baseline(app)) == (wanted.shown.case, wanted.shown.baseline)
    assert query(app) == wanted.shown.query()
    title, text = wanted.words()
    assert part(app, "tour-place") == [f"{at + 1} of {COUNT}"]
    assert part(app, "tour-title") == [title]
    assert part(app, "tour-words") == [" ".join(text.split())]
    keys = [one.proto.id for one in app.get("bidi_component")]
    assert any(wanted.chart in key for key in keys), wanted.chart


def test_the_tour_leads_through_all_steps_and_back(begun: AppTest) -> None:
    for at in range(COUNT - 1):
        shows(begun, at)
        go(begun, "next")
    shows(begun, COUNT - 1)
    assert begun.button(key="tour_next").disabled
    for at in range(COUNT - 2, -1, -1):
        go(begun, "back")
        shows(begun, at)
    assert begun.button(key="tour_back").disabled


def test_the_end_brings_the_case_and_the_baseline_back_and_leaves_undo_alone() -> None:
    app = set_case(open_page("home", OWN, PINNED), PINNED)
    app.button(key="undo").click().run()
    before, ahead = case(app), PINNED
    go(app, "start")
    for _ in range(4):
        go(app, "next")
    go(app, "end")
    assert (case(app), baseline(app)) == (before, PINNED)
    assert not has(app, "next")
    assert has(app, "start")
    app.button(key="redo").click().run()
    assert case(app) == ahead
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert case(app) == Case()
    assert app.button(key="undo").disabled


def test_one_undo_in_the_tour_is_the_case_before_it(begun: AppTest) -> None:
    for _ in range(3):
        go(begun, "next")
    begun.button(key="undo").click().run()
    assert (case(begun), baseline(begun)) == (OWN, PINNED)
    # That is not what the step says, so the step is not told.
    assert part(begun, "tour-words") == []
    go(begun, "return")
    shows(begun, 3)


def test_looking_around_leaves_the_step_and_returns_to_it(begun: AppTest) -> None:
    go(begun, "next")
    go(begun, "look")
    assert part(begun, "tour-place") == [f"Tour at 2 of {COUNT}"]
    assert part(begun, "tour-words") == []
    changed = case(begun).with_changes({"plan.members": 5e6})
    set_case(begun, changed)
    begun.switch_page("pages/risk.py").run()
    assert part(begun, "tour-place") == [f"Tour at 2 of {COUNT}"]
    assert case(begun).plan.members == 5e6
    begun.button(key="undo").click().run()
    assert case(begun) == STEPS[1].shown.case
    # Though the case is the step's again, the reader is elsewhere.
    assert part(begun, "tour-words") == []
    go(begun, "return")
    shows(begun, 1)


def test_a_lever_that_moves_is_looking_around_too(begun: AppTest) -> None:
    set_case(begun, case(begun).with_changes({"plan.members": 5e6}))
    assert part(begun, "tour-words") == []
    begun.button(key="undo").click().run()
    shows(begun, 0)


def test_cases_kept_in_the_tour_stay_and_those_before_it_too() -> None:
    app = open_page("home", OWN)
    app.button(key="keep_case").click().run()
    go(app, "start")
    go(app, "next")
    app.button(key="keep_case").click().run()
    go(app, "end")
    kept = app.session_state["kept_cases"]
    assert [one.case for one in kept] == [OWN, STEPS[1].shown.case]


def test_the_tour_is_told_in_the_readers_money() -> None:
    app = open_page("home", Case().with_changes({"view.money": "dollars"}))
    go(app, "start")
    assert case(app).dollars_of
    (title,) = part(app, "tour-title")
    assert "yuan" not in title
    assert "dollars" in title
    go(app, "next")
    assert case(app).dollars_of
    (text,) = part(app, "tour-words")
    assert "yuan" not in text


def test_a_link_from_the_tour_is_the_plain_case() -> None:
    link = STEPS[3].shown.query()
    app = open_home(**link)
    assert (case(app), baseline(app)) == (STEPS[3].shown.case, STEPS[3].shown.baseline)
    assert not has(app, "next")
    assert not has(app, "return")
    assert has(app, "start")


@pytest.mark.parametrize("name", one_in(4, PAGES, first=1))
def test_the_tour_starts_on_every_page(name: str) -> None:
    app = open_page(name, OWN)
    go(app, "start")
    shows(app, 0)


def test_home_invites_those_who_are_not_on_the_tour() -> None:
    app = open_home()
    assert button(app, "New here?").key == "tour_invitation"
    go(app, "invitation")
    go(app, "next")
    assert not has(app, "invitation")
