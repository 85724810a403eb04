"""The closing page: stop, terms and baseline in the case, every figure the model's own."""

import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.closing import (
    Reserve,
    WindDown,
    close,
    owed_uncertainty,
    reserve_by_month,
    wind_down,
)
from mutualmodel.history import FINAL, bridge_prices, closing_check, fits
from mutualmodel.inputs import WAYS, ClosingTerms
from tests.pages.app import (
    array,
    case,
    charts,
    figure_pieces,
    headline,
    line,
    move,
    names,
    notes_below,
    open_home,
    open_page,
    part,
    plain,
    query,
    raw_html,
    says,
    shown_tables,
    sliders,
)
from tests.programs import value_of
from ui.closing import charts as closing_charts
from ui.closing import steps as closing_steps
from ui.closing import tables as closing_tables
from ui.closing import words as closing_words
from ui.closing.form import LEVERS
from ui.frame.menu import PAGES
from ui.frame.state import View
from ui.frame.why import program_of
from ui.kit.charts import scale_of, whole
from ui.kit.language import amount, large, money, persons
from ui.kit.palette import DARK, LIGHT

DEFAULT = Case()
DISSOLVED = Case(plan=Scenario(members=1e5, minimum_members=3.3e6))
# One input of each record that the page uses is another in the baseline.
NOW = DEFAULT.with_changes(
    {
        "plan.members": 3e6,
        "closing.refund_share": 0.5,
        "closing.paid_share": 0.8,
        "closing.bridge_take_up": 0.4,
        "view.stop_month": 30.0,
    }
)
SINGLE = {
    "plan": {"plan.members": 3e6},
    "closing": {"closing.refund_share": 0.5, "closing.paid_share": 0.8},
    "view": {"view.stop_month": 30.0},
}


def closed(shown: Case, terms: ClosingTerms | None = None) -> WindDown:
    stop = min(shown.view.stop_month / 12, shown.plan.years)
    return wind_down(shown.plan, stop, terms or shown.closing)


def open_closing(shown: Case, pinned: Case | None = None) -> AppTest:
    app = open_page("closing", shown, pinned)
    assert not app.exception
    return app


def figures(app: AppTest) -> list[str]:
    return [plain(piece) for piece in figure_pieces(app)]


def ways_tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame for frame in shown_tables(app) if "closed as" in frame]


# ------------------------------------------------------------------------------ the case itself


@pytest.mark.parametrize("name", WAYS)
def test_a_way_of_closing_loads_its_terms_and_goes_into_the_link(name: str) -> None:
    app = open_closing(DEFAULT)
    app.pills(key="closing_way").set_value(name).run()
    terms = WAYS[name].terms
    assert case(app).closing == terms
    assert headline(app) == amount(wind_down(Scenario(), 1.0, terms).total_owed)
    changed = {f"closing.{field}" for field in terms.changes_from(ClosingTerms())}
    assert {parameter for parameter in query(app) if "." in parameter} == changed
    assert app.pills(key="closing_way").value == name


def test_the_stop_and_the_terms_of_a_link_are_used() -> None:
    app = open_home(**{"view.stop_month": "30", "closing.paid_share": "0.5"})
    app.switch_page(PAGES["closing"][0]).run()
    now = wind_down(Scenario(), 2.5, ClosingTerms(paid_share=0.5))
    assert headline(app) == amount(now.total_owed)
    assert persons(now.claimants_short) in figures(app)[2]
    assert persons(now.without_cover) in figures(app)[3]
    assert "own terms" in " ".join(part(app, "insight"))


MOVES = dict(zip(LEVERS, (24.0, 0.5, 0.7, 0.3), strict=True))


@pytest.mark.parametrize(("path", "value"), list(MOVES.items()), ids=LEVERS)
def test_a_lever_moves_the_figures(path: str, value: float) -> None:
    app = move(open_closing(DEFAULT), path, value)
    assert case(app) == DEFAULT.with_changes({path: value})
    now = closed(case(app))
    assert [amount(now.total_owed), amount(now.operator_total)] == [
        text.split(" yuan")[0].split("stops ")[-1].split("all ")[-1] for text in figures(app)[:2]
    ]
    assert persons(now.claimants_short) in figures(app)[2]
    assert persons(now.without_cover) in figures(app)[3]


def test_every_term_is_an_input_of_the_page_once() -> None:
    app = open_closing(DEFAULT)
    assert set(sliders(app)) == set(LEVERS)
    app.session_state["closing_terms"] = True
    app.run()
    chosen = {"closing.payer", "closing.operator", "closing.bridge_price_by"}
    wanted = {path for path in Case.fields() if path.startswith("closing.")} - chosen
    assert set(sliders(app)) == wanted | {"view.stop_month"}
    assert app.session_state["in_closing.payer"] == "operator"


def test_a_stop_beyond_the_years_shown_is_brought_back_and_said() -> None:
    shown = DEFAULT.with_changes({"plan.years": 1, "view.stop_month": 30.0})
    app = open_closing(shown)
    assert headline(app) == amount(wind_down(Scenario(years=1), 1.0).total_owed)
    assert sliders(app)["view.stop_month"]["note"] == "Stopped after 12, where the years shown end."
    within = sliders(open_closing(DEFAULT))["view.stop_month"]
    assert within["note"] == "The years shown end after 60."


def test_the_ways_are_side_by_side() -> None:
    plan = Scenario(members=2e6)
    (table,) = ways_tables(open_closing(Case(plan=plan)))
    assert list(table["closed as"]) == [way.title for way in WAYS.values()]
    for cost, way in zip(table["operator pays, yuan"], WAYS.values(), strict=True):
        assert cost == round(wind_down(plan, 1.0, way.terms).operator_total)


def test_the_verdict_says_who_pays() -> None:
    assert "The operator pays" in says(open_closing(DEFAULT))[0]
    members = DEFAULT.with_changes({"closing.payer": "members"})
    assert "Members still pay" in says(open_closing(members))[0]


def test_the_check_with_the_record_is_printed() -> None:
    app = open_closing(DEFAULT)
    check = closing_check(fits()[FINAL].scenario)
    told = f"{money(sum(check.modelled))}; 1.70 bn yuan was published"
    assert any(told in text.value for text in app.markdown)
    assert abs(check.difference) < 0.1


def test_the_published_prices_of_the_bridging_policy_stand_beside_the_models() -> None:
    app = open_closing(DEFAULT)
    points = bridge_prices(closing_check(fits()[FINAL].scenario).closed)
    table = next(f for f in shown_tables(app) if "published, yuan a year" in f)
    assert list(table["published, yuan a year"]) == [148.0, 142.0, 147.84]
    assert list(table["priced by age and sex, yuan"]) == [round(p.by_age, 1) for p in points]
    assert list(table["for"]) == ["woman of 30", "man of 30", "woman of 32"]
    assert any("up to 37 % away" in text.value for text in app.markdown)


# --------------------------------------------------------------------------------- the baseline


def test_without_a_baseline_nothing_speaks_of_one() -> None:
    app = open_closing(NOW)
    assert not any("aseline" in text for text in [*figures(app), *says(app)])
    assert not any("baseline" in name for drawn in charts(app).values() for name in names(drawn))


@pytest.mark.parametrize("record", SINGLE)
def test_every_figure_has_its_difference_from_the_baselines_own(record: str) -> None:
    now = DEFAULT.with_changes(SINGLE[record])
    for shown, pinned in ((now, DEFAULT), (DEFAULT, now)):
        app = open_closing(shown, pinned)
        here, there = closed(shown), closed(pinned)
        for text, name, write in zip(
            figures(app),
            ("total_owed", "operator_total", "claimants_short", "without_cover"),
            (money, money, persons, persons),
            strict=True,
        ):
            value, past = getattr(here, name), getattr(there, name)
            if value == pytest.approx(past, rel=1e-9):
                assert "as in the baseline" in text
                continue
            gap = ("+" if value > past else "") + write(value - past)
            assert gap in text, (name, text)
            assert f"baseline {write(past)}" in text, (name, text)


def said_in_all(plan: WindDown) -> str:
    """Give what stands above the levers and below them, as it is said of a baseline."""
    return f"{closing_words.answer(plan)} {closing_words.verdict(plan)}"


def test_the_page_opens_with_its_answer_in_every_state() -> None:
    left = persons(closed(DEFAULT).without_cover)
    assert part(open_closing(DEFAULT), "lede") == [
        f"{money(closed(DEFAULT).total_owed)} is owed for claims not yet paid, and {left} of "
        f"{large(closed(DEFAULT).members)} members are left without cover."
    ]
    (never,) = part(open_closing(DISSOLVED), "lede")
    owed = money(closed(DISSOLVED).total_owed)
    assert (
        never == f"{owed} for claims stays unpaid, and all 100,000 members are left without cover."
    )
    assert "are left without cover" not in says(open_closing(DISSOLVED))[0]
    (later,) = part(open_closing(LATER), "lede")
    assert later.startswith("Closed in order when it dissolves, the plan owes ")
    assert money(closed(LATER).total_owed) in later


def test_the_bend_of_the_reserve_after_two_years_is_explained_where_it_is_seen() -> None:
    told = "The climb ends after two years: no member is then in the healthy first years."
    assert charts(open_closing(DEFAULT))["reserve"]["note"].endswith(told)
    for change in (
        {"plan.years": 2},
        {"plan.joiners_per_year": 1e7},
        {"plan.select_year_1": 1.0, "plan.select_year_2": 1.0},
        {"plan.opening_tenure_years": 6.0, "plan.lapse_rate": 0.3},
    ):
        plan = DEFAULT.with_changes(change).plan
        assert closing_words.end_of_the_climb(plan, reserve_by_month(plan)) == ""


def test_the_notes_and_sentences_tell_of_the_baseline() -> None:
    app = open_closing(NOW, DEFAULT)
    there = closed(DEFAULT)
    assert f"{money(there.total_owed / there.members)} a member" in figures(app)[0]
    assert f"of {large(there.members)} members" in figures(app)[3]
    told = says(app)
    assert told[0] == closing_words.verdict(closed(NOW))
    assert told[1] == "Baseline: " + said_in_all(there)
    assert told[2] == closing_words.loss_words(closed(NOW))
    assert told[3] == "Baseline: " + closing_words.loss_words(there)
    assert "closes as Xianghubao 2021" in " ".join(part(app, "insight"))
    assert [text for text in says(open_closing(NOW, NOW)) if text == "As in the baseline."]


def test_every_chart_draws_the_baseline() -> None:
    drawn = charts(open_closing(NOW, DEFAULT))
    there = closed(DEFAULT)
    _x, due = line(drawn["run_off"], "baseline")
    assert due == pytest.approx(there.owed_yuan.sum(axis=1) / 1e6, abs=1e-4)
    claims = next(
        trace
        for trace in drawn["ways"]["figure"]["data"]
        if trace["name"] == "baseline, operator: claims"
    )
    wanted = [closed(DEFAULT, way.terms).operator_cost["claims"] for way in WAYS.values()][::-1]
    unit = 1e9 if "bn" in str(drawn["ways"]["figure"]["layout"]["xaxis"]["title"]) else 1e6
    assert array(claims["x"]) == pytest.approx(np.array(wanted) / unit, rel=1e-4)
    _risk, share = line(drawn["gap"], "baseline, all ages")
    left = there.bridge.left_out.sum(axis=(1, 2)) / there.books.members.sum(axis=(1, 2))
    assert share == pytest.approx(left, abs=1e-4)
    assert {"baseline, 0–17", "baseline, 18–39", "baseline, 40–59"} <= set(names(drawn["gap"]))
    reserve = reserve_by_month(DEFAULT.plan)
    for yuan, level in zip(
        (reserve.owed, *reserve.needed.T), ("expected", "95 %", "99.5 %"), strict=True
    ):
        _month, needed = line(drawn["reserve"], f"baseline, {level}")
        assert needed == pytest.approx(yuan / 1e6, abs=1e-4)
    marks = [shape["x0"] for shape in drawn["reserve"]["figure"]["layout"]["shapes"]]
    assert sorted(marks) == [12.0, 30.0]
    assert all("In the baseline" in chart["alt"] for chart in drawn.values())


def test_the_tables_have_the_baselines_numbers() -> None:
    table, past = ways_tables(open_closing(NOW, DEFAULT))
    for place, way in enumerate(WAYS.values()):
        here, there = closed(NOW, way.terms), closed(DEFAULT, way.terms)
        gap = round(here.operator_total - there.operator_total)
        assert table["operator pays, difference, yuan"].iloc[place] == gap
        gap = round(here.without_cover - there.without_cover)
        assert table["without cover, difference"].iloc[place] == gap
        assert past["claims unpaid, yuan"].iloc[place] == round(float(there.unpaid.sum()))


def test_a_longer_baseline_is_whole_in_the_tables() -> None:
    short = DEFAULT.with_changes({"closing.notice_settlements": 0, "plan.years": 1})
    here, there = closed(short), closed(DEFAULT)
    table = closing_tables.run_off_table(here, there)
    assert len(table) == len(there.owed_yuan) > len(here.owed_yuan)
    assert table["baseline, paid, yuan"].sum() == pytest.approx(there.paid.sum(), abs=10)
    assert table["paid, yuan"].sum() == pytest.approx(here.paid.sum(), abs=10)
    gap = there.total_owed - here.total_owed
    assert -table["due, difference, yuan"].sum() == pytest.approx(gap, abs=10)
    months = closing_tables.reserve_table(*(reserve_by_month(c.plan) for c in (short, DEFAULT)))
    assert list(months["months from the start"]) == list(range(1, 61))
    assert months["baseline, owed, yuan"].notna().all()
    assert months["owed, yuan"].notna().sum() == 12


def test_the_table_of_the_gap_pairs_classes_by_age_and_order() -> None:
    """A wider spread of risk has more classes than the baseline's, or the baseline more."""
    few, many = (wind_down(Scenario(risk_spread=spread), 2.0) for spread in (0.5, 0.8))
    for now, past in ((few, many), (many, few)):
        table = closing_tables.gap_table(now, past)
        assert list(table["age"]) == [name for name in Scenario().age_bands for _ in range(7)]
        for prefix, closed in (("", now), ("baseline, ", past)):
            left = table.pivot_table(
                f"{prefix}without cover", "age", table.groupby("age").cumcount(), sort=False
            )
            classes = len(closed.books.relative_risk)
            assert left.shape == (3, classes)
            for place, ages in enumerate(Scenario().age_bands.values()):
                wanted = closed.bridge.left_out[:, :, ages].sum(axis=(1, 2))
                np.testing.assert_allclose(left.iloc[place], wanted, atol=0.5)
    assert closing_tables.gap_table(few, few).notna().all(axis=None)


def test_each_stops_at_its_own_years() -> None:
    pinned = DEFAULT.with_changes({"plan.years": 2, "view.stop_month": 90.0})
    app = open_closing(DEFAULT.with_changes({"view.stop_month": 48.0}), pinned)
    there = wind_down(pinned.plan, 2.0)
    assert f"baseline {money(there.total_owed)}" in figures(app)[0]


def test_a_baseline_that_dissolves_at_the_start_is_told() -> None:
    app = open_closing(DEFAULT, DISSOLVED)
    there = closed(DISSOLVED)
    assert f"baseline {money(there.total_owed)}" in figures(app)[0]
    assert f"baseline: {money(there.total_unpaid)} left unpaid" in figures(app)[2]
    assert says(app)[1] == "Baseline: " + said_in_all(there)
    assert len(ways_tables(app)) == 2
    _x, due = line(charts(app)["run_off"], "baseline")
    assert due.sum() * 1e6 == pytest.approx(there.total_owed, rel=1e-4)


def test_a_plan_that_dissolves_at_the_start_shows_its_run_off_and_that_nobody_pays() -> None:
    app = open_closing(DISSOLVED, DEFAULT)
    here, owed = closed(DISSOLVED), project(DISSOLVED.plan).headline.owed_at_dissolution
    assert here.total_unpaid == pytest.approx(owed)
    assert headline(app) == amount(owed)
    shown = figures(app)
    assert "Owed when the plan dissolves" in shown[0]
    assert "The operator pays in all nothing nobody closes the plan" in shown[1]
    assert f"{persons(here.claimants_short)} {money(owed)} left unpaid" in shown[2]
    assert "100,000 of 100,000 members" in shown[3]
    told = says(app)
    assert told[0] == closing_words.verdict(here)
    assert f"claims of {money(owed)}, diagnosed and not yet paid, are left unpaid" in told[0]
    assert told[1] == "Baseline: " + said_in_all(closed(DEFAULT))
    run_off = charts(app)["run_off"]
    bars = [one for one in run_off["figure"]["data"] if one["type"] == "bar"]
    assert {one["name"] for one in bars} < set(closing_tables.STAGE_TITLES.values())
    due = sum(array(one["y"]).sum() for one in bars)
    unit, _name = scale_of(float(here.owed_yuan.sum(axis=1).max()))
    assert due * unit == pytest.approx(owed, rel=1e-3)
    assert run_off["note"] == "Nobody pays any of it."
    assert "100.0 %" in charts(app)["gap"]["alt"]
    assert set(sliders(app)) == set(LEVERS)
    assert "As in the baseline." in says(open_closing(DISSOLVED, DISSOLVED))
    assert "reserve" not in charts(open_closing(DISSOLVED))
    assert not app.info


def test_levers_of_a_plan_that_never_starts_move_what_an_orderly_closing_would_be() -> None:
    app = open_closing(DISSOLVED)
    books = closed(DISSOLVED).books
    assert says(app)[1] == closing_words.on_the_terms(close(books, ClosingTerms()))
    move(app, "closing.paid_share", 0.5)
    half = close(books, ClosingTerms(paid_share=0.5))
    assert f"The operator pays {money(half.paid.sum())}" in says(app)[1]
    assert headline(app) == amount(closed(DISSOLVED).total_owed)


# ------------------------------------------------------------------------------ in every state

LATER = DEFAULT.with_changes(
    {"plan.minimum_members": 6e7, "plan.price_elasticity": 2.0, "view.stop_month": 60.0}
)
CUT = DEFAULT.with_changes({"plan.annual_cap": 60.0, "plan.cap_bearer": "nobody"})


def test_a_plan_that_dissolves_before_the_stop_is_closed_then_and_says_both() -> None:
    app = open_closing(LATER)
    ended = project(LATER.plan).headline
    told = says(app)[0]
    assert f"claims of {money(ended.owed_at_dissolution)}" in told
    assert "assume an orderly closing then" in told
    assert "Owed when the plan dissolves" in figures(app)[0]
    # In good order cover goes on for a month, so that more is owed than the plan itself leaves.
    assert closed(LATER).total_owed > ended.owed_at_dissolution
    table = ways_tables(app)[0].set_index("closed as")
    left = table.loc["Just dissolved", "claims unpaid, yuan"]
    assert left == round(ended.owed_at_dissolution)
    assert sliders(app)["view.stop_month"]["note"] == "It dissolves before that, after 43.5 months."
    written = {one["text"] for one in charts(app)["reserve"]["figure"]["layout"]["annotations"]}
    assert "the plan dissolves" in written
    assert "notice" not in written
    # Stopped before that it is a closing like any other.
    before = LATER.with_changes({"view.stop_month": 12.0})
    assert closed(before).books.end == "stopped"
    assert "dissolves" not in says(open_closing(before))[0]


@pytest.mark.parametrize(("payer", "cut"), [("operator", False), ("members", True)])
def test_a_cap_that_binds_cuts_what_members_pay_and_not_what_an_operator_pays(
    payer: str, cut: bool
) -> None:
    shown = CUT.with_changes({"closing.payer": payer, "view.stop_month": 18.0})
    here, app = closed(shown), open_closing(shown)
    told = says(app)[0]
    assert f"Before that {money(here.books.unpaid)} had already gone unpaid" in told
    assert ("nobody pays the other" in told) == cut == here.cut_by_caps
    assert here.some_unpaid == cut == ("Claims of" in told and "go unpaid" in told)
    assert ("No claim goes unpaid" in told) != cut
    free = shown.with_changes({"plan.annual_cap": None})
    assert (closed(free).claimants_short < here.claimants_short) == cut
    assert "already gone unpaid" not in says(open_closing(free))[0]


@pytest.mark.parametrize("bearer", ["sponsor", "insurer"])
def test_whoever_stands_behind_the_caps_pays_what_they_cut(bearer: str) -> None:
    shown = CUT.with_changes(
        {"plan.cap_bearer": bearer, "closing.payer": "members", "view.stop_month": 18.0}
    )
    here, app = closed(shown), open_closing(shown)
    assert here.sponsor_pays > 0.5 * here.total_owed
    assert f"the {bearer} pays the other {money(here.sponsor_pays)}" in says(app)[0]
    assert here.total_unpaid == pytest.approx(0.0, abs=1e-6 * here.total_owed)
    assert "No claim goes unpaid." in says(app)[0]
    way = closed(shown, WAYS["qingsong"].terms)
    table = ways_tables(app)[0].set_index("closed as")
    paid = table.loc["Qingsong 2021", "sponsor or insurer pays, yuan"]
    assert paid == round(way.sponsor_pays) > 0


def test_the_operators_figure_is_told_with_its_parts_and_is_the_same_everywhere() -> None:
    here = closed(DEFAULT)
    app = open_closing(DEFAULT)
    claims, total = here.operator_cost["claims"], here.operator_total
    free = here.operator_cost["free_months"]
    note = f"claims {amount(claims)}, free months {amount(free)}"
    assert figures(app)[1] == f"The operator pays in all {money(total)} {note}"
    assert f"The operator pays {money(claims)} for claims." in says(app)[0]
    assert f"On top of claims it pays {money(free)}, {money(total)} in all." in says(app)[0]
    assert f"{amount(total)} yuan from the operator in all" in part(app, "phone-figure")[0]


@pytest.mark.parametrize(("window", "late"), [(180.0, False), (50.0, True)])
def test_what_the_assumed_delay_makes_too_late_is_told_beside_the_figure(
    window: float, late: bool
) -> None:
    shown = DEFAULT.with_changes({"closing.claim_window_days": window})
    here, app = closed(shown), open_closing(shown)
    note = notes_below(app)
    assert note == closing_words.late_note(here)
    assert here.some_too_late == late
    # Some yuan are too late all the same, and have their step.
    assert note.startswith("Almost nobody claims too late") != late
    at_once = closed(shown.with_changes({"plan.claim_delay_cv": 0.0}))
    assert closing_words.late_note(at_once).startswith("Nobody claims too late")
    assert "39 days" in note
    assert (f"Claims of {money(here.total_unpaid)} are reported after" in note) == late
    assert ("reported too late" in names(charts(app)["run_off"])) == late
    # Where nothing is paid at all, nobody is too late for anything.
    nobody = closed(shown.with_changes({"closing.paid_share": 0.0}))
    assert closing_words.late_note(nobody) == ""


def test_the_layers_of_what_is_owed_say_that_the_delay_is_partly_judged() -> None:
    app = open_closing(DEFAULT)
    app.session_state["why_owed_at_closing"] = True
    app.run()
    (table,) = [plain(one) for one in raw_html(app) if "What makes it unsure" in one]
    assert "A longer record narrows it, but part of the delay rests on judgement." in table
    said = [text.value for text in app.caption if "claim_delay_judged" in text.value]
    assert ["90 days, 50 to 160" in one for one in said] == [True]
    # Where claims do not wait, the delay has no part.
    assert (
        closing_words.delay_judged(closed(DEFAULT.with_changes({"plan.claim_delay_days": 0}))) == ""
    )


def test_people_are_whole() -> None:
    few = Case(
        plan=Scenario(members=1e4, claim_delay_days=121.7, claim_delay_cv=0.24),
        closing=ClosingTerms(claim_window_days=100.0),
    )
    assert 0 < closed(few).claimants_short < 0.5
    app = open_closing(few)
    assert "Paid less than promised fewer than one" in figures(app)[2]


@pytest.mark.parametrize("pinned", [False, True])
def test_a_plan_that_pays_nothing_owes_nothing(pinned: bool) -> None:
    free = DEFAULT.with_changes({"plan.payout_under_40": 0.0, "plan.payout_40_plus": 0.0})
    app = open_closing(free, DEFAULT if pinned else None)
    assert part(app, "lede")[0].startswith("Nothing is owed, as no claim is outstanding; ")
    assert "no claim is outstanding" in figures(app)[2]
    alt = charts(app)["run_off"]["alt"]
    assert alt.startswith("Nothing falls due: no claim is outstanding.")
    gone = free.with_changes({"plan.members": 1e5, "plan.minimum_members": 5e6})
    told = says(open_closing(gone))
    assert "Nothing is owed to claimants then." in told[0]
    assert not any("0 yuan, diagnosed" in text for text in told)


STATES = {
    "one year": DEFAULT.with_changes({"plan.years": 1, "view.stop_month": 60.0}),
    "ten years": DEFAULT.with_changes({"plan.years": 10, "view.stop_month": 120.0}),
    "tiny": Case(plan=Scenario(members=1e4)),
    "later": LATER,
    "cut": CUT,
    "never": Case(plan=Scenario(members=3e6, minimum_members=5e6)),
}


@pytest.mark.parametrize("shown", STATES.values(), ids=STATES)
def test_no_state_shows_what_is_no_number(shown: Case) -> None:
    app = open_closing(shown, DEFAULT)
    texts = [
        *figures(app),
        notes_below(app),
        *says(app),
        *(one["alt"] for one in charts(app).values()),
    ]
    assert not [text for text in texts if re.search(r"\bnan\b|−0(?![.\d])|0\.0000", text)]
    here = closed(shown)
    assert f"{persons(here.without_cover)} of" in " ".join(texts)


# ------------------------------------------------------------------------ programs and drawings


@pytest.mark.parametrize(
    ("result", "figure"),
    [("owed_at_closing", "total_owed"), ("operator_pays", "operator_total")],
)
@pytest.mark.parametrize("shown", [DEFAULT, NOW, NOW.with_changes({"plan.years": 1}), DISSOLVED])
def test_the_programs_give_the_figures(shown: Case, result: str, figure: str) -> None:
    wanted = getattr(closed(shown), figure)
    assert value_of(program_of(View(shown, None), result)) == wanted
    for pinned in (DEFAULT, DISSOLVED):
        past = getattr(closed(pinned), figure)
        found = value_of(program_of(View(shown, pinned), result))
        # What nobody closes costs no operator anything, so there is nothing to compare.
        alone = result == "operator_pays" and DISSOLVED in (shown, pinned)
        assert found == (wanted if alone else (wanted, past, wanted - past))


@pytest.mark.parametrize("name", WAYS)
def test_the_steps_come_to_the_figures(name: str) -> None:
    now = wind_down(Scenario(), 1.0, WAYS[name].terms)
    owed, paid = closing_steps.owed_steps(now), closing_steps.operator_steps(now)
    assert sum(step.result.value for step in owed[:-1]) == pytest.approx(now.total_owed)
    assert sum(step.result.value for step in paid[:-1]) == pytest.approx(now.operator_total)
    assert owed[-1].result.value == now.total_owed
    assert paid[-1].result.value == now.operator_total


SHORT_LIVED = Case(
    plan=Scenario(lapse_rate=2.0, minimum_members=5e7), closing=WAYS["qingsong"].terms
)


@pytest.mark.parametrize("pinned", [None, DEFAULT, NOW, SHORT_LIVED, DISSOLVED])
@pytest.mark.parametrize("shown", [DEFAULT, NOW, SHORT_LIVED, DISSOLVED])
def test_every_chart_is_sound(shown: Case, pinned: Case | None) -> None:
    past = pinned
    here, there = closed(shown), closed(past) if past else None
    for colours in (LIGHT, DARK):
        drawn = [
            closing_charts.run_off(here, there, colours),
            closing_charts.ways(all_ways(shown), all_ways(past), colours),
            closing_charts.gap(here, there, colours),
            closing_charts.reserves(reserve(shown), reserve(pinned) if pinned else None, colours),
        ]
        for chart in drawn:
            assert go.Figure(chart.figure).layout.paper_bgcolor == colours.surface
            assert len(whole(chart.table()).raw) or shown == DISSOLVED


def all_ways(shown: Case | None) -> dict[str, WindDown]:
    return {} if shown is None else {name: closed(shown, way.terms) for name, way in WAYS.items()}


def reserve(shown: Case) -> tuple[Reserve, float]:
    return reserve_by_month(shown.plan), shown.view.stop_month


def test_names_at_the_ends_of_lines_stand_apart() -> None:
    same = closed(DEFAULT.with_changes({"closing.take_up_risk": 0.0, "closing.take_up_price": 0.0}))
    notes = closing_charts.gap(same, None, LIGHT).figure["layout"]["annotations"]
    shifts = sorted(note["yshift"] for note in notes if note["text"].startswith("aged"))
    assert np.diff(shifts).min() >= 14.9


# ------------------------------------------------------------------------------------ how sure


@pytest.mark.parametrize("layer", ["all", "process", "systematic", "parameters"])
def test_what_is_owed_has_its_range_and_the_reserve_names_what_it_covers(layer: str) -> None:
    shown = DEFAULT.with_changes({"view.range_of": layer})
    app = open_closing(shown)
    found = owed_uncertainty(shown.plan, 1.0, shown.closing).range_of(shown.view.range_of)
    told = f"{amount(float(found.low[0]))} to {money(float(found.high[0]))}"
    assert told in figures(app)[0]
    drawn = charts(app)["reserve"]
    reserve = reserve_by_month(shown.plan, layer=shown.view.range_of)
    _month, worst = line(drawn, "99.5 %")
    unit = 1e9 if "bn" in drawn["figure"]["layout"]["annotations"][0]["text"] else 1e6
    assert worst == pytest.approx(reserve.needed[:, -1] / unit, rel=1e-3)
    covered = closing_words.reserve_covers(shown.view.range_of, assumed=False)
    assert drawn["note"].startswith(covered)
