"""A plan in yuan told in US dollars: all of it but what is set and what is quoted."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project, to_query
from mutualmodel.inputs import KeptCases
from tests.marks import marked, one_in
from tests.pages.app import (
    array,
    case,
    charts,
    open_home,
    open_page,
    part,
    plan,
    shown_tables,
    sliders,
    type_into,
)
from tests.pages.shown import everything_shown, names_yuan, open_everything, words
from tests.pages.states import PLANS, figures
from ui.frame import contents
from ui.frame.menu import PAGES
from ui.frame.state import View
from ui.kit.charts import whole
from ui.kit.language import counting_in
from ui.kit.palette import LIGHT
from ui.lab.compare_charts import costs_chart
from ui.lab.contents import HEIGHT, compared, tables_of

YUAN = Case()
SWITCH = {"view.money": "dollars"}
DOLLARS = YUAN.with_changes(SWITCH)
# Of 2018, yuan for a dollar.
RATE = 6.609

# What is set stays in yuan, and so does what is quoted: by page, how such a text can be known.
AS_IT_IS = {
    "all": (
        r"^Default |^Plausible |Plausible: ",  # of an input
        r"\(CNY\)$",  # the currency among the others
        r"Published prices and incomes, which are in yuan",  # help of the currency
        r"Of a plan in yuan every figure|mean exchange rate turns yuan",  # help of the switch
        r"in yuan the most that was promised for 2019",  # help of a limit
        r"^A payout of 50,000 yuan",  # a turn of the history
        r"Told in US dollars at the mean rate",  # the rate itself
        r"Million-yuan",  # what such a policy is called
    ),
    # An input breaks the plan at a value to which it can be set.
    "home": (r"yuan a (?:member|year)$|, down: |^Nearest first",),
    "risk": (r"yuan a (?:member|year)$|, down: |^Nearest first",),
    # What the systems were, and the titles of sources.
    "insurance": (r"^Sums and prices in this table|188 yuan|100,000 yuan critical|^1 , 2",),
    "fairness": (r"^The incomes of each fifth of households",),
    # Inputs and the target are varied and set in yuan.
    "lab": (r"^Payout|^yuan(?: a year)?$|^Target, yuan|matters most: at [\d,]+ yuan",),
    # What was published, said and planned in its own words.
    "history": (
        r"^What the record has|^Figures|^\*\*What fits|^\*\*At the end",
        r"At most|on joining|300,000 yuan without|paid back within|The average payout was",
        r"Ant |instead of|^First settlement: 0.03|expects|^Thyroid|operator expects|starts in",
    ),
    "sources": (r"",),
    "limits": (r"(?:^|Why .*)No source was found for what a critical illness costs in yuan",),
}
# Of a lever.
_UNIT = r"yuan(?: a (?:member|month|year))?"


@pytest.mark.parametrize("page", one_in(3, PAGES))
def test_a_plan_told_in_dollars_says_nothing_of_yuan_but_what_is_set(page: str) -> None:
    app = open_everything(open_page(page, DOLLARS))
    known = (*AS_IT_IS["all"], *AS_IT_IS.get(page, ()))
    assert sorted(set(names_yuan(app, known, lever=_UNIT))) == []
    assert any("6.609 yuan for a dollar" in words(text) for _kind, text in everything_shown(app))


# ----------------------------------------------------------------------- the numbers, one by one

# Drawn of a round sum: 100 dollars are divided as 100 yuan are.
OF_A_ROUND_SUM = {"split", "bearers", "ins_yuan"}
# Whose amounts are told in words beside them, so that neither axis nor pointer names their money.
TOLD_IN_WORDS = {"rise x"}


def _titles(figure: Mapping[str, Any]) -> dict[str, str]:
    """Give the titles of both axes; the vertical one stands in the corner above it."""
    corner = [one["text"] for one in figure["layout"]["annotations"] if one.get("xshift") == -40]
    across = figure["layout"]["xaxis"].get("title", {}).get("text", "")
    return {"x": across, "y": corner[0] if corner else ""}


def _drawn(trace: Mapping[str, Any], side: str) -> np.ndarray:
    values = trace.get(side)
    if values is None or trace.get(f"{side}axis", side) != side:
        return np.zeros(0)
    if isinstance(values, list):
        values = [one if isinstance(one, int | float) else np.nan for one in values]
    return array(values).ravel()


def _times(now: Mapping[str, Any], then: Mapping[str, Any], side: str) -> set[float]:
    """Give how many times the numbers on an axis in yuan are those in dollars."""
    found: set[float] = set()
    # Contours run at round values of each money.
    traces = ([one for one in each["data"] if one["type"] != "contour"] for each in (now, then))
    for here, there in zip(*traces, strict=True):
        dollars, yuan = _drawn(here, side), _drawn(there, side)
        # Smaller ones are rounded on their way to the browser.
        seen = np.isfinite(yuan) & (np.abs(yuan) > 0.01)
        found |= set(np.round(yuan[seen] / dollars[seen], 2).tolist())
    return found


def not_divided(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[str]:
    """Give the charts' axes whose numbers and unit do not go together."""
    for key in then:
        figures = now[key]["figure"], then[key]["figure"]
        for side, title in _titles(figures[0]).items():
            times = _times(*figures, side)
            told = [trace.get("hovertemplate") or "" for trace in figures[0]["data"]]
            of_money = "dollars" in title or any(
                re.search(rf"%{{{side}[^}}]*}} (?:million |bn )?dollars", one) for one in told
            )
            of_money = (of_money and key not in OF_A_ROUND_SUM) or f"{key} {side}" in TOLD_IN_WORDS
            wanted = {RATE} if of_money else {1.0}
            if any(min(abs(one / good - 1) for good in wanted) > 0.01 for one in times):
                yield f"{key} {side} {title!r}: {sorted(times)[:5]}"


@pytest.mark.parametrize("page", one_in(3, PAGES, first=1))
def test_what_is_drawn_is_yuan_divided_by_the_rate_where_the_axis_says_dollars(page: str) -> None:
    now, then = (charts(open_everything(open_page(page, one))) for one in (DOLLARS, YUAN))
    assert set(now) == set(then)
    assert list(not_divided(now, then)) == []


def _cells(app: AppTest) -> list[pd.DataFrame]:
    return shown_tables(app)


@pytest.mark.parametrize("page", one_in(3, PAGES, first=2))
def test_tables_are_yuan_divided_by_the_rate_where_their_heads_say_dollars(page: str) -> None:
    now, then = (_cells(open_everything(open_page(page, one))) for one in (DOLLARS, YUAN))
    assert len(now) == len(then)
    for here, there in zip(now, then, strict=True):
        for place, head in enumerate(map(str, here.columns)):
            dollars, yuan = here.iloc[:, place], there.iloc[:, place]
            if not pd.api.types.is_numeric_dtype(dollars):
                continue
            rate = RATE if "dollars" in head and "%" not in head else 1.0
            np.testing.assert_allclose(
                dollars.to_numpy(float) * rate, yuan.to_numpy(float), rtol=2e-5, err_msg=head
            )


# The claim's share and the year's cap bind, the plan dissolves, its fund runs dry; a baseline.
STATES = {
    "as it is": YUAN,
    "a cap binds": Case(plan=Scenario(annual_cap=50.0, cap_bearer="nobody")),
    "dissolved": Case(plan=PLANS["dissolves on the way"]),
    "never starts": Case(plan=PLANS["dissolved at the start"]),
    "twenty members": Case(plan=PLANS["twenty members"]),
    "a fund": Case(plan=PLANS["a fund that is soon empty"]),
}
_IN_WORDS = re.compile(r"([\d,]+(?:\.\d+)?)( bn| million)? (yuan|dollars)\b")
_BY = {"": 1.0, " million": 1e6, " bn": 1e9}


def _headline_amounts(app: AppTest) -> dict[str, tuple[float, str]]:
    """Give the large amounts of a page by their titles, each with its money."""
    found = {}
    for title, value in figures(app).items():
        if one := _IN_WORDS.search(" ".join(value.split())):
            found[title] = float(one[1].replace(",", "")) * _BY[one[2] or ""], one[3]
    return found


@pytest.mark.parametrize(
    ("page", "state"),
    [
        marked(page, state, telling=page == "home" or state == next(iter(STATES)))
        for page in ("home", "risk", "fund", "closing", "fairness", "insurance")
        for state in STATES
    ],
)
def test_headlines_are_yuan_divided_by_the_rate_in_every_state(page: str, state: str) -> None:
    yuan_case = STATES[state]
    now, then = (
        _headline_amounts(open_page(page, one))
        for one in (yuan_case.with_changes(SWITCH), yuan_case)
    )
    for title, (dollars, money) in now.items():
        assert money == "dollars"
        yuan, other = then[title]
        assert other == "yuan"
        # Both are rounded: to three digits, or cents and tenths.
        assert dollars == pytest.approx(yuan / RATE, rel=6e-3, abs=0.006), title
    assert now or state == "never starts" or not then


def test_a_share_of_one_claim_is_less_than_a_penny() -> None:
    app = open_page("home", DOLLARS)
    assert "less than a penny" in " ".join(figures(app).values())
    assert any(
        "A claim pays up to 45,000 dollars." in words(text) for _kind, text in everything_shown(app)
    )


def test_the_rate_is_that_of_the_year_which_the_reader_chooses() -> None:
    later = DOLLARS.with_changes({"view.rate_year": "2024"})
    (cost, _money) = _headline_amounts(open_page("home", later))["A member pays in the first year"]
    (yuan, _money) = _headline_amounts(open_page("home", YUAN))["A member pays in the first year"]
    assert cost == pytest.approx(yuan / 7.1957, abs=0.06)


def test_a_plan_in_other_money_has_no_switch_and_says_why() -> None:
    euros = DOLLARS.with_changes({"plan.currency": "EUR"})
    app = open_everything(open_page("home", euros))
    said = [words(text) for _kind, text in everything_shown(app)]
    # The link holds what was chosen.
    said = [one.replace("view.money=dollars", "") for one in said]
    assert any("Exchange rates are known here for the yuan alone" in one for one in said)
    assert not [one for one in said if "dollars" in one and "Of a plan in yuan" not in one]
    assert "in_view.money" not in app.session_state


def test_a_baseline_in_other_money_is_not_converted() -> None:
    app = open_page("home", DOLLARS, YUAN.with_changes({"plan.currency": "EUR"}))
    assert part(app, "delta") == []
    said = [words(text) for _kind, text in everything_shown(app)]
    assert any("they are not compared" in one for one in said)


def test_what_is_set_stays_in_yuan() -> None:
    app = open_page("fairness", DOLLARS.with_changes({"plan.payout_under_40": 50_000.0}), YUAN)
    chips = [one.label for one in app.button if str(one.key).startswith("chip_plan")]
    assert chips == ["Payout under 40: 300,000 yuan → 50,000 yuan"]
    assert plan(type_into(app, "plan.payout_under_40", "¥60,000")).payout_under_40 == 60_000
    told = sliders(type_into(app, "plan.payout_under_40", "2 billion"))["plan.payout_under_40"]
    assert "It may be from 0 to 1,000 million yuan" in told["error"]


def test_a_link_carries_the_money() -> None:
    app = open_home(**to_query(DOLLARS.with_changes({"view.rate_year": "2021"})))
    assert case(app).dollars_of == "2021"
    assert "dollars" in " ".join(figures(app).values())


def test_the_switch_stands_on_every_page_and_can_be_taken_back() -> None:
    app = open_home()
    app.session_state["money"] = True
    app.run().segmented_control(key="in_view.money").set_value("dollars").run()
    assert case(app).dollars_of == "2018"
    app.button(key="undo").click().run()
    assert case(app).dollars_of == ""
    assert "yuan" in " ".join(figures(app).values())


# Whose rows are of several units, each named in its own.
IN_SEVERAL_UNITS = {"review", "ins_insurer", "fit"}


def _every_table(shown: Case) -> dict[str, pd.DataFrame]:
    past = YUAN.with_changes({"plan.payout_40_plus": 50_000.0, "plan.annual_cap": 60.0})
    with counting_in("CNY", shown.dollars_of):
        view = View(shown, past, KeptCases())
        return {
            f"{page} {key}": whole(one.table).raw
            for page in contents.WITH_CONTENTS
            for key, one in contents.tables_of(page, view).items()
        }


def test_cases_may_be_called_as_money_or_shares_are() -> None:
    """Of cases side by side an input stays as it is set, and what is paid is divided."""
    plans = {"dollars": Scenario(fee_rate=0.1), "10 % fee, dollars": Scenario(payout_40_plus=5e4)}
    names = KeptCases()
    for name, one in plans.items():
        names = names.with_case(name, Case(plan=one))
    with counting_in("CNY", DOLLARS.dollars_of):
        view = View(DOLLARS, None, names)
        inputs = whole(tables_of(view)["compared_inputs"].table).raw
        paid = whole(costs_chart(compared(view), HEIGHT, LIGHT).table()).raw
    for name, one in plans.items():
        held = inputs[f"{name}, in the input’s unit"].tolist()
        assert {10.0, 5e4} & set(held), held
        first = project(one).years["charged_per_member"].iloc[0]
        assert paid[f"{name}, dollars a year"][0] == pytest.approx(first / RATE, rel=1e-5)


@pytest.mark.long
def test_every_table_of_the_workbook_is_divided_where_its_head_says_dollars() -> None:
    now, then = _every_table(DOLLARS), _every_table(YUAN)
    assert set(now) == set(then)
    for key in then.keys() - {"lab compared_inputs"}:
        for place, head in enumerate(map(str, now[key].columns)):
            dollars, yuan = (
                pd.to_numeric(one[key].iloc[:, place], errors="coerce").to_numpy(float)
                for one in (now, then)
            )
            seen = np.isfinite(yuan) & (np.abs(yuan) > 0.5)
            times = yuan[seen] / dollars[seen]
            rate = RATE if "dollars" in head and "%" not in head else 1.0
            allowed = (1.0, RATE) if key.split()[1] in IN_SEVERAL_UNITS else (rate,)
            near = np.min([np.abs(times / one - 1.0) for one in allowed], axis=0)
            assert (near < 1e-2).all(), (key, head)
