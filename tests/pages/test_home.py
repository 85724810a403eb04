"""The home page without a browser: presets, inputs, the baseline, explanations."""

import html

import pytest

from mutualmodel import (
    EXPLAINED,
    GROUPS,
    PRESETS,
    FieldMeta,
    Scenario,
    explain,
    fields,
    figures,
    project,
    reproduce,
    why_unmoved,
)
from tests.pages.app import (
    baseline,
    button,
    figures_linked,
    headline,
    open_groups,
    open_home,
    part,
    raw_html,
    says,
    scenario,
    set_scenario,
)
from ui.controls import LEVERS, written
from ui.language import amount, quantity, sentence

INPUTS = [meta for meta in fields().values() if meta.name not in LEVERS]
NUMBERS = [meta for meta in INPUTS if not meta.choices]
CHOICES = [meta for meta in INPUTS if meta.choices]


def cost(of: Scenario) -> str:
    """Give the headline of a scenario as the page writes it."""
    return amount(project(of).headline.cost_per_member_year)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click_away(name: str) -> None:
    app = open_home()
    app.pills(key="preset").set_value(name).run()
    assert not app.exception
    assert scenario(app) == PRESETS[name].scenario
    assert headline(app) == cost(PRESETS[name].scenario)
    assert part(app, "insight") == [PRESETS[name].insight]
    assert app.pills(key="preset").value == name


def test_the_first_number_is_the_published_one() -> None:
    app = open_home()
    assert app.pills(key="preset").value == "peak_2020"
    assert 88 < float(headline(app)) < 94


@pytest.mark.parametrize("group", GROUPS)
def test_every_number_in_the_sidebar_changes_the_scenario(group: str) -> None:
    start = Scenario(annual_cap=188.0)
    for meta in (one for one in NUMBERS if one.group == group):
        app = open_groups(set_scenario(open_home(), start), group)
        box = app.number_input(key=f"in_{meta.name}")
        before, step = getattr(start, meta.name), float(meta.step or 0)
        assert box.value is not None
        box.set_value(box.value + box.step).run()
        assert not app.exception
        # Exactly: 0.08 and not 0.08000000000000002, which a share link would carry about.
        moved = float(f"{before + step:.12g}")
        assert scenario(app).changes_from(start) == {meta.name: (before, moved)}
        assert headline(app) == cost(scenario(app))


@pytest.mark.parametrize("group", GROUPS)
def test_every_number_takes_both_ends_of_its_range(group: str) -> None:
    # Both shares of age start at nothing: together they may not exceed one.
    start = Scenario(annual_cap=188.0, share_under_18=0.0, share_40_to_59=0.0)
    app = open_groups(set_scenario(open_home(), start), group)
    for meta in (one for one in NUMBERS if one.group == group):
        for end, bound in (("max", meta.maximum), ("min", meta.minimum)):
            box = app.number_input(key=f"in_{meta.name}")
            box.set_value(getattr(box, end)).run()
            assert not app.exception
            assert not app.error
            assert getattr(scenario(app), meta.name) == pytest.approx(bound, rel=1e-12)


@pytest.mark.parametrize("meta", CHOICES, ids=lambda meta: meta.name)
def test_every_choice_in_the_sidebar_changes_the_scenario(meta: FieldMeta) -> None:
    app = open_groups(open_home(), meta.group)
    for choice in meta.choices:
        app.selectbox(key=f"in_{meta.name}").set_value(choice).run()
        assert not app.exception
        assert scenario(app) == Scenario().with_changes(**{meta.name: choice})
        assert headline(app) == cost(scenario(app))


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_that_came_to_rest_changes_everything(name: str) -> None:
    changed = Scenario().with_changes(**{name: 0.4 * getattr(Scenario(), name)})
    app = set_scenario(open_home(), changed)
    assert not app.exception
    assert headline(app) == cost(changed)
    assert app.pills(key="preset").value is None


def test_an_impossible_pair_is_refused_in_words() -> None:
    app = open_groups(open_home(), "membership")
    before = app.number_input(key="in_share_under_18").value
    app.number_input(key="in_share_under_18").set_value(90.0).run()
    assert scenario(app) == Scenario()
    complaints = {error.value for error in app.error}
    assert len(complaints) == 1
    complaint = complaints.pop()
    for expected in (
        "share_under_18 = 0.9",
        f"share_40_to_59 = {Scenario().share_40_to_59!r}",
        "0 to 1",
    ):
        assert expected in complaint
    assert app.number_input(key="in_share_under_18").value == before
    app.number_input(key="in_share_under_18").set_value(30.0).run()
    assert not app.error
    assert scenario(app).share_under_18 == 0.3


@pytest.mark.parametrize(("name", "first"), [("per_claim_cap", 0.1), ("annual_cap", 188.0)])
def test_a_cap_can_be_switched_off_and_on(name: str, first: float) -> None:
    app = open_groups(open_home(), "benefit")
    switch = f"has_{name}"
    if not app.checkbox(key=switch).value:
        app.checkbox(key=switch).check().run()
        assert getattr(scenario(app), name) == first
    app.checkbox(key=switch).uncheck().run()
    assert getattr(scenario(app), name) is None
    assert f"in_{name}" not in [box.key for box in app.number_input]
    app.checkbox(key=switch).check().run()
    assert getattr(scenario(app), name) == first
    assert app.number_input(key=f"in_{name}").value == first
    assert not app.exception


def test_an_edited_preset_loses_its_name_and_gets_it_back() -> None:
    app = open_groups(open_home(), "membership")
    app.number_input(key="in_share_female").set_value(60.0).run()
    assert app.pills(key="preset").value is None
    assert part(app, "insight") != [PRESETS["peak_2020"].insight]
    app.number_input(key="in_share_female").set_value(50.0).run()
    assert app.pills(key="preset").value == "peak_2020"


def test_a_second_click_on_a_preset_keeps_it() -> None:
    app = open_home()
    app.pills(key="preset").set_value("small_100k").run()
    app.pills(key="preset").set_value(None).run()
    assert scenario(app) == PRESETS["small_100k"].scenario
    assert app.pills(key="preset").value == "small_100k"


def test_a_change_from_the_baseline_is_listed_and_can_be_taken_back() -> None:
    app = open_groups(open_home(), "membership", "benefit")
    button(app, "Pin").click().run()
    assert baseline(app) == Scenario()
    assert set(part(app, "delta")) == {"as in the baseline"}
    app.number_input(key="in_share_40_to_59").set_value(40.0).run()
    app.number_input(key="in_fee_rate").set_value(10.0).run()
    chips = {one.key: one.label for one in app.button if (one.key or "").startswith("chip_")}
    assert set(chips) == {"chip_share_40_to_59", "chip_fee_rate"}
    for value in (Scenario().share_40_to_59, 0.4):
        assert written("share_40_to_59", value) in chips["chip_share_40_to_59"]
    assert any(f"{cost(Scenario())} yuan" in text for text in part(app, "delta"))
    app.button(key="chip_share_40_to_59").click().run()
    assert scenario(app) == Scenario(fee_rate=0.1)
    shown = app.number_input(key="in_share_40_to_59").value
    assert shown == pytest.approx(100 * Scenario().share_40_to_59)
    app.button(key="chip_fee_rate").click().run()
    assert scenario(app) == baseline(app)
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
    assert baseline(app) == Scenario()
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
    set_scenario(app, changed)
    assert headline(app) == cost(Scenario())
    reasons = [sentence(reason) for reason in why_unmoved(changed, Scenario())]
    assert len(reasons) == 1
    assert says(app)[1:] == reasons


def test_it_says_nothing_of_the_kind_when_the_cost_moved() -> None:
    app = open_home()
    button(app, "Pin").click().run()
    set_scenario(app, Scenario(fee_rate=0.2))
    assert len(says(app)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"members": 1e6, "minimum_members": 3.3e6},
        {"lapse_rate": 2.0, "minimum_members": 5e7},
    ],
    ids=["at once", "later"],
)
def test_a_plan_that_dissolves_is_shown_and_said(changes: dict[str, float]) -> None:
    plan = Scenario().with_changes(**changes)
    app = set_scenario(open_home(), plan)
    assert not app.exception
    assert headline(app) == cost(plan)
    assert "dissolves" in says(app)[0]
    button(app, "Pin").click().run()
    set_scenario(app, Scenario())
    assert not app.exception
    assert "baseline 0 yuan" in " ".join(part(app, "delta")) or changes["minimum_members"] > 4e6


@pytest.mark.parametrize(
    "plan",
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
def test_extreme_plans_are_shown_without_a_fault(plan: Scenario) -> None:
    app = set_scenario(open_home(), plan)
    button(app, "Pin").click().run()
    for name in EXPLAINED:
        app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    assert headline(app) == cost(plan)
    shown = " ".join(raw_html(app) + [text.value for text in app.markdown]).lower()
    assert "nan" not in shown.replace("finan", "")
    assert "inf " not in shown


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_why_ends_on_the_figure_itself(name: str) -> None:
    app = open_home()
    app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    steps = [text.value for text in app.markdown if text.value.startswith(tuple("123456789"))]
    expected = explain(project(Scenario()), name)
    assert len(steps) == len(expected)
    for shown, step in zip(steps, expected, strict=True):
        assert step.title in shown
        assert sentence(step.working) in shown
        assert shown.endswith(f"= **{quantity(step.result)}**")
    assert [one.value for one in app.code] == [reproduce(Scenario()).strip()]
    linked = figures_linked(app)
    assert {source for step in expected for source in step.sources} <= set(linked)
    assert set(linked) <= set(figures().index)


def test_a_why_stays_open_while_the_scenario_changes() -> None:
    app = open_home()
    app.session_state["why_cost_per_member_year"] = True
    app.run()
    changed = Scenario(members=3e6)
    set_scenario(app, changed)
    assert [one.value for one in app.code] == [reproduce(changed).strip()]


def test_every_input_leads_to_the_source_of_its_default() -> None:
    linked = figures_linked(open_groups(open_home()))
    assert sorted(linked) == sorted(meta.source for meta in fields().values())
    assert set(linked) <= set(figures().index)


def test_every_input_explains_itself() -> None:
    app = open_groups(open_home())
    helps = {box.key: box.help for box in [*app.number_input, *app.selectbox, *app.checkbox]}
    for meta in INPUTS:
        key = f"has_{meta.name}" if meta.optional else f"in_{meta.name}"
        assert helps[key] == meta.help


def test_the_numbers_of_the_home_page_are_in_its_own_html() -> None:
    app = open_home()
    first = project(Scenario()).headline
    shown = " ".join(html.unescape(piece) for piece in raw_html(app))
    for value in (first.cost_per_member_year, first.cost_per_settlement, first.cost_per_claim):
        assert f">{amount(value)}<" in shown
