"""A plan in other money: every page tells it in that, the record in yuan, and compares neither."""

import re

import pytest

from mutualmodel import Case
from tests.marks import one_in
from tests.pages.app import charts, open_home, open_page, part, plan, problems, sliders, type_into
from tests.pages.shown import everything_shown, names_yuan, open_everything, words
from ui.frame.menu import PAGES
from ui.frame.shell import OF_RECORD
from ui.kit import language

DEFAULT = Case()
EUROS = DEFAULT.with_changes({"plan.currency": "EUR"})

# What is of the published record stays in yuan, whatever the plan counts in: by page, how such a
# text can be known.
RECORD = {
    "all": (
        r"^Default ",  # of an input, as its source has it
        r"\(CNY\)$",  # the currency among the others
        r"Published prices and incomes, which are in yuan",  # help of the currency
        r"in yuan the most that was promised for 2019",  # help of a limit
        r"^A payout of 50,000 yuan",  # a turn of the history
        r"^Exchange rates are known here for the yuan alone",  # why there is no switch
        r"Not published, so taken from Xiangh|joined evenly since",  # what other plans really cost
    ),
    "membership": (r"yuan in the replay",),
    "closing": (
        r"^Here the history is replayed|^model, million yuan|^published, million yuan",
        r"^Three prices|^published, yuan a year|^priced by [^|]*, yuan",
    ),
    "insurance": (
        r"their prices and sums are in yuan|^Sums and prices in this table are in yuan",
        r"188 yuan|100,000 yuan critical|^Million-yuan medical",
        r"^1 , 2",  # the titles of the sources
    ),
    "fairness": (r"^The incomes known here are China’s",),
    "history": (r"",),
    "sources": (r"",),
    "limits": (r"",),
    "glossary": (r"",),
}


@pytest.mark.parametrize("page", one_in(3, PAGES, first=2))
def test_a_plan_in_euros_is_told_in_euros(page: str) -> None:
    app = open_everything(open_page(page, EUROS))
    assert sorted(set(names_yuan(app, (*RECORD["all"], *RECORD.get(page, ()))))) == []
    said = " ".join(words(text) for _kind, text in everything_shown(app))
    # Pages of the record show nothing of the plan.
    assert ("EUR" in said) is (page not in OF_RECORD)
    assert "¤" not in said


@pytest.mark.parametrize("page", ["home", "risk", "closing", "insurance", "fairness"])
def test_a_plan_in_yuan_says_nothing_of_other_money(page: str) -> None:
    app = open_everything(open_page(page, DEFAULT))
    said = [words(text) for _kind, text in everything_shown(app)]
    # But for the list of currencies to choose from.
    assert not [text for text in said if re.search(r"\bEUR\b|¤", text) and "(EUR)" not in text]


@pytest.mark.parametrize("page", ["home", "closing"])
def test_two_readers_at_once_are_told_each_her_own_money(page: str) -> None:
    euros, yuan = open_page(page, EUROS), open_page(page, DEFAULT)
    for app in (euros, yuan, euros, yuan):
        app.run()
        drawn = str(charts(app))
        assert ("EUR" in drawn) is (app is euros)
        assert (" yuan" in drawn) is (app is yuan)


def test_a_baseline_in_other_money_is_kept_and_not_compared() -> None:
    app = open_page("home", EUROS.with_changes({"plan.payout_under_40": 50_000.0}), DEFAULT)
    said = [words(text) for _kind, text in everything_shown(app)]
    assert any("the baseline in Chinese yuan (CNY): nothing is converted" in one for one in said)
    assert any(one.strip() == "Payout under 40: 300,000 yuan → 50,000 EUR" for one in said)
    assert part(app, "delta") == []
    back = app.button(key="chip_plan.currency").click().run()
    assert plan(back).currency == "CNY"
    assert any("baseline 91.1 yuan" in one for one in part(back, "delta"))


def test_amounts_are_typed_with_the_marks_of_the_plans_money() -> None:
    app = open_page("fairness", EUROS)
    assert plan(type_into(app, "plan.payout_under_40", "€ 25k")).payout_under_40 == 25_000
    assert plan(type_into(app, "plan.payout_under_40", "26,000 EUR")).payout_under_40 == 26_000
    # Nothing is converted, so an amount of other money is none of this plan's.
    told = sliders(type_into(app, "plan.payout_under_40", "27,000 yuan"))["plan.payout_under_40"]
    assert "is not a number" in told["error"]
    assert plan(app).payout_under_40 == 26_000


def test_a_slider_reaches_what_stands_beyond_its_rail_and_comes_back() -> None:
    path = "plan.payout_under_40"
    app = open_page("fairness", DEFAULT.with_changes({"plan.currency": "JPY"}))
    assert sliders(app)[path]["maximum"] == 1_000_000
    assert sliders(type_into(app, path, "400万円"))[path]["maximum"] == 5_000_000
    # It stays where it is while the value is still beyond the rail.
    assert sliders(type_into(app, path, "1,500,000"))[path]["maximum"] == 5_000_000
    assert sliders(type_into(app, path, "300,000"))[path]["maximum"] == 1_000_000
    told = sliders(type_into(app, path, "2 billion"))[path]["error"]
    assert "It may be from 0 to 1,000 million JPY" in told


def test_a_currency_that_is_none_is_refused_by_a_link() -> None:
    told = problems(open_home(currency="XXX"))
    assert len(told) == 1
    assert "Currency: “XXX” is not allowed" in told[0]


def test_money_outside_a_page_is_as_told() -> None:
    assert language.money(91.2) == "91.2 yuan"
    with language.counting_in("EUR"):
        assert language.money(91.2) == "91.2 EUR"
        assert language._("Value of one ¤ a year to 60") == "Value of one EUR a year to 60"
    with (
        pytest.raises(ValueError, match="currency = 'XXX': allowed is one of CNY, AUD"),
        language.counting_in("XXX"),
    ):
        pass
