"""Numbers as people type them, in every kind of box; what cannot be used is asked back."""

import re

import pytest
from playwright.sync_api import Page, expect

from mutualmodel import Case, to_query
from mutualmodel.inputs import GROUPS
from tests.browser.home_page import (
    Settled,
    at_rest,
    box,
    expect_query,
    of,
    open_home,
    open_sidebar_group,
    query,
    visit,
)

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("silent_console")]


def enter(page: Page, title: str, text: str, settled: Settled) -> None:
    box(page, title).fill(text)
    box(page, title).press("Enter")
    at_rest(page, settled)


def test_what_people_type_is_understood_in_every_kind_of_box(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled, annual_cap="300")
    for group in ("membership", "benefit", "uncertainty"):
        open_sidebar_group(page, GROUPS[group])
    typed: list[tuple[str, str, dict[str, float], str]] = [
        # A lever on the page, a logarithmic one; then narrow boxes beside the page.
        ("Incidence", "1.625", {"incidence_multiplier": 1.625}, "1.625"),
        ("Members", "1.5亿", {"members": 1.5e8}, "150,000,000"),
        ("Payout under 40", "30万", {"payout_under_40": 3e5}, "300,000"),
        ("Payout at 40 and over", "１５０，０００", {"payout_40_plus": 1.5e5}, "150,000"),
        ("Joiners", "2.5 million", {"joiners_per_year": 2.5e6}, "2,500,000"),
        ("Minimum membership", "3.3 million", {"minimum_members": 3.3e6}, "3,300,000"),
        ("Management fee", "5.5 %", {"fee_rate": 0.055}, "5.5"),
        ("Women", "47.25", {"share_female": 0.4725}, "47.25"),
        ("Cap on a year", "¥188", {"annual_cap": 188.0}, "188"),
        ("Cap on one claim", "0.125", {"per_claim_cap": 0.125}, "0.125"),
        ("Seed", "20,200,101", {"seed": 20200101}, "20,200,101"),
        ("Years shown", "3 years", {"years": 3}, "3"),
    ]
    changes: dict[str, float] = {"annual_cap": 300.0}
    for title, text, change, shown in typed:
        changes |= change
        enter(page, title, text, settled)
        expect(box(page, title)).to_have_value(shown)
        expect_query(page, to_query(of(**changes)), settled)


def test_what_can_mean_two_things_or_nothing_is_asked_back_and_nothing_lost(
    page: Page, app_url: str, settled: Settled
) -> None:
    start = of(annual_cap=188.0)
    open_home(page, app_url, settled, **to_query(start))
    for group in ("benefit", "uncertainty"):
        open_sidebar_group(page, GROUPS[group])
    typed = [
        ("Management fee", "2,5", "“2,5” can mean 2.5 or 25. Type the one that is meant."),
        ("Cap on one claim", "0,2", "“0,2” can mean 0.2 or 2."),
        ("Payout under 40", "300.000", "“300.000” can mean 300 or 300,000."),
        (
            "Years shown",
            "3.7",
            "3.7 years is not allowed. It may be a whole number from 1 year to 10 years",
        ),
        ("Members", "5", "5 members is not allowed. It may be from 20 members to 300 million"),
        ("Minimum membership", "lots", "“lots” is not a number."),
        ("Cap on a year", "0", "0 yuan a year is not allowed."),
    ]
    for title, text, words in typed:
        field = box(page, title)
        before = field.input_value()
        enter(page, title, text, settled)
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        field.blur()
        expect(field).to_have_value(before)
        at_rest(page, settled)
        assert query(page) == to_query(start)


def test_boxes_of_terms_person_and_pages_read_the_same(
    page: Page, app_url: str, settled: Settled
) -> None:
    open_home(page, app_url, settled)
    visit(page, "insurance", settled)
    enter(page, "Loading, individual policies", "20%", settled)
    enter(page, "Age", "45 years", settled)
    page.get_by_test_id("stMain").get_by_text(re.compile("^More of the insurer")).click()
    enter(page, "Interest in level premiums", "2.75", settled)
    enter(page, "Disposable income", "5万", settled)
    visit(page, "closing", settled)
    enter(page, "Months until the notice", "30", settled)
    enter(page, "Contributions paid back", "50", settled)
    wanted = Case().with_changes(
        {
            "insurer.loading": 0.2,
            "insurer.interest": 0.0275,
            "person.age": 45,
            "person.income": 5e4,
            "view.stop_month": 30.0,
            "closing.refund_share": 0.5,
        }
    )
    expect_query(page, to_query(wanted), settled)
