"""A case keeps tables of the reader's own; files carry them and links name them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mutualmodel import PRESETS, Case, Scenario, ScenarioError, from_query, preset_of, to_query
from mutualmodel.explain import reproduce
from mutualmodel.inputs import from_file, to_file
from mutualmodel.inputs.case_file import schema
from mutualmodel.inputs.own import KINDS, OwnTables, template
from tests.model.inputs.own.files import HOSTILE
from tests.own_tables import TABLES

CHOICES = {path: meta for path, meta in Case.fields().items() if meta.own}
WITH_TABLES = Case().with_own(TABLES)
BY_THEM = WITH_TABLES.with_changes(dict.fromkeys(CHOICES, "own"))


def test_a_case_keeps_every_table() -> None:
    assert WITH_TABLES.own == TABLES
    assert WITH_TABLES.plan.own.record is None
    assert WITH_TABLES.beside.prices == TABLES.prices
    assert WITH_TABLES.with_changes({"plan.members": 2e6}).own == TABLES
    assert WITH_TABLES.without_table("ages").own == TABLES.without("ages")


def test_tables_that_lie_beside_change_no_plan() -> None:
    assert WITH_TABLES.changes_from(Case()) == {}
    assert preset_of(WITH_TABLES.plan) == preset_of(Scenario())
    assert BY_THEM.changes_from(Case()).keys() == CHOICES.keys()
    assert preset_of(BY_THEM.plan) is None
    assert BY_THEM.plan.without_own == Scenario()


@pytest.mark.parametrize("path", [path for path in CHOICES if path.startswith("plan.")])
def test_a_choice_of_a_table_that_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(ScenarioError) as refusal:
        Case().with_changes({path: "own"})
    assert set(refusal.value.problems) == {path}
    assert "needs a table of yours" in str(refusal.value.problems[path].sentence)


@pytest.mark.parametrize("path", CHOICES)
def test_a_choice_goes_with_its_table(path: str) -> None:
    meta = CHOICES[path]
    assert BY_THEM.without_table(meta.own).value(path) == meta.default


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_itself_beside_tables(name: str) -> None:
    plan = BY_THEM.plan.with_changes(**PRESETS[name].scenario.values())
    assert plan.own == BY_THEM.plan.own
    assert preset_of(plan) == PRESETS[name]


def test_a_file_carries_tables_and_gives_them_back() -> None:
    baseline = BY_THEM.without_table("incidence")
    text = to_file(BY_THEM, baseline)
    opened = from_file(text)
    assert (opened.case, opened.baseline, opened.problems) == (BY_THEM, baseline, ())
    jsonschema.validate(json.loads(text), schema())


def test_a_file_without_tables_has_no_place_for_them() -> None:
    assert '"own": {' not in to_file(Case())


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_is_held_to_the_same_limits(case: str) -> None:
    content, _reason = HOSTILE[case]
    held = json.loads(to_file(BY_THEM))
    held["case"]["own"]["members"] = content.decode("utf-8", "replace")
    opened = from_file(json.dumps(held))
    assert opened.case.own == TABLES.without("members")
    assert opened.case.plan.members_path == "rates"
    assert opened.case.plan.age_mix == "own"
    assert opened.problems


@pytest.mark.parametrize("own", [5, None, [], {"members": 5}, {"unheard": "of"}, "text"])
def test_what_is_no_table_in_a_file_is_named(own: Any) -> None:
    held = json.loads(to_file(Case()))
    held["case"]["own"] = own
    opened = from_file(json.dumps(held))
    assert opened.case == Case()
    assert opened.problems


def test_a_link_opens_with_the_tables_that_are_at_hand() -> None:
    baseline = BY_THEM.without_table("level")
    opened = from_query(to_query(BY_THEM, baseline), tuple(TABLES))
    assert (opened.case, opened.baseline, opened.problems) == (BY_THEM, baseline, ())


def test_a_link_opened_elsewhere_says_which_tables_are_missing() -> None:
    case = BY_THEM.with_changes({"plan.members": 2e6})
    opened = from_query(to_query(case))
    assert opened.case == Case().with_changes({"plan.members": 2e6})
    told = [str(problem.sentence) for problem in opened.problems]
    for table in TABLES:
        assert sum(table.kind.title in one and table.fingerprint in one for one in told) == 1
    assert len(told) == len(KINDS)


def test_a_link_does_not_ask_for_tables_that_it_does_not_use() -> None:
    plain = Case().with_own(OwnTables(ages=TABLES.ages))
    opened = from_query(to_query(plain))
    assert (opened.case, opened.problems) == (Case(), ())


def test_another_table_of_the_kind_is_not_taken_for_the_one_that_is_meant() -> None:
    opened = from_query(to_query(BY_THEM), [template(kind) for kind in KINDS])
    assert not opened.case.own
    assert len(opened.problems) == len(KINDS)


def test_a_link_without_its_list_of_tables_falls_back_too() -> None:
    opened = from_query({"v": "5", "age_mix": "own"})
    assert opened.case == Case()
    assert "needs a table of yours" in str(opened.problems[0].sentence)


def test_links_of_the_same_inputs_differ_by_their_tables() -> None:
    other = BY_THEM.with_table(template("members"))
    assert to_query(other) != to_query(BY_THEM)


def test_a_dump_holds_the_tables() -> None:
    # What caches keep plans by, and what they are made of again.
    plan = BY_THEM.plan
    assert Scenario(**plan.model_dump()) == plan
    other = BY_THEM.with_table(template("members")).plan
    assert plan.model_dump_json() != other.model_dump_json()


def test_a_program_reads_tables_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_text(to_file(BY_THEM, WITH_TABLES), encoding="utf-8")
    names: dict[str, Any] = {}
    exec(reproduce("case", {}, BY_THEM), names)
    assert names["case"] == BY_THEM
    *lines, last = reproduce("case.plan.members", {}, BY_THEM, WITH_TABLES).strip().splitlines()
    exec("\n".join(lines), names)
    assert eval(last, names) == (BY_THEM.plan.members, WITH_TABLES.plan.members, 0.0)


def test_tables_that_differ_are_told() -> None:
    assert BY_THEM.tables_changed_from(WITH_TABLES) == []
    assert BY_THEM.tables_changed_from(Case()) == list(KINDS)
    other = BY_THEM.with_table(template("ages"))
    assert other.tables_changed_from(BY_THEM) == ["ages"]
