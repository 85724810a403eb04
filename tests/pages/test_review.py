"""The supervisory review on Risk: the model's figures in words, and thresholds that can be set."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project
from mutualmodel.analysis import INDICATORS, supervisory_review
from mutualmodel.inputs import Thresholds
from tests.pages.app import (
    case,
    move,
    open_page,
    part,
    plain,
    query,
    raw_html,
    says,
    sliders,
    unexplained,
)
from ui.kit.language import money, percent
from ui.risk.review_words import NO_FIGURE, review_sentence, reviewed

WATCHED = Case().with_changes(
    {"plan.minimum_members": 9e7, "plan.refused_share": 0.12, "thresholds.fee_share": 0.05}
)


def table(app: AppTest) -> dict[str, list[str]]:
    """Give the cells of the review by the title of the indicator."""
    pieces = map(unexplained, raw_html(app))
    (piece,) = [one for one in pieces if 'aria-label="Supervisory review"' in one]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr.*?</tr>", piece)]
    return {
        plain(row[0].partition("</span>")[0]): [plain(cell) for cell in row] for row in rows[1:]
    }


def sentence(app: AppTest) -> str:
    (found,) = [one for one in says(app) if re.match("(Crossed|No threshold|The plan dis)", one)]
    return found


def of(plan: Scenario, **thresholds: float) -> str:
    made = Case(plan=plan, thresholds=Thresholds(**thresholds))
    return review_sentence(reviewed(made), plan.years)


def test_the_table_has_every_indicator_with_value_threshold_state_and_source() -> None:
    app = open_page("risk", WATCHED)
    shown = table(app)
    assert list(shown) == [one.title for one in INDICATORS.values()]
    assert shown["Refusal rate"][1:] == [
        "Now 12 % first year", "Threshold at most 10 %", "State crossed", "Source assumption",
    ]  # fmt: skip
    members = shown["Members over the minimum membership"]
    assert members[1] == f"Now {percent(105_803_500 / 9e7, 1)}"
    assert members[2] == "Threshold at least 125 %"
    assert members[3] == "State crossed"
    assert shown["Claims turnaround"][1:4] == [
        "Now 78.5 days", "Threshold at most 180 days", "State not crossed nor within 5 years",
    ]  # fmt: skip
    assert shown["Fee over what members pay"][4] == "Source set here; default: assumption"
    assert shown["1-in-20 year over the cap on a year"][1] == "Now no such cap"
    claims = {name: shown[f"Claims {name}"][1] for name in ("submitted", "paid", "refused")}
    assert claims["submitted"].startswith(f"Now {project(Scenario()).headline.claims:,.0f} claims")
    assert all(told.endswith("first year") for told in claims.values())
    for _, row in supervisory_review(WATCHED.plan, WATCHED.thresholds).iterrows():
        assert str(row["definition"]) in shown[row["title"]][0]


def test_every_source_leads_to_its_figure() -> None:
    app = open_page("risk", WATCHED)
    pieces = map(unexplained, raw_html(app))
    (piece,) = [one for one in pieces if 'aria-label="Supervisory review"' in one]
    links = re.findall(r'href="([^"]*)"', piece.replace("&amp;", "&"))
    found = [parse_qs(urlsplit(link).query)["figure"][0] for link in links]
    assert found == list(supervisory_review(WATCHED.plan, WATCHED.thresholds)["source"])


def test_a_threshold_is_set_below_the_table_and_goes_into_the_link() -> None:
    app = open_page("risk", Case())
    assert sentence(app) == "No threshold is crossed now or within 5 years."
    assert not any(path.startswith("thresholds.") for path in sliders(app))
    app.session_state["thresholds"] = True
    app.run()
    assert {f"thresholds.{name}" for name in Thresholds.fields()} <= set(sliders(app))
    move(app, "thresholds.turnaround_days", 60.0)
    assert case(app).thresholds.turnaround_days == 60.0
    assert sentence(app) == "Crossed now: Claims turnaround."
    assert table(app)["Claims turnaround"][2] == "Threshold at most 60 days"
    assert query(app.run())["thresholds.turnaround_days"] == "60"


def test_the_baseline_is_reviewed_with_its_own_thresholds() -> None:
    pinned = Case().with_changes({"plan.refused_share": 0.2, "thresholds.fee_share": 0.05})
    app = open_page("risk", WATCHED.with_changes({"thresholds.fee_share": 0.1}), pinned)
    before = part(app, "says before")
    assert "Baseline: Crossed now: Refusal rate; Fee over what members pay." in before
    shown = table(app)
    assert shown["Refusal rate"][1] == "Now 12 % first year; baseline: 20 %"
    assert shown["Fee over what members pay"][2] == "Threshold at most 10 % baseline: at most 5 %"
    assert shown["Fee over what members pay"][3].endswith("nor within 5 years; baseline: crossed")
    assert shown["Claims turnaround"][1] == "Now 78.5 days"


def test_a_plan_that_never_starts_says_no_plan_and_what_it_leaves() -> None:
    plan = Scenario(members=3e6, minimum_members=5e6)
    app = open_page("risk", Case(plan=plan))
    owed = money(project(plan).headline.owed_at_dissolution)
    assert owed in review_sentence(reviewed(Case(plan=plan)), plan.years)
    assert any("nothing is left to supervise but" in told and owed in told for told in says(app))
    shown = table(app)
    outstanding = shown.pop("Outstanding claims (RBNS and IBNR)")
    assert outstanding[1] == f"Now {owed}"
    for cells in shown.values():
        assert cells[1] == "Now no plan"
        assert cells[3] == "State no plan"


# ------------------------------------------------------------------------- what is said of it


def test_what_is_crossed_now_and_later_is_said_apart_and_in_the_order_of_time() -> None:
    ends = Scenario(minimum_members=6e7, price_elasticity=2.0)
    found = reviewed(Case(plan=ends)).set_index("indicator")["crossed_period"]
    assert of(ends, fee_share=0.05) == (
        "Crossed now: Fee over what members pay. Crossed on the way: "
        f"Persistency (in year {found['persistency'] // 24 + 1}); Members over the minimum "
        f"membership (after {found['minimum_share'] / 2:g} months); Payouts left unpaid (in year "
        f"{found['unpaid_share'] // 24 + 1})."
    )


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Scenario(years=1), "No threshold is crossed now or within 1 year."),
        (Scenario(payout_under_40=0.0, payout_40_plus=0.0), "No threshold is crossed now"),
        (Scenario(members=1e4), "Crossed now: Fee over what members pay; Loss ratio; One claim"),
        (
            Scenario(members=1e5, minimum_members=1e6, payout_under_40=0.0, payout_40_plus=0.0),
            "The plan dissolves at the start: there is nothing to supervise.",
        ),
    ],
)
def test_the_sentence_fits_the_state(plan: Scenario, words: str) -> None:
    assert of(plan).startswith(words)


def test_every_reason_there_may_be_has_its_words() -> None:
    reasons = {one.reason for one in INDICATORS.values()} - {""}
    assert reasons | {"no_plan"} == set(NO_FIGURE)
