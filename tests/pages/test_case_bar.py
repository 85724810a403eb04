"""The bar at the head of every page: undo, redo, replay, reset, files, chips and the address."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Case, from_query, to_query
from mutualmodel.inputs import Value
from mutualmodel.inputs.case_file import to_file
from tests.marks import one_in
from tests.pages.app import (
    baseline,
    button,
    case,
    change,
    headline,
    move,
    open_home,
    open_page,
    part,
    place_of_the_levers,
    problems,
    query,
    set_case,
)
from ui.frame.menu import PAGES
from ui.kit.language import beside

# One change in each record.
CHANGES = {
    "plan.members": 3e6,
    "insurer.loading": 0.2,
    "closing.refund_share": 0.5,
    "person.age": 45,
    "view.stop_month": 30.0,
}


def chips(app: AppTest) -> dict[str, str]:
    return {
        str(one.key).removeprefix("chip_"): one.label
        for one in app.button
        if (one.key or "").startswith("chip_")
    }


def edited(*ages: int) -> AppTest:
    app = open_home()
    for age in ages:
        change(app, {"person.age": age})
    return app


@pytest.mark.parametrize("name", one_in(3, PAGES))
def test_every_page_has_the_bar_and_every_change_its_chip(name: str) -> None:
    app = open_page(name, Case().with_changes(CHANGES), Case())
    assert not app.exception
    assert app.pills(key="preset").value is None
    for key in ("undo", "redo", "replay", "reset_all"):
        assert app.button(key=key)
    labels = chips(app)
    assert set(labels) == set(CHANGES)
    for path, value in CHANGES.items():
        meta = Case.fields()[path]
        for expected in (meta.title, beside(meta, meta.default), beside(meta, value)):
            assert expected in labels[path]
    app.button(key="chip_insurer.loading").click().run()
    assert case(app).insurer.loading == 0.35
    assert set(chips(app)) == set(CHANGES) - {"insurer.loading"}
    assert from_query(query(app)).case == case(app)


def test_a_change_of_any_record_has_its_chip_and_no_two_look_alike() -> None:
    app = open_page("home", Case().with_changes({"plan.members": 105_803_501.0}), Case())
    assert chips(app)["plan.members"] == ("Members: 105.8035 million → 105.803501 million")


def test_undo_and_redo_bring_back_everything() -> None:
    app = edited(31, 32)
    button(app, "Pin").click().run()
    app.pills(key="preset").set_value("small_100k").run()
    assert case(app).plan == PRESETS["small_100k"].scenario
    app.button(key="undo").click().run()
    assert (case(app).plan, case(app).person.age) == (Case().plan, 32)
    assert baseline(app) is not None
    app.button(key="undo").click().run()
    assert baseline(app) is None
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert case(app) == Case()
    assert app.button(key="undo").disabled
    for _ in range(4):
        app.button(key="redo").click().run()
    assert case(app).plan == PRESETS["small_100k"].scenario
    assert app.button(key="redo").disabled
    assert from_query(query(app)).case == case(app)
    assert from_query(query(app)).baseline == baseline(app)


def test_reset_all_keeps_the_baseline_and_can_be_undone() -> None:
    changed = Case().with_changes(CHANGES)
    app = open_page("home", changed, changed)
    app.button(key="reset_all").click().run()
    assert (case(app), baseline(app)) == (Case(), changed)
    app.button(key="undo").click().run()
    assert case(app) == changed


def test_a_replay_shows_the_case_before_and_changes_nothing() -> None:
    app = open_home()
    before = headline(app)
    change(app, {"plan.incidence_multiplier": 0.9})
    after = headline(app)
    app.button(key="replay").click().run()
    assert headline(app) == before
    assert "Incidence" in " ".join(part(app, "says replayed"))
    assert case(app).plan.incidence_multiplier == 0.9
    assert from_query(query(app)).case == case(app)
    # The browser asks again after a while, which ends it.
    app.session_state["replayed"] = False
    app.run()
    assert headline(app) == after
    assert not app.button(key="undo").disabled


def test_whoever_changes_something_during_a_replay_ends_it() -> None:
    app = edited(31)
    app.button(key="replay").click().run()
    app.pills(key="preset").set_value("small_100k").run()
    assert case(app).plan == PRESETS["small_100k"].scenario
    assert case(app).person.age == 31


def test_what_is_pinned_during_a_replay_is_the_present_case() -> None:
    app = edited(31)
    app.button(key="replay").click().run()
    button(app, "Pin").click().run()
    assert (case(app).person.age, baseline(app)) == (31, case(app))


def test_inputs_that_must_agree_go_back_together() -> None:
    now: dict[str, Value] = {"plan.share_under_18": 0.1, "plan.share_40_to_59": 0.8}
    before: dict[str, Value] = {"plan.share_under_18": 0.5, "plan.share_40_to_59": 0.2}
    for path in now:
        app = open_page("home", Case().with_changes(now), Case().with_changes(before))
        app.button(key=f"chip_{path}").click().run()
        assert case(app).value(path) == before[path]
        assert path not in chips(app)


def test_what_moves_is_not_settled() -> None:
    app = open_home()
    move(app, "plan.members", 5e6, resting=False)
    move(app, "plan.members", 4e6, resting=False)
    assert case(app).plan.members == 4e6
    assert query(app) == {}
    move(app, "plan.members", 3e6)
    assert query(app) == to_query(Case().with_changes({"plan.members": 3e6}))
    app.button(key="undo").click().run()
    assert case(app) == Case()


def test_a_lever_left_moving_on_another_page_does_not_stop_the_address() -> None:
    app = open_home()
    move(app, "plan.members", 5e6, resting=False)
    app.switch_page(PAGES["sources"][0]).run()
    assert query(app)["members"] == "5000000"


# ------------------------------------------------------------------------------------ the address


def follow(app: AppTest, parameters: dict[str, str]) -> AppTest:
    """Go to another address within the session, as Back and Forward do."""
    for name in list(query(app)):
        del app.query_params[name]
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_an_address_the_session_has_had_leads_back_and_forward() -> None:
    app = edited(31, 32)
    last = query(app)
    follow(app, to_query(Case().with_changes({"person.age": 31})))
    assert case(app).person.age == 31
    assert query(app)["person.age"] == "31"
    follow(app, {})
    assert case(app) == Case()
    assert query(app) == {}
    assert app.button(key="undo").disabled
    follow(app, last)
    assert case(app).person.age == 32
    assert app.button(key="redo").disabled


def test_a_new_link_within_a_session_is_opened_and_can_be_undone() -> None:
    app = edited(31)
    follow(app, {"v": "2", "members": "3e6", "p.ins_age": "50", "nothing": "1"})
    assert case(app).plan.members == 3e6
    assert case(app).person.age == 50
    assert len(problems(app)) == 1
    app.button(key="undo").click().run()
    assert case(app).person.age == 31


def test_an_address_that_lost_its_parameters_is_no_wish() -> None:
    app = open_home(v="3", members="3e6")
    change(app, {"person.age": 31})
    follow(app, {})
    assert case(app).person.age == 31
    assert query(app) == to_query(case(app))


def test_a_link_is_left_as_it_was_sent_until_something_changes() -> None:
    sent = {"v": "2", "members": "3m", "p.ins_age": "40"}
    app = open_home(**sent)
    assert query(app) == sent
    change(app, {"person.age": 41})
    assert query(app) == to_query(case(app))


# ------------------------------------------------------------------------------------------ files


class _Upload:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def getvalue(self) -> bytes:
        return self.content


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Open files through the popover."""

    def open_file(app: AppTest, content: bytes) -> AppTest:
        app.session_state["files"] = True
        app.run()
        app.file_uploader(key="open_case").upload("case.json", content, "application/json").run()
        return app

    return open_file


def test_a_case_file_opens_with_its_baseline_and_can_be_undone(opening: Any) -> None:
    changed = Case().with_changes(CHANGES)
    app = opening(edited(31), to_file(changed, Case()).encode())
    assert not app.exception
    assert (case(app), baseline(app)) == (changed, Case())
    assert problems(app) == []
    app.button(key="undo").click().run()
    assert case(app).person.age == 31
    assert baseline(app) is None


def test_what_is_wrong_in_a_file_is_named(opening: Any) -> None:
    held = json.loads(to_file(Case()))
    held["case"]["plan"]["members"] = 5
    held["case"]["plan"]["colour"] = "<b>red</b>"
    app = opening(open_home(), json.dumps(held).encode())
    assert len(problems(app)) == 2
    assert "Members: 5 is not allowed." in problems(app)[1]


def test_what_is_no_case_file_is_refused_and_nothing_lost(opening: Any) -> None:
    app = opening(edited(31), b"hello")
    assert case(app).person.age == 31
    assert "This is no case file" in app.error[0].value


def test_a_preset_changes_the_plan_alone() -> None:
    app = set_case(open_home(), Case().with_changes(CHANGES))
    app.pills(key="preset").set_value("launch_2018").run()
    assert case(app) == Case(
        **{
            **{name: getattr(Case().with_changes(CHANGES), name) for name in
               ("insurer", "closing", "person", "view")},
            "plan": PRESETS["launch_2018"].scenario,
        }
    )  # fmt: skip


def test_the_levers_stay_where_they_are_whatever_is_told_above_them() -> None:
    # Else they would be drawn anew, and for a moment the page would show its figures twice.
    plain_page = place_of_the_levers(open_home())
    change(pinned := open_page("home", Case(), Case()), {"plan.members": 3e6})
    assert chips(pinned)
    assert place_of_the_levers(pinned) == plain_page
    pinned.button(key="replay").click().run()
    assert part(pinned, "says replayed")
    assert place_of_the_levers(pinned) == plain_page
    wrong = open_home(members="many")
    assert problems(wrong)
    assert place_of_the_levers(wrong) == plain_page
