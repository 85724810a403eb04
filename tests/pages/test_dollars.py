"""A plan in yuan told in US dollars: all of it but what is set and what is quoted."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case
from tests.pages.app import open_page
from tests.pages.shown import everything_shown, open_everything, words
from ui.frame.shell import PAGES

DOLLARS = Case().with_changes({"view.money": "dollars"})

# What is set stays in yuan, and so does what is quoted: by page, how such a text can be known.
AS_SET = {
    "all": (
        r"^Default |^Plausible |Plausible: ",  # of an input
        r"\(CNY\)$",  # the currency among the others
        r"Published prices and incomes, which are in yuan",  # help of the currency
        r"Of a plan in yuan every figure",  # help of the switch
        r"in yuan the most that was promised for 2019",  # help of a limit
        r"^A payout of 50,000 yuan",  # a turn of the history
        r"^Told in US dollars at the mean rate",  # the rate itself
        r"Not published, so taken from Xiangh|joined evenly since",  # what other plans really cost
    ),
}
_ITS = re.compile(r"\byuan\b|¤|元|¥|CNY", re.IGNORECASE)


def in_yuan(app: AppTest, page: str) -> Iterator[str]:
    """Give what a page says of yuan that is neither set nor quoted."""
    known = re.compile("|".join((*AS_SET["all"], *AS_SET.get(page, ("(?!)",)))))
    for kind, text in everything_shown(app):
        for line in re.split(r"<(?:tr|div|t[dh]|li)\b[^>]*>", text):
            plain = " ".join(words(line).split())
            if _ITS.search(plain) and not known.search(plain):
                yield f"{kind}: {plain[:160]}"


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_told_in_dollars_says_nothing_of_yuan_but_what_is_set(page: str) -> None:
    app = open_everything(open_page(page, DOLLARS))
    assert sorted(set(in_yuan(app, page))) == []
