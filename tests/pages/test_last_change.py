"""The line at the head of a page says what the last change was and what it did."""

import pytest

from mutualmodel import Case, Scenario, project
from mutualmodel.analysis import RESULTS
from tests.marks import one_in
from tests.pages.app import button, move, open_page, part, raw_html
from ui.frame.last_change import TOLD, change_words
from ui.frame.menu import PAGES
from ui.frame.shell import OF_RECORD

HINT = "Drag a lever: what it changes is said here."
WHAT_IT_IS = "Nobody pays in advance: what the sick receive is shared equally"
SMALL = Case(plan=Scenario(members=3e6))


def test_fewer_members_bring_a_claim_to_its_cap() -> None:
    # By hand: 300,000 x 1.08 / 3 million is 0.108 yuan, and the cap on one claim is 0.10.
    before, now = (project(one.plan).headline.cost_per_member_year for one in (Case(), SMALL))
    assert before > now
    assert change_words(Case(), SMALL, "home") == (
        "Members: 105.8035 million → 3 million. A member pays in the first year: "
        f"{before:.1f} yuan a year → {now:.1f} yuan a year; A member’s share of one claim: 0.0031 "
        "yuan a claim → 0.10 yuan a claim."
    )


def test_a_larger_pool_costs_the_same() -> None:
    told = change_words(Case(), Case(plan=Scenario(members=1.2e8)), "risk")
    assert told.endswith("A member pays in the first year: 91.1 yuan a year, as before.")


def test_many_changes_are_counted_and_none_is_nothing() -> None:
    plan = Scenario(members=3e6, fee_rate=0.1, annual_cap=40.0)
    assert change_words(Case(), Case(plan=plan), "risk").startswith("3 inputs changed. ")
    assert change_words(Case(), Case(), "home") == ""
    assert change_words(Case(), Case(plan=Scenario(currency="EUR")), "home") == ""


def test_a_plan_that_never_starts_has_none() -> None:
    never = Case(plan=Scenario(minimum_members=2e8))
    assert "91.1 yuan a year → none" in change_words(Case(), never, "home")
    assert "none → 91.1 yuan a year" in change_words(never, Case(), "home")


@pytest.mark.parametrize("page", one_in(3, PAGES))
def test_every_page_of_the_plan_has_the_line(page: str) -> None:
    app = open_page(page, Case())
    told = part(app, "change-line")
    if page == "home":
        assert told[0].startswith(WHAT_IT_IS)
    else:
        assert told == ([] if page in OF_RECORD else [HINT])
    assert (page in TOLD) is (page not in OF_RECORD)
    assert set(TOLD.get(page, ())) <= set(RESULTS)


def test_a_lever_at_rest_is_told_and_undo_tells_the_way_back() -> None:
    app = move(open_page("home", Case()), "plan.members", 3e6)
    (told,) = part(app, "change-line")
    assert told == change_words(Case(), SMALL, "home")
    app = button(app, "Undo").click().run()
    assert part(app, "change-line")[0].startswith(WHAT_IT_IS)


def test_what_is_of_the_case_before_fades_while_a_lever_moves() -> None:
    app = open_page("home", Case())
    assert not [piece for piece in raw_html(app) if "st-key-of_settled" in piece]
    app = move(app, "plan.members", 3e6, resting=False)
    assert [piece for piece in raw_html(app) if "st-key-of_settled" in piece]
    app = move(app, "plan.members", 3e6)
    assert not [piece for piece in raw_html(app) if "st-key-of_settled" in piece]
