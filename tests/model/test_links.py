"""Share links: what goes in comes out, what is wrong is said, and old links keep their meaning."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualmodel import (
    PRESETS,
    LinkState,
    Scenario,
    ScenarioError,
    fields,
    from_query,
    links,
    to_query,
)
from mutualmodel.inputs import FieldMeta, Value

DEFAULTS_FILE = Path(__file__).parents[2] / "data" / "link_defaults.json"


def value_of(meta: FieldMeta) -> st.SearchStrategy[Value]:
    """Draw any value that a field allows, however many digits it has."""
    if meta.choices:
        return st.sampled_from(meta.choices)
    numbers: st.SearchStrategy[Value] = (
        st.integers(int(meta.minimum or 0), int(meta.maximum or 0))
        if meta.integer
        else st.floats(meta.minimum, meta.maximum)
    )
    return st.none() | numbers if meta.optional else numbers


@st.composite
def any_scenario(draw: st.DrawFn) -> Scenario:
    """Draw a scenario that departs from the default in some inputs."""
    names = draw(st.sets(st.sampled_from(sorted(fields())), max_size=12))
    values = {name: draw(value_of(fields()[name])) for name in names}
    if {"share_under_18", "share_40_to_59"} & names:
        old = draw(st.floats(0, 1))
        values |= {"share_40_to_59": old, "share_under_18": draw(st.floats(0, 1 - old))}
    return Scenario(**values)


def through_an_address(query: dict[str, str]) -> dict[str, str]:
    """Write the parameters into an address and read them back, as a browser does."""
    return dict(parse_qsl(urlencode(query), keep_blank_values=True, strict_parsing=True))


# ------------------------------------------------------------------------------------- round trip


@given(any_scenario())
def test_a_scenario_comes_back_from_its_link(scenario: Scenario) -> None:
    state = from_query(through_an_address(to_query(scenario)))
    assert state == LinkState(scenario)


@given(any_scenario(), any_scenario())
def test_a_baseline_comes_back_with_it(scenario: Scenario, baseline: Scenario) -> None:
    state = from_query(through_an_address(to_query(scenario, baseline)))
    assert state == LinkState(scenario, baseline)


def test_a_default_baseline_is_still_a_baseline() -> None:
    query = to_query(Scenario(members=5e6), Scenario())
    assert from_query(query) == LinkState(Scenario(members=5e6), Scenario())
    assert from_query(to_query(Scenario(members=5e6))).baseline is None


def test_a_link_names_only_what_was_changed() -> None:
    query = to_query(Scenario(members=3e6, per_claim_cap=None, cap_bearer="nobody", years=3))
    assert query == {
        "v": links.VERSION,
        "members": "3000000",
        "per_claim_cap": "none",
        "cap_bearer": "nobody",
        "years": "3",
    }
    assert to_query(Scenario()) == {"v": links.VERSION}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_comes_back(preset: object) -> None:
    scenario = preset.scenario  # type: ignore[attr-defined]
    assert from_query(to_query(scenario)).scenario == scenario


def test_an_empty_link_is_the_default() -> None:
    assert from_query({}) == LinkState(Scenario())


# -------------------------------------------------------------------------------------- bad links


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("members", "5", "members = 5.0: allowed is 10,000 to 300,000,000"),
        ("members", "many", "members = 'many': allowed is 10,000 to 300,000,000"),
        ("members", "none", "members = 'none': allowed is 10,000 to 300,000,000"),
        ("members", "nan", "members = nan: allowed is 10,000 to 300,000,000"),
        ("members", "", "members = '': allowed is 10,000 to 300,000,000"),
        ("annual_cap", "-1", "annual_cap = -1.0: allowed is 1 to 10,000, or none"),
        ("years", "2.5", "years = '2.5': allowed is a whole number from 1 to 10"),
        ("cap_bearer", "state", "cap_bearer = 'state': allowed is one of sponsor, insurer, nobody"),
        ("member", "5e6", "member = '5e6': there is no such input; did you mean members?"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_kept(name: str, text: str, said: str) -> None:
    state = from_query({"v": links.VERSION, name: text, "lapse_rate": "0.2"})
    assert state.scenario == Scenario(lapse_rate=0.2)
    assert state.problems == {name: said}


@pytest.mark.parametrize("name", ["self", "cls", "values", "changes", "__init__", "model_config"])
def test_names_that_python_uses_itself_are_unknown_inputs_like_others(name: str) -> None:
    state = from_query({name: "1", f"base.{name}": "1", "fee_rate": "0.1"})
    assert state.scenario == Scenario(fee_rate=0.1)
    assert state.baseline == Scenario()
    assert set(state.problems) == {name, f"base.{name}"}
    with pytest.raises(ScenarioError, match="there is no such input"):
        Scenario().with_changes(**{name: 1})


def test_every_fault_is_reported() -> None:
    state = from_query({"members": "1", "years": "99", "fee_rate": "0.1", "nothing": "1"})
    assert set(state.problems) == {"members", "years", "nothing"}
    assert state.scenario == Scenario(fee_rate=0.1)


def test_ages_that_do_not_fit_are_both_left_out() -> None:
    state = from_query({"share_under_18": "0.7", "share_40_to_59": "0.6", "years": "2"})
    assert set(state.problems) == {"share_under_18", "share_40_to_59"}
    assert "together they may be 0 to 1" in state.problems["share_under_18"]
    assert state.scenario == Scenario(years=2)


def test_one_age_share_that_does_not_fit_the_default_of_the_other_is_reported() -> None:
    state = from_query({"share_40_to_59": "1"})
    assert set(state.problems) == {"share_40_to_59"}
    assert state.scenario == Scenario()


def test_faults_of_the_baseline_are_told_apart() -> None:
    state = from_query({"members": "3e6", "base.members": "1", "base.years": "3"})
    assert state.scenario == Scenario(members=3e6)
    assert state.baseline == Scenario(years=3)
    assert state.problems == {
        "base.members": "base.members = 1.0: allowed is 10,000 to 300,000,000"
    }


@given(st.dictionaries(st.sampled_from([*fields(), "x", "base", "base.members"]), st.text()))
def test_no_link_breaks_the_reader(query: dict[str, str]) -> None:
    state = from_query(query)
    for name, text in query.items():
        kept = name in fields() and name not in state.problems
        if kept and fields()[name].choices:
            assert getattr(state.scenario, name) == text


# ---------------------------------------------------------------------------------- old versions


def test_the_newest_version_holds_the_defaults_of_today() -> None:
    """Whoever changes a default adds a version to data/link_defaults.json and to links.VERSION.

    Links already sent must go on meaning what they meant: the older versions stay as they are.
    """
    versions = json.loads(DEFAULTS_FILE.read_text(encoding="utf-8"))
    newest = max(versions, key=int)
    assert newest == links.VERSION
    assert versions[newest] == Scenario().model_dump()


def test_every_version_can_still_be_read() -> None:
    for version, defaults in links.link_defaults().items():
        assert from_query({"v": version}) == LinkState(Scenario(**defaults))


def test_a_link_of_an_older_version_keeps_the_defaults_it_was_made_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = {**Scenario().model_dump(), "fee_rate": 0.10, "lapse_rate": 0.2}
    versions = {"0": old, links.VERSION: Scenario().model_dump()}
    monkeypatch.setattr(links, "link_defaults", lambda: versions)
    state = from_query({"v": "0", "members": "3000000", "base.years": "2"})
    assert state.scenario == Scenario(members=3e6, fee_rate=0.10, lapse_rate=0.2)
    assert state.baseline == Scenario(years=2, fee_rate=0.10, lapse_rate=0.2)
    # Sent on, it is written in the newest version and still means the same.
    again = to_query(state.scenario)
    assert again["v"] == links.VERSION
    assert from_query(again).scenario == state.scenario


def test_an_unknown_version_is_reported_and_opens_the_default() -> None:
    state = from_query({"v": "99", "members": "3000000"})
    assert state.scenario == Scenario()
    assert list(state.problems) == ["v"]
    assert state.problems["v"].startswith("v = '99': this link's version is unknown")
