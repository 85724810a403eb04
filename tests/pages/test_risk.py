"""The risk page: few courses at once, many soon after, the same figures in chart and table."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Case, Scenario, cost_band, project, smallest_pool, uncertainty
from mutualmodel.inputs import Value
from mutualmodel.simulation import (
    LAYERS,
    Event,
    Layer,
    Simulation,
    pool_layers,
    simulate,
    stress,
    tail_split,
)
from tests.pages.app import (
    array,
    case,
    charts,
    figure_pieces,
    headline,
    line,
    move,
    names,
    open_page,
    part,
    plain,
    query,
    raw_html,
    shown_tables,
    sliders,
)
from tests.pages.beside import refined
from tests.programs import value_of
from ui.frame.layers import LAYER_NAMES, RANGE_NAMES, range_note
from ui.frame.refining import FULL_COURSES, QUICK_COURSES
from ui.frame.state import View
from ui.frame.sureness import QUICK_SETS
from ui.frame.why import program_of
from ui.kit.language import amount, chances, money, percent
from ui.risk import words
from ui.risk.page import ON_PAGE
from ui.risk.unsure import unsure_sentence

# One input of each record, and of the page's own choices both, and all that the sums depend on.
CHANGES: dict[str, Value] = {
    "plan.members": 1e6,
    "plan.systemic_cv": 0.2,
    "plan.years": 3,
    "plan.cap_bearer": "nobody",
    "insurer.loading": 0.2,
    "closing.refund_share": 0.5,
    "person.age": 45,
    "view.amount_asked": 120.0,
    "view.stress_year": "first",
}
BASELINE = Case().with_changes(
    {"plan.years": 2, "view.amount_asked": 90.0, "view.stress_year": "last"}
)


def open_risk(plan: Scenario) -> AppTest:
    return open_page("risk", Case(plan=plan))


def verdict(app: AppTest) -> str:
    """Give the sentence that sums up the page."""
    (said,) = [plain(one) for one in raw_html(app) if re.search(r'class="says\b.*?\bverdict"', one)]
    return said


def one_in_200(simulation: Simulation) -> float:
    return float(simulation.quantiles("cost", (0.995,)).values[0, 0])


def table_with(app: AppTest, column: str) -> pd.DataFrame:
    """Give the one table shown that has a column."""
    found = [frame for frame in shown_tables(app) if column in frame]
    assert len(found) == 1
    return found[0]


def unfold(app: AppTest, key: str, column: str) -> pd.DataFrame:
    """Unfold the numbers behind a chart."""
    app.session_state[f"{key}_numbers"] = True
    return table_with(app.run(), column)


@pytest.fixture(scope="module")
def both() -> tuple[Simulation, Simulation]:
    """Give the many courses of a case and of its baseline."""
    now = Case().with_changes(CHANGES).plan
    return simulate(now, FULL_COURSES), simulate(BASELINE.plan, FULL_COURSES)


@pytest.fixture
def pinned() -> AppTest:
    """Open the page with a case that differs from its baseline in every record."""
    return refined(open_page("risk", Case().with_changes(CHANGES), BASELINE))


def test_a_few_courses_answer_at_once_and_many_follow() -> None:
    plan = Scenario(systemic_cv=0.2, seed=11)
    app = open_risk(plan)
    shown = {headline(app), headline(refined(app))}
    quick, full = simulate(plan, QUICK_COURSES), simulate(plan, FULL_COURSES)
    # The many may have been ready before the first run was.
    assert shown <= {amount(one_in_200(quick)), amount(one_in_200(full))}
    assert headline(app) == amount(one_in_200(full))


def test_at_a_hundred_million_members_it_says_that_chance_is_nothing() -> None:
    assert "chance is next to nothing" in verdict(open_risk(Scenario(members=1e8)))
    assert "mostly chance" in verdict(open_risk(Scenario(members=1e4)))
    assert "takes away only the first" in verdict(open_risk(Scenario(members=1e6)))


def test_the_fan_is_the_simulations_quantiles() -> None:
    plan = Scenario(years=3)
    app = refined(open_risk(plan))
    years, median = line(charts(app)["fan"], "median")
    wanted = simulate(plan, FULL_COURSES).quantiles("cost", (0.5,)).values[:, 0]
    np.testing.assert_allclose(years, [0, 1, 1, 2, 2, 3])
    np.testing.assert_allclose(median, np.repeat(wanted, 2), rtol=1e-4)


def bands(chart: dict[str, Any]) -> list[Any]:
    """Give the edges of the bands of a chart, (N,) each, in the order in which they are drawn."""
    return [array(one["y"]) for one in chart["figure"]["data"] if one.get("fill") == "toself"]


def test_the_outer_band_of_the_fan_is_the_range_that_home_tells() -> None:
    plan = Scenario(years=3)
    app = refined(open_risk(plan))
    likely = uncertainty(plan).range_of()
    outer = bands(charts(app)["fan"])[0]
    for wanted in (likely.low, likely.high):
        assert all(np.isclose(outer, one, rtol=1e-4).any() for one in wanted)
    told = range_note(likely, "all").removeprefix("nine years in ten: ")
    assert (
        f"adding what the record leaves open, nine in ten cost {told}" in charts(app)["fan"]["alt"]
    )
    fan = unfold(app, "fan", "average, yuan")
    np.testing.assert_allclose(fan["all together: 95th percentile, yuan"], likely.high, atol=0.006)


@pytest.mark.parametrize("layer", ["process", "systematic", "parameters", "assumed"])
def test_a_layer_can_be_drawn_alone_beside_that_of_the_baseline(layer: Layer) -> None:
    past = Case(plan=Scenario(years=2, systemic_cv=0.2))
    shown = Case(plan=Scenario(years=3)).with_changes({"view.range_of": layer})
    app = open_page("risk", shown, past)
    assert not app.exception
    sets, assumed = (QUICK_SETS, True) if layer == "assumed" else (None, False)
    drawn = charts(app)["fan"]
    now, before = (uncertainty(one.plan, sets=sets, assumed=assumed) for one in (shown, past))
    if layer != "assumed":
        found, there = now.range_of(layer), before.range_of(layer)
        worst = line(drawn, "one year in 200")[1]
        np.testing.assert_allclose(worst, np.repeat(found.one_in_200, 2), rtol=1e-4)
        ends = line(drawn, "baseline, 95th percentile")[1]
        np.testing.assert_allclose(ends, np.repeat(there.high, 2), rtol=1e-4)
    expected = project(shown.plan).years["charged_per_member"]
    np.testing.assert_allclose(line(drawn, "expected")[1], np.repeat(expected, 2), rtol=1e-4)
    said = [text["text"] for text in drawn["figure"]["layout"]["annotations"]]
    assert "▒ " + RANGE_NAMES[layer] in said
    table = unfold(app, "fan", f"{LAYER_NAMES[layer]}: 95th percentile, yuan")
    assert f"baseline, {LAYER_NAMES[layer]}: 95th percentile, yuan" in table


@pytest.mark.parametrize(
    "plan",
    [
        Scenario(payout_under_40=0.0, payout_40_plus=0.0),
        Scenario(lapse_rate=2.0, minimum_members=5e7),
        Scenario(years=1),
        Scenario(years=10),
        Scenario(annual_cap=50.0),
        Scenario(bad_year_probability=0.1, run_probability=0.1),
    ],
    ids=["nothing paid", "ends", "one year", "ten", "cap", "strikes"],
)
def test_every_plan_says_why_it_is_unsure(plan: Scenario) -> None:
    app = open_page("risk", Case(plan=plan), Case())
    assert not app.exception
    chart = charts(app)["unsure"]
    parts = [array(trace["x"]) for trace in chart["figure"]["data"]]
    assert len(parts) == 3
    whole = np.sum(parts, axis=0)
    assert len(whole) == plan.years + 5
    assert all(np.isclose(one, 100.0, atol=0.01) or one == 0 for one in whole)
    assert np.allclose(whole[-5:], 100.0, atol=0.01)
    assert ("leaves out bad years" in str(charts(app)["fan"])) == plan.bad_years_strike


def test_what_is_assumed_is_a_part_of_its_own() -> None:
    shown = Case().with_changes({"view.include_assumed": "yes"})
    app = open_page("risk", shown)
    names_drawn = [trace["name"] for trace in charts(app)["unsure"]["figure"]["data"]]
    assert names_drawn == [LAYER_NAMES[layer] for layer in LAYERS]
    assert "the record and what is assumed" in " ".join(map(plain, raw_html(app)))
    assert "what is assumed" in str(charts(app)["fan"]["figure"])


def test_the_largest_layer_is_said_with_what_would_narrow_it() -> None:
    small = uncertainty(Scenario(members=2e4, per_claim_cap=None, years=1))
    assert "most of it is chance" in unsure_sentence(small)
    assert "A larger pool narrows it." in unsure_sentence(small)
    large = unsure_sentence(uncertainty(Scenario()))
    assert "In year 1 and in year 5 most of it is good and bad years: 72 % and 60 %" in large
    both = unsure_sentence(uncertainty(Scenario(systemic_cv=0.067)))
    assert "In year 1 most of it is good and bad years" in both
    assert "In year 5 most of it is what the record leaves open" in both
    certain = unsure_sentence(uncertainty(Scenario(systemic_cv=0.0, years=1)))
    assert "A longer record narrows it." in certain
    nothing = Scenario(payout_under_40=0.0, payout_40_plus=0.0, years=1)
    assert unsure_sentence(uncertainty(nothing)) == "In year 1 nothing is unsure."


def test_a_moving_lever_is_answered_by_the_formula_and_a_resting_one_by_a_few_courses() -> None:
    app = refined(open_risk(Scenario()))
    assert set(sliders(app)) == {*ON_PAGE, "view.amount_asked", "view.promise_loading"}
    moved = Scenario(systemic_cv=0.31)
    move(app, "plan.systemic_cv", 0.31, resting=False)
    assert not app.exception
    assert headline(app) == amount(cost_band(project(moved)).one_in_200)
    assert "by the formula" in large_figure(app)
    assert "By the formula while the lever moves" in charts(app)["fan"]["note"]
    expected, _ = line(charts(app)["fan"], "one year in 200")
    worst = line(charts(app)["fan"], "one year in 200")[1]
    assert len(expected) == 2 * moved.years
    years = [cost_band(project(moved), year).one_in_200 for year in range(1, moved.years + 1)]
    np.testing.assert_allclose(worst[::2], years)
    move(app, "plan.systemic_cv", 0.31)
    assert headline(app) == amount(one_in_200(simulate(moved, QUICK_COURSES)))
    assert "by the formula" not in large_figure(app)


def test_chances_that_were_counted_before_a_lever_moved_stand_faded_until_it_rests() -> None:
    app = refined(open_risk(Scenario(years=1, annual_cap=115.0)))
    before = part(app, "value")[1:4]
    move(app, "plan.systemic_cv", 0.31, resting=False)
    assert part(app, "value")[1:4] == before
    assert "of_settled_chances" in keys_of_containers(app)
    assert "what is simulated follows once it rests" in charts(app)["fan"]["note"]
    move(app, "plan.systemic_cv", 0.31)
    assert part(app, "value")[1:4] != before


def keys_of_containers(app: AppTest) -> set[str]:
    """Give the keys by which the style sheet knows parts of the page."""
    found: set[str] = set()

    def look(block: Any) -> None:
        proto = getattr(block, "proto", None)
        key = getattr(proto, "id", "")
        found.add(str(key).rpartition("-")[2])
        for child in getattr(block, "children", {}).values():
            look(child)

    look(app.main)
    return found


def large_figure(app: AppTest) -> str:
    """Give the large figure with its note."""
    return next(plain(piece) for piece in figure_pieces(app) if 'class="figure large' in piece)


def test_the_amount_a_reader_names_moves_its_chance_and_goes_into_the_link() -> None:
    app = refined(open_risk(Scenario()))
    move(app, "view.amount_asked", 90.0)
    assert case(app).view.amount_asked == 90.0
    chance = simulate(Scenario(), FULL_COURSES).probability_above(90.0).value
    assert chances(chance) in charts(app)["exceedance"]["alt"]
    assert query(app.run())["view.amount_asked"] == "90"


def test_the_tail_is_split_as_the_model_splits_it() -> None:
    plan = PRESETS["small_100k"].scenario.with_changes(members=1e6, cap_bearer="nobody")
    app = refined(open_risk(plan))
    split = tail_split(simulate(plan, FULL_COURSES))
    drawn = charts(app)["tail"]["figure"]["data"]
    by_name = {trace["name"]: array(trace["x"])[0] for trace in drawn}
    assert by_name["claimants unpaid"] == pytest.approx(
        split.per_member(split.above.claimants), abs=1e-3
    )
    assert by_name["operator or insurer"] == 0


def test_every_stress_is_in_the_table() -> None:
    plan = Scenario(years=2)
    table = table_with(open_risk(plan), "stress")
    results = stress(plan)
    assert len(table) == len(results)
    np.testing.assert_allclose(table["year 1, yuan"], [r.cost[0] for r in results], atol=0.006)


def test_the_year_of_the_stresses_is_chosen_on_the_page() -> None:
    plan = Scenario(years=2)
    app = open_risk(plan)
    for choice, year in (("first", 1), ("last", 2)):
        app.segmented_control(key="in_view.stress_year").set_value(choice).run()
        drawn = charts(app)["stress"]["figure"]["data"]
        expected = next(trace for trace in drawn if trace["name"] == "expected")
        wanted = [result.cost[year - 1] for result in stress(plan)][::-1]
        np.testing.assert_allclose(array(expected["x"]), wanted, atol=6e-4)
    assert query(app)["view.stress_year"] == "last"


def test_a_plan_that_shares_nothing_says_so() -> None:
    app = open_risk(Scenario(members=1e5, minimum_members=3.3e6))
    assert not app.exception
    assert verdict(app).startswith("The plan dissolves at once")
    assert headline(app) == "no plan"
    app = open_risk(Scenario(payout_under_40=0.0, payout_40_plus=0.0))
    assert verdict(app) == "Nothing is shared, so nothing is uncertain."


def test_a_plan_that_shares_next_to_nothing_says_the_same() -> None:
    # All wait for the whole of the only year, but for a claim in billions of years.
    plan = Scenario(waiting_days=365, opening_tenure_years=0.0, years=1)
    assert 0 < project(plan).headline.cost_per_member_year < 1e-6
    app = open_risk(plan)
    assert verdict(app) == "Nothing is shared, so nothing is uncertain."
    assert "An insurer would hold 0 yuan." in charts(app)["tail"]["alt"]
    assert "In year 1 nothing is unsure." in unsure_sentence(uncertainty(plan, sets=20))


def test_a_larger_pool_is_no_help_where_the_record_leaves_most_open() -> None:
    plan = Scenario(systemic_cv=0.0)
    said = words.verdict(project(plan), uncertainty(plan))
    assert "would help" not in said
    assert f"{LAYER_NAMES['parameters']} outweighs it" in said
    # Without that layer's weight, in a small pool, it does help.
    small = plan.with_changes(members=1e4)
    assert "would help" in words.verdict(project(small), uncertainty(small))


@pytest.mark.parametrize("assumed", [False, True])
def test_the_fan_is_told_once_a_year_and_with_all_that_is_in_it(assumed: bool) -> None:
    once = Case(plan=Scenario(years=1)).with_changes(
        {"view.include_assumed": "yes" if assumed else "no"}
    )
    told = charts(open_page("risk", once))["fan"]["alt"]
    assert told.count("Year 1:") == 1
    assert ("what the record leaves open and what is assumed, nine in ten" in told) == assumed


def test_the_pool_is_told_at_its_own_size() -> None:
    plan = Scenario()
    alone = cost_band(project(plan.with_changes(systemic_cv=0.0)))
    told = charts(open_risk(plan))["layers"]["alt"]
    assert f"By chance alone it would be {alone.low:.1f} to {alone.high:.1f} yuan here" in told


@pytest.mark.parametrize("baseline", [None, BASELINE], ids=["alone", "with a baseline"])
def test_the_program_gives_the_figure(
    baseline: Case | None, both: tuple[Simulation, Simulation]
) -> None:
    now, past = map(one_in_200, both)
    wanted: Any = now if baseline is None else (now, past, now - past)
    view = View(Case().with_changes(CHANGES), baseline)
    assert value_of(program_of(view, "worst_year", FULL_COURSES)) == wanted


# -------------------------------------------------------------------------------- the baseline


def test_every_headline_has_its_difference(
    pinned: AppTest, both: tuple[Simulation, Simulation]
) -> None:
    now, past = both
    figures = [plain(piece) for piece in figure_pieces(pinned)]
    assert len(figures) == 4
    gap = one_in_200(now) - one_in_200(past)
    assert gap < 0
    assert money(gap) in figures[0]
    assert f"baseline {money(one_in_200(past))}" in figures[0]
    error = past.quantiles("cost", (0.995,)).standard_errors[0, 0]
    mean = project(past.scenario).headline.cost_per_member_year
    two = "by chance and good and bad years"
    wider = float(uncertainty(past.scenario).range_of().one_in_200[0])
    assert f"baseline: ± {amount(error)}, {two}; expected: {money(mean)}" in figures[0]
    assert f"With what the record leaves open it is {money(wider)}" in figures[0]
    # Both over the two years that the baseline has.
    met = [
        (one.yearly.claim_cap | one.yearly.annual_cap)[:2].any(axis=0).mean() for one in (now, past)
    ]
    assert f"+{percent(met[0] - met[1], 1)}" in figures[1]
    assert f"baseline {percent(met[1], 1)}" in figures[1]
    assert "as in the baseline" in figures[2]
    unpaid = [(one.yearly.unpaid[:2] > 0).any(axis=0).mean() for one in (now, past)]
    assert f"+{percent(unpaid[0] - unpaid[1], 1)}" in figures[3]
    assert all("within 2 years" in text for text in figures[1:])


def test_the_sentences_say_what_the_baseline_would(pinned: AppTest) -> None:
    own = verdict(open_page("risk", BASELINE))
    assert part(pinned, "says before")[0] == f"Baseline: {own}"
    same = open_page("risk", BASELINE, BASELINE)
    # The year's sentence, the layers', the promise's and that of the supervisory review.
    assert part(same, "says before") == 4 * ["As in the baseline."]
    captions = " ".join(caption.value for caption in pinned.caption)
    assert "±20 % (baseline: ±10 %)" in captions
    assert "In the baseline: Above a cap the operator pays" in captions


def test_the_charts_draw_the_baseline(pinned: AppTest, both: tuple[Simulation, Simulation]) -> None:
    now, past = both
    drawn = charts(pinned)
    for name, level in (("baseline, median", 0.5), ("baseline, one year in 200", 0.995)):
        wanted = past.quantiles("cost", (level,)).values[:, 0]
        np.testing.assert_allclose(line(drawn["fan"], name)[1], np.repeat(wanted, 2), rtol=1e-4)
    amounts, chance = line(drawn["exceedance"], "baseline")
    np.testing.assert_allclose(chance, past.exceedance(amounts), atol=2e-3)
    there = past.probability_above(90.0).value
    dots = {t["name"]: t for t in drawn["exceedance"]["figure"]["data"] if t["mode"] == "markers"}
    asked = dots["the amount asked in the baseline"]
    assert [array(asked["x"])[0], array(asked["y"])[0]] == pytest.approx([90.0, there])
    said = [text["text"] for text in drawn["exceedance"]["figure"]["layout"]["annotations"]]
    assert f"○ baseline: {chances(there)} cost more than {money(90.0)}" in said
    mean = line(drawn["courses"], "baseline, average")[1]
    np.testing.assert_allclose(mean, past.share.mean, atol=1e-4)
    assert all("In the baseline" in drawn[key]["alt"] for key in ("fan", "tail", "layers"))
    shown = np.repeat(now.quantiles("cost", (0.5,)).values[:, 0], 2)
    np.testing.assert_allclose(line(drawn["fan"], "median")[1], shown, rtol=1e-4)


def test_the_tail_of_the_baseline_has_bars_of_its_own(
    pinned: AppTest, both: tuple[Simulation, Simulation]
) -> None:
    split = tail_split(both[1])
    bars = {
        (trace["y"][0], trace["name"]): array(trace["x"])[0]
        for trace in charts(pinned)["tail"]["figure"]["data"]
    }
    each = split.per_member
    assert bars["baseline", "members"] == pytest.approx(each(split.above.members), abs=1e-4)
    capital = bars["baseline, an insurer’s", "capital held"]
    assert capital == pytest.approx(each(split.insurer_capital), abs=1e-4)


def test_the_layers_of_the_baseline_are_drawn(pinned: AppTest) -> None:
    wanted = pool_layers(BASELINE.plan)
    chart = charts(pinned)["layers"]
    for name, values in (
        ("baseline, expected", wanted.mean),
        ("baseline, 95th percentile, with good and bad years", wanted.high),
        ("baseline, 95th percentile, chance alone", wanted.chance_high),
    ):
        np.testing.assert_allclose(line(chart, name)[1], values, rtol=1e-4)
    marks = [shape["x0"] for shape in chart["figure"]["layout"]["shapes"]]
    smallest = smallest_pool(BASELINE.plan)
    assert {1e6, BASELINE.plan.members, smallest} <= set(marks)


def test_the_stresses_of_the_baseline_are_those_of_its_own_year(pinned: AppTest) -> None:
    results = stress(BASELINE.plan)
    drawn = {t["name"]: array(t["x"]) for t in charts(pinned)["stress"]["figure"]["data"]}
    for name, values in (
        ("baseline, expected", [r.cost[0] for r in results]),
        ("baseline in year 2, expected", [r.cost[1] for r in results]),
        ("baseline in year 2, one year in 200", [r.one_in_200[1] for r in results]),
    ):
        np.testing.assert_allclose(drawn[name], values[::-1], atol=6e-4)
    assert "baseline, one year in 200" not in drawn
    same = Case().with_changes({"plan.members": 1e6})
    assert "baseline, one year in 200" in names(charts(open_page("risk", same, Case()))["stress"])


def test_every_table_has_the_baselines_columns(
    pinned: AppTest, both: tuple[Simulation, Simulation]
) -> None:
    past = both[1]
    caps = table_with(pinned, "cap on one claim reached, %")
    assert len(caps) == 3
    events: dict[str, Event] = {
        "cap on one claim reached, %": "claim_cap",
        "cap on the year reached, %": "annual_cap",
        "unpaid, %": "unpaid",
    }
    for column, event in events.items():
        often = [100 * past.probability(event, year).value for year in (1, 2)]
        np.testing.assert_allclose(caps[f"baseline, {column}"], [*often, np.nan], atol=6e-3)
    mean, worst = past.means("above_caps")[0], past.quantiles("above_caps", (0.995,)).values[:, 0]
    for column, yuan in (
        ("paid by others or unpaid, average, yuan", mean),
        ("1-in-200 year, yuan", worst),
    ):
        np.testing.assert_allclose(caps[f"baseline, {column}"], [*yuan, np.nan], atol=0.6)
    table, results = table_with(pinned, "stress"), stress(BASELINE.plan)
    for column, values in (
        ("year 2, yuan", [r.cost[1] for r in results]),
        ("change, yuan", [r.cost_change[1] for r in results]),
        ("1-in-200 year, yuan", [r.one_in_200[1] for r in results]),
        ("above caps, all years, yuan", [r.above_caps.sum() for r in results]),
        ("reserve at 99.5 %, yuan", [r.reserve[1] for r in results]),
    ):
        np.testing.assert_allclose(table[f"baseline, {column}"], values, atol=0.6)
    own = [name for name in table if f"baseline, {name}" in table]
    # All but the stress's name and its year, which is another in the baseline.
    assert len(own) == 8


def test_the_numbers_behind_the_charts_have_the_baselines(
    pinned: AppTest, both: tuple[Simulation, Simulation]
) -> None:
    past = both[1]
    fan = unfold(pinned, "fan", "average, yuan")
    known = past.quantiles("cost")
    np.testing.assert_allclose(fan["baseline, 50 %, yuan"][:2], known.values[:, 3], atol=0.006)
    np.testing.assert_allclose(
        fan["baseline, ± of the 99.5th percentile, yuan"][:2],
        known.standard_errors[:, -1],
        atol=6e-4,
    )
    above = unfold(pinned, "exceedance", "more than, yuan")
    chance = past.exceedance(above["more than, yuan"].to_numpy())
    np.testing.assert_allclose(above["baseline, chance, as a fraction"], chance, atol=2e-3)
    courses = unfold(pinned, "courses", "settlement")
    assert sum(str(name).startswith("baseline, ") for name in courses) == 9
    pools = unfold(pinned, "layers", "expected, yuan")
    layers = pool_layers(BASELINE.plan)
    np.testing.assert_allclose(
        pools["baseline, with good and bad years, 99.5th percentile, yuan"],
        layers.one_in_200,
        atol=0.006,
    )
    tail = unfold(pinned, "tail", "more than the average")
    split = tail_split(past)
    assert tail["baseline, yuan"].iloc[-1] == pytest.approx(split.insurer_capital, abs=0.6)


def test_a_plan_is_compared_with_as_many_courses_of_the_baseline() -> None:
    """Few courses beside many, or beside a formula, would differ by that alone."""
    plan = Scenario(seed=7)
    refined(open_risk(plan))
    moved = plan.with_changes(systemic_cv=0.3)
    app = open_page("risk", Case(plan=plan), Case(plan=plan))
    move(app, "plan.systemic_cv", 0.3, resting=False)
    formula, before = (cost_band(project(one)).one_in_200 for one in (moved, plan))
    assert headline(app) == amount(formula)
    assert f"baseline {money(before)}" in large_figure(app)
    move(app, "plan.systemic_cv", 0.3)
    quick, past = simulate(moved, QUICK_COURSES), simulate(plan, QUICK_COURSES)
    assert headline(app) == amount(one_in_200(quick))
    assert f"baseline {money(one_in_200(past))}" in large_figure(app)
