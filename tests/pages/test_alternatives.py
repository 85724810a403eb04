"""What a chart says to whoever hears it: a sentence made from its data."""

import re
from functools import cache

import pytest

from mutualmodel import Case, Scenario
from mutualmodel.inputs import KeptCases
from tests.marks import marked
from ui.frame.contents import WITH_CONTENTS, contents_of
from ui.frame.state import View

ONE = Case()
OTHER = Case(
    plan=Scenario(
        members=3e6,
        incidence_multiplier=1.4,
        price_elasticity=1.5,
        payout_under_40=4e5,
        lapse_rate=0.2,
        fee_rate=0.12,
        systemic_cv=0.25,
    )
)
FUND = Case(plan=Scenario(funding="fund", opening_fund=20.0))
OTHER_FUND = Case(
    plan=Scenario(funding="fund", members=3e6, systemic_cv=0.3, contribution_month=12.0)
)
# Published ones and what hangs on no input of the case.
OF_RECORD = {
    "history_share", "history_members", "history_alike", "rise", "history_change", "plans",
    "ins_quotes",
}  # fmt: skip
WITH_CHARTS = [name for name in WITH_CONTENTS if name not in ("limits", "sources", "glossary")]


@cache
def said(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Give what the charts of a page say of two cases, by key."""
    one, other = (FUND, OTHER_FUND) if name == "fund" else (ONE, OTHER)
    kept = KeptCases().with_case("kept", OTHER)
    first, second = (
        {key: chart.alt for key, chart in contents_of(name, View(case, None, kept)).charts.items()}
        for case in (one, other)
    )
    return first, second


@pytest.mark.parametrize("name", [marked(one, telling=one == "home") for one in WITH_CHARTS])
def test_every_chart_says_what_it_shows(name: str) -> None:
    first, second = said(name)
    assert first
    for key, words in (*first.items(), *second.items()):
        assert len(words) > 30, key
        assert re.search(r"\d", words), key
        # Dashes and dots that stand for lines are for the eye.
        assert not re.search(r"(?:^|\s)(?:—|--|··|- -)\s", words), key


@pytest.mark.parametrize("name", [marked(one, telling=one == "home") for one in WITH_CHARTS])
def test_another_case_is_told_in_other_words(name: str) -> None:
    first, second = said(name)
    same = {key for key in first.keys() & second.keys() if first[key] == second[key]}
    assert same <= OF_RECORD
