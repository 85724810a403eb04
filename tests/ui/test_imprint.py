"""What is taken away says of which plan it is, what was changed, and how to have it again."""

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest

from mutualmodel import PRESETS, Case, Scenario, __version__, from_query
from mutualmodel.figures import sources
from tests.own_tables import incidence_times
from ui.frame.imprint import imprint, nearest_preset, origin, slug
from ui.kit.imprint import Imprint
from ui.kit.language import counting_in

DAY = dt.date(2026, 5, 4)
CHANGED = Case().with_changes({"plan.fee_rate": 0.1, "insurer.loading": 0.2})


def whole(case: Case, baseline: Case | None = None) -> Imprint:
    return imprint(case, baseline, origin(case, baseline, address="http://here/risk"), DAY)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_called_by_its_name_and_nothing_is_changed(name: str) -> None:
    said = origin(Case(plan=PRESETS[name].scenario), None)
    assert said.plan == PRESETS[name].title
    assert said.changes == ()
    assert said.slug == name.replace("_", "-")


def test_a_changed_plan_is_told_by_the_one_most_like_it_and_all_that_differs() -> None:
    said = origin(CHANGED, Case(), levers=["plan.members"])
    assert said.plan == "Peak 2020, changed"
    assert said.changes == (
        "Management fee: 10 % of payouts",
        "Loading, individual policies: 20 % of premium",
    )
    assert said.baseline == "Peak 2020"
    assert said.levers == ("Members: 105.8035 million",)


def test_the_nearest_preset_is_the_one_of_which_least_was_changed() -> None:
    launched = PRESETS["launch_2018"].scenario
    assert nearest_preset(launched.with_changes(fee_rate=0.3)).name == "launch_2018"
    assert nearest_preset(Scenario(members=5e6)).name == "peak_2020"


def test_the_link_opens_the_same_case_beside_the_same_baseline() -> None:
    pinned = Case(plan=Scenario(members=5e6))
    link = urlsplit(origin(CHANGED, pinned, address="http://here/risk").link)
    assert f"{link.scheme}://{link.netloc}{link.path}" == "http://here/risk"
    opened = from_query(dict(parse_qsl(link.query)))
    assert (opened.case, opened.baseline, opened.problems) == (CHANGED, pinned, ())


def test_two_cases_never_have_one_name_for_their_files() -> None:
    other = Case().with_changes({"plan.fee_rate": 0.1})
    slugs = [
        slug(case, pinned)
        for case in (Case(), CHANGED, other)
        for pinned in (None, Case(), Case(plan=Scenario(members=5e6)))
    ]
    assert len(set(slugs)) == len(slugs)
    assert all(one.replace("-", "").isalnum() and one.isascii() for one in slugs)


def test_every_input_is_in_it_with_its_raw_value_and_its_source() -> None:
    made = whole(CHANGED, Case())
    assert {one.name: one.value for one in made.settings} == CHANGED.values()
    assert {one.name: one.baseline for one in made.settings} == Case().values()
    fee = next(one for one in made.settings if one.name == "plan.fee_rate")
    assert (fee.unit, fee.written) == ("fraction of payouts", "10 % of payouts")
    assert (fee.origin, fee.figures) == ("set by the reader", ())
    payout = next(one for one in made.settings if one.name == "plan.payout_under_40")
    assert payout.origin == "default"
    assert payout.figures
    known = sources()
    assert made.references
    assert all(known.loc[one.id, "url"] == one.url for one in made.references)
    assert (made.version, made.made_on) == (__version__, DAY)


def test_what_a_preset_has_from_the_record_is_told_from_there() -> None:
    preset = PRESETS["launch_2018"]
    made = {one.name: one for one in whole(Case(plan=preset.scenario)).settings}
    for name, figure in preset.sources.items():
        assert made[f"plan.{name}"].figures == (figure,)


def test_a_table_that_no_link_carries_is_told() -> None:
    own = Case().using(incidence_times(1.5))
    mark = own.own.fingerprints()["incidence"]
    (note,) = whole(own).notes
    assert mark in note
    assert whole(Case()).notes == ()
    assert slug(own, None) != slug(Case(), None)


def test_a_baseline_in_other_money_is_in_the_link_and_not_told() -> None:
    euros = Case(plan=Scenario(currency="EUR"))
    with counting_in("EUR"):
        said = origin(euros, Case())
    assert said.baseline == ""
    assert "base=" in said.link
