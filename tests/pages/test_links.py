"""Share links: what the address says, the page shows, and the other way round."""

import pytest

from mutualmodel import PRESETS, Case, from_query, project, to_query
from mutualmodel.figures import figures
from tests.pages.app import (
    baseline,
    button,
    case,
    figures_linked,
    headline,
    open_groups,
    open_home,
    open_sources,
    problems,
    query,
    raw_html,
    set_case,
    type_into,
)
from ui.kit.language import amount

CHANGED = Case().with_changes(
    {
        "plan.members": 3e6,
        "plan.incidence_table": "CI2",
        "plan.per_claim_cap": None,
        "plan.annual_cap": 188.0,
        "plan.seed": 7,
        "plan.lapse_rate": 0.31,
        "insurer.waiting_days": 30.0,
        "view.history_turn": "none",
    }
)
SMALL = Case(plan=PRESETS["small_100k"].scenario)


def of(**changes: float | str) -> Case:
    return Case().with_changes({f"plan.{name}": value for name, value in changes.items()})


@pytest.mark.parametrize("name", PRESETS)
def test_a_link_opens_its_scenario(name: str) -> None:
    linked = PRESETS[name].scenario
    app = open_home(**to_query(Case(plan=linked)))
    assert not app.exception
    assert not app.warning
    assert case(app) == Case(plan=linked)
    assert baseline(app) is None
    assert app.pills(key="preset").value == name
    assert headline(app) == amount(project(linked).headline.cost_per_member_year)


def test_a_link_carries_the_baseline() -> None:
    app = open_home(**to_query(CHANGED, SMALL))
    assert (case(app), baseline(app)) == (CHANGED, SMALL)
    assert {one.key for one in app.button if (one.key or "").startswith("chip_")} == {
        f"chip_{path}" for path in CHANGED.changes_from(SMALL)
    }


def test_a_default_baseline_is_a_baseline_too() -> None:
    assert baseline(open_home(**to_query(CHANGED, Case()))) == Case()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("members", "5", "Members: 5 is not allowed. It may be from 20 to 300"),
        ("members", "many", "Members: “many” is not a number."),
        ("members", "nan", "Members: “nan” is not a number."),
        ("fee_rate", "none", "Management fee: “none” is not a number."),
        ("incidence_table", "CI9", "may be one of: CI1, CI2, CI3, CI4, CI7, your table."),
        ("seed", "1.5", "whole number"),
        ("membres", "5", "Did you mean Members?"),
        ("base.members", "5", "In the baseline: Members: 5 is not allowed."),
        ("self", "1", "“self” is no input here."),
        ("base.self", "1", "In the baseline: “self” is no input here."),
        ("insurer.loading", "0.5", "Loading, individual policies: 50 % is not allowed."),
        ("v", "99", "a version that is not known here, “99”"),
    ],
)
def test_what_is_wrong_in_a_link_is_said_and_the_rest_kept(
    name: str, value: str, words: str
) -> None:
    app = open_home(systemic_cv="0.2", **{name: value})
    assert not app.exception
    assert len(app.warning) == 1
    (told,) = problems(app)
    assert words in told
    assert case(app) == of(systemic_cv=0.2)
    button(app, "Understood").click().run()
    assert not app.warning
    assert case(app) == of(systemic_cv=0.2)


HOSTILE = {
    "x": "1",
    "![t](http://evil.example/p.png)": "![t](http://evil.example/p.png)",
    "a\n# Notice": "**Pay** [here](http://evil.example)",
    "<img src=//evil.example>": "<script>alert(1)</script>",
    "figure_" + "x" * 500: "y" * 500,
    **{f"p.ins_age{place}": "`$\\frac{1}{2}$`" for place in range(9)},
}


def test_a_strangers_words_stay_words() -> None:
    app = open_home(fee_rate="0.1", members="[5](http://evil.example)", **HOSTILE)
    assert not app.exception
    markdown = [one.value for one in (*app.markdown, *app.warning, *app.caption, *app.error)]
    assert not [text for text in markdown if "evil" in text]
    assert not [text for text in raw_html(app) if "<img" in text or "<script" in text]
    listed = problems(app)
    assert len(listed) == 9
    assert listed[-1] == "7 more"
    assert "Members: “[5](http://evil.example)” is not a number." in listed[0]
    assert "evil.example/p.png" in listed[2]
    assert all(len(one) < 200 for one in listed)
    assert case(app).plan.fee_rate == 0.1


def test_an_impossible_pair_in_a_link_is_said() -> None:
    app = open_home(share_under_18="0.8", share_40_to_59="0.7", fee_rate="0.1")
    assert "Members under 18 (80 %), members aged 40 to 59 (70 %)" in problems(app)[0]
    assert case(app) == of(fee_rate=0.1)


def test_the_address_follows_every_change() -> None:
    app = open_groups(open_home(), "benefit")
    assert query(app) == {}
    type_into(app, "plan.fee_rate", "10")
    assert query(app) == to_query(of(fee_rate=0.1))
    assert query(app)["fee_rate"] == "0.1"
    button(app, "Pin").click().run()
    assert query(app) == to_query(of(fee_rate=0.1), of(fee_rate=0.1))
    set_case(app, CHANGED)
    assert query(app) == to_query(CHANGED, of(fee_rate=0.1))
    button(app, "Unpin").click().run()
    assert query(app) == to_query(CHANGED)
    app.button(key="reset_all").click().run()
    assert query(app) == to_query(Case())


def test_links_to_sources_carry_the_state() -> None:
    app = open_groups(set_case(open_home(), CHANGED), "benefit")
    targets = [text.value for text in app.sidebar.caption]
    assert all("members=3000000" in target for target in targets)
    assert set(figures_linked(app)) <= set(figures().index)


def test_the_sources_page_keeps_its_own_parameter_and_the_case() -> None:
    app = open_sources(figure="fee_8_percent", **to_query(CHANGED))
    assert query(app)["figure"] == "fee_8_percent"
    assert from_query({k: v for k, v in query(app).items() if k != "figure"}).case == CHANGED
    assert case(app) == CHANGED
