"""Share links: what the address says, the page shows, and the other way round."""

import pytest

from mutualmodel import PRESETS, Scenario, figures, from_query, project, to_query
from tests.pages.app import (
    baseline,
    button,
    figures_linked,
    headline,
    open_groups,
    open_home,
    open_sources,
    problems,
    query,
    raw_html,
    scenario,
    set_scenario,
)
from ui.language import amount

CHANGED = Scenario(
    members=3e6, incidence_table="CI2", per_claim_cap=None, annual_cap=188, seed=7, lapse_rate=0.31
)


@pytest.mark.parametrize("name", PRESETS)
def test_a_link_opens_its_scenario(name: str) -> None:
    linked = PRESETS[name].scenario
    app = open_home(**to_query(linked))
    assert not app.exception
    assert not app.warning
    assert scenario(app) == linked
    assert baseline(app) is None
    assert app.pills(key="preset").value == name
    assert headline(app) == amount(project(linked).headline.cost_per_member_year)


def test_a_link_carries_the_baseline() -> None:
    app = open_home(**to_query(CHANGED, PRESETS["small_100k"].scenario))
    assert scenario(app) == CHANGED
    assert baseline(app) == PRESETS["small_100k"].scenario
    assert {one.key for one in app.button if (one.key or "").startswith("chip_")} == {
        f"chip_{name}" for name in CHANGED.changes_from(PRESETS["small_100k"].scenario)
    }


def test_a_default_baseline_is_a_baseline_too() -> None:
    app = open_home(**to_query(CHANGED, Scenario()))
    assert baseline(app) == Scenario()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("members", "5", "10,000 to 300,000,000"),
        ("members", "many", "10,000 to 300,000,000"),
        ("members", "nan", "10,000 to 300,000,000"),
        ("fee_rate", "none", "0 to 0.5"),
        ("incidence_table", "CI9", "CI1, CI2, CI3, CI4"),
        ("seed", "1.5", "whole number"),
        ("membres", "5", "did you mean members"),
        ("base.members", "5", "10,000 to 300,000,000"),
        ("self", "1", "no such input"),
        ("base.self", "1", "no such input"),
    ],
)
def test_what_is_wrong_in_a_link_is_said_and_the_rest_kept(
    name: str, value: str, allowed: str
) -> None:
    app = open_home(systemic_cv="0.2", **{name: value})
    assert not app.exception
    assert len(app.warning) == 1
    for expected in (name, value, allowed):
        assert expected in problems(app)[0]
    assert scenario(app) == Scenario(systemic_cv=0.2)
    assert name not in query(app)
    button(app, "Understood").click().run()
    assert not app.warning
    assert scenario(app) == Scenario(systemic_cv=0.2)


HOSTILE = {
    "x": "![t](http://evil.example/p.png)",
    "a\n# Notice": "**Pay** [here](http://evil.example)",
    "<img src=//evil.example>": "<script>alert(1)</script>",
    "figure_" + "x" * 500: "y" * 500,
    **{f"unknown{place}": "`$\\frac{1}{2}$`" for place in range(9)},
}


def test_a_strangers_words_stay_words() -> None:
    app = open_home(fee_rate="0.1", members="[5](http://evil.example)", **HOSTILE)
    assert not app.exception
    markdown = [one.value for one in (*app.markdown, *app.warning, *app.caption, *app.error)]
    assert not [text for text in markdown if "evil" in text]
    assert not [text for text in raw_html(app) if "<img" in text or "<script" in text]
    listed = problems(app)
    assert len(listed) == 9
    assert listed[-1] == "6 more"
    assert "members" in listed[0]
    assert "evil.example/p.png" in listed[1]
    assert all(len(one) < 300 for one in listed)
    assert scenario(app).fee_rate == 0.1


def test_an_impossible_pair_in_a_link_is_said() -> None:
    app = open_home(share_under_18="0.8", share_40_to_59="0.7", fee_rate="0.1")
    assert "share_under_18 = 0.8" in problems(app)[0]
    assert scenario(app).fee_rate == 0.1
    assert scenario(app).share_under_18 == Scenario().share_under_18


def test_a_link_of_an_unknown_version_is_said() -> None:
    app = open_home(v="99", members="3000000")
    assert "99" in problems(app)[0]
    assert scenario(app) == Scenario()


def test_the_address_follows_every_change() -> None:
    app = open_groups(open_home(), "benefit")
    assert query(app) == to_query(Scenario())
    app.number_input(key="in_fee_rate").set_value(10.0).run()
    assert query(app) == to_query(Scenario(fee_rate=0.1))
    assert query(app)["fee_rate"] == "0.1"
    button(app, "Pin").click().run()
    assert query(app) == to_query(Scenario(fee_rate=0.1), Scenario(fee_rate=0.1))
    set_scenario(app, CHANGED)
    assert query(app) == to_query(CHANGED, Scenario(fee_rate=0.1))
    button(app, "Unpin").click().run()
    assert query(app) == to_query(CHANGED)
    app.pills(key="preset").set_value("peak_2020").run()
    assert query(app) == to_query(Scenario())


def test_links_to_sources_carry_the_state() -> None:
    app = open_groups(set_scenario(open_home(), CHANGED), "benefit")
    targets = [text.value for text in app.sidebar.caption]
    assert all("members=3000000" in target for target in targets)
    assert set(figures_linked(app)) <= set(figures().index)


def test_the_sources_page_keeps_its_own_parameter_and_the_scenario() -> None:
    app = open_sources(figure="fee_8_percent", **to_query(CHANGED))
    assert query(app)["figure"] == "fee_8_percent"
    assert from_query({k: v for k, v in query(app).items() if k != "figure"}).problems == {}
