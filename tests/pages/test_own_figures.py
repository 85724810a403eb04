"""Your own figures: brought, looked at, used, taken away; refused with the reason, nothing lost."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, from_query
from mutualmodel.history import fit_own_record
from mutualmodel.inputs import from_file, to_file
from mutualmodel.inputs.own import KINDS, template, template_as_workbook
from tests.marks import marked
from tests.model.inputs.own.files import HOSTILE
from tests.own_tables import TABLES
from tests.pages.app import (
    case,
    charts,
    open_groups,
    open_home,
    open_page,
    open_sources,
    plain,
    problems,
    query,
    raw_html,
    set_case,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened(kind: str = "incidence", now: Case | None = None) -> AppTest:
    """Open the sources page at a kind of table."""
    app = open_sources()
    app.session_state["own_figures"] = True
    app.session_state["own_kind"] = kind
    return set_case(app, now or Case())


def bring(app: AppTest, kind: str, content: bytes, name: str = "mine.csv") -> AppTest:
    """Upload a file."""
    return app.file_uploader(key=f"own_file_{kind}").upload(name, content, "text/csv").run()


def paste(app: AppTest, kind: str, text: str) -> AppTest:
    """Paste cells and have them read."""
    app.text_area(key=f"own_paste_{kind}").set_value(text).run()
    return app.button(key="own_read").click().run()


def said(app: AppTest) -> str:
    """Give all that the page says in its own HTML."""
    return " ".join(plain(piece) for piece in raw_html(app))


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_that_is_brought_is_in_the_case_and_drawn(kind: str) -> None:
    app = bring(opened(kind), kind, template(kind).text.encode())
    assert not app.exception
    assert case(app) == Case().using(template(kind))
    assert f"own_{kind}" in charts(app)
    assert template(kind).fingerprint in " ".join(one.value for one in app.caption)


def test_a_workbook_is_read_and_so_is_what_is_pasted() -> None:
    app = bring(opened("members"), "members", template_as_workbook("members"), "mine.xlsx")
    assert case(app).own.members == template("members")
    app = paste(opened("members"), "members", "month\tmembers\n0\t1m\n12\t2m\n")
    assert case(app).plan.own.members is not None
    assert case(app).plan.members == 1e6
    assert case(app).plan.members_path == "own"


# What each is told is held without a page too, in the tests of the model.
@pytest.mark.parametrize(
    "case_name", [marked(one, telling=at % 5 == 0) for at, one in enumerate(HOSTILE)]
)
def test_what_is_no_table_is_told_and_leaves_all_as_it_was(case_name: str) -> None:
    content, reason = HOSTILE[case_name]
    if not 0 < len(content) < 2_000_000:
        pytest.skip("an uploader takes neither nothing nor so much")
    start = Case().with_own(TABLES).with_changes({"plan.members": 2e6})
    app = bring(opened("members", start), "members", content, "<b>bad</b>.csv")
    assert not app.exception
    assert case(app) == start
    assert reason in said(app)
    assert "<b>bad" not in " ".join(raw_html(app))


def test_a_path_that_no_plan_can_have_is_refused_whole() -> None:
    app = paste(opened("members"), "members", "month,members\n0,900000000\n")
    assert case(app) == Case()
    assert "is not allowed" in said(app)


def test_ages_outside_hold_when_told() -> None:
    rows = "".join(f"{age},{sex},0.001\n" for sex in "MF" for age in range(18, 60))
    app = paste(opened(), "incidence", f"age,sex,rate\n{rows}")
    assert "0–17, 60–105" in said(app)
    app.toggle(key="own_hold_ends").set_value(True).run()
    app.button(key="own_read").click().run()
    assert case(app).plan.incidence_table == "own"
    assert "used for all ages before and after" in said(app)


def test_a_table_can_be_left_unused_and_taken_away_and_that_undone() -> None:
    now = Case().using(TABLES.incidence) if TABLES.incidence else Case()
    app = opened("incidence", now)
    app.toggle(key="own_use_plan.incidence_table").set_value(False).run()
    assert case(app).plan.incidence_table == "CI4"
    assert case(app).own.incidence == TABLES.incidence
    app.toggle(key="own_use_insurer.prices_by").set_value(True).run()
    assert case(app).insurer.prices_by == "own"
    app.button(key="own_remove").click().run()
    assert case(app) == Case()
    app.button(key="undo").click().run()
    assert case(app).own.incidence == TABLES.incidence


def test_resetting_all_keeps_the_tables() -> None:
    now = Case().with_own(TABLES).with_changes({"plan.age_mix": "own", "plan.members": 2e6})
    app = set_case(open_home(), now)
    app.button(key="reset_all").click().run()
    assert case(app) == Case().with_own(TABLES)


def test_a_preset_goes_by_published_tables_and_keeps_the_own_ones() -> None:
    app = set_case(open_home(), Case().using(TABLES.incidence) if TABLES.incidence else Case())
    app.button_group(key="preset").set_value("launch_2018").run()
    assert case(app).plan.incidence_table == "CI2"
    assert case(app).own.incidence == TABLES.incidence


def test_another_session_sees_nothing_of_it() -> None:
    bring(opened("ages"), "ages", template("ages").text.encode())
    other = open_sources()
    assert case(other) == Case()
    assert not other.session_state["case"].own


def test_the_address_names_the_table_and_says_elsewhere_what_is_missing() -> None:
    app = bring(opened("ages"), "ages", template("ages").text.encode())
    assert query(app)["own"] == f"ages-{template('ages').fingerprint}"
    elsewhere = open_home(**query(app))
    assert case(elsewhere) == Case()
    assert template("ages").fingerprint in problems(elsewhere)[0]
    assert from_query(query(app), [template("ages")]).case == case(app)


def test_a_file_that_is_saved_brings_the_table_elsewhere() -> None:
    app = bring(opened("level"), "level", template("level").text.encode())
    assert from_file(to_file(case(app))).case == case(app)


def test_the_sidebar_offers_a_table_where_there_is_one() -> None:
    def offered(app: AppTest) -> set[str]:
        widgets = (*app.selectbox, *app.button_group)
        return {str(one.key).removeprefix("in_plan.") for one in widgets}

    switches = {"age_mix", "members_path", "incidence_path"}
    groups = ("membership", "incidence")
    assert not offered(open_groups(open_home(), *groups)) & switches
    with_tables = open_groups(set_case(open_home(), Case().with_own(TABLES)), *groups)
    assert offered(with_tables) & switches == switches


def test_what_is_the_readers_is_marked_as_such() -> None:
    now = Case().using(TABLES.incidence) if TABLES.incidence else Case()
    app = open_groups(set_case(open_home(), now), "incidence")
    assert any("[yours]" in one.value for one in app.caption)


# --------------------------------------------------------------------------------------- drawing


def draw(app: AppTest, kind: str, *, resting: bool, **reading: Any) -> AppTest:
    """Draw a path, as the browser would tell of it."""
    key = f"own_draw_{kind}"
    number = app.session_state[f"{key}:taken"] + 1
    epoch = app.session_state["readings:epoch"]
    told = {**reading, "resting": resting, "seq": number, "epoch": epoch}
    app.session_state[key] = {"reading": told}
    return app.run()


def test_a_path_that_is_drawn_is_in_the_case_once_the_hand_rests() -> None:
    app = opened("level")
    values = [1.0 + 0.05 * at for at in range(21)]
    draw(app, "level", resting=False, values=values)
    assert case(app).plan.own.level is not None
    assert "own" not in query(app)
    draw(app, "level", resting=True, values=values)
    level = case(app).plan.own.level
    assert level is not None
    assert level.values == pytest.approx(values)
    assert level.months == tuple(3.0 * at for at in range(21))
    assert case(app).plan.incidence_path == "own"
    assert query(app)["own"] == f"level-{level.fingerprint}"


def test_a_path_of_members_begins_where_it_is_drawn() -> None:
    app = opened("members")
    draw(app, "members", resting=True, values=[5e6] * 21, at=3, text="8 million")
    assert case(app).plan.members == 5e6
    path = case(app).plan.own.members
    assert path is not None
    assert path.values[3] == 8e6


def test_what_is_typed_and_no_number_is_told() -> None:
    app = opened("members")
    draw(app, "members", resting=True, values=[5e6] * 21, at=3, text="many")
    assert case(app) == Case()
    assert "is not a number" in said(app)


@pytest.mark.parametrize("values", [[1.0], "many", [float("nan")] * 21, [None] * 21])
def test_what_a_browser_cannot_have_drawn_is_nothing(values: Any) -> None:
    app = draw(opened("level"), "level", resting=True, values=values)
    assert not app.exception
    assert case(app) == Case()


# ------------------------------------------------------------------------ baseline and programs


def test_another_table_than_the_baselines_is_a_chip_that_puts_it_back() -> None:
    one, other = template("level"), TABLES.level
    assert other is not None
    app = open_page("home", Case().using(other), Case().using(one))
    label = next(chip.label for chip in app.button if chip.key == "chip_own_level")
    assert one.fingerprint in label
    assert other.fingerprint in label
    app.button(key="chip_own_level").click().run()
    assert case(app) == Case().using(one)


def test_a_record_is_replayed_on_history_and_its_values_can_be_taken() -> None:
    now = Case().with_own(TABLES)
    app = open_page("history", now)
    assert {"own_replay", "own_misses"} <= set(charts(app))
    assert TABLES.record is not None
    fit = fit_own_record(now.plan, TABLES.record)
    app.button(key="own_take").click().run()
    changes = {f"plan.{name}": value for name, value in fit.fitted.items()}
    assert case(app) == now.with_changes(changes)
    assert "own_replay" not in charts(open_page("history", Case()))


def test_ones_own_policy_stands_beside_the_others() -> None:
    app = open_page("insurance", Case().with_own(TABLES))
    names = [one.get("name") for one in charts(app)["ins_costs"]["figure"]["data"]]
    assert "Your policy (your prices)" in names
    assert "Your policy (your prices)" in said(app)
    assert any(one.key == "in_insurer.prices_by" for one in app.button_group)


def test_the_membership_page_says_that_a_path_is_followed() -> None:
    assert TABLES.members is not None
    app = open_page("membership", Case().using(TABLES.members))
    assert "Membership follows your own path" in said(app)
