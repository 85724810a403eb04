"""Share links: what goes in comes out, what is wrong is said, and old links keep their meaning."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualmodel import PRESETS, Case, Opened, Scenario, ScenarioError, from_query, to_query
from mutualmodel.inputs import WAYS, Value, links
from tests.model.inputs.cases import any_case

DEFAULTS_FILE = Path(__file__).parents[3] / "data" / "link_defaults.json"


def through_an_address(query: dict[str, str]) -> dict[str, str]:
    """Write the parameters into an address and read them back, as a browser does."""
    return dict(parse_qsl(urlencode(query), keep_blank_values=True, strict_parsing=True))


def of(**changes: float | str | None) -> Case:
    """Give a case whose plan is changed."""
    return Case(plan=Scenario(**changes))


def said(opened: Opened) -> dict[str, str]:
    """Give the messages for a Python user by the name in the link."""
    return {problem.name: str(problem) for problem in opened.problems}


def told(opened: Opened) -> list[str]:
    """Give the sentences for a reader of the page."""
    return [str(problem.sentence) for problem in opened.problems]


# ------------------------------------------------------------------------------------- round trip


@settings(max_examples=60)
@given(any_case())
def test_a_case_comes_back_from_its_link(case: Case) -> None:
    assert from_query(through_an_address(to_query(case))) == Opened(case)


@settings(max_examples=60)
@given(any_case(), any_case())
def test_a_baseline_comes_back_with_it(case: Case, baseline: Case) -> None:
    assert from_query(through_an_address(to_query(case, baseline))) == Opened(case, baseline)


def test_a_default_baseline_is_still_a_baseline() -> None:
    assert from_query(to_query(of(members=5e6), Case())) == Opened(of(members=5e6), Case())
    assert from_query(to_query(of(members=5e6))).baseline is None


def test_a_link_names_only_what_was_changed() -> None:
    case = of(members=3e6, per_claim_cap=None, cap_bearer="nobody", years=3).with_changes(
        {"insurer.waiting_days": 30.0, "view.history_turn": "none", "person.sex": "M"}
    )
    assert to_query(case, Case().with_changes({"closing.payer": "members"})) == {
        "v": links.VERSION,
        "members": "3000000",
        "per_claim_cap": "none",
        "cap_bearer": "nobody",
        "years": "3",
        "insurer.waiting_days": "30",
        "person.sex": "M",
        "view.history_turn": "none",
        "base": "1",
        "base.closing.payer": "members",
    }
    assert to_query(Case()) == {"v": links.VERSION}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_comes_back(preset: object) -> None:
    case = Case(plan=preset.scenario)  # type: ignore[attr-defined]
    assert from_query(to_query(case)) == Opened(case)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_of_closing_comes_back(way: object) -> None:
    case = Case(closing=way.terms)  # type: ignore[attr-defined]
    assert from_query(to_query(case)) == Opened(case)


def test_an_empty_link_is_the_default() -> None:
    assert from_query({}) == Opened(Case())


def test_the_plans_inputs_may_be_dotted_too() -> None:
    assert from_query({"plan.members": "3e6", "base.plan.years": "2"}) == Opened(
        of(members=3e6), of(years=2)
    )


# -------------------------------------------------------------------------------------- bad links


@pytest.mark.parametrize(
    ("name", "text", "message", "sentence"),
    [
        (
            "members",
            "5",
            "members = 5.0: allowed is 20 to 300,000,000",
            "Members: 5 is not allowed. It may be from 20 to 300,000,000 members.",
        ),
        (
            "members",
            "many",
            "members = 'many': allowed is 20 to 300,000,000",
            "Members: “many” is not a number. It may be from 20 to 300,000,000 members.",
        ),
        ("members", "none", "members = 'none': allowed is 20 to 300,000,000", "not a number"),
        ("members", "nan", "members = 'nan': allowed is 20 to 300,000,000", "not a number"),
        ("members", "", "members = '': allowed is 20 to 300,000,000", "not a number"),
        (
            "annual_cap",
            "-1",
            "annual_cap = -1.0: allowed is 1 to 1,000,000,000, or none",
            "or none",
        ),
        (
            "fee_rate",
            "2",
            "fee_rate = 2.0: allowed is 0 to 0.5",
            "Management fee: 200 % is not allowed. It may be from 0 % to 50 % of payouts.",
        ),
        ("years", "2.5", "years = 2.5: allowed is a whole number from 1 to 10", "whole number"),
        (
            "cap_bearer",
            "state",
            "cap_bearer = 'state': allowed is one of sponsor, insurer, nobody",
            "Who pays above a cap: “state” is not allowed. It may be one of: operator, insurer, "
            "nobody.",
        ),
        (
            "member",
            "5e6",
            "member = '5e6': there is no such input; did you mean members?",
            "“member” is no input here. Did you mean Members?",
        ),
        (
            "insurer.loading",
            "0.5",
            "insurer.loading = 0.5: allowed is 0 to 0.35",
            "Loading, individual policies: 50 % is not allowed.",
        ),
        ("person.sex", "X", "person.sex = 'X': allowed is one of F, M", "Woman, Man"),
        ("payout_40_plus", "300.000", "payout_40_plus = '300.000'", "300"),
        ("fee_rate", "0,2", "fee_rate = '0,2': can mean", "“0,2” can mean"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_kept(
    name: str, text: str, message: str, sentence: str
) -> None:
    if (name, text) == ("payout_40_plus", "300.000"):
        # A link's dot is always the decimal mark, or what links say would hang on their readers.
        assert from_query({name: text}) == Opened(of(payout_40_plus=300.0))
        return
    opened = from_query({"v": links.VERSION, name: text, "lapse_rate": "0.2"})
    assert opened.case == of(lapse_rate=0.2)
    assert list(said(opened)) == [name]
    assert said(opened)[name].startswith(message)
    assert sentence in told(opened)[0]
    assert "{" not in told(opened)[0]


@pytest.mark.parametrize("name", ["self", "cls", "values", "changes", "__init__", "model_config"])
def test_names_that_python_uses_itself_are_unknown_inputs_like_others(name: str) -> None:
    opened = from_query({name: "1", f"base.{name}": "1", "fee_rate": "0.1"})
    assert opened.case == of(fee_rate=0.1)
    assert opened.baseline == Case()
    assert set(said(opened)) == {name, f"base.{name}"}
    with pytest.raises(ScenarioError, match="there is no such input"):
        Scenario().with_changes(**{name: 1})


def test_every_fault_is_reported() -> None:
    opened = from_query({"members": "1", "years": "99", "fee_rate": "0.1", "nothing": "1"})
    assert set(said(opened)) == {"members", "years", "nothing"}
    assert opened.case == of(fee_rate=0.1)


def test_ages_that_do_not_fit_are_both_left_out() -> None:
    opened = from_query({"share_under_18": "0.7", "share_40_to_59": "0.6", "years": "2"})
    assert set(said(opened)) == {"share_under_18", "share_40_to_59"}
    assert "together they may be 0 to 1" in said(opened)["share_under_18"]
    assert opened.case == of(years=2)


def test_one_age_share_that_does_not_fit_the_default_of_the_other_is_reported() -> None:
    opened = from_query({"share_40_to_59": "1"})
    assert set(said(opened)) == {"share_40_to_59"}
    assert opened.case == Case()


def test_faults_of_the_baseline_are_told_apart() -> None:
    opened = from_query({"members": "3e6", "base.members": "1", "base.years": "3"})
    assert (opened.case, opened.baseline) == (of(members=3e6), of(years=3))
    assert said(opened) == {"base.members": "base.members = 1.0: allowed is 20 to 300,000,000"}
    assert told(opened)[0].startswith("In the baseline: Members: 1 is not allowed.")


def test_faults_stand_in_the_links_order() -> None:
    opened = from_query(
        {"zz": "1", "base.years": "99", "p.ins_age": "120", "members": "1", "aa": "1", "v": "9"}
    )
    assert list(said(opened)) == ["zz", "base.years", "person.age", "members", "aa", "v"]


NAMES = [name.removeprefix("plan.") for name in Case.fields()]


@given(st.dictionaries(st.sampled_from([*NAMES, "x", "base", "base.members", "v"]), st.text()))
def test_no_link_breaks_the_reader(query: dict[str, str]) -> None:
    opened = from_query(query)
    assert isinstance(opened.case, Case)
    assert all("{" not in sentence or "{" in str(query) for sentence in told(opened))


# --------------------------------------------------------------------- links as people send them


@pytest.mark.parametrize(
    "query",
    [
        {"members": "100,000,000"},
        {"members": "100 million"},
        {"members": "1亿"},
        {"members": "1e8"},
        {"members": "1e 8"},
        {"members": "１００，０００，０００"},
        {"members": "100000000。"},
        {"members": "100000000）"},
        {"members": "100000000,"},
        {"members": "100000000)."},
        {"amp;members": "100000000", "amp;amp;v": "5"},
        {"members": "100000000", "v": "5。"},
        {"members": "100000000", "utm_source": "mail", "utm_campaign": "x", "fbclid": "abc"},
        {"gclid": "1", "from": "groupmessage", "scene": "1", "isappinstalled": "0", "v": "5",
         "members": "1e8"},
        {"share_token": "1", "nsukey": "a", "msclkid": "b", "_hsenc": "c", "members": "1e8"},
    ],
)  # fmt: skip
def test_what_chat_programs_do_to_a_link_does_no_harm(query: dict[str, str]) -> None:
    assert from_query(query) == Opened(of(members=1e8))


def test_no_input_is_taken_for_a_tracking_mark() -> None:
    for path in Case.fields():
        problem = from_query({path: "?!", f"base.{path}": "?!"}).problems
        assert len(problem) == 2, path


def test_a_choice_with_punctuation_behind_it_is_read() -> None:
    assert from_query({"cap_bearer": "nobody）。"}) == Opened(of(cap_bearer="nobody"))
    assert from_query({"base": "1。"}) == Opened(Case(), Case())
    assert from_query({"annual_cap": "188", "base.annual_cap": "none."}).problems == ()


def test_a_parameter_that_stands_twice_is_said_and_the_last_is_used() -> None:
    opened = from_query({"members": ["3e6", "5e6"], "years": ["2", "2"]})
    assert opened.case == of(members=5e6, years=2)
    assert list(said(opened)) == ["members"]
    assert told(opened) == ["Members stands more than once in this link. The last is used, “5e6”."]


@pytest.mark.parametrize("text", ["8%", "8 %", "８％", "0.08", ".08"])
def test_a_share_is_a_fraction_or_has_its_sign(text: str) -> None:
    assert from_query({"fee_rate": text}) == Opened(of(fee_rate=0.08))


# ---------------------------------------------------------------------------------- old versions


def test_the_newest_version_holds_the_defaults_of_today() -> None:
    """Whoever changes a default adds a version to data/link_defaults.json and to links.VERSION.

    Links already sent must go on meaning what they meant: the older versions stay as they are.
    """
    versions = links.link_defaults()
    newest = max(versions, key=int)
    assert newest == links.VERSION
    assert versions[newest] == Case().values()


def test_every_version_can_still_be_read() -> None:
    for version, defaults in links.link_defaults().items():
        assert from_query({"v": version}) == Opened(Case().with_changes(defaults))


OLD_LINKS = json.loads((Path(__file__).parent / "old_links.json").read_text(encoding="utf-8"))


def as_recorded(case: Case | None, recorded: Mapping[str, Value] | None, version: str) -> bool:
    """Say whether a case has the inputs of its day, and those declared since as they were then.

    What was not an input yet is what keeps the plan as it was then, where that is not what it
    begins with today.
    """
    if case is None or recorded is None:
        return case is None and recorded is None
    then = links.link_defaults()[version]
    since = {
        path: then.get(path, meta.default)
        for path, meta in Case.fields().items()
        if path not in recorded
    }
    return case.values() == {**recorded, **since}


@pytest.mark.parametrize("link", OLD_LINKS, ids=[link["name"] for link in OLD_LINKS])
def test_a_link_sent_long_ago_opens_with_the_same_inputs(link: dict[str, Any]) -> None:
    """Every input, not only the named ones: what the links left out were defaults of their day."""
    opened = from_query(link["query"])
    version = link["query"].get("v", links.VERSION)
    assert opened.problems == ()
    assert as_recorded(opened.case, link["case"], version)
    assert as_recorded(opened.baseline, link["baseline"], version)
    # Sent on, it is written in the newest version and still means the same.
    again = to_query(opened.case, opened.baseline)
    assert again["v"] == links.VERSION
    assert from_query(again) == opened


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ({"v": "4", "closing.reporting_days": "30"}, 30 / 121.7),
        ({"v": "4", "closing.reporting_days": "30", "claim_delay_days": "100"}, 0.3),
        # Version 1 began with a delay of 45 days, and a report came after the payment.
        ({"v": "1", "p.close_reporting_days": "60"}, 0.95),
        ({"v": "4", "closing.reporting_days": "1", "claim_delay_days": "300"}, 0.05),
        ({"v": "4", "closing.reporting_days": "30", "claim_delay_days": "0"}, 0.95),
        ({"v": "4", "closing.reporting_days": "30", "closing.reporting_share": "0.7"}, 0.7),
    ],
)
def test_days_until_a_report_become_a_part_of_the_delay(
    query: dict[str, str], share: float
) -> None:
    opened = from_query(query)
    assert opened.problems == ()
    assert opened.case.closing.reporting_share == pytest.approx(share, rel=1e-12)


def test_days_until_a_report_that_never_were_allowed_are_told() -> None:
    opened = from_query({"closing.reporting_days": "300"})
    assert list(said(opened)) == ["closing.reporting_days"]
    assert opened.case == Case()


def test_two_persons_of_an_old_link_are_one_and_it_is_said() -> None:
    opened = from_query({"v": "2", "p.ins_age": "45", "p.fair_age": "50", "p.fair_sex": "M"})
    assert opened.case.person.age == 50
    assert opened.case.person.sex == "M"
    assert list(said(opened)) == ["person.age"]
    assert from_query({"v": "2", "p.ins_age": "45", "p.fair_age": "45"}).problems == ()


def test_what_a_baseline_names_itself_is_not_overruled_by_an_old_choice() -> None:
    opened = from_query({"p.ins_age": "40", "base": "1", "base.person.age": "20"})
    assert opened.case.person.age == 40
    assert opened.baseline is not None
    assert opened.baseline.person.age == 20


def test_only_inputs_may_be_dotted() -> None:
    opened = from_query({"plan.v": "1", "plan.base": "1"})
    assert (opened.case, opened.baseline) == (Case(), None)
    assert list(said(opened)) == ["plan.v", "plan.base"]


def test_an_unknown_version_is_read_as_the_newest_and_said() -> None:
    opened = from_query({"v": "99", "members": "3000000", "insurer.loading": "0.2"})
    assert opened.case == of(members=3e6).with_changes({"insurer.loading": 0.2})
    assert list(said(opened)) == ["v"]
    assert "“99”" in told(opened)[0]
