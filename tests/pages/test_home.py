"""The home page without a browser: presets, inputs, the baseline, explanations."""

import html

import pytest

from mutualmodel import PRESETS, Case, Scenario, project, to_query, uncertainty
from mutualmodel.explain import explain, why_unmoved
from mutualmodel.figures import figures
from mutualmodel.inputs import GROUPS
from mutualmodel.inputs.funding import not_asked
from mutualmodel.simulation import Layer
from tests.marks import one_in
from tests.own_tables import PLAN_TABLES, TABLES
from tests.pages.app import (
    baseline,
    button,
    case,
    charts,
    figures_linked,
    headline,
    move,
    open_groups,
    open_home,
    part,
    plain,
    plan,
    query,
    raw_html,
    says,
    set_case,
    set_plan,
    sliders,
    type_into,
)
from tests.pages.beside import refined
from tests.programs import value_of
from ui.frame.forms import plausible_range
from ui.frame.layers import range_note
from ui.frame.sureness import QUICK_SETS
from ui.home import page
from ui.home.page import LEVERS
from ui.kit.language import amount, quantity, sentence, sentences, written

SIDEBAR = {
    path: meta
    for path, meta in Case.fields().items()
    if path.startswith("plan.") and path not in LEVERS
}
NUMBERS = {path: meta for path, meta in SIDEBAR.items() if not meta.choices}
# The figures that the steps explain, by the name of the result beside which they stand.
WHYS = {
    "first_year": "cost_per_member_year",
    "settlement": "cost_per_settlement",
    "one_claim": "cost_per_claim",
    "likely_high": "likely_high",
}
CHOICES = {path: meta for path, meta in SIDEBAR.items() if meta.choices}


def cost(of: Scenario) -> str:
    """Give the headline of a scenario as the page writes it."""
    return amount(project(of).headline.cost_per_member_year)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click_away(name: str) -> None:
    app = open_home()
    app.pills(key="preset").set_value(name).run()
    assert not app.exception
    assert plan(app) == PRESETS[name].scenario
    assert headline(app) == cost(PRESETS[name].scenario)
    assert part(app, "insight") == [PRESETS[name].insight]
    assert app.pills(key="preset").value == name


def test_the_first_number_is_the_published_one() -> None:
    app = open_home()
    assert app.pills(key="preset").value == "peak_2020"
    assert 88 < float(headline(app)) < 94


@pytest.fixture
def _sidebar_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the page empty beside its sidebar, for tests that only move what stands there."""
    monkeypatch.setattr(page, "show", lambda view: None)


@pytest.mark.usefixtures("_sidebar_alone")
@pytest.mark.parametrize("group", one_in(3, GROUPS))
def test_every_number_in_the_sidebar_can_be_moved_and_typed(group: str) -> None:
    start = Case(
        plan=Scenario(
            annual_cap=188.0,
            share_under_18=0.0,
            share_40_to_59=0.0,
            exit_age=100,
            funding="fund" if group == "funding" else "after",
        )
    )
    app = open_groups(set_case(open_home(), start), group)
    for path, meta in NUMBERS.items():
        if meta.group != group or meta.name in not_asked(start.plan):
            continue
        # A rail may show less than is allowed.
        low, high = meta.reach()
        for value in (high, low, low + (meta.step or 0)):
            move(app, path, float(value))
            assert not app.exception
            assert case(app).value(path) == pytest.approx(value, rel=1e-12)
            assert type(case(app).value(path)) is type(start.value(path))
        shown = 100.0 * low if meta.unit.percent else low
        type_into(app, path, f"{shown:,.12g}")
        assert case(app).value(path) == pytest.approx(low, rel=1e-12, abs=1e-15)
        set_case(app, start)


def test_a_typed_share_is_exactly_what_was_meant() -> None:
    app = type_into(open_groups(open_home(), "benefit"), "plan.fee_rate", "7")
    assert plan(app) == Scenario(fee_rate=0.07)
    assert query(app)["fee_rate"] == "0.07"
    assert headline(app) == cost(Scenario(fee_rate=0.07))


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("plan.fee_rate", "2,5", ["Management fee: “2,5” can mean 2.5 or 25."]),
        ("plan.fee_rate", "80", ["80 % is not allowed", "0 % to 50 %"]),
        ("plan.per_claim_cap", "0,2", ["Cap on one claim: “0,2” can mean 0.2 or 2."]),
        ("plan.minimum_members", "1 billion", ["1,000 million is not allowed"]),
        ("plan.members", "5", ["Members: 5 is not allowed", "300 million members"]),
        ("plan.payout_40_plus", "300.000", ["“300.000” can mean 300 or 300,000."]),
        ("plan.annual_cap", "lots", ["“lots” is not a number", "or none"]),
    ],
)
def test_a_number_that_cannot_be_used_is_asked_back(path: str, text: str, words: list[str]) -> None:
    start = Case(plan=Scenario(annual_cap=188.0))
    app = type_into(open_groups(set_case(open_home(), start), "benefit"), path, text)
    assert case(app) == start
    for word in words:
        assert word in sliders(app)[path]["error"]
    # It stays beside the input until something else is done, and loses nothing.
    app.run()
    assert words[0] in sliders(app)[path]["error"]
    assert sliders(app)[path]["value"] == start.value(path)
    type_into(app, "plan.fee_rate", "9 %")
    assert plan(app).fee_rate == 0.09
    assert sliders(app)[path]["error"] == ""


def test_a_complaint_goes_when_the_value_that_stands_is_typed() -> None:
    app = type_into(open_home(), "plan.incidence_multiplier", "abc")
    assert sliders(app)["plan.incidence_multiplier"]["error"]
    type_into(app, "plan.incidence_multiplier", "0.43550")
    assert not sliders(app)["plan.incidence_multiplier"]["error"]
    app.run()
    assert not sliders(app)["plan.incidence_multiplier"]["error"]


def test_a_cap_can_be_typed_away() -> None:
    app = open_groups(open_home(), "benefit")
    type_into(app, "plan.per_claim_cap", "none")
    assert plan(app).per_claim_cap is None
    assert "plan.per_claim_cap" not in sliders(app)


@pytest.mark.usefixtures("_sidebar_alone")
@pytest.mark.parametrize("path", CHOICES)
def test_every_choice_in_the_sidebar_changes_the_scenario(path: str) -> None:
    meta = CHOICES[path]
    # Where the money goes is asked of a plan that holds some.
    asked = path == "plan.funding" or meta.group != "funding"
    start = Case(plan=Scenario(funding="after" if asked else "fund")).with_own(TABLES)
    app = open_groups(set_case(open_home(), start), meta.group)
    for choice in meta.choices:
        found = [one for one in (*app.selectbox, *app.button_group) if one.key == f"in_{path}"]
        found[0].set_value(choice).run()
        assert not app.exception
        assert case(app) == start.with_changes({path: choice})
    if meta.choices[-1] != meta.default:
        app.button(key=f"reset_{path}").click().run()
    assert case(app) == start


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_that_came_to_rest_changes_everything(name: str) -> None:
    changed = Case().with_changes({name: 0.4 * float(Case().value(name) or 0)})
    app = move(open_home(), name, 0.4 * float(Case().value(name) or 0))
    assert not app.exception
    assert case(app) == changed
    assert headline(app) == cost(changed.plan)
    assert query(app) == to_query(changed)
    assert app.pills(key="preset").value is None


def test_an_impossible_pair_is_refused_in_words() -> None:
    app = open_groups(open_home(), "membership")
    type_into(app, "plan.share_under_18", "90")
    assert case(app) == Case()
    complaints = {one["error"] for one in sliders(app).values() if one["error"]}
    assert complaints == {
        "Members under 18 (90 %), members aged 40 to 59 (33 %) and members of 60 and over (0 %): "
        "together they may be at most 100 %."
    }
    assert sliders(app)["plan.share_under_18"]["value"] == 0.1
    type_into(app, "plan.share_under_18", "30")
    assert not [one for one in sliders(app).values() if one["error"]]
    assert plan(app).share_under_18 == 0.3


@pytest.mark.parametrize(("name", "first"), [("per_claim_cap", 0.1), ("annual_cap", 188.0)])
def test_a_cap_can_be_switched_off_and_on(name: str, first: float) -> None:
    app = open_groups(open_home(), "benefit")
    switch = f"has_plan.{name}"
    if not app.toggle(key=switch).value:
        app.toggle(key=switch).set_value(True).run()
        assert getattr(plan(app), name) == first
    app.toggle(key=switch).set_value(False).run()
    assert getattr(plan(app), name) is None
    assert f"plan.{name}" not in sliders(app)
    app.toggle(key=switch).set_value(True).run()
    assert getattr(plan(app), name) == first
    assert sliders(app)[f"plan.{name}"]["value"] == first
    assert not app.exception


def test_an_edited_preset_loses_its_name_and_gets_it_back() -> None:
    app = open_groups(open_home(), "membership")
    type_into(app, "plan.share_female", "60")
    assert app.pills(key="preset").value is None
    assert part(app, "insight") != [PRESETS["peak_2020"].insight]
    type_into(app, "plan.share_female", "50 %")
    assert app.pills(key="preset").value == "peak_2020"


def test_a_second_click_on_a_preset_keeps_it() -> None:
    app = open_home()
    app.pills(key="preset").set_value("small_100k").run()
    app.pills(key="preset").set_value(None).run()
    assert plan(app) == PRESETS["small_100k"].scenario
    assert app.pills(key="preset").value == "small_100k"


def test_a_change_from_the_baseline_is_listed_and_can_be_taken_back() -> None:
    app = open_groups(open_home(), "membership", "benefit")
    button(app, "Pin").click().run()
    assert baseline(app) == Case()
    assert set(part(app, "delta")) == {"as in the baseline"}
    type_into(app, "plan.share_40_to_59", "40")
    type_into(app, "plan.fee_rate", "10")
    chips = {one.key: one.label for one in app.button if (one.key or "").startswith("chip_")}
    assert set(chips) == {"chip_plan.share_40_to_59", "chip_plan.fee_rate"}
    for value in (Scenario().share_40_to_59, 0.4):
        assert (
            written(Case.fields()["plan.share_40_to_59"], value)
            in chips["chip_plan.share_40_to_59"]
        )
    assert any(f"{cost(Scenario())} yuan" in text for text in part(app, "delta"))
    app.button(key="chip_plan.share_40_to_59").click().run()
    assert plan(app) == Scenario(fee_rate=0.1)
    assert sliders(app)["plan.share_40_to_59"]["value"] == Scenario().share_40_to_59
    app.button(key="chip_plan.fee_rate").click().run()
    assert case(app) == baseline(app)
    assert not [one for one in app.button if (one.key or "").startswith("chip_")]
    assert not app.exception


def test_a_baseline_can_be_given_up() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    button(app, "Unpin").click().run()
    assert baseline(app) is None
    assert part(app, "delta") == []
    assert button(app, "Pin")


def test_a_baseline_outlives_a_preset() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    app.pills(key="preset").set_value("small_100k").run()
    assert baseline(app) == Case()
    assert not app.exception


@pytest.mark.parametrize(
    "changes",
    [
        {"risk_spread": 1.0},
        {"systemic_cv": 0.2},
        {"cap_bearer": "nobody"},
        {"minimum_members": 3_300_000.0},
        {"annual_cap": 188.0},
        {"years": 3},
    ],
    ids=str,
)
def test_it_says_why_nothing_moved(changes: dict[str, float | str]) -> None:
    app = open_home()
    button(app, "Pin").click().run()
    changed = Scenario().with_changes(**changes)
    set_plan(app, changed)
    assert headline(app) == cost(Scenario())
    reasons = [sentence(reason) for reason in why_unmoved(changed, Scenario())]
    assert len(reasons) == 1
    assert says(app)[1:-1] == reasons


def test_it_says_nothing_of_the_kind_when_the_cost_moved() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    set_plan(app, Scenario(fee_rate=0.2))
    assert len(says(app)) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"members": 1e6, "minimum_members": 3.3e6},
        {"lapse_rate": 2.0, "minimum_members": 5e7},
    ],
    ids=["at once", "later"],
)
def test_a_plan_that_dissolves_is_shown_and_said(changes: dict[str, float]) -> None:
    dissolving = Scenario().with_changes(**changes)
    app = set_plan(open_home(), dissolving)
    assert not app.exception
    at_once = changes["minimum_members"] < 4e6
    assert headline(app) == ("no plan" if at_once else cost(dissolving))
    assert "dissolves" in says(app)[0]
    assert "left unpaid" in says(app)[0]
    button(app, "Pin").click().run()
    set_plan(app, Scenario())
    assert not app.exception
    assert ("baseline: no plan" in " ".join(part(app, "delta"))) is at_once


@pytest.mark.parametrize(
    "extreme",
    [
        Scenario(payout_under_40=0, payout_40_plus=0, mild_payout=0),
        Scenario(members=10_000, per_claim_cap=0.001, cap_bearer="nobody"),
        Scenario(members=300_000_000, payout_under_40=1e6, payout_40_plus=1e6, fee_rate=0.5),
        Scenario(incidence_multiplier=0.05, select_year_1=0, select_year_2=0),
        Scenario(systemic_cv=0, years=10),
        Scenario(annual_cap=1.0),
        Scenario(lapse_rate=2.0, price_elasticity=3.0, risk_spread=1.0),
    ],
    ids=["nothing paid", "tiny pool", "huge pool", "no claims", "certain", "annual cap", "run"],
)
def test_extreme_plans_are_shown_without_a_fault(extreme: Scenario) -> None:
    app = set_plan(open_home(), extreme)
    button(app, "Pin").click().run()
    for name in WHYS:
        app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    assert headline(app) == cost(extreme)
    shown = " ".join(raw_html(app) + [text.value for text in app.markdown]).lower()
    assert "nan" not in shown.replace("finan", "")
    assert "inf " not in shown


@pytest.mark.parametrize(("name", "figure"), WHYS.items())
def test_every_why_ends_on_the_figure_itself(name: str, figure: str) -> None:
    app = open_home()
    app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    steps = [text.value for text in app.markdown if text.value.startswith(tuple("123456789"))]
    expected = explain(project(Scenario()), figure)
    assert len(steps) == len(expected)
    for shown, step in zip(steps, expected, strict=True):
        assert step.title in shown
        assert sentence(step.working) in shown
        assert shown.endswith(f"= **{quantity(step.result)}**")
    (code,) = app.code
    assert value_of(code.value) == pytest.approx(expected[-1].result.value, rel=1e-12)
    linked = figures_linked(app)
    assert {source for step in expected for source in step.sources} <= set(linked)
    assert set(linked) <= set(figures().index)


def likely(of: Scenario, layer: Layer = "all", *, sets: int | None = None) -> str:
    """Give the range of a plan's first year as the page writes it."""
    spread = uncertainty(of, sets=sets)
    return range_note(spread.range_of(layer), layer, limit=of.year_limit)


def test_the_likely_range_is_that_of_all_layers_of_both_plans() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    changed = Scenario(fee_rate=0.2)
    set_plan(app, changed)
    (figure,) = [plain(one) for one in raw_html(app) if 'class="figure large' in one]
    assert likely(changed) in figure
    assert likely(Scenario()) in figure


def test_a_layer_can_be_shown_alone_and_goes_into_the_link() -> None:
    app = open_home()
    app.selectbox(key="in_view.range_of").set_value("process").run()
    assert likely(Scenario(), "process") in " ".join(map(plain, raw_html(app)))
    assert query(app)["view.range_of"] == "process"
    assert "nine years in ten, chance alone" in str(charts(app)["share_path"]["figure"])
    app.session_state["why_likely_high"] = True
    app.run()
    (code,) = app.code
    high = float(uncertainty(Scenario()).range_of("process").high[0])
    assert value_of(code.value) == high


def test_the_range_of_a_plan_that_reacts_is_from_a_few_sets_first_and_says_so() -> None:
    plan = Scenario(price_elasticity=0.6543)
    app = open_home()
    app.session_state["why_likely_high"] = True
    set_plan(app, plan)
    assert likely(plan, sets=QUICK_SETS) in " ".join(map(plain, raw_html(app)))
    (code,) = app.code
    few = float(uncertainty(plan, sets=QUICK_SETS).range_of().high[0])
    assert value_of(code.value) == few
    assert likely(plan) in " ".join(map(plain, raw_html(refined(app))))


def test_what_is_assumed_widens_the_range_and_is_a_part_of_it() -> None:
    app = open_home()
    app.session_state["why_likely_high"] = True
    app.segmented_control(key="in_view.include_assumed").set_value("yes").run()
    assert not app.exception
    (code,) = app.code
    assert "assumed=True" in code.value
    (table,) = [plain(one) for one in raw_html(app) if "What makes it unsure" in one]
    for name in ("chance", "good and bad years", "what the record leaves open", "what is assumed"):
        assert name in table


def test_a_year_at_its_cap_has_no_range() -> None:
    app = set_plan(open_home(), Scenario(annual_cap=50.0))
    assert "exactly the cap on a year" in " ".join(map(plain, raw_html(app)))


def test_a_why_stays_open_and_has_both_plans_beside_a_baseline() -> None:
    app = open_home()
    app.session_state["why_first_year"] = True
    app.run()
    button(app, "Pin").click().run()
    changed = Case().with_changes({"plan.members": 3e6, "insurer.loading": 0.2})
    set_case(app, changed)
    (code,) = app.code
    now, before, difference = value_of(code.value)
    assert now == project(changed.plan).headline.cost_per_member_year
    assert before == project(Scenario()).headline.cost_per_member_year
    assert difference == now - before
    assert '"insurer.loading": 0.2' in code.value


def test_every_input_leads_to_the_source_of_its_default() -> None:
    # With an event set, the notice of the record and its sources are not there.
    linked = figures_linked(
        open_groups(set_plan(open_home(), Scenario(scandal_share=0.1, own=PLAN_TABLES)))
    )
    unasked = not_asked(Scenario())
    fields = [meta for name, meta in Scenario.fields().items() if name not in unasked]
    plausible = {meta.plausible_source for meta in fields if meta.plausible is not None}
    assert set(linked) - plausible == {meta.source for meta in fields} - plausible
    assert set(linked) <= set(figures().index)


def test_every_input_explains_itself() -> None:
    app = open_groups(set_plan(open_home(), Scenario(annual_cap=188.0, own=PLAN_TABLES)))
    drawn = sliders(app)
    others = {one.key: one.help for one in (*app.selectbox, *app.button_group, *app.toggle)}
    for path, meta in SIDEBAR.items():
        if meta.name in not_asked(Scenario()):
            continue
        if meta.choices:
            assert others[f"in_{path}"] == meta.help
        else:
            assert drawn[path]["help"] == sentences(meta.help, plausible_range(meta))
            assert drawn[path]["label"] == meta.title


def test_the_numbers_of_the_home_page_are_in_its_own_html() -> None:
    app = open_home()
    first = project(Scenario()).headline
    shown = " ".join(html.unescape(piece) for piece in raw_html(app))
    for value in (first.cost_per_member_year, first.cost_per_settlement, first.cost_per_claim):
        assert f">{amount(value)}<" in shown
