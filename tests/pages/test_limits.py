"""The page of limits: every statement on it is true of the model, and every page leads to it."""

from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, Scenario, project, simulate, to_query
from mutualmodel.arrays import FloatArray
from mutualmodel.history import calibrate
from mutualmodel.history.calibration import best_values
from mutualmodel.history.plausible import kept_plans
from mutualmodel.history.profiles import costs_ahead
from mutualmodel.history.reports import years_alone
from mutualmodel.history.trials import Trials
from mutualmodel.inputs import fields
from mutualmodel.membership import without_reaction
from mutualmodel.periods import PERIODS_PER_YEAR
from tests.marks import one_in
from tests.pages.app import open_page, plain, raw_html
from ui.frame.menu import PAGES
from ui.limits.words import LIMITS

DOCS = Path(__file__).parents[2] / "docs"
ALL = [limit for limits in LIMITS.values() for limit in limits]


def reason(part_of_question: str) -> str:
    """Give why a question cannot be answered."""
    (found,) = [limit.reason for limit in ALL if part_of_question in limit.question]
    return found


def yearly(plan: Scenario) -> FloatArray:
    """Give what a member is expected to be charged in each plan year."""
    charged = project(plan).array("charged_per_member")
    return np.asarray(charged.reshape(-1, PERIODS_PER_YEAR).sum(axis=1))


# ----------------------------------------------------------------------------------- the page


def test_the_page_and_the_docs_say_every_limit_to_its_reader() -> None:
    app = open_page("limits", Case())
    assert [one.value for one in app.header] == list(LIMITS)
    shown = " ".join(plain(piece) for piece in raw_html(app))
    told = (DOCS / "limits.md").read_text(encoding="utf-8")
    assert len(ALL) > 15
    for limit in ALL:
        assert f"{limit.question} {limit.reason}" in shown
        assert f"| {limit.question} | {limit.reason} |" in told
    for reader in LIMITS:
        assert f"## {reader}" in told


def footer(app: AppTest) -> tuple[str, dict[str, str]]:
    """Give where the last link of a page leads, and what it takes along."""
    link = app.main.get("page_link")[-1].proto
    assert link.label == "What this model must not be used for"
    return link.page, dict(parse_qsl(link.query_string))


@pytest.mark.parametrize("name", one_in(3, PAGES, first=2))
def test_every_page_ends_with_a_way_here_that_keeps_the_case(name: str) -> None:
    now, before = Case().with_changes({"plan.members": 5e6, "person.age": 50}), Case()
    page, kept = footer(open_page(name, now, before))
    assert page == "limits"
    assert kept == to_query(now, before)


# ------------------------------------------------------------------------- what the page says


def test_the_yearly_figures_alone_do_not_identify_the_incidence() -> None:
    assert "0.40 or of 0.80" in reason("cost next year")
    found = {}
    for level in (0.40, 0.80):
        trials = Trials(Scenario(), years_alone(), {"incidence_multiplier": level})
        values, best = best_values(trials)
        found[level] = 2.0 * best.cost, trials.fit(values).scenario
    # A likelihood cannot tell apart what differs by less than one.
    assert found[0.80][0] == pytest.approx(found[0.40][0], abs=0.5)
    assert yearly(found[0.80][1])[4] / yearly(found[0.40][1])[4] == pytest.approx(2.0, abs=0.1)
    assert calibrate(incidence_multiplier=0.80).chi_square > calibrate().chi_square + 50


def test_all_that_was_published_narrows_it_to_what_is_said() -> None:
    sets = kept_plans()
    low, high = sets["incidence_multiplier"].quantile([0.05, 0.95])
    assert f"{low:.2f} to {high:.2f}" in reason("cost next year")
    low, high = np.quantile(costs_ahead(sets)[:, 4], [0.05, 0.95])
    assert f"{low:.0f} to {high:.0f} yuan" in reason("cost next year")


def test_an_expectation_is_low_where_members_react_and_years_vary() -> None:
    told = reason("react strongly")
    assert "as in 2021" in told
    assert "elasticity of 2" in told
    assert "30 %" in told
    plan = Scenario(lapse_rate=0.307, price_elasticity=2.0, systemic_cv=0.3)
    calm = without_reaction(plan)
    # With the same seed the luck of both is the same and leaves their ratio.
    reacting, quiet = (simulate(one, paths=2000).means("cost")[0] for one in (plan, calm))
    low = 1.0 - (yearly(plan) / yearly(calm)) / (reacting / quiet)
    assert "2 to 5 %" in told
    assert low.min() == pytest.approx(0.02, abs=0.005)
    assert low.max() == pytest.approx(0.05, abs=0.005)


def test_above_a_cap_one_bearer_pays_all_or_nobody_does() -> None:
    assert set(fields()["cap_bearer"].choices) == {"sponsor", "insurer", "nobody"}
    ruinous = Scenario(members=1e4, incidence_multiplier=3.0, annual_cap=1.0)
    for bearer in ("sponsor", "insurer"):
        plan = project(ruinous.with_changes(cap_bearer=bearer)).headline
        assert plan.unpaid == 0
        assert plan.sponsor > 0.99 * plan.payout
    assert project(ruinous.with_changes(cap_bearer="nobody")).headline.sponsor == 0


def test_nobody_joins_or_comes_back_for_a_low_share() -> None:
    plan = Scenario(joiners_per_year=1e6, lapse_rate=0.3)
    cheap, dear = (
        project(plan.with_changes(price_elasticity=3.0, payout_40_plus=payout)).array("joined")
        for payout in (0.0, 1e6)
    )
    np.testing.assert_allclose(cheap, dear)
    assert (cheap > 0).any()
